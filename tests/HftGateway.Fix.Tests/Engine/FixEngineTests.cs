using System.Net;
using System.Net.Sockets;

namespace HftGateway.Fix.Tests.Engine;

public sealed class FixEngineTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Fact]
    public void ShouldCarryMessagesBetweenTwoEngines()
    {
        var exchange = new RecordingApplication();
        exchange.Answer = (session, text) =>
        {
            session.Send("8"u8, RecordingApplication.Ascii($"11={Naive.Field(text, 11)}|37=1|"));
            return true;
        };
        var gateway = new RecordingApplication();
        using var acceptor = new FixEngine();
        using var initiator = new FixEngine();
        acceptor.Add(Entry(FixRole.Acceptor, "EX", "GW", exchange));
        IPEndPoint at = acceptor.Listen(AnyPort);
        FixSessionEntry entry = Entry(FixRole.Initiator, "GW", "EX", gateway, at);
        initiator.Add(entry);
        acceptor.Start();
        initiator.Start();
        gateway.WaitFor("logon EX");
        for (int i = 0; i < 200; i++)
        {
            string id = $"{i}";
            initiator.Post(() =>
            {
                entry.Session.SetTime(FixClock.Now);
                entry.Session.Send("D"u8, RecordingApplication.Ascii($"11={id}|"), FixSendKind.NewOrder);
            });
        }
        gateway.WaitFor("message EX 8", 200);
        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => $"message EX 8 {i}"),
            gateway.Events.Where(e => e.StartsWith("message", StringComparison.Ordinal)));
        initiator.Stop();
        exchange.WaitFor("end GW LogoutComplete");
        Assert.True(gateway.Has("end EX LogoutComplete"));
    }

    [Fact]
    public void ShouldPickSessionsByIdentityAndRefuseStrangers()
    {
        var application = new RecordingApplication();
        using var engine = new FixEngine();
        engine.Add(Entry(FixRole.Acceptor, "US", "A", application));
        engine.Add(Entry(FixRole.Acceptor, "US", "B", application));
        IPEndPoint at = engine.Listen(AnyPort);
        engine.Start();
        using var a = new RawPeer(at);
        using var b = new RawPeer(at);
        using var stranger = new RawPeer(at);
        a.Logon("A");
        b.Logon("B");
        stranger.Send(1, "A", "98=0|108=30|", "C");
        Assert.Null(stranger.Read());
        using var garbled = new RawPeer(at);
        garbled.SendRaw(Naive.Raw("8=FIX.4.4|9=99999999|35=A|"));
        Assert.Null(garbled.Read());
        a.Send(2, "D", "11=x|", "A");
        application.WaitFor("message A D x");
        engine.Remove(new FixSessionId(FixVersion.Fix44, "US", "A"));
        Assert.Equal("5", Naive.Field(a.Read()!, 35));
        a.Send(3, "5", "", "A");
        Assert.Null(a.Read());
        Waiting.Until(() => engine.Sessions.Count() == 1, () => "the session to leave");
        using var again = new RawPeer(at);
        again.Send(4, "A", "98=0|108=30|", "A");
        Assert.Null(again.Read());
        b.Send(2, "1", "112=still here|", "B");
        Assert.Equal("still here", Naive.Field(b.Read()!, 112));
    }

    [Fact]
    public void ShouldCloseASecondConnectionSilentlyAndFreeTheIdentityOfACutOne()
    {
        var application = new RecordingApplication();
        using var engine = new FixEngine();
        engine.Add(Entry(FixRole.Acceptor, "US", "THEM", application));
        IPEndPoint at = engine.Listen(AnyPort);
        engine.Start();
        ulong next = 1;
        for (int i = 0; i < 5; i++)
        {
            using var first = new RawPeer(at);
            first.Logon(sequence: next++);
            using (var second = new RawPeer(at))
            {
                second.Send(next, "A", "98=0|108=30|");
                Assert.Null(second.Read());
            }
            first.Send(next++, "1", "112=alive|");
            Assert.Equal("alive", Naive.Field(first.Read()!, 112));
            first.Socket.LingerState = new LingerOption(i % 2 == 0, 0); // with a reset, and in order
            first.Dispose();
            application.WaitFor("end THEM ConnectionLost", i + 1);
        }
    }

    // The clock stands still: the identity is free because the end was seen, not because time passed.
    [Fact]
    public void ShouldFreeAnIdentityWithoutAnyTimePassing()
    {
        var application = new RecordingApplication();
        using var engine = new FixEngine();
        engine.Add(Entry(FixRole.Acceptor, "US", "THEM", application));
        IPEndPoint at = engine.Listen(AnyPort);
        FixTime now = FixClock.Now;
        // A tick of the engine is 5 ms of the clock; accepting is done there.
        void Work(Func<bool> until) => Waiting.Until(
            () =>
            {
                engine.DoWork(now);
                return until();
            },
            () => string.Join(", ", application.Events));

        using (var first = new RawPeer(at))
        {
            first.Send(1, "A", "98=0|108=30|");
            Work(() => application.Has("logon THEM"));
            now = new FixTime(now.UtcNs + 10_000_000, now.TickNs + 10_000_000);
            engine.DoWork(now);
        }
        Work(() => application.Has("end THEM ConnectionLost"));
        using var second = new RawPeer(at);
        second.Send(2, "A", "98=0|108=30|");
        now = new FixTime(now.UtcNs + 10_000_000, now.TickNs + 10_000_000);
        Work(() => application.Events.Count(e => e == "logon THEM") == 2);
    }

    [Fact]
    public void ShouldTryTheNextPlaceAndComeBackAfterALoss()
    {
        var gateway = new RecordingApplication();
        using var closed = new Socket(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(AnyPort); // bound and not listening: refuses
        using var acceptor = new FixEngine();
        acceptor.Add(Entry(FixRole.Acceptor, "EX", "GW", new RecordingApplication()));
        IPEndPoint at = acceptor.Listen(AnyPort);
        acceptor.Start();
        using var initiator = new FixEngine();
        FixSessionEntry entry = Entry(
            FixRole.Initiator, "GW", "EX", gateway, (IPEndPoint)closed.LocalEndPoint!, at);
        initiator.Add(entry);
        initiator.Start();
        gateway.WaitFor("logon EX");
        initiator.Post(() => entry.Session.Abort(SessionEnd.Stopped));
        gateway.WaitFor("end EX Stopped");
        gateway.WaitFor("logon EX", 2);
    }

    [Fact]
    public void ShouldMakeSessionsFromATemplate()
    {
        var application = new RecordingApplication();
        using var engine = new FixEngine();
        engine.Template = id => id.TargetCompId.StartsWith('T')
            ? Entry(FixRole.Acceptor, id.SenderCompId, id.TargetCompId, application) : null;
        IPEndPoint at = engine.Listen(AnyPort);
        engine.Start();
        using var known = new RawPeer(at);
        known.Logon("T1");
        using var other = new RawPeer(at);
        other.Send(1, "A", "98=0|108=30|", "X1");
        Assert.Null(other.Read());
        Assert.Equal("T1", Assert.Single(engine.Sessions).Session.Id.TargetCompId);
    }

    [Fact]
    public void ShouldNotLetAPeerThatDoesNotReadHoldUpAnother()
    {
        var application = new RecordingApplication();
        string text = new('x', 1000);
        application.Answer = (session, message) =>
        {
            for (int i = 0; Naive.Field(message, 11) == "flood" && i < 20_000; i++)
                session.Send("B"u8, RecordingApplication.Ascii($"58={text}|"));
            return true;
        };
        using var engine = new FixEngine();
        engine.Add(Entry(FixRole.Acceptor, "US", "SLOW", application));
        engine.Add(Entry(FixRole.Acceptor, "US", "THEM", application));
        IPEndPoint at = engine.Listen(AnyPort);
        engine.Start();
        using var slow = new RawPeer(at);
        using var good = new RawPeer(at);
        slow.Logon("SLOW");
        good.Logon();
        slow.Send(2, "D", "11=flood|", "SLOW");
        application.WaitFor("pressed True");
        application.WaitFor("end SLOW SlowConsumer");
        good.Send(2, "1", "112=well|");
        Assert.Equal("well", Naive.Field(good.Read()!, 112));
    }

    [Fact]
    public void ShouldSkipAHugeMessageAndGoOn()
    {
        var application = new RecordingApplication();
        using var engine = new FixEngine();
        engine.Add(Entry(FixRole.Acceptor, "US", "THEM", application));
        IPEndPoint at = engine.Listen(AnyPort);
        engine.Start();
        using var peer = new RawPeer(at);
        peer.Logon();
        peer.SendRaw(Naive.Raw("8=FIX.4.4|9=104857600|35=D|58="));
        byte[] junk = new byte[1 << 20];
        Array.Fill(junk, (byte)'x');
        for (int i = 0; i < 8; i++)
            peer.SendRaw(junk);
        peer.SendRaw(Naive.Raw("|10=000|"));
        peer.Send(2, "1", "112=well|");
        Assert.Equal("well", Naive.Field(peer.Read()!, 112));
    }

    [Fact]
    public void ShouldEndTheConnectionWhenTheApplicationFailsAndLoseNothing()
    {
        var application = new RecordingApplication { Answer = (_, _) => throw new InvalidOperationException("oops") };
        using var engine = new FixEngine();
        FixSessionEntry entry = Entry(FixRole.Acceptor, "US", "THEM", application);
        engine.Add(entry);
        IPEndPoint at = engine.Listen(AnyPort);
        engine.Start();
        using (var peer = new RawPeer(at))
        {
            peer.Logon();
            peer.Send(2, "D", "11=x|");
            Assert.Null(peer.Read());
        }
        application.WaitFor("end THEM ApplicationError");
        application.Answer = null;
        using var again = new RawPeer(at);
        again.Send(3, "A", "98=0|108=30|");
        Assert.Equal("A", Naive.Field(again.Read()!, 35));
        Assert.Equal("2", Naive.Field(again.Read()!, 7)); // it wants the message that failed
    }

    internal static FixSessionEntry Entry(
        FixRole role, string own, string peer, FixApplication application, params IPEndPoint[] connect)
    {
        var settings = new FixSessionSettings
        {
            Role = role, Id = new FixSessionId(FixVersion.Fix44, own, peer),
            MaxMessageBytes = 8192, MaxPendingBytes = 4 << 20, BackPressureBytes = 1 << 20,
        };
        return new FixSessionEntry
        {
            Session = new FixSession(
                settings, FixStore.InMemory(settings.Id.ToString(), FixClock.Now.UtcNs), application),
            Connect = connect.Select(e => new DnsEndPoint("127.0.0.1", e.Port)).ToArray(),
            ReconnectSeconds = 0.05,
        };
    }
}
