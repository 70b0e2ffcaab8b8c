using System.Diagnostics;
using System.Globalization;

namespace HftGateway.Benchmarks.FixSessions;

/// <summary>
/// <c>fix-session</c>: from an order to its report over loopback, an engine on each end and both spinning, beside bare
/// sockets that spin and exchange messages of the same length; rounds of either in turn. Then how many orders a second
/// with 100 in flight and the durable store on.
/// </summary>
internal static class OrderToReportRun
{
    private const int WarmUp = 20_000;

    /// <summary>Runs it.</summary>
    /// <param name="args">Rounds, and round trips a round.</param>
    /// <param name="output">Receives the table.</param>
    /// <returns>Exit status.</returns>
    public static int Execute(ReadOnlySpan<string> args, TextWriter output)
    {
        int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        int trips = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20_000;
        using var engines = new EnginePair();
        using var sockets = new BareSockets(engines.OrderBytes, engines.ReportBytes);
        engines.RoundTrips(WarmUp);
        sockets.RoundTrips(WarmUp);
        var ours = new List<double>();
        var bare = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            ours.Add(Report(output, "engine on both ends", engines.RoundTrips(trips)));
            bare.Add(Report(output, "bare sockets, same lengths", sockets.RoundTrips(trips)));
        }

        ours.Sort();
        bare.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"medians of {rounds} rounds: {ours[rounds / 2]:F2} µs and {bare[rounds / 2]:F2} µs, "
            + $"ratio {ours[rounds / 2] / bare[rounds / 2]:F2}"));
        engines.InFlight(100, 200_000);
        for (int round = 0; round < rounds; round++)
        {
            const int Orders = 500_000;
            long start = Stopwatch.GetTimestamp();
            engines.InFlight(100, Orders);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"100 in flight, durable store on both ends: {Orders / seconds:N0} orders a second"));
        }

        return 0;
    }

    private static double Report(TextWriter output, string name, long[] ticks)
    {
        Array.Sort(ticks);
        double Us(int index) => ticks[index] * 1e6 / Stopwatch.Frequency;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-28} p50 {Us(ticks.Length / 2):F2}  p90 {Us(ticks.Length * 9 / 10):F2}  "
            + $"p99 {Us(ticks.Length * 99 / 100):F2} µs"));
        return Us(ticks.Length / 2);
    }
}
