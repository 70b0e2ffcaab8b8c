using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The greatest of the last N whole numbers (of negated ones the least): a monotonic deque in a fixed ring.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> O(1) amortised.</para>
/// <para><b>Reference.</b> Features specification, 10.3, Donchian.</para>
/// </summary>
public unsafe struct ExtremeWindow
{
    private struct Entry
    {
        public long Value;
        public long Index;
    }

    private Entry* _ring;
    private int _window;
    private int _first;
    private int _length;
    private long _index;

    /// <summary>Bytes that a window of that many values needs.</summary>
    public static int BytesFor(int window) => window * sizeof(Entry);

    /// <summary>The window holds N values.</summary>
    public readonly bool IsFull => _index >= _window;

    /// <summary>The greatest value; the window must not be empty.</summary>
    public readonly long Greatest => _ring[_first].Value;

    /// <summary>Sets the window up over memory that stays the caller's.</summary>
    /// <param name="memory"><see cref="BytesFor"/> bytes, aligned to 8.</param>
    /// <param name="window">Values, at least 1.</param>
    public void Initialise(byte* memory, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _ring = (Entry*)memory;
        _window = window;
        Reset();
    }

    /// <summary>Empties the window.</summary>
    public void Reset()
    {
        _first = 0;
        _length = 0;
        _index = 0;
    }

    /// <summary>Takes a value; the oldest leaves a full window.</summary>
    [HotPath]
    public void Push(long value)
    {
        if (_length > 0 && _ring[_first].Index <= _index - _window)
        {
            _first = _first + 1 == _window ? 0 : _first + 1;
            _length--;
        }
        // What is not greater than a later value can never be the greatest again.
        while (_length > 0 && _ring[At(_length - 1)].Value <= value)
            _length--;
        _ring[At(_length)] = new Entry { Value = value, Index = _index };
        _length++;
        _index++;
    }

    private readonly int At(int offset)
    {
        int at = _first + offset;
        return at >= _window ? at - _window : at;
    }
}
