using HftGateway.Books;
using HftGateway.Cli.Tables;
using HftGateway.Features;
using HftGateway.MarketData.Events;

namespace HftGateway.Cli.Features;

/// <summary>
/// The tables that <c>hftgw features</c> writes: an engine for each symbol, a row for each of its events, bars beside them.
/// What the input is, and which books describe its events, is the caller's.
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
public sealed class FeatureTable : IDisposable
{
    private readonly FeaturePlan _plan;
    private readonly TableWriter _rows;
    private readonly TableWriter? _bars;
    private readonly FeatureEngine?[] _engines;
    private readonly byte[][] _symbols;
    private readonly double[] _values;

    /// <summary>Creates the files.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="capacity">Most symbols.</param>
    /// <param name="symbolBytes">Longest symbol.</param>
    /// <exception cref="CommandFailure">A file cannot be created.</exception>
    public FeatureTable(FeatureExportOptions options, int capacity, int symbolBytes)
    {
        _plan = options.Plan;
        _engines = new FeatureEngine?[capacity];
        _symbols = new byte[capacity][];
        _values = new double[options.Plan.Columns.Count];
        bool all = options.Symbol == null;
        _rows = TableWriter.Create(options.Format, options.Output,
            new TableLayout(all, HasKey: true, [.. options.Plan.Columns.Select(static c => c.Name)])
            {
                SymbolBytes = symbolBytes,
            });
        if (options.Plan.PublishesBars)
        {
            _bars = TableWriter.Create(options.Format, options.BarsOutput,
                new TableLayout(all, HasKey: false, BarTable.Columns) { SymbolBytes = symbolBytes });
        }
    }

    /// <summary>Rows written.</summary>
    public long Rows => _rows.Rows;

    /// <summary>Bars written, null if none are wanted.</summary>
    public long? Bars => _bars?.Rows;

    /// <summary>Whether a symbol has an engine.</summary>
    /// <param name="instrument">Its index; any number.</param>
    public bool Knows(int instrument) => instrument < _engines.Length && _engines[instrument] != null;

    /// <summary>Makes the engine of a symbol.</summary>
    /// <param name="instrument">Its index, below the capacity.</param>
    /// <param name="symbol">Symbol, ASCII.</param>
    public void Add(int instrument, byte[] symbol)
    {
        _symbols[instrument] = symbol;
        _engines[instrument] = new FeatureEngine(_plan, 1, [], _bars == null ? null : new BarTable(_bars, symbol));
    }

    /// <summary>Takes an event of a known symbol and writes its row, if it has one.</summary>
    /// <param name="instrument">The symbol's index.</param>
    /// <param name="e">The event; its instrument is changed.</param>
    /// <param name="update">What the books say of it.</param>
    /// <param name="clockNs">The feed's clock before the event.</param>
    /// <param name="key">Index and type of the row.</param>
    public void Enter(
        int instrument, ref InputEvent e, ref readonly BookUpdate update, long clockNs, (long Index, byte Type) key)
    {
        FeatureEngine engine = _engines[instrument]!;
        if (e.TimeNs < clockNs)
            engine.AdvanceTo(clockNs);
        // Each engine has one instrument of its own.
        e.Instrument = 0;
        if (!engine.OnEvent(in e, in update))
            return;
        engine.CopyValues(0, _values);
        _rows.Write(new RowKey(_symbols[instrument], key.Index, e.TimeNs, key.Type), _values);
    }

    /// <summary>Takes an event that concerns every symbol.</summary>
    /// <param name="e">The event.</param>
    /// <param name="update">What the books say of it.</param>
    public void EnterEverywhere(ref readonly InputEvent e, ref readonly BookUpdate update)
    {
        foreach (FeatureEngine? engine in _engines)
            engine?.OnEvent(in e, in update);
    }

    /// <summary>Moves every clock to the feed's end and completes the files.</summary>
    /// <param name="clockNs">The feed's clock.</param>
    public void Finish(long clockNs)
    {
        foreach (FeatureEngine? engine in _engines)
            engine?.AdvanceTo(clockNs);
        _rows.Finish();
        _bars?.Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FeatureEngine? engine in _engines)
            engine?.Dispose();
        _bars?.Dispose();
        _rows.Dispose();
    }
}
