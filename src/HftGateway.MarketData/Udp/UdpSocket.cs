using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Udp;

/// <summary>What receiver and sender share in setting up their sockets. Not on the hot path.</summary>
internal static class UdpSocket
{
    public static Socket Create(string where)
    {
        if (!OperatingSystem.IsLinux())
            throw new FeedException(FeedErrorCode.SocketRefused, "UDP feeds need Linux", where, "Run on Linux.");
        try
        {
            return new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        }
        catch (SocketException e)
        {
            throw new FeedException(
                FeedErrorCode.SocketRefused, e.Message, where, "Check the limit of open files (ulimit -n).", e);
        }
    }

    public static void CheckAddress(IPAddress address, int port, bool isPortNeeded, string where)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork)
            throw new FeedException(FeedErrorCode.BadAddress, "not an IPv4 address", where, "Give one as a.b.c.d.");
        if (port is < 0 or > 65_535 || (port == 0 && isPortNeeded))
            throw new FeedException(FeedErrorCode.BadAddress, "not a UDP port", where, "Give a port from 1 to 65535.");
    }

    public static bool IsMulticast(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) && bytes[0] is >= 224 and <= 239;
    }

    /// <summary>Asks for a kernel buffer, beyond the system's limit where privileged.</summary>
    /// <returns>The size that payload may fill; the kernel keeps as much again for its own records.</returns>
    public static int SizeBuffer(Socket socket, int wanted, int option, int forceOption)
    {
        if (!TrySetOption(socket, UdpNative.LevelSocket, forceOption, wanted)
            || GetOption(socket, UdpNative.LevelSocket, option) / 2 < wanted)
        {
            _ = TrySetOption(socket, UdpNative.LevelSocket, option, wanted);
        }

        return GetOption(socket, UdpNative.LevelSocket, option) / 2;
    }

    public static bool TrySetOption(Socket socket, int level, int option, int value)
    {
        try
        {
            socket.SetRawSocketOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Index of the interface that has this name or this address.</summary>
    public static int InterfaceIndex(string nameOrAddress, string where)
    {
        _ = IPAddress.TryParse(nameOrAddress, out IPAddress? address);
        foreach (NetworkInterface candidate in NetworkInterface.GetAllNetworkInterfaces())
        {
            IPInterfaceProperties properties = candidate.GetIPProperties();
            bool isMatch = candidate.Name == nameOrAddress;
            foreach (UnicastIPAddressInformation own in properties.UnicastAddresses)
                isMatch |= address != null && own.Address.Equals(address);
            if (isMatch)
                return properties.GetIPv4Properties().Index;
        }

        throw new FeedException(
            FeedErrorCode.NoSuchInterface,
            $"this host has no interface '{nameOrAddress}'",
            where,
            "List names and addresses with 'ip -brief address'.");
    }

    private static int GetOption(Socket socket, int level, int option)
    {
        int value = 0;
        _ = socket.GetRawSocketOption(level, option, MemoryMarshal.AsBytes(new Span<int>(ref value)));
        return value;
    }
}
