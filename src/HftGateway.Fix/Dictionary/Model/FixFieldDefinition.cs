namespace HftGateway.Fix.Dictionaries;

/// <summary>A field of a dictionary.</summary>
public sealed class FixFieldDefinition
{
    internal FixFieldDefinition(int tag, string name, FixFieldType type, IReadOnlyList<FixEnumValue> values, int line)
    {
        Tag = tag;
        Name = name;
        Type = type;
        Values = values;
        Line = line;
    }

    /// <summary>Tag number, at least 1.</summary>
    public int Tag { get; }

    /// <summary>Name, unique in the dictionary.</summary>
    public string Name { get; }

    /// <summary>Type of its value.</summary>
    public FixFieldType Type { get; }

    /// <summary>The values it may have; empty when any of its type will do.</summary>
    public IReadOnlyList<FixEnumValue> Values { get; }

    /// <summary>Values that are not listed are valid too (<c>allowOtherValues</c>).</summary>
    public bool AllowsOtherValues { get; internal set; }

    /// <summary>For a length: tag of the data field behind it. Else 0.</summary>
    public int DataTag { get; internal set; }

    /// <summary>For data: tag of the length field before it. Else 0.</summary>
    public int LengthTag { get; internal set; }

    /// <summary>Line in the dictionary, from 1.</summary>
    public int Line { get; }

    /// <summary>The name of a value, or null when it is not listed.</summary>
    public string? NameOf(string value)
    {
        foreach (FixEnumValue v in Values)
        {
            if (v.Value == value)
                return v.Name;
        }
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{Tag}]";
}
