using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HftGateway.Fix.Tests;

/// <summary>
/// A second, deliberately plain implementation of the wire format, with strings and decimals. Shares
/// no code with the library.
/// </summary>
internal static class Naive
{
    internal const long Noon = 1_767_268_800_123_456_789; // 2026-01-01 12:00:00.123456789

    internal static byte[] Message(string body, string beginString = "FIX.4.4")
    {
        string fields = body.Replace('|', '\u0001');
        string start = $"8={beginString}\u00019={fields.Length}\u0001{fields}";
        int sum = 0;
        foreach (char c in start)
            sum += c;
        return Encoding.Latin1.GetBytes($"{start}10={sum % 256:000}\u0001");
    }

    internal static byte[] Raw(string text) => Encoding.Latin1.GetBytes(text.Replace('|', '\u0001'));

    internal static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).Replace('\u0001', '|');

    internal static string Time(long utcNs, int digits)
    {
        DateTime time = DateTime.UnixEpoch.AddTicks(utcNs / 100);
        string text = time.ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture);
        string fraction = (utcNs % 1_000_000_000).ToString("000000000", CultureInfo.InvariantCulture);
        return digits == 0 ? text : text + "." + fraction[..digits];
    }

    internal static string Price(long price, int minDecimals)
    {
        string text = (price / 10_000m).ToString("0.0000", CultureInfo.InvariantCulture);
        while (text.Length - text.IndexOf('.') - 1 > minDecimals && text[^1] == '0')
            text = text[..^1];
        return text.TrimEnd('.');
    }

    /// <summary>
    /// Splits a message into fields; null unless it is one whole correct message. Data fields by length.
    /// </summary>
    internal static List<(int Tag, string Value)>? Parse(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.Latin1.GetString(bytes);
        var fields = new List<(int, string)>();
        int at = 0, dataLength = -1;
        while (at < text.Length)
        {
            int equals = text.IndexOf('=', at);
            if (equals < 0
                || !int.TryParse(
                    text.AsSpan(at, equals - at), NumberStyles.None, CultureInfo.InvariantCulture, out int tag))
                return null;
            int end = dataLength >= 0 ? equals + 1 + dataLength : text.IndexOf('\u0001', equals);
            if (end < 0 || end >= text.Length || text[end] != '\u0001')
                return null;
            string value = text[(equals + 1)..end];
            dataLength = tag is 95 or 90 or 93 or 212 or 348 or 354
                ? int.Parse(value, CultureInfo.InvariantCulture)
                : -1;
            fields.Add((tag, value));
            at = end + 1;
        }
        if (fields.Count < 4 || fields[0].Item1 != 8 || fields[1].Item1 != 9 || fields[2].Item1 != 35
            || fields[^1].Item1 != 10)
            return null;
        int bodyStart = text.IndexOf("\u000135=", StringComparison.Ordinal) + 1;
        int trailer = text.Length - 7;
        int sum = 0;
        for (int i = 0; i < trailer; i++)
            sum += text[i];
        bool ok = fields[1].Item2 == (trailer - bodyStart).ToString(CultureInfo.InvariantCulture)
            && fields[^1].Item2 == (sum % 256).ToString("000", CultureInfo.InvariantCulture);
        return ok ? fields : null;
    }

    /// <summary>Length and checksum are right, whatever the fields are.</summary>
    internal static bool IsFramed(string message)
    {
        Match match = Regex.Match(
            message, @"\A8=FIX[^|]*\|9=0*([0-9]+)\|(35=.*\|)10=([0-9]{3})\|\z", RegexOptions.Singleline);
        if (!match.Success)
            return false;
        int sum = Raw(message[..^7]).Sum(b => b) % 256;
        return match.Groups[1].Value == match.Groups[2].Length.ToString(CultureInfo.InvariantCulture)
            && match.Groups[3].Value == sum.ToString("000", CultureInfo.InvariantCulture);
    }

    /// <summary>All messages that lie one behind the other, as text with | for SOH.</summary>
    internal static List<string> Split(ReadOnlySpan<byte> bytes)
    {
        var messages = new List<string>();
        string text = Text(bytes);
        while (text.Length != 0)
        {
            int end = text.IndexOf("|10=", StringComparison.Ordinal) + 8;
            messages.Add(text[..end]);
            Assert.NotNull(Parse(Raw(text[..end])));
            text = text[end..];
        }
        return messages;
    }

    internal static string? Field(string message, int tag)
    {
        foreach ((int t, string value) in Parse(Raw(message))!)
        {
            if (t == tag)
                return value;
        }
        return null;
    }
}
