namespace HftGateway.Sbe.Schema;

/// <summary>
/// A member of a composite: a type declared in place, or a <c>ref</c> to a named one. A composite is null when its first member is.
/// </summary>
public sealed class SbeMember : SbeElement
{
    /// <summary>The member's type.</summary>
    public required SbeEncoding Encoding { get; init; }

    /// <summary>Bytes from the start of the innermost composite that contains the member; for a constant, where it would be.</summary>
    public required int Offset { get; init; }

    /// <summary>Bytes that the member takes; 0 for a constant.</summary>
    public int Size => Encoding.Size;

    /// <summary>The presence of the member's type.</summary>
    public SbePresence Presence => Encoding.Presence;

    /// <summary>True when the member is a <c>ref</c> to a type that is declared elsewhere.</summary>
    public bool IsRef { get; init; }

    /// <summary>The constant of a constant member, else null.</summary>
    public SbeConstant? Constant => (Encoding as SbeTypeEncoding)?.Constant;
}
