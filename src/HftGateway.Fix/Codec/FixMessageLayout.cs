namespace HftGateway.Fix;

/// <summary>
/// What generated readers know of a message's fields: which slot holds each, and which belong to it at all. Made once for a
/// message type by generated code.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
public sealed class FixMessageLayout
{
    /// <summary>Most fields of a message outside its groups.</summary>
    public const int MaxSlots = 4096;

    private readonly ushort[] _slots; // 1 + slot, by tag
    private readonly ulong[] _known;

    /// <summary>Makes a layout.</summary>
    /// <param name="slotTags">Tags of the fields outside groups, in the order of their slots.</param>
    /// <param name="otherTags">Tags of the message that have no slot: those of its groups, header and trailer.</param>
    /// <param name="dataPairs">Length tag and data tag by turns.</param>
    public FixMessageLayout(
        ReadOnlySpan<int> slotTags, ReadOnlySpan<int> otherTags, ReadOnlySpan<int> dataPairs)
    {
        if (slotTags.Length > MaxSlots)
            throw new ArgumentException($"{slotTags.Length} fields; at most {MaxSlots} are possible", nameof(slotTags));
        int largest = 0;
        foreach (int tag in slotTags)
            largest = Math.Max(largest, tag);
        _slots = new ushort[largest + 1];
        for (int i = 0; i < slotTags.Length; i++)
            _slots[slotTags[i]] = (ushort)(i + 1);
        foreach (int tag in otherTags)
            largest = Math.Max(largest, tag);
        _known = new ulong[(largest >> 6) + 1];
        foreach (int tag in slotTags)
            _known[tag >> 6] |= 1UL << tag;
        foreach (int tag in otherTags)
            _known[tag >> 6] |= 1UL << tag;
        DataFields = new FixDataFields(dataPairs);
        SlotCount = slotTags.Length;
    }

    /// <summary>Number of slots.</summary>
    public int SlotCount { get; }

    /// <summary>The length/data pairs of the dictionary.</summary>
    public FixDataFields DataFields { get; }

    internal ushort[] Slots => _slots;

    /// <summary>The message, its groups, or header and trailer have the tag.</summary>
    internal bool Knows(int tag) =>
        (uint)(tag >> 6) < (uint)_known.Length && (_known[tag >> 6] & (1UL << tag)) != 0;
}
