using System.Globalization;
using System.Text.Json;
using HftGateway.MarketData.Arbitration;

namespace HftGateway.Pipeline.Gateway;

/// <summary>What the reports of all feeds say alike: named numbers, and the lines.</summary>
internal static class FeedReportLines
{
    /// <summary>The named numbers of a line, in a fixed order.</summary>
    /// <param name="s">The line.</param>
    /// <param name="unit">What the feed numbers: messages or packets.</param>
    /// <param name="socket">Datagrams dropped by the kernel, too long, from a wrong source.</param>
    public static IEnumerable<(string Name, long Count)> Counts(
        LineStatistics s, string unit, (long Dropped, long TooLong, long WrongSource) socket) =>
    [
        ("packets", s.Packets), ("first", s.First), ("second", s.Second), ("missing_" + unit, s.Missing),
        ("gaps", s.Gaps), ("reordered", s.Reordered), ("repeated", s.Repeated), ("too_late", s.TooLate),
        ("heartbeats", s.Heartbeats), ("malformed", s.Malformed), ("other_session", s.OtherSession),
        ("implausible", s.Implausible), ("buffer_full", s.Dropped), ("conflicts", s.Conflicts), ("downs", s.Downs),
        ("socket_drops", socket.Dropped), ("too_long", socket.TooLong), ("wrong_source", socket.WrongSource),
    ];

    /// <summary>Numbers in a line of text, what is zero left out.</summary>
    /// <param name="counts">Named numbers.</param>
    public static string Text(IEnumerable<(string Name, long Count)> counts) => string.Join(
        ", ", counts.Where(static c => c.Count != 0).Select(static c => $"{c.Name.Replace('_', ' ')} {c.Count}"));

    /// <summary>Prints a line.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="feed">Name of the feed.</param>
    /// <param name="line">Number of the line.</param>
    /// <param name="counts">Its numbers.</param>
    /// <param name="lag">How far it was behind the others.</param>
    public static void WriteText(
        TextWriter output, string feed, int line, IEnumerable<(string Name, long Count)> counts, LagHistogram lag)
    {
        string behind = lag.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"; behind by {lag.MinNs} to {lag.MaxNs} ns, mean {lag.MeanNs:0}, median under {lag.QuantileNs(0.5)}");
        output.WriteLine($"line      {feed} {(char)('A' + line)}: {Text(counts)}{behind}");
    }

    /// <summary>Writes a line as one JSON object, zeros included.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="counts">Its numbers.</param>
    /// <param name="lag">How far it was behind the others.</param>
    public static void WriteJson(
        Utf8JsonWriter json, IEnumerable<(string Name, long Count)> counts, LagHistogram lag)
    {
        json.WriteStartObject();
        foreach ((string name, long count) in counts)
            json.WriteNumber(name, count);
        if (lag.Count > 0)
        {
            json.WriteNumber("lag_min_ns", lag.MinNs);
            json.WriteNumber("lag_mean_ns", lag.MeanNs);
            json.WriteNumber("lag_max_ns", lag.MaxNs);
        }

        json.WriteEndObject();
    }
}
