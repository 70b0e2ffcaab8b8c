using System.Numerics;
using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// How long after the first copy a line brought its own: exact count, smallest, largest and mean, and a distribution
/// over powers of two.
/// <para><b>Threading.</b> One writer; readers see an approximation.</para>
/// <para><b>Invariants.</b> Bucket 0 counts lags below 1 ns (receive times of two sockets may cross), bucket i those
/// from 2^(i-1) to 2^i - 1 ns.</para>
/// <para><b>Cost.</b> A few instructions; no allocation.</para>
/// </summary>
[HotPath]
public sealed class LagHistogram
{
    private const int Buckets = 65;
    private readonly long[] _counts = new long[Buckets];
    private double _sumNs;

    /// <summary>Lags recorded.</summary>
    public long Count { get; private set; }

    /// <summary>Smallest, ns; 0 before the first. Negative when the later copy carries the earlier time.</summary>
    public long MinNs { get; private set; }

    /// <summary>Largest, ns; 0 before the first.</summary>
    public long MaxNs { get; private set; }

    /// <summary>Mean, ns; NaN before the first.</summary>
    public double MeanNs => Count == 0 ? double.NaN : _sumNs / Count;

    /// <summary>Records one lag.</summary>
    /// <param name="lagNs">Time of the later copy less that of the first, ns.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long lagNs)
    {
        if (Count++ == 0)
            MinNs = MaxNs = lagNs;
        else if (lagNs < MinNs)
            MinNs = lagNs;
        else if (lagNs > MaxNs)
            MaxNs = lagNs;
        _sumNs += lagNs;
        _counts[lagNs <= 0 ? 0 : BitOperations.Log2((ulong)lagNs) + 1]++;
    }

    /// <summary>Count of a bucket, 0 to 64.</summary>
    /// <param name="bucket">Bucket number.</param>
    public long CountOf(int bucket) => _counts[bucket];

    /// <summary>Upper bound of the bucket that holds a quantile, ns; 0 when nothing was recorded.</summary>
    /// <param name="quantile">0 to 1.</param>
    public long QuantileNs(double quantile)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(quantile * Count));
        long seen = 0;
        for (int i = 0; i < Buckets; i++)
        {
            seen += _counts[i];
            if (seen >= wanted && Count > 0)
                return Math.Min(i == 0 ? 0 : i >= 63 ? long.MaxValue : (1L << i) - 1, Math.Max(MaxNs, 0));
        }

        return 0;
    }
}
