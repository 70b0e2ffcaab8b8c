namespace HftGateway.Fix;

/// <summary>
/// Where the messages of a series lie: the offset of every sixteenth, and the place of the last one asked for, so that a
/// resend walks from record to record.
/// <para><b>Limits.</b> Numbers may have holes (skipped ones).</para>
/// </summary>
internal sealed class StoreIndex
{
    private const int Stride = 16;

    private (ulong Sequence, long Offset)[] _marks = new (ulong, long)[1024];
    private int _count;
    private int _sinceMark;
    private ulong _last;
    private ulong _cursor;
    private long _cursorOffset = -1;

    /// <summary>First number held; 0 when there is none.</summary>
    internal ulong First => _count == 0 ? 0 : _marks[0].Sequence;

    internal void Add(ulong sequence, long offset)
    {
        _last = sequence;
        if (_count != 0 && _sinceMark < Stride - 1)
        {
            _sinceMark++;
            return;
        }
        if (_count == _marks.Length)
            Array.Resize(ref _marks, 2 * _marks.Length);
        _marks[_count++] = (sequence, offset);
        _sinceMark = 0;
    }

    internal void Clear()
    {
        _count = _sinceMark = 0;
        _last = _cursor = 0;
        _cursorOffset = -1;
    }

    // The oldest segment is gone: so are the marks in it, and the messages behind the last of these.
    internal void DropBefore(FixStore store)
    {
        int gone = 0;
        while (gone < _count && !store.IsHeld(_marks[gone].Offset))
            gone++;
        if (gone == 0)
            return;
        Array.Copy(_marks, gone, _marks, 0, _count - gone);
        _count -= gone;
        _cursorOffset = -1;
        if (_count == 0)
            _sinceMark = Stride; // the next message is marked whatever came before
    }

    internal long Find(ulong sequence, FixStore store)
    {
        if (_count == 0 || sequence < _marks[0].Sequence || sequence > _last)
            return -1;
        long offset = _cursorOffset;
        ulong at = _cursor;
        if (offset < 0 || at > sequence || sequence - at >= Stride)
        {
            int mark = MarkAtOrBefore(sequence);
            (at, offset) = _marks[mark];
        }
        while (at < sequence)
        {
            offset = store.NextMessage(offset);
            at = store.SequenceAt(offset);
        }
        _cursor = at;
        _cursorOffset = offset;
        return at == sequence ? offset : -1;
    }

    private int MarkAtOrBefore(ulong sequence)
    {
        int low = 0, high = _count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_marks[middle].Sequence <= sequence)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
}
