namespace HftGateway.Fix.Dictionaries;

/// <summary>A field at its place in a header, trailer, message or repeating group. Components are expanded.</summary>
public sealed class FixMember
{
    internal FixMember(FixFieldDefinition field, bool isRequired, FixBlock? group, string component, int line)
    {
        Field = field;
        IsRequired = isRequired;
        Group = group;
        Component = component;
        Line = line;
    }

    /// <summary>The field; for a group, its NumInGroup.</summary>
    public FixFieldDefinition Field { get; }

    /// <summary>
    /// Must be there: required itself and so are all components around it, up to the message or group that holds it.
    /// </summary>
    public bool IsRequired { get; }

    /// <summary>For a group: its entries' members, the first one being the delimiter. Else null.</summary>
    public FixBlock? Group { get; }

    /// <summary>The innermost component it came with; empty when it stands there itself.</summary>
    public string Component { get; }

    /// <summary>Line in the dictionary, from 1.</summary>
    public int Line { get; }

    /// <inheritdoc/>
    public override string ToString() => Field.ToString() + (Group is null ? "" : " group");
}
