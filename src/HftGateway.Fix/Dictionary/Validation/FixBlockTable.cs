using System.Runtime.CompilerServices;

namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// The members of a header, trailer, body or group entry, found by tag. Part of <see cref="FixDictionaryTables"/>.
/// <para><b>Cost.</b> Finding costs one multiplication and usually one comparison: the table is at least twice as large
/// as needed.</para>
/// </summary>
internal sealed class FixBlockTable
{
    private readonly FixMemberRule[] _members;
    private readonly short[] _slots; // 1 + ordinal
    private readonly ulong[] _required;
    private readonly int _shift;

    internal FixBlockTable(FixMemberRule[] members)
    {
        if (members.Length > short.MaxValue)
            throw new ArgumentException($"a block has {members.Length} members; at most {short.MaxValue} are possible");
        _members = members;
        int bits = 2;
        while ((1 << bits) < members.Length * 2)
            bits++;
        _slots = new short[1 << bits];
        _shift = 32 - bits;
        SeenWords = (members.Length + 63) / 64;
        _required = new ulong[SeenWords];
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i].IsRequired)
                _required[i >> 6] |= 1UL << i;
            uint slot = SlotOf(members[i].Tag);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (uint)(_slots.Length - 1);
            _slots[slot] = (short)(i + 1);
        }
    }

    /// <summary>Words that hold one bit for each member.</summary>
    internal int SeenWords { get; }

    internal int Count => _members.Length;

    internal ref readonly FixMemberRule this[int ordinal] => ref _members[ordinal];

    /// <summary>The ordinal of the member with a tag, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Find(int tag)
    {
        uint slot = SlotOf(tag);
        while (true)
        {
            int ordinal = _slots[slot] - 1;
            if (ordinal < 0 || _members[ordinal].Tag == tag)
                return ordinal;
            slot = (slot + 1) & (uint)(_slots.Length - 1);
        }
    }

    /// <summary>The first required member that was not seen, or -1.</summary>
    internal int FirstMissing(ReadOnlySpan<ulong> seen)
    {
        for (int word = 0; word < _required.Length; word++)
        {
            ulong missing = _required[word] & ~seen[word];
            if (missing != 0)
                return (word * 64) + System.Numerics.BitOperations.TrailingZeroCount(missing);
        }
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint SlotOf(int tag) => ((uint)tag * 2_654_435_769u) >> _shift;
}
