using System.Globalization;

namespace HftGateway.Fix.Config;

/// <summary>Turns the text of one session's settings into values, each fault named with its place.</summary>
internal sealed class SettingReader(RawSession raw)
{
    internal bool Has(string name) => raw.TryGet(name, out string value, out _) && value.Length != 0;

    internal string? Text(string name) =>
        raw.TryGet(name, out string value, out _) && value.Length != 0 ? value : null;

    internal string Required(string name) => Text(name)
        ?? throw new FixConfigException($"{raw.File}:{raw.Line}: the session has no {name}");

    internal bool Flag(string name, bool otherwise)
    {
        if (!raw.TryGet(name, out string value, out int line) || value.Length == 0)
            return otherwise;
        return value.ToUpperInvariant() switch
        {
            "Y" or "YES" or "TRUE" => true,
            "N" or "NO" or "FALSE" => false,
            _ => throw Wrong(name, line, value, "Y or N"),
        };
    }

    internal int Int(string name, int otherwise, int least, int most)
    {
        if (!raw.TryGet(name, out string value, out int line) || value.Length == 0)
            return otherwise;
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            || number < least || number > most)
            throw Wrong(name, line, value, $"{least} to {most}");
        return number;
    }

    internal TimeSpan Time(string name)
    {
        string value = Required(name);
        if (!TimeSpan.TryParseExact(value, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out TimeSpan time)
            && !TimeSpan.TryParseExact(value, @"hh\:mm", CultureInfo.InvariantCulture, out time))
            throw Wrong(name, value, "HH:MM:SS");
        return time;
    }

    internal DayOfWeek? Day(string name)
    {
        if (Text(name) is not { } value)
            return null;
        string lower = value.ToLowerInvariant();
        for (DayOfWeek day = DayOfWeek.Sunday; day <= DayOfWeek.Saturday; day++)
        {
            string full = day.ToString().ToLowerInvariant();
            if (lower.Length >= 2 && full.StartsWith(lower, StringComparison.Ordinal))
                return day;
        }
        throw Wrong(name, value, "a day of the week (Monday, mon, mo)");
    }

    internal FixConfigException Wrong(string name, string value, string valid)
    {
        raw.TryGet(name, out _, out int line);
        return Wrong(name, line, value, valid);
    }

    private FixConfigException Wrong(string name, int line, string value, string valid) =>
        new($"{raw.File}:{line}: {name}={value}: valid is {valid}");
}
