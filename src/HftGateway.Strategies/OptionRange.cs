using System.Globalization;

namespace HftGateway.Strategies;

/// <summary>Range checks of options, in one wording. Not on the hot path.</summary>
public static class OptionRange
{
    /// <summary>Adds a line when an integer is out of its range.</summary>
    /// <param name="errors">Where to.</param>
    /// <param name="key">Configuration key.</param>
    /// <param name="value">Value given.</param>
    /// <param name="low">Smallest valid value.</param>
    /// <param name="high">Largest valid value.</param>
    public static void Check(List<string> errors, string key, long value, long low, long high)
    {
        if (value < low || value > high)
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: {value} is outside {low} to {high}"));
    }

    /// <summary>Adds a line when a number is out of its range or not a number.</summary>
    /// <param name="errors">Where to.</param>
    /// <param name="key">Configuration key.</param>
    /// <param name="value">Value given.</param>
    /// <param name="low">Smallest valid value; <see cref="double.Epsilon"/> stands for "above 0".</param>
    /// <param name="high">Largest valid value.</param>
    public static void Check(List<string> errors, string key, double value, double low, double high)
    {
        if (value >= low && value <= high)
            return;
        string bound = low == double.Epsilon ? "above 0" : low.ToString(CultureInfo.InvariantCulture);
        errors.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: {value} is outside {bound} to {high}"));
    }
}
