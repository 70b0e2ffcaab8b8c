using System.Globalization;
using System.Text;

namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>Reads scenario files; the format is described in docs/fix-scenarios.md.</summary>
internal sealed class ScenarioReader
{
    private readonly string _file;
    private readonly string[] _lines;
    private readonly ScenarioVersion _version;
    private readonly List<Scenario> _scenarios = [];

    private ScenarioReader(string path, ScenarioVersion version)
    {
        _file = Path.GetFileNameWithoutExtension(path);
        _lines = File.ReadAllLines(path);
        _version = version;
    }

    /// <summary>All scenarios of a file in one version.</summary>
    public static IReadOnlyList<Scenario> Read(string path, ScenarioVersion version)
    {
        var reader = new ScenarioReader(path, version);
        reader.ReadAll();
        return reader._scenarios;
    }

    private void ReadAll()
    {
        int at = 0;
        while (at < _lines.Length)
        {
            if (!_lines[at].StartsWith("= ", StringComparison.Ordinal))
            {
                if (!IsEmpty(_lines[at]))
                    throw Wrong(at, "a scenario begins with '= TITLE'");
                at++;
                continue;
            }

            int first = at++;
            while (at < _lines.Length && !_lines[at].StartsWith("= ", StringComparison.Ordinal))
                at++;
            ReadScenario(first, at);
        }
    }

    private void ReadScenario(int first, int end)
    {
        string title = _lines[first][2..].Trim();
        string settings = "reset";
        var each = new List<(string Name, string[] Values)>();
        var body = new List<(int Line, string Text)>();
        for (int i = first + 1; i < end; i++)
        {
            string text = _lines[i].Trim();
            if (IsEmpty(text))
                continue;
            if (text.StartsWith("versions ", StringComparison.Ordinal))
            {
                if (!_version.IsIn(text["versions ".Length..].Trim()))
                    return;
            }
            else if (text.StartsWith("settings ", StringComparison.Ordinal))
                settings = text["settings ".Length..].Trim();
            else if (text.StartsWith("each ", StringComparison.Ordinal))
                ReadEach(i, text, each);
            else
                body.Add((i, text));
        }

        Expand(title, settings, each, 0, body);
    }

    // "each A B in 1/x 2/y": A takes the part before, B the part behind the slash.
    private void ReadEach(int line, string text, List<(string Name, string[] Values)> each)
    {
        int at = text.IndexOf(" in ", StringComparison.Ordinal);
        if (at < 0)
            throw Wrong(line, "'each NAME in VALUE ...'");
        each.Add((text["each ".Length..at], [.. Tokens(line, text[(at + 4)..])]));
    }

    private void Expand(
        string title, string settings, List<(string Name, string[] Values)> each, int index,
        List<(int Line, string Text)> body)
    {
        if (index == each.Count)
        {
            var steps = new StepBuilder(_version, _file);
            foreach ((int line, string text) in body)
                AddLine(steps, line, text);
            _scenarios.Add(new Scenario(title, _file, _version, settings, steps.Steps));
            return;
        }

        string[] names = each[index].Name.Split(' ');
        foreach (string value in each[index].Values)
        {
            string[] parts = names.Length == 1 ? [value] : value.Split('/');
            if (parts.Length != names.Length)
                throw new FormatException($"{_file}: {title}: '{value}' for {each[index].Name}");
            string Fill(string text)
            {
                for (int i = 0; i < names.Length; i++)
                    text = text.Replace("{" + names[i] + "}", parts[i], StringComparison.Ordinal);
                return text;
            }

            Expand(Fill(title + $" ({value})"), settings, each, index + 1,
                [.. body.Select(line => (line.Line, Fill(line.Text)))]);
        }
    }

    private void AddLine(StepBuilder steps, int line, string text)
    {
        if (text[0] == '[')
        {
            int close = text.IndexOf(']', StringComparison.Ordinal);
            if (!_version.IsIn(text[1..close]))
                return;
            text = text[(close + 1)..].Trim();
        }

        int connection = 1;
        if (text[0] == '@')
        {
            connection = text[1] - '0';
            text = text[2..].Trim();
        }

        int space = text.IndexOf(' ', StringComparison.Ordinal);
        string word = space < 0 ? text : text[..space];
        string rest = space < 0 ? "" : text[(space + 1)..].Trim();
        steps.At(line + 1, connection);
        if (word == "raw")
            steps.Raw(rest);
        else
            steps.Add(word, [.. Tokens(line, rest)]);
    }

    private IEnumerable<string> Tokens(int line, string text)
    {
        var token = new StringBuilder();
        bool quoted = false;
        foreach (char c in text)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ' ' && !quoted)
            {
                if (token.Length > 0)
                    yield return token.ToString();
                token.Clear();
            }
            else
            {
                token.Append(c);
            }
        }

        if (quoted)
            throw Wrong(line, "a quotation mark is not closed");
        if (token.Length > 0)
            yield return token.ToString();
    }

    private static bool IsEmpty(string line) => line.Trim().Length == 0 || line.TrimStart()[0] == '#';

    private FormatException Wrong(int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_file}:{line + 1}: {what}"));
}
