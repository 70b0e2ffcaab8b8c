using System.Globalization;

namespace HftGateway.Features;

/// <summary>One parameter of the features: name, default, range.</summary>
/// <param name="name">Name, without prefix.</param>
/// <param name="description">What it is, with its unit.</param>
/// <param name="minimum">Least valid value.</param>
/// <param name="maximum">Greatest valid value.</param>
/// <param name="get">Reads it.</param>
/// <param name="set">Gives options in which it has another value.</param>
public sealed class FeatureParameter(
    string name, string description, double minimum, double maximum,
    Func<FeatureOptions, double> get, Func<FeatureOptions, double, FeatureOptions> set)
{
    private static readonly FeatureOptions Defaults = new();

    /// <summary>Name, without prefix.</summary>
    public string Name => name;

    /// <summary>What it is, with its unit.</summary>
    public string Description => description;

    /// <summary>Least valid value.</summary>
    public double Minimum => minimum;

    /// <summary>Greatest valid value.</summary>
    public double Maximum => maximum;

    /// <summary>Default.</summary>
    public double Default => get(Defaults);

    /// <summary>Whole numbers only.</summary>
    public bool IsInteger { get; init; }

    /// <summary>Names of the values 0, 1, ... where the parameter is a choice; otherwise empty.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The valid range in words.</summary>
    public string Range => Choices.Count > 0
        ? "one of " + string.Join(", ", Choices)
        : string.Create(
            CultureInfo.InvariantCulture, $"a {(IsInteger ? "whole " : "")}number from {minimum:R} to {maximum:R}");

    /// <summary>Its value in options.</summary>
    public double Get(FeatureOptions options) => get(options);

    /// <summary>Options in which it has another value; the value is not checked.</summary>
    public FeatureOptions Set(FeatureOptions options, double value) => set(options, value);

    /// <summary>Reads a value from text; the range is not checked.</summary>
    /// <returns>False if the text is no value of this parameter.</returns>
    public bool TryParse(string text, out double value)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Choices.Count > 0)
        {
            for (int i = 0; i < Choices.Count; i++)
            {
                value = i;
                if (Choices[i] == text)
                    return true;
            }
            value = double.NaN;
            return false;
        }
        string plain = text.Replace("_", string.Empty, StringComparison.Ordinal);
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && !double.IsNaN(value) && (!IsInteger || value == Math.Floor(value));
    }

    /// <summary>Null, or why a value is not valid: key, value and range.</summary>
    public string? Error(double value)
    {
        // Written so that NaN fails.
        if (value >= minimum && value <= maximum)
            return null;
        return string.Create(
            CultureInfo.InvariantCulture, $"{name} = {value:R} is outside {minimum:R} to {maximum:R}");
    }
}
