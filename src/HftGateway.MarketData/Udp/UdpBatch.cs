using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// Preallocated room for a batch of datagrams with their senders, stamps and drop counts, and the call that fills it.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Everything the kernel writes to lies in one region outside the garbage-collected heap.
/// Control messages are walked within the length that the kernel reports, itself at most the room's.</para>
/// <para><b>Limits.</b> Where the kernel has no recvmmsg (some sandboxes) one datagram a call.</para>
/// <para><b>Reference.</b> recvmmsg(2), cmsg(3), Documentation/networking/timestamping.rst of Linux.</para>
/// </summary>
[HotPath]
internal sealed unsafe class UdpBatch : IDisposable
{
    private const int NameBytes = 16;
    private const int ControlBytes = 128;
    private const int Line = 64;
    private const long NsPerSecond = 1_000_000_000;

    private readonly NativeRegion _memory;
    private readonly UdpNative.BatchEntry* _entries;
    private readonly int _size;
    private readonly int _descriptor;
    private readonly int _maxBytes;
    private readonly long _hardwareOffsetNs;
    private readonly bool _wantsHardware;
    private bool _isBatching;

    public UdpBatch(int descriptor, UdpReceiverOptions options)
    {
        _descriptor = descriptor;
        _size = options.BatchSize;
        _maxBytes = options.MaxDatagramBytes;
        _hardwareOffsetNs = options.HardwareOffsetNs;
        _wantsHardware = options.Timestamps == UdpTimestamps.Hardware;
        // A line more than a power of two: buffers that begin at the same place in every page share cache sets.
        int stride = ((_maxBytes + Line - 1) / Line * Line) + Line;
        int perEntry = sizeof(UdpNative.BatchEntry) + sizeof(UdpNative.Piece) + NameBytes + ControlBytes;
        _memory = new NativeRegion((nuint)(_size * (perEntry + stride)) + Line, hugePages: false);
        byte* place = _memory.Pointer;
        _entries = (UdpNative.BatchEntry*)place;
        place += _size * sizeof(UdpNative.BatchEntry);
        for (int i = 0; i < _size; i++)
        {
            ref UdpNative.MessageHeader message = ref _entries[i].Message;
            message.Pieces = (UdpNative.Piece*)(place + (i * sizeof(UdpNative.Piece)));
            message.PieceCount = 1;
        }

        place += _size * sizeof(UdpNative.Piece);
        for (int i = 0; i < _size; i++)
        {
            _entries[i].Message.Name = place + (i * NameBytes);
            _entries[i].Message.Control = place + (_size * NameBytes) + (i * ControlBytes);
        }

        place += _size * (NameBytes + ControlBytes);
        for (int i = 0; i < _size; i++)
        {
            _entries[i].Message.Pieces->Start = place + ((long)i * stride);
            _entries[i].Message.Pieces->Length = (nuint)_maxBytes;
            Prepare(i);
        }

        _isBatching = _size > 1;
    }

    /// <summary>The kernel takes several datagrams a call.</summary>
    public bool IsBatching => _isBatching;

    /// <summary>Datagrams dropped because the socket's buffer was full, as the kernel stated with the last one.</summary>
    public long Drops { get; private set; }

    /// <summary>Datagrams that the network card stamped.</summary>
    public long HardwareStamps { get; private set; }

    /// <summary>Finds out whether the kernel has the call; to be called once, at start.</summary>
    public void Probe()
    {
        if (_isBatching && UdpNative.ReceiveMessages(_descriptor, null, 0, UdpNative.MessageDontWait, null) < 0
            && Marshal.GetLastPInvokeError() == UdpNative.ErrorNotImplemented)
        {
            _isBatching = false;
        }
    }

    /// <summary>Takes what is there, without waiting.</summary>
    /// <returns>Datagrams taken; -1 on an error, also when there is none.</returns>
    public int Fill(int used)
    {
        for (int i = 0; i < used; i++)
            Prepare(i);
        if (_isBatching)
        {
            return UdpNative.ReceiveMessages(
                _descriptor, _entries, (uint)_size, UdpNative.MessageDontWait, null);
        }

        nint length = UdpNative.ReceiveMessage(_descriptor, &_entries->Message, UdpNative.MessageDontWait);
        if (length < 0)
            return -1;
        _entries->Length = (uint)length;
        return 1;
    }

    /// <summary>Whether the datagram was longer than the room for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsTruncated(int i) => (_entries[i].Message.Flags & UdpNative.MessageTruncate) != 0;

    /// <summary>The datagram's bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Payload(int i) =>
        new(_entries[i].Message.Pieces->Start, (int)Math.Min(_entries[i].Length, (uint)_maxBytes));

    /// <summary>Family, port and address of its sender.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Source(int i) => *(ulong*)_entries[i].Message.Name;

    /// <summary>Reads stamp and drop count.</summary>
    /// <param name="i">Datagram.</param>
    /// <param name="isHardware">The network card stamped it.</param>
    /// <returns>UTC in ns, or <see cref="MessageBlock.NoTime"/>.</returns>
    public long ReadControl(int i, out bool isHardware)
    {
        ref UdpNative.MessageHeader message = ref _entries[i].Message;
        isHardware = false;
        long utcNs = MessageBlock.NoTime;
        nuint left = Math.Min(message.ControlLength, ControlBytes);
        byte* at = message.Control;
        while (left >= (nuint)sizeof(UdpNative.ControlHeader))
        {
            var header = (UdpNative.ControlHeader*)at;
            nuint length = header->Length;
            if (length < (nuint)sizeof(UdpNative.ControlHeader) || length > left)
                break;
            byte* data = at + sizeof(UdpNative.ControlHeader);
            nuint dataLength = length - (nuint)sizeof(UdpNative.ControlHeader);
            if (header->Level == UdpNative.LevelSocket)
                utcNs = Read(header->Type, data, dataLength, utcNs, ref isHardware);
            // Each message is padded to the next multiple of 8.
            nuint padded = Math.Min((length + 7) & ~(nuint)7, left);
            at += padded;
            left -= padded;
        }

        return utcNs;
    }

    public void Dispose() => _memory.Dispose();

    private long Read(int type, byte* data, nuint length, long utcNs, ref bool isHardware)
    {
        switch (type)
        {
            case UdpNative.OptionTimestamping when length >= (nuint)(3 * sizeof(UdpNative.TimeSpec)):
                var stamps = (UdpNative.TimeSpec*)data;
                isHardware = _wantsHardware && (stamps[2].Seconds | stamps[2].Nanoseconds) != 0;
                HardwareStamps += isHardware ? 1 : 0;
                return isHardware ? ToNs(stamps + 2) + _hardwareOffsetNs
                    : (stamps->Seconds | stamps->Nanoseconds) != 0 ? ToNs(stamps) : utcNs;
            case UdpNative.OptionTimestampNs when length >= (nuint)sizeof(UdpNative.TimeSpec):
                return ToNs((UdpNative.TimeSpec*)data);
            case UdpNative.OptionOverflow when length >= sizeof(uint):
                // The kernel counts in 32 bits and wraps round.
                Drops += *(uint*)data - (uint)Drops;
                return utcNs;
            default:
                return utcNs;
        }
    }

    private static long ToNs(UdpNative.TimeSpec* time) => (time->Seconds * NsPerSecond) + time->Nanoseconds;

    // The kernel overwrote the lengths with what it used.
    private void Prepare(int i)
    {
        ref UdpNative.MessageHeader message = ref _entries[i].Message;
        message.NameLength = NameBytes;
        message.ControlLength = ControlBytes;
        message.Flags = 0;
    }
}
