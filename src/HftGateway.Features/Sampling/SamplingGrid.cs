namespace HftGateway.Features;

/// <summary>
/// Boundaries at whole multiples of the sample length: at a boundary a series is sampled with its value after the last
/// row before it; a row exactly on the boundary comes after it. The first boundary is the one after t₀.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One division per boundary that has rows behind it.</para>
/// <para><b>Reference.</b> Features specification, 8.1.</para>
/// </summary>
public struct SamplingGrid
{
    private long _sampleNs;
    private long _index;
    private long _nextNs;

    /// <summary>Time of the next boundary: until then <see cref="AdvanceTo"/> returns 0.</summary>
    public readonly long NextNs => _nextNs;

    /// <summary>Sets the sample length, at least 1 ns.</summary>
    public void Initialise(long sampleNs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleNs, 1);
        _sampleNs = sampleNs;
        Start(0);
    }

    /// <summary>Starts at t₀.</summary>
    public void Start(long t0Ns)
    {
        _index = t0Ns / _sampleNs;
        _nextNs = (_index + 1) * _sampleNs;
    }

    /// <summary>Moves the clock, never backwards; returns how many boundaries were passed or reached.</summary>
    public long AdvanceTo(long tNs)
    {
        if (tNs < _nextNs)
            return 0;
        long index = tNs / _sampleNs;
        long passed = index - _index;
        _index = index;
        _nextNs = (index + 1) * _sampleNs;
        return passed;
    }
}
