namespace HftGateway.Histogram;

public sealed partial class LongHistogram
{
    /// <summary>Smallest recorded value (lowest equivalent); 0 when empty.</summary>
    public long Min => _totalCount == 0 || _counts[0] > 0 ? 0 : MinNonZero;

    /// <summary>Smallest recorded value of a counter other than the first; long.MaxValue when there is none.</summary>
    public long MinNonZero => _minNonZeroRecorded == long.MaxValue
        ? long.MaxValue
        : _layout.LowestEquivalent(_minNonZeroRecorded);

    /// <summary>Largest recorded value (highest equivalent); 0 when empty.</summary>
    public long Max => _totalCount == 0 ? 0 : _layout.HighestEquivalent(_maxRecorded);

    /// <summary>Mean of the recorded values, each taken as the middle of its counter; 0 when empty.</summary>
    public double Mean
    {
        get
        {
            if (_totalCount == 0)
                return 0;
            double sum = 0;
            int last = _layout.IndexOf(_maxRecorded);
            for (int i = 0; i <= last; i++)
                if (_counts[i] != 0)
                    sum += _layout.MedianEquivalent(_layout.ValueAt(i)) * (double)_counts[i];
            return sum / _totalCount;
        }
    }

    /// <summary>Population standard deviation, each value taken as the middle of its counter; 0 when empty.</summary>
    public double StandardDeviation
    {
        get
        {
            if (_totalCount == 0)
                return 0;
            double mean = Mean;
            double sum = 0;
            int last = _layout.IndexOf(_maxRecorded);
            for (int i = 0; i <= last; i++)
            {
                if (_counts[i] == 0)
                    continue;
                double deviation = _layout.MedianEquivalent(_layout.ValueAt(i)) - mean;
                sum += deviation * deviation * _counts[i];
            }
            return Math.Sqrt(sum / _totalCount);
        }
    }

    /// <summary>The value that the given share of all recorded values does not exceed.</summary>
    /// <param name="percentile">0 to 100; beyond is clamped.</param>
    /// <returns>Highest equivalent of the counter reached (its lowest for percentile 0); 0 when empty.</returns>
    public long ValueAtPercentile(double percentile)
    {
        if (_totalCount == 0)
            return 0;
        // One ulp down: 100·(k/n) may round up, and the value at exactly k of n must not become the next one.
        double requested = Math.Clamp(Math.BitDecrement(percentile), 0, 100);
        long target = Math.Max(1, (long)Math.Ceiling(requested * _totalCount / 100.0));
        long running = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            running += _counts[i];
            if (running < target)
                continue;
            long value = _layout.ValueAt(i);
            return percentile == 0 ? _layout.LowestEquivalent(value) : _layout.HighestEquivalent(value);
        }
        return Max;
    }

    /// <summary>Percentage of recorded values at or below a value (its whole counter); 100 when empty.</summary>
    /// <param name="value">A value from 0.</param>
    public double PercentileAtOrBelow(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return _totalCount == 0 ? 100 : 100.0 * CountBetween(0, value) / _totalCount;
    }

    /// <summary>Count of the counter that a value belongs to; 0 above the counters.</summary>
    /// <param name="value">A value from 0.</param>
    public long CountAt(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value > _layout.HighestIndexable ? 0 : _counts[_layout.IndexOf(value)];
    }

    /// <summary>Count of all values from one to another, both counters included.</summary>
    /// <param name="low">A value from 0.</param>
    /// <param name="high">A value from <paramref name="low"/>.</param>
    public long CountBetween(long low, long high)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(low);
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        long limit = _layout.HighestIndexable;
        if (low > limit)
            return 0;
        int last = _layout.IndexOf(Math.Min(high, limit));
        long sum = 0;
        for (int i = _layout.IndexOf(low); i <= last; i++)
            sum += _counts[i];
        return sum;
    }

    /// <summary>Walks the counters that hold something, from the smallest value up.</summary>
    public RecordedValuesIterator RecordedValues() => new(this);

    /// <summary>Walks percentile levels that come closer to 100 by halves.</summary>
    /// <param name="ticksPerHalfDistance">Levels per halving of the distance to 100, at least 1.</param>
    public PercentileIterator Percentiles(int ticksPerHalfDistance = 5) => new(this, ticksPerHalfDistance);

    /// <summary>Walks steps of equal width in value.</summary>
    /// <param name="unitsPerStep">Width, at least 1.</param>
    public StepIterator LinearSteps(long unitsPerStep) => new(this, unitsPerStep, 0);

    /// <summary>Walks steps whose upper ends grow by a factor.</summary>
    /// <param name="firstStep">Width of the first step, at least 1.</param>
    /// <param name="factor">Growth, above 1.</param>
    public StepIterator LogarithmicSteps(long firstStep, double factor)
    {
        if (!(factor > 1) || double.IsInfinity(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "the factor must be above 1");
        return new StepIterator(this, firstStep, factor);
    }

    /// <summary>Whether both hold the same values (times, tags, saturation counters and spare range aside).</summary>
    /// <param name="other">The other histogram.</param>
    public bool ContentEquals(LongHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_totalCount != other._totalCount || !_layout.HasSameBuckets(other._layout))
            return false;
        int shared = Math.Min(_counts.Length, other._counts.Length);
        // Equal totals and an equal shared part leave nothing for the longer one's tail.
        return _counts.AsSpan(0, shared).SequenceEqual(other._counts.AsSpan(0, shared));
    }
}
