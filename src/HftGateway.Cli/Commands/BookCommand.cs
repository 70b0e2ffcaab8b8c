using System.CommandLine;
using System.Globalization;
using HftGateway.Books;
using HftGateway.Cli.Commands.Mdp3;
using HftGateway.Cli.Console;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Pcap;

namespace HftGateway.Cli.Commands;

/// <summary>
/// <c>hftgw book</c>: one symbol's book after every message that changed it, or with <c>--all</c> every symbol's.
/// </summary>
public static class BookCommand
{
    private const int MaxDepth = 10_000;

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string[]> input = CommonOptions.Input();
        var symbol = new Option<string>("--symbol", "-s") { Description = "symbol; needed unless --all" };
        var depth = new Option<int>("--depth") { Description = "levels a side", DefaultValueFactory = static _ => 10 };
        var output = new Option<string>("--out", "-o")
        {
            Description = "file to write; - is standard output",
            HelpName = "FILE.csv",
            DefaultValueFactory = static _ => "-",
        };
        Option<string?> venues = VenueNames.Option();
        venues.Description = "the consolidated best bid and offer of several venues, one input each, merged by time; "
            + "names in the inputs' order, e.g. NASDAQ,BX,PSX";
        var command = new Command("book", "The book of a symbol after every message that changed it, as CSV. "
            + "Example: hftgw book --input day.itch --symbol AAPL --depth 5 --out aapl.csv; "
            + "all symbols at once, with figures: hftgw book --input day.itch --all --check-every 10000000");
        Option<string[]> filter = CommonOptions.Filter();
        command.Options.Add(input);
        command.Options.Add(filter);
        command.Options.Add(symbol);
        command.Options.Add(depth);
        command.Options.Add(venues);
        command.Options.Add(output);
        Option<long> check = CommonOptions.CheckEvery();
        command.Options.Add(check);
        Option<string> protocol = CommonOptions.Protocol();
        command.Options.Add(protocol);
        MarketBuildOptions market = new();
        market.AddTo(command);
        command.SetAction((r, cancelled) => Task.FromResult(r.GetValue(market.All)
            ? market.Job(r, r.GetValue(check)).Run(
                r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), r.GetValue(CommonOptions.Quiet), cancelled)
            : r.GetValue(venues) is { } names
            ? ConsolidatedBook.Run(
                r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), Needed(r.GetValue(symbol)), names,
                market.MaxOrders(r), r.GetValue(output)!, r.GetValue(CommonOptions.Quiet), cancelled)
            : Inputs.AreMdp3(r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), r.GetValue(protocol)!)
            ? Mdp3BookJob.Run(
                r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), Needed(r.GetValue(symbol)),
                Depth(r.GetValue(depth)), r.GetValue(output)!, r.GetValue(CommonOptions.Quiet), cancelled)
            : Book(
                r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), Needed(r.GetValue(symbol)), r.GetValue(depth),
                r.GetValue(output)!, r.GetValue(check), market.MaxOrders(r), r.GetValue(CommonOptions.Quiet),
                cancelled)));
        return command;
    }

    private static string Needed(string? symbol) => symbol ?? throw new CommandFailure(
        ExitStatus.WrongInput, "name a symbol with --symbol, or give --all for every symbol");

    private static int Depth(int depth) => depth is >= 1 and <= MaxDepth
        ? depth : throw new CommandFailure(ExitStatus.WrongInput, $"--depth {depth}: valid is 1 to {MaxDepth}");

    private static int Book(
        string[] inputs, PcapFilter? filter, string symbol, int depth, string output, long checkEvery, int maxOrders,
        bool quiet, CancellationToken cancelled)
    {
        CommonOptions.ThrowIfNegative(checkEvery);
        Depth(depth);
        List<MessageSource> sources = [.. inputs.Select(path => Inputs.Open(path, filter))];
        using Stream stream = Inputs.Create(output);
        using var books = new BookSet(new BookSetOptions { Instruments = 1, MaxOrders = maxOrders });
        using ItchNormalizer normalizer = Normalizer(symbol);
        using var writer = new BookCsvWriter(stream, depth);
        var progress = new ProgressReporter("messages", 0, quiet);
        var checks = new BookChecks(books, checkEvery);
        foreach (MessageSource source in sources)
        {
            Inputs.NameSymbol(source, symbol);
            normalizer.StatedExecutions = source.Kind == InputKind.Lobster;
            while (!cancelled.IsCancellationRequested && source.TryReadBlock(out MessageBlock block))
            {
                Apply(in block, normalizer, books, writer, checks);
                progress.Report(source.MessageCount);
            }

            if (source.Problem != null)
                break;
        }

        writer.Flush();
        progress.Finish();
        if (!quiet)
            Summarise(symbol, books, normalizer, writer);
        int status = Inputs.Finish(sources, quiet);
        sources.ForEach(static s => s.Dispose());
        bool isComplete = MarketBuild.ReportFull(books, maxOrders);
        return checks.Finish(quiet) && isComplete ? status : ExitStatus.Failed;
    }

    private static ItchNormalizer Normalizer(string symbol)
    {
        try
        {
            return new ItchNormalizer(InstrumentUniverse.Of(symbol));
        }
        catch (ArgumentException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--symbol: {error.Message}");
        }
    }

    private static void Apply(
        in MessageBlock block, ItchNormalizer normalizer, BookSet books, BookCsvWriter writer, BookChecks checks)
    {
        InputEvent e = default;
        BookUpdate update = default;
        if (block.GapCount > 0)
        {
            e.Kind = EventKind.FeedGap;
            e.Instrument = InputEvent.NoInstrument;
            books.Apply(in e, ref update);
        }

        MessageBlock.Enumerator messages = block.GetEnumerator();
        while (messages.MoveNext())
        {
            if (normalizer.TryNormalize(ref messages.First, messages.Length, messages.Index + 1, ref e))
            {
                books.Apply(in e, ref update);
                if ((update.Flags & BookFlags.Changed) != 0)
                    writer.Write(books, 0, messages.Index, e.TimeNs);
            }

            checks.After(1);
        }
    }

    private static void Summarise(string symbol, BookSet books, ItchNormalizer normalizer, BookCsvWriter writer)
    {
        if (normalizer.Universe.Count == 0 || writer.Lines == 0)
            System.Console.Error.WriteLine(
                $"note: no message changed the book of {symbol}; is the symbol in the input?");
        System.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{writer.Lines} book changes, {books.TotalOrders} live orders at the end, "
            + $"{books.Anomalies.Total} anomalies, {normalizer.DefectCount} messages not understood"));
        foreach (BookAnomaly anomaly in Enum.GetValues<BookAnomaly>().Where(a => books.Anomalies[a] != 0))
            System.Console.Error.WriteLine($"  {anomaly}: {books.Anomalies[anomaly]}");
    }
}
