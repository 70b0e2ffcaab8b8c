using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// gap_pct = (max − min)/min of trade prices in BTW(gap_delta_ns = 10 s, gap_m = 30).
/// <para><b>Units.</b> A fraction. <b>Warm-up.</b> None; NaN while the window has no trade.</para>
/// <para><b>Method.</b> A least and a greatest price per bucket; the older buckets are folded once per bucket.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Nothing on a row without a trade.</para>
/// <para><b>Reference.</b> Features specification, 1.5 and 9.3 (source 1).</para>
/// </summary>
public unsafe struct PriceRange
{
    private struct Range
    {
        public long Least;
        public long Greatest;

        public static Range Empty => new() { Least = long.MaxValue, Greatest = long.MinValue };

        public void Take(Range other)
        {
            Least = Math.Min(Least, other.Least);
            Greatest = Math.Max(Greatest, other.Greatest);
        }
    }

    /// <summary>gap_pct.</summary>
    public double Value;

    private Range _current;
    private Range _older;
    private Range _all;
    private Range* _buckets;
    private long _deltaNs;
    private long _bucket;
    private long _endNs;
    private int _m;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int m) => m * sizeof(Range);

    /// <summary>First time that is not in the current bucket.</summary>
    public readonly long EndNs => _endNs;

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, long deltaNs, int m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deltaNs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        _buckets = (Range*)memory;
        _deltaNs = deltaNs;
        _m = m;
        Start(0);
    }

    /// <summary>Back to the initial state.</summary>
    public void Start(long t0Ns)
    {
        new Span<Range>(_buckets, _m).Fill(Range.Empty);
        _current = _older = _all = Range.Empty;
        _bucket = t0Ns / _deltaNs;
        _endNs = (_bucket + 1) * _deltaNs;
        Value = double.NaN;
    }

    /// <summary>Moves the clock, never backwards.</summary>
    public void AdvanceTo(long tNs)
    {
        if (tNs < _endNs)
            return;
        long bucket = tNs / _deltaNs;
        _buckets[_bucket % _m] = _current;
        long clear = Math.Min(bucket - _bucket, _m);
        for (long i = 1; i <= clear; i++)
            _buckets[(_bucket + i) % _m] = Range.Empty;
        _current = _older = Range.Empty;
        for (int i = 0; i < _m; i++)
            _older.Take(_buckets[i]);
        _bucket = bucket;
        _endNs = (bucket + 1) * _deltaNs;
        Set();
    }

    /// <summary>Takes a trade.</summary>
    [HotPath]
    public void Add(long price)
    {
        _current.Take(new Range { Least = price, Greatest = price });
        if (price < _all.Least || price > _all.Greatest)
            Set();
    }

    private void Set()
    {
        _all = _older;
        _all.Take(_current);
        Value = _all.Least <= _all.Greatest ? (double)(_all.Greatest - _all.Least) / _all.Least : double.NaN;
    }
}
