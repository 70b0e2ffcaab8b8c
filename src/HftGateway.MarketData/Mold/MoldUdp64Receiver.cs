using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;

namespace HftGateway.MarketData.Mold;

/// <summary>
/// The client's side of a MoldUDP64 session: which packets are new, which messages in them, and which are missing.
/// <para>The first packet fixes the session, unless one was given. Packets may come twice (A and B lines), overlap, or
/// come
/// late: each message is delivered at most once, and never before one with a smaller number. A gap is reported with the
/// block that revealed it, and reception goes on behind it; filling it is the business of a recovery layer
/// above.</para>
/// <para><b>Threading.</b> One thread; counters may be read by others and are then approximate.</para>
/// <para><b>Invariants.</b> A delivered block's messages all lie inside the packet. Sequence numbers are unsigned
/// 64-bit
/// and compared as such; a packet whose numbers would pass 2^64 is malformed.</para>
/// <para><b>Cost.</b> One pass over the message lengths of a packet; no allocation.</para>
/// <para><b>Reference.</b> MoldUDP64 Protocol Specification 1.00.</para>
/// </summary>
[HotPath]
public sealed class MoldUdp64Receiver
{
    private readonly bool _acceptUnsequenced;
    private MoldSession _session;
    private bool _hasSession;
    private bool _hasExpected;
    private ulong _expected;

    /// <summary>A receiver that takes the session and the first sequence number from the first packet.</summary>
    public MoldUdp64Receiver()
    {
    }

    /// <summary>
    /// A receiver of a known session, or with a known first sequence number, or of recordings without numbers.
    /// </summary>
    /// <param name="session">The only session to accept, or null for the first packet's.</param>
    /// <param name="firstSequence">
    /// The first message wanted: with 1 a late start is a gap; 0 takes what the first packet has.
    /// </param>
    /// <param name="acceptUnsequenced">
    /// Deliver packets whose sequence number is 0, which no session has: recordings that were made anonymous.
    /// </param>
    public MoldUdp64Receiver(MoldSession? session, ulong firstSequence = 0, bool acceptUnsequenced = false)
    {
        _session = session.GetValueOrDefault();
        _hasSession = session.HasValue;
        _expected = firstSequence;
        _hasExpected = firstSequence != 0;
        _acceptUnsequenced = acceptUnsequenced;
    }

    /// <summary>The session, once it is known.</summary>
    public MoldSession Session => _session;

    /// <summary>Whether the session is known.</summary>
    public bool HasSession => _hasSession;

    /// <summary>Sequence number of the next message; 0 before the first packet.</summary>
    public ulong NextSequence => _expected;

    /// <summary>The end-of-session packet was seen.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Packets seen, of any kind.</summary>
    public long Packets { get; private set; }

    /// <summary>Messages delivered.</summary>
    public long Messages { get; private set; }

    /// <summary>Heartbeats.</summary>
    public long Heartbeats { get; private set; }

    /// <summary>Messages skipped because they had been delivered before.</summary>
    public long DuplicateMessages { get; private set; }

    /// <summary>Gaps reported.</summary>
    public long Gaps { get; private set; }

    /// <summary>Messages missing in all gaps.</summary>
    public ulong MissingMessages { get; private set; }

    /// <summary>Packets of another session.</summary>
    public long OtherSessionPackets { get; private set; }

    /// <summary>Packets delivered without a sequence number.</summary>
    public long UnsequencedPackets { get; private set; }

    /// <summary>Packets shorter than the header.</summary>
    public long TruncatedHeaders { get; private set; }

    /// <summary>Packets that state more messages than they hold.</summary>
    public long MissingContents { get; private set; }

    /// <summary>Packets in which a message's length reaches beyond the end.</summary>
    public long MessagesBeyondPacket { get; private set; }

    /// <summary>Packets with bytes after the last message; the messages are delivered.</summary>
    public long TrailingBytes { get; private set; }

    /// <summary>Packets whose sequence numbers are impossible: 0, or beyond 2^64.</summary>
    public long BadSequences { get; private set; }

    /// <summary>Packets with any defect.</summary>
    public long MalformedPackets =>
        TruncatedHeaders + MissingContents + MessagesBeyondPacket + TrailingBytes + BadSequences;

    /// <summary>Forgets session and position, as a new receiver: the next packet fixes them. Counters go on.</summary>
    public void Reset()
    {
        _session = default;
        _hasSession = false;
        _hasExpected = false;
        _expected = 0;
        IsEnded = false;
    }

    /// <summary>
    /// Moves the position, for a recovery layer that obtained messages elsewhere: older ones are duplicates from now
    /// on.
    /// </summary>
    /// <param name="next">Sequence number of the next message wanted.</param>
    public void AdvanceTo(ulong next)
    {
        _expected = next;
        _hasExpected = true;
    }

    /// <summary>Takes one packet.</summary>
    /// <param name="packet">The datagram's payload.</param>
    /// <param name="block">
    /// The new messages in place, and the gap before them if any. Its offsets count from the packet's first byte and
    /// its
    /// FirstIndex is the number of messages delivered before. Valid as long as <paramref name="packet"/> is.
    /// </param>
    public MoldPacketStatus OnPacket(ReadOnlySpan<byte> packet, out MessageBlock block)
    {
        block = default;
        Packets++;
        if (packet.Length < MoldUdp64Header.SizeBytes)
        {
            TruncatedHeaders++;
            return MoldPacketStatus.Malformed;
        }

        ref readonly MoldUdp64Header header =
            ref Unsafe.As<byte, MoldUdp64Header>(ref MemoryMarshal.GetReference(packet));
        if (!_hasSession)
        {
            _session = header.Session;
            _hasSession = true;
        }
        else if (header.Session != _session)
        {
            OtherSessionPackets++;
            return MoldPacketStatus.OtherSession;
        }

        ulong first = header.SequenceNumber;
        int count = header.MessageCount;
        return count is MoldUdp64Header.Heartbeat or MoldUdp64Header.EndOfSession
            ? OnEmpty(first, count, packet.Length, ref block)
            : OnMessages(packet, first, count, ref block);
    }

    private MoldPacketStatus OnEmpty(ulong next, int count, int packetLength, ref MessageBlock block)
    {
        if (packetLength > MoldUdp64Header.SizeBytes)
            TrailingBytes++;
        bool isEnd = count == MoldUdp64Header.EndOfSession;
        if (isEnd)
            IsEnded = true;
        else
            Heartbeats++;
        ulong gapFirst = _expected;
        ulong gapCount = next == 0 ? 0 : FindGap(next);
        block = new MessageBlock
        {
            FirstIndex = Messages,
            FirstOffset = MoldUdp64Header.SizeBytes,
            FirstSequence = (long)_expected,
            PacketUtcNs = MessageBlock.NoTime,
            GapFirst = (long)gapFirst,
            GapCount = (long)gapCount,
            EndOfSession = isEnd,
        };
        return isEnd ? MoldPacketStatus.EndOfSession : MoldPacketStatus.Heartbeat;
    }

    private MoldPacketStatus OnMessages(ReadOnlySpan<byte> packet, ulong first, int stated, ref MessageBlock block)
    {
        bool isUnsequenced = first == 0;
        if ((isUnsequenced && !_acceptUnsequenced) || first + (ulong)stated < first)
        {
            BadSequences++;
            return MoldPacketStatus.Malformed;
        }

        // Messages that were delivered before are walked over and left out.
        ulong old = !isUnsequenced && _hasExpected && first < _expected ? _expected - first : 0;
        int skip = (int)Math.Min(old, (ulong)stated);
        int start = Walk(packet, MoldUdp64Header.SizeBytes, skip, out int skipped);
        int end = Walk(packet, start, stated - skipped, out int count);
        int whole = skipped + count;
        if (whole < stated)
            CountDefect(packet.Length - end);
        else if (end < packet.Length)
            TrailingBytes++;
        DuplicateMessages += skipped;
        // A defect among the duplicates says nothing about what follows: there is nothing that follows.
        if (count == 0)
            return skipped > 0 ? MoldPacketStatus.Duplicate : MoldPacketStatus.Malformed;

        ulong firstNew = first + (ulong)skipped;
        ulong gapFirst = _expected;
        ulong gapCount = isUnsequenced ? 0 : FindGap(firstNew);
        block = new MessageBlock
        {
            Bytes = packet[start..end],
            Count = count,
            FirstIndex = Messages,
            FirstOffset = start,
            FirstSequence = (long)firstNew,
            PacketUtcNs = MessageBlock.NoTime,
            GapFirst = (long)gapFirst,
            GapCount = (long)gapCount,
        };
        Messages += count;
        if (isUnsequenced)
            UnsequencedPackets++;
        else
            _expected = firstNew + (ulong)count;
        return MoldPacketStatus.Messages;
    }

    // Walks over at most `wanted` whole messages from `position`; returns the position behind the last.
    private static int Walk(ReadOnlySpan<byte> packet, int position, int wanted, out int walked)
    {
        walked = 0;
        while (walked < wanted && position + 2 <= packet.Length)
        {
            int next = position + 2 + BinaryPrimitives.ReadUInt16BigEndian(packet[position..]);
            if (next > packet.Length)
                break;
            position = next;
            walked++;
        }

        return position;
    }

    private void CountDefect(int bytesLeft)
    {
        if (bytesLeft >= 2)
            MessagesBeyondPacket++;
        else
            MissingContents++;
    }

    // Counts the messages missing before `next` and moves the position there.
    private ulong FindGap(ulong next)
    {
        if (!_hasExpected)
        {
            _hasExpected = true;
            _expected = next;
            return 0;
        }

        if (next <= _expected)
            return 0;
        ulong missing = next - _expected;
        Gaps++;
        MissingMessages += missing;
        _expected = next;
        return missing;
    }
}
