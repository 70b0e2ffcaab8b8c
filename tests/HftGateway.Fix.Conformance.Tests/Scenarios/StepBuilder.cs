using System.Globalization;

namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>Turns the words of a scenario line into steps; knows what differs between the versions.</summary>
internal sealed class StepBuilder(ScenarioVersion version, string file)
{
    private static readonly Dictionary<int, string> RejectTexts = new()
    {
        [0] = "Invalid tag number",
        [1] = "Required tag missing",
        [2] = "Tag not defined for this message type",
        [3] = "Undefined Tag",
        [4] = "Tag specified without a value",
        [5] = "Value is incorrect (out of range) for this tag",
        [6] = "Incorrect data format for value",
        [9] = "CompID problem",
        [10] = "SendingTime accuracy problem",
        [11] = "Invalid MsgType",
        [13] = "Tag appears more than once",
        [14] = "Tag specified out of required order",
        [15] = "Repeating group fields out of order",
        [16] = "Incorrect NumInGroup count for repeating group",
        [18] = "Invalid/Unsupported Application Version",
        [17] = "Non \"data\" value includes field delimiter (SOH character)",
        [99] = "Other",
    };

    private readonly List<Step> _steps = [];
    private int _line;
    private int _connection;

    public IReadOnlyList<Step> Steps => _steps;

    public void At(int line, int connection)
    {
        _line = line;
        _connection = connection;
    }

    public void Raw(string text) => Step(StepKind.SendRaw, text);

    public void Add(string word, string[] args)
    {
        switch (word)
        {
            case ">":
                Step(StepKind.Send, args[0], args[1..]);
                break;
            case "<":
                Step(StepKind.Expect, args[0], args[1..]);
                break;
            case "connect":
                Step(StepKind.Connect, "");
                break;
            case "disconnect":
                Step(StepKind.Disconnect, "");
                break;
            case "closed":
                Step(StepKind.Closed, "");
                break;
            case "end":
                Step(StepKind.End, "");
                break;
            case "silent":
                Step(StepKind.Silent, "");
                break;
            case "wait":
                Step(StepKind.Wait, args[0]);
                break;
            case "next-out":
                Step(StepKind.NextOut, args[0]);
                break;
            case "next-in":
                Step(StepKind.NextIn, args[0]);
                break;
            default:
                AddMacro(word, args);
                break;
        }
    }

    private void AddMacro(string word, string[] args)
    {
        switch (word)
        {
            case "logon":
                Step(StepKind.Send, "A", LogonBody(args));
                Step(StepKind.Expect, "A", LogonBody(args.Where(a => !IsLogonOnly(a)).ToArray()));
                break;
            case "send-logon":
                Step(StepKind.Send, "A", LogonBody(args));
                break;
            case "expect-logon":
                Step(StepKind.Expect, "A", LogonBody(args));
                break;
            case "logout":
                Step(StepKind.Send, "5", args);
                Step(StepKind.Expect, "5");
                Step(StepKind.Closed, "");
                break;
            case "test":
                Step(StepKind.Send, "1", [.. args[1..], "112=" + args[0]]);
                Step(StepKind.Expect, "0", "112=" + args[0]);
                break;
            case "order":
                Step(StepKind.Send, "D", OrderBody(args));
                break;
            case "echo":
                Step(StepKind.Expect, "D", OrderBody(args));
                break;
            case "resent":
                Step(StepKind.Expect, "D", ["34=" + args[0], "43=Y", "122=*", .. OrderBody(args[1..])]);
                break;
            case "gapfill":
                Step(StepKind.Send, "4", "34=" + args[0], "43=Y", "122=<now>", "36=" + args[1], "123=Y");
                break;
            case "expect-gapfill":
                Step(StepKind.Expect, "4", "34=" + args[0], "43=Y", "122=*", "36=" + args[1], "123=Y");
                break;
            case "expect-resend-request":
                Step(StepKind.Expect, "2", "7=" + args[0], "16=" + version.OpenEnd);
                break;
            case "ask":
                Step(StepKind.Send, "2", ["7=" + args[0], "16=" + (args[1] == "open" ? version.OpenEnd : args[1]),
                    .. args[2..]]);
                break;
            case "reject":
                Step(StepKind.Expect, "3", Reject(args));
                break;
            case "unsupported":
                Step(StepKind.Expect, version.HasRejectDetails ? "j" : "3", version.HasRejectDetails
                    ? ["45=" + args[0], "58=Unsupported Message Type", "372=" + args[1], "380=3"]
                    : ["45=" + args[0], "58=Unsupported message type"]);
                break;
            default:
                throw new FormatException($"{file}:{_line}: unknown step '{word}'");
        }
    }

    private static bool IsLogonOnly(string field) =>
        field.StartsWith("553=", StringComparison.Ordinal) || field.StartsWith("554=", StringComparison.Ordinal)
        || field.StartsWith("141=N", StringComparison.Ordinal) || field.StartsWith("52=", StringComparison.Ordinal)
        || field.StartsWith("34=", StringComparison.Ordinal);

    private string[] LogonBody(string[] args)
    {
        var fields = new List<string>(args);
        if (!fields.Exists(f => f.StartsWith("98=", StringComparison.Ordinal)))
            fields.Add("98=0");
        if (!fields.Exists(f => f.StartsWith("108=", StringComparison.Ordinal)))
            fields.Add("108=30");
        if (version.IsFixt && !fields.Exists(f => f.StartsWith("1137=", StringComparison.Ordinal)))
            fields.Add("1137=" + version.ApplVerId);
        fields.RemoveAll(f => f == "1137=");
        return Ascending(fields);
    }

    // A NewOrderSingle that the version's dictionary accepts. "-38" leaves a field out, "38=5" replaces it.
    private string[] OrderBody(string[] args)
    {
        var fields = new List<string> { "11=" + args[0], "21=1", "38=100", "40=1", "54=1", "55=IBM" };
        if (version.Rank >= 2)
            fields.Add("60=20240105-14:30:00");
        foreach (string arg in args[1..])
        {
            int equals = arg.IndexOf('=', StringComparison.Ordinal);
            string tag = arg[0] == '-' ? arg[1..] : arg[..equals];
            fields.RemoveAll(f => f.StartsWith(tag + "=", StringComparison.Ordinal));
            if (arg[0] != '-')
                fields.Add(arg);
        }

        return Ascending(fields);
    }

    private string[] Reject(string[] args)
    {
        string reference = args[0], tag = args[2], type = args[3];
        int reason = int.Parse(args[1], CultureInfo.InvariantCulture);
        string text = RejectTexts[reason];
        if (!version.HasRejectDetails)
            return [.. args[4..], "45=" + reference, "58=" + (tag == "-" ? text : $"{text} ({tag})")];
        var fields = new List<string>(args[4..]) { "45=" + reference, "58=" + text };
        if (tag != "-")
            fields.Add("371=" + tag);
        fields.Add("372=" + type);
        if (reason <= version.MaxRejectReason || (reason == 99 && version.Rank >= 4))
            fields.Add("373=" + reason.ToString(CultureInfo.InvariantCulture));
        return [.. fields];
    }

    private static string[] Ascending(List<string> fields) => [.. fields.OrderBy(
        f => int.Parse(f.TrimStart('-').Split('=')[0], CultureInfo.InvariantCulture))];

    private void Step(StepKind kind, string text, params string[] fields)
    {
        var list = new List<KeyValuePair<int, string?>>();
        foreach (string field in fields)
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            bool removed = equals < 0 && field.StartsWith('-');
            if (equals < 0 && !removed)
                throw new FormatException($"{file}:{_line}: '{field}' is not TAG=VALUE");
            int tag = int.Parse(removed ? field[1..] : field[..equals], CultureInfo.InvariantCulture);
            list.Add(new(tag, removed ? null : field[(equals + 1)..]));
        }

        _steps.Add(new Step(kind, _connection, _line, text, list));
    }
}
