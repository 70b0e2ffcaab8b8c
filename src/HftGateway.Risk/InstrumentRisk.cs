using System.Runtime.InteropServices;
using HftGateway.Features;
using HftGateway.Strategies;

namespace HftGateway.Risk;

/// <summary>
/// Everything the risk stage knows of one instrument.
/// <para><b>Invariants.</b> 256 bytes = four cache lines, blittable. <see cref="OpenBuy"/> and <see cref="OpenSell"/>
/// are the sums of <see cref="OrderRecord.Exposure"/> over the instrument's records of the side.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
internal struct InstrumentRisk
{
    /// <summary>Size in bytes.</summary>
    public const int SizeBytes = 256;

    /// <summary>Quote and trading state.</summary>
    public QuoteTracker Quote;

    /// <summary>Mode of this instrument alone.</summary>
    public TradingMode Mode;

    /// <summary>On the restricted list.</summary>
    public bool Restricted;

    /// <summary>The configured gates that were closed at the last row.</summary>
    public FeatureGates ClosedGates;

    /// <summary>Feed.</summary>
    public ushort Venue;

    /// <summary>Tick in price units.</summary>
    public int Tick;

    /// <summary>Shares of working buy orders.</summary>
    public long OpenBuy;

    /// <summary>Shares of working sell orders.</summary>
    public long OpenSell;

    /// <summary>Twice the last valid mid, 0 before one.</summary>
    public long TwiceMark;

    /// <summary>Orders a second.</summary>
    public TokenBucket Rate;

    /// <summary>Odd while an order event is being booked.</summary>
    public int Version;

    /// <summary>Fees paid in millionths of a dollar.</summary>
    public long FeesMicroDollars;

    /// <summary>Shares bought.</summary>
    public long Bought;

    /// <summary>Shares sold.</summary>
    public long Sold;

    /// <summary>What this instrument adds to the day's profit, price units × shares.</summary>
    public long ProfitPu;

    /// <summary>Position, cost, realised profit.</summary>
    public AverageCostLedger Ledger;
}
