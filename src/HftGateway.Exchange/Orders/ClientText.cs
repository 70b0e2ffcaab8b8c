using System.Runtime.CompilerServices;

namespace HftGateway.Exchange.Orders;

/// <summary>A short identifier held inline: at most 31 bytes, then nothing; the last byte is the length.</summary>
[InlineArray(Size)]
internal struct ClientText
{
    public const int MaxLength = Size - 1;
    private const int Size = 32;
    private byte _first;

    public static ClientText From(ReadOnlySpan<byte> value)
    {
        var text = default(ClientText);
        value.CopyTo(text);
        text[Size - 1] = (byte)value.Length;
        return text;
    }
}
