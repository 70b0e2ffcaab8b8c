namespace HftGateway.Sbe.Compiler;

/// <summary>One generated file.</summary>
public sealed class CSharpFile
{
    internal CSharpFile(string name, string text)
    {
        Name = name;
        Text = text;
    }

    /// <summary>The file's name, unique within the schema without regard to case, ending in <c>.cs</c>.</summary>
    public string Name { get; }

    /// <summary>The C# source, lines ended by a line feed.</summary>
    public string Text { get; }
}
