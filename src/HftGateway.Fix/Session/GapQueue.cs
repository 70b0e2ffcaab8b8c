namespace HftGateway.Fix;

/// <summary>
/// Messages received ahead of a gap, by number, until it is filled.
/// <para><b>Limits.</b> Numbers less than the capacity ahead of the expected one; a fixed number of bytes. What does
/// not fit is not kept and must be asked for again.</para>
/// </summary>
internal sealed class GapQueue(int capacityMessages, int capacityBytes)
{
    private readonly Entry[] _entries = new Entry[capacityMessages];
    private readonly byte[] _bytes = new byte[capacityBytes];
    private int _used;
    private int _count;

    internal bool IsEmpty => _count == 0;

    internal bool TryAdd(ulong sequence, ulong expected, ReadOnlySpan<byte> message)
    {
        if (sequence - expected >= (ulong)_entries.Length || message.Length > _bytes.Length - _used)
            return false;
        ref Entry entry = ref At(sequence);
        if (entry.Sequence == sequence)
            return true;
        Release(ref entry);
        message.CopyTo(_bytes.AsSpan(_used));
        entry = new Entry { Sequence = sequence, Offset = _used, Length = message.Length };
        _used += message.Length;
        _count++;
        return true;
    }

    /// <summary>The message of this number has been dealt with: only its number is still to be counted.</summary>
    internal void MarkHandled(ulong sequence, ulong expected)
    {
        if (sequence < expected || sequence - expected >= (ulong)_entries.Length)
            return;
        ref Entry entry = ref At(sequence);
        if (entry.Sequence != sequence)
        {
            Release(ref entry);
            _count++;
        }
        entry = new Entry { Sequence = sequence };
    }

    /// <summary>Takes the message of a number out; empty for one that was dealt with. False when it is not there.</summary>
    internal bool TryTake(ulong sequence, out ReadOnlySpan<byte> message)
    {
        message = default;
        ref Entry entry = ref At(sequence);
        if (_count == 0 || entry.Sequence != sequence)
            return false;
        message = _bytes.AsSpan(entry.Offset, entry.Length);
        Release(ref entry);
        return true;
    }

    internal void Clear()
    {
        if (_count != 0)
            Array.Clear(_entries);
        _count = _used = 0;
    }

    // The bytes are given back all at once, when nothing is left.
    private void Release(ref Entry entry)
    {
        if (entry.Sequence == 0)
            return;
        entry = default;
        if (--_count == 0)
            _used = 0;
    }

    private ref Entry At(ulong sequence) => ref _entries[sequence & (ulong)(_entries.Length - 1)];

    private struct Entry
    {
        internal ulong Sequence;
        internal int Offset;
        internal int Length;
    }
}
