using System.Globalization;
using HftGateway.Books;
using HftGateway.Features.Tests.Reference;
using HftGateway.MarketData.Events;
using Xunit.Abstractions;

namespace HftGateway.Features.Tests;

/// <summary>No drift, no allocation, no NaN where there is a number.</summary>
public sealed class HealthTests(ITestOutputHelper output)
{
    private const long Second = 1_000_000_000;
    private const int Recorded = 20_000;

    // Short memories, so that what the second engine has not seen is forgotten: 1e-13 after 30 time constants.
    private const string Forgetful =
        "ofi_tau_s=0.1 depth_tau_s=0.2 spread_tau_s=0.3 arrival_tau_s=0.2 lpi_tau_s=0.2 long_m=5 volume_minutes=1 "
        + "flow_window=50 kyle_window=60 kyle_fast_window=20 ema_span=3 ofi_alpha=0.5 atr_n=3 adx_n=3 rsi_n=3 "
        + "bar_s=0.5 z_sample_ns=100000000 gap_delta_ns=1000000000";

    // What counts from the beginning of the day, sums of the session and where volume buckets begin, and so is
    // recomputed from all trades since (DriftReference); an engine that starts late knows nothing of it.
    private static readonly string[] FromTheStart =
    [
        "vwap", "vwap_deviation", "bar_count", "vpin", "vpin_bvc", "vpin_fast", "vpin_p98", "toxicity_score",
        "time_to_close", "day_of_week",
    ];

    /// <summary>
    /// Events: 1,000,000 unless HFTGW_DRIFT_EVENTS says more; run once with 100,000,000.
    /// </summary>
    [Fact]
    public void ShouldNotDriftWhenComparedWithARecomputation()
    {
        string? wanted = Environment.GetEnvironmentVariable("HFTGW_DRIFT_EVENTS");
        long events = wanted is null ? 1_000_000 : long.Parse(wanted, CultureInfo.InvariantCulture);
        FeatureOptions options = new() { BusinessDate = new DateOnly(2026, 1, 2) };
        foreach (string setting in Forgetful.Split(' '))
            Assert.Null(FeatureParameters.TrySetAssignment(options, setting, out options));
        FeaturePlan plan = FeaturePlan.All(options);
        using FeatureEngine old = new(plan, 1);
        using FeatureEngine late = new(plan, 1);
        using FeatureEngine range = new(FeaturePlan.Create(["atr"], options), 1);
        DriftReference fromTheStart = new(options);
        (InputEvent[] recorded, BookUpdate[] updates, long span) = Record(11);
        int rounds = (int)Math.Max(260, events / Recorded);
        FeatureRow row = default;
        FeatureRow rangeRow = default;
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < recorded.Length; i++)
            {
                recorded[i].TimeNs += span;
                old.OnEvent(in recorded[i], in updates[i], ref row);
                range.OnEvent(in recorded[i], in updates[i], ref rangeRow);
                // A whole number of rounds is hundreds of bars and thousands of trades.
                if (round >= rounds - 250)
                    late.OnEvent(in recorded[i], in updates[i]);
                if ((row.Flags & FeatureFlags.Row) == 0)
                    continue;
                fromTheStart.OnRow(old.ClockNs);
                if ((row.Flags & FeatureFlags.Trade) != 0)
                {
                    fromTheStart.OnTrade(
                        old.ClockNs, updates[i].TradePrice, updates[i].TradeQuantity, row.Aggressor, rangeRow[0]);
                }
                // The last one ends at a valid quote, in the middle: at its end the book is empty.
                if (round == rounds - 1 && i > recorded.Length / 2 && (row.Flags & FeatureFlags.QuoteValid) != 0)
                    break;
            }
        }
        double[] a = new double[plan.Columns.Count];
        double[] b = new double[plan.Columns.Count];
        old.CopyValues(0, a);
        late.CopyValues(0, b);
        int numbers = 0;
        double lambda = a[FeatureRegistry.Find("kyle_lambda")!.Index];
        for (int i = 0; i < a.Length; i++)
        {
            string name = plan.Columns[i].Name;
            double expected = FromTheStart.Contains(name) ? fromTheStart.Value(name, lambda) : b[i];
            numbers += double.IsNaN(a[i]) ? 0 : 1;
            bool near = double.IsNaN(a[i])
                ? double.IsNaN(expected)
                : Math.Abs(a[i] - expected) <= 1e-9 * Math.Max(Math.Abs(a[i]), Math.Abs(expected)) + 1e-12;
            Assert.True(near, $"{name} after {rounds * (long)Recorded}: {a[i]:R}, recomputed {expected:R}");
        }
        Assert.True(FromTheStart.All(name => !double.IsNaN(fromTheStart.Value(name, lambda))));
        output.WriteLine($"{rounds * (long)Recorded} events, {numbers} of {a.Length} columns with a number");
        Assert.True(numbers > 80, $"{numbers} numbers");
    }

    [Fact]
    public void ShouldAllocateNothingWhenMillionsOfEventsPass()
    {
        using FeatureEngine engine = new(FeaturePlan.All(new FeatureOptions { BarS = 0.01 }), 1);
        (InputEvent[] recorded, BookUpdate[] updates, long span) = Record(5);
        FeatureRow row = default;
        long rows = 0;
        Run(1);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => Run(100)));
        Assert.True(rows > 1_500_000, $"{rows} rows");

        void Run(int rounds)
        {
            for (int i = 0; i < rounds * recorded.Length; i++)
            {
                int at = i % recorded.Length;
                recorded[at].TimeNs += span;
                engine.OnEvent(in recorded[at], in updates[at], ref row);
                rows += (long)(row.Flags & FeatureFlags.Row);
            }
        }
    }

    // A busy instrument of one second to the next; each round begins with an empty book's levels as the feed left them.
    private static (InputEvent[] Events, BookUpdate[] Updates, long Span) Record(int seed)
    {
        RandomFeed feed = new(seed, 1) { LongestGapNs = 3 * Second };
        using BookSet books = new(new BookSetOptions
        {
            Instruments = 1, MaxOrders = 1 << 16, HugePages = false,
        });
        InputEvent[] events = new InputEvent[Recorded];
        BookUpdate[] updates = new BookUpdate[Recorded];
        for (int i = 0; i < Recorded; i++)
        {
            events[i] = feed.Next();
            // Times that step back are a matter of their own.
            if (i > 0)
                events[i].TimeNs = Math.Max(events[i].TimeNs, events[i - 1].TimeNs);
            books.Apply(in events[i], ref updates[i]);
        }
        // Every round ends with an empty book, so that the next can begin with one.
        return (events, Emptied(books, events, updates), events[^1].TimeNs - events[0].TimeNs + Second);
    }

    // The last events delete whatever is left: the levels at the end of a round are those at its beginning.
    private static BookUpdate[] Emptied(BookSet books, InputEvent[] events, BookUpdate[] updates)
    {
        List<ulong> live = [];
        foreach (EventSide side in (EventSide[])[EventSide.Buy, EventSide.Sell])
        {
            BookLevel[] levels = new BookLevel[books.LevelCount(0, side)];
            books.CopyLevels(0, side, levels);
            foreach (BookLevel level in levels)
            {
                foreach (BookOrder order in books.Queue(0, side, level.Price))
                    live.Add(order.Reference);
            }
        }
        int from = events.Length - live.Count;
        Assert.True(from > events.Length / 2, $"{live.Count} orders are left");
        return Rebuilt(events, updates, from);
    }

    // The events before, then deletes of what these leave.
    private static BookUpdate[] Rebuilt(InputEvent[] events, BookUpdate[] updates, int from)
    {
        using BookSet books = new(new BookSetOptions
        {
            Instruments = 1, MaxOrders = 1 << 16, HugePages = false,
        });
        int next = 0;
        for (; next < from - 64; next++)
            books.Apply(in events[next], ref updates[next]);
        Queue<ulong> live = new();
        foreach (EventSide side in (EventSide[])[EventSide.Buy, EventSide.Sell])
        {
            BookLevel[] levels = new BookLevel[books.LevelCount(0, side)];
            books.CopyLevels(0, side, levels);
            foreach (BookLevel level in levels)
            {
                foreach (BookOrder order in books.Queue(0, side, level.Price))
                    live.Enqueue(order.Reference);
            }
        }
        for (; next < events.Length; next++)
        {
            events[next] = live.TryDequeue(out ulong reference)
                ? new InputEvent { Kind = EventKind.Delete, OrderId = reference, TimeNs = events[next].TimeNs }
                : new InputEvent { Kind = EventKind.Information, TimeNs = events[next].TimeNs };
            books.Apply(in events[next], ref updates[next]);
        }
        Assert.Empty(live);
        return updates;
    }
}
