using System.Globalization;
using System.Net;
using System.Text;

namespace HftGateway.Fix.Conformance.Tests.Interop;

/// <summary>
/// Sessions with QuickFIX in both roles: 10,000 orders and as many reports over a connection that is cut at random
/// places, so that both sides must ask for what was lost and send it again.
/// </summary>
public sealed class QuickFixInteropTests
{
    private const int Orders = 10_000;
    private const int Window = 400;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task ShouldLoseNothingAsAnInitiatorWithQuickFixAcceptor()
    {
        if (QuickFixPeer.Build() is not { } program)
            return;
        string directory = Directory.CreateTempSubdirectory("hftgw-interop-").FullName;
        int port = QuickFixPeer.FreePort();
        using QuickFixPeer peer = QuickFixPeer.Start(program, "acceptor", port, Orders);
        using var link = new FaultyLink(new IPEndPoint(IPAddress.Loopback, port), cuts: 12, 50_000, 250_000, seed: 7);
        var application = new Counter(answers: false);
        FixSession session = Session(directory, FixRole.Initiator, "QCLIENT", "QSERVER", application);
        using (var engine = new FixEngine(new FixEngineOptions { MaxSleepMs = 2 }))
        {
            engine.Add(new FixSessionEntry
            {
                Session = session,
                Connect = [new DnsEndPoint("127.0.0.1", link.EndPoint.Port)],
                ReconnectSeconds = 0.02,
                ReconnectMaxSeconds = 0.1,
            });
            engine.Start();
            Assert.True(SpinWait.SpinUntil(() => session.IsLoggedOn, Deadline));
            SendOrders(engine, session, application);
            Assert.True(SpinWait.SpinUntil(() => application.Received >= Orders, Deadline));
            await peer.Complete.WaitAsync(Deadline);
        }

        Check(application, link, peer);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task ShouldLoseNothingAsAnAcceptorWithQuickFixInitiator()
    {
        if (QuickFixPeer.Build() is not { } program)
            return;
        string directory = Directory.CreateTempSubdirectory("hftgw-interop-").FullName;
        var application = new Counter(answers: true);
        FixSession session = Session(directory, FixRole.Acceptor, "QSERVER", "QCLIENT", application);
        using var engine = new FixEngine(new FixEngineOptions { MaxSleepMs = 2 });
        IPEndPoint endPoint = engine.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        engine.Add(new FixSessionEntry { Session = session });
        engine.Start();
        // QuickFIX waits a second before it connects again.
        using var link = new FaultyLink(endPoint, cuts: 4, 100_000, 500_000, seed: 8);
        using QuickFixPeer peer = QuickFixPeer.Start(program, "initiator", link.EndPoint.Port, Orders);

        Assert.True(SpinWait.SpinUntil(() => application.Received >= Orders, Deadline));
        await peer.Complete.WaitAsync(Deadline);

        Check(application, link, peer);
        engine.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static void Check(Counter application, FaultyLink link, QuickFixPeer peer)
    {
        Assert.Equal((Orders, 0, 0), (application.Received, application.Duplicates, application.Disordered));
        Assert.True(link.Cuts >= 3, $"{link.Cuts} cuts");
        Assert.StartsWith("received 10000 unique 10000 duplicates 0 disordered 0", peer.Finish());
    }

    private static FixSession Session(
        string directory, FixRole role, string own, string other, FixApplication application)
    {
        var settings = new FixSessionSettings
        {
            Id = new FixSessionId(FixVersion.Fix44, own, other),
            Role = role,
            StoreWhileDisconnected = true,
        };
        FixStore store = FixStore.Open(Path.Combine(directory, own + ".fixstore"), settings.Id.ToString(),
            (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100);
        return new FixSession(settings, store, application);
    }

    // Never more than a window of orders without their report, so that each cut finds some on their way.
    private static void SendOrders(FixEngine engine, FixSession session, Counter application)
    {
        for (int sent = 0; sent < Orders;)
        {
            int batch = Math.Min(50, Orders - sent);
            int first = sent + 1;
            Assert.True(SpinWait.SpinUntil(() => application.Received + Window > first, Deadline));
            using var done = new ManualResetEventSlim();
            FixSendResult worst = FixSendResult.Sent;
            engine.Post(() =>
            {
                for (int i = 0; i < batch; i++)
                {
                    FixSendResult result = session.Send("D"u8, Order(first + i), FixSendKind.Normal);
                    worst = result > worst ? result : worst;
                }

                done.Set();
            });
            Assert.True(done.Wait(Deadline));
            Assert.True(worst <= FixSendResult.Stored, $"{worst}");
            sent += batch;
        }
    }

    private static byte[] Order(int number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"11=Q{number:00000000}|38=100|40=2|44=12.5|54=1|55=IBM|60=20240105-14:30:00|").Replace('|', '\u0001'));

    private sealed class Counter(bool answers) : FixApplication
    {
        private readonly HashSet<string> _seen = [];
        private int _received;

        public int Received => Volatile.Read(ref _received);

        public int Duplicates { get; private set; }

        public int Disordered { get; private set; }

        public override bool OnMessage(FixSession session, in FixMessage message)
        {
            if (!message.TryFind(FixTags.ClOrdId, out ReadOnlySpan<byte> value))
                return false;
            string id = Encoding.ASCII.GetString(value);
            Duplicates += _seen.Add(id) ? 0 : 1;
            Disordered += id == string.Create(CultureInfo.InvariantCulture, $"Q{_received + 1:00000000}") ? 0 : 1;
            if (answers)
            {
                string report = $"6=0|11={id}|14=0|17=E{id}|37=O{id}|39=0|54=1|55=IBM|150=0|151=100|";
                session.Send("8"u8, Encoding.ASCII.GetBytes(report.Replace('|', '\u0001')));
            }

            Volatile.Write(ref _received, _received + 1);
            return true;
        }
    }
}
