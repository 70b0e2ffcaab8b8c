using System.CommandLine;
using System.Globalization;
using HftGateway.Cli.Commands.Mdp3;
using HftGateway.Cli.Console;
using HftGateway.MarketData;
using HftGateway.MarketData.Pcap;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Replay;

namespace HftGateway.Cli.Commands;

/// <summary>
/// <c>hftgw replay</c>: recordings through the same pipeline as live, orders to the recorded exchange.
/// </summary>
public static class ReplayCommand
{
    private static readonly Dictionary<string, string> Presets = new()
    {
        ["gateway.ring_size"] = "512",
    };

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string[]> input = CommonOptions.Input();
        Option<string?> config = CommonOptions.Config();
        Option<string[]> set = CommonOptions.Set();
        Option<bool> json = CommonOptions.Json();
        Option<string?> histograms = ReportOutput.Histograms();
        var speed = new Option<string>("--speed")
        {
            Description = "max, or a multiple of the original speed such as 1x or 10x",
            DefaultValueFactory = static _ => "max",
        };
        var orders = new Option<string>("--orders")
        {
            Description =
                "exchange: fills among the recorded orders; null: accepted and expired, to measure the pipeline alone",
            DefaultValueFactory = static _ => "exchange",
        };
        orders.AcceptOnlyFromAmong("exchange", "null");
        Option<string?> venues = VenueNames.Option();
        var command = new Command("replay", "Recordings through the pipeline. "
            + "Example: hftgw replay --input day.itch --set instruments.symbols=[S0001] --speed max");
        Option<string[]> filter = CommonOptions.Filter();
        Option<long> check = CommonOptions.CheckEvery();
        command.Options.Add(input);
        command.Options.Add(filter);
        command.Options.Add(config);
        command.Options.Add(set);
        command.Options.Add(speed);
        command.Options.Add(orders);
        command.Options.Add(venues);
        command.Options.Add(json);
        command.Options.Add(histograms);
        command.Options.Add(check);
        Option<string> protocol = CommonOptions.Protocol();
        command.Options.Add(protocol);
        command.SetAction((r, cancelled) => Task.FromResult(
            Inputs.AreMdp3(r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), r.GetValue(protocol)!)
            ? Mdp3ReplayJob.Run(
                EffectiveConfiguration.Load(r.GetValue(config), Presets, r.GetValue(set) ?? []),
                r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), ParseSpeed(r.GetValue(speed)!),
                r.GetValue(orders) == "null" ? ReplayOrders.Null : ReplayOrders.Exchange,
                r.GetValue(json), r.GetValue(histograms), r.GetValue(CommonOptions.Quiet), cancelled)
            : Replay(
            EffectiveConfiguration.Load(r.GetValue(config), Presets, r.GetValue(set) ?? []),
            r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), ParseSpeed(r.GetValue(speed)!),
            r.GetValue(orders) == "null" ? ReplayOrders.Null : ReplayOrders.Exchange,
            VenueNames.Parse(r.GetValue(venues), r.GetValue(input)!.Length),
            r.GetValue(json), r.GetValue(histograms), r.GetValue(check), r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    private static int Replay(
        EffectiveConfiguration configuration, string[] inputs, PcapFilter? filter, double speed, ReplayOrders orders,
        IReadOnlyList<string> venues, bool json, string? histograms, long checkEvery, bool quiet,
        CancellationToken cancelled)
    {
        CommonOptions.ThrowIfNegative(checkEvery);
        ReplayOptions options = ReplayOptions.From(configuration, speed, orders);
        IReadOnlyList<string> symbols = Inputs.Symbols(configuration, inputs);
        List<MessageSource> sources = [];
        try
        {
            foreach (string path in inputs)
                sources.Add(Inputs.Open(path, filter));
            sources.ForEach(s => Inputs.NameSymbol(s, symbols));
            using var runner = new ReplayRunner(configuration, symbols, options, venues) { CheckEvery = checkEvery };
            var progress = new ProgressReporter("messages", 0, quiet);
            RunReport report = runner.Run(sources, progress.Report, cancelled);
            progress.Finish();
            ReportOutput.Write(report, json, histograms);
            int status = Inputs.Finish(sources, quiet);
            return BookChecks.Report(runner.Checks, runner.BookDefects, quiet) ? status : ExitStatus.Failed;
        }
        finally
        {
            foreach (MessageSource source in sources)
                source.Dispose();
        }
    }

    private static double ParseSpeed(string text)
    {
        if (text == "max")
            return 0;
        if (text.EndsWith('x')
            && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double speed)
            && speed is > 0 and <= 1e6)
            return speed;
        throw new CommandFailure(
            ExitStatus.WrongInput, $"--speed {text}: expected max or a multiple such as 1x, 0.5x or 10x");
    }
}
