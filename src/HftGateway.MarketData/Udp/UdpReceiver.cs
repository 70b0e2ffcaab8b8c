using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// Receives the datagrams of one unicast or multicast address: polled without waiting by a spinning thread, or waited
/// for by a gentle one. Offers them one at a time, with arrival time, sender and line; takes them from the kernel one
/// or many a call.
/// <para><b>Threading.</b> One thread at a time after construction; counters may be read by others and are then
/// approximate, <see cref="ReadDrops"/> exact.</para>
/// <para><b>Invariants.</b> The buffers are taken and touched at construction; receiving allocates nothing and throws
/// nothing. What the system did not grant is listed in <see cref="Degradations"/>, never silent.</para>
/// <para><b>Limits.</b> Linux, IPv4.</para>
/// <para><b>Cost.</b> One recv a datagram; with stamps, a source or a batch one recvmmsg a batch. An empty poll costs a
/// call too. Figures: perf/README.md, "Wire".</para>
/// </summary>
[HotPath]
public sealed unsafe class UdpReceiver : IDisposable
{
    private const int MostPolled = 256;

    private readonly Socket _socket;
    private readonly NativeRegion _memory;
    private readonly UdpBatch? _batch;
    private readonly List<string> _degradations = [];
    private readonly byte* _buffer;
    private readonly int _descriptor;
    private readonly int _maxDatagramBytes;
    private readonly int _line;
    private readonly uint _onlySource;
    private int _next;
    private int _filled;

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
        if (options.Source != null)
            UdpSocket.CheckAddress(options.Source, 0, isPortNeeded: false, $"source {options.Source} of {where}");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDatagramBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxDatagramBytes, 65_507);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BatchSize, UdpReceiverOptions.MaxBatchSize);
        _socket = UdpSocket.Create(where);
        try
        {
            SetOptions(options);
            UdpJoin.Bind(_socket, options, isMulticast, where);
            if (isMulticast)
                Join(options, where);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _line = options.Line;
        _maxDatagramBytes = options.MaxDatagramBytes;
        _onlySource = options.Source == null ? 0 : BitConverter.ToUInt32(options.Source.GetAddressBytes());
        _descriptor = (int)_socket.Handle;
        _memory = new NativeRegion((nuint)_maxDatagramBytes, hugePages: false);
        _buffer = _memory.Pointer;
        if (options.BatchSize == 1 && options.Timestamps == UdpTimestamps.None && options.Source == null)
            return;
        _batch = new UdpBatch(_descriptor, options);
        _batch.Probe();
        if (options.BatchSize > 1 && !_batch.IsBatching)
            _degradations.Add("feed: the kernel has no recvmmsg: one system call a datagram");
    }

    /// <summary>Bytes of datagrams that the kernel can hold for this socket.</summary>
    public int ReceiveBufferBytes { get; private set; }

    /// <summary>
    /// False when the system granted less than wanted: raise net.core.rmem_max, or grant CAP_NET_ADMIN.
    /// </summary>
    public bool IsReceiveBufferAsWanted { get; private set; }

    /// <summary>The kernel accepted busy polling.</summary>
    public bool IsBusyPolling { get; private set; }

    /// <summary>Who stamps datagrams: what was wanted, or less where the system does not do it.</summary>
    public UdpTimestamps Timestamps { get; private set; }

    /// <summary>One line for each thing that was wanted and not granted, for the start-up report.</summary>
    public IReadOnlyList<string> Degradations => _degradations;

    /// <summary>The local port.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Number of the feed's line.</summary>
    public int Line => _line;

    /// <summary>The socket's descriptor, for waiting on several at once.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Datagrams received.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Datagrams longer than the largest expected (MSG_TRUNC), dropped.</summary>
    public long TooLong { get; private set; }

    /// <summary>Datagrams of another sender than the one wanted, dropped.</summary>
    public long WrongSource { get; private set; }

    /// <summary>Datagrams that the network card stamped, not the kernel.</summary>
    public long HardwareStamps => _batch?.HardwareStamps ?? 0;

    /// <summary>
    /// Datagrams dropped by the kernel because the socket's buffer was full (SO_RXQ_OVFL), as stated with the last
    /// datagram; without stamps, source and batch it is not told: see <see cref="ReadDrops"/>.
    /// </summary>
    public long Drops => _batch?.Drops ?? 0;

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
        if (_batch == null)
            return TryReceivePlain(out datagram);
        bool received = TryReceiveBatched(out UdpDatagram found);
        datagram = found.Payload;
        return received;
    }

    /// <summary>Takes one datagram if there is one, with all that is known of it; never waits.</summary>
    /// <param name="datagram">The datagram, valid until the next call.</param>
    /// <returns>Whether there was one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReceiveDatagram(out UdpDatagram datagram)
    {
        if (_batch != null)
            return TryReceiveBatched(out datagram);
        bool received = TryReceivePlain(out ReadOnlySpan<byte> payload);
        datagram = new UdpDatagram { Payload = payload, UtcNs = MessageBlock.NoTime, Line = _line };
        return received;
    }

    /// <summary>Waits until a datagram is there. Blocks.</summary>
    /// <param name="timeoutMs">Longest wait in ms; -1 waits for ever.</param>
    /// <returns>Whether one is there; false also when a signal interrupted the wait.</returns>
    public bool Wait(int timeoutMs)
    {
        if (_next < _filled)
            return true;
        UdpNative.PollEntry entry = new() { Socket = _descriptor, Events = UdpNative.PollIn };
        return UdpNative.Poll(&entry, 1, timeoutMs) > 0 && (entry.Returned & UdpNative.PollIn) != 0;
    }

    /// <summary>Waits until one of several sockets has a datagram. Blocks.</summary>
    /// <param name="receivers">The sockets; those after the first 256 are not waited for.</param>
    /// <param name="timeoutMs">Longest wait in ms; -1 waits for ever.</param>
    /// <returns>Whether one has; false also when a signal interrupted the wait.</returns>
    public static bool WaitAny(ReadOnlySpan<UdpReceiver> receivers, int timeoutMs)
    {
        UdpNative.PollEntry* entries = stackalloc UdpNative.PollEntry[MostPolled];
        int count = Math.Min(receivers.Length, MostPolled);
        for (int i = 0; i < count; i++)
        {
            UdpReceiver receiver = receivers[i];
            if (receiver._next < receiver._filled)
                return true;
            entries[i] = new UdpNative.PollEntry { Socket = receiver._descriptor, Events = UdpNative.PollIn };
        }

        return UdpNative.Poll(entries, (nuint)count, timeoutMs) > 0;
    }

    /// <summary>
    /// Asks the kernel how many datagrams it dropped for this socket since it was opened (SO_MEMINFO). A system call;
    /// any thread; not after <see cref="Dispose"/>.
    /// </summary>
    /// <returns>The number modulo 2^32; 0 where the kernel does not tell.</returns>
    public long ReadDrops()
    {
        uint* words = stackalloc uint[UdpNative.MemoryInfoWords];
        uint length = UdpNative.MemoryInfoWords * sizeof(uint);
        int result = UdpNative.GetOption(
            _descriptor, UdpNative.LevelSocket, UdpNative.OptionMemoryInfo, words, &length);
        return result == 0 && length >= UdpNative.MemoryInfoWords * sizeof(uint)
            ? words[UdpNative.MemoryInfoDrops] : 0;
    }

    /// <summary>Leaves the group and closes the socket.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _memory.Dispose();
        _batch?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReceivePlain(out ReadOnlySpan<byte> datagram)
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

    private bool TryReceiveBatched(out UdpDatagram datagram)
    {
        UdpBatch batch = _batch!;
        while (true)
        {
            if (_next == _filled)
            {
                int filled = batch.Fill(_filled);
                _next = 0;
                _filled = Math.Max(filled, 0);
                if (filled <= 0)
                {
                    datagram = default;
                    CountMiss(-1);
                    return false;
                }
            }

            int i = _next++;
            // The counters of the kernel come with every datagram, also with those that are not wanted.
            long utcNs = batch.ReadControl(i, out bool isHardware);
            ulong source = batch.Source(i);
            if (!IsWanted(batch, i, source))
                continue;
            Datagrams++;
            datagram = new UdpDatagram
            {
                Payload = batch.Payload(i),
                UtcNs = utcNs,
                Source = source,
                Line = _line,
                IsHardwareTime = isHardware,
            };
            return true;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWanted(UdpBatch batch, int i, ulong source)
    {
        if (batch.IsTruncated(i))
        {
            TooLong++;
            return false;
        }

        if (_onlySource == 0 || (uint)(source >> 32) == _onlySource)
            return true;
        WrongSource++;
        return false;
    }

    private void SetOptions(UdpReceiverOptions options)
    {
        ReceiveBufferBytes = UdpSocket.SizeBuffer(
            _socket, options.ReceiveBufferBytes, UdpNative.OptionReceiveBuffer, UdpNative.OptionReceiveBufferForce);
        IsReceiveBufferAsWanted = ReceiveBufferBytes >= options.ReceiveBufferBytes;
        if (!IsReceiveBufferAsWanted)
        {
            _degradations.Add(
                $"feed: receive buffer of {ReceiveBufferBytes} bytes instead of {options.ReceiveBufferBytes}; a burst "
                + $"may be lost: sysctl -w net.core.rmem_max={options.ReceiveBufferBytes}, or grant CAP_NET_ADMIN");
        }

        IsBusyPolling = options.BusyPollMicroseconds > 0 && UdpSocket.TrySetOption(
            _socket, UdpNative.LevelSocket, UdpNative.OptionBusyPoll, options.BusyPollMicroseconds);
        if (options.BusyPollMicroseconds > 0 && !IsBusyPolling)
            _degradations.Add("feed: the kernel refused busy polling (SO_BUSY_POLL): it needs CAP_NET_ADMIN");
        SetTimestamps(options.Timestamps);
        // Told in control messages, which only the batch asks for; ReadDrops works in any case.
        _ = UdpSocket.TrySetOption(_socket, UdpNative.LevelSocket, UdpNative.OptionOverflow, 1);
    }

    private void SetTimestamps(UdpTimestamps wanted)
    {
        if (wanted == UdpTimestamps.None)
            return;
        const int Software = UdpNative.TimestampReceiveSoftware | UdpNative.TimestampReportSoftware;
        const int Hardware = UdpNative.TimestampReceiveHardware | UdpNative.TimestampReportHardware;
        if (wanted == UdpTimestamps.Hardware && Set(UdpNative.OptionTimestamping, Software | Hardware))
        {
            Timestamps = UdpTimestamps.Hardware;
            return;
        }

        if (wanted == UdpTimestamps.Hardware)
            _degradations.Add("feed: no hardware time stamps on this host: the kernel's software stamps instead");
        // The older option stamps just as well, where the newer one is not known.
        if (Set(UdpNative.OptionTimestamping, Software) || Set(UdpNative.OptionTimestampNs, 1))
            Timestamps = UdpTimestamps.Software;
        else
            _degradations.Add("feed: no kernel time stamps on this host: packets carry the time of their processing");

        bool Set(int option, int value) => UdpSocket.TrySetOption(_socket, UdpNative.LevelSocket, option, value);
    }

    private void Join(UdpReceiverOptions options, string where)
    {
        UdpJoin.Join(_socket, options, where);
        // Without this a socket also gets what other sockets of the host have joined on other interfaces.
        if (!UdpSocket.TrySetOption(_socket, UdpNative.LevelIp, UdpNative.OptionMulticastAll, 0))
            _degradations.Add("feed: groups that other programs joined may come in too (IP_MULTICAST_ALL refused)");
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
