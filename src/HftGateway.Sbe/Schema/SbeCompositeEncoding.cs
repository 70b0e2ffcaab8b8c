namespace HftGateway.Sbe.Schema;

/// <summary>A composite: members at fixed offsets, one after the other unless the schema leaves holes.</summary>
public sealed class SbeCompositeEncoding : SbeEncoding
{
    /// <summary>The members in the order of the schema, constants included.</summary>
    public required IReadOnlyList<SbeMember> Members { get; init; }

    /// <summary>
    /// True for a decimal: members <c>mantissa</c> (an integer on the wire) and <c>exponent</c> (an integer of at
    /// most 32 bits, constant or on the wire), and no others.
    /// </summary>
    public bool IsDecimal { get; init; }

    /// <summary>True when the composite ends in a variable part: it is for <c>data</c> only.</summary>
    public bool IsVariableLength { get; init; }

    /// <summary>The member with this name, or null.</summary>
    public SbeMember? Find(string name)
    {
        foreach (SbeMember member in Members)
        {
            if (member.Name == name)
            {
                return member;
            }
        }

        return null;
    }
}
