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
    private readonly bool _isTimestamped;

    private UdpTransport(Socket socket, bool isTimestamped, SystemCounters counters, IDatagramFilter? filter)
    {
        _socket = socket;
        _isTimestamped = isTimestamped;
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
    /// <param name="ports">What to bind instead of port 0; null: what the system chooses.</param>
    /// <param name="isTimestamped">The system shall tell when datagrams came.</param>
    /// <exception cref="AeronException">The system refused.</exception>
    public static UdpTransport Open(
        UdpChannel channel, IPEndPoint bind, IPAddress? group, IPEndPoint? connect, SystemCounters counters,
        IDatagramFilter? filter, PortRange? ports = null, bool isTimestamped = false)
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
            if (bind.Port == 0 && ports is { } range)
                Bind(socket, bind.Address, range);
            else
                socket.Bind(bind);
            if (group != null)
                Join(socket, group, channel.Interface);
            if (connect != null)
                socket.Connect(connect);
            socket.Blocking = false;
            if (isTimestamped)
                SetTimestamps((int)socket.SafeHandle.DangerousGetHandle());
            return new UdpTransport(socket, isTimestamped, counters, filter);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new AeronException(
                AeronErrorCode.ChannelEndpointError,
                $"channel '{channel.Uri}': socket at {bind} failed: {error.Message}");
        }
    }

    /// <summary>Changes the only peer.</summary>
    public void Connect(IPEndPoint peer)
    {
        try
        {
            _socket.Connect(peer);
        }
        catch (SocketException)
        {
            // No way there now: sends fail and are counted, and the name is resolved again.
            _counters.Increment(SystemCounter.Errors);
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

    /// <summary>Sends datagrams in order.</summary>
    /// <param name="datagrams">At most <see cref="DatagramBatch.Capacity"/>.</param>
    /// <param name="to">Where to, or null for the connected peer.</param>
    /// <returns>How many were sent; less than asked for when the system took no more.</returns>
    public int Send(ReadOnlySpan<Datagram> datagrams, NativeAddress* to)
    {
        if (_filter == null && datagrams.Length > 1)
            return SendMany(datagrams, to);
        int sent = 0;
        while (sent < datagrams.Length
            && Send(datagrams[sent].Address, datagrams[sent].Length, to) == datagrams[sent].Length)
            sent++;
        return sent;
    }

    /// <summary>Takes the datagrams that are there.</summary>
    /// <param name="batch">Takes them.</param>
    /// <returns>How many, 0 when there is none.</returns>
    public int Receive(DatagramBatch batch)
    {
        int count = UdpNative.ReceiveMany(_descriptor, batch.Begin(_isTimestamped), DatagramBatch.Capacity, UdpNative.DontWait, null);
        // An error is the peer's port unreachable, told for an earlier send: it is not there yet.
        if (count <= 0)
            return 0;
        long bytes = 0;
        for (int i = 0; i < count; i++)
            bytes += batch.Length(i);
        _counters.Add(SystemCounter.BytesReceived, bytes);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private int SendMany(ReadOnlySpan<Datagram> datagrams, NativeAddress* to)
    {
        MessageHeader* headers = stackalloc MessageHeader[DatagramBatch.Capacity];
        MessageVector* vectors = stackalloc MessageVector[DatagramBatch.Capacity];
        for (int i = 0; i < datagrams.Length; i++)
        {
            vectors[i] = new MessageVector { Address = datagrams[i].Address, Length = datagrams[i].Length };
            headers[i] = new MessageHeader
            {
                Name = to == null ? null : (byte*)&to->Data, NameLength = to == null ? 0 : to->Length,
                Vectors = vectors + i, VectorCount = 1,
            };
        }

        int sent = 0;
        while (sent < datagrams.Length)
        {
            int count = UdpNative.SendMany(
                _descriptor, headers + sent, datagrams.Length - sent, UdpNative.DontWait | UdpNative.NoSignal);
            if (count <= 0)
            {
                int error = Marshal.GetLastPInvokeError();
                // Told for an earlier datagram whose peer was not there; as if this one had been lost.
                if (error == UdpNative.ConnectionRefused)
                {
                    sent++;
                    continue;
                }

                if (error != UdpNative.WouldBlock)
                    _counters.Increment(SystemCounter.Errors);
                break;
            }

            for (int i = 0; i < count; i++)
                _counters.Add(SystemCounter.BytesSent, headers[sent + i].Length);
            sent += count;
        }

        return sent;
    }

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

    // The first port of the range that is free.
    private static void Bind(Socket socket, IPAddress address, PortRange range)
    {
        for (int port = range.Low; ; port++)
        {
            try
            {
                socket.Bind(new IPEndPoint(address, port));
                return;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse && port < range.High)
            {
                // Somebody has it: the next one.
            }
        }
    }

    private static void SetMulticast(Socket socket, UdpChannel channel, IPAddress? address)
    {
        if (address == null || !UdpChannel.IsGroup(address))
            return;
        if (address.AddressFamily != AddressFamily.InterNetwork)
        {
            SetMulticastIpv6(socket, channel);
            return;
        }

        socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.MulticastInterface,
            BitConverter.ToInt32(channel.Interface.GetAddressBytes()));
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
        if (channel.Ttl > 0)
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, channel.Ttl);
    }

    private static void SetMulticastIpv6(Socket socket, UdpChannel channel)
    {
        int index = InterfaceFinder.Index(channel.Interface);
        if (index > 0)
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, index);
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastLoopback, true);
        if (channel.Ttl > 0)
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, channel.Ttl);
    }

    // Where the card can, it stamps; otherwise the kernel does.
    private static void SetTimestamps(int descriptor)
    {
        _ = UdpNative.SetOption(descriptor, UdpNative.SocketLevel, UdpNative.TimestampNs, 1, sizeof(int));
        _ = UdpNative.SetOption(
            descriptor, UdpNative.SocketLevel, UdpNative.Timestamping, UdpNative.ReceiveHardware, sizeof(int));
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
                SocketOptionLevel.IPv6, SocketOptionName.AddMembership,
                new IPv6MulticastOption(group, InterfaceFinder.Index(card)));
        }
    }
}
