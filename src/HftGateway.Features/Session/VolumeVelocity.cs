using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// volume_velocity = volume in the long window (60 s) / (volume of the volume_minutes = 20 whole clock minutes before
/// the current one / 20).
/// <para><b>Units.</b> A ratio. <b>Warm-up.</b> The long window, and minute(t) − 20 > minute(t₀); NaN if the
/// denominator is 0.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Nothing on a row without a trade.</para>
/// <para><b>Reference.</b> Features specification, 9.2 (source 2).</para>
/// </summary>
public unsafe struct VolumeVelocity
{
    private const long MinuteNs = 60_000_000_000;

    /// <summary>volume_velocity.</summary>
    public double Value;

    private long* _minutes;
    private long _sum;
    private long _current;
    private long _minute;
    private long _firstMinute;
    private int _count;
    private int _next;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int minutes) => minutes * sizeof(long);

    /// <summary>First time that is not in the current minute.</summary>
    public readonly long EndNs => (_minute + 1) * MinuteNs;

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 1);
        _minutes = (long*)memory;
        _count = minutes;
        Start(0);
    }

    /// <summary>Back to the initial state, with the warm-up from t₀.</summary>
    public void Start(long t0Ns)
    {
        new Span<long>(_minutes, _count).Clear();
        _sum = 0;
        _current = 0;
        _next = 0;
        _minute = t0Ns / MinuteNs;
        _firstMinute = _minute;
        Value = double.NaN;
    }

    /// <summary>Moves the clock, never backwards; <see cref="Set"/> must follow.</summary>
    public void AdvanceTo(long tNs)
    {
        long minute = tNs / MinuteNs;
        for (long steps = Math.Min(minute - _minute, _count + 1L); steps > 0; steps--)
        {
            // A minute is complete: it takes the place of the oldest. Those that follow it here were empty.
            _sum += _current - _minutes[_next];
            _minutes[_next] = _current;
            _next = _next + 1 == _count ? 0 : _next + 1;
            _current = 0;
        }
        _minute = Math.Max(minute, _minute);
    }

    /// <summary>Takes a trade; <see cref="Set"/> must follow.</summary>
    [HotPath]
    public void Add(int shares) => _current += shares;

    /// <summary>Forms the value anew: after a trade, and when a window has moved.</summary>
    /// <param name="longVolume">Volume of the long window, NaN until warm.</param>
    [HotPath]
    public void Set(double longVolume) =>
        Value = _minute - _count > _firstMinute && _sum != 0 ? longVolume * _count / _sum : double.NaN;
}
