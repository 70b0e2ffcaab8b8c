using System.Net;
using System.Net.Sockets;

namespace HftGateway.Exchange.Mdp3;

/// <summary>
/// A socket that sends datagrams to one address, unicast or multicast.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One system call a packet, no allocation.</para>
/// </summary>
internal sealed class PacketSender : IDisposable
{
    private readonly Socket _socket;
    private readonly ExchangeStatistics _statistics;

    /// <summary>Opens the socket.</summary>
    /// <exception cref="ExchangeBindException">This machine cannot send there.</exception>
    public PacketSender(string key, IPEndPoint address, ExchangeOptions options, ExchangeStatistics statistics)
    {
        _statistics = statistics;
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.SendBufferSize = 1 << 20;
            if (ExchangeOptions.IsMulticast(address.Address))
            {
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface,
                    options.FeedInterface.GetAddressBytes());
                _socket.SetSocketOption(
                    SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, options.MulticastTtl);
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
            }

            _socket.Connect(address);
        }
        catch (SocketException error)
        {
            _socket.Dispose();
            throw new ExchangeBindException(key, address, "give an address that this machine can send to", error);
        }
    }

    public void Send(ReadOnlySpan<byte> packet)
    {
        _socket.Send(packet, SocketFlags.None, out SocketError error);
        // Refused means that an earlier packet found nobody listening: that is the subscriber's business, as on a wire.
        if (error is not (SocketError.Success or SocketError.ConnectionRefused))
            _statistics.FeedSendErrors++;
        _statistics.FeedPackets++;
    }

    public void Dispose() => _socket.Dispose();
}
