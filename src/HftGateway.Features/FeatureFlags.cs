namespace HftGateway.Features;

/// <summary>Bits of <see cref="FeatureRow.Flags"/>.</summary>
[Flags]
public enum FeatureFlags : uint
{
    /// <summary>The event was no row of its instrument: nothing below was updated.</summary>
    None = 0,

    /// <summary>A row: the displayed book changed or a trade happened (features specification 2.1).</summary>
    Row = 1,

    /// <summary>The quote is valid (both sides, bid &lt; ask).</summary>
    QuoteValid = 2,

    /// <summary>The instrument is halted.</summary>
    Halted = 4,

    /// <summary>Halted, or resumed at most <c>halt_s</c> seconds ago.</summary>
    RecentHalt = 8,

    /// <summary>The book is stale.</summary>
    Stale = 16,

    /// <summary>The row was a trade.</summary>
    Trade = 32,
}
