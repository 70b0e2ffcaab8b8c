using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// A symbol's state: its price window of one-cent levels and what is known of the book at a glance.
/// <para><b>Invariants.</b> <see cref="BestBid"/> &lt; <see cref="BestAsk"/> always: levels up to the best bid hold buy
/// orders only, levels from the best ask hold sell orders only, so one bitmap serves both sides.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SyntheticSymbol
{
    /// <summary>Levels of the price window, one cent apart.</summary>
    public const int Levels = 1024;

    /// <summary>Remembered young orders, a power of two.</summary>
    public const int RecentOrders = 16;

    /// <summary>Symbol as on the wire.</summary>
    public Alpha8 Stock;

    /// <summary>Price of level 0 in cents.</summary>
    public int BaseCents;

    /// <summary>Highest level with buy orders, −1 without any.</summary>
    public int BestBid;

    /// <summary>Lowest level with sell orders, <see cref="Levels"/> without any.</summary>
    public int BestAsk;

    /// <summary>Level around which new orders arrive.</summary>
    public int Fair;

    /// <summary>Levels between fair price and the first new orders on each side.</summary>
    public int HalfSpread;

    /// <summary>Live orders.</summary>
    public int Live;

    /// <summary>Live orders that the flow tends to.</summary>
    public int TargetLive;

    /// <summary>Orders remembered so far; the next goes to this modulo <see cref="RecentOrders"/>.</summary>
    public uint RecentCount;

    /// <summary>Trading is halted.</summary>
    public bool IsHalted;

    /// <summary>Slots of orders added last; they may have died or been taken over since.</summary>
    public fixed int Recent[RecentOrders];

    /// <summary>A bit for each level with orders.</summary>
    public fixed ulong Occupied[Levels / 64];
}
