using System.Runtime.CompilerServices;
using HftGateway.Books;
using HftGateway.Books.MarketByPrice;
using HftGateway.MarketData.Events;

namespace HftGateway.Pipeline.Replay;

/// <summary>
/// The books that the recorded exchange of a replay looks at: by order, or by price level where the recording is of CME MDP
/// 3.0.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> A test on top of the books' own.</para>
/// </summary>
/// <param name="orders">Books by order.</param>
/// <param name="levels">Books by level, null if the recording is by order.</param>
internal sealed class ReplayBooks(BookSet orders, LevelBookSet? levels) : IDisposable
{
    /// <summary>Shares ahead at a price beyond the published levels, where nobody knows.</summary>
    private const long Unknown = 1L << 40;

    /// <summary>How many instruments.</summary>
    public int InstrumentCount => levels?.InstrumentCount ?? orders.InstrumentCount;

    /// <summary>Applies an event, as the book stage does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref readonly InputEvent e, ref BookUpdate update)
    {
        if (levels != null && LevelBookSet.Takes(e.Kind))
            levels.Apply(in e, ref update);
        else
            orders.Apply(in e, ref update);
    }

    /// <summary>The instrument is not trading.</summary>
    public bool IsHalted(int instrument) => levels?.IsHalted(instrument) ?? orders.IsHalted(instrument);

    /// <summary>A level of a side, 0 = best.</summary>
    public bool TryGetLevel(int instrument, EventSide side, int rank, out BookLevel level) => levels != null
        ? levels.TryGetLevel(instrument, side, rank, out level)
        : orders.TryGetLevel(instrument, side, rank, out level);

    /// <summary>Shares displayed at a price: 0 if there are none; a great many where it lies beyond the published levels.</summary>
    public long DisplayedAt(int instrument, EventSide side, long price)
    {
        if (levels == null)
            return orders.TryGetLevelAt(instrument, side, price, out BookLevel found) ? found.Shares : 0;
        int count = levels.LevelCount(instrument, side);
        for (int rank = 0; rank < count; rank++)
        {
            if (!levels.TryGetLevel(instrument, side, rank, out BookLevel level))
                return 0;
            if (level.Price == price)
                return level.Shares;
            // Levels are sorted: it is between two of them.
            if (side == EventSide.Buy ? level.Price < price : level.Price > price)
                return 0;
        }

        return count == levels.Depth(instrument) ? Unknown : 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        orders.Dispose();
        levels?.Dispose();
    }
}
