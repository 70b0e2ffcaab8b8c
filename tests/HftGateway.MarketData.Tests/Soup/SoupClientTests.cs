using System.Net;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Tcp;

namespace HftGateway.MarketData.Tests.Soup;

/// <summary>The client over real sockets on the loopback interface; both sides on one thread.</summary>
public sealed class SoupClientTests
{
    private static readonly SoupClientOptions Options = new()
    {
        UserName = "u", Password = "p", BackoffMinNs = 1_000_000, BackoffMaxNs = 4_000_000,
    };

    [Fact]
    public void ShouldLoseAndRepeatNothingWhenConnectionBreaksAgainAndAgain()
    {
        using var acceptor = new TcpAcceptor(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new SoupClient(Options, acceptor.EndPoint);
        using var server = new ScriptedServer(acceptor) { Messages = 2_000, BreakEvery = 300 };
        List<int> seen = [];
        client.Start(1, 0);
        SoupPair.Until(nowNs =>
        {
            server.Poll(nowNs);
            _ = client.Poll(nowNs);
            while (client.TryReadBlock(nowNs, out MessageBlock block))
            {
                Assert.Equal(seen.Count + 1, block.FirstSequence);
                Assert.Equal(seen.Count, block.FirstIndex);
                foreach (ReadOnlySpan<byte> message in block)
                    seen.Add(BitConverter.ToInt32(message));
            }

            return client.Status == SoupClientStatus.Ended;
        });
        Assert.Equal(Enumerable.Range(1, 2_000), seen);
        Assert.True(client.Logins > 3, $"{client.Logins} logins");
        // A reset may also take the acceptance of a login with it.
        Assert.True(client.Failures >= client.Logins - 1, $"{client.Failures} failures");
        Assert.Equal("SIM", client.Session.Session.ToString().Trim());
    }

    // Over the line of packets that gateways and recorders read, through arbitration.
    [Fact]
    public void ShouldBeAWholeFeedWhenConnectionsBreak()
    {
        using var acceptor = new TcpAcceptor(new IPEndPoint(IPAddress.Loopback, 0));
        List<string> notes = [];
        using var line = new SoupPacketLine(Options, [acceptor.EndPoint], 1, notes.Add);
        using var server = new ScriptedServer(acceptor) { Messages = 2_000, BreakEvery = 300 };
        using MoldFeed feed = new(new MoldFeedOptions
        {
            Arbiter = new ArbiterOptions
            {
                Lines = 1, FirstSequence = 1, MaxPacketBytes = SoupPacketLine.MaxPacketBytes, BufferPackets = 8,
            },
        });
        List<int> seen = [];
        bool hasEnded = false;
        SoupPair.Until(nowNs =>
        {
            server.Poll(nowNs);
            while (line.TryReceive(nowNs, out ReadOnlySpan<byte> packet))
            {
                bool any = feed.OnPacket(0, packet, nowNs, out FeedOutput output);
                while (any)
                {
                    hasEnded |= output.Kind == FeedOutputKind.Ended;
                    if (output.Kind == FeedOutputKind.Messages)
                    {
                        Assert.Equal(seen.Count + 1, output.Block.FirstSequence);
                        foreach (ReadOnlySpan<byte> message in output.Block)
                            seen.Add(BitConverter.ToInt32(message));
                    }

                    any = feed.TryNext(out output);
                }
            }

            return hasEnded;
        });
        Assert.Equal(Enumerable.Range(1, 2_000), seen);
        Assert.Equal((0L, 0L), (feed.Arbiter.Statistics.Gaps, feed.Arbiter.Line(0).Malformed));
        Assert.Contains(notes, static n => n.Contains(": logged in, session '", StringComparison.Ordinal));
        Assert.Contains(notes, static n => n.EndsWith("connecting again", StringComparison.Ordinal));
    }

    [Fact]
    public void ShouldTryNextServerWhenOneCannotBeReached()
    {
        IPEndPoint dead;
        using (var closed = new TcpAcceptor(new IPEndPoint(IPAddress.Loopback, 0)))
            dead = closed.EndPoint;
        using var acceptor = new TcpAcceptor(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new SoupClient(Options, dead, acceptor.EndPoint);
        using var server = new ScriptedServer(acceptor) { Messages = 3 };
        client.Start(1, 0);
        SoupPair.Until(nowNs =>
        {
            server.Poll(nowNs);
            _ = client.Poll(nowNs);
            _ = client.TryReadBlock(nowNs, out _);
            return client.Status == SoupClientStatus.Ended;
        });
        Assert.Equal((3L, 1L, SoupFailure.CannotConnect), (client.Session.Messages, client.Failures, client.Failure));
        Assert.StartsWith($"{dead}: no connection: ", client.FailureText, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldGiveUpWhenLoginIsRejected()
    {
        using var acceptor = new TcpAcceptor(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new SoupClient(Options, acceptor.EndPoint);
        using var server = new ScriptedServer(acceptor) { Rejects = true };
        client.Start(1, 0);
        SoupPair.Until(nowNs =>
        {
            server.Poll(nowNs);
            _ = client.Poll(nowNs);
            _ = client.TryReadBlock(nowNs, out _);
            return client.Status == SoupClientStatus.Failed;
        });
        Assert.Equal(SoupFailure.NotAuthorized, client.Failure);
        Assert.EndsWith("not authorised; check user name and password", client.FailureText, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldWaitLongerWithEveryFailureWhenNobodyAnswers()
    {
        IPEndPoint dead;
        using (var closed = new TcpAcceptor(new IPEndPoint(IPAddress.Loopback, 0)))
            dead = closed.EndPoint;
        using var client = new SoupClient(Options, dead);
        client.Start(1, 0);
        List<long> failuresNs = [];
        // The clock is the test's own: a step of 0.1 ms at a time.
        for (long nowNs = 0; nowNs < 30_000_000; nowNs += 100_000)
        {
            long before = client.Failures;
            _ = client.Poll(nowNs);
            for (int i = 0; client.Status == SoupClientStatus.Connecting && i < 100_000; i++)
                _ = client.Poll(nowNs);
            if (client.Failures > before)
                failuresNs.Add(nowNs);
        }

        // The first attempt failed in Start.
        Assert.Equal([1_000_000, 3_000_000, 7_000_000, 11_000_000, 15_000_000], failuresNs.Take(5));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(70_000)]
    public void ShouldRefuseNamesThatDoNotFit(int length)
    {
        FeedException e = Assert.Throws<FeedException>(
            () => new SoupClient(new SoupClientOptions { UserName = new string('x', length) }, Any()));
        Assert.Equal(FeedErrorCode.BadAddress, e.Code);
    }

    private static IPEndPoint Any() => new(IPAddress.Loopback, 1);

    /// <summary>Serves numbers as messages, and drops its client now and then.</summary>
    private sealed class ScriptedServer(TcpAcceptor acceptor) : IDisposable
    {
        private readonly SoupServerSession _session = new(new SoupServerOptions { OutboundBytes = 4_096 });
        private TcpConnection? _connection;
        private int _sent;

        public int Messages { get; init; }

        public int BreakEvery { get; init; } = int.MaxValue;

        public bool Rejects { get; init; }

        public void Poll(long nowNs)
        {
            if (_connection == null)
            {
                if (!acceptor.TryAccept(out _connection))
                    return;
                _session.OnConnected(nowNs);
                _sent = 0;
            }

            int received = _connection.Receive(_session.ReceiveBuffer());
            if (received > 0)
                _session.OnReceived(received, nowNs);
            if (_session.TryRead(out ReadOnlySpan<byte> payload) == SoupEvent.LoginRequest)
            {
                if (Rejects)
                    _session.Reject(isSession: false);
                else
                    _session.Accept("SIM", SoupServerSession.ReadLogin(payload).NextSequence);
            }

            while (_session.NextSequence <= (ulong)Messages && _sent < BreakEvery
                && _session.TrySendSequenced(BitConverter.GetBytes((int)_session.NextSequence)))
            {
                _sent++;
            }

            if (_session.NextSequence > (ulong)Messages && !Rejects)
                _ = _session.TryEndSession();
            int sent = _connection.Send(_session.Outbound);
            if (sent > 0)
                _session.OnSent(sent, nowNs);
            if (sent < 0 || received < 0 || (_sent >= BreakEvery && _session.Outbound.IsEmpty))
            {
                _connection.Dispose();
                _connection = null;
            }
        }

        public void Dispose() => _connection?.Dispose();
    }
}
