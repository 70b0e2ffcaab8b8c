using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// z(x) = (x − med)/(1.4826·MAD) with med and MAD of the last N samples that were not NaN. NaN before N samples, when x
/// is NaN, and when MAD ≤ 10⁻⁹·max(1, |med|).
/// <para><b>Method.</b> A ring of the values and their places in sorted order. A new sample takes the place of the
/// oldest: one vectorised search for it, one binary search for the new one's rank, one move of the places between. MAD
/// needs no second sort: the nearest k values to the median are neighbours in sorted order, and a binary search finds
/// where they begin.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> N from 2 to <see cref="MaxWindow"/>.</para>
/// <para><b>Cost.</b> A row: one subtraction, one division. A sample: about 0.4 µs at 300 (FeatureBenchmarks.Sample).
/// However many samples fall into a quiet time, one pass.</para>
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
    private double* _values;
    private ushort* _sorted;
    private ushort* _spare;
    private int _window;
    private int _count;
    private int _oldest;

    /// <summary>Bytes that a window of that many samples needs.</summary>
    public static int BytesFor(int window) => window * (sizeof(double) + 2 * sizeof(ushort));

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
        _window = window;
        _values = (double*)memory;
        _sorted = (ushort*)(_values + window);
        _spare = _sorted + window;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _count = 0;
        _oldest = 0;
        _median = double.NaN;
        _scale = double.NaN;
    }

    /// <summary>The score of a live value.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly double Score(double x) => (x - _median) / _scale;

    /// <summary>
    /// Takes the same sample a number of times: as many boundaries of the grid have passed. NaN is no sample.
    /// </summary>
    public void Push(double sample, long times)
    {
        if (double.IsNaN(sample) || times <= 0)
            return;
        int samples = (int)Math.Min(times, _window);
        if (samples == 1)
            PushOne(sample);
        else
            PushMany(sample, samples);
        if (_count == _window)
            Summarise();
    }

    private void PushOne(double sample)
    {
        int slot = _oldest;
        int hole = _count;
        if (_count == _window)
            hole = new ReadOnlySpan<ushort>(_sorted, _count).IndexOf((ushort)slot);
        else
            _count++;
        // The rank among the others: their order is that of _sorted without the hole.
        int rank = Rank(sample, hole);
        if (rank < hole)
            Move(rank, rank + 1, hole - rank);
        else
            Move(hole + 1, hole, rank - hole);
        _sorted[rank] = (ushort)slot;
        _values[slot] = sample;
        _oldest = slot + 1 == _window ? 0 : slot + 1;
    }

    /// <summary>How many values other than the one at the hole are at most the sample.</summary>
    private readonly int Rank(double sample, int hole)
    {
        int low = 0;
        int high = _count - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            int at = middle < hole ? middle : middle + 1;
            if (_values[_sorted[at]] <= sample)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private readonly void Move(int from, int to, int length) =>
        new ReadOnlySpan<ushort>(_sorted + from, length).CopyTo(new Span<ushort>(_sorted + to, length));

    /// <summary>
    /// Samples, all equal, take the places of the oldest: one pass leaves those out and puts the new between.
    /// </summary>
    private void PushMany(double sample, int samples)
    {
        int written = 0;
        bool entered = false;
        for (int i = 0; i < _count; i++)
        {
            ushort slot = _sorted[i];
            int age = slot - _oldest;
            if ((age < 0 ? age + _window : age) < samples)
                continue;
            if (!entered && _values[slot] > sample)
            {
                written = Enter(written, samples);
                entered = true;
            }
            _spare[written++] = slot;
        }
        if (!entered)
            written = Enter(written, samples);
        for (int i = 0; i < samples; i++)
        {
            _values[_oldest] = sample;
            _oldest = _oldest + 1 == _window ? 0 : _oldest + 1;
        }
        _count = written;
        ushort* old = _sorted;
        _sorted = _spare;
        _spare = old;
    }

    private readonly int Enter(int written, int samples)
    {
        int slot = _oldest;
        for (int i = 0; i < samples; i++)
        {
            _spare[written++] = (ushort)slot;
            slot = slot + 1 == _window ? 0 : slot + 1;
        }
        return written;
    }

    private readonly double At(int rank) => _values[_sorted[rank]];

    private void Summarise()
    {
        int half = _window / 2;
        bool even = (_window & 1) == 0;
        double median = even ? (At(half - 1) + At(half)) / 2 : At(half);
        int near = even ? half : half + 1;
        int low = 0;
        int high = _window - near;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (median - At(middle) > At(middle + near) - median)
                low = middle + 1;
            else
                high = middle;
        }
        double deviation = Math.Max(median - At(low), At(low + near - 1) - median);
        if (even)
        {
            double below = low > 0 ? median - At(low - 1) : double.PositiveInfinity;
            double above = low + near < _window ? At(low + near) - median : double.PositiveInfinity;
            deviation = (deviation + Math.Min(below, above)) / 2;
        }
        bool degenerate = deviation <= LeastSpread * Math.Max(1, Math.Abs(median));
        _median = median;
        _scale = degenerate ? double.NaN : Normal * deviation;
    }
}
