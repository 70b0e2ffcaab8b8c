using System.Buffers.Binary;
using HftGateway.MarketData.Input;

namespace HftGateway.MarketData.Pcap;

/// <summary>
/// Reads classic packet captures, either byte order, with µs or ns, and pcapng.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Lengths from the file are bounds-checked before use; what precedes damage is delivered,
/// then
/// <see cref="Problem"/> is set.</para>
/// <para><b>Limits.</b> Packets up to 16 MiB, 1,024 interfaces a section.</para>
/// <para><b>Reference.</b> draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.</para>
/// </summary>
public sealed class PcapReader : IDisposable
{
    internal const int MaxPacketBytes = 16 * 1024 * 1024;
    private const uint PcapNgSection = 0x0A0D0D0A;
    private const long NsPerSecond = 1_000_000_000;
    private readonly StreamWindow _window;
    private readonly PcapNgState _sections = new();
    private bool _isOpen;
    private bool _isNextGeneration;
    private bool _isBigEndian;
    private bool _isNanoseconds;
    private int _linkType;
    private int _pending;

    internal PcapReader(StreamWindow window) => _window = window;

    /// <summary>A reader of a stream, which it closes.</summary>
    public PcapReader(Stream stream)
        : this(new StreamWindow(stream))
    {
    }

    /// <summary>Whether the capture is pcapng. Reads the first bytes if nothing was read yet.</summary>
    public bool IsNextGeneration
    {
        get
        {
            if (!_isOpen)
                _ = TryOpen();
            return _isNextGeneration;
        }
    }

    /// <summary>Packets delivered.</summary>
    public long Packets { get; private set; }

    /// <summary>Blocks of pcapng that hold no packet and were passed over (names, statistics, custom).</summary>
    public long OtherBlocks { get; private set; }

    /// <summary>Link type of the last packet.</summary>
    public int LastLinkType { get; private set; }

    /// <summary>Why reading ended early, or null. Its MessageIndex counts packets.</summary>
    public FeedProblem? Problem { get; private set; }

    /// <summary>Byte offset up to which everything has been used.</summary>
    public long ByteOffset => _window.Offset + _pending;

    /// <summary>The next packet.</summary>
    /// <param name="packet">Valid until the next call.</param>
    /// <returns>False at the end, see <see cref="Problem"/>.</returns>
    public bool TryRead(out PcapPacket packet)
    {
        packet = default;
        _window.Consume(_pending);
        _pending = 0;
        if (Problem != null || (!_isOpen && !TryOpen()))
            return false;
        return _isNextGeneration ? TryReadBlock(out packet) : TryReadRecord(out packet);
    }

    /// <inheritdoc/>
    public void Dispose() => _window.Dispose();

    private bool TryOpen()
    {
        _isOpen = true;
        if (!_window.Fill(4))
            return _window.Available.IsEmpty && _window.Failure == null ? false : FailEnd("the capture's header");
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(_window.Available);
        _isNextGeneration = magic == PcapNgSection;
        if (_isNextGeneration)
            return true;
        _isBigEndian = magic is 0xD4C3B2A1 or 0x4D3CB2A1;
        _isNanoseconds = magic is 0xA1B23C4D or 0x4D3CB2A1;
        if (magic is not (0xA1B2C3D4 or 0xA1B23C4D or 0xD4C3B2A1 or 0x4D3CB2A1))
            return Fail($"0x{magic:X8} is no magic number of a capture");
        if (!_window.Fill(24))
            return FailEnd("the capture's header");
        // The upper bits of the word hold the length of a frame check sequence.
        _linkType = (int)(Read32(_window.Available[20..], _isBigEndian) & 0xFFFF);
        _window.Consume(24);
        return true;
    }

    private bool TryReadRecord(out PcapPacket packet)
    {
        packet = default;
        if (!_window.Fill(16))
            return _window.Available.IsEmpty && _window.Failure == null ? false : FailEnd("a packet's header");
        ReadOnlySpan<byte> header = _window.Available;
        uint seconds = Read32(header, _isBigEndian);
        uint fraction = Read32(header[4..], _isBigEndian);
        uint captured = Read32(header[8..], _isBigEndian);
        uint wire = Read32(header[12..], _isBigEndian);
        if (captured > MaxPacketBytes)
            return Fail($"a packet of {captured} bytes is larger than {MaxPacketBytes}");
        int bytes = 16 + (int)captured;
        if (!_window.Fill(bytes))
            return FailEnd("a packet");
        packet = new PcapPacket
        {
            Data = _window.Available[16..bytes],
            WireLength = wire,
            UtcNs = (seconds * NsPerSecond) + (fraction * (_isNanoseconds ? 1L : 1000L)),
            LinkType = _linkType,
            Offset = _window.Offset + 16,
        };
        _pending = bytes;
        LastLinkType = _linkType;
        Packets++;
        return true;
    }

    private bool TryReadBlock(out PcapPacket packet)
    {
        packet = default;
        while (true)
        {
            if (!_window.Fill(12))
                return _window.Available.IsEmpty && _window.Failure == null ? false : FailEnd("a block's header");
            ReadOnlySpan<byte> header = _window.Available;
            bool isSection = Read32(header, false) == PcapNgSection;
            if (isSection && !_sections.TryStartSection(header[8..]))
                return Fail("a section header has no byte-order magic");
            if (!_sections.HasSection)
                return Fail("the capture does not begin with a section header");
            uint type = Read32(header, _sections.IsBigEndian);
            uint length = Read32(header[4..], _sections.IsBigEndian);
            if (length < 12 || length % 4 != 0 || length > MaxPacketBytes)
                return Fail($"a block has length {length}");
            if (!_window.Fill((int)length))
                return FailEnd("a block");
            ReadOnlySpan<byte> block = _window.Available[..(int)length];
            if (Read32(block[^4..], _sections.IsBigEndian) != length)
                return Fail("a block's two lengths differ");
            if (!_sections.TryRead(type, block[8..^4], _window.Offset + 8, out packet, out string? defect))
                return Fail(defect!);
            if (packet.WireLength >= 0)
            {
                _pending = (int)length;
                LastLinkType = packet.LinkType;
                Packets++;
                return true;
            }

            if (type is not (PcapNgSection or PcapNgState.InterfaceBlock))
                OtherBlocks++;
            _window.Consume((int)length);
        }
    }

    private static uint Read32(ReadOnlySpan<byte> bytes, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private bool Fail(string message)
    {
        Problem = new FeedProblem(
            FeedErrorCode.Corrupt,
            message,
            _window.Offset,
            Packets,
            "Everything before was delivered; obtain the recording again.");
        return false;
    }

    private bool FailEnd(string inside)
    {
        Exception? failure = _window.Failure;
        FeedErrorCode code = failure switch
        {
            null => FeedErrorCode.Truncated,
            InvalidDataException => FeedErrorCode.Corrupt,
            _ => FeedErrorCode.ReadFailed,
        };
        Problem = new FeedProblem(
            code,
            failure?.Message ?? $"the input ends inside {inside}",
            failure == null ? _window.Offset : _window.Offset + _window.Available.Length,
            Packets,
            "Everything before was delivered; obtain the recording again.");
        return false;
    }
}
