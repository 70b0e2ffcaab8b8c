using System.Buffers.Binary;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Cli.Commands.Sbe;

/// <summary>
/// Finds the messages in the bytes of a file. A frame is a place and a length; the length of a raw message is known only when it has
/// been decoded, so <see cref="Advance"/> is told.
/// </summary>
internal sealed class SbeFrames(SbeSchema schema, SbeFraming framing, byte[] bytes)
{
    /// <summary>The simple open framing header's types for SBE 1.0, big- and little-endian.</summary>
    internal const ushort SofhBigEndian = 0x5BE0;
    internal const ushort SofhLittleEndian = 0xEB50;
    internal const ushort CmeEncoding = 0xCAFE;

    private const int Mdp3PacketHeader = 12;
    private const int Mdp3TcpHeader = 14;

    private int _position = framing == SbeFraming.Mdp3 ? Mdp3PacketHeader : 0;

    /// <summary>What is wrong with the framing, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Offset of the problem.</summary>
    public int ProblemOffset { get; private set; }

    /// <summary>Recognises a framing by content; null where nothing fits.</summary>
    public static SbeFraming? Recognise(SbeSchema schema, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            is 0xA1B2C3D4 or 0xD4C3B2A1 or 0xA1B23C4D or 0x4D3CB2A1 or 0x0A0D0D0A)
        {
            return SbeFraming.Pcap;
        }

        (SbeFraming Framing, int Header)[] candidates =
        [
            (SbeFraming.Ilink, 4), (SbeFraming.Mdp3Tcp, Mdp3TcpHeader + 2), (SbeFraming.Sofh, 6), (SbeFraming.Raw, 0),
            (SbeFraming.Mdp3, Mdp3PacketHeader + 2), (SbeFraming.Length16, 2), (SbeFraming.Length32, 4),
        ];
        foreach ((SbeFraming framing, int header) in candidates)
        {
            if (Fits(schema, bytes, framing, header))
                return framing;
        }

        return null;
    }

    /// <summary>The next message; false at the end, or where the framing is damaged.</summary>
    /// <param name="start">Offset of the message header.</param>
    /// <param name="length">Bytes that the message may take.</param>
    public bool TryNext(out int start, out int length)
    {
        (start, length) = (_position, 0);
        int left = bytes.Length - _position;
        if (left <= 0)
        {
            return left < 0 && Fail(0, $"a packet header takes {Mdp3PacketHeader} bytes, there are {bytes.Length}");
        }

        ReadOnlySpan<byte> rest = bytes.AsSpan(_position);
        (int header, bool countsItself) = framing switch
        {
            SbeFraming.Raw => (0, false),
            SbeFraming.Length16 => (2, false),
            SbeFraming.Length32 => (4, false),
            SbeFraming.Mdp3 => (2, true),
            SbeFraming.Mdp3Tcp => (Mdp3TcpHeader + 2, false),
            SbeFraming.Ilink => (4, true),
            _ => (6, true),
        };
        if (left < header)
            return Fail(_position, $"a frame header takes {header} bytes, {left} are left");
        if (framing == SbeFraming.Ilink && BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) != CmeEncoding)
            return Fail(_position + 2, "the encoding type is not 0xCAFE");
        if (framing == SbeFraming.Mdp3Tcp && BinaryPrimitives.ReadUInt16LittleEndian(rest) != CmeEncoding)
            return Fail(_position, "the encoding type is not 0xCAFE");
        long size = Size(rest);
        long own = framing == SbeFraming.Mdp3Tcp ? size - 2 : countsItself ? size - header : size;
        if (own < 0)
            return Fail(_position, $"a frame of {size} bytes is shorter than its header");
        if (own > left - header)
            return Fail(_position, $"the frame has {size} bytes, {left} are left");
        start = _position + header;
        length = (int)own;
        _position = start + length;
        return true;
    }

    /// <summary>Moves behind a raw message, whose length only its decoder knows.</summary>
    /// <param name="end">Offset behind the message.</param>
    public void Advance(int end)
    {
        if (framing == SbeFraming.Raw)
            _position = end;
    }

    private long Size(ReadOnlySpan<byte> rest)
    {
        bool isBig = schema.ByteOrder == SbeByteOrder.BigEndian;
        return framing switch
        {
            SbeFraming.Raw => rest.Length,
            SbeFraming.Length16 when isBig => BinaryPrimitives.ReadUInt16BigEndian(rest),
            SbeFraming.Length32 when isBig => BinaryPrimitives.ReadUInt32BigEndian(rest),
            SbeFraming.Length32 => BinaryPrimitives.ReadUInt32LittleEndian(rest),
            SbeFraming.Sofh => BinaryPrimitives.ReadUInt32BigEndian(rest),
            SbeFraming.Mdp3Tcp => BinaryPrimitives.ReadUInt16LittleEndian(rest[Mdp3TcpHeader..]),
            _ => BinaryPrimitives.ReadUInt16LittleEndian(rest),
        };
    }

    private bool Fail(int offset, string problem)
    {
        (Problem, ProblemOffset) = (problem, offset);
        return false;
    }

    private static bool Fits(SbeSchema schema, ReadOnlySpan<byte> bytes, SbeFraming framing, int header)
    {
        bool isMarked = framing switch
        {
            SbeFraming.Ilink => bytes.Length >= header && BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]) == CmeEncoding,
            SbeFraming.Mdp3Tcp => bytes.Length >= header && BinaryPrimitives.ReadUInt16LittleEndian(bytes) == CmeEncoding,
            SbeFraming.Sofh => bytes.Length >= header
                && BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) is SofhBigEndian or SofhLittleEndian,
            _ => true,
        };
        return isMarked
            && bytes.Length >= header
            && SbeDecoder.TryReadHeader(schema, bytes[header..], out SbeHeaderValues values)
            && values.SchemaId == (ulong)schema.Id
            && values.TemplateId <= int.MaxValue
            && schema.FindMessage((int)values.TemplateId) is not null;
    }
}
