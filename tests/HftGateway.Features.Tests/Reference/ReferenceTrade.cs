namespace HftGateway.Features.Reference;

/// <summary>A trade, specification 2.4.</summary>
internal sealed record ReferenceTrade
{
    public required long Clock { get; init; }

    public required long Price { get; init; }

    public required long Size { get; init; }

    public required bool IsHidden { get; init; }

    /// <summary>s.</summary>
    public required int Side { get; init; }

    /// <summary>Tick rule of this trade, 6.2.</summary>
    public required int Tick { get; init; }

    /// <summary>The quote before was valid.</summary>
    public required bool IsQuoted { get; init; }

    /// <summary>M: best bid and ask before, added.</summary>
    public required long TwiceMid { get; init; }

    public bool IsEligible => Side != 0 && IsQuoted;
}
