using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mold;

namespace HftGateway.MarketData.Pcap;

/// <summary>
/// One MoldUDP64 session in a capture: the lines that carry it, told apart by the address they are sent to, go through
/// the same arbiter as live ones, on the capture's own clock. So what one line lost and another brought is no gap, and
/// the order of the capture does not matter within the wait.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> <see cref="ArbiterOptions.MaxLines"/> lines; what comes to further addresses counts as the last
/// one's. A gap is waited for at most half a second of the capture, or <see cref="WaitingPackets"/> packets. About 17
/// MiB of memory.</para>
/// </summary>
public sealed class CapturedSession : IDisposable
{
    /// <summary>Packets that wait for what is missing before them.</summary>
    public const int WaitingPackets = 256;

    private const int LengthBytes = 2;
    private const int MaxPacketBytes = 65_507;

    private readonly PacketArbiter<MoldNumbering> _arbiter;
    private readonly List<(uint Address, ushort Port)> _lines = [];
    private readonly (ulong First, long Offset)[] _offsets = new (ulong, long)[WaitingPackets];
    private MoldUdp64Receiver? _unsequenced;
    private int _nextOffset;
    private ulong _gapFirst;
    private ulong _gapCount;
    private long _lastUtcNs;

    internal CapturedSession(MoldSession session)
    {
        Session = session;
        _arbiter = new PacketArbiter<MoldNumbering>(new ArbiterOptions
        {
            Lines = ArbiterOptions.MaxLines,
            Session = MoldNumbering.Key(session),
            AcceptNewSession = false,
            // A recording is over when it is over, not when it is silent.
            LineTimeoutNs = 0,
            BufferPackets = WaitingPackets,
            MaxPacketBytes = MaxPacketBytes,
            HistoryLength = 1 << 14,
        });
    }

    /// <summary>Its name.</summary>
    public MoldSession Session { get; }

    /// <summary>Lines met, in the order of their first packets.</summary>
    public int LineCount => _lines.Count;

    /// <summary>What arbitration did.</summary>
    public ArbiterStatistics Statistics => _arbiter.Statistics;

    /// <summary>Heartbeats, of all lines.</summary>
    public long Heartbeats => Sum(static s => s.Heartbeats);

    /// <summary>Packets that are not sound.</summary>
    public long MalformedPackets => Sum(static s => s.Malformed);

    /// <summary>Packets delivered as they came because they have no sequence number.</summary>
    public long UnsequencedPackets => _unsequenced?.UnsequencedPackets ?? 0;

    /// <summary>What a line brought.</summary>
    /// <param name="line">Its number.</param>
    public LineStatistics Line(int line) => _arbiter.Line(line);

    /// <summary>Address that a line is sent to.</summary>
    /// <param name="line">Its number.</param>
    public IPEndPoint LineAddress(int line) => new(
        new IPAddress(BinaryPrimitives.ReverseEndianness(_lines[line].Address)), _lines[line].Port);

    /// <inheritdoc/>
    public void Dispose() => _arbiter.Dispose();

    /// <summary>Takes a packet; then ask <see cref="TryNext"/> if nothing is returned.</summary>
    internal bool OnPacket(scoped in UdpFrame datagram, long offset, long utcNs, out MessageBlock block)
    {
        ReadOnlySpan<byte> packet = datagram.Payload;
        if (IsUnsequenced(packet))
        {
            _unsequenced ??= new MoldUdp64Receiver(Session, acceptUnsequenced: true);
            return _unsequenced.OnPacket(packet, out block) == MoldPacketStatus.Messages;
        }

        _lastUtcNs = utcNs;
        if (_arbiter.HasGap)
            _arbiter.OnTime(utcNs);
        int waiting = _arbiter.Buffered;
        bool any = _arbiter.OnPacket(
            LineOf(datagram.DestinationAddress, datagram.DestinationPort), packet, utcNs, out ArbitratedPacket output);
        if (_arbiter.Buffered > waiting)
        {
            _offsets[_nextOffset] = (FirstOf(packet), offset);
            _nextOffset = (_nextOffset + 1) % WaitingPackets;
        }

        block = default;
        bool isPlaced = any && Tell(in output, packet, offset, ref block);
        return isPlaced || TryNext(out block);
    }

    /// <summary>The next block that is ready.</summary>
    internal bool TryNext(out MessageBlock block)
    {
        block = default;
        while (true)
        {
            while (_arbiter.TryNext(out ArbitratedPacket output))
            {
                if (Tell(in output, default, 0, ref block))
                    return true;
            }

            // There is always room for one packet more: nothing of a recording is dropped for want of it.
            if (_arbiter.Buffered < WaitingPackets - 1)
                break;
            _arbiter.GiveUpGap();
        }

        return TakeGap(ref block);
    }

    /// <summary>The capture is over: what is missing will not come.</summary>
    /// <returns>Whether there is a block.</returns>
    internal bool Finish(out MessageBlock block)
    {
        block = default;
        while (_arbiter.HasGap)
        {
            bool isOpen = _arbiter.GapCount != 0;
            _arbiter.Finish(_lastUtcNs);
            if (TryNext(out block))
                return true;
            if (!isOpen)
                break;
        }

        return false;
    }

    /// <summary>Lines of a report: what was met beside messages in their order.</summary>
    internal void AddRemarks(Action<string, long> add)
    {
        string name = $"session '{Session}' ";
        add(name + "repeated packets", Sum(static s => s.Repeated));
        add(name + "gaps filled by another line or late", Statistics.GapsFilledInTime + Statistics.GapsFilledLate);
        add(name + "gaps", Statistics.GapsLost);
        add(name + "missing messages", (long)Statistics.LostMessages);
        add(name + "numberings begun anew", Statistics.Renumberings);
        add(name + "packets of numbers too far away or behind what was given up",
            Sum(static s => s.Implausible + s.TooLate));
        add(name + "packets after the session's end", Statistics.PacketsAfterEnd);
        add(name + "malformed packets", MalformedPackets);
        add(name + "packets without sequence number", UnsequencedPackets);
        for (int line = 0; _lines.Count > 1 && line < _lines.Count; line++)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"{name}line {LineAddress(line)} ");
            add(at + "packets first", _arbiter.Line(line).First);
            add(at + "packets second", _arbiter.Line(line).Second);
            add(at + "missing messages", _arbiter.Line(line).Missing);
        }
    }

    // Whether the output is something to deliver.
    private bool Tell(
        scoped in ArbitratedPacket output, ReadOnlySpan<byte> current, long currentOffset, ref MessageBlock block)
    {
        switch (output.Kind)
        {
            case ArbitratedKind.Content:
                Fill(in output, current, currentOffset, ref block);
                return true;
            case ArbitratedKind.Lost:
                // Neighbours are one gap; it is told with what follows it.
                if (_gapCount == 0)
                    _gapFirst = output.First;
                _gapCount += output.Count;
                return false;
            case ArbitratedKind.Renumbered:
                // Nobody knows what is missing, but something is.
                if (_gapCount == 0)
                    _gapFirst = output.First;
                _gapCount++;
                return false;
            case ArbitratedKind.Ended:
                block = Block(default, 0, output.First, output.ReceivedNs, isEnd: true);
                return true;
            default:
                return false;
        }
    }

    private void Fill(
        scoped in ArbitratedPacket output, ReadOnlySpan<byte> current, long currentOffset, ref MessageBlock block)
    {
        int start = output.Start;
        for (int i = output.Skip; i > 0; i--)
            start += LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(output.Packet[start..]);
        bool isCurrent = Unsafe.AreSame(
            in MemoryMarshal.GetReference(output.Packet), in MemoryMarshal.GetReference(current));
        long offset = isCurrent ? currentOffset : OffsetOf(output.Packet);
        block = Block(output.Packet[start..], (int)output.Count, output.First, output.ReceivedNs, isEnd: false) with
        {
            FirstOffset = offset + start,
        };
    }

    private bool TakeGap(ref MessageBlock block)
    {
        if (_gapCount == 0)
            return false;
        block = Block(default, 0, _arbiter.NextSequence, _lastUtcNs, isEnd: false);
        return true;
    }

    private MessageBlock Block(ReadOnlySpan<byte> bytes, int count, ulong first, long utcNs, bool isEnd)
    {
        MessageBlock block = new()
        {
            Bytes = bytes,
            Count = count,
            FirstSequence = (long)first,
            PacketUtcNs = utcNs,
            GapFirst = (long)_gapFirst,
            GapCount = (long)_gapCount,
            EndOfSession = isEnd,
        };
        _gapFirst = _gapCount = 0;
        return block;
    }

    private int LineOf(uint address, ushort port)
    {
        for (int i = 0; i < _lines.Count; i++)
        {
            if (_lines[i] == (address, port))
                return i;
        }

        if (_lines.Count < ArbiterOptions.MaxLines)
            _lines.Add((address, port));
        return _lines.Count - 1;
    }

    // Where a packet that waited stands in the capture.
    private long OffsetOf(ReadOnlySpan<byte> packet)
    {
        ulong first = FirstOf(packet);
        foreach ((ulong known, long offset) in _offsets)
        {
            if (known == first)
                return offset;
        }

        return 0;
    }

    private static ulong FirstOf(ReadOnlySpan<byte> packet) => packet.Length < MoldUdp64Header.SizeBytes
        ? 0 : BinaryPrimitives.ReadUInt64BigEndian(packet[MoldSession.SizeBytes..]);

    private static bool IsUnsequenced(ReadOnlySpan<byte> packet) => FirstOf(packet) == 0
        && BinaryPrimitives.ReadUInt16BigEndian(packet[(MoldUdp64Header.SizeBytes - LengthBytes)..])
            is not MoldUdp64Header.Heartbeat and not MoldUdp64Header.EndOfSession;

    private long Sum(Func<LineStatistics, long> count)
    {
        long sum = 0;
        for (int i = 0; i < _arbiter.LineCount; i++)
            sum += count(_arbiter.Line(i));
        return sum;
    }
}
