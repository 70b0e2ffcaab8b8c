namespace HftGateway.Histogram;

public sealed partial class LongHistogram
{
    /// <summary>Adds another histogram's counts. Widens the interval to cover the other's.</summary>
    /// <param name="other">Any layout; with differing buckets each counter is added at its lowest value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The other holds values beyond this one's counters.</exception>
    public void Add(LongHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._totalCount > 0)
        {
            EnsureHolds(other);
            AddCounts(other);
        }
        _saturatedCount += other._saturatedCount;
        StartTimeMs = Math.Min(StartTimeMs, other.StartTimeMs);
        EndTimeMs = Math.Max(EndTimeMs, other.EndTimeMs);
    }

    /// <summary>Adds another histogram's values, each corrected for coordinated omission.</summary>
    /// <param name="other">The uncorrected histogram.</param>
    /// <param name="expectedInterval">Expected time between measurements in the value's unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The other holds values beyond this one's counters.</exception>
    public void AddCorrected(LongHistogram other, long expectedInterval)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._totalCount == 0)
            return;
        EnsureHolds(other);
        // A snapshot's indices: adding a histogram to itself must not meet the values just added.
        long[] source = ReferenceEquals(other, this) ? (long[])_counts.Clone() : other._counts;
        HistogramLayout sourceLayout = other._layout;
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] == 0)
                continue;
            long value = sourceLayout.HighestEquivalent(sourceLayout.ValueAt(i));
            RecordInRange(Math.Min(value, _layout.HighestIndexable), source[i]);
            if (expectedInterval <= 0)
                continue;
            for (long missing = value - expectedInterval; missing >= expectedInterval; missing -= expectedInterval)
                RecordInRange(missing, source[i]);
        }
    }

    /// <summary>Takes another histogram's counts away, all or nothing.</summary>
    /// <param name="other">A histogram whose every count this one contains.</param>
    /// <exception cref="ArgumentOutOfRangeException">The other holds values beyond this one's counters.</exception>
    /// <exception cref="ArgumentException">The other holds more of some value than this one.</exception>
    public void Subtract(LongHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._totalCount == 0)
            return;
        if (other.Max > _layout.HighestIndexable)
            throw new ArgumentOutOfRangeException(nameof(other), "the other histogram holds values beyond this range");
        // On a copy first: several of the other's counters may meet in one of ours.
        var left = (long[])_counts.Clone();
        for (int i = 0; i < other._counts.Length; i++)
        {
            if (other._counts[i] == 0)
                continue;
            ref long count = ref left[_layout.IndexOf(other._layout.ValueAt(i))];
            count -= other._counts[i];
            if (count < 0)
                throw new ArgumentException($"the other holds more of {other._layout.ValueAt(i)}", nameof(other));
        }
        left.CopyTo(_counts, 0);
        RecomputeFromCounts();
    }

    /// <summary>An independent copy. Allocates.</summary>
    public LongHistogram Copy()
    {
        var copy = new LongHistogram(_layout) { AutoResize = AutoResize };
        CopyInto(copy);
        return copy;
    }

    /// <summary>Overwrites another histogram with this one's content.</summary>
    /// <param name="target">A histogram that can hold this one's values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is too small.</exception>
    public void CopyInto(LongHistogram target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (ReferenceEquals(target, this))
            return;
        if (_totalCount > 0)
            target.EnsureHolds(this);
        target.Reset();
        target.Add(this);
        target.StartTimeMs = StartTimeMs;
        target.EndTimeMs = EndTimeMs;
        target.Tag = Tag;
    }

    /// <summary>A copy corrected for coordinated omission. Never apply to values corrected when recorded.</summary>
    /// <param name="expectedInterval">Expected time between measurements in the value's unit.</param>
    public LongHistogram CopyCorrected(long expectedInterval)
    {
        var copy = new LongHistogram(_layout)
        {
            AutoResize = AutoResize,
            StartTimeMs = StartTimeMs,
            EndTimeMs = EndTimeMs,
            Tag = Tag,
        };
        copy.AddCorrected(this, expectedInterval);
        copy._saturatedCount = _saturatedCount;
        return copy;
    }

    /// <summary>Derives total, smallest and largest value after the counters were written directly.</summary>
    internal void RecomputeFromCounts()
    {
        long total = 0;
        int first = -1;
        int last = -1;
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] == 0)
                continue;
            total += _counts[i];
            last = i;
            if (first < 0 && i > 0)
                first = i;
        }
        _totalCount = total;
        _maxRecorded = last < 0 ? 0 : _layout.HighestEquivalent(_layout.ValueAt(last));
        _minNonZeroRecorded = first < 0 ? long.MaxValue : _layout.ValueAt(first);
    }

    private void EnsureHolds(LongHistogram other)
    {
        if (other.Max <= _layout.HighestIndexable)
            return;
        if (!AutoResize)
            throw new ArgumentOutOfRangeException(nameof(other), "the other histogram holds values beyond this range");
        Grow(other.Max);
    }

    private void AddCounts(LongHistogram other)
    {
        if (!_layout.HasSameBuckets(other._layout))
        {
            for (int i = 0; i < other._counts.Length; i++)
                if (other._counts[i] != 0)
                    RecordInRange(other._layout.ValueAt(i), other._counts[i]);
            return;
        }
        int shared = Math.Min(_counts.Length, other._counts.Length);
        for (int i = 0; i < shared; i++)
            _counts[i] += other._counts[i];
        _totalCount += other._totalCount;
        _maxRecorded = Math.Max(_maxRecorded, other._maxRecorded);
        _minNonZeroRecorded = Math.Min(_minNonZeroRecorded, other._minNonZeroRecorded);
    }
}
