namespace HftGateway.Exchange.Flow;

/// <summary>
/// Times of the actions: a Poisson process whose rate switches between calm and burst (a tenth of the time), and within
/// it clusters a few µs apart, as when many participants react to the same message. The mean rate is the one asked for.
/// </summary>
internal struct ArrivalClock
{
    private const double BurstShare = 0.1;
    private const double ClusterShare = 0.4;
    private const double ClusterGapNs = 2_000;
    private const double MinFollowerNs = 3_000;

    private readonly double _meanBurstNs;
    private readonly double _burstRate;
    private readonly double _calmRate;
    private bool _burst;
    private double _phaseEndNs;
    private double _nowNs;

    public ArrivalClock(FlowOptions options)
    {
        _meanBurstNs = options.BurstMs * 1e6;
        _burstRate = options.BurstFactor;
        _calmRate = (1 - BurstShare * options.BurstFactor) / (1 - BurstShare);
        _burst = true;
    }

    public readonly long NowNs => (long)_nowNs;

    /// <summary>Moves to the next action.</summary>
    /// <param name="random">Random numbers.</param>
    /// <param name="meanNs">Mean interval wanted now.</param>
    public void Advance(ref Xoshiro256 random, double meanNs)
    {
        while (_nowNs >= _phaseEndNs)
        {
            _burst = !_burst;
            _phaseEndNs += random.NextExponential(_burst ? _meanBurstNs : _meanBurstNs * (1 - BurstShare) / BurstShare);
        }

        double interval = meanNs / (_burst ? _burstRate : _calmRate);
        if (interval < MinFollowerNs)
            _nowNs += random.NextExponential(interval);
        else if (random.Chance(ClusterShare))
            _nowNs += random.NextExponential(ClusterGapNs);
        else
            _nowNs += random.NextExponential((interval - ClusterShare * ClusterGapNs) / (1 - ClusterShare));
    }
}
