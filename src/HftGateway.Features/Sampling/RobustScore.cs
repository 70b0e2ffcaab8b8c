using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// z(x) = (x − med)/(1.4826·MAD) with med and MAD of the last N samples that were not NaN. NaN before N samples, when x
/// is NaN, and when MAD ≤ 10⁻⁹·max(1, |med|).
/// <para><b>Method.</b> The samples are kept sorted. MAD needs no second sort: the nearest k values to the median are
/// neighbours in sorted order, and a binary search finds where they begin.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> N from 2 to <see cref="MaxWindow"/>.</para>
/// <para><b>Cost.</b> A row: one subtraction, one product. A sample: O(log N) and one move of memory
/// (FeatureBenchmarks.Sample), however many samples fall into a quiet time.</para>
/// <para><b>Reference.</b> Features specification, 8.2.</para>
/// </summary>
public unsafe struct RobustScore
{
    /// <summary>The longest window.</summary>
    public const int MaxWindow = 1_000;

    private const double Normal = 1.4826;
    private const double LeastSpread = 1e-9;

    private double _median;
    private double _scale;
    private double _perScale;
    private SortedWindow _samples;

    /// <summary>Bytes that a window of that many samples needs.</summary>
    public static int BytesFor(int window) => SortedWindow.BytesFor(window);

    /// <summary>Median of the samples, NaN when there is no score.</summary>
    public readonly double Median => _median;

    /// <summary>1.4826·MAD, NaN when there is no score.</summary>
    public readonly double Scale => _scale;

    /// <summary>Sets the window up over memory that stays the caller's.</summary>
    /// <param name="memory"><see cref="BytesFor"/> bytes, aligned to 8.</param>
    /// <param name="window">Samples, 2 to <see cref="MaxWindow"/>.</param>
    public void Initialise(byte* memory, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, MaxWindow);
        _samples.Initialise(memory, window);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _samples.Reset();
        _median = double.NaN;
        _scale = double.NaN;
        _perScale = double.NaN;
    }

    /// <summary>The score of a live value.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly double Score(double x) => (x - _median) * _perScale;

    /// <summary>
    /// Takes the same sample a number of times: as many boundaries of the grid have passed. NaN is no sample.
    /// </summary>
    public void Push(double sample, long times)
    {
        if (double.IsNaN(sample) || times <= 0)
            return;
        _samples.Push(sample, times);
        if (_samples.IsFull)
            Summarise();
    }

    private void Summarise()
    {
        int window = _samples.Count;
        int half = window / 2;
        bool even = (window & 1) == 0;
        double median = _samples.Median;
        int near = even ? half : half + 1;
        int low = 0;
        int high = window - near;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (median - _samples[middle] > _samples[middle + near] - median)
                low = middle + 1;
            else
                high = middle;
        }
        double deviation = Math.Max(median - _samples[low], _samples[low + near - 1] - median);
        if (even)
        {
            double below = low > 0 ? median - _samples[low - 1] : double.PositiveInfinity;
            double above = low + near < window ? _samples[low + near] - median : double.PositiveInfinity;
            deviation = (deviation + Math.Min(below, above)) / 2;
        }
        bool degenerate = deviation <= LeastSpread * Math.Max(1, Math.Abs(median));
        _median = median;
        _scale = degenerate ? double.NaN : Normal * deviation;
        _perScale = 1 / _scale;
    }
}
