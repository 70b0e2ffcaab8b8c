using System.Net;
using System.Net.Sockets;
using HftGateway.MarketData.Faults;

namespace HftGateway.Exchange.Feed;

/// <summary>
/// One line of the feed: a socket, and what goes wrong on the way when it is to be a bad one.
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
internal sealed class FeedLine : IDisposable
{
    private readonly Socket _socket;
    private readonly FaultInjector? _faults;
    private readonly ExchangeStatistics _statistics;

    /// <summary>Opens the socket.</summary>
    /// <param name="address">Where to, unicast or multicast.</param>
    /// <param name="faults">What goes wrong; null or perfect for nothing.</param>
    /// <param name="options">Interface and time to live of multicast, largest packet.</param>
    /// <param name="statistics">Counts send errors.</param>
    /// <param name="key">Setting to name when the socket cannot be opened.</param>
    /// <exception cref="ExchangeBindException">This machine cannot send there.</exception>
    public FeedLine(
        IPEndPoint address, FaultOptions? faults, ExchangeOptions options, ExchangeStatistics statistics,
        string key = "feed.address")
    {
        _statistics = statistics;
        _socket = Open(address, options, key);
        if (faults is { IsPerfect: false })
            _faults = new FaultInjector(faults with { MaxPacketBytes = options.FeedPayloadBytes });
    }

    /// <summary>What was done to the packets; null on a good line.</summary>
    public FaultStatistics? Faults => _faults?.Statistics;

    /// <summary>Sends a packet.</summary>
    /// <param name="packet">Its bytes.</param>
    /// <param name="nowNs">Time, ns.</param>
    public void Send(ReadOnlySpan<byte> packet, long nowNs)
    {
        if (_faults == null)
        {
            Transmit(packet);
            return;
        }

        _faults.Put(packet, nowNs);
        Poll(nowNs);
    }

    /// <summary>Sends what was on the way until now.</summary>
    /// <param name="nowNs">Time, ns.</param>
    public void Poll(long nowNs)
    {
        while (_faults != null && _faults.TryTake(nowNs, out ReadOnlySpan<byte> packet, out _))
            Transmit(packet);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _faults?.Dispose();
    }

    private void Transmit(ReadOnlySpan<byte> packet)
    {
        _socket.Send(packet, SocketFlags.None, out SocketError error);
        // Refused means that an earlier packet found nobody listening: that is the subscriber's business, as on a wire.
        if (error is not (SocketError.Success or SocketError.ConnectionRefused))
            _statistics.FeedSendErrors++;
    }

    private static Socket Open(IPEndPoint address, ExchangeOptions options, string key)
    {
        const string advice = "give an address that this machine can send to";
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.SendBufferSize = 1 << 20;
            if (ExchangeOptions.IsMulticast(address.Address))
            {
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface,
                    options.FeedInterface.GetAddressBytes());
                socket.SetSocketOption(
                    SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, options.MulticastTtl);
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
            }

            socket.Connect(address);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new ExchangeBindException(key, address, advice, e);
        }
    }
}
