using System.Diagnostics;
using System.Net;
using HftGateway.Exchange.Flow;
using HftGateway.MarketData;
using HftGateway.MarketData.Glimpse;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Soup;

namespace HftGateway.Exchange.Tests.Server;

/// <summary>Feed and snapshots over SoupBinTCP against a running exchange.</summary>
public sealed class SoupServersTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Fact]
    public void ShouldServeTheSameMessagesAsOverUdpWhenFeedIsReadOverTcp()
    {
        using var bench = Bench();
        var subscriber = new FeedSubscriber();
        using var client = new SoupClient(new SoupClientOptions(), bench.Server.SoupEndPoint!);
        client.Start(1, Now());
        var overTcp = new FeedSubscriber();
        bool isClosed = false;
        ServerBench.Until(
            () =>
            {
                isClosed |= Read(client, overTcp) > 5_000;
                if (isClosed)
                    bench.Server.Close();
                return client.Status == SoupClientStatus.Ended;
            },
            "the end of the session");
        Assert.Equal("SIM", client.Session.Session.ToString().Trim());
        Assert.Equal(["S M", "S E", "S C"], overTcp.Events.TakeLast(3));
        Assert.True(bench.Server.Wait(ServerBench.Timeout));
        Assert.Equal(bench.Server.Statistics.FeedMessages, client.Session.Messages);
        subscriber.Run(bench.Feed, s => s.EndPackets > 0);
        Assert.Equal(Books(subscriber), Books(overTcp));
    }

    [Fact]
    public void ShouldGoOnAtNextMessageWhenClientComesBack()
    {
        using var bench = Bench();
        using var client = new SoupClient(new SoupClientOptions(), bench.Server.SoupEndPoint!);
        client.Start(1, Now());
        var books = new FeedSubscriber();
        ServerBench.Until(() => Read(client, books) > 1_000, "some messages");
        using var second = new SoupClient(new SoupClientOptions { Session = "SIM" }, bench.Server.SoupEndPoint!);
        ulong next = client.Session.NextSequence;
        second.Start(next, Now());
        ServerBench.Until(() => Read(second, books) > 1_000, "more messages");
        // FeedSubscriber fails when a message comes twice or is left out: orders would be unknown.
        Assert.Equal(0UL, second.Session.MissingMessages);
        using var future = new SoupClient(new SoupClientOptions(), bench.Server.SoupEndPoint!);
        future.Start(1UL << 40, Now());
        ServerBench.Until(() => Read(future, books) < 0 || future.Status == SoupClientStatus.Failed, "a refusal");
        Assert.Equal(SoupFailure.SessionNotAvailable, future.Failure);
    }

    [Fact]
    public void ShouldLoseAndRepeatNothingWhenJoiningLateBySnapshot()
    {
        using var bench = Bench();
        var full = new FeedSubscriber();
        using var client = new SoupClient(new SoupClientOptions(), bench.Server.SoupEndPoint!);
        client.Start(1, Now());
        for (int round = 0; round < 3; round++)
        {
            ServerBench.Until(() => Read(client, full) > 2_000 * (round + 1), "a day under way");
            JoinLate(bench, client, full);
        }
    }

    [Theory]
    [InlineData(SnapshotFault.Refused, GlimpseFailure.Refused)]
    [InlineData(SnapshotFault.CutShort, GlimpseFailure.CutShort)]
    [InlineData(SnapshotFault.Garbage, GlimpseFailure.Garbage)]
    [InlineData(SnapshotFault.Silent, GlimpseFailure.Silent)]
    public void ShouldFailClearlyWhenSnapshotIsBad(SnapshotFault fault, GlimpseFailure failure)
    {
        using var bench = Bench();
        bench.Server.Hooks.SnapshotFault = fault;
        using var glimpse = new GlimpseClient(new GlimpseClientOptions
        {
            Servers = [bench.Server.GlimpseEndPoint!], SilenceTimeoutNs = 300_000_000,
        });
        glimpse.Start(1, Now());
        ServerBench.Until(() => glimpse.Poll(Now(), out _) == GlimpseStatus.Failed, "a failure");
        Assert.Equal(failure, glimpse.Failure);
        bench.Server.Hooks.SnapshotFault = SnapshotFault.None;
        glimpse.Start(1, Now());
        ServerBench.Until(() => glimpse.Poll(Now(), out _) == GlimpseStatus.Complete, "a whole snapshot");
    }

    [Fact]
    public void ShouldLetInOnlyWhoKnowsThePasswordWhenThereIsOne()
    {
        using var bench = Bench(o => o with { SoupLogin = ("trader", "s3cret") });
        foreach ((string password, GlimpseStatus status) in
            ((string, GlimpseStatus)[])[("wrong", GlimpseStatus.Failed), ("s3cret", GlimpseStatus.Complete)])
        {
            using var glimpse = new GlimpseClient(new GlimpseClientOptions
            {
                Servers = [bench.Server.GlimpseEndPoint!], UserName = "trader", Password = password,
                Version = SoupVersion.V41,
            });
            glimpse.Start(0, Now());
            ServerBench.Until(() => glimpse.Poll(Now(), out _) == status, status.ToString());
        }
    }

    // Spin, snapshot, splice; then both readers go on to the same message and must have the same books.
    private static void JoinLate(ServerBench bench, SoupClient client, FeedSubscriber full)
    {
        using var glimpse = new GlimpseClient(
            new GlimpseClientOptions { Servers = [bench.Server.GlimpseEndPoint!] });
        using var live = new SoupClient(new SoupClientOptions(), bench.Server.SoupEndPoint!);
        List<(long Sequence, byte[] Message)> kept = [];
        var late = new FeedSubscriber();
        void Spin()
        {
            _ = live.Poll(Now());
            while (live.TryReadBlock(Now(), out MessageBlock block))
            {
                long sequence = block.FirstSequence;
                foreach (ReadOnlySpan<byte> message in block)
                    kept.Add((sequence++, message.ToArray()));
            }
        }

        live.Start(0, Now());
        ServerBench.Until(
            () =>
            {
                Spin();
                return kept.Count > 0;
            },
            "live messages");
        glimpse.Start((ulong)kept[0].Sequence, Now());
        ServerBench.Until(
            () =>
            {
                Spin();
                GlimpseStatus status = glimpse.Poll(Now(), out MessageBlock block);
                foreach (ReadOnlySpan<byte> message in block)
                    late.Message(message);
                Assert.NotEqual(GlimpseStatus.Failed, status);
                return status == GlimpseStatus.Complete;
            },
            "the snapshot");
        long splice = (long)glimpse.SpliceSequence;
        ServerBench.Until(
            () =>
            {
                Spin();
                return kept[^1].Sequence > splice + 500;
            },
            "messages behind the splice");
        foreach ((long sequence, byte[] message) in kept)
        {
            if (sequence >= splice)
                late.Message(message);
        }

        long last = kept[^1].Sequence;
        ServerBench.Until(() => Read(client, full, last) == last, "the same message");
        Assert.Equal(Books(full), Books(late));
    }

    private static ServerBench Bench(Func<ExchangeOptions, ExchangeOptions>? change = null) => new(o =>
    {
        ExchangeOptions options = o with
        {
            Flow = new FlowOptions { MessagesPerSecond = 20_000 }, GlimpseAddress = AnyPort, SoupAddress = AnyPort,
        };
        return change == null ? options : change(options);
    });

    // Reads what is there, at most up to a message; returns the number of the last one read.
    private static long Read(SoupClient client, FeedSubscriber books, long last = long.MaxValue)
    {
        long now = Now();
        if ((long)client.Session.NextSequence > last)
            return last;
        _ = client.Poll(now);
        while ((long)client.Session.NextSequence <= last
            && client.TryRead(now, out ReadOnlySpan<byte> message) is var found and not SoupEvent.None)
        {
            if (found == SoupEvent.SequencedData)
                books.Message(message);
        }

        return (long)client.Session.NextSequence - 1;
    }

    // Every order with its place in its queue.
    private static List<string> Books(FeedSubscriber subscriber) =>
    [
        .. subscriber.Reader.Orders
            .GroupBy(static o => (o.Value.Symbol, o.Value.Side, o.Value.Price))
            .OrderBy(static g => g.Key)
            .Select(static g => $"{g.Key}: " + string.Join(
                ' ', g.OrderBy(static o => o.Value.Place).Select(static o => $"{o.Key}×{o.Value.Quantity}"))),
    ];

    private static long Now() => (long)Stopwatch.GetElapsedTime(0).TotalNanoseconds;
}
