using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace HftGateway.Histogram;

/// <summary>
/// The bucket arithmetic of a histogram: which counter a value belongs to, and which values a counter stands for.
/// Buckets double in width and are cut into equal sub-buckets, so every value keeps the asked-for decimal digits.
/// <para><b>Threading.</b> Immutable.</para>
/// <para><b>Invariants.</b> <c>IndexOf(ValueAt(i)) == i</c> for every index; indices grow with values.</para>
/// <para><b>Limits.</b> Sub-bucket bits plus unit bits are at most 62, so no shift here reaches the sign bit.</para>
/// <para><b>Cost.</b> <see cref="IndexOf"/> is one leading-zero count, two shifts and three additions.</para>
/// </summary>
[SuppressMessage("Naming", "CA1720", Justification = "The word is the format's own.")]
public readonly struct HistogramLayout : IEquatable<HistogramLayout>
{
    /// <summary>Largest number of significant decimal digits.</summary>
    public const int MaxSignificantDigits = 5;

    private const int MaxValueBits = 62;

    private readonly long _subBucketMask;
    private readonly int _leadingZeroBase;
    private readonly int _halfMagnitude;
    private readonly int _half;
    private readonly int _unitMagnitude;

    /// <summary>Derives the layout.</summary>
    /// <param name="lowestDiscernible">Smallest value that must be told apart from zero, at least 1.</param>
    /// <param name="highestTrackable">Largest value to record, at least twice the lowest.</param>
    /// <param name="significantDigits">Decimal digits kept, 0 to 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter, or their combination, is out of range.</exception>
    public HistogramLayout(long lowestDiscernible, long highestTrackable, int significantDigits)
    {
        string? problem = Problem(lowestDiscernible, highestTrackable, significantDigits);
        if (problem is not null)
            throw new ArgumentOutOfRangeException(null, problem);
        LowestDiscernible = lowestDiscernible;
        HighestTrackable = highestTrackable;
        SignificantDigits = significantDigits;
        _unitMagnitude = BitOperations.Log2((ulong)lowestDiscernible);
        int subBucketBits = SubBucketBits(significantDigits);
        SubBucketCount = 1 << subBucketBits;
        _halfMagnitude = subBucketBits - 1;
        _half = SubBucketCount / 2;
        _subBucketMask = (SubBucketCount - 1L) << _unitMagnitude;
        _leadingZeroBase = 64 - _unitMagnitude - subBucketBits;
        BucketCount = CountBuckets((long)SubBucketCount << _unitMagnitude, highestTrackable);
        CountsLength = (BucketCount + 1) * _half;
    }

    /// <summary>Smallest value told apart from zero.</summary>
    public long LowestDiscernible { get; }

    /// <summary>Largest value that may be recorded.</summary>
    public long HighestTrackable { get; }

    /// <summary>Decimal digits kept, 0 to 5.</summary>
    public int SignificantDigits { get; }

    /// <summary>Number of buckets, each twice as wide as the one before.</summary>
    public int BucketCount { get; }

    /// <summary>Sub-buckets per bucket, a power of two.</summary>
    public int SubBucketCount { get; }

    /// <summary>Number of counters.</summary>
    public int CountsLength { get; }

    /// <summary>Low bits that never tell values apart: the resolution unit is two to this power.</summary>
    public int UnitMagnitude => _unitMagnitude;

    /// <summary>Largest value that a counter exists for; at least <see cref="HighestTrackable"/>.</summary>
    public long HighestIndexable => HighestEquivalent(ValueAt(CountsLength - 1));

    /// <summary>Says what is wrong with a combination of parameters.</summary>
    /// <param name="lowestDiscernible">As in the constructor.</param>
    /// <param name="highestTrackable">As in the constructor.</param>
    /// <param name="significantDigits">As in the constructor.</param>
    /// <returns>A sentence, or null when the combination is valid.</returns>
    public static string? Problem(long lowestDiscernible, long highestTrackable, int significantDigits)
    {
        if (significantDigits is < 0 or > MaxSignificantDigits)
            return $"significant digits must be 0 to {MaxSignificantDigits}, not {significantDigits}";
        if (lowestDiscernible < 1)
            return $"lowest discernible value must be at least 1, not {lowestDiscernible}";
        // Halving instead of doubling: twice the lowest could overflow.
        if (highestTrackable / 2 < lowestDiscernible)
            return $"highest trackable value {highestTrackable} must be at least twice the lowest, {lowestDiscernible}";
        if (SubBucketBits(significantDigits) + BitOperations.Log2((ulong)lowestDiscernible) > MaxValueBits)
            return $"{significantDigits} digits above {lowestDiscernible} do not fit 62 bits";
        return null;
    }

    /// <summary>Index of the counter of a value.</summary>
    /// <param name="value">0 to <see cref="HighestIndexable"/>; beyond, the index is beyond the counters too.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(long value)
    {
        // The mask sets every bit of bucket 0, so all its values count the same leading zeros.
        int bucket = _leadingZeroBase - BitOperations.LeadingZeroCount((ulong)(value | _subBucketMask));
        int sub = (int)((ulong)value >> (bucket + _unitMagnitude));
        // Buckets after the first use only their upper half of sub-buckets: the lower half is the bucket before.
        return ((bucket + 1) << _halfMagnitude) + (sub - _half);
    }

    /// <summary>Smallest value of a counter.</summary>
    /// <param name="index">0 to <see cref="CountsLength"/> − 1.</param>
    public long ValueAt(int index)
    {
        int bucket = (index >> _halfMagnitude) - 1;
        int sub = (index & (_half - 1)) + _half;
        if (bucket < 0)
        {
            sub -= _half;
            bucket = 0;
        }
        return (long)sub << (bucket + _unitMagnitude);
    }

    /// <summary>Number of distinct values sharing the counter of <paramref name="value"/>.</summary>
    /// <param name="value">A value from 0.</param>
    public long EquivalentRange(long value)
    {
        int bucket = _leadingZeroBase - BitOperations.LeadingZeroCount((ulong)(value | _subBucketMask));
        return 1L << (_unitMagnitude + bucket);
    }

    /// <summary>Smallest value sharing the counter of <paramref name="value"/>.</summary>
    /// <param name="value">A value from 0.</param>
    public long LowestEquivalent(long value) => value & -EquivalentRange(value);

    /// <summary>Largest value sharing the counter of <paramref name="value"/>.</summary>
    /// <param name="value">A value from 0.</param>
    public long HighestEquivalent(long value) => LowestEquivalent(value) + (EquivalentRange(value) - 1);

    /// <summary>Middle of the values sharing the counter of <paramref name="value"/>.</summary>
    /// <param name="value">A value from 0.</param>
    public long MedianEquivalent(long value) => LowestEquivalent(value) + (EquivalentRange(value) >> 1);

    /// <summary>Smallest value of the next counter (overflows to negative behind the very last one).</summary>
    /// <param name="value">A value from 0.</param>
    public long NextNonEquivalent(long value) => unchecked(LowestEquivalent(value) + EquivalentRange(value));

    /// <summary>Whether two values cannot be told apart.</summary>
    /// <param name="first">A value from 0.</param>
    /// <param name="second">A value from 0.</param>
    public bool AreEquivalent(long first, long second) => LowestEquivalent(first) == LowestEquivalent(second);

    /// <summary>Whether counters of the two layouts stand for the same values, index by index.</summary>
    /// <param name="other">The other layout.</param>
    public bool HasSameBuckets(in HistogramLayout other) =>
        SubBucketCount == other.SubBucketCount && _unitMagnitude == other._unitMagnitude;

    /// <inheritdoc/>
    public bool Equals(HistogramLayout other) =>
        LowestDiscernible == other.LowestDiscernible && HighestTrackable == other.HighestTrackable
        && SignificantDigits == other.SignificantDigits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HistogramLayout other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(LowestDiscernible, HighestTrackable, SignificantDigits);

    /// <summary>Equality of parameters.</summary>
    /// <param name="left">One layout.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(HistogramLayout left, HistogramLayout right) => left.Equals(right);

    /// <summary>Inequality of parameters.</summary>
    /// <param name="left">One layout.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(HistogramLayout left, HistogramLayout right) => !left.Equals(right);

    private static int SubBucketBits(int significantDigits)
    {
        // Twice ten to the digits: a bucket's upper half alone must resolve one part in 10^digits.
        uint largestSingleUnit = 2;
        for (int i = 0; i < significantDigits; i++)
            largestSingleUnit *= 10;
        return BitOperations.Log2(BitOperations.RoundUpToPowerOf2(largestSingleUnit));
    }

    private static int CountBuckets(long smallestUntrackable, long highestTrackable)
    {
        int buckets = 1;
        while (smallestUntrackable <= highestTrackable)
        {
            if (smallestUntrackable > long.MaxValue / 2)
                return buckets + 1;
            smallestUntrackable <<= 1;
            buckets++;
        }
        return buckets;
    }
}
