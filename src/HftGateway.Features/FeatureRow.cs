using System.Runtime.InteropServices;

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

/// <summary>
/// The features of one event: the feature stage's section of the slot, written by its thread only. Doubles are NaN
/// until everything their definition needs exists. Prices are in price units (pu), quantities in shares.
/// <para><b>Invariants.</b> 192 bytes = three cache lines; the first holds what the strategy and risk stages always
/// read. When <see cref="Flags"/> has no <see cref="FeatureFlags.Row"/>, only <see cref="Flags"/> and the stamp are
/// valid.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct FeatureRow
{
    /// <summary>Size in bytes: three cache lines.</summary>
    public const int SizeBytes = 192;

    /// <summary>What is set.</summary>
    [FieldOffset(0)] public FeatureFlags Flags;

    /// <summary>Trade aggressor of this row: +1 buyer, −1 seller, 0 unclassified or no trade.</summary>
    [FieldOffset(4)] public int Aggressor;

    /// <summary>Best bid, 0 when empty.</summary>
    [FieldOffset(8)] public long BestBid;

    /// <summary>Best ask, 0 when empty.</summary>
    [FieldOffset(16)] public long BestAsk;

    /// <summary>Shares at the best bid.</summary>
    [FieldOffset(24)] public long BidSize1;

    /// <summary>Shares at the best ask.</summary>
    [FieldOffset(32)] public long AskSize1;

    /// <summary>Robust z-score of the strategy's configured signal series (8.2).</summary>
    [FieldOffset(40)] public double SignalZ;

    /// <summary>execution_edge: microprice − mid, pu.</summary>
    [FieldOffset(48)] public double ExecutionEdge;

    /// <summary>Time-stamp counter when the feature stage was done, if the event is stamped.</summary>
    [FieldOffset(56)] public long DoneTicks;

    /// <summary>mid, pu.</summary>
    [FieldOffset(64)] public double Mid;

    /// <summary>spread, pu.</summary>
    [FieldOffset(72)] public double Spread;

    /// <summary>spread_ticks.</summary>
    [FieldOffset(80)] public double SpreadTicks;

    /// <summary>microprice, pu.</summary>
    [FieldOffset(88)] public double Microprice;

    /// <summary>depth_imbalance: 5 levels, [−1, 1].</summary>
    [FieldOffset(96)] public double DepthImbalance;

    /// <summary>book_imbalance: 10 levels, [−1, 1].</summary>
    [FieldOffset(104)] public double BookImbalance;

    /// <summary>ofi_event, shares.</summary>
    [FieldOffset(112)] public double OfiEvent;

    /// <summary>ofi: sum over the short window, shares.</summary>
    [FieldOffset(120)] public double Ofi;

    /// <summary>avg_touch_depth, shares.</summary>
    [FieldOffset(128)] public double AverageTouchDepth;

    /// <summary>ofi_norm = ofi / avg_touch_depth.</summary>
    [FieldOffset(136)] public double OfiNorm;

    /// <summary>bid_depth_5, shares.</summary>
    [FieldOffset(144)] public long BidDepth5;

    /// <summary>ask_depth_5, shares.</summary>
    [FieldOffset(152)] public long AskDepth5;

    /// <summary>flow_imbalance_norm over the last flow_window trades.</summary>
    [FieldOffset(160)] public double FlowImbalanceNorm;

    /// <summary>ofi_decay, shares.</summary>
    [FieldOffset(168)] public double OfiDecay;
}
