using System.Text;
using HftGateway.Books;
using HftGateway.Features.Reference;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;

namespace HftGateway.Features.Tests;

/// <summary>
/// The library (normaliser, books, engine) and the reference side by side over the same bytes: every column of every
/// row and every closed bar, with the tolerance of the specification (section 12).
/// </summary>
internal sealed class FeatureComparison : IDisposable, IBarSink
{
    private const int MostReported = 60;
    private const int MostKept = 10_000;

    private readonly string _name;
    private readonly string[] _symbols;
    private readonly BookSet _books;
    private readonly ItchNormalizer _normalizer;
    private readonly FeatureEngine _engine;
    private readonly ReferenceEngine[] _references;
    private readonly double[] _values;
    private readonly int[] _barsSeen;
    private readonly double[] _largest;
    private readonly double[] _largestInBars = new double[Columns.Bars.Length];
    private readonly List<(string Where, int Column, bool IsBar, double Expected, double Actual)> _suspects = [];
    private readonly int[] _differences = new int[Columns.All.Length];
    private readonly int[] _numbers = new int[Columns.All.Length];
    private readonly Queue<double[]>[] _expectedBars;
    private readonly Queue<double[]>[] _actualBars;
    private BookUpdate _update;
    private long _index;
    private long _clock;

    public FeatureComparison(string name, string settings, params string[] symbols)
    {
        _name = name;
        _symbols = symbols;
        Options = new FeatureOptions { BusinessDate = new DateOnly(2026, 1, 2) };
        foreach (string setting in settings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Null(FeatureParameters.TrySetAssignment(Options, setting, out FeatureOptions changed));
            Options = changed;
        }

        _books = new BookSet(new BookSetOptions
        {
            Instruments = symbols.Length, MaxOrders = 1 << 17, HugePages = false,
        });
        _normalizer = new ItchNormalizer(InstrumentUniverse.Of(symbols));
        _engine = new FeatureEngine(FeaturePlan.All(Options, bars: true), symbols.Length, [], this);
        // Friday.
        _references = [.. symbols.Select(s => new ReferenceEngine(s, new ReferenceParameters(settings), 4))];
        _values = new double[Columns.All.Length];
        _largest = new double[Columns.All.Length];
        _barsSeen = new int[symbols.Length];
        _expectedBars = [.. symbols.Select(static _ => new Queue<double[]>())];
        _actualBars = [.. symbols.Select(static _ => new Queue<double[]>())];
        Assert.Equal(Columns.All, _engine.Plan.Columns.Select(static c => c.Name));
    }

    public FeatureOptions Options { get; }

    public int Rows { get; private set; }

    public int ValidRows { get; private set; }

    /// <summary>Rows on a locked or crossed book.</summary>
    public int CrossedRows { get; private set; }

    public int Bars { get; private set; }

    /// <summary>Columns that were a number at least once.</summary>
    public IEnumerable<string> Warm => Columns.All.Where((_, i) => _numbers[i] > 0);

    /// <summary>The engine's value on the latest row.</summary>
    public double this[string column] => _values[Array.IndexOf(Columns.All, column)];

    public bool StatedExecutions
    {
        set => _normalizer.StatedExecutions = value;
    }

    public void Dispose()
    {
        _engine.Dispose();
        _normalizer.Dispose();
        _books.Dispose();
    }

    /// <summary>Takes a message through the library that the reference needs not (directory).</summary>
    public void Prepare(byte[] message)
    {
        InputEvent e = default;
        Assert.True(_normalizer.TryNormalize(ref message[0], message.Length, 0, ref e));
        _books.Apply(in e, ref _update);
        Assert.False(_engine.OnEvent(in e, in _update));
    }

    /// <summary>Takes one ITCH message through both.</summary>
    public void Feed(byte[] message) => Feed(message, ReferenceInput.Itch(message, _index));

    /// <summary>Takes one message in two forms through both.</summary>
    public void Feed(byte[] message, ReferenceMessage parsed)
    {
        InputEvent e = default;
        bool isRow = false;
        if (_normalizer.TryNormalize(ref message[0], message.Length, _index + 1, ref e))
        {
            _books.Apply(in e, ref _update);
            isRow = _engine.OnEvent(in e, in _update);
        }
        else if (parsed.TimeNs > _clock)
        {
            _engine.AdvanceTo(parsed.TimeNs);
        }

        _clock = Math.Max(_clock, parsed.TimeNs);
        string where = $"{_name}, message {_index} ({parsed.Type})";
        bool expectsRow = false;
        for (int i = 0; i < _symbols.Length; i++)
        {
            ReferenceRow? row = _references[i].Process(parsed);
            CompareBars(i, where);
            if (row == null)
                continue;
            expectsRow = true;
            Assert.True(isRow && e.Instrument == i, $"{where}: the library has no row");
            _engine.CopyValues(i, _values);
            CompareRow(row, where);
        }

        Assert.True(isRow == expectsRow, $"{where}: the library has a row");
        _index++;
    }

    /// <summary>A feed gap after which every book is built anew.</summary>
    public void Gap()
    {
        FinishBars("before the gap");
        InputEvent e = new() { Kind = EventKind.FeedGap, Instrument = InputEvent.NoInstrument, TimeNs = _clock };
        _books.Apply(in e, ref _update);
        _engine.OnEvent(in e, in _update);
        _books.ClearAll();
        e.Kind = EventKind.FeedRecovered;
        _books.Apply(in e, ref _update);
        _engine.OnEvent(in e, in _update);
        foreach (ReferenceEngine reference in _references)
            reference.Process(new ReferenceMessage { Type = ReferenceMessage.Gap });
        Array.Clear(_barsSeen);
    }

    /// <summary>Fails with what differed. The tolerance refers to a column's largest magnitude of all.</summary>
    public void Finish()
    {
        FinishBars($"{_name}, at the end");
        List<(string Where, int Column, bool IsBar, double Expected, double Actual)> wrong = [.. _suspects
            .Where(s => !Near(s.Expected, s.Actual, s.IsBar ? _largestInBars[s.Column] : _largest[s.Column]))];
        if (wrong.Count == 0)
            return;
        StringBuilder text = new($"{wrong.Count} differences\n");
        foreach (var column in wrong.GroupBy(static w => (w.Column, w.IsBar)).Take(MostReported))
        {
            var first = column.First();
            text.Append(first.IsBar ? "bar " + Columns.Bars[first.Column] : Columns.All[first.Column])
                .Append($": {column.Count()}, first at {first.Where}: ")
                .Append($"expected {first.Expected:R}, got {first.Actual:R}\n");
        }

        Assert.Fail(text.ToString());
    }

    /// <inheritdoc/>
    void IBarSink.OnBar(int instrument, ref readonly Bar bar, ReadOnlySpan<double> indicators) =>
        _actualBars[instrument].Enqueue(
        [
            bar.Index, bar.StartNs, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Trades, bar.BuyVolume,
            bar.SellVolume, bar.Vwap, bar.BestBid, bar.BestAsk, bar.BidSize1, bar.AskSize1, bar.BidDepth5,
            bar.AskDepth5, bar.DepthImbalance, bar.SpreadBps, .. indicators,
        ]);

    private static bool Near(double expected, double actual, double largest) => double.IsNaN(expected)
        ? double.IsNaN(actual)
        : Math.Abs(expected - actual) <= 1e-9 * Math.Max(Math.Abs(expected), Math.Abs(actual)) + 1e-11 * largest;

    private void CompareRow(ReferenceRow row, string where)
    {
        Rows++;
        ValidRows += row.IsValid ? 1 : 0;
        CrossedRows += !row.IsValid && row.Bids.Count > 0 && row.Asks.Count > 0 ? 1 : 0;
        for (int c = 0; c < _values.Length; c++)
        {
            double expected = row.Values[Columns.All[c]];
            if (double.IsFinite(expected))
            {
                _largest[c] = Math.Max(_largest[c], Math.Abs(expected));
                _numbers[c]++;
            }

            // A column that is all wrong need not be kept as a whole.
            if (!Near(expected, _values[c], _largest[c]) && ++_differences[c] <= MostKept)
                _suspects.Add((where, c, false, expected, _values[c]));
        }
    }

    // The engine may close an instrument's bars as late as its next event, so bars are compared as they come in pairs.
    private void CompareBars(int instrument, string where)
    {
        IReadOnlyList<ReferenceBar> bars = _references[instrument].Bars;
        for (; _barsSeen[instrument] < bars.Count; _barsSeen[instrument]++)
            _expectedBars[instrument].Enqueue(Columns.Of(bars[_barsSeen[instrument]]));
        while (_expectedBars[instrument].Count > 0 && _actualBars[instrument].Count > 0)
        {
            Bars++;
            double[] expected = _expectedBars[instrument].Dequeue();
            double[] actual = _actualBars[instrument].Dequeue();
            for (int c = 0; c < expected.Length; c++)
            {
                if (double.IsFinite(expected[c]))
                    _largestInBars[c] = Math.Max(_largestInBars[c], Math.Abs(expected[c]));
                if (!Near(expected[c], actual[c], _largestInBars[c]))
                    _suspects.Add((where, c, true, expected[c], actual[c]));
            }
        }
    }

    private void FinishBars(string where)
    {
        _engine.AdvanceTo(_clock);
        for (int i = 0; i < _symbols.Length; i++)
        {
            CompareBars(i, where);
            Assert.True(_expectedBars[i].Count == 0 && _actualBars[i].Count == 0,
                $"{where}, {_symbols[i]}: {_expectedBars[i].Count} bars missing, {_actualBars[i].Count} too many");
        }
    }
}
