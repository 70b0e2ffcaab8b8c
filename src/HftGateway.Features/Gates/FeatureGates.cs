namespace HftGateway.Features;

/// <summary>Why a gate is closed: bits of <see cref="FeatureRow.ClosedGates"/>. None set: all gates are open.</summary>
[Flags]
public enum FeatureGates : uint
{
    /// <summary>All gates are open.</summary>
    None = 0,

    /// <summary>The quote is not valid (tradeability).</summary>
    NoQuote = 1,

    /// <summary>Halted, or resumed recently (tradeability).</summary>
    RecentHalt = 2,

    /// <summary>The price moved too far in the last minutes, or there was no trade (tradeability).</summary>
    Gap = 4,

    /// <summary>The spread is too wide (tradeability).</summary>
    Spread = 8,

    /// <summary>The book is too thin (tradeability).</summary>
    Depth = 16,

    /// <summary>quote_stuffing: more quote messages than anyone trades on; also the mark of spoofing.</summary>
    QuoteStuffing = 32,

    /// <summary>order_flow_toxicity is above its limit, or not yet known.</summary>
    Toxicity = 64,

    /// <summary>vpin_fast has reached its threshold, or is not yet known.</summary>
    Vpin = 128,
}
