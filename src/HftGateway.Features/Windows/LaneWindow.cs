using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// BTW(δ, m) over four series at once: their sums over the current, still filling bucket of δ ns and the m − 1 before
/// it. Bucket b(t) = ⌊t/δ⌋; every sum is NaN until b(t) − b(t₀) ≥ m.
/// <para><b>Numbers.</b> Whole numbers stay exact (below 2⁵³), so that what leaves can be subtracted. A window with a
/// real-valued series is made with <c>exact: false</c>: then the older buckets are summed anew whenever one is
/// complete, and nothing drifts either.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Cost.</b> A row: two vector additions. A new bucket: one division, then O(min(m, buckets passed)), and
/// O(m) when not exact.</para>
/// <para><b>Reference.</b> Features specification, 1.5.</para>
/// </summary>
public unsafe struct LaneWindow
{
    /// <summary>Series of one window.</summary>
    public const int Lanes = 4;

    private Vector256<double> _current;
    private Vector256<double> _older;
    private Vector256<double> _olderSum;
    private double* _buckets;
    private long _deltaNs;
    private long _bucket;
    private long _warmBucket;
    private long _endNs;
    private int _m;
    private bool _exact;

    /// <summary>Bytes that a window of m buckets needs.</summary>
    public static int BytesFor(int m) => m * Lanes * sizeof(double);

    /// <summary>First time that is not in the current bucket: until then <see cref="AdvanceTo"/> does nothing.</summary>
    public readonly long EndNs => _endNs;

    /// <summary>The window's length has passed since the start.</summary>
    public readonly bool IsWarm => _bucket >= _warmBucket;

    /// <summary>The sums at the last clock given, NaN until warm.</summary>
    public readonly Vector256<double> Sums
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _older + _current;
    }

    /// <summary>Sets the window up over memory that stays the caller's.</summary>
    /// <param name="memory"><see cref="BytesFor"/> bytes, aligned to 8.</param>
    /// <param name="deltaNs">Bucket length, at least 1 ns.</param>
    /// <param name="m">Buckets, at least 1.</param>
    /// <param name="exact">All four series are whole numbers.</param>
    public void Initialise(byte* memory, long deltaNs, int m, bool exact)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deltaNs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        _buckets = (double*)memory;
        _deltaNs = deltaNs;
        _m = m;
        _exact = exact;
        Start(0);
    }

    /// <summary>Empties the window and starts its warm-up at t₀.</summary>
    public void Start(long t0Ns)
    {
        new Span<double>(_buckets, _m * Lanes).Clear();
        _current = default;
        _olderSum = default;
        _older = Vector256.Create(double.NaN);
        _bucket = t0Ns / _deltaNs;
        _warmBucket = _bucket + _m;
        _endNs = (_bucket + 1) * _deltaNs;
    }

    /// <summary>Adds an event of the current clock.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<double> values) => _current += values;

    /// <summary>Adds an event and returns <see cref="Sums"/>, without waiting for what it has just written.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> AddAndSum(Vector256<double> values)
    {
        Vector256<double> current = _current + values;
        _current = current;
        return _older + current;
    }

    /// <summary>Moves the clock, never backwards.</summary>
    public void AdvanceTo(long tNs)
    {
        if (tNs < _endNs)
            return;
        long bucket = tNs / _deltaNs;
        long steps = bucket - _bucket;
        Slot(_bucket % _m) = _current;
        _olderSum += _current;
        _current = default;
        long clear = Math.Min(steps, _m);
        long slot = _bucket % _m;
        for (long i = 0; i < clear; i++)
        {
            slot = slot + 1 == _m ? 0 : slot + 1;
            _olderSum -= Slot(slot);
            Slot(slot) = default;
        }
        if (!_exact)
            _olderSum = Resum();
        _bucket = bucket;
        _endNs = (bucket + 1) * _deltaNs;
        _older = bucket >= _warmBucket ? _olderSum : Vector256.Create(double.NaN);
    }

    private readonly Vector256<double> Resum()
    {
        Vector256<double> sum = default;
        for (int i = 0; i < _m; i++)
            sum += Slot(i);
        return sum;
    }

    private readonly ref Vector256<double> Slot(long at) =>
        ref *(Vector256<double>*)(_buckets + at * Lanes);
}
