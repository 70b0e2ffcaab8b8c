using HftGateway.Books;
using HftGateway.MarketData.Events;

namespace HftGateway.Features.Tests.Reference;

/// <summary>
/// The library (books and features) and the reference side by side over the same events, compared after each.
/// </summary>
internal sealed class Harness : IDisposable
{
    private readonly BookSet _books;
    private readonly NaiveBook[] _naive;
    private readonly FeatureReference[] _reference;
    private readonly Dictionary<string, double> _largest = [];
    private BookUpdate _update;
    private FeatureRow _row;
    private long _clock;
    private int _index = -1;
    private bool _stale;

    public Harness(FeatureOptions options, int instruments = 1, int[]? ticks = null)
    {
        _books = new BookSet(new BookSetOptions
        {
            Instruments = instruments, MaxOrders = 1 << 16, IndexPages = 64, HugePages = false,
        });
        Calculator = new FeatureCalculator(options, instruments, ticks);
        _naive = [.. Enumerable.Range(0, instruments).Select(_ => new NaiveBook())];
        _reference = [.. Enumerable.Range(0, instruments).Select(
            i => new FeatureReference(options, ticks?[i] ?? options.TickPu))];
    }

    public FeatureCalculator Calculator { get; }

    public ref readonly FeatureRow Row => ref _row;

    public ref readonly BookUpdate Update => ref _update;

    public int Rows { get; private set; }

    public int Scores { get; private set; }

    public void Dispose()
    {
        Calculator.Dispose();
        _books.Dispose();
    }

    /// <summary>Takes an event through the library only.</summary>
    public void Feed(in InputEvent e)
    {
        _index++;
        _books.Apply(in e, ref _update);
        Calculator.OnEvent(in e, in _update, ref _row);
    }

    /// <summary>Empties a book in both.</summary>
    public void Clear(int instrument)
    {
        _books.Clear(instrument);
        _naive[instrument].Clear();
        _reference[instrument].Clear();
    }

    /// <summary>Takes an event through both and compares; the context is put into the message of a failure.</summary>
    public void Compare(in InputEvent e, string context)
    {
        Feed(in e);
        if (e.Kind is >= EventKind.Add and <= EventKind.Information)
            _clock = Math.Max(_clock, e.TimeNs);
        string where = $"{context}, event {_index} ({e.Kind})";
        if (e.Kind is EventKind.FeedGap or EventKind.FeedRecovered)
        {
            foreach (FeatureReference each in _reference)
                each.ResetSeries();
            _stale = e.Kind == EventKind.FeedGap;
            Assert.Equal(_stale ? FeatureFlags.Stale : FeatureFlags.None, _row.Flags);
            return;
        }
        if (e.Kind > EventKind.Information)
        {
            Assert.Equal(FeatureFlags.None, _row.Flags);
            return;
        }
        NaiveBook book = _naive[e.Instrument];
        FeatureReference reference = _reference[e.Instrument];
        bool isRow = book.Apply(in e, out NaiveTrade? trade);
        reference.TradingState(book.Halted, _clock);
        if (!isRow)
        {
            Assert.True((_row.Flags & FeatureFlags.Row) == 0, where);
            // Where the book stage says nothing at all, an event that concerns no book looks the same.
            if (e.Kind == EventKind.TradingAction && _update.Flags != BookFlags.None)
            {
                FeatureFlags status = FeatureFlags.Halted | FeatureFlags.RecentHalt;
                Assert.Equal(reference.Status(_clock), _row.Flags & status);
            }
            return;
        }
        Rows++;
        List<NaiveLevel> bids = book.Levels(EventSide.Buy);
        List<NaiveLevel> asks = book.Levels(EventSide.Sell);
        ref readonly LevelMirror mirror = ref Calculator.Levels(e.Instrument);
        CompareSide(bids, in mirror.Bids, where + " bids");
        CompareSide(asks, in mirror.Asks, where + " asks");
        FeatureRow expected = reference.Next(_clock, bids, asks, trade);
        if (_stale)
            expected.Flags |= FeatureFlags.Stale;
        if (!double.IsNaN(expected.SignalZ))
            Scores++;
        CompareRow(in expected, where);
    }

    private static void CompareSide(List<NaiveLevel> expected, in SideMirror actual, string where)
    {
        Assert.True(Math.Min(expected.Count, SideMirror.Levels) == actual.Count, where + " count");
        for (int i = 0; i < SideMirror.Levels; i++)
        {
            NaiveLevel level = i < expected.Count ? expected[i] : default;
            NaiveLevel kept = new(actual.Price(i), actual.Shares(i), actual.Orders(i));
            Assert.True(level == kept, $"{where} rank {i}: expected {level}, got {kept}");
        }
    }

    private void CompareRow(in FeatureRow expected, string where)
    {
        Assert.True(expected.Flags == _row.Flags, $"{where}: expected {expected.Flags}, got {_row.Flags}");
        Assert.True(expected.Aggressor == _row.Aggressor, $"{where}: expected s = {expected.Aggressor}");
        Assert.True(expected.BestBid == _row.BestBid && expected.BestAsk == _row.BestAsk, where + " best");
        Assert.True(expected.BidSize1 == _row.BidSize1 && expected.AskSize1 == _row.AskSize1, where + " sizes");
        Assert.True(expected.BidDepth5 == _row.BidDepth5 && expected.AskDepth5 == _row.AskDepth5, where + " depths");
        Near("mid", expected.Mid, _row.Mid, where);
        Near("spread", expected.Spread, _row.Spread, where);
        Near("spread_ticks", expected.SpreadTicks, _row.SpreadTicks, where);
        Near("microprice", expected.Microprice, _row.Microprice, where);
        Near("execution_edge", expected.ExecutionEdge, _row.ExecutionEdge, where);
        Near("depth_imbalance", expected.DepthImbalance, _row.DepthImbalance, where);
        Near("book_imbalance", expected.BookImbalance, _row.BookImbalance, where);
        Near("ofi_event", expected.OfiEvent, _row.OfiEvent, where);
        Near("ofi", expected.Ofi, _row.Ofi, where);
        Near("avg_touch_depth", expected.AverageTouchDepth, _row.AverageTouchDepth, where);
        Near("ofi_norm", expected.OfiNorm, _row.OfiNorm, where);
        Near("ofi_decay", expected.OfiDecay, _row.OfiDecay, where);
        Near("flow_imbalance_norm", expected.FlowImbalanceNorm, _row.FlowImbalanceNorm, where);
        Near("signal_z", expected.SignalZ, _row.SignalZ, where);
    }

    /// <summary>The tolerance of the specification, section 12, with the column's largest magnitude so far.</summary>
    private void Near(string column, double expected, double actual, string where)
    {
        double largest = double.IsNaN(expected) ? 0 : Math.Abs(expected);
        _largest[column] = largest = Math.Max(largest, _largest.GetValueOrDefault(column));
        double allowed = 1e-9 * Math.Max(Math.Abs(expected), Math.Abs(actual)) + 1e-11 * largest;
        bool near = double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= allowed;
        Assert.True(near, $"{where} {column}: expected {expected:R}, got {actual:R}");
    }
}
