using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Books;
using HftGateway.Cli.Console;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Wire;

namespace HftGateway.Cli.Features;

/// <summary>
/// One run of <c>hftgw features</c>: a recording through normaliser, books and features into a table.
/// <para><b>Clock.</b> Features run on the largest time of the whole feed, also of messages of other symbols. Those are
/// dropped before the engine; what they did to the clock is told it when it can matter, before a message whose own time
/// is older, and at the end.</para>
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
public sealed class FeatureExport : IDisposable
{
    private const int MaxSymbols = 16_384;
    private const int MaxOrdersOfOne = 1 << 20;
    private const int MaxOrdersOfAll = 1 << 23;
    private const int TimestampOffset = 3;
    private const int HeaderBytes = 11;
    private const int DirectorySymbolOffset = 11;
    private const int MostNamed = 5;
    private const ulong TimestampMask = (1UL << 48) - 1;

    private readonly FeatureExportOptions _options;
    private readonly ItchNormalizer _normalizer;
    private readonly BookSet _books;
    private readonly FeatureTable _table;

    // The symbols that the directory names, until there is a row: what could have been meant.
    private readonly List<Alpha8> _directory = [];
    private BookUpdate _update;
    private InputEvent _event;
    private long _feedClockNs;
    private long _timeStepsBack;
    private long _gaps;

    /// <summary>Creates the files and takes the memory.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="CommandFailure">The symbol is none, or a file cannot be created.</exception>
    public FeatureExport(FeatureExportOptions options)
    {
        _options = options;
        InstrumentUniverse universe;
        try
        {
            universe = options.Symbol == null
                ? InstrumentUniverse.All(MaxSymbols) : InstrumentUniverse.Of(options.Symbol);
        }
        catch (ArgumentException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--symbol: {error.Message}");
        }

        bool all = options.Symbol == null;
        _table = new FeatureTable(options, universe.Capacity, Alpha8.SizeBytes);
        _normalizer = new ItchNormalizer(universe);
        _books = new BookSet(new BookSetOptions
        {
            Instruments = universe.Capacity, MaxOrders = all ? MaxOrdersOfAll : MaxOrdersOfOne,
        });
    }

    /// <summary>Reads the recording to its end, its damage, or a cancellation.</summary>
    /// <param name="source">The recording.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancelled">Ends it early; the files are valid.</param>
    public void Run(MessageSource source, ProgressReporter progress, CancellationToken cancelled)
    {
        _normalizer.StatedExecutions = source.Kind == InputKind.Lobster;
        while (!cancelled.IsCancellationRequested && source.TryReadBlock(out MessageBlock block))
        {
            if (block.GapCount > 0)
                EnterGap(block.GapCount);
            MessageBlock.Enumerator messages = block.GetEnumerator();
            while (messages.MoveNext())
                Enter(ref messages.First, messages.Length, messages.Index);
            progress.Report(source.ByteOffset);
        }

        _table.Finish(_feedClockNs);
    }

    /// <summary>Prints rows, messages and anomalies by kind on standard error.</summary>
    /// <param name="source">The recording.</param>
    public void Summarise(MessageSource source)
    {
        TextWriter errors = System.Console.Error;
        if (_table.Rows == 0)
        {
            errors.WriteLine(_options.Symbol == null ? "note: no row in the input"
                : $"note: no row of {_options.Symbol} in the input; only the header was written");
            if (_options.Symbol != null && !_directory.Contains(_options.Symbol) && _directory.Count > 0)
                errors.WriteLine($"note: --symbol {_options.Symbol}: the directory of the input has {Named()}");
        }

        string bars = _table.Bars is not { } count ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} bars");
        long anomalies = _books.Anomalies.Total + _timeStepsBack + _normalizer.DefectCount + _gaps;
        errors.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_table.Rows} rows{bars}, {source.MessageCount} messages, {anomalies} anomalies"));
        foreach (BookAnomaly anomaly in Enum.GetValues<BookAnomaly>().Where(a => _books.Anomalies[a] != 0))
            errors.WriteLine($"  {anomaly}: {_books.Anomalies[anomaly]}");
        Count("TimeStepBack", _timeStepsBack);
        Count("FeedGap", _gaps);
        Count("UnknownType", _normalizer.UnknownTypeCount);
        Count("WrongLength", _normalizer.WrongLengthCount);
        Count("BadField", _normalizer.BadFieldCount);

        void Count(string name, long number)
        {
            if (number != 0)
                errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {number}"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _books.Dispose();
        _normalizer.Dispose();
        _table.Dispose();
    }

    // The symbols nearest to what was asked for in the alphabet, which is where a slip of the hand leaves one.
    private string Named()
    {
        string[] names = [.. _directory.Select(static s => s.ToString()).Distinct().Order(StringComparer.Ordinal)];
        if (names.Length <= MostNamed)
            return string.Join(", ", names);
        int at = Math.Clamp(
            ~Array.BinarySearch(names, _options.Symbol!, StringComparer.Ordinal) - (MostNamed / 2),
            0, names.Length - MostNamed);
        return string.Create(CultureInfo.InvariantCulture,
            $"{names.Length} symbols, among them {string.Join(", ", names.Skip(at).Take(MostNamed))}");
    }

    private void Enter(ref byte message, int length, long index)
    {
        long before = _feedClockNs;
        if (length >= HeaderBytes)
        {
            ReadOnlySpan<byte> header = MemoryMarshal.CreateReadOnlySpan(ref message, HeaderBytes);
            long timeNs = (long)(BinaryPrimitives.ReadUInt64BigEndian(header[TimestampOffset..]) & TimestampMask);
            if (timeNs < _feedClockNs)
                _timeStepsBack++;
            _feedClockNs = Math.Max(_feedClockNs, timeNs);
            if (message == 'R' && length >= DirectorySymbolOffset + Alpha8.SizeBytes && _table.Rows == 0
                && _directory.Count < ushort.MaxValue)
            {
                _directory.Add(Alpha8.FromBytes(MemoryMarshal.CreateReadOnlySpan(
                    ref Unsafe.Add(ref message, DirectorySymbolOffset), Alpha8.SizeBytes)));
            }
        }

        if (!_normalizer.TryNormalize(ref message, length, index + 1, ref _event))
            return;
        int instrument = _event.Instrument;
        _books.Apply(in _event, ref _update);
        if (instrument >= _normalizer.Universe.Capacity)
            return;
        if (!_table.Knows(instrument))
            _table.Add(instrument, SymbolOf(instrument));
        _table.Enter(instrument, ref _event, in _update, before, (index, _event.Code));
    }

    private byte[] SymbolOf(int instrument)
    {
        Alpha8 symbol = _normalizer.Universe.SymbolOf(instrument);
        return Alpha8.AsBytes(in symbol)[..symbol.TrimmedLength].ToArray();
    }

    // What is missing may have been anything: books and features begin anew (features specification 1.8).
    private void EnterGap(long count)
    {
        _gaps++;
        _event = new InputEvent
        {
            Kind = EventKind.FeedGap,
            Instrument = InputEvent.NoInstrument,
            TimeNs = _feedClockNs,
            OrderId = (ulong)count,
        };
        Everywhere();
        _books.ClearAll();
        _event.Kind = EventKind.FeedRecovered;
        Everywhere();
    }

    private void Everywhere()
    {
        _books.Apply(in _event, ref _update);
        _table.EnterEverywhere(in _event, in _update);
    }
}
