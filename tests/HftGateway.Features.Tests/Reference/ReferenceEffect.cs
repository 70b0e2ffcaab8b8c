namespace HftGateway.Features.Reference;

/// <summary>What a message did, specification sections 2.1 and 2.2; null where it is no row.</summary>
internal sealed record ReferenceEffect
{
    public List<ReferenceFlow> Flows { get; } = [];

    public bool IsTrade { get; set; }

    public bool IsHidden { get; set; }

    public long TradePrice { get; set; }

    public long TradeSize { get; set; }

    /// <summary>Side of the resting order of a trade against a displayed order: 'B' or 'S'.</summary>
    public char Resting { get; set; }

    /// <summary>The last share of a level that was its side's best before.</summary>
    public bool EmptiedBest { get; set; }
}
