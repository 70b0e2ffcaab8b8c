using System.CommandLine;
using System.Globalization;
using HftGateway.Cli.Console;
using HftGateway.Exchange.Synthetic;

namespace HftGateway.Cli.Commands;

/// <summary><c>hftgw generate itch</c>: a synthetic full-day feed, the same bytes for the same seed.</summary>
public static class GenerateCommand
{
    private const int MostLiveOrders = 100_000_000;

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var output = new Option<string>("--out", "-o")
        {
            Description = "file to write; - is standard output",
            HelpName = "FILE",
            Required = true,
        };
        var symbols = new Option<int>("--symbols")
        {
            Description = "symbols, 1 to 8000",
            DefaultValueFactory = static _ => 8_000,
        };
        var messages = new Option<long>("--messages")
        {
            Description = "messages in all",
            DefaultValueFactory = static _ => 100_000_000,
        };
        var seed = new Option<ulong>("--seed") { Description = "seed", DefaultValueFactory = static _ => 1 };
        var live = new Option<int>("--live-orders")
        {
            Description = "orders alive that all books together fill up to, 8 a symbol to 100000000; "
                + "by default one for every 60 messages of a symbol",
            HelpName = "N",
        };
        var itch = new Command("itch", "Write a synthetic full-day NASDAQ ITCH 5.0 file (BinaryFILE). "
            + "Example: hftgw generate itch --out day.itch --symbols 100 --messages 1000000 --seed 7");
        itch.Options.Add(output);
        itch.Options.Add(symbols);
        itch.Options.Add(messages);
        itch.Options.Add(seed);
        itch.Options.Add(live);
        itch.SetAction((r, cancelled) => Task.FromResult(Generate(
            r.GetValue(output)!,
            new SyntheticDayOptions
            {
                Symbols = r.GetValue(symbols), Messages = r.GetValue(messages), Seed = r.GetValue(seed),
                LiveOrders = r.GetValue(live), MaxLiveOrders = Room(r.GetValue(live)),
            },
            r.GetValue(CommonOptions.Quiet), cancelled)));
        var command = new Command("generate", "Synthetic market data. "
            + "Example: hftgw generate itch --out day.itch --symbols 100 --messages 1000000 --seed 7");
        command.Subcommands.Add(itch);
        return command;
    }

    // The flow overshoots its targets for a while: twice as many as wanted, and never less than by default.
    private static int Room(int liveOrders) =>
        Math.Max(new SyntheticDayOptions().MaxLiveOrders, (int)Math.Min(2L * liveOrders, MostLiveOrders * 2L));

    private static int Generate(string path, SyntheticDayOptions options, bool quiet, CancellationToken cancelled)
    {
        try
        {
            options.Validate();
        }
        catch (Exception error) when (error is ArgumentException or HftGateway.Exchange.ExchangeOptionException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, error.Message);
        }

        var progress = new ProgressReporter("messages", options.Messages, quiet);
        try
        {
            using Stream stream = Inputs.Create(path);
            SyntheticDayGenerator.Write(stream, options, done =>
            {
                cancelled.ThrowIfCancellationRequested();
                progress.Report(done);
            });
        }
        catch (OperationCanceledException)
        {
            progress.Finish();
            throw new CommandFailure(ExitStatus.Failed, $"{path}: interrupted; the file is incomplete");
        }
        catch (IOException error) when (!StandardOutput.IsReaderGone(error))
        {
            progress.Finish();
            throw new CommandFailure(
                ExitStatus.Failed, $"{path}: writing failed: {error.Message}; the file is incomplete");
        }

        progress.Finish();
        if (!quiet)
        {
            System.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{options.Messages} messages of {options.Symbols} symbols in {progress.ElapsedS:0.00} s, "
                + $"{options.Messages / progress.ElapsedS / 1e6:0.00} M messages/s"));
        }

        return ExitStatus.Done;
    }
}
