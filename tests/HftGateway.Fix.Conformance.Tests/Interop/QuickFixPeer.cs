using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace HftGateway.Fix.Conformance.Tests.Interop;

/// <summary>A FIX engine of somebody else: tests/native/quickfix_peer.cpp as a process.</summary>
internal sealed class QuickFixPeer : IDisposable
{
    private static readonly Lock BuildLock = new();
    private static string? _program;
    private readonly Process _process;
    private readonly string _directory = Directory.CreateTempSubdirectory("hftgw-quickfix-").FullName;
    private readonly TaskCompletionSource _complete = new();
    private readonly TaskCompletionSource _listening = new();
    private readonly TaskCompletionSource<string> _result = new();

    private QuickFixPeer(string program, string role, int port, int count)
    {
        var start = new ProcessStartInfo(program, [role, port.ToString(), _directory, count.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Every message has come.</summary>
    public Task Complete => _complete.Task;

    /// <summary>Builds the program; null, with a message, where g++ or libquickfix-dev is missing.</summary>
    public static string? Build([CallerFilePath] string here = "")
    {
        lock (BuildLock)
        {
            if (_program is not null)
                return _program;
            string source = Path.Combine(
                Path.GetDirectoryName(here)!, "..", "..", "native", "quickfix_peer.cpp");
            if (!File.Exists("/usr/include/quickfix/Session.h") || !File.Exists("/usr/bin/g++") || !File.Exists(source))
            {
                Console.WriteLine("skipped: needs g++ and libquickfix-dev");
                return null;
            }

            string target = Path.Combine(Directory.CreateTempSubdirectory("hftgw-quickfix-").FullName, "peer");
            using Process compiler = Process.Start("/usr/bin/g++",
                ["-std=c++14", "-O1", "-w", "-o", target, source, "-lquickfix", "-lpthread"]);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
            return _program = target;
        }
    }

    public static QuickFixPeer Start(string program, string role, int port, int count)
    {
        var peer = new QuickFixPeer(program, role, port, count);
        if (role == "acceptor")
            Assert.True(peer._listening.Task.Wait(TimeSpan.FromSeconds(30)));
        return peer;
    }

    /// <summary>A port that nobody uses now.</summary>
    public static int FreePort()
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>Ends the peer and returns what it counted.</summary>
    public string Finish()
    {
        _process.StandardInput.Close();
        Assert.True(_result.Task.Wait(TimeSpan.FromSeconds(30)));
        return _result.Task.Result;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void OnLine(string? line)
    {
        if (line == "listening")
            _listening.TrySetResult();
        else if (line == "complete")
            _complete.TrySetResult();
        else if (line is not null && line.StartsWith("received", StringComparison.Ordinal))
            _result.TrySetResult(line);
    }
}
