using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// vpin = (1/(n·V))·Σ_{last n buckets} |buy − sell| over volume buckets of exactly V = vpin_bucket shares (10 000), n =
/// vpin_n = 50; a trade is split over as many buckets as it spans; the side is the true aggressor's, unclassified
/// volume counts half on each.
/// <para><b>Units.</b> [0, 1]. <b>Warm-up.</b> n completed buckets; changes when one completes, held between.</para>
/// <para><b>Numbers.</b> Integers: half on each side adds nothing to buy − sell, so only the signed sum is kept.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> O(1) a trade: of the buckets that one trade fills at most n are
/// written.</para>
/// <para><b>Reference.</b> Features specification, 7.1; Easley, López de Prado, O'Hara (2012).</para>
/// </summary>
public unsafe struct VolumeBuckets
{
    /// <summary>vpin.</summary>
    public double Vpin;

    private long* _ring;
    private long _sum;
    private long _signed;
    private long _filled;
    private long _size;
    private long _completed;
    private int _window;
    private int _next;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int window) => window * sizeof(long);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    /// <param name="memory"><see cref="BytesFor"/> bytes, aligned to 8.</param>
    /// <param name="window">vpin_n.</param>
    /// <param name="size">vpin_bucket.</param>
    public void Initialise(byte* memory, int window, long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _ring = (long*)memory;
        _window = window;
        _size = size;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        new Span<long>(_ring, _window).Clear();
        _sum = 0;
        _signed = 0;
        _filled = 0;
        _completed = 0;
        _next = 0;
        Vpin = double.NaN;
    }

    /// <summary>Takes a trade and returns how many buckets it completed.</summary>
    /// <param name="side">−1, 0 or 1.</param>
    /// <param name="shares">At least 1.</param>
    [HotPath]
    public long Add(int side, long shares)
    {
        long room = _size - _filled;
        if (shares < room)
        {
            _filled += shares;
            _signed += side * shares;
            return 0;
        }
        Complete(Math.Abs(_signed + side * room), 1);
        long full = (shares - room) / _size;
        Complete(side == 0 ? 0 : _size, full);
        _filled = (shares - room) - full * _size;
        _signed = side * _filled;
        if (_completed >= _window)
            Vpin = (double)_sum / ((double)_window * _size);
        return 1 + full;
    }

    private void Complete(long imbalance, long times)
    {
        _completed += times;
        // More than the window holds would only write the same again.
        for (long i = Math.Min(times, _window); i > 0; i--)
        {
            _sum += imbalance - _ring[_next];
            _ring[_next] = imbalance;
            _next = _next + 1 == _window ? 0 : _next + 1;
        }
    }
}
