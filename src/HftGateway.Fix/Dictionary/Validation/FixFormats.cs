namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// Is a value of its type? Numbers of any length, no values made, no allocation.
/// <para><b>Reference.</b> FIX 5.0 SP2 volume 1, data types; extension pack EP206 for up to 12 decimals of seconds.</para>
/// </summary>
public static class FixFormats
{
    private const int MaxFractionDigits = 12;

    /// <summary>True when <paramref name="value"/>, which is not empty, has the format of its type.</summary>
    public static bool IsValid(FixFieldType type, ReadOnlySpan<byte> value) => type switch
    {
        FixFieldType.Int => IsInt(value),
        FixFieldType.Length or FixFieldType.NumInGroup or FixFieldType.SeqNum or FixFieldType.TagNum => IsDigits(value),
        FixFieldType.DayOfMonth => value.Length <= 2 && IsDigits(value) && Number(value) is >= 1 and <= 31,
        >= FixFieldType.Float and <= FixFieldType.Percentage => IsDecimal(value),
        FixFieldType.Char => value.Length == 1,
        FixFieldType.Boolean => value.Length == 1 && value[0] is (byte)'Y' or (byte)'N',
        FixFieldType.MonthYear => IsMonthYear(value),
        FixFieldType.UtcTimestamp => IsTimestamp(value),
        FixFieldType.UtcTimeOnly or FixFieldType.LocalMktTime => IsTime(value),
        FixFieldType.UtcDateOnly or FixFieldType.LocalMktDate => IsDate(value),
        FixFieldType.TzTimeOnly => IsZonedTime(value),
        FixFieldType.TzTimestamp => value.Length > 9 && value[8] == '-' && IsDate(value[..8]) && IsZonedTime(value[9..]),
        FixFieldType.MultipleCharValue => IsCharList(value),
        FixFieldType.MultipleStringValue => IsList(value),
        _ => true,
    };

    private static bool IsDigits(ReadOnlySpan<byte> value) => !value.IsEmpty && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsInt(ReadOnlySpan<byte> value) =>
        IsDigits(!value.IsEmpty && value[0] == '-' ? value[1..] : value);

    // Digits with at most one point among them; leading and trailing zeros are allowed, an exponent or a plus is not.
    private static bool IsDecimal(ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty && value[0] == '-')
            value = value[1..];
        int digits = 0, points = 0;
        foreach (byte b in value)
        {
            if ((uint)(b - '0') <= 9)
                digits++;
            else if (b != '.' || ++points > 1)
                return false;
        }
        return digits > 0;
    }

    private static bool IsTimestamp(ReadOnlySpan<byte> value) =>
        value.Length >= 17 && value[8] == '-' && IsDate(value[..8]) && IsTime(value[9..]);

    // HH:MM:SS and up to 12 decimals; second 60 is a leap second.
    private static bool IsTime(ReadOnlySpan<byte> value)
    {
        if (value.Length < 8 || value[2] != ':' || value[5] != ':' || !InRange(value[..2], 23)
            || !InRange(value.Slice(3, 2), 59) || !InRange(value.Slice(6, 2), 60))
            return false;
        return value.Length == 8
            || (value[8] == '.' && value.Length is > 9 and <= 9 + MaxFractionDigits && IsDigits(value[9..]));
    }

    private static bool IsDate(ReadOnlySpan<byte> value)
    {
        if (value.Length != 8 || !IsDigits(value))
            return false;
        int year = Number(value[..4]), month = Number(value.Slice(4, 2)), day = Number(value.Slice(6, 2));
        return month is >= 1 and <= 12 && day >= 1 && year >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static bool IsMonthYear(ReadOnlySpan<byte> value)
    {
        if (value.Length is not (6 or 8) || !IsDigits(value[..6]) || Number(value.Slice(4, 2)) is < 1 or > 12)
            return false;
        if (value.Length == 6)
            return true;
        return value[6] is (byte)'w' or (byte)'W' ? value[7] is >= (byte)'1' and <= (byte)'5' : IsDate(value);
    }

    // HH:MM[:SS[.fraction]][Z or +hh[:mm] or -hh[:mm]]
    private static bool IsZonedTime(ReadOnlySpan<byte> value)
    {
        if (value.Length < 5 || value[2] != ':' || !InRange(value[..2], 23) || !InRange(value.Slice(3, 2), 59))
            return false;
        int zone = value.IndexOfAny((byte)'Z', (byte)'+', (byte)'-');
        ReadOnlySpan<byte> time = zone < 0 ? value : value[..zone];
        if (time.Length != 5 && !IsTime(time))
            return false;
        if (zone < 0)
            return true;
        ReadOnlySpan<byte> offset = value[(zone + 1)..];
        if (value[zone] == 'Z')
            return offset.IsEmpty;
        return offset.Length is 2 or 5 && InRange(offset[..2], 14)
            && (offset.Length == 2 || (offset[2] == ':' && InRange(offset[3..], 59)));
    }

    private static bool IsCharList(ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if ((value[i] == ' ') == ((i & 1) == 0))
                return false;
        }
        return (value.Length & 1) == 1;
    }

    private static bool IsList(ReadOnlySpan<byte> value) =>
        value[0] != ' ' && value[^1] != ' ' && value.IndexOf("  "u8) < 0;

    private static bool InRange(ReadOnlySpan<byte> twoDigits, int most) => IsDigits(twoDigits) && Number(twoDigits) <= most;

    private static int Number(ReadOnlySpan<byte> digits)
    {
        int number = 0;
        foreach (byte b in digits)
            number = (number * 10) + (b - '0');
        return number;
    }
}
