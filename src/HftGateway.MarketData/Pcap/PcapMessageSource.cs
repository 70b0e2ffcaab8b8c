using System.Runtime.InteropServices;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Mold;

namespace HftGateway.MarketData.Pcap;

/// <summary>
/// The messages of MoldUDP64 packets in a capture, each once and in order, a block a packet. Each session goes through
/// the arbiter of live feeds (<see cref="CapturedSession"/>), so that a capture of several lines yields what a gateway
/// would have received. Sessions are told apart by name; recordings without numbers are delivered as they come.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> 16 sessions; packets of further ones are counted and left out.</para>
/// </summary>
public sealed class PcapMessageSource : MessageSource
{
    private const int MaxSessions = 16;
    private readonly PcapReader _reader;
    private readonly PcapFilter? _filter;
    private readonly List<CapturedSession> _sessions = [];
    private readonly long[] _framesByStatus = new long[(int)UdpFrameStatus.Malformed + 1];
    private CapturedSession? _current;
    private bool _isOver;
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
    public IReadOnlyList<CapturedSession> Sessions => _sessions;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Remarks => CollectRemarks();

    /// <inheritdoc/>
    public override bool TryReadBlock(out MessageBlock block)
    {
        if (_current != null && _current.TryNext(out block))
            return Take(ref block);
        while (!_isOver && _wrongLink == null && _reader.TryRead(out PcapPacket packet))
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

            long offset = packet.Offset + datagram.PayloadOffset;
            if (FindSession(datagram.Payload)
                && _current!.OnPacket(in datagram, offset, packet.UtcNs, out block))
            {
                // A recording without numbers has neither times nor offsets of its own.
                if (block.PacketUtcNs == MessageBlock.NoTime)
                    block = block with { PacketUtcNs = packet.UtcNs, FirstOffset = offset + block.FirstOffset };
                return Take(ref block);
            }
        }

        _isOver = true;
        foreach (CapturedSession session in _sessions)
        {
            if (session.Finish(out block))
            {
                _current = session;
                return Take(ref block);
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
        if (!disposing)
            return;
        _reader.Dispose();
        _sessions.ForEach(static s => s.Dispose());
    }

    private bool Take(ref MessageBlock block)
    {
        block = block with { FirstIndex = _messages };
        _messages += block.Count;
        return true;
    }

    private bool FindSession(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < MoldUdp64Header.SizeBytes)
        {
            _withoutSession++;
            return false;
        }

        MoldSession name = MemoryMarshal.Read<MoldSession>(payload);
        if (_current != null && _current.Session == name)
            return true;
        foreach (CapturedSession session in _sessions)
        {
            if (session.Session == name)
            {
                _current = session;
                return true;
            }
        }

        if (_sessions.Count == MaxSessions)
        {
            _withoutSession++;
            return false;
        }

        _current = new CapturedSession(name);
        _sessions.Add(_current);
        return true;
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
        foreach (CapturedSession session in _sessions)
            session.AddRemarks((name, count) => Add(remarks, name, count));
        return remarks;
    }

    private static void Add(List<string> remarks, string name, long count)
    {
        if (count != 0)
            remarks.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {count}"));
    }
}
