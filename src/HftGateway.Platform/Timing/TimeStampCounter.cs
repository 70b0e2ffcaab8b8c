using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace HftGateway.Platform.Timing;

/// <summary>
/// The processor's time-stamp counter: the cheapest clock there is, for stamping events and measuring short intervals.
/// On x64 Linux with an invariant counter it is the <c>rdtsc</c> instruction; elsewhere <see cref="Stopwatch"/>, and
/// <see cref="Description"/> says which and why.
/// <para><b>Threading.</b> Any thread. With an invariant counter the kernel keeps all cores of a machine in step, so
/// stamps of different cores may be compared.</para>
/// <para><b>Invariants.</b> A thread never reads a smaller value than before. The instruction is not serialising: the
/// processor may read the counter some ns before older loads have finished, which matters only when timing single
/// instructions.</para>
/// <para><b>Limits.</b> The rate is measured once, at first use, over 10 ms against CLOCK_MONOTONIC: good to some parts
/// per million, which is right for intervals up to seconds. <see cref="WallClock"/> corrects the rest.</para>
/// <para><b>Cost.</b> See <c>TimeStampBenchmarks</c>; the figures are in the README of HftGateway.Disruptor. The first
/// use of the type costs 10 ms: touch <see cref="IsHardware"/> at start-up.</para>
/// <para><b>Reference.</b> Intel SDM volume 3, 18.17 (Time-Stamp Counter), 18.17.1 (Invariant TSC).</para>
/// </summary>
public static unsafe class TimeStampCounter
{
    /// <summary>Ratios are fixed-point numbers with this many fractional bits: 16 ns per tick at most.</summary>
    internal const int FractionBits = 60;

    // In textual order: the later fields are computed from the first.
    private static readonly TimeStampCalibration Calibration = TimeStampCalibration.Measure();
    private static readonly delegate* unmanaged[SuppressGCTransition]<ulong> Reader = Calibration.Reader;
    private static readonly long FixedNsPerTick = Calibration.FixedNsPerTick;

    /// <summary>The counter is the processor's own; otherwise it is <see cref="Stopwatch"/>.</summary>
    public static bool IsHardware => Reader != null;

    /// <summary>
    /// One line for the start-up report: which counter, its rate, and if it is not the hardware's, why.
    /// </summary>
    public static string Description => Calibration.Description;

    /// <summary>Ticks per nanosecond, as calibrated.</summary>
    public static double TicksPerNs => 1 / Calibration.NsPerTick;

    /// <summary>Nanoseconds per tick with <see cref="FractionBits"/> fractional bits.</summary>
    internal static long FixedRate => FixedNsPerTick;

    /// <summary>Reads the counter, in ticks. Never allocates, never blocks, makes no system call.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Now() => Reader != null ? (long)Reader() : Stopwatch.GetTimestamp();

    /// <summary>Converts an interval in ticks, which may be negative, to nanoseconds, rounded down.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ToNs(long ticks) => Scale(ticks, FixedNsPerTick);

    /// <summary>Converts nanoseconds to ticks; for time-outs at start-up, not for the hot path.</summary>
    public static long FromNs(long ns) => (long)(ns * TicksPerNs);

    /// <summary>
    /// <paramref name="ticks"/> times a fixed-point rate, rounded down. The 128-bit product keeps every bit: a 64-bit
    /// one would overflow after some seconds of ticks.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Scale(long ticks, long fixedRate)
    {
        long high = Math.BigMul(ticks, fixedRate, out long low);
        return (high << (64 - FractionBits)) | (long)((ulong)low >> FractionBits);
    }
}
