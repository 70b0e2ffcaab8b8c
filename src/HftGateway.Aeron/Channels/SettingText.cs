using System.Globalization;

namespace HftGateway.Aeron.Channels;

/// <summary>Values of <c>aeron.*</c> settings.</summary>
internal static class SettingText
{
    public static bool Bool(string name, string value) => value switch
    {
        "true" or "1" or "on" => true,
        "false" or "0" or "off" => false,
        _ => throw Wrong(name, value, "true or false"),
    };

    public static int Size(string name, string value) =>
        UnitText.TryParseSize(value, out long size) && size <= int.MaxValue ? (int)size
            : throw Wrong(name, value, "a size such as 65536, 64k or 16m");

    public static long Duration(string name, string value) =>
        UnitText.TryParseDuration(value, out long ns) ? ns : throw Wrong(name, value, "a duration such as 100us, 10ms or 5s");

    public static long Integer(string name, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw Wrong(name, value, "a whole number");

    public static AeronException Wrong(string name, string value, string expected) =>
        new($"{name}={value} is wrong: {expected} expected");
}
