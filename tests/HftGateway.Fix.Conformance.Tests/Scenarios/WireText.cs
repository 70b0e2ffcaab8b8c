using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>Messages as text, made and taken apart without the library that is tested.</summary>
internal static partial class WireText
{
    private static readonly HashSet<int> HeaderTags =
    [
        8, 9, 35, 34, 43, 49, 50, 52, 56, 57, 90, 91, 97, 115, 116, 122, 128, 129, 142, 143, 144, 145, 212, 213, 347,
        369, 370, 627, 628, 629, 630, 1128, 1129, 1156,
    ];

    private static readonly Dictionary<int, int> DataTags = new()
    {
        [90] = 91, [93] = 89, [95] = 96, [212] = 213, [348] = 349, [350] = 351, [352] = 353, [354] = 355, [356] = 357,
        [358] = 359, [360] = 361, [362] = 363, [364] = 365, [445] = 446, [618] = 619, [621] = 622,
    };

    public static bool IsHeader(int tag) => HeaderTags.Contains(tag);

    /// <summary>Puts BodyLength and CheckSum around fields that begin with 35.</summary>
    public static byte[] Frame(string beginString, string body)
    {
        string head = string.Create(
            CultureInfo.InvariantCulture, $"8={beginString}\u00019={Encoding.Latin1.GetByteCount(body)}\u0001");
        string message = head + body;
        return Encoding.Latin1.GetBytes(message + $"10={Sum(message):000}\u0001");
    }

    /// <summary>The byte sum of the text, modulo 256.</summary>
    public static int Sum(string text) => Encoding.Latin1.GetBytes(text).Sum(b => b) & 255;

    /// <summary>Fills in the time, e.g. of <c>&lt;now-121&gt;</c> or <c>&lt;now.6&gt;</c> (digits).</summary>
    public static string Times(string text, DateTime now) => TimePattern().Replace(text, match =>
    {
        DateTime time = now;
        if (match.Groups[1].Success)
            time = time.AddSeconds(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        string format = "yyyyMMdd-HH:mm:ss";
        string result = time.ToString(format, CultureInfo.InvariantCulture);
        if (!match.Groups[2].Success)
            return result;
        int digits = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        string fraction = (time.Ticks % TimeSpan.TicksPerSecond).ToString("0000000", CultureInfo.InvariantCulture);
        return digits == 0 ? result : result + "." + fraction.PadRight(12, '0')[..digits];
    });

    /// <summary>Cuts a message into its fields, data fields by their length.</summary>
    public static List<KeyValuePair<int, string>> Fields(byte[] message)
    {
        string text = Encoding.Latin1.GetString(message);
        var fields = new List<KeyValuePair<int, string>>();
        int at = 0, dataTag = 0, dataLength = 0;
        while (at < text.Length)
        {
            int equals = text.IndexOf('=', at);
            int tag = int.Parse(text[at..equals], CultureInfo.InvariantCulture);
            int end = tag == dataTag ? equals + 1 + dataLength : text.IndexOf('\u0001', equals);
            string value = text[(equals + 1)..end];
            fields.Add(new(tag, value));
            dataTag = DataTags.TryGetValue(tag, out int follows) && int.TryParse(value, out dataLength) ? follows : 0;
            at = end + 1;
        }

        return fields;
    }

    /// <summary>Takes the first whole message off a buffer; null when there is none yet.</summary>
    public static byte[]? TakeMessage(List<byte> buffer)
    {
        string text = Encoding.Latin1.GetString(buffer.ToArray());
        int lengthAt = text.IndexOf("\u00019=", StringComparison.Ordinal);
        if (lengthAt < 0)
            return null;
        int lengthEnd = text.IndexOf('\u0001', lengthAt + 1);
        if (lengthEnd < 0)
            return null;
        int body = int.Parse(text[(lengthAt + 3)..lengthEnd], CultureInfo.InvariantCulture);
        int total = lengthEnd + 1 + body + "10=000|".Length;
        if (text.Length < total)
            return null;
        byte[] message = [.. buffer.Take(total)];
        buffer.RemoveRange(0, total);
        return message;
    }

    /// <summary>For people.</summary>
    public static string Show(byte[] message) => Encoding.Latin1.GetString(message).Replace('\u0001', '|');

    [GeneratedRegex(@"<now([+-]\d+)?(?:\.(\d+))?>")]
    private static partial Regex TimePattern();
}
