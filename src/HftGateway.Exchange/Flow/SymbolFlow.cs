namespace HftGateway.Exchange.Flow;

/// <summary>
/// Where the price of one symbol wants to be: a random walk with one-sided bursts, each several ticks over 100 ms to
/// 2 s, some of which give a third back. Updated lazily, when the symbol is next active.
/// </summary>
internal struct SymbolFlow
{
    public const double Tick = 100;
    private const double MinFair = 50_000;
    private const double ReversionShare = 0.3;
    private const double ReversionChance = 0.4;
    private const double SecondNs = 1e9;
    private const long RestNs = 300_000_000;

    /// <summary>Fair price in 1/10000 dollar, not rounded.</summary>
    public double Fair;

    /// <summary>Half of the usual spread in ticks.</summary>
    public double HalfSpreadTicks;

    /// <summary>+1 or −1 during a one-sided burst, else 0.</summary>
    public int Direction;

    /// <summary>In the generator's list of bursting symbols (a burst that is over leaves it only when next
    /// picked).</summary>
    public bool Listed;

    private double _anchor;
    private double _driftPerNs;
    private double _lastMove;
    private long _phaseEndNs;
    private long _nextBurstNs;
    private long _updatedNs;

    public void Start(ref Xoshiro256 random, double meanBetweenBurstsNs)
    {
        double dollars = Math.Clamp(PortableMath.Exp(4.4 + 0.7 * random.NextNormal()), 12, 900);
        Fair = _anchor = Math.Floor(dollars * 100) * Tick;
        HalfSpreadTicks = 0.5 + 0.5 * random.NextInt(3) * (dollars > 100 ? 1 : 0.5);
        _nextBurstNs = (long)(0.3e9 + random.NextExponential(meanBetweenBurstsNs));
    }

    /// <summary>Brings the fair price to a time.</summary>
    /// <returns>True when a one-sided burst began.</returns>
    public bool Update(ref Xoshiro256 random, long nowNs, FlowOptions options, double meanBetweenBurstsNs)
    {
        double elapsed = nowNs - _updatedNs;
        if (elapsed > 0)
        {
            double drifting = Math.Clamp(_phaseEndNs - _updatedNs, 0, elapsed);
            Fair += _driftPerNs * drifting;
            Fair += random.NextNormal() * options.VolatilityTicks * Tick * Math.Sqrt(elapsed / SecondNs);
            _updatedNs = nowNs;
            // Far from where the day began the walk is turned round, so that prices stay plausible for hours.
            Fair = Math.Max(Math.Clamp(Fair, _anchor * 0.7, _anchor * 1.4), MinFair);
        }

        if (nowNs >= _phaseEndNs)
            EndPhase(ref random, nowNs);
        if (nowNs < _nextBurstNs || _driftPerNs != 0)
            return false;
        _nextBurstNs = nowNs + (long)random.NextExponential(meanBetweenBurstsNs);
        bool up = random.Chance(0.5 - Math.Clamp((Fair - _anchor) / _anchor * 5, -0.4, 0.4));
        Direction = up ? 1 : -1;
        double durationNs = 1e8 + random.NextDouble() * 1.9e9;
        double ticks = options.MomentumTicks * (1 + 2 * random.NextDouble()) / 3;
        Begin(nowNs, durationNs, Direction * ticks * Tick);
        return true;
    }

    private void EndPhase(ref Xoshiro256 random, long nowNs)
    {
        if (_driftPerNs == 0)
            return;
        bool wasBurst = Direction != 0;
        _nextBurstNs = Math.Max(_nextBurstNs, nowNs + RestNs);
        Direction = 0;
        _driftPerNs = 0;
        if (wasBurst && random.Chance(ReversionChance))
            Begin(nowNs, 3e8 + random.NextDouble() * 7e8, -_lastMove * ReversionShare);
    }

    private void Begin(long nowNs, double durationNs, double move)
    {
        _lastMove = move;
        _driftPerNs = move / durationNs;
        _phaseEndNs = nowNs + (long)durationNs;
    }
}
