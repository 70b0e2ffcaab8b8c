using System.Globalization;
using System.Numerics;

namespace HftGateway.Sbe.Interpreter;

/// <summary>
/// Decimals as exact JSON numbers. The digits of the number are the mantissa and the places after its point (less the power of ten
/// behind an <c>e</c>) the exponent, so that <c>12.50</c> is 1250 × 10^-2 and <c>12e3</c> is 12 × 10^3.
/// </summary>
internal static class SbeDecimalText
{
    /// <summary>Places that are written with a point; beyond them the power of ten is written.</summary>
    internal const int MaxPlaces = 38;

    /// <summary>Digits of the longest mantissa; longer numbers are refused before they cost anything.</summary>
    private const int MaxDigits = 64;

    /// <summary>Writes mantissa × 10^exponent, with every place that the exponent has.</summary>
    public static string Format(BigInteger mantissa, long exponent)
    {
        string digits = BigInteger.Abs(mantissa).ToString(CultureInfo.InvariantCulture);
        string sign = mantissa.Sign < 0 ? "-" : string.Empty;
        if (exponent == 0)
        {
            return sign + digits;
        }

        if (exponent is > 0 or < -MaxPlaces)
        {
            return sign + digits + "e" + exponent.ToString(CultureInfo.InvariantCulture);
        }

        int places = (int)-exponent;
        digits = digits.PadLeft(places + 1, '0');
        return sign + digits[..^places] + "." + digits[^places..];
    }

    /// <summary>The same number without zeros at its end, for decimals whose exponent the schema fixes.</summary>
    public static string Trim(string number)
        => number.Contains('.') && !number.Contains('e') ? number.TrimEnd('0').TrimEnd('.') : number;

    /// <summary>Reads a JSON number as mantissa and exponent; false where it is longer than any decimal.</summary>
    public static bool TryParse(string number, out BigInteger mantissa, out long exponent)
    {
        mantissa = default;
        exponent = 0;
        int power = number.AsSpan().IndexOfAny('e', 'E');
        if (power >= 0 && (!long.TryParse(
            number.AsSpan(power + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || exponent is > uint.MaxValue or < int.MinValue))
        {
            return false;
        }

        string digits = power < 0 ? number : number[..power];
        int point = digits.IndexOf('.');
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }

        return digits.Length <= MaxDigits
            && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out mantissa);
    }

    /// <summary>Changes the exponent where that is exact.</summary>
    public static bool TryScale(ref BigInteger mantissa, long from, long to)
    {
        if (mantissa.IsZero || from == to)
        {
            return true;
        }

        // Neither exponent is beyond 33 bits.
        long steps = from - to;
        if (Math.Abs(steps) > MaxDigits * 2)
        {
            return false;
        }

        BigInteger factor = BigInteger.Pow(10, (int)Math.Abs(steps));
        if (steps > 0)
        {
            mantissa *= factor;
            return true;
        }

        mantissa = BigInteger.DivRem(mantissa, factor, out BigInteger rest);
        return rest.IsZero;
    }
}
