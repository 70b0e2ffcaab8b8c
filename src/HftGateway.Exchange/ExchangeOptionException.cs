using System.Globalization;

namespace HftGateway.Exchange;

/// <summary>A setting of the simulated exchange is outside its range: says which, its value, and what it may
/// be.</summary>
public sealed class ExchangeOptionException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="key">Name of the setting, as in the configuration.</param>
    /// <param name="value">The value found.</param>
    /// <param name="range">What it may be, in words.</param>
    public ExchangeOptionException(string key, object? value, string range)
        : base(string.Create(CultureInfo.InvariantCulture, $"exchange.{key} = {value ?? "(nothing)"}: must be {range}"))
    {
        Key = key;
        Range = range;
    }

    /// <summary>Name of the setting.</summary>
    public string Key { get; }

    /// <summary>What it may be.</summary>
    public string Range { get; }

    internal static void Check(string key, double value, double low, double high)
    {
        // NaN passes neither comparison and is refused too.
        if (value >= low && value <= high)
            return;
        CultureInfo culture = CultureInfo.InvariantCulture;
        throw new ExchangeOptionException(
            key, value, string.Create(culture, $"{low:0.############} to {high:0.############}"));
    }
}
