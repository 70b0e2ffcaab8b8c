using System.ComponentModel;
using System.Diagnostics;
using Xunit.Abstractions;

namespace HftGateway.Sbe.Tests.Python;

/// <summary>Runs Python with numpy, where this machine has them; tests that need it return early elsewhere, and say so.</summary>
internal static class PythonRunner
{
    private const int PatienceMs = 120_000;

    private static readonly Lazy<string?> Interpreter = new(Find);

    /// <summary>Runs a script; null (after writing that the test was skipped) where there is no Python with numpy.</summary>
    public static (int Status, string Output)? Run(ITestOutputHelper output, params string[] arguments)
    {
        if (Interpreter.Value is { } python)
        {
            return Start(python, arguments);
        }

        output.WriteLine("SKIPPED: no python3 with numpy on this machine");
        return null;
    }

    private static string? Find()
    {
        foreach (string candidate in new[] { "python3", "/usr/bin/python3" })
        {
            try
            {
                if (Start(candidate, "-c", "import numpy").Status == 0)
                {
                    return candidate;
                }
            }
            catch (Win32Exception)
            {
                // Not installed: the next.
            }
        }

        return null;
    }

    private static (int Status, string Output) Start(string python, params string[] arguments)
    {
        ProcessStartInfo start = new(python) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(PatienceMs))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{python} did not end");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }
}
