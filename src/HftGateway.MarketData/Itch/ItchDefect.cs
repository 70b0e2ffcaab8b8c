namespace HftGateway.MarketData.Itch;

/// <summary>A message that was not decoded, and where it was.</summary>
public readonly struct ItchDefect
{
    /// <summary>Why.</summary>
    public ItchDefectKind Kind { get; init; }

    /// <summary>Its type byte; 0 when it was empty.</summary>
    public byte Type { get; init; }

    /// <summary>Its length in bytes.</summary>
    public int Length { get; init; }

    /// <summary>Its 0-based index, or its sequence number where the reporter knows only that.</summary>
    public long Index { get; init; }

    /// <summary>Byte offset of its first byte, -1 where the reporter does not know it.</summary>
    public long Offset { get; init; }

    /// <summary>One line for a person. Allocates.</summary>
    public override string ToString()
    {
        string type = Type is >= (byte)' ' and <= (byte)'~' ? $"'{(char)Type}'" : $"0x{Type:X2}";
        return $"{Kind}: type {type}, length {Length}, message {Index}, byte offset {Offset}";
    }
}
