namespace HftGateway.Features.Reference;

/// <summary>One row: the message, the book after it, and every column's value.</summary>
internal sealed class ReferenceRow
{
    public required ReferenceMessage Message { get; init; }

    /// <summary>t.</summary>
    public required long Clock { get; init; }

    public required List<ReferenceLevel> Bids { get; init; }

    public required List<ReferenceLevel> Asks { get; init; }

    public required ReferenceEffect Effect { get; init; }

    /// <summary>Quote before the row: valid, and M.</summary>
    public required bool WasValid { get; init; }

    public required long TwiceMidBefore { get; init; }

    public ReferenceTrade? Trade { get; set; }

    /// <summary>e_1 … e_5.</summary>
    public long[] Imbalance { get; } = new long[5];

    public bool IsValid => Bids.Count > 0 && Asks.Count > 0 && Bids[0].Price < Asks[0].Price;

    public long TwiceMid => Bids[0].Price + Asks[0].Price;

    public Dictionary<string, double> Values { get; } = [];

    /// <summary>First failing check of is_tradeable (safe, aggressive).</summary>
    public string[] Reasons { get; } = ["ok", "ok"];
}
