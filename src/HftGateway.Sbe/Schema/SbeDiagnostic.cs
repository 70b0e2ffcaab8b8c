using System.Globalization;

namespace HftGateway.Sbe.Schema;

/// <summary>A finding about a schema, with its place.</summary>
public sealed class SbeDiagnostic
{
    internal SbeDiagnostic(SbeRule rule, SbeSeverity severity, SbeLocation location, string element, string reason)
    {
        Rule = rule;
        Severity = severity;
        Location = location;
        Element = element;
        Reason = reason;
    }

    /// <summary>The rule that the schema breaks.</summary>
    public SbeRule Rule { get; }

    /// <summary>The rule as a stable code, such as <c>SBE012</c>.</summary>
    public string Code => "SBE" + ((int)Rule).ToString("D3", CultureInfo.InvariantCulture);

    /// <summary>Error or warning.</summary>
    public SbeSeverity Severity { get; }

    /// <summary>Where it is.</summary>
    public SbeLocation Location { get; }

    /// <summary>The element as a reader would name it, such as <c>field "price" of message "Trade"</c>.</summary>
    public string Element { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary><c>file:line:column: error SBE012: element: reason</c>, as compilers print it.</summary>
    public override string ToString()
        => $"{Location}: {(Severity == SbeSeverity.Error ? "error" : "warning")} {Code}: {Element}: {Reason}";
}
