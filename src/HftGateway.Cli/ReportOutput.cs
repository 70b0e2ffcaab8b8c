using System.CommandLine;
using HftGateway.Histogram;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Latency;

namespace HftGateway.Cli;

/// <summary>Prints a report on standard output, and its histograms into files.</summary>
public static class ReportOutput
{
    private const double NsPerUs = 1_000;

    /// <summary>The option <c>--histograms</c>.</summary>
    /// <returns>A new option.</returns>
    public static Option<string?> Histograms() => new("--histograms")
    {
        Description = "write a percentile file (.hgrm, values in µs) for each latency into this folder",
        HelpName = "DIR",
    };

    /// <summary>Prints it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="json">As JSON.</param>
    /// <param name="histograms">Folder for percentile files, or null.</param>
    public static void Write(RunReport report, bool json, string? histograms)
    {
        if (json)
        {
            using Stream output = System.Console.OpenStandardOutput();
            report.WriteJson(output);
        }
        else
        {
            report.WriteText(System.Console.Out);
        }

        if (histograms != null)
            WriteHistograms(report, histograms);
    }

    private static void WriteHistograms(RunReport report, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (LatencyStage stage in Enum.GetValues<LatencyStage>())
                WriteOne(Path.Combine(folder, RunReport.Name(stage) + ".hgrm"), report.Latency.AllEvents[stage]);
            if (report.OutsideLatency != null)
                WriteOne(Path.Combine(folder, "exchange_packet_to_order.hgrm"), report.OutsideLatency);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitStatus.Failed, $"--histograms {folder}: {error.Message}");
        }
    }

    private static void WriteOne(string path, LongHistogram histogram)
    {
        using var writer = new StreamWriter(path);
        PercentileReport.WriteHgrm(histogram, writer, NsPerUs);
    }
}
