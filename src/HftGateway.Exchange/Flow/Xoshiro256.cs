using System.Numerics;

namespace HftGateway.Exchange.Flow;

/// <summary>
/// Pseudo-random numbers: xoshiro256** seeded through SplitMix64. The project's own, so that a seed means the same
/// numbers on every runtime version.
/// <para><b>Threading.</b> A mutable struct: keep one per thread and pass it by reference.</para>
/// <para><b>Reference.</b> Blackman, Vigna: Scrambled linear pseudorandom number generators (2021).</para>
/// </summary>
public struct Xoshiro256
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareNormal;
    private bool _hasSpareNormal;

    /// <summary>Starts a sequence.</summary>
    /// <param name="seed">Any number; equal seeds give equal sequences.</param>
    public Xoshiro256(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform in 0 … bound − 1; the bias is below bound / 2^64.</summary>
    /// <param name="bound">At least 1.</param>
    public int NextInt(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>True with the given probability.</summary>
    /// <param name="probability">0 to 1.</param>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Exponentially distributed.</summary>
    /// <param name="mean">Mean.</param>
    public double NextExponential(double mean) => -mean * PortableMath.Log(1 - NextDouble());

    /// <summary>Standard normal (polar method).</summary>
    public double NextNormal()
    {
        if (_hasSpareNormal)
        {
            _hasSpareNormal = false;
            return _spareNormal;
        }

        while (true)
        {
            double u = 2 * NextDouble() - 1;
            double v = 2 * NextDouble() - 1;
            double s = u * u + v * v;
            if (s is >= 1 or 0)
                continue;
            double factor = Math.Sqrt(-2 * PortableMath.Log(s) / s);
            _spareNormal = v * factor;
            _hasSpareNormal = true;
            return u * factor;
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
