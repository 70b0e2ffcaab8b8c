using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using HftGateway.MarketData.Events;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.Books;

/// <summary>
/// All order books of one venue's feed, full depth, order by order: <see cref="Apply"/> takes one normalised event,
/// changes its instrument's book and says in a <see cref="BookUpdate"/> what changed.
/// <para><b>Threading.</b> One thread applies and queries. <see cref="Anomalies"/> may be read from others.</para>
/// <para><b>Invariants.</b> Every live order is in the index, in the queue of its level (oldest first) and counted in
/// the level's shares and orders; a level without orders does not exist. A refused event changes nothing.</para>
/// <para><b>Limits.</b> <see cref="BookSetOptions"/>. Prices 1 to <see cref="MaxPrice"/>, any number of levels.</para>
/// <para><b>Memory.</b> Orders and levels are nodes of 32 bytes in pools, linked by 32-bit handles. Per side the best
/// levels are a sorted window of at most 48 keys, best at the end, searched by comparing eight keys at a time, so the
/// rank of a price costs the same wherever near the touch it is; the rest is a tree (<see cref="DeepLevels"/>). Levels
/// never move: an order reaches its own by handle, and only births and deaths of levels search.</para>
/// <para><b>Cost.</b> BookLoop, Xeon 2.8 GHz (Ice Lake), shared: 22 to 30 ns an event when branches are predictable, 53
/// to 56 ns on a random flow of one symbol, 75 ns when prices are far from the touch; over 8,000 symbols with a million
/// orders 270 ns, with the three-step look-ahead 185 ns. No allocation after construction.</para>
/// <para><b>Reference.</b> NASDAQ TotalView-ITCH 5.0, sections 1.3 to 1.5 (orders), 1.2 (trading state).</para>
/// </summary>
public sealed unsafe partial class BookSet : IDisposable
{
    /// <summary>Highest valid price: 200,000 dollars in units of 1/10000.</summary>
    public const int MaxPrice = 2_000_000_000;

    private const int MaxOrdersLimit = 1 << 28;
    private const int IndexPagesLimit = 1 << 22;
    private const long PagedReferencesLimit = 1L << 40;
    private const uint HaltedBit = (uint)BookFlags.Halted;
    private const uint StaleBit = (uint)BookFlags.Stale;
    private const uint ClearedBit = (uint)BookFlags.Cleared;

    private readonly BookNode* _books;
    private readonly OrderNode* _orders;
    private readonly LevelNode* _levels;
    private OrderIndex _index;
    private readonly int _instruments;
    private readonly int _maxOrders;
    private readonly int _haltMarket;

    // Free nodes: a list of those that died, then the pool's untouched end. The dead first: they are still in cache.
    private uint _freeOrder;
    private uint _freeLevel;
    private uint _ordersTouched;
    private uint _levelsTouched;
    private int _liveOrders;
    private uint _feedStale;

    private readonly List<NativeRegion> _regions = [];
    private bool _disposed;

    /// <summary>Takes all memory and makes empty books.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its documented range.</exception>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had.</exception>
    public BookSet(BookSetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckRange(options.Instruments, 1, InputEvent.NoInstrument, nameof(options.Instruments));
        CheckRange(options.MaxOrders, 1, MaxOrdersLimit, nameof(options.MaxOrders));
        CheckRange(options.IndexPages, 1, IndexPagesLimit, nameof(options.IndexPages));
        CheckRange(options.PagedReferences, 0, PagedReferencesLimit, nameof(options.PagedReferences));
        _instruments = options.Instruments;
        _maxOrders = options.MaxOrders;
        _haltMarket = options.OperationalHaltMarket;
        _books = (BookNode*)Take(options, (nuint)options.Instruments * (nuint)sizeof(BookNode));
        _orders = (OrderNode*)Take(options, ((nuint)options.MaxOrders + 1) * (nuint)sizeof(OrderNode));
        // One more than orders: a replace makes its new level after its old order is gone, so levels cannot run out
        // first.
        _levels = (LevelNode*)Take(options, ((nuint)options.MaxOrders + 1) * (nuint)sizeof(LevelNode));
        _index = new OrderIndex(options, _orders, _regions);
        for (int i = 0; i < _instruments; i++)
            Empty(_books + i);
    }

    /// <summary>Frees the memory. Nothing may be called afterwards.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (NativeRegion region in _regions)
            region.Dispose();
    }

    /// <summary>How many instruments.</summary>
    public int InstrumentCount => _instruments;

    /// <summary>Counters of everything that was wrong with the events.</summary>
    public BookAnomalies Anomalies { get; } = new();

    /// <summary>
    /// Applies one event and describes the effect. An event that concerns no book sets <see cref="BookUpdate.Flags"/>
    /// to None and <see cref="BookUpdate.ChangeCount"/> to 0 and leaves the rest of <paramref name="update"/> as it
    /// was; any other writes the summary line except <see cref="BookUpdate.DoneTicks"/>, and as many changes as it
    /// counts. Tail fields of a change are written only if <see cref="LevelChange.HasTail"/>.
    /// </summary>
    [HotPath]
    public void Apply(ref readonly InputEvent e, ref BookUpdate update)
    {
        switch (e.Kind)
        {
            case EventKind.Add:
                Add(in e, ref update);
                break;
            case EventKind.Execute:
            case EventKind.ExecuteWithPrice:
                Execute(in e, ref update);
                break;
            case EventKind.Reduce:
                Reduce(in e, ref update);
                break;
            case EventKind.Delete:
                Delete(in e, ref update);
                break;
            case EventKind.Replace:
                Replace(in e, ref update);
                break;
            case EventKind.Trade:
                HiddenTrade(in e, ref update);
                break;
            default:
                ApplyStatus(in e, ref update);
                break;
        }
    }

    /// <summary>
    /// First step of a look-ahead, for an event about 16 places ahead: asks the processor to load the book's summary
    /// and the index cell. The steps are hints: any may be left out, none changes anything.
    /// </summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ref readonly InputEvent e)
    {
        if (!Sse.IsSupported || e.Kind is < EventKind.Add or > EventKind.Replace || e.Instrument >= _instruments)
            return;
        _index.Prefetch(e.OrderId);
        Sse.Prefetch0(_books + e.Instrument);
    }

    /// <summary>
    /// Second step, about 10 places ahead: the order that the event names, or for an add the best levels of its side.
    /// </summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchOrder(ref readonly InputEvent e)
    {
        if (!Sse.IsSupported || e.Kind is < EventKind.Add or > EventKind.Replace || e.Instrument >= _instruments)
            return;
        if (e.Kind == EventKind.Add)
            PrefetchWindow(_books + e.Instrument, (uint)e.Side & 1);
        else
            Sse.Prefetch0(_orders + _index.Find(e.OrderId, out _));
    }

    /// <summary>
    /// Third step, about 5 places ahead: the order's level, its neighbours and the best levels of its side.
    /// </summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchLevel(ref readonly InputEvent e)
    {
        if (!Sse.IsSupported || e.Kind is < EventKind.Execute or > EventKind.Replace || e.Instrument >= _instruments)
            return;
        OrderNode* order = _orders + _index.Find(e.OrderId, out _);
        Sse.Prefetch0(_levels + order->Level);
        Sse.Prefetch0(_orders + order->Previous);
        Sse.Prefetch0(_orders + order->Next);
        PrefetchWindow(_books + e.Instrument, order->Side);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchWindow(BookNode* book, uint side)
    {
        int count = book->Counts[side];
        BookNode.SideWindow* window = &book->Bids + side;
        Sse.Prefetch0(window->Keys + count - 8);
        Sse.Prefetch0(window->Handles + count - 1);
    }

    private byte* Take(BookSetOptions options, nuint bytes)
    {
        NativeRegion region = new(bytes, options.HugePages, options.LockInMemory);
        _regions.Add(region);
        return region.Pointer;
    }

    private static void CheckRange(long value, long low, long high, string name)
    {
        if (value < low || value > high)
            throw new ArgumentOutOfRangeException(name, value, $"must be {low} to {high}");
    }
}
