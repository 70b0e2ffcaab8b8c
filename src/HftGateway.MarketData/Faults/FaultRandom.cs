using HftGateway.Platform;

namespace HftGateway.MarketData.Faults;

/// <summary>
/// A seeded generator for fault injection: SplitMix64, the same numbers for the same seed on every machine.
/// <para><b>Threading.</b> One thread; a mutable struct.</para>
/// </summary>
[HotPath]
public struct FaultRandom
{
    private ulong _state;

    /// <summary>A generator of a seed.</summary>
    /// <param name="seed">Any number.</param>
    public FaultRandom(ulong seed) => _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below a bound.</summary>
    /// <param name="bound">At least 1.</param>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>Whether something with a probability happens. Uses up no number when it cannot.</summary>
    /// <param name="probability">0 to 1.</param>
    public bool Happens(double probability) =>
        probability > 0 && (Next() >> 11) * (1.0 / (1UL << 53)) < probability;
}
