using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HftGateway.Books;
using HftGateway.Cli.Console;
using HftGateway.MarketData;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Pcap;

namespace HftGateway.Cli.Commands;

/// <summary><c>hftgw book --all</c>: the books of a whole market on one thread, with figures of the cost.</summary>
public sealed class MarketBuild
{
    // Between looks at the clock and at Ctrl-C.
    private const long Step = 1_000_000;

    /// <summary>Symbols to build, none for all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Level totals only.</summary>
    public required bool Totals { get; init; }

    /// <summary>Room for symbols.</summary>
    public required int MaxSymbols { get; init; }

    /// <summary>Room for live orders.</summary>
    public required int MaxOrders { get; init; }

    /// <summary>Messages between checks, 0 for none.</summary>
    public required long CheckEvery { get; init; }

    /// <summary>Print JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>Builds and prints.</summary>
    /// <param name="inputs">Recordings.</param>
    /// <param name="filter">Datagrams to keep.</param>
    /// <param name="quiet">No progress and no notes.</param>
    /// <param name="cancelled">Ends it early.</param>
    /// <returns>Exit status.</returns>
    public int Run(string[] inputs, PcapFilter? filter, bool quiet, CancellationToken cancelled)
    {
        List<MessageSource> sources = [.. inputs.Select(path => Inputs.Open(path, filter))];
        InstrumentUniverse universe = Universe();
        using var normalizer = new ItchNormalizer(universe);
        using BookSet books = NewBooks(universe.Capacity);
        using var builder = new ItchBookBuilder(books, normalizer);
        var progress = new ProgressReporter("messages", 0, quiet);
        var checks = new BookChecks(books, CheckEvery);
        long ticks = 0;
        foreach (MessageSource source in sources)
        {
            if (Only.Count > 0)
                Inputs.NameSymbol(source, Only);
            normalizer.StatedExecutions = source.Kind == InputKind.Lobster;
            for (bool more = true; more && !cancelled.IsCancellationRequested;)
            {
                long before = builder.Messages;
                long start = Stopwatch.GetTimestamp();
                more = builder.Apply(source, Math.Min(Step, checks.Left));
                ticks += Stopwatch.GetTimestamp() - start;
                checks.After(builder.Messages - before);
                progress.Report(builder.Messages);
            }

            if (source.Problem != null)
                break;
        }

        progress.Finish();
        Print(books, builder, universe, normalizer, Stopwatch.GetElapsedTime(0, ticks).TotalSeconds);
        bool complete = ReportLosses(books, universe, normalizer);
        int status = Inputs.Finish(sources, quiet);
        sources.ForEach(static s => s.Dispose());
        return checks.Finish(quiet) && complete ? status : ExitStatus.Failed;
    }

    private InstrumentUniverse Universe()
    {
        try
        {
            return Only.Count > 0 ? InstrumentUniverse.Of(Only) : InstrumentUniverse.All(MaxSymbols);
        }
        catch (ArgumentException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--only: {error.Message}");
        }
    }

    private BookSet NewBooks(int instruments)
    {
        try
        {
            return new BookSet(new BookSetOptions
            {
                Instruments = instruments, MaxOrders = MaxOrders, Queues = !Totals,
            });
        }
        catch (InsufficientMemoryException error)
        {
            throw new CommandFailure(
                ExitStatus.Failed, $"--max-orders {MaxOrders}: {error.Message}; ask for fewer orders");
        }
    }

    private void Print(
        BookSet books, ItchBookBuilder builder, InstrumentUniverse universe, ItchNormalizer normalizer, double seconds)
    {
        double ns = builder.Messages == 0 ? 0 : seconds * 1e9 / builder.Messages;
        using Stream output = StandardOutput.Open(0);
        if (Json)
        {
            using var json = new Utf8JsonWriter(output);
            json.WriteStartObject();
            json.WriteNumber("messages", builder.Messages);
            json.WriteNumber("messages_not_wanted", normalizer.NotSubscribedCount);
            json.WriteNumber("messages_not_understood", normalizer.DefectCount);
            json.WriteNumber("symbols", universe.Count);
            json.WriteNumber("live_orders", books.TotalOrders);
            json.WriteNumber("levels", books.TotalLevels);
            json.WriteNumber("anomalies", books.Anomalies.Total);
            json.WriteBoolean("queues", books.HasQueues);
            json.WriteString("checksum", books.Checksum().ToString("x16", CultureInfo.InvariantCulture));
            json.WriteNumber("seconds", seconds);
            json.WriteNumber("ns_per_message", ns);
            json.WriteNumber("memory_bytes", books.MemoryBytes);
            json.WriteEndObject();
            json.Flush();
            output.WriteByte((byte)'\n');
            return;
        }

        long dropped = normalizer.NotSubscribedCount;
        double millions = ns == 0 ? 0 : 1e3 / ns;
        using var text = new StreamWriter(output);
        text.Write(string.Create(CultureInfo.InvariantCulture, $"""
            messages        {builder.Messages} ({dropped} not wanted, {normalizer.DefectCount} not understood)
            symbols         {universe.Count}
            live orders     {books.TotalOrders}
            levels          {books.TotalLevels}
            anomalies       {books.Anomalies.Total}
            queues          {(books.HasQueues ? "kept" : "not kept: level totals only")}
            checksum        {books.Checksum():x16}
            time            {seconds:F2} s, {ns:F1} ns a message, {millions:F2} million messages a second
            memory          {books.MemoryBytes / 1e6:F0} MB

            """));
    }

    private bool ReportLosses(BookSet books, InstrumentUniverse universe, ItchNormalizer normalizer)
    {
        if (universe.BeyondCapacity > 0)
        {
            System.Console.Error.WriteLine(
                $"error: more than {MaxSymbols} symbols in the input: the rest has no books; raise --max-symbols");
        }

        bool isComplete = ReportFull(books, MaxOrders);

        foreach (BookAnomaly anomaly in Enum.GetValues<BookAnomaly>().Where(a => books.Anomalies[a] != 0))
            System.Console.Error.WriteLine($"note: {anomaly}: {books.Anomalies[anomaly]}");
        if (normalizer.DefectCount != 0)
            System.Console.Error.WriteLine($"note: messages not understood, the latest: {normalizer.LastDefect}");
        return universe.BeyondCapacity == 0 && isComplete;
    }

    /// <summary>Says so when there was no room for orders.</summary>
    /// <param name="books">Books.</param>
    /// <param name="maxOrders">Room that they had.</param>
    /// <returns>Whether there was room for all.</returns>
    internal static bool ReportFull(BookSet books, int maxOrders)
    {
        if (books.Anomalies[BookAnomaly.OrderPoolFull] == 0)
            return true;
        System.Console.Error.WriteLine(
            $"error: more than {maxOrders} live orders: books are incomplete; raise --max-orders");
        return false;
    }
}
