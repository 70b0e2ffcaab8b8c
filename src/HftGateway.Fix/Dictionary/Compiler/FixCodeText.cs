using System.Text;

namespace HftGateway.Fix.Dictionaries;

/// <summary>Lines of code with their indentation.</summary>
internal sealed class FixCodeText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Appends a line; an empty one stays empty.</summary>
    public void Line(string line = "")
    {
        if (line.Length != 0)
            _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
    }

    /// <summary>Appends a summary and a line.</summary>
    public void Member(string summary, string line)
    {
        Line($"/// <summary>{Escape(summary)}</summary>");
        Line(line);
    }

    /// <summary>Opens a block.</summary>
    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    /// <summary>Closes a block.</summary>
    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    /// <summary>Text for a comment.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace('\n', ' ').Replace('\r', ' ');

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
