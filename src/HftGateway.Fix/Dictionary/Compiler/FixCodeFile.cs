namespace HftGateway.Fix.Dictionaries;

/// <summary>A generated file.</summary>
internal sealed class FixCodeFile
{
    public FixCodeFile(string name, string text)
    {
        Name = name;
        Text = text;
    }

    /// <summary>File name, unique within the dictionary.</summary>
    public string Name { get; }

    /// <summary>The code.</summary>
    public string Text { get; }
}
