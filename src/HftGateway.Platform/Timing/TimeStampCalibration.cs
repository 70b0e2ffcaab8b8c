using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HftGateway.Platform.Timing;

/// <summary>
/// Finds out at start-up whether the processor's counter may be used, makes the code that reads it, and measures its
/// rate.
/// <para><b>Cost.</b> Not on the hot path: 10 ms, once.</para>
/// </summary>
internal sealed unsafe partial class TimeStampCalibration
{
    private const long CalibrationNs = 10_000_000;
    private const int SamplesPerReading = 32;
    private const int ProtRead = 1;
    private const int ProtWrite = 2;
    private const int ProtExecute = 4;
    private const int MapPrivate = 2;
    private const int MapAnonymous = 0x20;

    private TimeStampCalibration(delegate* unmanaged[SuppressGCTransition]<ulong> reader, double nsPerTick, string what)
    {
        Reader = reader;
        NsPerTick = nsPerTick;
        FixedNsPerTick = (long)(nsPerTick * (1L << TimeStampCounter.FractionBits));
        Description = string.Create(CultureInfo.InvariantCulture, $"{what}, {1 / nsPerTick:F6} ticks per ns");
    }

    /// <summary>rdtsc; shl rdx, 32; or rax, rdx; ret.</summary>
    private static ReadOnlySpan<byte> MachineCode => [0x0F, 0x31, 0x48, 0xC1, 0xE2, 0x20, 0x48, 0x09, 0xD0, 0xC3];

    /// <summary>Code that reads the counter; null where there is none.</summary>
    public delegate* unmanaged[SuppressGCTransition]<ulong> Reader { get; }

    /// <summary>Measured rate.</summary>
    public double NsPerTick { get; }

    /// <summary>The rate in fixed point, see <see cref="TimeStampCounter.FractionBits"/>.</summary>
    public long FixedNsPerTick { get; }

    /// <summary>What was chosen, and why.</summary>
    public string Description { get; }

    public static TimeStampCalibration Measure()
    {
        string? refusal = WhyNotHardware();
        delegate* unmanaged[SuppressGCTransition]<ulong> reader = null;
        if (refusal == null)
        {
            reader = MakeReader(out refusal);
            if (reader != null)
            {
                double rate = MeasureRate(reader);
                // A counter outside 0.1 .. 16 GHz is no counter: a hypervisor that traps or scales it absurdly.
                if (rate is > 0.0625 and < 10)
                    return new TimeStampCalibration(reader, rate, "rdtsc, invariant");
                refusal = string.Create(CultureInfo.InvariantCulture, $"implausible rate of {rate} ns per tick");
            }
        }
        return new TimeStampCalibration(null, 1e9 / Stopwatch.Frequency, $"Stopwatch ({refusal})");
    }

    /// <summary>Null when a line of flags names both properties of an invariant counter.</summary>
    internal static string? MissingFlags(string flagsLine)
    {
        string padded = flagsLine.Replace('\t', ' ') + " ";
        if (!padded.Contains(" constant_tsc ", StringComparison.Ordinal))
            return "the processor has no constant_tsc";
        return padded.Contains(" nonstop_tsc ", StringComparison.Ordinal) ? null : "the processor has no nonstop_tsc";
    }

    private static string? WhyNotHardware()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return "not x64 Linux";
        try
        {
            foreach (string line in File.ReadLines("/proc/cpuinfo"))
                if (line.StartsWith("flags", StringComparison.Ordinal))
                    return MissingFlags(line);
            return "/proc/cpuinfo lists no flags";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "/proc/cpuinfo cannot be read";
        }
    }

    private static delegate* unmanaged[SuppressGCTransition]<ulong> MakeReader(out string? refusal)
    {
        nuint bytes = (nuint)Environment.SystemPageSize;
        byte* page = (byte*)Map(null, bytes, ProtRead | ProtWrite, MapPrivate | MapAnonymous, -1, 0);
        if (page == (byte*)-1)
        {
            refusal = $"mmap refused, errno {Marshal.GetLastPInvokeError()}";
            return null;
        }
        MachineCode.CopyTo(new Span<byte>(page, (int)bytes));
        // Never writable and executable at once: hardened systems forbid it.
        if (Protect(page, bytes, ProtRead | ProtExecute) != 0)
        {
            refusal = $"mprotect refused executable memory, errno {Marshal.GetLastPInvokeError()}";
            _ = Unmap(page, bytes);
            return null;
        }
        refusal = null;
        return (delegate* unmanaged[SuppressGCTransition]<ulong>)page;
    }

    private static double MeasureRate(delegate* unmanaged[SuppressGCTransition]<ulong> reader)
    {
        (long start, long startTicks) = Reading(reader);
        while (Stopwatch.GetElapsedTime(start).Ticks * 100 < CalibrationNs)
            Thread.SpinWait(8);
        (long end, long endTicks) = Reading(reader);
        return (end - start) * (1e9 / Stopwatch.Frequency) / (endTicks - startTicks);
    }

    /// <summary>
    /// Both clocks at one moment: the tightest of several bracketed readings, so preemption does no harm.
    /// </summary>
    private static (long StopwatchTicks, long CounterTicks) Reading(
        delegate* unmanaged[SuppressGCTransition]<ulong> reader)
    {
        long best = long.MaxValue, stopwatch = 0, counter = 0;
        for (int i = 0; i < SamplesPerReading; i++)
        {
            long before = Stopwatch.GetTimestamp();
            long ticks = (long)reader();
            long after = Stopwatch.GetTimestamp();
            if (after - before >= best)
                continue;
            best = after - before;
            stopwatch = before + (best / 2);
            counter = ticks;
        }
        return (stopwatch, counter);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(
        void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
