using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace HftGateway.Fix.Tests.Engine;

/// <summary>
/// A process with an engine, a durable store and a journal sends orders to an engine that lives on. It is killed at random
/// points and begun again, with what is on its disk and nothing else.
/// </summary>
public sealed class EngineKillTests : IDisposable
{
    private const int Orders = 2000;
    private const int InFlight = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("fixkill").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ShouldLoseAndDoubleNothingWhenAnEnginesProcessIsKilled()
    {
        var exchange = new Exchange();
        using var engine = new FixEngine();
        engine.Add(FixEngineTests.Entry(FixRole.Acceptor, "EX", "GW", exchange));
        int port = engine.Listen(new IPEndPoint(IPAddress.Loopback, 0)).Port;
        engine.Start();
        var random = new Random(7);
        int kills = 0;
        while (true)
        {
            using Process child = Start(port);
            try
            {
                int until = exchange.Count + random.Next(1, 400);
                if (until >= Orders)
                {
                    Assert.True(child.WaitForExit(120_000), $"{exchange.Count} orders came");
                    Assert.Equal((0, ""), (child.ExitCode, child.StandardError.ReadToEnd()));
                    break;
                }
                Waiting.Until(() => exchange.Count >= until || child.HasExited, () => $"order {until}");
                Assert.False(child.HasExited, exchange.Problem);
                kills++;
            }
            finally
            {
                // Does nothing if it has ended.
                child.Kill();
                child.WaitForExit();
            }
        }
        Assert.True(kills > 4, $"{kills} kills");
        Assert.Equal("", exchange.Problem);
        Assert.Equal(Enumerable.Range(1, Orders), exchange.Ids);
        Assert.Equal(Enumerable.Range(1, Orders).Select(i => $"{i}"), File.ReadLines(Journal(_folder)));
    }

    /// <summary>The child: sends what is left of the orders and waits for the reports.</summary>
    internal static void Child(string folder, int port)
    {
        var settings = new FixSessionSettings
        {
            Role = FixRole.Initiator, Id = new FixSessionId(FixVersion.Fix44, "GW", "EX"), MaxMessageBytes = 8192,
            GapTimeoutSeconds = 60,
        };
        using FixStore store = FixStore.Open(
            Path.Combine(folder, "gw.fixstore"), settings.Id.ToString(), FixClock.Now.UtcNs,
            new FixStoreOptions { SegmentBytes = 1 << 16 });
        using var gateway = new Gateway(store, Journal(folder));
        using var engine = new FixEngine();
        engine.Add(new FixSessionEntry
        {
            Session = new FixSession(settings, store, gateway), Connect = [new DnsEndPoint("127.0.0.1", port)],
            ReconnectSeconds = 0.05,
        });
        engine.Start();
        gateway.Done.Wait();
        engine.Stop();
    }

    private static string Journal(string folder) => Path.Combine(folder, "journal");

    private Process Start(int port) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
        ["exec", typeof(EngineKillTests).Assembly.Location, "engine-child", _folder, $"{port}"])
    {
        RedirectStandardError = true,
    })!;

    private static int IdOf(in FixMessage message)
    {
        Assert.True(message.TryFind(11, out ReadOnlySpan<byte> id));
        return int.Parse(id, CultureInfo.InvariantCulture);
    }

    /// <summary>Answers each order, and notes where they are not one after the other.</summary>
    private sealed class Exchange : FixApplication
    {
        private readonly List<int> _ids = [];
        private ulong _last;

        internal string Problem { get; private set; } = "";

        internal IReadOnlyList<int> Ids => _ids;

        internal int Count { get; private set; }

        public override bool OnMessage(FixSession session, in FixMessage message)
        {
            int id = IdOf(in message);
            if (message.Sequence <= _last)
                Problem += $"number {message.Sequence} twice; ";
            _last = message.Sequence;
            _ids.Add(id);
            Count = _ids.Count;
            session.Send("8"u8, RecordingApplication.Ascii($"11={id}|37={id}|"));
            return true;
        }
    }

    /// <summary>Knows from its store what it sent and from its journal what it received.</summary>
    private sealed class Gateway : FixApplication, IDisposable
    {
        private readonly FileStream _journal;
        private int _sent;
        private int _received;

        internal Gateway(FixStore store, string journal)
        {
            for (ulong number = 1; number < store.NextOutbound; number++)
                _sent += store.TryFind(number, out StoredMessage message) && message.MsgType == FixMsgType.NewOrderSingle ? 1 : 0;
            _received = File.Exists(journal) ? File.ReadLines(journal).Count() : 0;
            _journal = new FileStream(journal, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
            if (_received == Orders)
                Done.Set(); // the last process died behind its last report
        }

        internal ManualResetEventSlim Done { get; } = new();

        public override void OnReady(FixSession session) => SendMore(session);

        public override bool OnMessage(FixSession session, in FixMessage message)
        {
            int id = IdOf(in message);
            // The last process may have died after it had noted the report and before its number was counted.
            if (id <= _received && message.PossDup)
                return true;
            if (id != _received + 1)
                Environment.FailFast($"report {id} after {_received}");
            _journal.Write(System.Text.Encoding.ASCII.GetBytes($"{id}\n"));
            _received = id;
            SendMore(session);
            if (_received == Orders)
                Done.Set();
            return true;
        }

        public void Dispose() => _journal.Dispose();

        private void SendMore(FixSession session)
        {
            while (_sent < Orders && _sent - _received < InFlight)
            {
                FixSendResult result = session.Send("D"u8, RecordingApplication.Ascii($"11={_sent + 1}|"), FixSendKind.NewOrder);
                if (result is not (FixSendResult.Sent or FixSendResult.Stored))
                    return;
                _sent++;
            }
        }
    }
}
