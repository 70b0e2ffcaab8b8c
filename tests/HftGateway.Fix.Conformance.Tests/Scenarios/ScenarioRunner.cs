using System.Globalization;
using System.Text;

namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>Plays one scenario and says what went otherwise than it says.</summary>
internal sealed class ScenarioRunner(Scenario scenario, IScenarioLink link)
{
    private readonly Dictionary<int, int> _nextOut = [];
    private readonly Dictionary<int, int> _nextIn = [];

    /// <summary>Null when the scenario passed, else what was wrong and where.</summary>
    public string? Play()
    {
        foreach (Step step in scenario.Steps)
        {
            string? problem;
            try
            {
                problem = Do(step);
            }
            catch (Exception error) when (error is FormatException or IOException or InvalidOperationException
                or ArgumentException)
            {
                problem = error.ToString();
            }

            if (problem is not null)
                return $"{scenario}, line {step.Line}: {problem}";
        }

        return null;
    }

    private string? Do(Step step)
    {
        int c = step.Connection;
        switch (step.Kind)
        {
            case StepKind.Connect:
                link.Connect(c);
                if (scenario.Settings == "reset" || !_nextOut.ContainsKey(c))
                    _nextOut[c] = _nextIn[c] = 1;
                return null;
            case StepKind.Disconnect:
                link.Disconnect(c);
                return null;
            case StepKind.Send:
                link.Send(c, Message(step));
                return null;
            case StepKind.SendRaw:
                link.Send(c, Raw(step.Text));
                return null;
            case StepKind.Expect:
                return Expect(step);
            case StepKind.Closed:
                return Closed(c, lenient: false);
            case StepKind.End:
                return Closed(c, lenient: true);
            case StepKind.Silent:
                return link.IsSilent(c) ? null : $"expected nothing, got {Next(c)}";
            case StepKind.Wait:
                link.Advance(TimeSpan.FromSeconds(double.Parse(step.Text, CultureInfo.InvariantCulture)));
                return null;
            case StepKind.NextOut:
                _nextOut[c] = int.Parse(step.Text, CultureInfo.InvariantCulture);
                return null;
            default:
                _nextIn[c] = int.Parse(step.Text, CultureInfo.InvariantCulture);
                return null;
        }
    }

    private byte[] Message(Step step)
    {
        ScenarioVersion version = scenario.Version;
        string begin = version.BeginString;
        var header = new Dictionary<int, string?>
        {
            [34] = null, [49] = version.Client, [52] = "<now>", [56] = ScenarioVersion.Server,
        };
        var body = new StringBuilder();
        bool numbered = true;
        foreach ((int tag, string? value) in step.Fields)
        {
            if (tag == 8)
                begin = value!;
            else if (WireText.IsHeader(tag))
            {
                header[tag] = value;
                numbered &= tag != 34;
                if (value is null)
                    header.Remove(tag);
            }
            else
                body.Append(CultureInfo.InvariantCulture, $"{tag}={value}\u0001");
        }

        if (numbered)
            header[34] = (_nextOut[step.Connection]++).ToString(CultureInfo.InvariantCulture);
        string head = string.Concat(header.Select(h => $"{h.Key}={h.Value}\u0001"));
        return WireText.Frame(begin, WireText.Times($"35={step.Text}\u0001{head}{body}", link.Now)
            .Replace("\\x01", "\u0001", StringComparison.Ordinal));
    }

    // Fields as they stand; BodyLength and CheckSum are made where they are missing.
    private byte[] Raw(string text)
    {
        ScenarioVersion version = scenario.Version;
        text = WireText.Times(text, link.Now)
            .Replace("{version}", version.BeginString, StringComparison.Ordinal)
            .Replace("{client}", version.Client, StringComparison.Ordinal)
            .Replace("{server}", ScenarioVersion.Server, StringComparison.Ordinal)
            .Replace('|', '\u0001');
        int firstEnd = text.IndexOf('\u0001', StringComparison.Ordinal) + 1;
        if (!text.StartsWith("8=", StringComparison.Ordinal) || firstEnd == 0)
            return Encoding.Latin1.GetBytes(text);
        bool hasSum = text.Contains("\u000110=", StringComparison.Ordinal);
        if (!text.Contains("\u00019=", StringComparison.Ordinal))
        {
            int end = hasSum ? text.LastIndexOf("\u000110=", StringComparison.Ordinal) + 1 : text.Length;
            string length = (end - firstEnd).ToString(CultureInfo.InvariantCulture);
            text = text.Insert(firstEnd, $"9={length}\u0001");
        }

        return Encoding.Latin1.GetBytes(hasSum ? text : text + $"10={WireText.Sum(text):000}\u0001");
    }

    private string Next(int connection) =>
        link.Receive(connection) is { } message ? WireText.Show(message) : "nothing";

    private string? Closed(int connection, bool lenient)
    {
        while (!link.IsClosed(connection))
        {
            byte[]? message = link.Receive(connection);
            if (message is null)
                return link.IsClosed(connection) ? null : "expected the connection to be closed";
            string type = WireText.Fields(message).First(f => f.Key == 35).Value;
            if (!lenient || type is not ("3" or "5"))
                return $"expected the connection to be closed, got {WireText.Show(message)}";
        }

        return null;
    }

    private string? Expect(Step step)
    {
        byte[]? message = link.Receive(step.Connection);
        if (message is null)
        {
            return $"expected 35={step.Text}, got nothing"
                + (link.IsClosed(step.Connection) ? ": the connection is closed" : "");
        }

        List<KeyValuePair<int, string>> actual = WireText.Fields(message);
        List<KeyValuePair<int, string>> expected = Expected(step, message);
        for (int i = 0; i < Math.Max(actual.Count, expected.Count); i++)
        {
            if (i < actual.Count && i < expected.Count && actual[i].Key == expected[i].Key
                && Matches(actual[i].Key, expected[i].Value, actual[i].Value))
                continue;
            string wanted = i < expected.Count ? $"{expected[i].Key}={expected[i].Value}" : "the end";
            return $"expected {wanted} at field {i + 1}, got {WireText.Show(message)}";
        }

        return null;
    }

    // Header fields in ascending order behind 8, 9, 35; the body as it was written.
    private List<KeyValuePair<int, string>> Expected(Step step, byte[] message)
    {
        ScenarioVersion version = scenario.Version;
        var header = new SortedDictionary<int, string>
        {
            [49] = ScenarioVersion.Server, [52] = "*", [56] = version.Client,
        };
        foreach ((int tag, string? value) in step.Fields.Where(f => WireText.IsHeader(f.Key)))
            header[tag] = value!;
        if (!header.ContainsKey(34))
            header[34] = (_nextIn[step.Connection]++).ToString(CultureInfo.InvariantCulture);
        string text = Encoding.Latin1.GetString(message);
        int bodyAt = text.IndexOf("\u000135=", StringComparison.Ordinal) + 1;
        int sumAt = text.Length - "10=000|".Length;
        List<KeyValuePair<int, string>> fields =
        [
            new(8, version.BeginString),
            new(9, (sumAt - bodyAt).ToString(CultureInfo.InvariantCulture)),
            new(35, step.Text),
            .. header,
            .. step.Fields.Where(f => !WireText.IsHeader(f.Key)).Select(f => new KeyValuePair<int, string>(
                f.Key, f.Value!.Replace("\\x01", "\u0001", StringComparison.Ordinal))),
            new(10, WireText.Sum(text[..sumAt]).ToString("000", CultureInfo.InvariantCulture)),
        ];
        return fields;
    }

    private bool Matches(int tag, string expected, string actual)
    {
        if (expected != "*")
            return expected == actual;
        if (tag is not (52 or 122))
            return true;
        string format = "yyyyMMdd-HH:mm:ss" + (scenario.Version.TimeDigits == 0 ? "" : ".fff");
        return DateTime.TryParseExact(
            actual, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
    }
}
