using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HftGateway.Cli.Tests;

/// <summary>The command <c>hftgw</c> as a process of its own: what users and scripts see.</summary>
internal sealed class Hftgw : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly MemoryStream _output = new();
    private readonly Task _readOutput;
    private readonly Task _readErrors;
    private bool _isDisposed;

    private Hftgw(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "hftgw.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _readOutput = _process.StandardOutput.BaseStream.CopyToAsync(_output);
        _readErrors = Task.Run(ReadErrors);
    }

    /// <summary>What was written to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Runs the command to its end.</summary>
    public static Result Run(params string[] arguments)
    {
        using Hftgw command = Start(arguments);
        return command.WaitForExit();
    }

    /// <summary>Runs the command, which must fail in the way that the contract fixes.</summary>
    public static Result Fail(int status, params string[] arguments)
    {
        Result result = Run(arguments);
        result.AssertFailed(status);
        return result;
    }

    public static Hftgw Start(params string[] arguments) => new(arguments);

    /// <summary>Runs a shell line in which <c>$HFTGW</c> stands for the command.</summary>
    public static Result Shell(string line)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(line);
        start.Environment["HFTGW"] = "dotnet " + Path.Combine(AppContext.BaseDirectory, "hftgw.dll");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        Task copy = process.StandardOutput.BaseStream.CopyToAsync(output);
        bool ended = process.WaitForExit(Patience);
        if (!ended)
            process.Kill(entireProcessTree: true);
        Assert.True(ended, $"did not end: {line}");
        copy.Wait(Patience);
        return new Result(process.ExitCode, output.ToArray(), errors.Result);
    }

    /// <summary>A port that nobody used a moment ago.</summary>
    public static string FreePort(SocketType type)
    {
        using var socket = new Socket(
            AddressFamily.InterNetwork, type, type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Blocks until a text was written to standard error.</summary>
    public void WaitForError(string text)
    {
        lock (_errors)
        {
            var clock = Stopwatch.StartNew();
            while (!_errors.ToString().Contains(text, StringComparison.Ordinal))
            {
                Assert.True(
                    !_process.HasExited && clock.Elapsed < Patience, $"'{text}' was not written, but: {_errors}");
                Monitor.Wait(_errors, 100);
            }
        }
    }

    /// <summary>Sends Ctrl-C; SIGTERM where this test run ignores SIGINT, which its children inherit.</summary>
    public void Interrupt()
    {
        string ignored = File.ReadLines("/proc/self/status").First(
            static l => l.StartsWith("SigIgn", StringComparison.Ordinal));
        ulong mask = ulong.Parse(ignored[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        bool ignoresInterrupt = (mask & 2) != 0;
        string id = _process.Id.ToString(CultureInfo.InvariantCulture);
        using Process kill = Process.Start("kill", [ignoresInterrupt ? "-TERM" : "-INT", id]);
        kill.WaitForExit();
    }

    public Result WaitForExit()
    {
        bool ended = _process.WaitForExit(Patience);
        if (!ended)
            _process.Kill();
        Assert.True(ended, $"did not end within {Patience}; standard error: {Errors}");
        Task.WaitAll(_readOutput, _readErrors);
        return new Result(_process.ExitCode, _output.ToArray(), Errors);
    }

    /// <summary>Kills the process (SIGKILL) if it lives, and waits for its end.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void ReadErrors()
    {
        while (_process.StandardError.ReadLine() is { } line)
        {
            lock (_errors)
            {
                _errors.Append(line).Append('\n');
                Monitor.PulseAll(_errors);
            }
        }
    }

    /// <summary>What a run left behind.</summary>
    internal sealed record Result(int Status, byte[] Bytes, string Errors)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);

        public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        /// <summary>First line of standard error that begins with <c>error:</c>.</summary>
        public string Error
            => Errors.Split('\n').FirstOrDefault(static l => l.StartsWith("error: ", StringComparison.Ordinal)) ?? "";

        public Result AssertDone()
        {
            Assert.True(Status == 0, $"status {Status}, standard error: {Errors}");
            Assert.DoesNotContain("error:", Errors, StringComparison.Ordinal);
            return this;
        }

        /// <summary>Status, the one line first, and no stack trace.</summary>
        public void AssertFailed(int status)
        {
            Assert.True(Status == status, $"status {Status} instead of {status}, standard error: {Errors}");
            Assert.StartsWith("error: ", Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", Errors, StringComparison.Ordinal);
        }
    }
}
