namespace HftGateway.Fix;

/// <summary>
/// One complete message in the receive buffer: starts with 8, 9, 35, has the length it says and the right checksum.
/// <para><b>Limits.</b> A view: valid until the reader's next <see cref="FixFrameReader.GetFree"/>.</para>
/// </summary>
public readonly ref struct FixFrame
{
    private readonly int _beginStringEnd;

    internal FixFrame(ReadOnlySpan<byte> bytes, int beginStringEnd, int bodyOffset)
    {
        Bytes = bytes;
        _beginStringEnd = beginStringEnd;
        BodyOffset = bodyOffset;
        int typeStart = bodyOffset + 3;
        // One character nearly always.
        int typeLength = bytes[typeStart + 1] == FixFields.Soh && bytes[typeStart] != FixFields.Soh
            ? 1
            : bytes[typeStart..].IndexOf(FixFields.Soh);
        FieldsOffset = typeStart + typeLength + 1;
        MsgType = FixMsgTypes.Parse(bytes.Slice(typeStart, typeLength));
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

    /// <summary>BeginString [8].</summary>
    public ReadOnlySpan<byte> BeginString => Bytes[2.._beginStringEnd];

    /// <summary>The bytes of a value found in this frame.</summary>
    public ReadOnlySpan<byte> Value(FixRange range) => Bytes.Slice(range.Offset, range.Length);

    /// <summary>
    /// Checks and frames a message that lies complete and alone in <paramref name="bytes"/>. Not for streams: a
    /// <see cref="FixFrameReader"/> finds messages in bytes that arrive in pieces.
    /// </summary>
    /// <returns>False when <paramref name="bytes"/> is not exactly one well-formed message.</returns>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, out FixFrame frame)
    {
        frame = default;
        FrameProbe probe = FixFrameReader.Probe(bytes, int.MaxValue, out int total, out int beginEnd,
            out int bodyOffset);
        if (probe != FrameProbe.Complete || total != bytes.Length)
            return false;
        frame = new FixFrame(bytes, beginEnd, bodyOffset);
        return true;
    }
}
