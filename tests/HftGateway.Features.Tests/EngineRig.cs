using HftGateway.Books;
using HftGateway.Features.Reference;
using HftGateway.MarketData.Events;

namespace HftGateway.Features.Tests;

/// <summary>Books and engine with every column, and beside them, if wanted, the reference, compared at every row.</summary>
internal sealed class EngineRig : IDisposable, IBarSink
{
    private readonly BookSet _books;
    private readonly ReferenceEngine[] _reference;
    private readonly double[] _values;
    private readonly double[] _largest;
    private readonly int[] _bars;
    private BookUpdate _update;
    private int _index = -1;

    public EngineRig(string settings = "", int instruments = 1, FeaturePlan? plan = null)
    {
        FeatureOptions options = new();
        foreach (string setting in settings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.Null(FeatureParameters.TrySetAssignment(options, setting, out options));
        _books = new BookSet(new BookSetOptions
        {
            Instruments = instruments, MaxOrders = 1 << 16, HugePages = false,
        });
        Plan = plan ?? FeaturePlan.All(options, bars: true);
        Engine = new FeatureEngine(Plan, instruments, bars: this);
        _values = new double[Plan.Columns.Count];
        _largest = new double[Plan.Columns.Count];
        _bars = new int[instruments];
        ReferenceParameters parameters = new(settings);
        _reference = [.. Enumerable.Range(0, instruments).Select(i => new ReferenceEngine($"S{i}", parameters))];
    }

    public FeaturePlan Plan { get; }

    public FeatureEngine Engine { get; }

    public BookSet Books => _books;

    public ref readonly BookUpdate Update => ref _update;

    public int Rows { get; private set; }

    public int BarCount => _bars.Sum();

    public List<Bar> Published { get; } = [];

    /// <summary>Rows with a number, by column.</summary>
    public int[] Numbers { get; } = new int[FeatureRegistry.Columns.Count];

    public double this[string column] => _values[Plan.Columns.ToList().FindIndex(c => c.Name == column)];

    public void Dispose()
    {
        Engine.Dispose();
        _books.Dispose();
    }

    public void OnBar(int instrument, ref readonly Bar bar, ReadOnlySpan<double> indicators)
    {
        _bars[instrument]++;
        Published.Add(bar);
    }

    /// <summary>Takes an event through the library only.</summary>
    public bool Feed(in InputEvent e)
    {
        _index++;
        _books.Apply(in e, ref _update);
        if (!Engine.OnEvent(in e, in _update))
            return false;
        Rows++;
        Engine.CopyValues(e.Instrument, _values);
        return true;
    }

    /// <summary>Takes an event through both and compares every column; the context is put into a failure.</summary>
    public void Compare(in InputEvent e, string context)
    {
        bool isRow = Feed(in e);
        ReferenceMessage message = MessageOf(in e);
        ReferenceRow? expected = null;
        for (int i = 0; i < _reference.Length; i++)
            expected = _reference[i].Process(message with { Stock = $"S{e.Instrument}" }) ?? expected;
        string where = $"{context}, event {_index} ({e.Kind})";
        Assert.True(isRow == expected is not null, where);
        if (expected is null)
            return;
        for (int i = 0; i < _values.Length; i++)
            Near(Plan.Columns[i], expected.Values[Plan.Columns[i].Name], i, where);
    }

    private static ReferenceMessage MessageOf(in InputEvent e) => new()
    {
        Type = e.Kind switch
        {
            EventKind.Add => 'A',
            EventKind.Execute => 'E',
            EventKind.ExecuteWithPrice => 'C',
            EventKind.Reduce => 'X',
            EventKind.Delete => 'D',
            EventKind.Replace => 'U',
            EventKind.Trade => 'P',
            EventKind.TradingAction => 'H',
            EventKind.OperationalHalt => 'h',
            EventKind.FeedGap => ReferenceMessage.Gap,
            _ => 'I',
        },
        TimeNs = e.Kind > EventKind.Information ? 0 : e.TimeNs,
        Locate = e.Instrument + 1,
        Reference = e.OrderId,
        NewReference = e.OrderId2,
        Side = e.Side == EventSide.Buy ? 'B' : 'S',
        Shares = e.Quantity,
        Price = e.Price,
        Printable = (e.Flags & EventFlags.Printable) != 0,
        State = (char)e.Quantity,
        Action = (char)e.Quantity2,
    };

    private void Near(FeatureColumn column, double expected, int at, string where)
    {
        double actual = _values[at];
        if (!double.IsNaN(expected))
        {
            _largest[at] = Math.Max(_largest[at], Math.Abs(expected));
            if (column.Index >= 0)
                Numbers[column.Index]++;
        }
        double allowed = 1e-9 * Math.Max(Math.Abs(expected), Math.Abs(actual)) + 1e-11 * _largest[at];
        bool near = double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= allowed;
        Assert.True(near, $"{where} {column.Name}: expected {expected:R}, got {actual:R}");
    }
}
