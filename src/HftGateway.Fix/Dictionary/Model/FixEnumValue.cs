namespace HftGateway.Fix.Dictionaries;

/// <summary>A value that a field may have, and its name.</summary>
public sealed class FixEnumValue
{
    internal FixEnumValue(string value, string name, int line)
    {
        Value = value;
        Name = name;
        Line = line;
    }

    /// <summary>The value on the wire.</summary>
    public string Value { get; }

    /// <summary>The dictionary's name for it; the value itself where the dictionary has none.</summary>
    public string Name { get; }

    /// <summary>Line in the dictionary, from 1.</summary>
    public int Line { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Value} ({Name})";
}
