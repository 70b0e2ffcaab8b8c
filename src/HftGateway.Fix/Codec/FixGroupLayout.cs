namespace HftGateway.Fix;

/// <summary>
/// What generated readers know of a repeating group. Made once by generated code.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
public sealed class FixGroupLayout
{
    private readonly ulong[] _members;

    /// <summary>Makes a layout.</summary>
    /// <param name="countTag">NumInGroup.</param>
    /// <param name="memberTags">Tags of the group's own members, the delimiter first.</param>
    /// <param name="nested">The groups within it.</param>
    public FixGroupLayout(int countTag, ReadOnlySpan<int> memberTags, params ReadOnlySpan<FixGroupLayout> nested)
    {
        CountTag = countTag;
        Delimiter = memberTags[0];
        int largest = 0;
        foreach (int tag in memberTags)
            largest = Math.Max(largest, tag);
        foreach (FixGroupLayout group in nested)
            largest = Math.Max(largest, (group._members.Length * 64) - 1);
        _members = new ulong[(largest >> 6) + 1];
        foreach (int tag in memberTags)
            _members[tag >> 6] |= 1UL << tag;
        foreach (FixGroupLayout group in nested)
        {
            for (int i = 0; i < group._members.Length; i++)
                _members[i] |= group._members[i];
        }
        Nested = nested.ToArray();
    }

    /// <summary>NumInGroup.</summary>
    public int CountTag { get; }

    /// <summary>Tag that begins an entry.</summary>
    public int Delimiter { get; }

    internal FixGroupLayout[] Nested { get; }

    /// <summary>The group, or one within it, has the tag.</summary>
    internal bool Has(int tag) =>
        (uint)(tag >> 6) < (uint)_members.Length && (_members[tag >> 6] & (1UL << tag)) != 0;
}
