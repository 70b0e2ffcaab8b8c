using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Recovery;

/// <summary>
/// Keeps the feed's content while a snapshot is fetched, in a ring of bytes: what the snapshot does not contain is
/// taken out behind it.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> What is held is one unbroken run of numbers, the newest; when it finds no room the oldest
/// goes. The memory never grows.</para>
/// </summary>
[HotPath]
internal sealed unsafe class ContentHold : IDisposable
{
    private readonly NativeRegion _memory;
    private readonly long _capacity;
    private long _head;
    private long _tail;
    private long _wrapAt;
    private int _records;

    public ContentHold(long bytes)
    {
        _capacity = bytes & ~7L;
        _memory = new NativeRegion((nuint)_capacity);
    }

    /// <summary>First number held; the next one to come when nothing is.</summary>
    public ulong First { get; private set; }

    /// <summary>Number behind the last.</summary>
    public ulong Next { get; private set; }

    /// <summary>Messages that went because there was no room.</summary>
    public long Dropped { get; private set; }

    public bool IsEmpty => _records == 0;

    /// <summary>Forgets all; the next content may have any number.</summary>
    /// <param name="next">Number expected next.</param>
    public void Restart(ulong next)
    {
        _head = _tail = 0;
        _wrapAt = -1;
        _records = 0;
        First = Next = next;
    }

    /// <summary>Adds framed messages.</summary>
    public void Add(ReadOnlySpan<byte> framed, ulong first, int count, long receivedNs)
    {
        if (first != Next)
            Restart(first);
        Next = first + (ulong)count;
        long size = (sizeof(Record) + framed.Length + 7L) & ~7L;
        while (!TryPlace(size))
        {
            if (_records == 0)
            {
                Dropped += count;
                First = Next;
                return;
            }

            Dropped += At(_head).Count;
            RemoveHead();
        }

        At(_tail) = new Record { First = first, ReceivedNs = receivedNs, Count = count, Length = framed.Length };
        framed.CopyTo(new Span<byte>(_memory.Pointer + _tail + sizeof(Record), framed.Length));
        _tail += size;
        _records++;
    }

    /// <summary>Takes the oldest out.</summary>
    /// <param name="framed">Its messages, valid until something is added.</param>
    /// <param name="record">What it is.</param>
    /// <returns>False when nothing is held.</returns>
    public bool TryTake(out ReadOnlySpan<byte> framed, out Record record)
    {
        framed = default;
        record = default;
        if (_records == 0)
            return false;
        record = At(_head);
        framed = new ReadOnlySpan<byte>(_memory.Pointer + _head + sizeof(Record), record.Length);
        RemoveHead();
        return true;
    }

    public void Dispose() => _memory.Dispose();

    // Finds room for a record at the tail. The tail never catches up with the head, so equal means empty.
    private bool TryPlace(long size)
    {
        if (_records == 0)
        {
            _head = _tail = 0;
            _wrapAt = -1;
            return size < _capacity;
        }

        if (_tail < _head)
            return _tail + size < _head;
        if (_tail + size <= _capacity)
            return true;
        if (size >= _head)
            return false;
        _wrapAt = _tail;
        _tail = 0;
        return true;
    }

    private void RemoveHead()
    {
        Record record = At(_head);
        First = record.First + (ulong)record.Count;
        _head += (sizeof(Record) + record.Length + 7L) & ~7L;
        _records--;
        if (_head == _wrapAt)
        {
            _head = 0;
            _wrapAt = -1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Record At(long offset) => ref *(Record*)(_memory.Pointer + offset);

    [StructLayout(LayoutKind.Sequential, Size = 24)]
    internal struct Record
    {
        public ulong First;
        public long ReceivedNs;
        public int Count;
        public int Length;
    }
}
