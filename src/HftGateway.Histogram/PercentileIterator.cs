namespace HftGateway.Histogram;

/// <summary>
/// Walks percentile levels from 0 to 100 that come closer to 100 by halves: the rows of a percentile distribution.
/// <para><b>Threading.</b> The thread owning the histogram; recording during the walk gives undefined steps.</para>
/// <para><b>Invariants.</b> The last recorded value is emitted once at its level and once more at 100.</para>
/// <para><b>Cost.</b> Not on the hot path; allocates nothing.</para>
/// </summary>
public struct PercentileIterator
{
    private readonly LongHistogram _histogram;
    private readonly int _ticksPerHalfDistance;
    private int _index;
    private long _running;
    private long _runningAtLastStep;
    private double _level;
    private bool _finished;

    internal PercentileIterator(LongHistogram histogram, int ticksPerHalfDistance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ticksPerHalfDistance, 1);
        _histogram = histogram;
        _ticksPerHalfDistance = ticksPerHalfDistance;
        _index = -1;
        _running = 0;
        _runningAtLastStep = 0;
        _level = 0;
        _finished = histogram.TotalCount == 0;
        Current = default;
    }

    /// <summary>The step reached.</summary>
    public HistogramIterationValue Current { get; private set; }

    /// <summary>Allows <c>foreach</c>.</summary>
    public readonly PercentileIterator GetEnumerator() => this;

    /// <summary>Goes to the next level.</summary>
    /// <returns>False behind level 100.</returns>
    public bool MoveNext()
    {
        if (_finished)
            return false;
        long total = _histogram.TotalCount;
        // Everything counted and reported at its own level: what is left is the row of level 100.
        if (_running >= total)
        {
            _finished = true;
            Current = Step(100, total);
            return true;
        }
        ReadOnlySpan<long> counts = _histogram.Counts;
        if (_index < 0 || _level >= 100 || 100.0 * _running / total < _level)
        {
            do
            {
                do
                    _index++;
                while (counts[_index] == 0);
                _running += counts[_index];
            }
            while (_running < total && (_level >= 100 || 100.0 * _running / total < _level));
        }
        _finished = _level >= 100;
        Current = Step(_level, total);
        AdvanceLevel();
        return true;
    }

    private HistogramIterationValue Step(double level, long total)
    {
        long value = _histogram.Layout.HighestEquivalent(_histogram.Layout.ValueAt(_index));
        var step = new HistogramIterationValue(
            value, _running - _runningAtLastStep, _running, level, 100.0 * _running / total);
        _runningAtLastStep = _running;
        return step;
    }

    private void AdvanceLevel()
    {
        if (_level >= 100)
            return;
        double halvings = Math.Floor(Math.Log2(100.0 / (100.0 - _level))) + 1;
        double next = _level + 100.0 / (_ticksPerHalfDistance * Math.Pow(2, halvings));
        // Counts beyond 2^50 bring the level so close to 100 that a step is lost in rounding: without this exit the
        // walk would emit the same row for ever.
        _level = next > _level ? next : 100;
    }
}
