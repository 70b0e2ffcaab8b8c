using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// Receives the datagrams of one unicast or multicast address: polled without waiting by a spinning thread, or waited
/// for
/// by a gentle one.
/// <para><b>Threading.</b> One thread at a time after construction.</para>
/// <para><b>Invariants.</b> The buffer is taken and touched at construction; receiving allocates nothing and throws
/// nothing.</para>
/// <para><b>Limits.</b> Linux, IPv4. One system call a datagram.</para>
/// <para><b>Cost.</b> The recv system call; an empty poll costs one too.</para>
/// </summary>
[HotPath]
public sealed unsafe class UdpReceiver : IDisposable
{
    private readonly Socket _socket;
    private readonly NativeRegion _memory;
    private readonly byte* _buffer;
    private readonly int _descriptor;
    private readonly int _maxDatagramBytes;

    /// <summary>Binds, and joins the group when the address is a multicast address. Blocks shortly.</summary>
    /// <param name="options">Where and how.</param>
    /// <exception cref="FeedException">
    /// The port is in use, the interface does not exist, the group cannot be joined, or the address is not valid.
    /// </exception>
    public UdpReceiver(UdpReceiverOptions options)
    {
        string where = $"{options.Address}:{options.Port}";
        bool isMulticast = UdpSocket.IsMulticast(options.Address);
        UdpSocket.CheckAddress(options.Address, options.Port, isMulticast, where);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDatagramBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxDatagramBytes, 65_507);
        _socket = UdpSocket.Create(where);
        try
        {
            Bind(options, isMulticast, where);
            ReceiveBufferBytes = UdpSocket.SizeBuffer(
                _socket,
                options.ReceiveBufferBytes,
                UdpNative.OptionReceiveBuffer,
                UdpNative.OptionReceiveBufferForce);
            IsReceiveBufferAsWanted = ReceiveBufferBytes >= options.ReceiveBufferBytes;
            IsBusyPolling = options.BusyPollMicroseconds > 0 && UdpSocket.TrySetOption(
                _socket, UdpNative.LevelSocket, UdpNative.OptionBusyPoll, options.BusyPollMicroseconds);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _maxDatagramBytes = options.MaxDatagramBytes;
        _memory = new NativeRegion((nuint)_maxDatagramBytes, hugePages: false);
        _buffer = _memory.Pointer;
        _descriptor = (int)_socket.Handle;
    }

    /// <summary>Bytes of datagrams that the kernel can hold for this socket.</summary>
    public int ReceiveBufferBytes { get; }

    /// <summary>
    /// False when the system granted less than wanted: raise net.core.rmem_max, or grant CAP_NET_ADMIN.
    /// </summary>
    public bool IsReceiveBufferAsWanted { get; }

    /// <summary>The kernel accepted busy polling.</summary>
    public bool IsBusyPolling { get; }

    /// <summary>The local port.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Datagrams received.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Datagrams longer than the largest expected, dropped.</summary>
    public long TooLong { get; private set; }

    /// <summary>Receive calls that failed other than by having nothing to receive.</summary>
    public long Failures { get; private set; }

    /// <summary>System error number of the last failure.</summary>
    public int LastError { get; private set; }

    /// <summary>Takes one datagram if there is one; never waits.</summary>
    /// <param name="datagram">Its bytes, valid until the next call. A datagram may be empty.</param>
    /// <returns>Whether there was one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReceive(out ReadOnlySpan<byte> datagram)
    {
        // MSG_TRUNC makes the call return the datagram's own length, so that one cut short is noticed.
        nint length = UdpNative.Receive(
            _descriptor, _buffer, (nuint)_maxDatagramBytes, UdpNative.MessageDontWait | UdpNative.MessageTruncate);
        if (length >= 0 && length <= _maxDatagramBytes)
        {
            Datagrams++;
            datagram = new ReadOnlySpan<byte>(_buffer, (int)length);
            return true;
        }

        datagram = default;
        CountMiss(length);
        return false;
    }

    /// <summary>Waits until a datagram is there. Blocks.</summary>
    /// <param name="timeoutMs">Longest wait in ms; -1 waits for ever.</param>
    /// <returns>Whether one is there; false also when a signal interrupted the wait.</returns>
    public bool Wait(int timeoutMs)
    {
        UdpNative.PollEntry entry = new() { Socket = _descriptor, Events = UdpNative.PollIn };
        return UdpNative.Poll(&entry, 1, timeoutMs) > 0 && (entry.Returned & UdpNative.PollIn) != 0;
    }

    /// <summary>Leaves the group and closes the socket.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _memory.Dispose();
    }

    private void Bind(UdpReceiverOptions options, bool isMulticast, string where)
    {
        try
        {
            // Several processes of a host may listen to one group; a unicast port has one listener.
            if (isMulticast)
                _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            // Bound to the group itself: datagrams for other groups on the same port stay out.
            _socket.Bind(new IPEndPoint(options.Address, options.Port));
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

        if (isMulticast)
            Join(options, where);
    }

    private void Join(UdpReceiverOptions options, string where)
    {
        MulticastOption membership = options.Interface == null
            ? new MulticastOption(options.Address)
            : new MulticastOption(options.Address, UdpSocket.InterfaceIndex(options.Interface, where));
        try
        {
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, membership);
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

        // Without this a socket also gets what other sockets of the host have joined on other interfaces.
        _ = UdpSocket.TrySetOption(_socket, UdpNative.LevelIp, UdpNative.OptionMulticastAll, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountMiss(nint length)
    {
        if (length > _maxDatagramBytes)
        {
            TooLong++;
            return;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error is UdpNative.ErrorAgain or UdpNative.ErrorInterrupted)
            return;
        Failures++;
        LastError = error;
    }
}
