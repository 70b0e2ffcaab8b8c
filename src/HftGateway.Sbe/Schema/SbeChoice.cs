namespace HftGateway.Sbe.Schema;

/// <summary>One named bit of a set.</summary>
public sealed class SbeChoice : SbeElement
{
    /// <summary>The bit, 0 for the least significant.</summary>
    public required int Bit { get; init; }
}
