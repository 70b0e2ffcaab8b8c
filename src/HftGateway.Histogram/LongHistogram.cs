using System.Runtime.CompilerServices;

namespace HftGateway.Histogram;

/// <summary>
/// A high-dynamic-range histogram of non-negative integers (latencies in nanoseconds, sizes, depths) with 64-bit counts
/// and a fixed number of significant decimal digits over its whole range.
/// <para><b>Threading.</b> One thread at a time. To read while another thread records, use
/// <see cref="SingleWriterRecorder"/>.</para>
/// <para><b>Invariants.</b> <see cref="TotalCount"/> is the sum of all counters; recording never allocates (unless
/// auto-resize is on and the value lies above the range).</para>
/// <para><b>Limits.</b> Values 0 to the highest trackable value. 3 digits from 1 to 10^10 take 204,800 bytes.</para>
/// <para><b>Cost.</b> <see cref="TryRecord"/> and <see cref="RecordSaturating"/>: about 3 ns
/// (HistogramRecordBenchmarks).</para>
/// <para><b>Reference.</b> HdrHistogram 2.2.2 semantics; V2 encoding in <see cref="HistogramCodec"/>.</para>
/// </summary>
public sealed partial class LongHistogram
{
    private HistogramLayout _layout;
    private long[] _counts;
    private long _highestTrackable;
    private long _totalCount;
    private long _maxRecorded;
    private long _minNonZeroRecorded = long.MaxValue;
    private long _saturatedCount;

    /// <summary>Makes an empty histogram with all its memory.</summary>
    /// <param name="lowestDiscernible">Smallest value told apart from zero, at least 1.</param>
    /// <param name="highestTrackable">Largest recordable value, at least twice the lowest.</param>
    /// <param name="significantDigits">Decimal digits kept, 0 to 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public LongHistogram(long lowestDiscernible, long highestTrackable, int significantDigits)
        : this(new HistogramLayout(lowestDiscernible, highestTrackable, significantDigits))
    {
    }

    /// <summary>Makes an empty histogram of a given layout.</summary>
    /// <param name="layout">The layout; <c>default</c> is not one.</param>
    /// <exception cref="ArgumentException">The layout is <c>default</c>.</exception>
    public LongHistogram(HistogramLayout layout)
    {
        if (layout.CountsLength == 0)
            throw new ArgumentException("a default layout has no counters", nameof(layout));
        _layout = layout;
        _highestTrackable = layout.HighestTrackable;
        _counts = new long[layout.CountsLength];
    }

    /// <summary>Grow instead of refusing values above the range. Growing allocates: never on a hot path.</summary>
    public bool AutoResize { get; init; }

    /// <summary>The bucket arithmetic in force.</summary>
    public HistogramLayout Layout => _layout;

    /// <summary>Number of recorded values.</summary>
    public long TotalCount => _totalCount;

    /// <summary>How often <see cref="RecordSaturating"/> had to move a value into the range.</summary>
    public long SaturatedCount => _saturatedCount;

    /// <summary>Start of the recording interval in milliseconds since the epoch; long.MaxValue when not set.</summary>
    public long StartTimeMs { get; set; } = long.MaxValue;

    /// <summary>End of the recording interval in milliseconds since the epoch; 0 when not set.</summary>
    public long EndTimeMs { get; set; }

    /// <summary>Label carried through logs; null for none. May hold no comma, space or line break there.</summary>
    public string? Tag { get; set; }

    /// <summary>The counters, by index of <see cref="Layout"/>.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    internal long[] CountsArray => _counts;

    /// <summary>Records one value.</summary>
    /// <param name="value">0 to the highest trackable value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long value)
    {
        if (!TryRecord(value))
            ThrowOutOfRange(value);
    }

    /// <summary>Records one value if it lies in the range.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>False when the value is negative or above the range, and nothing was recorded.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRecord(long value)
    {
        // Unsigned: negative values are beyond the range as well.
        if ((ulong)value > (ulong)_highestTrackable)
            return TryRecordAbove(value, 1);
        RecordInRange(value, 1);
        return true;
    }

    /// <summary>
    /// Records one value; a value above the range is recorded as the highest trackable one and a negative one as 0,
    /// and <see cref="SaturatedCount"/> says how often. For hot paths, where no value may be lost or thrown about.
    /// </summary>
    /// <param name="value">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RecordSaturating(long value)
    {
        if ((ulong)value > (ulong)_highestTrackable)
            value = Saturate(value);
        RecordInRange(value, 1);
    }

    /// <summary>Records a value several times.</summary>
    /// <param name="value">0 to the highest trackable value.</param>
    /// <param name="count">How often, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value or the count is out of range.</exception>
    public void RecordCount(long value, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
            return;
        if ((ulong)value <= (ulong)_highestTrackable)
            RecordInRange(value, count);
        else if (!TryRecordAbove(value, count))
            ThrowOutOfRange(value);
    }

    /// <summary>
    /// Records a value and, to undo coordinated omission, the values that a stalled measurer failed to take:
    /// value − interval, value − 2·interval, … while at least the interval.
    /// </summary>
    /// <param name="value">0 to the highest trackable value.</param>
    /// <param name="expectedInterval">Expected time between measurements; 0 or less adds nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public void RecordWithExpectedInterval(long value, long expectedInterval) =>
        RecordCountWithExpectedInterval(value, 1, expectedInterval);

    /// <summary>As <see cref="RecordWithExpectedInterval"/>, each value <paramref name="count"/> times.</summary>
    /// <param name="value">0 to the highest trackable value.</param>
    /// <param name="count">How often, from 0.</param>
    /// <param name="expectedInterval">Expected time between measurements; 0 or less adds nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value or the count is out of range.</exception>
    public void RecordCountWithExpectedInterval(long value, long count, long expectedInterval)
    {
        RecordCount(value, count);
        if (expectedInterval <= 0)
            return;
        for (long missing = value - expectedInterval; missing >= expectedInterval; missing -= expectedInterval)
            RecordCount(missing, count);
    }

    /// <summary>Forgets all counts, the saturation counter, times and tag; keeps memory and range.</summary>
    public void Reset()
    {
        Array.Clear(_counts);
        _totalCount = 0;
        _maxRecorded = 0;
        _minNonZeroRecorded = long.MaxValue;
        _saturatedCount = 0;
        StartTimeMs = long.MaxValue;
        EndTimeMs = 0;
        Tag = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void RecordInRange(long value, long count)
    {
        _counts[_layout.IndexOf(value)] += count;
        _totalCount += count;
        if (value > _maxRecorded)
            _maxRecorded = value;
        // Minus one on both sides lets zero wrap to the largest number: the smallest non-zero value in one comparison.
        if ((ulong)(value - 1) < (ulong)(_minNonZeroRecorded - 1))
            _minNonZeroRecorded = value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Saturate(long value)
    {
        _saturatedCount++;
        return value < 0 ? 0 : _highestTrackable;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryRecordAbove(long value, long count)
    {
        if (!AutoResize || value < 0)
            return false;
        Grow(value);
        RecordInRange(value, count);
        return true;
    }

    private void Grow(long value)
    {
        // The lower counters keep their index when buckets are added on top.
        _layout = new HistogramLayout(_layout.LowestDiscernible, value, _layout.SignificantDigits);
        _layout = new HistogramLayout(_layout.LowestDiscernible, _layout.HighestIndexable, _layout.SignificantDigits);
        _highestTrackable = _layout.HighestTrackable;
        Array.Resize(ref _counts, _layout.CountsLength);
    }

    private void ThrowOutOfRange(long value) =>
        throw new ArgumentOutOfRangeException(
            nameof(value), value, $"a recorded value must lie in 0 to {_highestTrackable}");
}
