namespace HftGateway.Sbe.Schema;

/// <summary>A repeating group.</summary>
public sealed class SbeGroup : SbeBlock
{
    /// <summary>The dimensions that precede the entries.</summary>
    public required SbeDimension Dimension { get; init; }
}
