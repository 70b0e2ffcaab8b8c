namespace HftGateway.Fix;

/// <summary>
/// The application messages a session sent, in memory, so that it can send them again: same number and content, with
/// PossDupFlag, OrigSendingTime and a new SendingTime. What is not stored (administrative messages, messages pushed
/// out by
/// newer ones) is gap-filled.
/// <para><b>Threading.</b> One thread, the outbound session's.</para>
/// <para><b>Invariants.</b> Numbers are added in rising order. The oldest messages go when bytes or entries run out;
/// <see cref="EvictedCount"/> says how many, and they can then only be gap-filled.</para>
/// <para><b>Limits.</b> <see cref="CapacityBytes"/> bytes and <see cref="CapacityMessages"/> messages. A message longer
/// than <see cref="MaxMessageBytes"/> is not stored, so that a resent one always fits an action's buffer.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2, ResendRequest and message recovery.</para>
/// </summary>
public sealed class FixResendStore
{
    /// <summary>Longest message stored; resent it is at most 64 bytes longer.</summary>
    public const int MaxMessageBytes = FixOutboundSession.ActionBytes / 2;

    private readonly byte[] _bytes;
    private readonly Entry[] _entries;
    private ulong _head;  // entries ever added
    private ulong _tail;  // entries ever removed
    private int _write;

    /// <summary>Makes the store; its only allocation.</summary>
    /// <param name="capacityBytes">Bytes, at least 8,192.</param>
    /// <param name="capacityMessages">Messages, a power of two of at least 16.</param>
    public FixResendStore(int capacityBytes = 16 << 20, int capacityMessages = 65_536)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, 4 * MaxMessageBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityMessages, 16);
        if (!System.Numerics.BitOperations.IsPow2(capacityMessages))
            throw new ArgumentException($"{capacityMessages} is not a power of two", nameof(capacityMessages));
        _bytes = new byte[capacityBytes];
        _entries = new Entry[capacityMessages];
    }

    /// <summary>Bytes the store holds.</summary>
    public int CapacityBytes => _bytes.Length;

    /// <summary>Messages the store holds at most.</summary>
    public int CapacityMessages => _entries.Length;

    /// <summary>Messages stored now.</summary>
    public int Count => (int)(_head - _tail);

    /// <summary>Messages pushed out since construction.</summary>
    public long EvictedCount { get; private set; }

    /// <summary>Stores a message that was sent.</summary>
    /// <param name="sequence">Its number, above all stored ones.</param>
    /// <param name="message">The whole message.</param>
    public void Add(ulong sequence, ReadOnlySpan<byte> message)
    {
        if (Count != 0 && sequence <= At(_head - 1).Sequence)
            throw new ArgumentOutOfRangeException(nameof(sequence), sequence, "numbers must rise");
        if (!FixFrame.TryCreate(message, out _))
            throw new ArgumentException("not a FIX message", nameof(message));
        if (message.Length > MaxMessageBytes)
        {
            EvictedCount++;
            return;
        }
        if (_write + message.Length > _bytes.Length)
        {
            // Messages lie in one piece: those in the rest of the array are older than all at its start.
            while (Count != 0 && At(_tail).Offset >= _write)
                Evict();
            _write = 0;
        }
        while (Count == _entries.Length || (Count != 0 && Overlaps(At(_tail), _write, message.Length)))
            Evict();
        message.CopyTo(_bytes.AsSpan(_write));
        At(_head) = new Entry { Sequence = sequence, Offset = _write, Length = message.Length };
        _head++;
        _write += message.Length;
    }

    /// <summary>Forgets everything (the numbers restart).</summary>
    public void Clear()
    {
        _tail = _head;
        _write = 0;
    }

    /// <summary>
    /// A stored message as it was sent, empty when it is not stored. Valid until the next <see cref="Add"/>.
    /// </summary>
    public ReadOnlySpan<byte> Find(ulong sequence)
    {
        ulong index = LowerBound(sequence);
        if (index == _head || At(index).Sequence != sequence)
            return default;
        return _bytes.AsSpan(At(index).Offset, At(index).Length);
    }

    /// <summary>
    /// First stored number from <paramref name="first"/> to <paramref name="last"/>; else <paramref name="last"/> +
    /// 1.
    /// </summary>
    internal ulong FirstStored(ulong first, ulong last)
    {
        ulong index = LowerBound(first);
        return index == _head || At(index).Sequence > last ? last + 1 : At(index).Sequence;
    }

    /// <summary>Writes a stored message again; 0 when it does not fit.</summary>
    internal int WriteResend(ulong sequence, FixTimestamp timestamp, long utcNs, Span<byte> destination)
    {
        ReadOnlySpan<byte> original = Find(sequence);
        FixFrame.TryCreate(original, out FixFrame frame); // was checked when it was added
        var writer = new FixMessageWriter(destination, frame.BeginString);
        var fields = new FixFields(frame, frame.BodyOffset);
        FixRange sent = default;
        bool origWritten = false;
        while (fields.MoveNext())
        {
            if (fields.Tag is FixTags.PossDupFlag or FixTags.OrigSendingTime)
                continue;
            if (!origWritten && !FixHeader.IsHeaderTag(fields.Tag))
            {
                writer.Field("122="u8, frame.Value(sent));
                origWritten = true;
            }
            if (fields.Tag == FixTags.SendingTime)
            {
                sent = fields.Range;
                writer.Time("52="u8, timestamp, utcNs);
                continue;
            }
            writer.Append(original[fields.FieldOffset..fields.NextOffset]);
            if (fields.Tag == FixTags.MsgSeqNum)
                writer.Field("43="u8, 'Y');
        }
        if (!origWritten)
            writer.Field("122="u8, frame.Value(sent));
        return writer.Finish();
    }

    private static bool Overlaps(in Entry entry, int offset, int length) =>
        entry.Offset < offset + length && offset < entry.Offset + entry.Length;

    private void Evict()
    {
        _tail++;
        EvictedCount++;
    }

    private ref Entry At(ulong index) => ref _entries[index & (ulong)(_entries.Length - 1)];

    // Index of the first entry whose number is not below the given one; _head when there is none.
    private ulong LowerBound(ulong sequence)
    {
        ulong low = _tail, high = _head;
        while (low < high)
        {
            ulong middle = low + ((high - low) / 2);
            if (At(middle).Sequence < sequence)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private struct Entry
    {
        internal ulong Sequence;
        internal int Offset;
        internal int Length;
    }
}
