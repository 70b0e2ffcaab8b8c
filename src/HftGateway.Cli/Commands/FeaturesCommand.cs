using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HftGateway.Cli.Commands.Mdp3;
using HftGateway.Cli.Console;
using HftGateway.Cli.Features;
using HftGateway.Cli.Tables;
using HftGateway.Features;
using HftGateway.MarketData;
using HftGateway.MarketData.Mdp3.Capture;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Cli.Commands;

/// <summary><c>hftgw features</c>: every feature after every event of a symbol, as a table.</summary>
public static class FeaturesCommand
{
    private const long SecondsPerDay = 86_400;

    private static readonly Option<string?> Input = new("--input", "-i")
    {
        Description = "recording: BinaryFILE ITCH, pcap, pcapng (ITCH or MDP 3.0), LOBSTER messages, or gzip of it; - is standard "
            + "input",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Symbol = new("--symbol", "-s") { Description = "symbol", HelpName = "SYM" };

    private static readonly Option<bool> All = new("--all")
    {
        Description = "all symbols, in the order of the feed; a column 'symbol' comes first",
    };

    private static readonly Option<string?> Output = new("--out", "-o")
    {
        Description = "file to write; - is standard output (csv)",
        HelpName = "FILE",
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "csv; npy: a NumPy structured array; parquet: by DuckDB's library",
        DefaultValueFactory = static _ => "csv",
    };

    private static readonly Option<string?> Bars = new("--bars")
    {
        Description = "length of a bar, e.g. 10s, 1m, 1h; closed bars are written beside the rows: FILE.bars.csv",
        HelpName = "LENGTH",
    };

    private static readonly Option<string?> Date = new("--date")
    {
        Description = "business date, for day_of_week: ITCH carries none, of MDP 3.0 it is the first packet's",
        HelpName = "YYYY-MM-DD",
    };

    private static readonly Option<string?> SessionStart = new("--session-start")
    {
        Description = "start of the session", HelpName = "HH:MM:SS",
    };

    private static readonly Option<string?> SessionEnd = new("--session-end")
    {
        Description = "end of the session", HelpName = "HH:MM:SS",
    };

    private static readonly Option<string?> Select = new("--columns")
    {
        Description = "only these features, separated by commas; what they do not need is not computed",
        HelpName = "A,B,C",
    };

    private static readonly Option<string> Protocol = CommonOptions.Protocol();

    private static readonly Option<string> TimeZone = new("--time-zone")
    {
        Description = "captures of MDP 3.0, whose times are UTC: zone in which a day begins at midnight (IANA name)",
        HelpName = "ZONE",
        DefaultValueFactory = static _ => "UTC",
    };

    private static readonly Option<bool> List = new("--list") { Description = "list every feature and end" };

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Format.AcceptOnlyFromAmong([.. TableWriter.Formats]);
        Option<string[]> set = CommonOptions.Set();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("features", "Features after every event of a symbol. "
            + "Example: hftgw features --input day.itch --symbol AAPL --out aapl.csv --bars 1m "
            + "--set features.flow_window=50");
        foreach (Option option in (Option[])[Input, Symbol, All, Output, Format, Bars, Date, SessionStart, SessionEnd,
            Select, Protocol, TimeZone, List, set, json])
            command.Options.Add(option);
        command.SetAction((r, cancelled) => Task.FromResult(r.GetValue(List)
            ? PrintList(r.GetValue(json))
            : r.GetValue(Input) is { } input && Inputs.AreMdp3([input], null, r.GetValue(Protocol)!)
            ? ExportMdp3(r, r.GetValue(set) ?? [], cancelled)
            : Export(Parse(r, r.GetValue(set) ?? [], null), cancelled)));
        return command;
    }

    private static FeatureExportOptions Parse(ParseResult r, string[] assignments, DateOnly? dateOfInput)
    {
        string input = r.GetValue(Input) ?? throw Wrong("--input is missing: a recording, or - for standard input");
        string output = r.GetValue(Output) ?? throw Wrong("--out is missing: a file, or - for standard output");
        string? symbol = r.GetValue(Symbol);
        if (symbol == null != r.GetValue(All))
            throw Wrong("give --symbol SYM or --all, one of the two");
        string? bars = r.GetValue(Bars);
        if (output == "-" && bars != null)
            throw Wrong("--bars writes a second file beside --out; give --out a file, not standard output");
        if (input != "-" && output != "-" && Path.GetFullPath(input) == Path.GetFullPath(output))
            throw Wrong($"--out {output}: is the input; name another file");
        var options = new FeatureOptions { BusinessDate = ParseDate(r.GetValue(Date)) ?? dateOfInput };
        if (r.GetValue(SessionStart) is { } start)
            options = options with { SessionStartS = ParseTime("--session-start", start) };
        if (r.GetValue(SessionEnd) is { } end)
            options = options with { SessionEndS = ParseTime("--session-end", end) };
        if (bars != null)
            options = options with { BarS = ParseLength(bars) };
        foreach (string assignment in assignments)
        {
            if (FeatureParameters.TrySetAssignment(options, assignment, out options) is { } error)
                throw Wrong($"--set {assignment}: {error}");
        }

        return new FeatureExportOptions
        {
            Input = input,
            Symbol = symbol,
            Output = output,
            Format = r.GetValue(Format)!,
            Plan = MakePlan(r.GetValue(Select), options, bars != null),
            IsQuiet = r.GetValue(CommonOptions.Quiet),
        };
    }

    private static FeaturePlan MakePlan(string? columns, FeatureOptions options, bool bars)
    {
        try
        {
            return columns == null ? FeaturePlan.All(options, bars)
                : FeaturePlan.Create(SplitNames(columns), options, bars);
        }
        catch (ArgumentException error)
        {
            throw Wrong(columns == null ? error.Message : $"--columns: {error.Message}");
        }
    }

    // Commas inside of brackets belong to a request's parameters.
    private static List<string> SplitNames(string columns)
    {
        List<string> names = [""];
        int depth = 0;
        foreach (char c in columns)
        {
            depth += c is '[' or '(' ? 1 : c is ']' or ')' ? -1 : 0;
            if (c == ',' && depth == 0)
                names.Add("");
            else
                names[^1] += c;
        }

        return [.. names.Select(static n => n.Trim())];
    }

    private static int Export(FeatureExportOptions options, CancellationToken cancelled)
    {
        using MessageSource source = Inputs.Open(options.Input);
        if (options.Symbol != null)
            Inputs.NameSymbol(source, options.Symbol);
        using var export = new FeatureExport(options);
        var progress = new ProgressReporter("bytes", Inputs.PlainLength(options.Input), options.IsQuiet);
        export.Run(source, progress, cancelled);
        progress.Finish();
        if (!options.IsQuiet)
        {
            if (cancelled.IsCancellationRequested)
                System.Console.Error.WriteLine("note: interrupted; the files hold what came before");
            export.Summarise(source);
        }

        return Inputs.Finish([source], options.IsQuiet);
    }

    private static int ExportMdp3(ParseResult r, string[] assignments, CancellationToken cancelled)
    {
        string input = r.GetValue(Input)!;
        long firstNs = Mdp3CaptureHead.Of(input, null, null, symbols: 0).FirstNs;
        (long midnightNs, DateOnly day) = ExchangeDay.Of(firstNs, r.GetValue(TimeZone)!);
        FeatureExportOptions options = Parse(r, assignments, day);
        using Mdp3CaptureSource source = Inputs.OpenMdp3(input, null);
        using var export = new Mdp3FeatureExport(options, midnightNs);
        var progress = new ProgressReporter("packets", 0, options.IsQuiet);
        export.Run(source, progress, cancelled);
        progress.Finish();
        if (!options.IsQuiet)
        {
            if (cancelled.IsCancellationRequested)
                System.Console.Error.WriteLine("note: interrupted; the files hold what came before");
            export.Summarise(source);
        }

        int status = Inputs.Finish([source], options.IsQuiet);
        return export.IsUnderstood ? status : ExitStatus.Failed;
    }

    private static int PrintList(bool json)
    {
        if (json)
        {
            using Stream output = StandardOutput.Open(1 << 16);
            foreach (FeatureColumn column in FeatureRegistry.Columns)
            {
                using (var writer = new Utf8JsonWriter(output))
                    WriteColumn(writer, column);
                output.WriteByte((byte)'\n');
            }

            output.Flush();
            return ExitStatus.Done;
        }

        TextWriter text = System.Console.Out;
        foreach (FeatureColumn column in FeatureRegistry.Columns)
        {
            text.WriteLine($"{column.Name,-24} {column.Group,-12} {column.Trigger,-10} {column.Unit}");
            text.WriteLine($"{"",-24} from: {column.WarmUp}");
            if (column.Parameters.Count > 0)
                text.WriteLine($"{"",-24} parameters: {string.Join(", ", column.Parameters)}");
        }

        return ExitStatus.Done;
    }

    private static void WriteColumn(Utf8JsonWriter writer, FeatureColumn column)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", column.Index);
        writer.WriteString("name", column.Name);
        writer.WriteString("unit", column.Unit);
        writer.WriteString("group", column.Group.ToString());
        writer.WriteString("trigger", column.Trigger.ToString());
        writer.WriteBoolean("integer", column.IsInteger);
        writer.WriteString("warm_up", column.WarmUp);
        foreach ((string name, IReadOnlyList<string> items) in
            ((string, IReadOnlyList<string>)[])[("depends_on", column.DependsOn), ("parameters", column.Parameters)])
        {
            writer.WriteStartArray(name);
            foreach (string item in items)
                writer.WriteStringValue(item);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static DateOnly? ParseDate(string? text)
    {
        if (text == null)
            return null;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", invariant, DateTimeStyles.None, out DateOnly date)
            ? date : throw Wrong($"--date {text}: expected YYYY-MM-DD");
    }

    private static int ParseTime(string option, string text)
    {
        if (text == "24:00:00")
            return (int)SecondsPerDay;
        return TimeOnly.TryParseExact(text, ["HH:mm:ss", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None,
            out TimeOnly time)
            ? (int)(time.Ticks / TimeSpan.TicksPerSecond)
            : throw Wrong($"{option} {text}: expected HH:MM:SS, 00:00:00 to 24:00:00");
    }

    // A number and ms, s, m or h; seconds without a unit.
    private static double ParseLength(string text)
    {
        (string Unit, double Seconds)[] units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600)];
        (string unit, double scale) =
            units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal), ("", 1));
        string number = text[..^unit.Length];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value * scale is >= 0.001 and <= SecondsPerDay
            ? value * scale : throw Wrong($"--bars {text}: expected a length such as 10s, 1m or 1h, 1ms to 24h");
    }

    private static CommandFailure Wrong(string message) => new(ExitStatus.WrongInput, message);
}
