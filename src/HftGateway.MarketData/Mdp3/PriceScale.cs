using System.Numerics;
using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// From the exchange's mantissas of 10^-9 to an instrument's integer price units of 10^-decimals, exactly or not at all:
/// a price that is no whole number of units is refused, never rounded.
/// <para><b>How.</b> Dividing by 10^k = 5^k · 2^k without a division: the product with the inverse of 5^k modulo 2^64,
/// rotated right by k, is the quotient if it is not above the largest possible one, and otherwise there is a remainder.
/// </para>
/// <para><b>Limits.</b> 0 to 9 decimals. Every mantissa but the most negative.</para>
/// <para><b>Cost.</b> A multiplication and a rotation, 2 ns.</para>
/// </summary>
public readonly struct PriceScale
{
    /// <summary>Decimals of the exchange's mantissas.</summary>
    public const int FeedDecimals = 9;

    private readonly ulong _inverse;
    private readonly ulong _limit;
    private readonly int _shift;

    /// <summary>Makes the scale.</summary>
    /// <param name="decimals">Decimals of the price unit, 0 to 9: 4 is a unit of 0.0001.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of decimals.</exception>
    public PriceScale(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, FeedDecimals);
        Decimals = decimals;
        ulong five = 1;
        ulong ten = 1;
        for (_shift = 0; _shift < FeedDecimals - decimals; _shift++)
        {
            five *= 5;
            ten *= 10;
        }

        // Newton: each step doubles the correct low bits; an odd number is its own inverse modulo 8.
        ulong inverse = five;
        for (int bits = 3; bits < 64; bits *= 2)
            inverse *= 2 - five * inverse;
        _inverse = inverse;
        _limit = ulong.MaxValue / ten;
        MantissaPerUnit = (long)ten;
    }

    /// <summary>Decimals of the price unit.</summary>
    public int Decimals { get; }

    /// <summary>Mantissa of one price unit.</summary>
    public long MantissaPerUnit { get; }

    /// <summary>Converts a mantissa.</summary>
    /// <param name="mantissa">Price in 10^-9.</param>
    /// <param name="price">Price in units; undefined on false.</param>
    /// <returns>False if it is no whole number of units.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryConvert(long mantissa, out long price)
    {
        long sign = mantissa >> 63;
        ulong quotient = BitOperations.RotateRight((ulong)((mantissa ^ sign) - sign) * _inverse, _shift);
        price = ((long)quotient ^ sign) - sign;
        return quotient <= _limit;
    }

    /// <summary>The decimals with which a price increment is a whole number of units, at least those asked for.</summary>
    /// <param name="mantissa">The increment in 10^-9.</param>
    /// <param name="least">Fewest decimals.</param>
    public static int DecimalsFor(long mantissa, int least)
    {
        int decimals = least;
        while (decimals < FeedDecimals && !new PriceScale(decimals).TryConvert(mantissa, out _))
            decimals++;
        return decimals;
    }
}
