using System.Numerics;

namespace HftGateway.Exchange.Matching;

/// <summary>
/// Order reference number to pool index: open addressing, linear probing, deletion by shifting back, so that there are
/// no tombstones and the cost does not grow with age.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> At most half full by construction; 0 is not a valid reference.</para>
/// </summary>
internal sealed class ReferenceIndex
{
    private struct Entry
    {
        public ulong Reference;
        public int Value;
    }

    private readonly Entry[] _entries;
    private readonly int _mask;
    private readonly int _shift;

    public ReferenceIndex(int capacity)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity * 2));
        _entries = new Entry[size];
        _mask = size - 1;
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    public int Find(ulong reference)
    {
        if (reference == 0)
            return -1;
        Entry[] entries = _entries;
        for (int i = Home(reference); ; i = (i + 1) & _mask)
        {
            ref Entry entry = ref entries[i];
            if (entry.Reference == reference)
                return entry.Value;
            if (entry.Reference == 0)
                return -1;
        }
    }

    public void Add(ulong reference, int value)
    {
        int i = Home(reference);
        while (_entries[i].Reference != 0)
            i = (i + 1) & _mask;
        _entries[i].Reference = reference;
        _entries[i].Value = value;
    }

    public void Remove(ulong reference)
    {
        int hole = Home(reference);
        while (_entries[hole].Reference != reference)
        {
            if (_entries[hole].Reference == 0)
                return;
            hole = (hole + 1) & _mask;
        }

        // Move back every later entry of the run whose home does not lie strictly between the hole and itself.
        for (int i = (hole + 1) & _mask; _entries[i].Reference != 0; i = (i + 1) & _mask)
        {
            int home = Home(_entries[i].Reference);
            if (((i - home) & _mask) < ((i - hole) & _mask))
                continue;
            _entries[hole] = _entries[i];
            hole = i;
        }

        _entries[hole] = default;
    }

    // Fibonacci hashing: references are consecutive, the golden ratio spreads consecutive numbers best.
    private int Home(ulong reference) => (int)((reference * 0x9E3779B97F4A7C15ul) >> _shift);
}
