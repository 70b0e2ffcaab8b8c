using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Tests.Itch;
using HftGateway.Tests.Shared;

namespace HftGateway.MarketData.Tests.Mold;

public sealed class MoldUdp64ServerTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void ShouldSendHeartbeatsEachSecondAndRepeatTheEndWhenNothingHappens()
    {
        List<byte[]> packets = [];
        MoldUdp64Server<Kept> server = new("DAY1", new Kept(packets));
        server.OnTime(0);
        server.OnTime(Second - 1);
        server.OnTime(Second);
        Assert.Equal([(1, 0), (1, 0)], packets.Select(Head));
        server.Append(ItchSamples.Delete(1, 1), Second);
        server.Append(ItchSamples.Delete(1, 2), Second);
        server.OnTime(Second + 1);
        Assert.Equal((1, 2), Head(packets[2]));
        server.OnTime(Second + 2);
        Assert.Equal(3, packets.Count);
        server.EndSession(Second + 3);
        server.OnTime(Second + 4);
        server.OnTime(2 * Second + 3);
        Assert.Equal([(3, 65_535), (3, 65_535)], packets.Skip(3).Select(Head));
        Assert.Throws<InvalidOperationException>(() => server.Append(ItchSamples.Delete(1, 3), 0));
        Assert.Equal((5L, 2L, 2L), (server.Packets, server.Heartbeats, server.Ends));
    }

    [Fact]
    public void ShouldSplitMessagesOverPacketsWhenTheyAreFull()
    {
        List<byte[]> packets = [];
        MoldUdp64Server<Kept> server = new("S", new Kept(packets), maxPacketBytes: 20 + 2 * 21);
        for (ulong i = 1; i <= 5; i++)
            server.Append(ItchSamples.Delete(1, i), 0);
        server.Flush(0);
        Assert.Equal([(1, 2), (3, 2), (5, 1)], packets.Select(Head));
        Assert.Equal(6ul, server.NextSequence);
        Assert.Throws<ArgumentException>(() => server.Append(new byte[41], 0));
    }

    // The client follows a server over three days: nothing is missing, nothing is delivered twice, each day is told.
    [Fact]
    public void ShouldCarryAClientFromDayToDay()
    {
        List<byte[]> packets = [];
        MoldUdp64Server<Kept> server = new("DAY1", new Kept(packets));
        using MoldFeed feed = new(new MoldFeedOptions
        {
            Arbiter = new ArbiterOptions { Lines = 1, FirstSequence = 1 },
        });
        List<string> heard = [];
        long now = 0;
        foreach (string day in (string[])["DAY1", "DAY2", "DAY3"])
        {
            if (day != "DAY1")
                server.BeginSession(day, now);
            for (ulong i = 1; i <= 50; i++)
            {
                server.Append(ItchSamples.Delete(1, i), now);
                if (i % 7 == 0)
                    server.Flush(now += 1_000);
            }

            server.EndSession(now += 1_000);
            for (int i = 0; i < 5; i++)
                server.OnTime(now += Second);
        }

        foreach (byte[] packet in packets)
        {
            bool any = feed.OnPacket(0, packet, now++, out FeedOutput output);
            while (any)
            {
                heard.Add(output.Kind == FeedOutputKind.Messages
                    ? $"{output.First}+{output.Count}" : output.Kind.ToString());
                any = feed.TryNext(out output);
            }
        }

        string[] ofDay = ["1+7", "8+7", "15+7", "22+7", "29+7", "36+7", "43+7", "50+1", "Ended"];
        Assert.Equal(
            [.. ofDay, "SessionChanged", .. ofDay, "SessionChanged", .. ofDay],
            heard.Where(static h => h is not ("Stale" or "Sound")));
        Assert.Throws<ArgumentException>(() => server.BeginSession("DAY3", now));
        Assert.Equal(3, server.Sessions);
    }

    [Fact]
    public void ShouldAllocateNothingForAMessage()
    {
        byte[] message = new byte[36];
        MoldUdp64Server<Nowhere> server = new("S", default);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 10_000; i++)
                server.Append(message, i);
            server.OnTime(10_000);
        }));
    }

    private static (int First, int Count) Head(byte[] packet) =>
        (packet[17] | packet[16] << 8, packet[19] | packet[18] << 8);

    private readonly struct Kept(List<byte[]> packets) : IMoldOutput
    {
        public void OnPacket(ReadOnlySpan<byte> packet, long nowNs) => packets.Add(packet.ToArray());

        public void OnSession(MoldSession session)
        {
        }
    }

    private readonly struct Nowhere : IMoldOutput
    {
        public void OnPacket(ReadOnlySpan<byte> packet, long nowNs)
        {
        }

        public void OnSession(MoldSession session)
        {
        }
    }
}
