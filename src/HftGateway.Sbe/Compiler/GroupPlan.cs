using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>A repeating group with its C# names.</summary>
internal sealed class GroupPlan : BlockPlan
{
    /// <summary>The group of the schema.</summary>
    public SbeGroup Group => (SbeGroup)Source;

    /// <summary>The property's name. The nested types are called so with Group, Entry and Block behind it.</summary>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public override int BaseEnd
        => IsFlat ? WireFields.Where(f => f.Since == 0).Select(f => f.End).DefaultIfEmpty(0).Max() : 0;

    /// <summary>The name of the type that holds the entries.</summary>
    public string GroupType => Name + "Group";

    /// <summary>The name of an entry's type.</summary>
    public string EntryType => Name + "Entry";

    /// <summary>Bytes of the dimension in front of the entries.</summary>
    public int DimensionLength => Group.Dimension.Composite.Size;
}
