using System.Globalization;
using System.Text;
using HftGateway.Books;
using HftGateway.Books.MarketByPrice;
using HftGateway.Cli.Commands.Mdp3;
using HftGateway.Cli.Console;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Mdp3.Capture;

namespace HftGateway.Cli.Features;

/// <summary>
/// One run of <c>hftgw features</c> on a capture of CME MDP 3.0: the channel, books and features of a live gateway into the
/// same table as of ITCH.
/// <para><b>Rows.</b> One for every event of the symbol that live features would see. <c>index</c> is that of the packet in
/// the capture, <c>type</c> a letter for what happened: N new level, C changed, D deleted, O overlaid, E end of the matching
/// event, T trade, S trading state, J book emptied, X stale, R sound again, I anything else.</para>
/// <para><b>Clock.</b> That of <see cref="Mdp3CaptureClock"/>, over the symbols asked for.</para>
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
internal sealed class Mdp3FeatureExport : IDisposable
{
    private const int MaxSymbols = 16_384;

    private readonly FeatureExportOptions _options;
    private readonly Mdp3Channel _channel;
    private readonly LevelBookSet _books;
    private readonly FeatureTable _table;
    private readonly InputEvent[] _place = new InputEvent[1];
    private BookUpdate _update;
    private Mdp3CaptureClock _clock = new();

    /// <summary>Creates the files and takes the memory.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="midnightUtcNs">Midnight of the day that times count from.</param>
    /// <exception cref="CommandFailure">The symbol is none, or a file cannot be created.</exception>
    public Mdp3FeatureExport(FeatureExportOptions options, long midnightUtcNs)
    {
        _options = options;
        int capacity = options.Symbol == null ? MaxSymbols : 1;
        try
        {
            _channel = Mdp3Channel.OfCapture(new Mdp3Options
            {
                Symbols = options.Symbol == null ? [] : [options.Symbol],
                Capacity = capacity,
                MidnightUtcNs = midnightUtcNs,
            });
        }
        catch (ArgumentException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--symbol: {error.Message}");
        }

        _table = new FeatureTable(options, capacity, Mdp3Definition.SymbolLength);
        _books = new LevelBookSet(new LevelBookSetOptions { Instruments = capacity });
    }

    /// <summary>Whether everything in the capture was understood; if not, it has been said.</summary>
    public bool IsUnderstood => Mdp3Playback.IsUnderstood(_channel);

    /// <summary>Reads the capture to its end, its damage, or a cancellation.</summary>
    public void Run(Mdp3CaptureSource source, ProgressReporter progress, CancellationToken cancelled)
    {
        var sink = new Sink(this);
        Mdp3Playback.Run(source, _channel, ref sink, progress, cancelled);
        _table.Finish(_clock.NowNs);
    }

    /// <summary>Prints rows, packets and anomalies by kind on standard error.</summary>
    public void Summarise(Mdp3CaptureSource source)
    {
        TextWriter errors = System.Console.Error;
        Mdp3Statistics s = _channel.Handler.Statistics;
        if (_table.Rows == 0)
        {
            errors.WriteLine(_options.Symbol == null ? "note: no row in the input"
                : $"note: no row of {_options.Symbol} in the input; only the header was written");
            if (_options.Symbol != null && _channel.Handler.Definition(0) == null)
                errors.WriteLine($"note: --symbol {_options.Symbol}: the capture has no usable definition of it");
        }

        string bars = _table.Bars is not { } count ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} bars");
        errors.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_table.Rows} rows{bars}, {source.Packets} packets, {s.LostPackets} packets lost, {s.EntryGaps} entry gaps, "
            + $"{s.SnapshotRecoveries} snapshots used, {_books.Anomalies.Total} anomalies"));
        foreach (BookAnomaly anomaly in Enum.GetValues<BookAnomaly>().Where(a => _books.Anomalies[a] != 0))
            errors.WriteLine($"  {anomaly}: {_books.Anomalies[anomaly]}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _books.Dispose();
        _table.Dispose();
    }

    private void Enter(long packet, bool isOfLoop)
    {
        ref InputEvent e = ref _place[0];
        int instrument = e.Instrument;
        if (instrument >= _channel.Handler.InstrumentCount)
            return;
        long before = _clock.NowNs;
        _ = _clock.Set(in e, isOfLoop, out e.TimeNs);
        _books.Apply(in e, ref _update);
        if (!_table.Knows(instrument))
            _table.Add(instrument, Encoding.ASCII.GetBytes(SymbolOf(instrument)));
        _table.Enter(instrument, ref e, in _update, before, (packet, Letter(e.Kind)));
    }

    // Before its definition an instrument has no events but those of a capture without it.
    private string SymbolOf(int instrument) =>
        _options.Symbol ?? _channel.Handler.Definition(instrument)?.Symbol ?? "";

    private static byte Letter(EventKind kind) => kind switch
    {
        EventKind.LevelInsert => (byte)'N',
        EventKind.LevelUpdate => (byte)'C',
        EventKind.LevelDelete => (byte)'D',
        EventKind.LevelOverlay => (byte)'O',
        EventKind.EventEnd => (byte)'E',
        EventKind.TradeSummary => (byte)'T',
        EventKind.SecurityState => (byte)'S',
        EventKind.BookReset => (byte)'J',
        EventKind.BookStale => (byte)'X',
        EventKind.BookRecovered => (byte)'R',
        _ => (byte)'I',
    };

    private struct Sink(Mdp3FeatureExport export) : IMdp3PlaybackSink
    {
        public long Packet { get; set; }

        public bool IsOfLoop { get; set; }

        public readonly ref InputEvent Next => ref export._place[0];

        public readonly void Commit() => export.Enter(Packet, IsOfLoop);
    }
}
