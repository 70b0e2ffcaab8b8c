using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The last N values of a series in sorted order: what medians, quantiles and ranks over a sliding window are read
/// from, exactly.
/// <para><b>Method.</b> A ring in order of arrival and an array in order of size. A new value takes the place of the
/// oldest: two binary searches, then one move of what lies between the two places. Equal values are interchangeable, so
/// no index ties the two arrays.</para>
/// <para><b>Threading.</b> One thread. <b>Invariants.</b> No value is NaN.</para>
/// <para><b>Limits.</b> N from 1 to <see cref="MaxWindow"/>.</para>
/// <para><b>Cost.</b> O(log N) comparisons and one move of at most 8·N bytes, which at N = 200 takes less time than the
/// searches (FeatureBenchmarks.SortedPush). A read is O(1), a rank O(log N).</para>
/// <para><b>Reference.</b> Features specification, 7.4, 7.6, 8.2, 8.3.</para>
/// </summary>
public unsafe struct SortedWindow
{
    /// <summary>The longest window.</summary>
    public const int MaxWindow = 10_000;

    // From so many equal values on sorting anew is cheaper than as many moves.
    private const int ManyPushes = 16;

    // So many values are compared at once rather than searched.
    private const int MostCompared = 64;

    private double* _ring;
    private double* _sorted;
    private int _window;
    private int _count;
    private int _oldest;

    /// <summary>Bytes that a window of that many values needs.</summary>
    public static int BytesFor(int window) => 2 * window * sizeof(double);

    /// <summary>Values in the window.</summary>
    public readonly int Count => _count;

    /// <summary>The window holds as many values as it can.</summary>
    public readonly bool IsFull => _count == _window;

    /// <summary>Sets the window up over memory that stays the caller's.</summary>
    /// <param name="memory"><see cref="BytesFor"/> bytes, aligned to 8.</param>
    /// <param name="window">Values, 1 to <see cref="MaxWindow"/>.</param>
    public void Initialise(byte* memory, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, MaxWindow);
        _ring = (double*)memory;
        _sorted = _ring + window;
        _window = window;
        Reset();
    }

    /// <summary>Empties the window.</summary>
    public void Reset()
    {
        _count = 0;
        _oldest = 0;
    }

    /// <summary>The value of a rank, 0 = least; the rank must be below <see cref="Count"/>.</summary>
    public readonly double this[int rank] => _sorted[rank];

    /// <summary>The median, of an even count the mean of the middle two; the window must not be empty.</summary>
    public readonly double Median
    {
        get
        {
            int half = _count / 2;
            return (_count & 1) != 0 ? _sorted[half] : (_sorted[half - 1] + _sorted[half]) / 2;
        }
    }

    /// <summary>
    /// A quantile by linear interpolation (type 7): h = (n − 1)·q, v_⌊h⌋ + (h − ⌊h⌋)(v_⌊h⌋₊₁ − v_⌊h⌋). The window must
    /// not be empty.
    /// </summary>
    /// <param name="q">0 to 1.</param>
    public readonly double Quantile(double q)
    {
        double h = (_count - 1) * q;
        int low = (int)h;
        double value = _sorted[low];
        return low + 1 < _count ? value + (h - low) * (_sorted[low + 1] - value) : value;
    }

    /// <summary>How many values are smaller.</summary>
    [HotPath]
    public readonly int CountBelow(double value) => LowerBound(_sorted, _count, value);

    /// <summary>Takes a value; the oldest leaves a full window.</summary>
    /// <returns>How many values were smaller, the oldest included.</returns>
    [HotPath]
    public int Push(double value)
    {
        int smaller = LowerBound(_sorted, _count, value);
        int hole = _count;
        if (_count == _window)
            hole = LowerBound(_sorted, _count, _ring[_oldest]);
        else
            _count++;
        _ring[_oldest] = value;
        _oldest = _oldest + 1 == _window ? 0 : _oldest + 1;
        int place = smaller;
        if (smaller > hole)
        {
            // What leaves is one of the smaller ones.
            place = smaller - 1;
            Move(hole + 1, hole, place - hole);
        }
        else
        {
            Move(place, place + 1, hole - place);
        }
        _sorted[place] = value;
        return smaller;
    }

    /// <summary>Takes the same value a number of times, in one pass however many.</summary>
    public void Push(double value, long times)
    {
        int pushes = (int)Math.Min(times, _window);
        if (pushes <= ManyPushes)
        {
            for (int i = 0; i < pushes; i++)
                Push(value);
            return;
        }
        for (int i = 0; i < pushes; i++)
        {
            _ring[_oldest] = value;
            _oldest = _oldest + 1 == _window ? 0 : _oldest + 1;
        }
        // Before the window is full the ring is filled from 0, so its first Count places are the values.
        _count = Math.Min(_count + pushes, _window);
        new ReadOnlySpan<double>(_ring, _count).CopyTo(new Span<double>(_sorted, _count));
        new Span<double>(_sorted, _count).Sort();
    }

    private static int LowerBound(double* sorted, int count, double value)
    {
        double* low = sorted;
        // Halving until it is quicker to compare all that is left: every step waits for the one before, and a guess of
        // its outcome is wrong every other time.
        while (count > MostCompared)
        {
            int half = count >>> 1;
            low += half & -(low[half - 1] < value ? 1 : 0);
            count -= half;
        }
        // Sorted: the place is the number of smaller values.
        Vector256<double> values = Vector256.Create(value);
        Vector256<long> smaller = Vector256<long>.Zero;
        int i = 0;
        for (; i + Vector256<double>.Count <= count; i += Vector256<double>.Count)
            smaller -= Vector256.LessThan(Vector256.Load(low + i), values).AsInt64();
        int place = (int)(low - sorted) + (int)Vector256.Sum(smaller);
        for (; i < count; i++)
            place += low[i] < value ? 1 : 0;
        return place;
    }

    private readonly void Move(int from, int to, int length) =>
        Buffer.MemoryCopy(_sorted + from, _sorted + to, (long)length * sizeof(double), (long)length * sizeof(double));
}
