using HftGateway.MarketData.Input;
using HftGateway.MarketData.Mold;

namespace HftGateway.MarketData.Pcap;

/// <summary>
/// The messages of MoldUDP64 packets in a capture, each once and in order, a block a packet.
/// <para>Packets of one session share one position, so that a capture of both lines of a feed yields every message
/// once.
/// Sessions are told apart by name; recordings without session and numbers are delivered as they come.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> 64 sessions; packets of further ones are counted and left out.</para>
/// </summary>
public sealed class PcapMessageSource : MessageSource
{
    private const int MaxSessions = 64;
    private readonly PcapReader _reader;
    private readonly PcapFilter? _filter;
    private readonly List<MoldUdp64Receiver> _sessions = [];
    private readonly long[] _framesByStatus = new long[(int)UdpFrameStatus.Malformed + 1];
    private MoldUdp64Receiver? _current;
    private long _messages;
    private long _filtered;
    private long _withoutSession;
    private FeedProblem? _wrongLink;

    internal PcapMessageSource(StreamWindow window, string name, PcapFilter? filter)
        : this(new PcapReader(window), name, filter)
    {
    }

    /// <summary>A source of a capture's messages.</summary>
    /// <param name="reader">The capture; closed with the source.</param>
    /// <param name="name">What to call it in reports.</param>
    /// <param name="filter">Which datagrams to keep; null keeps everything.</param>
    public PcapMessageSource(PcapReader reader, string name, PcapFilter? filter = null)
    {
        _reader = reader;
        Name = name;
        _filter = filter;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override InputKind Kind => _reader.IsNextGeneration ? InputKind.PcapNg : InputKind.Pcap;

    /// <inheritdoc/>
    public override FeedProblem? Problem =>
        (_wrongLink ?? _reader.Problem) is { } problem ? problem with { MessageIndex = _messages } : null;

    /// <inheritdoc/>
    public override long MessageCount => _messages;

    /// <inheritdoc/>
    public override long ByteOffset => _reader.ByteOffset;

    /// <summary>Packets in the capture, of any kind.</summary>
    public long PacketCount => _reader.Packets;

    /// <summary>The sessions met, in the order of their first packets, with their counters.</summary>
    public IReadOnlyList<MoldUdp64Receiver> Sessions => _sessions;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Remarks => CollectRemarks();

    /// <inheritdoc/>
    public override bool TryReadBlock(out MessageBlock block)
    {
        while (_wrongLink == null && _reader.TryRead(out PcapPacket packet))
        {
            UdpFrameStatus status = UdpFrame.Parse(packet.Data, packet.LinkType, out UdpFrame datagram);
            _framesByStatus[(int)status]++;
            if (status == UdpFrameStatus.UnknownLink && !_reader.IsNextGeneration)
                _wrongLink = WrongLink(packet.LinkType, packet.Offset);
            if (status != UdpFrameStatus.Datagram)
                continue;
            if (_filter != null && !_filter.IsWanted(in datagram))
            {
                _filtered++;
                continue;
            }

            if (TryTake(datagram.Payload, out MessageBlock taken))
            {
                block = new MessageBlock
                {
                    Bytes = taken.Bytes,
                    Count = taken.Count,
                    FirstIndex = _messages,
                    FirstOffset = packet.Offset + datagram.PayloadOffset + taken.FirstOffset,
                    FirstSequence = taken.FirstSequence,
                    PacketUtcNs = packet.UtcNs,
                    GapFirst = taken.GapFirst,
                    GapCount = taken.GapCount,
                    EndOfSession = taken.EndOfSession,
                };
                _messages += taken.Count;
                return true;
            }
        }

        // A pcapng capture may have several interfaces: one that is not understood is no reason to refuse the others.
        if (_wrongLink == null && _reader.Packets > 0
            && _framesByStatus[(int)UdpFrameStatus.UnknownLink] == _reader.Packets)
        {
            _wrongLink = WrongLink(_reader.LastLinkType, 0);
        }

        block = default;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
    }

    // Whether the packet yields anything to report: messages, a gap, the end of its session.
    private bool TryTake(ReadOnlySpan<byte> payload, out MessageBlock block)
    {
        MoldPacketStatus status = MoldPacketStatus.OtherSession;
        block = default;
        if (_current != null)
            status = _current.OnPacket(payload, out block);
        for (int i = 0; status == MoldPacketStatus.OtherSession && i < _sessions.Count; i++)
        {
            if (_sessions[i] == _current)
                continue;
            status = _sessions[i].OnPacket(payload, out block);
            if (status != MoldPacketStatus.OtherSession)
                _current = _sessions[i];
        }

        if (status == MoldPacketStatus.OtherSession)
        {
            if (payload.Length < MoldUdp64Header.SizeBytes || _sessions.Count == MaxSessions)
            {
                _withoutSession++;
                return false;
            }

            _current = new MoldUdp64Receiver(null, acceptUnsequenced: true);
            _sessions.Add(_current);
            status = _current.OnPacket(payload, out block);
        }

        return status is MoldPacketStatus.Messages or MoldPacketStatus.EndOfSession || block.GapCount != 0;
    }

    private static FeedProblem WrongLink(int linkType, long offset) => new(
        FeedErrorCode.WrongLinkType,
        $"the capture's link type is {linkType} ({PcapLinkType.Describe(linkType)}), in which no datagrams can be found",
        offset,
        0,
        "Capture on an Ethernet interface, or with 'tcpdump -i any'.");

    private List<string> CollectRemarks()
    {
        List<string> remarks = [];
        for (int status = 1; status < _framesByStatus.Length; status++)
            Add(remarks, $"frames {(UdpFrameStatus)status}", _framesByStatus[status]);
        Add(remarks, "datagrams to other addresses or ports", _filtered);
        Add(remarks, "datagrams of no session", _withoutSession);
        Add(remarks, "capture blocks without packet", _reader.OtherBlocks);
        foreach (MoldUdp64Receiver session in _sessions)
        {
            string name = $"session '{session.Session}' ";
            Add(remarks, name + "duplicate messages", session.DuplicateMessages);
            Add(remarks, name + "gaps", session.Gaps);
            Add(remarks, name + "missing messages", (long)session.MissingMessages);
            Add(remarks, name + "malformed packets", session.MalformedPackets);
            Add(remarks, name + "packets without sequence number", session.UnsequencedPackets);
        }

        return remarks;
    }

    private static void Add(List<string> remarks, string name, long count)
    {
        if (count != 0)
            remarks.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {count}"));
    }
}
