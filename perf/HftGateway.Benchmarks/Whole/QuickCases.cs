using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using HftGateway.Benchmarks.Aeron;
using HftGateway.Benchmarks.Books;
using HftGateway.Benchmarks.Disruptor;
using HftGateway.Benchmarks.Features;
using HftGateway.Benchmarks.Fix;
using HftGateway.Benchmarks.Histogram;
using HftGateway.Benchmarks.MarketData;
using HftGateway.Benchmarks.Risk;
using HftGateway.Benchmarks.Sbe;
using HftGateway.Books;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;

namespace HftGateway.Benchmarks.Whole;

/// <summary>
/// What <c>quick</c> measures, in the order of a message's way. Each case calls the methods of the BenchmarkDotNet
/// class of its subject, so that both measure the same thing.
/// </summary>
internal static class QuickCases
{
    private const int Calls = 10_000;
    private const int RingMask = 1023;
    private const int BookSegment = 10_000;

    /// <summary>Name and measurement of each case.</summary>
    public static readonly (string Name, Func<QuickSamples> Measure)[] All =
    [
        ("tsc: read", TimeStamp),
        ("ring: claim and publish, one thread", Ring),
        ("ring: claim and publish, batch of 16", RingBatch),
        ("ring: one to one, two threads", OneToOne),
        ("ring: round trip, two hops", RoundTrip),
        ("itch: framing walk", () => Itch(static b => b.Framing())),
        ("itch: decode to event, all symbols", () => Itch(static b => b.NormalizeAll())),
        ("itch: decode, 1 symbol of 100 wanted", () => Itch(static b => b.NormalizeOneSymbolOfHundred())),
        ("arbitration: session alone (baseline)", static () => Arbitration(static b => b.Receiver())),
        ("arbitration: one line", static () => Arbitration(static b => b.OneLine())),
        ("arbitration: two lines", static () => Arbitration(static b => b.TwoLines())),
        ("arbitration: two lines, copies compared", static () => Arbitration(static b => b.TwoLinesVerified())),
        ("arbitration: two lines, each loses 2 %", static () => Arbitration(static b => b.TwoLinesLossy())),
        ("mdp3: packet to event, per entry", () => Mdp3(static b => b.PacketToEvent())),
        ("mdp3: packet to book update, per entry", () => Mdp3(static b => b.PacketToBook())),
        ("book: update, one symbol, 10 ticks", static () => Book(0, 1_000_000, 0)),
        ("book: update, one symbol, 100 ticks", static () => Book(1, 1_000_000, 0)),
        ("book: update, 8,000 symbols Zipf", static () => Book(3, 400_000, 0)),
        ("book: update, 8,000 symbols, look-ahead 12", static () => Book(3, 400_000, 12)),
        ("book: market from the wire, queues", static () => Market(queues: true)),
        ("book: market from the wire, level totals", static () => Market(queues: false)),
        ("features: event, the strategy's plan", static () => Features("strategy")),
        ("features: event, ofi, mpd and both scores", static () => Features("pair")),
        ("features: event, all per tick", static () => Features("tick")),
        ("features: event, all", static () => Features("all")),
        ("strategy: row", Strategy),
        ("risk: row without orders", static () => Risk(1_000, static b => b.Row())),
        ("risk: order check and its report", static () => Risk(1_000, static b => b.PassedOrderAndItsEnd())),
        ("fix: encode NewOrderSingle", static () => FixEncode(static b => b.NewOrderSingle())),
        ("fix: encode NewOrderSingle, template alone", static () => FixEncode(static b => b.Template())),
        ("fix: encode NewOrderSingle, generated", static () => FixEncode(static b => b.Generated())),
        ("fix: receive and parse ExecutionReport", static () => FixParse(static b => b.ReceiveCheckAndParse())),
        ("fix: parse ExecutionReport", static () => FixParse(static b => b.FrameHeaderAndReport())),
        ("fix: parse ExecutionReport, generated", static () => FixParse(static b => b.Generated())),
        ("fix: validate ExecutionReport", static () => FixParse(static b => b.Validate() ? 1 : 0)),
        ("sbe: decode 10 entries, by hand", static () => Sbe(static b => b.HandDecode10())),
        ("sbe: decode 10 entries, by hand, fixed", static () => Sbe(static b => b.HandDecodeFixed10())),
        ("sbe: decode 10 entries, generated", static () => Sbe(static b => b.GeneratedDecode10())),
        ("sbe: decode 10 entries, structures", static () => Sbe(static b => b.GeneratedDecodeStructs10())),
        ("sbe: decode 23+16 entries, by hand", static () => Sbe(static b => b.HandDecode23())),
        ("sbe: decode 23+16 entries, by hand, fixed", static () => Sbe(static b => b.HandDecodeFixed23())),
        ("sbe: decode 23+16 entries, generated", static () => Sbe(static b => b.GeneratedDecode23())),
        ("sbe: encode 10 entries, by hand", static () => Sbe(static b => b.HandEncode10())),
        ("sbe: encode 10 entries, generated", static () => Sbe(static b => b.GeneratedEncode10())),
        ("sbe: encode 10 entries, generated, nulls", static () => Sbe(static b => b.GeneratedEncodeNulls10())),
        ("histogram: record", static () => Histogram(static b => b.TryRecord())),
        ("histogram: record beside a reader", static () => Histogram(static b => Count(b.RecorderRecordSaturating))),
        ("aeron: ipc round trip, 32 bytes", static () => AeronRoundTrip(32)),
        ("aeron: ipc round trip, 128 bytes", static () => AeronRoundTrip(128)),
        ("aeron: ipc message, 32 bytes, offer", static () => AeronStream(AeronSend.Concurrent)),
        ("aeron: ipc message, 32 bytes, tryClaim", static () => AeronStream(AeronSend.Claim)),
        ("whole: pipeline fused, one symbol", WholePipeline),
    ];

    private static QuickSamples AeronRoundTrip(int bytes)
    {
        using AeronPair pair = new(new AeronOptions { Size = bytes });
        return QuickSamples.Once(200, _ => pair.RoundTrips(10_000, null));
    }

    private static QuickSamples AeronStream(AeronSend how)
    {
        using AeronPair pair = new(new AeronOptions { Send = how, Rest = 32 });
        return QuickSamples.Once(100, _ => pair.Stream(1_000_000));
    }

    private static QuickSamples Arbitration(Func<ArbitrationBenchmark, long> run)
    {
        ArbitrationBenchmark benchmark = new();
        return QuickSamples.Repeat(ArbitrationBenchmark.Messages, () => run(benchmark));
    }

    private static QuickSamples TimeStamp()
    {
        TimeStampBenchmarks benchmark = new();
        benchmark.Setup();
        return QuickSamples.Repeat(Calls, () =>
        {
            long sum = 0;
            for (int i = 0; i < Calls; i++)
                sum += benchmark.Now();
            return sum;
        });
    }

    private static QuickSamples Ring()
    {
        RingBenchmarks benchmark = new();
        benchmark.Setup();
        QuickSamples samples = QuickSamples.Repeat(
            OperationsOf<RingBenchmarks>(nameof(benchmark.ClaimAndPublish)), benchmark.ClaimAndPublish);
        benchmark.Cleanup();
        return samples;
    }

    private static QuickSamples RingBatch()
    {
        RingBenchmarks benchmark = new();
        benchmark.Setup();
        QuickSamples samples = QuickSamples.Repeat(
            OperationsOf<RingBenchmarks>(nameof(benchmark.ClaimAndPublishBatch)), benchmark.ClaimAndPublishBatch);
        benchmark.Cleanup();
        return samples;
    }

    private static QuickSamples OneToOne()
    {
        OneToOneBenchmarks benchmark = new();
        benchmark.SetupThroughput();
        QuickSamples samples = QuickSamples.Repeat(
            OperationsOf<OneToOneBenchmarks>(nameof(benchmark.Single)), benchmark.Single);
        benchmark.Cleanup();
        return samples;
    }

    private static QuickSamples RoundTrip()
    {
        OneToOneBenchmarks benchmark = new();
        benchmark.SetupRoundTrip();
        QuickSamples samples = QuickSamples.Repeat(
            OperationsOf<OneToOneBenchmarks>(nameof(benchmark.RoundTrip)), benchmark.RoundTrip);
        benchmark.Cleanup();
        return samples;
    }

    private static QuickSamples Itch(Func<ItchDecodeBenchmark, long> run)
    {
        ItchDecodeBenchmark benchmark = new();
        benchmark.Setup();
        return QuickSamples.Repeat(
            OperationsOf<ItchDecodeBenchmark>(nameof(benchmark.Framing)), () => run(benchmark));
    }

    private static QuickSamples Mdp3(Func<Mdp3Benchmark, long> run)
    {
        using Mdp3Benchmark benchmark = new();
        benchmark.Setup();
        return QuickSamples.Repeat(
            OperationsOf<Mdp3Benchmark>(nameof(benchmark.PacketToBook)), () => run(benchmark));
    }

    private static QuickSamples Book(int flow, int events, int lookAhead)
    {
        (_, int symbols, int live, double distance) = BookLoop.Flows[flow];
        (InputEvent[] fill, InputEvent[] measured) = BookWorkload.Make(symbols, live, events, distance);
        using BookSet books = new(new BookSetOptions
        {
            Instruments = symbols, MaxOrders = 1 << 21,
        });
        BookUpdate[] ring = new BookUpdate[RingMask + 1];
        BookLoop.Apply(books, fill, 0, fill.Length, ring, 0);
        return QuickSamples.Once(events / BookSegment, part =>
        {
            long start = Stopwatch.GetTimestamp();
            BookLoop.Apply(books, measured, part * BookSegment, (part + 1) * BookSegment, ring, lookAhead);
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / BookSegment;
        });
    }

    // A day of 8,000 symbols in memory, walked, decoded and built: what perf/README.md measures on a file.
    private static QuickSamples Market(bool queues)
    {
        const int Symbols = 8_000;
        const int Messages = 4_000_000;
        const int Segment = 100_000;
        SyntheticDay day = new(Messages, Symbols);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(Symbols));
        using BookSet books = new(new BookSetOptions
        {
            Instruments = Symbols, MaxOrders = SyntheticDay.MaxLiveOrders, Queues = queues,
        });
        using ItchBookBuilder builder = new(books, normalizer);
        using MessageSource source = day.Open();
        return QuickSamples.Once(Messages / Segment, round =>
        {
            long start = Stopwatch.GetTimestamp();
            _ = builder.Apply(source, Segment);
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Segment;
        });
    }

    private static QuickSamples Features(string plan)
    {
        FeatureBenchmarks benchmark = new() { Plan = plan };
        benchmark.Setup();
        return QuickSamples.Repeat(
            OperationsOf<FeatureBenchmarks>(nameof(benchmark.OnEvent)), () => (long)benchmark.OnEvent());
    }

    private static QuickSamples Strategy()
    {
        StrategyBenchmarks benchmark = new();
        benchmark.Setup();
        QuickSamples samples = QuickSamples.Repeat(
            OperationsOf<StrategyBenchmarks>(nameof(benchmark.QuietRow)), () => Count(benchmark.QuietRow));
        benchmark.Cleanup();
        return samples;
    }

    private static QuickSamples Risk(int operations, Action<RiskBenchmarks> run)
    {
        RiskBenchmarks benchmark = new();
        benchmark.Setup();
        QuickSamples samples = QuickSamples.Repeat(operations, () =>
        {
            run(benchmark);
            return 1;
        });
        benchmark.Cleanup();
        return samples;
    }

    private static QuickSamples FixEncode(Func<FixEncodeBenchmarks, int> run)
    {
        FixEncodeBenchmarks benchmark = new();
        return QuickSamples.Repeat(Calls, () =>
        {
            long bytes = 0;
            for (int i = 0; i < Calls; i++)
                bytes += run(benchmark);
            return bytes;
        });
    }

    private static QuickSamples FixParse(Func<FixParseBenchmarks, long> run)
    {
        FixParseBenchmarks benchmark = new();
        return QuickSamples.Repeat(Calls, () =>
        {
            long sum = 0;
            for (int i = 0; i < Calls; i++)
                sum += run(benchmark);
            return sum;
        });
    }

    private static QuickSamples Histogram(Func<HistogramRecordBenchmarks, long> run)
    {
        HistogramRecordBenchmarks benchmark = new();
        benchmark.Setup();
        return QuickSamples.Repeat(
            OperationsOf<HistogramRecordBenchmarks>(nameof(benchmark.TryRecord)), () => run(benchmark));
    }

    private static QuickSamples Sbe(Func<SbeBenchmarks, long> run)
    {
        SbeBenchmarks benchmark = new();
        return QuickSamples.Repeat(
            OperationsOf<SbeBenchmarks>(nameof(benchmark.HandDecode10)), () => run(benchmark));
    }

    private static QuickSamples WholePipeline()
    {
        const int Replays = 8;
        WholePipelineBenchmarks benchmark = new();
        benchmark.Setup();
        return QuickSamples.Once(Replays, _ =>
        {
            benchmark.Prepare();
            long start = Stopwatch.GetTimestamp();
            benchmark.Replay();
            double ns = Stopwatch.GetElapsedTime(start).TotalNanoseconds / WholePipelineBenchmarks.MessagesPerReplay;
            benchmark.Release();
            return ns;
        });
    }

    private static long Count(Action run)
    {
        run();
        return 1;
    }

    private static int OperationsOf<T>(string method) =>
        ((BenchmarkAttribute)typeof(T).GetMethod(method)!.GetCustomAttributes(typeof(BenchmarkAttribute), false)[0])
        .OperationsPerInvoke;
}
