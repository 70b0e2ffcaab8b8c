using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>Collects findings while a schema is read, up to a limit, and names elements as a reader would.</summary>
internal sealed class DiagnosticBag
{
    /// <summary>Findings beyond this many are not kept: a damaged file would repeat one mistake for ever.</summary>
    internal const int MaxFindings = 1_000;

    private readonly List<SbeDiagnostic> _findings = [];
    private readonly List<string> _files = [];

    /// <summary>True when a finding is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Notes a file, so that findings come out in the order in which the files were read.</summary>
    public void AddFile(string file)
    {
        if (!_files.Contains(file))
        {
            _files.Add(file);
        }
    }

    public void Error(SbeRule rule, XElement element, string reason)
        => Add(new SbeDiagnostic(rule, SbeSeverity.Error, Locate(element), Describe(element), reason));

    public void Warning(SbeRule rule, XElement element, string reason)
        => Add(new SbeDiagnostic(rule, SbeSeverity.Warning, Locate(element), Describe(element), reason));

    public void Error(SbeRule rule, SbeLocation location, string element, string reason)
        => Add(new SbeDiagnostic(rule, SbeSeverity.Error, location, element, reason));

    /// <summary>Everything found, by file and place.</summary>
    public IReadOnlyList<SbeDiagnostic> Sorted()
        => [.. _findings
            .OrderBy(finding => _files.IndexOf(finding.Location.File))
            .ThenBy(finding => finding.Location.Line)
            .ThenBy(finding => finding.Location.Column)];

    /// <summary>Where an element is.</summary>
    public static SbeLocation Locate(XElement element)
    {
        IXmlLineInfo line = element;
        string file = element.Document?.Annotation<SchemaFile>()?.Name ?? string.Empty;
        return new SbeLocation(file, line.LineNumber, line.LinePosition);
    }

    /// <summary>Such as <c>field "price" of group "entries" of message "Trade"</c>.</summary>
    public static string Describe(XElement element)
    {
        StringBuilder text = new();
        for (XElement? current = element; current is not null; current = current.Parent)
        {
            string kind = current.Name.LocalName;
            if (current != element && kind is "messageSchema" or "types" or "include")
            {
                break;
            }

            if (text.Length > 400)
            {
                text.Append(" of …");
                break;
            }

            text.Append(text.Length == 0 ? string.Empty : " of ").Append(Clip(kind));
            if (current.Attribute("name")?.Value is { } name)
            {
                text.Append(" \"").Append(Clip(name)).Append('"');
            }
        }

        return text.ToString();
    }

    /// <summary>A text from the file as it may appear in a finding: one line, not endless.</summary>
    public static string Clip(string text)
    {
        string start = text.Length > 80 ? text.Substring(0, 80) + "…" : text;
        return new string([.. start.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
    }

    private void Add(SbeDiagnostic finding)
    {
        HasErrors |= finding.Severity == SbeSeverity.Error;
        if (_findings.Count < MaxFindings)
        {
            _findings.Add(finding);
        }
        else if (_findings.Count == MaxFindings)
        {
            _findings.Add(new SbeDiagnostic(
                SbeRule.TooLarge,
                SbeSeverity.Error,
                finding.Location,
                "messageSchema",
                $"more than {MaxFindings} findings; the rest is not shown"));
            HasErrors = true;
        }
    }
}
