using System.Text;

namespace HftGateway.Sbe.Compiler;

/// <summary>Lines of source with indentation.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a line at the current depth; an empty one without blanks.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
    }

    /// <summary>Writes lines at the current depth, one deeper where they begin with a tab.</summary>
    public void Lines(params string[] lines)
    {
        foreach (string line in lines)
        {
            string rest = line.TrimStart('\t');
            _depth += line.Length - rest.Length;
            Line(rest);
            _depth -= line.Length - rest.Length;
        }
    }

    /// <summary>Writes a heading and opens a block.</summary>
    public void Open(string heading)
    {
        Line(heading);
        Line("{");
        _depth++;
    }

    /// <summary>Closes a block.</summary>
    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    /// <summary>Writes a documentation summary; the text is escaped.</summary>
    public void Summary(string text) => SummaryXml(Escape(text));

    /// <summary>Writes a documentation summary of text that is XML already.</summary>
    public void SummaryXml(string xml) => Line("/// <summary>" + xml + "</summary>");

    /// <summary>Text as XML, on one line.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            switch (c)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                default:
                    // Line separators of Unicode would end a comment in C#.
                    escaped.Append(char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085' ? ' ' : c);
                    break;
            }
        }
        return escaped.ToString().Trim();
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
