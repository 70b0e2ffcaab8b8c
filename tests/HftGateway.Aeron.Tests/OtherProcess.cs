using System.Diagnostics;

namespace HftGateway.Aeron.Tests;

/// <summary>This test program as another process; see <see cref="Program"/>. Killed at the end, if it still runs.</summary>
internal sealed class OtherProcess : IDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

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

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
