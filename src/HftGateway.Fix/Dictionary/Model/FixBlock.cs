namespace HftGateway.Fix.Dictionaries;

/// <summary>The members of a header, trailer, message body or group entry, in order, components expanded.</summary>
public sealed class FixBlock
{
    internal FixBlock(IReadOnlyList<FixMember> members)
    {
        Members = members;
    }

    /// <summary>The members; tags are unique among them.</summary>
    public IReadOnlyList<FixMember> Members { get; }

    /// <summary>The first member's tag, which begins every entry of a group; 0 without members.</summary>
    public int Delimiter => Members.Count == 0 ? 0 : Members[0].Field.Tag;

    /// <summary>The member with a tag, not looking into groups; null when there is none.</summary>
    public FixMember? Find(int tag)
    {
        foreach (FixMember member in Members)
        {
            if (member.Field.Tag == tag)
                return member;
        }
        return null;
    }
}
