namespace HftGateway.Histogram;

/// <summary>
/// Walks the counters that hold something, from the smallest value up.
/// <para><b>Threading.</b> The thread owning the histogram; recording during the walk gives undefined steps.</para>
/// <para><b>Cost.</b> Not on the hot path; allocates nothing.</para>
/// </summary>
public struct RecordedValuesIterator
{
    private readonly LongHistogram _histogram;
    private int _index;
    private long _running;

    internal RecordedValuesIterator(LongHistogram histogram)
    {
        _histogram = histogram;
        _index = -1;
        _running = 0;
        Current = default;
    }

    /// <summary>The step reached.</summary>
    public HistogramIterationValue Current { get; private set; }

    /// <summary>Allows <c>foreach</c>.</summary>
    public readonly RecordedValuesIterator GetEnumerator() => this;

    /// <summary>Goes to the next counter that holds something.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        ReadOnlySpan<long> counts = _histogram.Counts;
        if (_running >= _histogram.TotalCount)
            return false;
        while (++_index < counts.Length)
        {
            if (counts[_index] == 0)
                continue;
            _running += counts[_index];
            double percentile = 100.0 * _running / _histogram.TotalCount;
            long value = _histogram.Layout.HighestEquivalent(_histogram.Layout.ValueAt(_index));
            Current = new HistogramIterationValue(value, counts[_index], _running, percentile, percentile);
            return true;
        }
        return false;
    }
}
