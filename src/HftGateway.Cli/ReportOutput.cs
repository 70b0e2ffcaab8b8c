using HftGateway.Pipeline.Gateway;

namespace HftGateway.Cli;

/// <summary>Prints a report on standard output.</summary>
public static class ReportOutput
{
    /// <summary>Prints it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="json">As JSON.</param>
    public static void Write(RunReport report, bool json)
    {
        if (!json)
        {
            report.WriteText(System.Console.Out);
            return;
        }

        using Stream output = System.Console.OpenStandardOutput();
        report.WriteJson(output);
    }
}
