using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// Writes UTC nanoseconds as UTCTimestamp with 0, 3, 6 or 9 decimals. Date, hour and minute are kept as text and remade
/// when the minute changes; decimals not written are cut, not rounded.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> Times from 1970 to 2262 (a negative time is written as 1970's first instant).</para>
/// <para><b>Reference.</b> FIX 4.4 UTCTimestamp; extension pack EP206 for 6 and 9 decimals.</para>
/// </summary>
internal sealed unsafe class FixTimestamp
{
    private const long NanosecondsPerMinute = 60_000_000_000;

    /// <summary>Bytes that a caller must leave writable at the place where a timestamp is written.</summary>
    internal const int Slack = 32;

    private readonly int _digits;
    private long _minuteStartNs = long.MinValue / 2;
    private ulong _date;
    private ulong _clock;
    private uint _minuteSum;           // of date, "-HH:MM:", the point and the zeros under the digits
    private readonly ulong _eightMask; // of the first eight decimals, those that are sent
    private readonly uint _lastMask;   // of the ninth

    internal FixTimestamp(int digits)
    {
        if (digits is not (0 or 3 or 6 or 9))
            throw new ArgumentOutOfRangeException(nameof(digits), digits, "timestamp digits are 0, 3, 6 or 9");
        _digits = digits;
        _eightMask = digits == 9 ? ulong.MaxValue : (1UL << (8 * digits)) - 1;
        _lastMask = digits == 9 ? uint.MaxValue : 0;
        Length = 17 + (digits == 0 ? 0 : digits + 1);
    }

    /// <summary>Length of the text in bytes: 17, 21, 24 or 27.</summary>
    internal int Length { get; }

    /// <summary>Prepares a time; <see cref="Store"/> then writes it, twice if a message carries it twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Text Format(long utcNs)
    {
        ulong inMinute = (ulong)(utcNs - _minuteStartNs);
        if (inMinute >= (ulong)NanosecondsPerMinute)
            inMinute = ChangeMinute(utcNs);
        uint second = (uint)(inMinute / 1_000_000_000);
        uint fraction = (uint)(inMinute - (second * 1_000_000_000UL));
        uint tens = (second * 103) >> 10;
        ulong raw = FixDigits.EightRaw(fraction / 10);
        ulong eight = raw | 0x3030303030303030;
        uint last = fraction - (fraction / 10 * 10);
        Text text;
        text.Sum = _minuteSum + tens + (second - (tens * 10)) + FixDigits.RawSum(raw & _eightMask) + (last & _lastMask);
        text.Date = _date;
        // "-HH:MM:" and the first digit of the second.
        text.Clock = _clock | ((ulong)(tens + '0') << 56);
        text.Seconds = (second - (tens * 10) + '0') | ((ulong)'.' << 8) | (eight << 16);
        text.Tail = (uint)(eight >> 48) | ((last + '0') << 16);
        return text;
    }

    /// <summary>Writes a prepared time and returns the place behind it; stores up to 28 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Store(byte* p, in Text text)
    {
        *(ulong*)p = text.Date;
        *(ulong*)(p + 8) = text.Clock;
        *(ulong*)(p + 16) = text.Seconds;
        *(uint*)(p + 24) = text.Tail;
        return p + Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong ChangeMinute(long utcNs)
    {
        if (utcNs < 0)
            utcNs = 0;
        long minute = utcNs / NanosecondsPerMinute;
        _minuteStartNs = minute * NanosecondsPerMinute;
        DateTime time = DateTime.UnixEpoch.AddMinutes(minute);
        _date = FixDigits.Eight((uint)((time.Year * 10_000) + (time.Month * 100) + time.Day));
        ulong hourMinute = FixDigits.Eight((uint)((time.Hour * 100) + time.Minute)) >> 32;
        _clock = '-' | ((hourMinute & 0xFFFF) << 8) | ((ulong)':' << 24) | ((hourMinute >> 16) << 32)
            | ((ulong)':' << 48);
        ulong date = _date, clock = _clock;
        _minuteSum = FixDigits.Sum((byte*)&date, 8) + FixDigits.Sum((byte*)&clock, 8)
            + (2 * '0') + (_digits == 0 ? 0 : '.' + ('0' * (uint)_digits));
        return (ulong)(utcNs - _minuteStartNs);
    }

    /// <summary>A time as text in registers.</summary>
    internal struct Text
    {
        internal ulong Date;
        internal ulong Clock;
        internal ulong Seconds;
        internal uint Tail;
        internal uint Sum; // of the characters that are written
    }
}
