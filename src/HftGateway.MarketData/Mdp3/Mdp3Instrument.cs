using HftGateway.MarketData.Events;

namespace HftGateway.MarketData.Mdp3;

/// <summary>What the handler knows of one wanted instrument.</summary>
internal struct Mdp3Instrument
{
    /// <summary>Of <see cref="Dirty"/>: the real book changed since the last boundary.</summary>
    public const byte DirtyReal = 1;

    /// <summary>Of <see cref="Dirty"/>: the implied book changed since the last boundary.</summary>
    public const byte DirtyImplied = 2;

    /// <summary>Price conversion.</summary>
    public PriceScale Scale;

    /// <summary>Next entry count (RptSeq) wanted; 0 while none is known.</summary>
    public uint Expected;

    /// <summary>Highest entry count received, applied or queued.</summary>
    public uint LastSeen;

    /// <summary>The last entry of the message being decoded that concerns this instrument.</summary>
    public int LastEntry;

    /// <summary>The exchange's number, meaningful when bound.</summary>
    public int SecurityId;

    /// <summary>A snapshot must reflect at least this packet to prove that nothing was missed.</summary>
    public uint LostPacket;

    /// <summary>The same for the book by order, which has no entry count.</summary>
    public uint OrderLostPacket;

    /// <summary>The packet that the last snapshot applied reflects.</summary>
    public uint SnapshotPacket;

    /// <summary>Cycle of the snapshot loop in which the instrument was seen last.</summary>
    public uint SeenCycle;

    /// <summary>Levels a side of the real book and of the implied one, 0 if not stated.</summary>
    public int Depth;

    /// <summary>Levels a side of the implied book, 0 if not stated.</summary>
    public int ImpliedDepth;

    /// <summary>Entries that wait for a snapshot.</summary>
    public EventQueue.List Waiting;

    /// <summary>Orders that wait for a snapshot by order.</summary>
    public EventQueue.List WaitingOrders;

    /// <summary>State of the book by level.</summary>
    public RecoveryState Levels;

    /// <summary>State of the book by order.</summary>
    public RecoveryState Orders;

    /// <summary>Which books changed since the last boundary.</summary>
    public byte Dirty;

    /// <summary>The instrument is in the list of changed ones.</summary>
    public bool IsListed;

    /// <summary>The book comes over TCP, as conflated pictures and entries that are not counted.</summary>
    public bool IsConflated;

    /// <summary>The definition is known.</summary>
    public bool IsBound;

    /// <summary>The later stages were told that the book by level is stale.</summary>
    public bool ShownStale;

    /// <summary>The later stages were told that the book by order is stale.</summary>
    public bool OrdersShownStale;
}
