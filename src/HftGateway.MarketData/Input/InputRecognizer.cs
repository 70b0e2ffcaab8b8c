using System.Buffers.Binary;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Lobster;

namespace HftGateway.MarketData.Input;

/// <summary>Tells from its first bytes what a recording is. Names and extensions are not looked at.</summary>
public static class InputRecognizer
{
    /// <summary>Bytes that suffice for a decision.</summary>
    public const int BytesNeeded = 32;

    /// <summary>What the content is.</summary>
    /// <param name="head">The first bytes: <see cref="BytesNeeded"/>, or all there are.</param>
    public static InputKind Recognize(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return InputKind.Empty;
        if (head.Length >= 3 && head[0] == 0x1F && head[1] == 0x8B && head[2] == 8)
            return InputKind.Gzip;
        if (head.Length >= 4)
        {
            uint magic = BinaryPrimitives.ReadUInt32LittleEndian(head);
            if (magic is 0xA1B2C3D4 or 0xA1B23C4D or 0xD4C3B2A1 or 0x4D3CB2A1)
                return InputKind.Pcap;
            if (magic == 0x0A0D0D0A)
                return InputKind.PcapNg;
        }

        if (LobsterLine.LooksLike(head))
            return InputKind.Lobster;
        if (head.Length < 3)
            return head.Length == 2 && head[0] == 0 && head[1] == 0 ? InputKind.BinaryFile : InputKind.Unknown;
        int length = BinaryPrimitives.ReadUInt16BigEndian(head);
        int implied = ItchLength.Of(head[2]);
        return implied != 0 && (length == implied || length == 0) ? InputKind.BinaryFile : InputKind.Unknown;
    }
}
