using System.Runtime.InteropServices;

namespace HftGateway.Strategies;

/// <summary>
/// Everything a strategy knows of one instrument.
/// <para><b>Invariants.</b> 256 bytes = four cache lines, blittable; the first two hold what the usual row
/// reads.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
internal struct InstrumentState
{
    /// <summary>Size in bytes.</summary>
    public const int SizeBytes = 256;

    /// <summary>Quote and trading state.</summary>
    public QuoteTracker Quote;

    /// <summary>State.</summary>
    public StrategyState State;

    /// <summary>Mode of this instrument alone.</summary>
    public TradingMode Mode;

    /// <summary>Side of the trade: +1 long, −1 short.</summary>
    public sbyte Direction;

    /// <summary>Exit as a sweep, not at the far touch.</summary>
    public bool Sweep;

    /// <summary>The largest slip of this exit was reached and reported.</summary>
    public bool SlipLimitReached;

    /// <summary>Feed.</summary>
    public ushort Venue;

    /// <summary>Tick in price units.</summary>
    public int Tick;

    /// <summary>Lot in shares.</summary>
    public int Lot;

    /// <summary>Working (or unanswered) entry order, 0 none.</summary>
    public uint EntryId;

    /// <summary>Working (or unanswered) target order, 0 none.</summary>
    public uint TargetId;

    /// <summary>Working (or unanswered) exit order, 0 none.</summary>
    public uint ExitId;

    /// <summary>Sweeps sent in this exit that left something.</summary>
    public int ExitTries;

    /// <summary>Trades opened today.</summary>
    public int TradesToday;

    /// <summary>Why the exit began.</summary>
    public IntentReason ExitReason;

    /// <summary>Time of the trade's first fill.</summary>
    public long OpenedNs;

    /// <summary>End of the cooldown.</summary>
    public long CoolUntilNs;

    /// <summary>Earliest time of the next exit order.</summary>
    public long NextExitNs;

    /// <summary>Earliest time of the next target order.</summary>
    public long NextTargetNs;

    /// <summary>Price that stops the trade, in price units.</summary>
    public long StopPrice;

    /// <summary>Price of the profit target, in price units.</summary>
    public long TargetPrice;

    /// <summary>Twice the mid at the first exit order, 0 before one.</summary>
    public long FirstExitTwiceMid;

    /// <summary>Far touch at the first exit order.</summary>
    public long FirstExitTouch;

    /// <summary>Twice the mid at the entry decision.</summary>
    public long DecisionTwiceMid;

    /// <summary>Time of the entry decision.</summary>
    public long DecisionNs;

    /// <summary>Position and cost.</summary>
    public AverageCostLedger Ledger;

    /// <summary>No order of this strategy works or awaits an answer.</summary>
    public readonly bool NothingWorks => (EntryId | TargetId | ExitId) == 0;
}
