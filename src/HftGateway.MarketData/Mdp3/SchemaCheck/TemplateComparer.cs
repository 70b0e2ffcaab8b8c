using HftGateway.Sbe.Schema;

namespace HftGateway.MarketData.Mdp3.SchemaCheck;

/// <summary>Compares one template, its groups and their fields.</summary>
internal sealed class TemplateComparer(int template, int theirVersion, List<SchemaDifference> found)
{
    /// <summary>Compares two blocks: a message or an entry of a group.</summary>
    public void Compare(SbeBlock own, SbeBlock theirs, string path)
    {
        int line = theirs.Location.Line;
        if (own.Name != theirs.Name)
            Add(false, path, $"is called {theirs.Name}", line);
        CompareVersion(own, theirs, path);
        if (own.BlockLength != theirs.BlockLength)
        {
            // Readers step by the length on the wire; too short a block only matters where fields are gone.
            Add(false, path, $"block length is {theirs.BlockLength}, not {own.BlockLength}", line);
        }

        foreach (SbeField field in own.Fields)
            CompareField(field, theirs, $"{path}.{field.Name}", line);
        foreach (SbeField field in theirs.Fields)
        {
            if (Find(own, field) == null)
                Add(false, $"{path}.{field.Name}", "is not known", field.Location.Line);
        }

        for (int i = 0; i < own.Groups.Count; i++)
            CompareGroup(own.Groups[i], i, theirs, $"{path}.{own.Groups[i].Name}", line);
        for (int i = own.Groups.Count; i < theirs.Groups.Count; i++)
            Add(false, $"{path}.{theirs.Groups[i].Name}", "is not known", theirs.Groups[i].Location.Line);
        if (own.Data.Count != theirs.Data.Count)
            Add(true, path, $"has {theirs.Data.Count} members of variable length, not {own.Data.Count}", line);
    }

    /// <summary>Something of the own schema is not in the exchange's.</summary>
    public void Missing(SbeElement own, string path, string what, int line)
    {
        if (own.SinceVersion > theirVersion)
            Add(false, path, $"{what} came with version {own.SinceVersion}", line);
        else
            Add(true, path, $"{what} is missing", line);
    }

    private void CompareField(SbeField own, SbeBlock block, string path, int line)
    {
        if (Find(block, own) is not { } theirs)
        {
            Missing(own, path, "field", line);
            return;
        }

        line = theirs.Location.Line;
        if (own.Name != theirs.Name)
            Add(false, path, $"is called {theirs.Name}", line);
        if (own.Id != theirs.Id)
            Add(false, path, $"has tag {theirs.Id}, not {own.Id}", line);
        bool constant = own.Presence == SbePresence.Constant;
        if (constant != (theirs.Presence == SbePresence.Constant))
        {
            Add(true, path, $"is {(constant ? "no constant" : "a constant")}", line);
            return;
        }

        if (own.Presence != theirs.Presence)
            Add(false, path, $"is {theirs.Presence.ToString().ToLowerInvariant()}", line);
        if (!constant && own.Offset != theirs.Offset)
            Add(true, path, $"offset is {theirs.Offset}, not {own.Offset}", line);
        if (constant)
            CompareConstant(own.Constant, theirs.Constant, path, line);
        CompareVersion(own, theirs, path);
        CompareEncoding(own.Encoding, theirs.Encoding, path, line);
        if (!constant && own.Presence == SbePresence.Optional && own.NullValue != theirs.NullValue)
            Add(true, path, $"null is {theirs.NullValue}, not {own.NullValue}", line);
    }

    private void CompareGroup(SbeGroup own, int index, SbeBlock block, string path, int line)
    {
        // Groups are read in order: one in another place is another group.
        if (index >= block.Groups.Count)
        {
            Missing(own, path, "group", line);
            return;
        }

        SbeGroup theirs = block.Groups[index];
        if (theirs.Name != own.Name)
        {
            Add(true, path, $"group {theirs.Name} stands in its place", theirs.Location.Line);
            return;
        }

        CompareMember(own.Dimension.BlockLength, theirs.Dimension.BlockLength, path, theirs.Location.Line);
        CompareMember(own.Dimension.NumInGroup, theirs.Dimension.NumInGroup, path, theirs.Location.Line);
        if (own.Dimension.Composite.Size != theirs.Dimension.Composite.Size)
            Add(true, path, $"dimension has {theirs.Dimension.Composite.Size} bytes", theirs.Location.Line);
        Compare(own, theirs, path);
    }

    private void CompareEncoding(SbeEncoding own, SbeEncoding theirs, string path, int line)
    {
        if (own.GetType() != theirs.GetType() || own.Size != theirs.Size)
        {
            Add(true, path, $"type {theirs.Name} is {Kind(theirs)} of {theirs.Size} bytes, not {Kind(own)} of {own.Size}", line);
            return;
        }

        switch (own)
        {
            case SbeTypeEncoding type when type.Primitive != ((SbeTypeEncoding)theirs).Primitive:
                Add(true, path, $"type is {((SbeTypeEncoding)theirs).Primitive}, not {type.Primitive}", line);
                break;
            case SbeEnumEncoding numbers:
                CompareEnum(numbers, (SbeEnumEncoding)theirs, path, line);
                break;
            case SbeSetEncoding set:
                CompareSet(set, (SbeSetEncoding)theirs, path, line);
                break;
            case SbeCompositeEncoding composite:
                CompareComposite(composite, (SbeCompositeEncoding)theirs, path, line);
                break;
        }
    }

    private void CompareEnum(SbeEnumEncoding own, SbeEnumEncoding theirs, string path, int line)
    {
        if (own.Primitive != theirs.Primitive)
            Add(true, path, $"encoding type is {theirs.Primitive}, not {own.Primitive}", line);
        foreach (SbeValidValue value in own.Values)
        {
            SbeValidValue? other = theirs.Find(value.Name);
            if (other == null)
                Missing(value, $"{path}.{value.Name}", "enumerator", line);
            else if (other.Value != value.Value)
                Add(true, $"{path}.{value.Name}", $"is {other.Value}, not {value.Value}", other.Location.Line);
        }

        foreach (SbeValidValue value in theirs.Values.Where(v => own.Find(v.Name) == null))
            Add(false, $"{path}.{value.Name}", $"enumerator {value.Value} is not known", value.Location.Line);
    }

    private void CompareSet(SbeSetEncoding own, SbeSetEncoding theirs, string path, int line)
    {
        foreach (SbeChoice choice in own.Choices)
        {
            SbeChoice? other = theirs.Choices.FirstOrDefault(c => c.Name == choice.Name);
            if (other == null)
                Missing(choice, $"{path}.{choice.Name}", "choice", line);
            else if (other.Bit != choice.Bit)
                Add(true, $"{path}.{choice.Name}", $"is bit {other.Bit}, not {choice.Bit}", other.Location.Line);
        }
    }

    private void CompareComposite(SbeCompositeEncoding own, SbeCompositeEncoding theirs, string path, int line)
    {
        foreach (SbeMember member in own.Members)
        {
            if (theirs.Find(member.Name) is { } other)
                CompareMember(member, other, $"{path}.{member.Name}", line);
            else
                Missing(member, $"{path}.{member.Name}", "member", line);
        }
    }

    private void CompareMember(SbeMember own, SbeMember theirs, string path, int line)
    {
        if (own.Offset != theirs.Offset)
            Add(true, path, $"member {own.Name} is at {theirs.Offset}, not {own.Offset}", line);
        CompareConstant(own.Constant, theirs.Constant, path, line);
        CompareEncoding(own.Encoding, theirs.Encoding, path, line);
        // A price's null is that of its mantissa.
        if (own.Presence != SbePresence.Optional || own.Encoding is not SbeTypeEncoding mine
            || theirs.Encoding is not SbeTypeEncoding other)
        {
            return;
        }

        if (theirs.Presence != own.Presence)
            Add(false, path, $"is {theirs.Presence.ToString().ToLowerInvariant()}", line);
        else if (mine.NullValue != other.NullValue)
            Add(true, path, $"null is {other.NullValue}, not {mine.NullValue}", line);
    }

    private void CompareConstant(SbeConstant? own, SbeConstant? theirs, string path, int line)
    {
        if (own?.ToString() != theirs?.ToString())
            Add(true, path, $"constant is {theirs?.ToString() ?? "none"}, not {own?.ToString() ?? "one"}", line);
    }

    private void CompareVersion(SbeElement own, SbeElement theirs, string path)
    {
        if (own.SinceVersion != theirs.SinceVersion)
        {
            Add(false, path, $"is there since version {theirs.SinceVersion}, not {own.SinceVersion}",
                theirs.Location.Line);
        }
    }

    private void Add(bool matters, string element, string reason, int line) =>
        found.Add(new SchemaDifference(matters, template, element, reason, line));

    private static SbeField? Find(SbeBlock block, SbeField field) =>
        block.Fields.FirstOrDefault(f => f.Name == field.Name) ?? block.Fields.FirstOrDefault(f => f.Id == field.Id);

    private static string Kind(SbeEncoding encoding) => encoding switch
    {
        SbeTypeEncoding type => type.Primitive.ToString(),
        SbeEnumEncoding => "an enum",
        SbeSetEncoding => "a set",
        _ => "a composite",
    };
}
