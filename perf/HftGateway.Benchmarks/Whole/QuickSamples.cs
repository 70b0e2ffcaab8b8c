using System.Diagnostics;

namespace HftGateway.Benchmarks.Whole;

/// <summary>
/// The cost of one operation in ns, taken many times: sorted, after a warm-up that is thrown away.
/// <para><b>Threading.</b> Made and read by one thread.</para>
/// </summary>
internal sealed class QuickSamples
{
    private const double WarmUpMs = 150;
    private const double BudgetMs = 1_000;
    private const double LeastSampleUs = 200;

    // Keeps results alive: a loop whose result nobody reads may be removed.
    private static long _sink;

    private readonly double[] _sorted;

    private QuickSamples(List<double> nsPerOperation)
    {
        _sorted = [.. nsPerOperation];
        Array.Sort(_sorted);
    }

    /// <summary>Samples taken.</summary>
    public int Count => _sorted.Length;

    /// <summary>Least.</summary>
    public double Best => _sorted[0];

    /// <summary>Half of the samples are below.</summary>
    public double Median => _sorted[Count / 2];

    /// <summary>A tenth of the samples is below.</summary>
    public double LowerDecile => _sorted[Count / 10];

    /// <summary>A tenth of the samples is above.</summary>
    public double UpperDecile => _sorted[Count - 1 - Count / 10];

    /// <summary>Times an invocation that can be repeated at will, for about a second.</summary>
    /// <param name="operations">Operations of one invocation.</param>
    /// <param name="invoke">The invocation.</param>
    public static QuickSamples Repeat(int operations, Func<long> invoke)
    {
        long invocations = 0;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < WarmUpMs)
        {
            _sink += invoke();
            invocations++;
        }
        // Long enough that reading the clock does not count, short enough that many samples are free of interruptions.
        double invocationUs = Stopwatch.GetElapsedTime(begin).TotalMicroseconds / invocations;
        int repeats = Math.Max(1, (int)Math.Ceiling(LeastSampleUs / invocationUs));
        List<double> samples = [];
        begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < BudgetMs)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeats; i++)
                _sink += invoke();
            samples.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)repeats * operations));
        }
        return new QuickSamples(samples);
    }

    /// <summary>Times parts of something that runs once from beginning to end; the first quarter warms up.</summary>
    /// <param name="parts">Parts.</param>
    /// <param name="nsPerOperation">Runs a part, given its number, and says what an operation of it took.</param>
    public static QuickSamples Once(int parts, Func<int, double> nsPerOperation)
    {
        List<double> samples = [];
        for (int part = 0; part < parts; part++)
        {
            double ns = nsPerOperation(part);
            if (part >= parts / 4)
                samples.Add(ns);
        }
        return new QuickSamples(samples);
    }
}
