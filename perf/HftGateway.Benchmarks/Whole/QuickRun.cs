using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using HftGateway.Platform.Timing;

namespace HftGateway.Benchmarks.Whole;

/// <summary>
/// The subcommand <c>quick [FILTER]</c>: plain loops over everything on a message's way, a line each, in about half a
/// minute.
/// <para><b>Threading.</b> Each case on a thread of its own, one after the other: a case that pins its thread to a core
/// leaves the others free.</para>
/// </summary>
internal static class QuickRun
{
    private const string LoadFile = "/proc/loadavg";
    private const string CpuFile = "/proc/cpuinfo";
    private const string HugePageFile = "/sys/kernel/mm/transparent_hugepage/enabled";

    /// <summary>Runs the cases whose name contains the filter; <c>*</c> at its ends is allowed.</summary>
    /// <param name="arguments">At most one: the filter.</param>
    /// <param name="output">Where the table goes.</param>
    /// <returns>0, or 2 when the arguments are wrong or nothing matches.</returns>
    public static int Execute(ReadOnlySpan<string> arguments, TextWriter output)
    {
        string filter = arguments.Length > 0 ? arguments[0].Trim('*') : "";
        var chosen = QuickCases.All.Where(c => c.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (arguments.Length > 1 || chosen.Length == 0)
        {
            Console.Error.WriteLine("usage: quick [FILTER], where FILTER is part of one of these names:");
            foreach ((string name, _) in QuickCases.All)
                Console.Error.WriteLine($"  {name}");
            return 2;
        }
        output.WriteLine(Machine());
        output.WriteLine($"load average before: {Load()}");
        output.WriteLine($"{"ns an operation",-43}      best    median       p10       p90  samples");
        foreach ((string name, Func<QuickSamples> measure) in chosen)
        {
            QuickSamples s = OnOwnThread(measure);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-43} {s.Best,9:F2} {s.Median,9:F2} {s.LowerDecile,9:F2} {s.UpperDecile,9:F2} {s.Count,8}"));
        }
        output.WriteLine($"load average after: {Load()}");
        return 0;
    }

    private static QuickSamples OnOwnThread(Func<QuickSamples> measure)
    {
        QuickSamples? samples = null;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                samples = measure();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        // Memory of one case must not be collected during the next.
        GC.Collect();
        return samples!;
    }

    private static string Machine()
    {
        string cpu = Lines(CpuFile).FirstOrDefault(static l => l.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        bool tiered = !AppContext.TryGetSwitch("System.Runtime.TieredCompilation", out bool on) || on;
        return $"{cpu}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.FrameworkDescription}, tiering {(tiered ? "on" : "off")}, "
            + $"transparent huge pages {Lines(HugePageFile).FirstOrDefault() ?? "unknown"}, "
            + $"counter {TimeStampCounter.Description}";
    }

    private static string Load() => Lines(LoadFile).FirstOrDefault() ?? "unknown";

    // Files of Linux; elsewhere the manifest says less.
    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
