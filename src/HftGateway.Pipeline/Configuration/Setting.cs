using System.Globalization;

namespace HftGateway.Pipeline.Configuration;

/// <summary>Type of a configuration value.</summary>
public enum SettingType
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>64-bit integer; underscores between digits are allowed.</summary>
    Integer,

    /// <summary>Finite number.</summary>
    Number,

    /// <summary>One of <see cref="Setting.Choices"/>.</summary>
    Choice,

    /// <summary>YAML list of texts.</summary>
    List,

    /// <summary>Text, or a YAML list of lists of texts.</summary>
    Topology,

    /// <summary>Time of day, HH:MM:SS.</summary>
    TimeOfDay,
}

/// <summary>
/// One configuration key: its type, default and valid range. The table of all of them (<see cref="SettingTable"/>) is
/// the configuration's schema; nothing else knows which keys exist.
/// </summary>
/// <param name="Key"><c>section.name</c>.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Default">Default as it would be written in the file.</param>
/// <param name="Description">One line: what it is, with its unit.</param>
public sealed record Setting(string Key, SettingType Type, string Default, string Description)
{
    /// <summary>Smallest valid number.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest valid number.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Valid values of a <see cref="SettingType.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The valid values, in words for an error message.</summary>
    public string ValidRange => Type switch
    {
        SettingType.Boolean => "true or false",
        SettingType.Choice => string.Join(", ", Choices),
        SettingType.Integer => "a whole number" + Bounds(),
        SettingType.Number => "a number" + Bounds(),
        SettingType.TimeOfDay => "a time of day HH:MM:SS",
        SettingType.List => "a list, e.g. [A, B]",
        SettingType.Topology => "fused, staged or a list of lists of stages",
        _ => "text",
    };

    /// <summary>Checks a value.</summary>
    /// <param name="text">The value as written.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Check(string text) => Type switch
    {
        SettingType.Boolean => text is "true" or "false" ? null : "is not true or false",
        SettingType.Choice => Choices.Contains(text) ? null : "is not one of the valid values",
        SettingType.Integer => TryInteger(text, out long integer) ? CheckBounds(integer) : "is not a whole number",
        SettingType.Number => TryNumber(text, out double number) ? CheckBounds(number) : "is not a finite number",
        SettingType.TimeOfDay => TryTimeOfDay(text, out _) ? null : "is not a time of day",
        _ => null,
    };

    /// <summary>Reads an integer, with or without underscores between digits.</summary>
    /// <param name="text">The value as written.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryInteger(string text, out long value) => long.TryParse(
        text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
        out value);

    /// <summary>Reads a finite number.</summary>
    /// <param name="text">The value as written.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryNumber(string text, out double value) => double.TryParse(
        text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    /// <summary>Reads a time of day as seconds since midnight.</summary>
    /// <param name="text">HH:MM:SS.</param>
    /// <param name="seconds">0 to 86,400 (24:00:00 is the day's end).</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryTimeOfDay(string text, out int seconds)
    {
        seconds = 0;
        string[] parts = text.Split(':');
        if (parts.Length != 3 || !parts.All(static p => p.Length == 2 && p.All(char.IsAsciiDigit)))
            return false;
        int hours = int.Parse(parts[0], CultureInfo.InvariantCulture);
        int minutes = int.Parse(parts[1], CultureInfo.InvariantCulture);
        seconds = (((hours * 60) + minutes) * 60) + int.Parse(parts[2], CultureInfo.InvariantCulture);
        return minutes < 60 && seconds <= 86_400 && parts[2][0] < '6';
    }

    private string? CheckBounds(double value) => value >= Minimum && value <= Maximum ? null : "is out of range";

    private string Bounds()
    {
        string low = Minimum.ToString("R", CultureInfo.InvariantCulture);
        string high = Maximum.ToString("R", CultureInfo.InvariantCulture);
        return (double.IsFinite(Minimum), double.IsFinite(Maximum)) switch
        {
            (true, true) => $" from {low} to {high}",
            (true, false) => $" of at least {low}",
            (false, true) => $" of at most {high}",
            _ => "",
        };
    }
}
