using System.Diagnostics;
using HftGateway.Aeron.Control;

namespace HftGateway.Aeron.Tests;

/// <summary>This test program as another process; see <see cref="Program"/>. Killed at the end, if it still runs.</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    /// <summary>HFTGW_AERON_DRIVER names another driver than ours.</summary>
    public static bool IsForeignDriver => ForeignDriver is { Length: > 0 };

    private static string? ForeignDriver => Environment.GetEnvironmentVariable("HFTGW_AERON_DRIVER");

    /// <summary>Starts one and waits until it says that it is ready.</summary>
    public static OtherProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        var other = new OtherProcess(Process.Start(start)!);
        Assert.Equal("ready", other._process.StandardOutput.ReadLine());
        return other;
    }

    /// <summary>
    /// Starts a driver: ours, or the program that HFTGW_AERON_DRIVER names (Aeron's own <c>aeronmd</c>), which takes its
    /// settings as environment variables.
    /// </summary>
    public static OtherProcess StartDriver(string directory, params IEnumerable<string> settings)
    {
        if (ForeignDriver is not { Length: > 0 } program)
            return Start(["driver", directory, .. settings]);
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["AERON_DIR"] = directory;
        start.Environment["AERON_DIR_DELETE_ON_START"] = "true";
        start.Environment["AERON_THREADING_MODE"] = "SHARED";
        foreach (string setting in settings)
        {
            string[] pair = setting.Split('=');
            start.Environment[pair[0].ToUpperInvariant().Replace('.', '_')] = pair[1];
        }

        var other = new OtherProcess(Process.Start(start)!);
        Wait.Until(() => other._process.HasExited || IsDriverOf(directory, other._process.Id), "the driver");
        Assert.False(other._process.HasExited, $"{program} ended: it may not take a setting of these: {string.Join(' ', settings)}");
        return other;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Exit status and last line.</returns>
    public (int Status, string Output) WaitForEnd(int seconds = 60)
    {
        Assert.True(_process.WaitForExit(seconds * 1_000), $"waited {seconds} s for a process");
        return (_process.ExitCode, _process.StandardOutput.ReadToEnd().Trim());
    }

    private static bool IsDriverOf(string directory, int processId)
    {
        using CncFile? cnc = CncFile.TryOpen(directory);
        return cnc?.Pid == processId;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
