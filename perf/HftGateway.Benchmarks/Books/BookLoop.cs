using System.Diagnostics;
using HftGateway.Books;
using HftGateway.MarketData.Events;

namespace HftGateway.Benchmarks.Books;

/// <summary>
/// The plain loop beside BenchmarkDotNet: a flow is applied once, in segments, and the time per event of each segment
/// is taken; printed are the best, the lower decile, the median and the worst. Events are read from an array,
/// updates go to a ring of 1,024.
/// </summary>
public static class BookLoop
{
    private const int Segment = 10_000;
    private const int RingMask = 1023;

    /// <summary>Flows by name: symbols, live orders, mean distance from the mid in ticks.</summary>
    public static readonly (string Name, int Symbols, int LiveOrders, double MeanDistanceTicks)[] Flows =
    [
        ("one symbol, 2,000 orders, 10 ticks", 1, 2_000, 10),
        ("one symbol, 2,000 orders, 100 ticks", 1, 2_000, 100),
        ("one symbol, 200,000 orders, 100,000 ticks", 1, 200_000, 100_000),
        ("8,000 symbols (Zipf), 1,000,000 orders, 20 ticks", 8_000, 1_000_000, 20),
    ];

    /// <summary>Runs all flows, or those whose number is given, and prints a line each.</summary>
    public static void Run(TextWriter output, int events, bool hugePages, params int[] flows)
    {
        for (int i = 0; i < Flows.Length; i++)
        {
            if (flows.Length > 0 && !flows.Contains(i))
                continue;
            (string name, int symbols, int live, double distance) = Flows[i];
            (InputEvent[] fill, InputEvent[] measured) = BookWorkload.Make(symbols, live, events, distance);
            foreach (int lookAhead in (int[])[0, 12])
            {
                using BookSet books = new(new BookSetOptions
                {
                    Instruments = symbols, MaxOrders = 1 << 21, HugePages = hugePages,
                });
                BookUpdate[] ring = new BookUpdate[RingMask + 1];
                Apply(books, fill, 0, fill.Length, ring, 0);
                List<double> costs = [];
                for (int from = 0; from + Segment <= measured.Length; from += Segment)
                {
                    long start = Stopwatch.GetTimestamp();
                    Apply(books, measured, from, from + Segment, ring, lookAhead);
                    costs.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Segment);
                }
                costs.Sort();
                long harmless = books.Anomalies[BookAnomaly.Crossed] + books.Anomalies[BookAnomaly.Locked];
                output.WriteLine(
                    $"{name,-50} look-ahead {lookAhead,2}: best {costs[0]:F1}, "
                    + $"lower decile {costs[costs.Count / 10]:F1}, median {costs[costs.Count / 2]:F1}, "
                    + $"worst {costs[^1]:F1} ns an event; {books.TotalOrders} orders, "
                    + $"{books.LevelCount(0, EventSide.Buy)} bid levels, "
                    + $"{books.Anomalies.Total - harmless} bad");
            }
        }
    }

    /// <summary>Applies a range of events, touching what comes <paramref name="lookAhead"/> events later.</summary>
    public static void Apply(BookSet books, InputEvent[] events, int from, int to, BookUpdate[] ring, int lookAhead)
    {
        if (lookAhead == 0)
        {
            for (int i = from; i < to; i++)
                books.Apply(in events[i], ref ring[i & RingMask]);
            return;
        }
        int last = events.Length - 1;
        for (int i = from; i < to; i++)
        {
            books.Prefetch(in events[Math.Min(i + lookAhead, last)]);
            books.PrefetchOrder(in events[Math.Min(i + lookAhead * 2 / 3, last)]);
            books.PrefetchLevel(in events[Math.Min(i + lookAhead / 3, last)]);
            books.Apply(in events[i], ref ring[i & RingMask]);
        }
    }
}
