using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.Books.MarketByPrice;

/// <summary>
/// The books of a feed that publishes price levels (CME MDP 3.0): <see cref="Apply"/> takes one normalised event,
/// changes its instrument's book and describes the effect in the same <see cref="BookUpdate"/> as the order-based
/// <see cref="BookSet"/>, so that later stages do not know which kind of feed they follow.
/// <para><b>Threading.</b> One thread applies and queries. <see cref="Anomalies"/> may be read from others.</para>
/// <para><b>Invariants.</b> A side never holds more levels than its depth. The changes of an update, applied to a mirror
/// of the displayed levels, give exactly this book. The implied book is kept apart and never shown. A quote is shown as
/// valid only where the exchange's matching event is over for the instrument (<see cref="BookFlags.MidEvent"/> else).
/// </para>
/// <para><b>Staleness.</b> A book begins stale and is sound from <see cref="EventKind.BookRecovered"/> on, until
/// <see cref="EventKind.BookStale"/> or an entry that cannot belong to it (a level that is not there). A breach of
/// integrity is healed only by <see cref="EventKind.BookReset"/>.</para>
/// <para><b>Trading state.</b> Unknown at first, and not a halt: the book is stale then, and the definition, the snapshot
/// or a status message that makes it sound says the state. From there on only <see cref="ReadyToTrade"/> is trading.
/// </para>
/// <para><b>Limits.</b> Depth 1 to 16 a side, implied 0 to 4. Prices are any 64-bit integers but the extremes.</para>
/// <para><b>Cost.</b> See the benchmark "mdp3: level event to book". No allocation after construction.</para>
/// <para><b>Reference.</b> CME MDP 3.0, market by price: New, Change and Delete as its pages explain them; DeleteThru,
/// DeleteFrom and Overlay arrive expanded, see <see cref="EventKind.LevelDelete"/>.</para>
/// </summary>
public sealed unsafe partial class LevelBookSet : IDisposable
{
    /// <summary>SecurityTradingStatus [326] of an instrument that trades.</summary>
    public const int ReadyToTrade = 17;

    /// <summary>SecurityTradingStatus [326] that leaves the state as it was.</summary>
    public const int NoChange = 103;

    private const uint HaltedBit = (uint)BookFlags.Halted;
    private const uint StaleBit = (uint)BookFlags.Stale;
    private const uint ClearedBit = (uint)BookFlags.Cleared;
    private const uint MidEventBit = (uint)BookFlags.MidEvent;
    private const uint FeedReason = 1;
    private const uint IntegrityReason = 2;

    private readonly LevelBookNode* _books;
    private readonly int _instruments;
    private readonly NativeRegion _region;
    private bool _disposed;

    /// <summary>Takes all memory and makes empty, stale books.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its documented range.</exception>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had.</exception>
    public LevelBookSet(LevelBookSetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckRange(options.Instruments, 1, InputEvent.NoInstrument, nameof(options.Instruments));
        CheckRange(options.Depth, 1, LevelBookNode.Capacity, nameof(options.Depth));
        CheckRange(options.ImpliedDepth, 0, LevelBookNode.ImpliedCapacity, nameof(options.ImpliedDepth));
        CheckRange(options.MaxOrders, 0, 1 << 26, nameof(options.MaxOrders));
        CheckRange(options.MaxOrderLevels, 1, 1 << 16, nameof(options.MaxOrderLevels));
        _instruments = options.Instruments;
        _region = new NativeRegion(
            (nuint)_instruments * LevelBookNode.SizeBytes, options.HugePages, options.LockInMemory);
        _books = (LevelBookNode*)_region.Pointer;
        for (int i = 0; i < _instruments; i++)
        {
            _books[i].Depth = options.Depth;
            _books[i].ImpliedDepth = options.ImpliedDepth;
            _books[i].Status = StaleBit;
            _books[i].StaleReasons = FeedReason;
        }

        if (options.MaxOrders > 0)
            Orders = new PriorityBookSet(options, Anomalies);
    }

    /// <summary>Frees the memory. Nothing may be called afterwards.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _region.Dispose();
        Orders?.Dispose();
    }

    /// <summary>How many instruments.</summary>
    public int InstrumentCount => _instruments;

    /// <summary>Counters of everything that was wrong with the events.</summary>
    public BookAnomalies Anomalies { get; } = new();

    /// <summary>The books by order, or null without <see cref="LevelBookSetOptions.MaxOrders"/>.</summary>
    public PriorityBookSet? Orders { get; }

    /// <summary>
    /// Whether an event belongs to a level-based book: the book stage gives it to this set, all others to
    /// <see cref="BookSet"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Takes(EventKind kind) =>
        (uint)(kind - EventKind.LevelInsert) <= EventKind.EventEnd - EventKind.LevelInsert
        || (uint)(kind - EventKind.Statistic) <= EventKind.TradeSummary - EventKind.Statistic;

    /// <summary>
    /// Applies one event and describes the effect, with the conventions of <see cref="BookSet.Apply"/>: an event that
    /// shows nothing sets <see cref="BookUpdate.Flags"/> to None and <see cref="BookUpdate.ChangeCount"/> to 0.
    /// </summary>
    [HotPath]
    public void Apply(ref readonly InputEvent e, ref BookUpdate update)
    {
        if (e.Instrument >= _instruments)
        {
            RefuseWithoutBook(in e, ref update);
            return;
        }

        LevelBookNode* book = _books + e.Instrument;
        if (e.Kind is >= EventKind.LevelInsert and <= EventKind.LevelOverlay)
        {
            if ((e.Flags & EventFlags.Implied) != 0)
                ApplyImplied(book, in e, ref update);
            else
                ApplyLevel(book, in e, ref update);
            return;
        }

        ApplyOther(book, in e, ref update);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ApplyLevel(LevelBookNode* book, ref readonly InputEvent e, ref BookUpdate update)
    {
        uint side = (uint)e.Side & 1;
        int rank = e.Code - 1;
        int count = book->Counts[side];
        // Most entries change a size: the first test. A level without a size is no level.
        int changes;
        if ((long)e.OrderId <= 0 && e.Kind != EventKind.LevelDelete)
            changes = RefuseLevel(book, BookAnomaly.ZeroShares);
        else if (e.Kind == EventKind.LevelUpdate)
            changes = Update(book, in e, side, rank, count, ref update);
        else if (e.Kind == EventKind.LevelInsert)
            changes = Insert(book, in e, side, rank, count, ref update);
        else if (e.Kind == EventKind.LevelDelete)
            changes = Delete(book, in e, side, rank, count, ref update);
        else
            changes = Overlay(book, in e, side, rank, count, ref update);

        bool isOver = (e.Flags & EventFlags.EndOfEvent) != 0;
        book->Status = (book->Status & ~MidEventBit) | (isOver ? 0 : MidEventBit);
        uint flags = changes != 0 ? (uint)BookFlags.Changed
            : (uint)BookFlags.Refused | (isOver ? (uint)BookFlags.Changed : 0);
        Publish(book, flags, side, changes, ref update);
        update.TradeQuantity = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ApplyOther(LevelBookNode* book, ref readonly InputEvent e, ref BookUpdate update)
    {
        switch (e.Kind)
        {
            case EventKind.TradeSummary:
                Trade(book, in e, ref update);
                return;
            case EventKind.EventEnd:
                EndEvent(book, in e, ref update);
                return;
            case EventKind.OrderEntry:
                Orders?.Apply(in e);
                break;
            case EventKind.BookReset:
                Reset(book, in e, ref update);
                return;
            case EventKind.BookStale:
                SetStale(book, in e, stale: true, ref update);
                return;
            case EventKind.BookRecovered:
                SetStale(book, in e, stale: false, ref update);
                return;
            case EventKind.SecurityState:
                SetState(book, in e, ref update);
                return;
        }

        ShowNothing(ref update);
    }

    private static void ShowNothing(ref BookUpdate update)
    {
        update.Flags = BookFlags.None;
        update.ChangeCount = 0;
    }

    private void Trade(LevelBookNode* book, ref readonly InputEvent e, ref BookUpdate update)
    {
        if ((e.Flags & EventFlags.EndOfEvent) != 0)
            book->Status &= ~MidEventBit;
        if (e.Quantity <= 0)
        {
            Anomalies.Count(BookAnomaly.ZeroShares);
            Publish(book, (uint)BookFlags.Refused, (uint)e.Side & 1, 0, ref update);
            update.TradeQuantity = 0;
            return;
        }

        // Without an aggressor (an auction, a combination of orders) the side is found as for a hidden trade.
        uint flags = (uint)BookFlags.Trade | (e.Code == 0 ? (uint)BookFlags.Hidden : 0);
        Publish(book, flags, (uint)e.Side & 1, 0, ref update);
        update.TradeQuantity = e.Quantity;
        update.TradePrice = e.Price;
    }

    private static void EndEvent(LevelBookNode* book, ref readonly InputEvent e, ref BookUpdate update)
    {
        book->ImpliedMidEvent = 0;
        if ((e.Flags & EventFlags.Implied) != 0)
        {
            ShowNothing(ref update);
            return;
        }

        book->Status &= ~MidEventBit;
        Publish(book, (uint)BookFlags.Changed, 0, 0, ref update);
        update.TradeQuantity = 0;
    }

    private void Reset(LevelBookNode* book, ref readonly InputEvent e, ref BookUpdate update)
    {
        var scope = (BookScope)e.Code;
        if (scope != BookScope.ByLevel)
            Orders?.Clear(e.Instrument);
        if (scope == BookScope.ByOrder)
        {
            ShowNothing(ref update);
            return;
        }

        for (int side = 0; side < 4; side++)
            book->Counts[side] = 0;
        if (e.Quantity > 0)
            book->Depth = Math.Min(e.Quantity, LevelBookNode.Capacity);
        if (e.Quantity2 > 0)
            book->ImpliedDepth = Math.Min(e.Quantity2, LevelBookNode.ImpliedCapacity);
        book->StaleReasons &= ~IntegrityReason;
        book->Status &= ~MidEventBit;
        book->ImpliedMidEvent = 0;
        if (book->StaleReasons == 0)
            book->Status &= ~StaleBit;
        Publish(book, (uint)BookFlags.Changed | ClearedBit, 0, 0, ref update);
        update.TradeQuantity = 0;
    }

    private void SetStale(LevelBookNode* book, ref readonly InputEvent e, bool stale, ref BookUpdate update)
    {
        var scope = (BookScope)e.Code;
        if (scope != BookScope.ByLevel)
            Orders?.SetStale(e.Instrument, stale);
        if (scope == BookScope.ByOrder)
        {
            ShowNothing(ref update);
            return;
        }

        uint before = book->Status;
        book->StaleReasons = stale ? book->StaleReasons | FeedReason : book->StaleReasons & ~FeedReason;
        book->Status = book->StaleReasons != 0 ? before | StaleBit : before & ~StaleBit;
        PublishState(book, before, ref update);
    }

    private static void SetState(LevelBookNode* book, ref readonly InputEvent e, ref BookUpdate update)
    {
        uint before = book->Status;
        if (e.Quantity != NoChange)
        {
            book->TradingState = e.Quantity;
            book->Status = e.Quantity == ReadyToTrade ? before & ~HaltedBit : before | HaltedBit;
        }

        PublishState(book, before, ref update);
    }

    private static void CheckRange(long value, long low, long high, string name)
    {
        if (value < low || value > high)
            throw new ArgumentOutOfRangeException(name, value, $"must be {low} to {high}");
    }
}
