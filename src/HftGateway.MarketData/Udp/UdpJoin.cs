using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace HftGateway.MarketData.Udp;

/// <summary>Binding to an address and joining a multicast group, with errors that say what to do.</summary>
internal static class UdpJoin
{
    public static void Bind(Socket socket, UdpReceiverOptions options, bool isMulticast, string where)
    {
        try
        {
            // Several processes of a host may listen to one group; a unicast port has one listener.
            if (isMulticast)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            // Bound to the group itself: datagrams for other groups on the same port stay out.
            socket.Bind(new IPEndPoint(options.Address, options.Port));
        }
        catch (SocketException e)
        {
            throw e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => new FeedException(
                    FeedErrorCode.PortInUse, "the port is in use", where, "See who has it with 'ss -ulpn'.", e),
                SocketError.AddressNotAvailable => new FeedException(
                    FeedErrorCode.NoSuchInterface,
                    "the address belongs to no interface of this host",
                    where,
                    "List addresses with 'ip -brief address'.",
                    e),
                _ => new FeedException(
                    FeedErrorCode.SocketRefused, e.Message, where, "Ports below 1024 need a privilege.", e),
            };
        }
    }

    /// <summary>Joins the group, from one source only where the options name one.</summary>
    public static void Join(Socket socket, UdpReceiverOptions options, string where)
    {
        try
        {
            if (options.Source == null)
                JoinAny(socket, options, where);
            else
                JoinSource(socket, options, where);
        }
        catch (SocketException e)
        {
            throw new FeedException(
                FeedErrorCode.CannotJoin,
                e.Message,
                where,
                "Name the interface that carries the feed; without one the host needs a route to the group.",
                e);
        }
    }

    private static void JoinAny(Socket socket, UdpReceiverOptions options, string where)
    {
        MulticastOption membership = options.Interface == null
            ? new MulticastOption(options.Address)
            : new MulticastOption(options.Address, UdpSocket.InterfaceIndex(options.Interface, where));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, membership);
    }

    // struct ip_mreq_source: group, interface and source, four bytes each, in network byte order.
    private static void JoinSource(Socket socket, UdpReceiverOptions options, string where)
    {
        Span<byte> request = stackalloc byte[12];
        request.Clear();
        _ = options.Address.TryWriteBytes(request, out _);
        if (options.Interface != null)
            _ = AddressOf(options.Interface, where).TryWriteBytes(request[4..], out _);
        _ = options.Source!.TryWriteBytes(request[8..], out _);
        socket.SetRawSocketOption(UdpNative.LevelIp, UdpNative.OptionAddSourceMembership, request);
    }

    private static IPAddress AddressOf(string nameOrAddress, string where)
    {
        if (IPAddress.TryParse(nameOrAddress, out IPAddress? address))
        {
            _ = UdpSocket.InterfaceIndex(nameOrAddress, where);
            return address;
        }

        _ = UdpSocket.InterfaceIndex(nameOrAddress, where);
        NetworkInterface named = NetworkInterface.GetAllNetworkInterfaces().First(i => i.Name == nameOrAddress);
        return named.GetIPProperties().UnicastAddresses
            .Select(static a => a.Address).FirstOrDefault(static a => a.AddressFamily == AddressFamily.InterNetwork)
            ?? throw new FeedException(
                FeedErrorCode.NoSuchInterface, $"interface '{nameOrAddress}' has no IPv4 address", where,
                "A source-specific join needs one: give it an address with 'ip address add'.");
    }
}
