using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// A socket of a channel: sends and receives datagrams without blocking.
/// <para><b>Threading.</b> Made by the conductor, used by sender or receiver.</para>
/// </summary>
internal sealed unsafe class UdpTransport : IDisposable
{
    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly SystemCounters _counters;
    private readonly IDatagramFilter? _filter;

    private UdpTransport(Socket socket, SystemCounters counters, IDatagramFilter? filter)
    {
        _socket = socket;
        _descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        _counters = counters;
        _filter = filter;
        Local = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Where the socket is bound.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Opens a socket.</summary>
    /// <param name="channel">Settings of the channel.</param>
    /// <param name="bind">Where to bind.</param>
    /// <param name="group">Group to join, or null.</param>
    /// <param name="connect">Only peer, or null.</param>
    /// <param name="counters">Counters.</param>
    /// <param name="filter">Hook of tests.</param>
    /// <exception cref="AeronException">The system refused.</exception>
    public static UdpTransport Open(
        UdpChannel channel, IPEndPoint bind, IPAddress? group, IPEndPoint? connect, SystemCounters counters,
        IDatagramFilter? filter)
    {
        var socket = new Socket(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (group != null)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            if (channel.ReceiveBuffer > 0)
                socket.ReceiveBufferSize = channel.ReceiveBuffer;
            if (channel.SendBuffer > 0)
                socket.SendBufferSize = channel.SendBuffer;
            SetMulticast(socket, channel, group ?? connect?.Address);
            socket.Bind(bind);
            if (group != null)
                Join(socket, group, channel.Interface);
            if (connect != null)
                socket.Connect(connect);
            socket.Blocking = false;
            return new UdpTransport(socket, counters, filter);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new AeronException(
                AeronErrorCode.ChannelEndpointError,
                $"channel '{channel.Uri}': socket at {bind} failed: {error.Message}");
        }
    }

    /// <summary>Sends a datagram.</summary>
    /// <param name="datagram">First byte.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="to">Where to, or null for the connected peer.</param>
    /// <returns>Bytes sent; less than asked for when the system took none.</returns>
    public int Send(byte* datagram, int length, NativeAddress* to)
    {
        if (_filter != null)
            return SendFiltered(datagram, length, to);
        return SendNow(datagram, length, to);
    }

    /// <summary>Takes a datagram if one is there.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="length">Room.</param>
    /// <param name="from">Where from.</param>
    /// <returns>Bytes, 0 when there is none.</returns>
    public int Receive(byte* buffer, int length, NativeAddress* from)
    {
        int addressLength = AddressBytes.Bytes;
        nint bytes = UdpNative.ReceiveFrom(
            _descriptor, buffer, length, UdpNative.DontWait, (byte*)&from->Data, &addressLength);
        if (bytes < 0)
        {
            // A refused connection is the peer's port unreachable, told for an earlier send: it is not there yet.
            return 0;
        }

        from->Length = addressLength;
        _counters.Add(SystemCounter.BytesReceived, bytes);
        return (int)bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private int SendFiltered(byte* datagram, int length, NativeAddress* to)
    {
        int times = _filter!.OnSend(new ReadOnlySpan<byte>(datagram, length));
        for (int i = 1; i < times; i++)
            SendNow(datagram, length, to);
        return times > 0 ? SendNow(datagram, length, to) : length;
    }

    private int SendNow(byte* datagram, int length, NativeAddress* to)
    {
        nint sent = UdpNative.SendTo(
            _descriptor, datagram, length, UdpNative.DontWait | UdpNative.NoSignal,
            to == null ? null : (byte*)&to->Data, to == null ? 0 : to->Length);
        if (sent < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            // Told for an earlier datagram whose peer was not there; this one was not sent: again.
            if (error == UdpNative.ConnectionRefused)
                return length;
            if (error != UdpNative.WouldBlock)
                _counters.Increment(SystemCounter.Errors);
            return 0;
        }

        _counters.Add(SystemCounter.BytesSent, sent);
        return (int)sent;
    }

    private static void SetMulticast(Socket socket, UdpChannel channel, IPAddress? address)
    {
        if (address == null || !UdpChannel.IsGroup(address) || address.AddressFamily != AddressFamily.InterNetwork)
            return;
        socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.MulticastInterface,
            BitConverter.ToInt32(channel.Interface.GetAddressBytes()));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
        if (channel.Ttl > 0)
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, channel.Ttl);
    }

    private static void Join(Socket socket, IPAddress group, IPAddress card)
    {
        if (group.AddressFamily == AddressFamily.InterNetwork)
        {
            socket.SetSocketOption(
                SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, card));
        }
        else
        {
            socket.SetSocketOption(
                SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(group));
        }
    }
}
