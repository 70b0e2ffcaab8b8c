namespace HftGateway.Features.Reference;

/// <summary>A closed bar, specification section 10, with its indicators by name.</summary>
internal sealed class ReferenceBar
{
    /// <summary>⌊start / D⌋.</summary>
    public required long Index { get; init; }

    public required long StartNs { get; set; }

    public long Open { get; set; }

    public long High { get; set; }

    public long Low { get; set; }

    public long Close { get; set; }

    public long Volume { get; set; }

    public int Trades { get; set; }

    public long BuyVolume { get; set; }

    public long SellVolume { get; set; }

    public Int128 Turnover { get; set; }

    /// <summary>Last row with clock before the bar's end.</summary>
    public ReferenceRow? LastRow { get; set; }

    public Dictionary<string, double> Indicators { get; } = [];
}
