using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// BTW(δ, m): the sum of integers over the current, still filling bucket of δ ns and the m − 1 before it. Bucket
/// b(t) = ⌊t/δ⌋; warm when b(t) − b(t₀) ≥ m.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> <see cref="Sum"/> equals the sum of the buckets; integers, so it never drifts.</para>
/// <para><b>Cost.</b> An add is two additions; a new bucket costs one division and clears min(m, buckets
/// passed).</para>
/// <para><b>Reference.</b> Features specification, 1.5.</para>
/// </summary>
public unsafe struct BucketedTimeWindow
{
    private long* _current;
    private long _sum;
    private long _endNs;
    private long* _buckets;
    private long _deltaNs;
    private long _bucket;
    private long _warmBucket;
    private int _m;
    private bool _warm;

    /// <summary>Bytes that a window of m buckets needs.</summary>
    public static int BytesFor(int m) => m * sizeof(long);

    /// <summary>Sets the window up over memory that stays the caller's.</summary>
    /// <param name="memory"><see cref="BytesFor"/> bytes, aligned to 8.</param>
    /// <param name="deltaNs">Bucket length, at least 1 ns.</param>
    /// <param name="m">Buckets, at least 1.</param>
    public void Initialise(byte* memory, long deltaNs, int m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deltaNs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        _buckets = (long*)memory;
        _deltaNs = deltaNs;
        _m = m;
        Start(0);
    }

    /// <summary>Sum of what the window holds at the last clock given; meaningful when <see cref="IsWarm"/>.</summary>
    public readonly long Sum => _sum;

    /// <summary>The window's length of time has passed since the start.</summary>
    public readonly bool IsWarm => _warm;

    /// <summary>
    /// First time that is not in the current bucket: until then <see cref="AdvanceTo"/> changes nothing.
    /// </summary>
    public readonly long EndNs => _endNs;

    /// <summary>Empties the window and starts its warm-up at t₀.</summary>
    public void Start(long t0Ns)
    {
        new Span<long>(_buckets, _m).Clear();
        _sum = 0;
        _warm = false;
        _bucket = t0Ns / _deltaNs;
        _warmBucket = _bucket + _m;
        _endNs = (_bucket + 1) * _deltaNs;
        _current = _buckets + _bucket % _m;
    }

    /// <summary>Moves the clock, never backwards.</summary>
    public void AdvanceTo(long tNs)
    {
        long bucket = tNs / _deltaNs;
        long steps = bucket - _bucket;
        if (steps <= 0)
            return;
        long clear = Math.Min(steps, _m);
        long slot = _bucket % _m;
        for (long i = 0; i < clear; i++)
        {
            slot = slot + 1 == _m ? 0 : slot + 1;
            _sum -= _buckets[slot];
            _buckets[slot] = 0;
        }
        _bucket = bucket;
        _endNs = (bucket + 1) * _deltaNs;
        _current = _buckets + bucket % _m;
        _warm = bucket >= _warmBucket;
    }

    /// <summary>Adds an event of the current clock.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long value)
    {
        *_current += value;
        _sum += value;
    }
}
