using System.Globalization;
using System.Text.Json;
using HftGateway.Books;
using HftGateway.Histogram;
using HftGateway.Pipeline.Latency;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Stages;
using HftGateway.Pipeline.Topology;
using HftGateway.Platform.Timing;
using HftGateway.Risk;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// What a run did: counts, profit and loss, and latencies. Taken from the stages when the run has ended.
/// </summary>
public sealed class RunReport
{
    private const double PuSharesPerDollar = 10_000;

    /// <summary>Name of the run, e.g. topology and strategy.</summary>
    public required string Title { get; init; }

    /// <summary>Length of the run in seconds of the machine's clock.</summary>
    public required double ElapsedS { get; init; }

    /// <summary>The feed.</summary>
    public required FeedStatistics Feed { get; init; }

    /// <summary>Latencies.</summary>
    public required LatencyRecorder Latency { get; init; }

    /// <summary>Orders sent.</summary>
    public EncoderCounters Orders { get; init; }

    /// <summary>Named counts beyond the common ones, only those that are not zero.</summary>
    public required IReadOnlyList<(string Group, string Name, long Count)> Counts { get; init; }

    /// <summary>Fills and shares.</summary>
    public long Fills { get; init; }

    /// <summary>Shares bought and sold.</summary>
    public long SharesTraded { get; init; }

    /// <summary>Sum of the absolute positions left, shares.</summary>
    public long OpenPosition { get; init; }

    /// <summary>Realised profit, dollars, before fees.</summary>
    public double RealisedDollars { get; init; }

    /// <summary>Unrealised profit at the mid, dollars.</summary>
    public double UnrealisedDollars { get; init; }

    /// <summary>Fees, dollars; a rebate is negative.</summary>
    public double FeesDollars { get; init; }

    /// <summary>Latency that the exchange measured from outside, ns; null if nobody measured.</summary>
    public LongHistogram? OutsideLatency { get; init; }

    /// <summary>Bytes that each hot-path thread allocated.</summary>
    public IReadOnlyList<AllocationMeter> Allocations { get; init; } = [];

    /// <summary>SHA-256 over every byte sent to the exchange, in hexadecimal; null where it was not taken.</summary>
    public string? OrderBytesSha256 { get; set; }

    /// <summary>Cost of one time stamp, ns.</summary>
    public double StampCostNs { get; init; }

    /// <summary>Takes the numbers from the stages.</summary>
    /// <typeparam name="TTransport">Where orders went.</typeparam>
    /// <param name="title">Name of the run.</param>
    /// <param name="elapsedS">Length of the run, s.</param>
    /// <param name="stages">The stages, all stopped.</param>
    /// <param name="feed">What ingress saw.</param>
    /// <param name="latency">Latencies.</param>
    /// <param name="allocations">Bytes that each hot-path thread allocated.</param>
    /// <param name="outside">Latency measured by the exchange, or null.</param>
    /// <returns>The report.</returns>
    public static RunReport From<TTransport>(
        string title, double elapsedS, StageSet<OfiMomentumStrategy, TTransport> stages, FeedStatistics feed,
        LatencyRecorder latency, IReadOnlyList<AllocationMeter> allocations, LongHistogram? outside)
        where TTransport : struct, IOrderTransport
    {
        long realised = 0, unrealised = 0, fees = 0, shares = 0, open = 0;
        for (int i = 0; i < stages.Risk.InstrumentCount; i++)
        {
            PositionView view = stages.Risk.View(i);
            realised += view.RealisedPu;
            unrealised += view.UnrealisedPu;
            fees += view.FeesMicroDollars;
            shares += view.BoughtShares + view.SoldShares;
            open += Math.Abs(view.Position);
        }

        return new RunReport
        {
            Title = title,
            ElapsedS = elapsedS,
            Feed = feed,
            Latency = latency,
            Orders = stages.Encoder.Counters,
            Counts = CollectCounts(stages),
            Fills = stages.Risk.Counters[RiskCounter.Fills],
            SharesTraded = shares,
            OpenPosition = open,
            RealisedDollars = realised / PuSharesPerDollar,
            UnrealisedDollars = unrealised / PuSharesPerDollar,
            FeesDollars = fees / 1e6,
            OutsideLatency = outside,
            Allocations = allocations,
            StampCostNs = MeasureStampCost(),
        };
    }

    /// <summary>Prints the report for people.</summary>
    /// <param name="output">Where to.</param>
    public void WriteText(TextWriter output)
    {
        output.WriteLine(Title);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"feed      {Feed.Messages} messages in {Feed.Packets} packets, {Feed.Events} events, "
            + $"{Feed.Timers} timers, {ElapsedS:0.000} s, "
            + $"{Feed.Messages / Math.Max(ElapsedS, 1e-9) / 1e6:0.000} M messages/s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"gaps      {Feed.Gaps} ({Feed.MissingMessages} messages missing), {Feed.DuplicatePackets} duplicates, "
            + $"{Feed.MalformedPackets} malformed packets, {Feed.MalformedMessages} malformed messages"));
        foreach (FeedReport feed in Feed.Feeds.Where(static f => f.IsRemarkable))
            feed.WriteText(output);
        Feed.Mdp3?.WriteText(output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"orders    {Orders.NewOrders} new, {Orders.Cancels} cancels, {Orders.Replaces} replaces, "
            + $"{Orders.Refused} not sent, {Orders.Administrative} administrative"));
        Line(output, $"fills     {Fills} ({SharesTraded} shares), open position {OpenPosition} shares");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"P&L       {RealisedDollars:0.00} realised + {UnrealisedDollars:0.00} unrealised "
            + $"- {FeesDollars:0.00} fees = {RealisedDollars + UnrealisedDollars - FeesDollars:0.00} dollars"));
        foreach (IGrouping<string, (string Group, string Name, long Count)> group
            in Counts.GroupBy(static c => c.Group))
            output.WriteLine($"{group.Key,-10}{string.Join(", ", group.Select(static c => $"{c.Name} {c.Count}"))}");
        output.WriteLine($"allocated {string.Join(", ", Allocations.Select(static a => $"{a.Name} {a.Bytes}"))} bytes");
        WriteLatency(output);
        if (OrderBytesSha256 != null)
            output.WriteLine($"order bytes sha256 {OrderBytesSha256}");
    }

    /// <summary>Prints the report as one JSON document.</summary>
    /// <param name="output">Where to.</param>
    public void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("title", Title);
        json.WriteNumber("elapsed_s", ElapsedS);
        json.WriteNumber("messages", Feed.Messages);
        json.WriteNumber("packets", Feed.Packets);
        json.WriteNumber("events", Feed.Events);
        json.WriteNumber("gaps", Feed.Gaps);
        json.WriteNumber("missing_messages", Feed.MissingMessages);
        json.WriteNumber("new_orders", Orders.NewOrders);
        json.WriteNumber("cancels", Orders.Cancels);
        json.WriteNumber("replaces", Orders.Replaces);
        json.WriteNumber("fills", Fills);
        json.WriteNumber("shares", SharesTraded);
        json.WriteNumber("open_position", OpenPosition);
        json.WriteNumber("realised_dollars", RealisedDollars);
        json.WriteNumber("unrealised_dollars", UnrealisedDollars);
        json.WriteNumber("fees_dollars", FeesDollars);
        if (OrderBytesSha256 != null)
            json.WriteString("order_bytes_sha256", OrderBytesSha256);
        json.WriteStartObject("counts");
        foreach (IGrouping<string, (string Group, string Name, long Count)> group
            in Counts.GroupBy(static c => c.Group))
        {
            json.WriteStartObject(group.Key.Replace(' ', '_'));
            foreach ((_, string name, long count) in group)
                json.WriteNumber(name, count);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteFeeds(json);
        json.WriteNumber("allocated_bytes", Allocations.Sum(static a => a.Bytes));
        json.WriteNumber("stamp_cost_ns", StampCostNs);
        json.WriteNumber("latency_records_dropped", Latency.Dropped);
        WriteSet(json, "latency_ns_all_events", Latency.AllEvents);
        WriteSet(json, "latency_ns_order_events", Latency.OrderEvents);
        if (OutsideLatency != null)
        {
            json.WriteStartObject("latency_ns_outside");
            WriteHistogram(json, OutsideLatency);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private void WriteFeeds(Utf8JsonWriter json)
    {
        json.WriteStartArray("feeds");
        foreach (FeedReport feed in Feed.Feeds)
            feed.WriteJson(json);
        Feed.Mdp3?.WriteJson(json);
        json.WriteEndArray();
    }

    private void WriteLatency(TextWriter output)
    {
        LatencySet all = Latency.AllEvents;
        output.WriteLine();
        output.WriteLine(LatencyTable.Head());
        output.WriteLine(LatencyTable.Row("tick to order", all[LatencyStage.TickToOrder]));
        output.WriteLine(LatencyTable.Row("  without the send call", all[LatencyStage.TickToEncoded]));
        if (OutsideLatency != null)
            output.WriteLine(LatencyTable.Row("exchange: packet to order", OutsideLatency));
        foreach (LatencyStage stage in Enum.GetValues<LatencyStage>().Where(static s => s <= LatencyStage.Send))
            output.WriteLine(LatencyTable.Row("  " + Name(stage), all[stage]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"one stamp costs {StampCostNs:0.0} ns ({TimeStampCounter.Description}); "
            + $"{Latency.Dropped} latency records dropped"));
        if (Latency.OrderEvents[LatencyStage.TickToOrder].TotalCount == 0)
            return;
        output.WriteLine();
        foreach (string line in LatencyTable.BudgetLines(Latency.OrderEvents))
            output.WriteLine(line);
    }

    private static void WriteSet(Utf8JsonWriter json, string name, LatencySet set)
    {
        json.WriteStartObject(name);
        foreach (LatencyStage stage in Enum.GetValues<LatencyStage>())
        {
            json.WriteStartObject(Name(stage));
            WriteHistogram(json, set[stage]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteHistogram(Utf8JsonWriter json, LongHistogram histogram)
    {
        json.WriteNumber("count", histogram.TotalCount);
        if (histogram.TotalCount == 0)
            return;
        (string Name, double Percentile)[] percentiles =
            [("p50", 50), ("p90", 90), ("p99", 99), ("p99_9", 99.9), ("p99_99", 99.99)];
        foreach ((string name, double percentile) in percentiles)
            json.WriteNumber(name, histogram.ValueAtPercentile(percentile));
        json.WriteNumber("max", histogram.Max);
    }

    /// <summary>Name of an interval in tables, JSON and file names.</summary>
    /// <param name="stage">The interval.</param>
    /// <returns>Its name in snake case.</returns>
    public static string Name(LatencyStage stage) => stage switch
    {
        LatencyStage.TickToEncoded => "tick_to_encoded",
        LatencyStage.TickToOrder => "tick_to_order",
        _ => stage.ToString().ToLowerInvariant(),
    };

    private static List<(string Group, string Name, long Count)> CollectCounts<TTransport>(
        StageSet<OfiMomentumStrategy, TTransport> stages)
        where TTransport : struct, IOrderTransport
    {
        var counts = new List<(string, string, long)>();
        foreach (RiskReason reason in Enum.GetValues<RiskReason>().Where(static r => r != RiskReason.None))
            AddIfAny("rejects", SnakeCase(reason.ToString()), stages.Risk.Counters[reason]);
        foreach (StrategyCounter counter
            in Enum.GetValues<StrategyCounter>().Where(static k => k != StrategyCounter.Count))
            AddIfAny("strategy", SnakeCase(counter.ToString()), stages.Strategy.Counters[counter]);
        foreach (EntryBlock block in Enum.GetValues<EntryBlock>().Where(static b => b != EntryBlock.None))
            AddIfAny("no entry", SnakeCase(block.ToString()), stages.Strategy.Counters[block]);
        foreach (RiskCounter counter in Enum.GetValues<RiskCounter>().Where(static k => k != RiskCounter.Count))
            AddIfAny("risk", SnakeCase(counter.ToString()), stages.Risk.Counters[counter]);
        foreach (BookAnomaly anomaly in Enum.GetValues<BookAnomaly>())
            AddIfAny("book", SnakeCase(anomaly.ToString()), stages.VenueBooks.Sum(b => b.Anomalies[anomaly])
                + (stages.LevelBooks?.Anomalies[anomaly] ?? 0));
        EncoderCounters encoder = stages.Encoder.Counters;
        AddIfAny("encoder", "overruns", encoder.Overruns);
        AddIfAny("encoder", "feedback_lost", encoder.FeedbackLost);
        return counts;

        void AddIfAny(string group, string name, long count)
        {
            if (count != 0)
                counts.Add((group, name, count));
        }
    }

    private static string SnakeCase(string name)
        => string.Concat(name.Select(static (c, i)
            => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    private static double MeasureStampCost()
    {
        const int Reads = 100_000;
        long first = TimeStampCounter.Now();
        long last = first;
        for (int i = 0; i < Reads; i++)
            last = TimeStampCounter.Now();
        return TimeStampCounter.ToNs(last - first) / (double)Reads;
    }

    private static void Line(TextWriter output, FormattableString text)
        => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
