using System.Globalization;
using System.Text;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>The XML documentation of generated members: the schema's description first, then what the wire
/// says.</summary>
internal static class Documentation
{
    /// <summary>A summary of an element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="kind">What it is when it has no description: <c>Field</c>, <c>Message</c>.</param>
    /// <param name="facts">More sentences, XML already.</param>
    public static string Of(SbeElement element, string kind, string facts = "")
    {
        StringBuilder text = new();
        string description = CodeWriter.Escape(element.Description ?? "");
        text.Append(description.Length > 0 ? description : $"{kind} <c>{element.Name}</c>");
        if (text[text.Length - 1] is not ('.' or '!' or '?'))
            text.Append('.');
        if (facts.Length > 0)
            text.Append(' ').Append(facts);
        if (element.SemanticType is { Length: > 0 } semantic)
            text.Append(" Semantic type ").Append(CodeWriter.Escape(semantic)).Append('.');
        if (element.SinceVersion > 0)
            text.Append(" Since version ").Append(element.SinceVersion.ToString(CultureInfo.InvariantCulture)).Append(
                '.');
        if (element.Deprecated is { } deprecated)
            text.Append(" Deprecated since version ").Append(deprecated.ToString(CultureInfo.InvariantCulture)).Append(
                '.');
        return text.ToString();
    }

    /// <summary>A summary of a field: its number, place and null value.</summary>
    public static string Of(FieldPlan field)
    {
        StringBuilder facts = new();
        if (field.Id is { } id)
            facts.Append("Field ").Append(id.ToString(CultureInfo.InvariantCulture)).Append(", ");
        if (field.Kind == FieldKind.Constant)
            facts.Append("constant, not on the wire.");
        else
            facts.Append(FormattableString.Invariant(
                $"offset {field.Offset}, {field.Size} {(field.Size == 1 ? "byte" : "bytes")}."));
        if (field.Presence == SbePresence.Optional)
            facts.Append(" Optional.");
        string text = facts.ToString();
        return Of(field.Source, "Field", char.ToUpperInvariant(text[0]) + text.Substring(1));
    }
}
