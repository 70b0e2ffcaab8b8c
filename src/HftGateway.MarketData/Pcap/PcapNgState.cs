using System.Buffers.Binary;

namespace HftGateway.MarketData.Pcap;

/// <summary>
/// What a pcapng section has declared so far: its byte order and its interfaces. Decodes the blocks that hold packets.
/// <para><b>Reference.</b> draft-ietf-opsawg-pcapng, section 4.</para>
/// </summary>
internal sealed class PcapNgState
{
    public const uint InterfaceBlock = 1;
    private const uint SimplePacketBlock = 3;
    private const uint ObsoletePacketBlock = 2;
    private const uint EnhancedPacketBlock = 6;
    private const int MaxInterfaces = 1024;
    private const ushort OptionEnd = 0;
    private const ushort OptionResolution = 9;
    private const ushort OptionOffset = 14;
    private readonly List<Interface> _interfaces = [];

    public bool HasSection { get; private set; }

    public bool IsBigEndian { get; private set; }

    /// <summary>Starts a section; the bytes are those from the byte-order magic on.</summary>
    public bool TryStartSection(ReadOnlySpan<byte> magic)
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(magic);
        if (value is not (0x1A2B3C4D or 0x4D3C2B1A))
            return false;
        IsBigEndian = value == 0x4D3C2B1A;
        HasSection = true;
        _interfaces.Clear();
        return true;
    }

    /// <summary>Reads one block; a packet whose WireLength is negative stands for "no packet in this block".</summary>
    public bool TryRead(uint type, ReadOnlySpan<byte> body, long offset, out PcapPacket packet, out string? defect)
    {
        packet = new PcapPacket { WireLength = -1 };
        defect = null;
        switch (type)
        {
            case InterfaceBlock:
                defect = AddInterface(body);
                break;
            case EnhancedPacketBlock:
                defect = body.Length < 20
                    ? "an enhanced packet block is too short"
                    : TryReadPacket(body, Read32(body), offset, ref packet);
                break;
            case ObsoletePacketBlock:
                defect = body.Length < 20
                    ? "a packet block is too short"
                    : TryReadPacket(body, Read16(body), offset, ref packet);
                break;
            case SimplePacketBlock:
                defect = TryReadSimple(body, offset, ref packet);
                break;
        }

        return defect == null;
    }

    private string? AddInterface(ReadOnlySpan<byte> body)
    {
        if (body.Length < 8)
            return "an interface description is too short";
        if (_interfaces.Count == MaxInterfaces)
            return $"a section has more than {MaxInterfaces} interfaces";
        Interface added = new(Read16(body), Read32(body[4..]), Resolution: 6, OffsetSeconds: 0);
        ReadOnlySpan<byte> options = body[8..];
        while (options.Length >= 4)
        {
            ushort code = Read16(options);
            int length = Read16(options[2..]);
            int padded = (length + 3) & ~3;
            if (code == OptionEnd)
                break;
            if (padded > options.Length - 4)
                return "an interface option reaches beyond its block";
            ReadOnlySpan<byte> value = options.Slice(4, length);
            if (code == OptionResolution && length >= 1)
                added = added with { Resolution = value[0] };
            else if (code == OptionOffset && length == 8)
                added = added with { OffsetSeconds = (long)Read64(value) };
            options = options[(4 + padded)..];
        }

        _interfaces.Add(added);
        return null;
    }

    private string? TryReadPacket(ReadOnlySpan<byte> body, uint number, long offset, ref PcapPacket packet)
    {
        if (number >= _interfaces.Count)
            return $"a packet names interface {number} of {_interfaces.Count}";
        uint captured = Read32(body[12..]);
        if (captured > body.Length - 20)
            return $"a packet of {captured} bytes reaches beyond its block";
        Interface source = _interfaces[(int)number];
        ulong ticks = ((ulong)Read32(body[4..]) << 32) | Read32(body[8..]);
        packet = new PcapPacket
        {
            Data = body.Slice(20, (int)captured),
            WireLength = Read32(body[16..]),
            UtcNs = source.ToUtcNs(ticks),
            LinkType = source.LinkType,
            Offset = offset + 20,
        };
        return null;
    }

    private string? TryReadSimple(ReadOnlySpan<byte> body, long offset, ref PcapPacket packet)
    {
        if (body.Length < 4)
            return "a simple packet block is too short";
        if (_interfaces.Count == 0)
            return "a packet comes before any interface";
        uint wire = Read32(body);
        // The captured length is not stored: the packet's own, cut at the interface's limit, where 0 means none.
        uint limit = _interfaces[0].SnapLength == 0 ? uint.MaxValue : _interfaces[0].SnapLength;
        uint captured = Math.Min(Math.Min(wire, limit), (uint)body.Length - 4);
        packet = new PcapPacket
        {
            Data = body.Slice(4, (int)captured),
            WireLength = wire,
            UtcNs = MessageBlock.NoTime,
            LinkType = _interfaces[0].LinkType,
            Offset = offset + 4,
        };
        return null;
    }

    private ushort Read16(ReadOnlySpan<byte> bytes) => IsBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private uint Read32(ReadOnlySpan<byte> bytes) => IsBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private ulong Read64(ReadOnlySpan<byte> bytes) => IsBigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
        : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private readonly record struct Interface(int LinkType, uint SnapLength, byte Resolution, long OffsetSeconds)
    {
        private const long NsPerSecond = 1_000_000_000;

        /// <summary>Ticks of the interface's resolution to ns since the epoch; NoTime when that does not fit.</summary>
        public long ToUtcNs(ulong ticks)
        {
            int exponent = Resolution & 0x7F;
            // Without the top bit units are 10^-n s, with it 2^-n s. Finer than 10^-27 or 2^-63 is no clock of this
            // world.
            bool isBinary = (Resolution & 0x80) != 0;
            if (exponent > (isBinary ? 63 : 27))
                return MessageBlock.NoTime;
            UInt128 perSecond = 1;
            for (int i = 0; i < exponent; i++)
                perSecond *= isBinary ? 2u : 10u;
            Int128 ns = (Int128)((UInt128)ticks * NsPerSecond / perSecond) + ((Int128)OffsetSeconds * NsPerSecond);
            return ns >= 0 && ns <= long.MaxValue ? (long)ns : MessageBlock.NoTime;
        }
    }
}
