namespace HftGateway.Exchange;

/// <summary>
/// The newest messages of a numbered stream, to send again: a ring of bytes and a ring of places. What has been
/// overwritten is not found.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Nothing is allocated after construction.</para>
/// </summary>
internal sealed class MessageRing
{
    private struct Entry
    {
        public long Sequence;
        public long Start;
        public int Length;
    }

    private readonly byte[] _bytes;
    private readonly Entry[] _entries;
    private long _end;

    public MessageRing(int messages, int averageBytes)
    {
        _entries = new Entry[messages];
        _bytes = new byte[Math.Max(65_536, messages * averageBytes)];
    }

    public void Append(long sequence, ReadOnlySpan<byte> message)
    {
        // A message never wraps round the end: the rest of the ring is left unused.
        long start = _end;
        int at = (int)(start % _bytes.Length);
        if (at + message.Length > _bytes.Length)
            start += _bytes.Length - at;
        message.CopyTo(_bytes.AsSpan((int)(start % _bytes.Length)));
        _end = start + message.Length;
        ref Entry entry = ref _entries[sequence % _entries.Length];
        entry = new Entry { Sequence = sequence, Start = start, Length = message.Length };
    }

    public bool TryGet(long sequence, out ReadOnlySpan<byte> message)
    {
        ref Entry entry = ref _entries[sequence % _entries.Length];
        bool kept = entry.Sequence == sequence && entry.Length != 0 && _end - entry.Start <= _bytes.Length;
        message = kept ? _bytes.AsSpan((int)(entry.Start % _bytes.Length), entry.Length) : default;
        return kept;
    }

    public void Clear() => Array.Clear(_entries);
}
