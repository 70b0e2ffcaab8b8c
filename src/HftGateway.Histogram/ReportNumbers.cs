using System.Globalization;

namespace HftGateway.Histogram;

/// <summary>
/// Numbers in reports and logs, the same on every machine and equal to the reference implementation's: fixed decimals
/// of the shortest decimal form of the double, halves rounded away from zero, always a point.
/// <para><b>Threading.</b> Pure functions.</para>
/// </summary>
internal static class ReportNumbers
{
    /// <summary>Formats with a fixed number of decimals.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";
        // The shortest form, not the exact binary value: 1.0005 is 1.001 with three decimals, as a reader expects.
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        if (!decimal.TryParse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact))
            return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        exact = decimal.Round(exact, decimals, MidpointRounding.AwayFromZero);
        return exact.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
