using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>The block of a message or group with its C# names.</summary>
internal class BlockPlan
{
    /// <summary>The block of the schema.</summary>
    public required SbeBlock Source { get; init; }

    /// <summary>The fields, constants included, in the order of the schema.</summary>
    public required IReadOnlyList<FieldPlan> Fields { get; init; }

    /// <summary>The groups in the order of the wire.</summary>
    public required IReadOnlyList<GroupPlan> Groups { get; init; }

    /// <summary>The variable data in the order of the wire.</summary>
    public required IReadOnlyList<DataPlan> Data { get; init; }

    /// <summary>
    /// Where newer fields begin: fields at or behind the offset came with the version or later, those before it came
    /// earlier. Empty where new fields are not behind the old ones; each is then tested by itself.
    /// </summary>
    public required IReadOnlyList<(int Since, int Offset)> Steps { get; init; }

    /// <summary>True when a field's version cannot be told from its offset.</summary>
    public required bool TestsVersions { get; init; }

    /// <summary>The name of the structure with the block's layout, or null where there is none.</summary>
    public required string? StructName { get; init; }

    /// <summary>The condition under which a field is in the message's block; null when it always is.</summary>
    public string? Presence(FieldPlan field)
    {
        string version = FormattableString.Invariant($"_version >= {field.Since}");
        if (field.Size == 0)
            return field.Since > 0 ? version : null;
        string limit = FormattableString.Invariant($"_limit >= {field.End}");
        return TestsVersions && field.Since > 0 ? $"{limit} && {version}" : limit;
    }

    /// <summary>The condition under which a field may be read: none where shorter blocks are completed with nulls.</summary>
    public string? Guard(FieldPlan field)
    {
        // A span is empty rather than full of nulls where the field is absent; newer members of a composite are absent with it.
        bool isTested = field.IsVersioned || field.Kind is FieldKind.Text or FieldKind.Bytes;
        return field.Since == 0 && BaseEnd > 0 && !isTested ? null : Presence(field);
    }

    /// <summary>
    /// Bytes that an entry always has when its fields are read, because <c>SbeShortBlocks</c> completes shorter ones:
    /// those of the schema's first version. 0 where every field is tested by itself.
    /// </summary>
    public virtual int BaseEnd => 0;

    /// <summary>Fields that take bytes.</summary>
    public IEnumerable<FieldPlan> WireFields => Fields.Where(f => f.Kind != FieldKind.Constant);

    /// <summary>True when nothing follows the block: all entries of a group have one size.</summary>
    public bool IsFlat => Groups.Count == 0 && Data.Count == 0;

    /// <summary>True when reading the fields needs the acting version and not only the limit that it sets.</summary>
    public bool NeedsVersion
        => TestsVersions || Fields.Any(f => f.IsVersioned || (f.Size == 0 && f.Since > 0));

    /// <summary>The newest version of a field on the wire.</summary>
    public int NewestField => WireFields.Select(f => f.Since).DefaultIfEmpty(0).Max();
}
