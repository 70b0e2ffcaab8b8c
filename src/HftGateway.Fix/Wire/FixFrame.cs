namespace HftGateway.Fix;

/// <summary>
/// One complete message in the receive buffer: starts with 8, 9, 35, has the length it says and the right checksum.
/// <para><b>Limits.</b> A view: valid until the reader's next <see cref="FixFrameReader.GetFree"/>.</para>
/// </summary>
public readonly ref struct FixFrame
{
    private readonly int _beginStringEnd;
    private readonly FixFieldMap? _map;
    private readonly ulong _turn;

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    internal FixFrame(ReadOnlySpan<byte> bytes, int beginStringEnd, int bodyOffset, FixFieldMap? map)
    {
        Bytes = bytes;
        if (map is { Count: not 0 })
        {
            _map = map;
            _turn = map.Turn;
        }
        _beginStringEnd = beginStringEnd;
        BodyOffset = bodyOffset;
        int typeStart = bodyOffset + 3, typeLength = 1;
        // One character nearly always.
        if (bytes[typeStart + 1] == FixFields.Soh && bytes[typeStart] != FixFields.Soh)
        {
            MsgType = (FixMsgType)bytes[typeStart];
        }
        else
        {
            typeLength = bytes[typeStart..].IndexOf(FixFields.Soh);
            MsgType = FixMsgTypes.Parse(bytes.Slice(typeStart, typeLength));
        }
        FieldsOffset = typeStart + typeLength + 1;
        MsgTypeRange = new FixRange(typeStart, typeLength);
    }

    /// <summary>The whole message, from <c>8=</c> to the SOH behind the checksum.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Offset of <c>35=</c>.</summary>
    public int BodyOffset { get; }

    /// <summary>Offset of the first field behind MsgType.</summary>
    public int FieldsOffset { get; }

    /// <summary>Offset of <c>10=</c>.</summary>
    public int TrailerOffset => Bytes.Length - FixChecksum.TrailerBytes;

    /// <summary>MsgType [35].</summary>
    public FixMsgType MsgType { get; }

    /// <summary>Where MsgType's value lies (empty when 35 has no value).</summary>
    public FixRange MsgTypeRange { get; }

    /// <summary>Where the fields end; null when that is not known, or no longer.</summary>
    internal FixFieldMap? Map => _map is { } map && map.Turn == _turn ? map : null;

    /// <summary>BeginString [8].</summary>
    public ReadOnlySpan<byte> BeginString => Bytes[2.._beginStringEnd];

    /// <summary>The bytes of a value found in this frame.</summary>
    public ReadOnlySpan<byte> Value(FixRange range) => Bytes.Slice(range.Offset, range.Length);

    /// <summary>
    /// Checks and frames a message that lies complete and alone in <paramref name="bytes"/>. Not for streams: a
    /// <see cref="FixFrameReader"/> finds messages in bytes that arrive in pieces.
    /// </summary>
    /// <returns>False when <paramref name="bytes"/> is not exactly one well-formed message.</returns>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, out FixFrame frame) => TryCreate(bytes, null, out frame);

    /// <summary>The same with a map, by which reports are read faster.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="map">Is of this message afterwards; one for each peer.</param>
    /// <param name="frame">The frame.</param>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, FixFieldMap? map, out FixFrame frame)
    {
        frame = default;
        FrameProbe probe = FixFrameReader.Probe(bytes, int.MaxValue, map, out int total, out int beginEnd,
            out int bodyOffset);
        if (probe != FrameProbe.Complete || total != bytes.Length)
            return false;
        frame = new FixFrame(bytes, beginEnd, bodyOffset, map);
        return true;
    }
}
