using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using HftGateway.Books;
using HftGateway.MarketData.Events;

namespace HftGateway.Benchmarks.Books;

/// <summary>
/// Time per event of <see cref="BookSet.Apply"/>, decode not included. Each invocation applies the next events of a
/// flow to books that stay filled, so an iteration is one pass and cannot be repeated on the same books; when the flow
/// is used up, the next iteration begins it anew with books filled anew.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 4, iterationCount: 16)]
public class BookBenchmarks
{
    private const int EventsPerIteration = 100_000;
    private const int Iterations = 20;

    private readonly BookUpdate[] _ring = new BookUpdate[1024];
    private InputEvent[] _fill = [];
    private InputEvent[] _events = [];
    private BookSet? _books;
    private int _next;

    /// <summary>Index into <see cref="BookLoop.Flows"/>.</summary>
    [Params(0, 1, 2, 3)]
    public int Flow { get; set; }

    /// <summary>Events looked ahead with prefetches.</summary>
    [Params(0, 12)]
    public int LookAhead { get; set; }

    /// <summary>Makes the flow.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (_, int symbols, int live, double distance) = BookLoop.Flows[Flow];
        (_fill, _events) = BookWorkload.Make(symbols, live, Iterations * EventsPerIteration, distance);
        _next = _events.Length;
    }

    /// <summary>Fills books when there are none yet, or the flow has come to its end.</summary>
    [IterationSetup]
    public void Fill()
    {
        if (_next + EventsPerIteration <= _events.Length)
            return;
        _books?.Dispose();
        int symbols = BookLoop.Flows[Flow].Symbols;
        _books = new BookSet(new BookSetOptions { Instruments = symbols, MaxOrders = 1 << 21 });
        BookLoop.Apply(_books, _fill, 0, _fill.Length, _ring, 0);
        _next = 0;
    }

    /// <summary>Frees the books.</summary>
    [GlobalCleanup]
    public void Cleanup() => _books?.Dispose();

    /// <summary>Applies the next events of the flow.</summary>
    [Benchmark(OperationsPerInvoke = EventsPerIteration)]
    public void Apply()
    {
        BookLoop.Apply(_books!, _events, _next, _next + EventsPerIteration, _ring, LookAhead);
        _next += EventsPerIteration;
    }
}
