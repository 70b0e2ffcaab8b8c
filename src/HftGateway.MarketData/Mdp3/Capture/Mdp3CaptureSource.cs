using System.IO.Compression;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Pcap;

namespace HftGateway.MarketData.Mdp3.Capture;

/// <summary>
/// Reads the MDP 3.0 packets of a capture (pcap or pcapng, plain or gzip), each with its feed and line. Everything else in
/// it is passed over and counted.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> UDP over IPv4. What precedes damage is delivered, then <see cref="Problem"/> is set.</para>
/// </summary>
public sealed class Mdp3CaptureSource : IDisposable
{
    private const int PacketsLookedAt = 2_000;

    private readonly PcapReader _reader;
    private readonly PcapFilter? _filter;
    private readonly Mdp3FeedMap _map;

    /// <summary>Begins to read a capture.</summary>
    /// <param name="stream">The capture; closed with the source.</param>
    /// <param name="name">What to call it in reports.</param>
    /// <param name="filter">Which datagrams to keep; null keeps all.</param>
    /// <param name="map">Which destination is which feed; null to find out by content.</param>
    public Mdp3CaptureSource(Stream stream, string name, PcapFilter? filter = null, Mdp3FeedMap? map = null)
    {
        Name = name;
        _reader = new PcapReader(stream);
        _filter = filter;
        _map = map ?? new Mdp3FeedMap();
    }

    /// <summary>What to call it in reports.</summary>
    public string Name { get; }

    /// <summary>Packets delivered.</summary>
    public long Packets { get; private set; }

    /// <summary>Datagrams that hold no MDP 3.0 packet, or not one of the channel; passed over.</summary>
    public long OtherDatagrams { get; private set; }

    /// <summary>Captured packets that hold no datagram; passed over.</summary>
    public long NoDatagrams { get; private set; }

    /// <summary>Datagrams cut short by the capture; passed over.</summary>
    public long CutDatagrams { get; private set; }

    /// <summary>Lines of the incremental feed met so far.</summary>
    public int Lines => _map.Lines;

    /// <summary>Why reading ended early, or null.</summary>
    public FeedProblem? Problem => _reader.Problem;

    /// <summary>Byte offset up to which everything has been used.</summary>
    public long ByteOffset => _reader.ByteOffset;

    /// <summary>What a user should know, a line each.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            if (OtherDatagrams > 0)
                yield return $"{OtherDatagrams} datagrams hold no MDP 3.0 packet of this channel: passed over";
            if (CutDatagrams > 0)
                yield return $"{CutDatagrams} datagrams were cut short by the capture: passed over";
            if (_map.BeyondLines > 0)
            {
                yield return $"{_map.BeyondLines} packets of more than {ArbiterOptions.MaxLines} destinations: "
                    + "filter the capture to one channel";
            }
        }
    }

    /// <summary>The next packet.</summary>
    /// <param name="packet">Valid until the next call.</param>
    /// <returns>False at the end, see <see cref="Problem"/>.</returns>
    public bool TryRead(out Mdp3CapturedPacket packet)
    {
        packet = default;
        while (_reader.TryRead(out PcapPacket captured))
        {
            UdpFrameStatus status = UdpFrame.Parse(captured.Data, captured.LinkType, out UdpFrame datagram);
            if (status != UdpFrameStatus.Datagram)
            {
                if (status == UdpFrameStatus.Truncated)
                    CutDatagrams++;
                else
                    NoDatagrams++;
                continue;
            }

            if (_filter != null && !_filter.IsWanted(in datagram))
                continue;
            if (!_map.TryFind(in datagram, LooksLike(datagram.Payload), out Mdp3Feed feed, out int line))
            {
                OtherDatagrams++;
                continue;
            }

            Packets++;
            packet = new Mdp3CapturedPacket
            {
                Payload = datagram.Payload,
                Feed = feed,
                Line = line,
                UtcNs = captured.UtcNs,
                Offset = captured.Offset + datagram.PayloadOffset,
            };
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>Whether a datagram's payload is an MDP 3.0 packet: its sizes add up, and the first message is of schema 1.</summary>
    /// <param name="payload">Any bytes.</param>
    public static bool LooksLike(ReadOnlySpan<byte> payload)
    {
        if (Mdp3Numbering.Read(payload, out _) != PacketKind.Data)
            return false;
        int offset = Mdp3PacketHeader.SizeBytes;
        return Mdp3Message.TryRead(payload, ref offset, out Mdp3Message message)
            && message.SchemaId == Mdp3Message.Schema && message.BlockLength <= message.Body.Length;
    }

    /// <summary>
    /// Whether a file is a capture of MDP 3.0: its first datagrams of a known kind are. Looks at the beginning only.
    /// </summary>
    /// <param name="path">A file.</param>
    /// <param name="filter">Which datagrams count; null for all.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsCapture(string path, PcapFilter? filter = null)
    {
        using Stream stream = OpenFile(path);
        using var reader = new PcapReader(stream);
        for (int i = 0; i < PacketsLookedAt && reader.TryRead(out PcapPacket captured); i++)
        {
            if (UdpFrame.Parse(captured.Data, captured.LinkType, out UdpFrame datagram) != UdpFrameStatus.Datagram
                || (filter != null && !filter.IsWanted(in datagram)))
            {
                continue;
            }

            if (LooksLike(datagram.Payload))
                return true;
            if (MoldNumbering.Read(datagram.Payload, out _) != PacketKind.Malformed)
                return false;
        }

        return false;
    }

    /// <summary>Opens a capture, through gzip where it is compressed.</summary>
    /// <param name="path">A file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Stream OpenFile(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        Span<byte> head = stackalloc byte[InputRecognizer.BytesNeeded];
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return InputRecognizer.Recognize(head[..length]) == InputKind.Gzip
            ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
