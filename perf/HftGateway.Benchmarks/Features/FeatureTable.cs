using System.Diagnostics;
using System.Globalization;
using HftGateway.Features;
using HftGateway.MarketData.Events;

namespace HftGateway.Benchmarks.Features;

/// <summary>
/// The subcommand <c>features [FILTER]</c>: what each plan costs an event, a plan of one feature each, and beyond a plan
/// of none: reading the event and its update.
/// <para><b>Threading.</b> The calling thread.</para>
/// </summary>
internal static class FeatureTable
{
    private const int Events = 16_384;
    private static long _rows;
    private const int Rounds = 12;

    // Minutes between plays before the clock is watched: windows are full then, scores and averages of bars exist.
    private const int WarmMinutes = 150;

    /// <summary>Measures the plans whose name contains the filter, by turns with the empty plan.</summary>
    public static int Execute(ReadOnlySpan<string> arguments, TextWriter output)
    {
        string filter = arguments.Length > 0 ? arguments[0] : "";
        string[] plans = ["none", "strategy", "pair", "tick", "bars", "all"];
        string[] groups = [.. Enum.GetNames<FeatureGroup>().Select(static g => $"group {g}")];
        string[] shapes = ["sparse all", "slow all"];
        string[] names = [.. plans, .. shapes, .. groups, .. FeatureRegistry.Columns.Select(static c => c.Name)];
        FeatureFeed busy = new(Events, 1);
        output.WriteLine($"{"ns an event",-28}     best   median  beyond none   bytes");
        bool isName = filter.StartsWith('=');
        foreach (string name in names.Where(
            n => isName ? n == filter[1..] : n.Contains(filter, StringComparison.Ordinal)))
        {
            (FeatureFeed feed, string plan) = Case(name, busy);
            using FeatureEngine engine = new(FeaturePlans.Of(plan), 1);
            using FeatureEngine nothing = new(FeaturePlans.Of("none"), 1);
            Warm(feed, nothing, engine);
            double[] with = new double[Rounds];
            double[] without = new double[Rounds];
            for (int round = -2; round < Rounds; round++)
            {
                double a = Run(nothing, feed);
                double b = Run(engine, feed);
                if (round < 0)
                    continue;
                without[round] = a;
                with[round] = b;
            }
            Array.Sort(with);
            Array.Sort(without);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-28} {with[0],8:F2} {with[Rounds / 2],8:F2} {with[0] - without[0],12:F2} "
                + $"{engine.BytesPerInstrument,7}"));
        }
        return 0;
    }

    private static (FeatureFeed Feed, string Plan) Case(string name, FeatureFeed busy) => name.Split(' ') switch
    {
        ["sparse", string plan] => (new FeatureFeed(Events, 1, FeedShape.Sparse), plan),
        ["slow", string plan] => (new FeatureFeed(Events, 1, FeedShape.Slow), plan),
        _ => (busy, name),
    };

    private static void Warm(FeatureFeed feed, params ReadOnlySpan<FeatureEngine> engines)
    {
        InputEvent[] events = feed.Events;
        for (int minute = 0; minute < WarmMinutes; minute++)
        {
            for (int i = 0; i < events.Length; i++)
            {
                events[i].TimeNs += feed.SpanNs + 60_000_000_000;
                foreach (FeatureEngine engine in engines)
                    engine.OnEvent(in events[i], in feed.Updates[i]);
            }
        }
    }

    private static double Run(FeatureEngine engine, FeatureFeed feed)
    {
        InputEvent[] events = feed.Events;
        const int Passes = 4;
        long start = Stopwatch.GetTimestamp();
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int i = 0; i < events.Length; i++)
            {
                events[i].TimeNs += feed.SpanNs;
                _rows += engine.OnEvent(in events[i], in feed.Updates[i]) ? 1 : 0;
            }
        }
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Passes * events.Length);
    }
}
