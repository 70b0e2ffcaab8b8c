using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Strategies;

/// <summary>What a strategy's request is for.</summary>
internal enum OrderRole : byte
{
    /// <summary>Not this strategy's.</summary>
    None = 0,

    /// <summary>Opens a position.</summary>
    Entry = 1,

    /// <summary>Rests at the profit target.</summary>
    Target = 2,

    /// <summary>Closes a position.</summary>
    Exit = 3,

    /// <summary>A cancel of another request.</summary>
    Cancel = 4,
}

/// <summary>How far an own order has come, as the strategy sees it.</summary>
internal enum OrderStage : byte
{
    /// <summary>Sent, not answered.</summary>
    Pending = 0,

    /// <summary>Accepted by the exchange.</summary>
    Working = 1,

    /// <summary>Nothing more is expected of it.</summary>
    Ended = 2,
}

/// <summary>
/// What a strategy remembers of one of its requests. The risk stage keeps the full account; this is what decisions
/// need.
/// <para><b>Invariants.</b> 32 bytes, blittable, indexed by the request's id.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct OwnOrder
{
    /// <summary>What for; None = the id is not this strategy's.</summary>
    public OrderRole Role;

    /// <summary>How far.</summary>
    public OrderStage Stage;

    /// <summary>Side.</summary>
    public EventSide Side;

    /// <summary>A cancel of it is under way.</summary>
    public bool CancelPending;

    /// <summary>Instrument index.</summary>
    public ushort Instrument;

    /// <summary>Cancels that had no effect.</summary>
    public byte CancelAttempts;

    /// <summary>The session was lost since it was sent: what the exchange made of it is not known.</summary>
    public bool Unknown;

    /// <summary>Shares ordered.</summary>
    public int Quantity;

    /// <summary>Shares filled.</summary>
    public int Cumulative;

    /// <summary>The order that a cancel names.</summary>
    public uint Target;

    /// <summary>Session (count of logons) in which it was last looked at.</summary>
    public int Epoch;

    /// <summary>Time of the last thing done about it: sent, cancelled, cancel refused.</summary>
    public long ActionNs;
}
