namespace HftGateway.Histogram;

/// <summary>
/// Walks steps of value, equally wide or growing by a factor, empty steps included.
/// <para><b>Threading.</b> The thread owning the histogram; recording during the walk gives undefined steps.</para>
/// <para><b>Invariants.</b> A counter belongs to the first step whose end reaches its lowest value.</para>
/// <para><b>Cost.</b> Not on the hot path; allocates nothing.</para>
/// </summary>
public struct StepIterator
{
    private readonly LongHistogram _histogram;
    private readonly long _unitsPerStep;
    private readonly double _factor;
    private double _exactEnd;
    private long _end;
    private int _index;
    private long _running;

    internal StepIterator(LongHistogram histogram, long unitsPerStep, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(unitsPerStep, 1);
        _histogram = histogram;
        _unitsPerStep = unitsPerStep;
        _factor = factor;
        _exactEnd = unitsPerStep;
        _end = 0;
        _index = 0;
        _running = 0;
        Current = default;
    }

    /// <summary>The step reached.</summary>
    public HistogramIterationValue Current { get; private set; }

    /// <summary>Allows <c>foreach</c>.</summary>
    public readonly StepIterator GetEnumerator() => this;

    /// <summary>Goes to the next step.</summary>
    /// <returns>False when the steps cover every recorded value.</returns>
    public bool MoveNext()
    {
        long total = _histogram.TotalCount;
        HistogramLayout layout = _histogram.Layout;
        ReadOnlySpan<long> counts = _histogram.Counts;
        long next = NextEnd();
        // Behind the last value, further (empty) steps follow only while they lie wholly within its counter's width.
        bool finished = _running >= total
            && (_index == 0 || next > layout.HighestEquivalent(layout.ValueAt(_index - 1)));
        if (finished || _end == long.MaxValue)
            return false;
        _end = next;
        _exactEnd *= _factor;
        long last = layout.LowestEquivalent(_end - 1);
        long before = _running;
        // Stops at the last recorded counter: the walk ends with its range, not with the array.
        while (_running < total && _index < counts.Length && layout.ValueAt(_index) <= last)
            _running += counts[_index++];
        double percentile = 100.0 * _running / total;
        Current = new HistogramIterationValue(_end - 1, _running - before, _running, percentile, percentile);
        return true;
    }

    private readonly long NextEnd()
    {
        if (_factor == 0)
            return _end > long.MaxValue - _unitsPerStep ? long.MaxValue : _end + _unitsPerStep;
        return _exactEnd >= long.MaxValue ? long.MaxValue : (long)_exactEnd;
    }
}
