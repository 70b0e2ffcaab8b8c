namespace HftGateway.Sbe.Schema;

/// <summary>One named value of an enumeration.</summary>
public sealed class SbeValidValue : SbeElement
{
    /// <summary>The value on the wire.</summary>
    public required SbeValue Value { get; init; }
}
