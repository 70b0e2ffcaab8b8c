using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// The beginning of the last time of a field, to the tens of its seconds: the next one nearly always begins alike, and only what
/// is behind has to be read.
/// </summary>
internal unsafe struct FixTimeMemory
{
    private const int BeginningBytes = 16; // YYYYMMDD-HH:MM:S
    private const int SecondsBytes = 17;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private ulong _first;
    private ulong _second;
    private long _startNs;

    /// <summary>Reads a UTCTimestamp as <see cref="FixScan.Timestamp"/> does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Read(byte* value, long length, out long utcNs)
    {
        ulong first = *(ulong*)value, second = *(ulong*)(value + 8);
        uint ones = (uint)value[BeginningBytes] - '0';
        if (first != _first || second != _second || length <= SecondsBytes || ones > 9)
            return ReadAll(value, length, out utcNs);
        bool ok = FixScan.Fraction(value + length, length - SecondsBytes, value[SecondsBytes], out uint fraction);
        utcNs = _startNs + (ones * NanosecondsPerSecond) + fraction;
        return ok;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ReadAll(byte* value, long length, out long utcNs)
    {
        if (!FixScan.Timestamp(value, length, out utcNs))
            return false;
        uint ones = (uint)value[BeginningBytes] - '0';
        if (value[BeginningBytes - 1] > '5')
            return true; // a second 60 begins like no other
        _first = *(ulong*)value;
        _second = *(ulong*)(value + 8);
        _startNs = utcNs - (utcNs % NanosecondsPerSecond) - (ones * NanosecondsPerSecond);
        return true;
    }
}
