namespace HftGateway.Sbe.Schema;

/// <summary>A type of the schema: a simple type, an enum, a set or a composite.</summary>
public abstract class SbeEncoding : SbeElement
{
    private protected SbeEncoding()
    {
    }

    /// <summary>Bytes that a value takes in a block: 0 for a constant, and for the variable part of a data composite.</summary>
    public required int Size { get; init; }

    /// <summary>The presence that the type itself declares; a field's own wins over it.</summary>
    public SbePresence Presence { get; init; }

    /// <summary>True when the type is declared inside a composite, or stands for a primitive that a field names directly.</summary>
    public bool IsInline { get; init; }
}
