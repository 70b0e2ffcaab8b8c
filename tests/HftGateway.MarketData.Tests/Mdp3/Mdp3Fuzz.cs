using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using Entry = HftGateway.MarketData.Tests.Mdp3.Feed.Entry;
using OrderEntry = HftGateway.MarketData.Tests.Mdp3.Feed.OrderEntry;

namespace HftGateway.MarketData.Tests.Mdp3;

/// <summary>
/// Mutated packets of every feed, at the end of a guarded page: no byte outside is touched, no exception leaves, and
/// every event is one that a book may be given. <c>HFTGW_FUZZ</c> = number of packets makes the test a long run.
/// </summary>
internal static class Mdp3Fuzz
{
    public static void Run(int seed, int packets)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("HFTGW_FUZZ"), out int asked))
            packets = asked;
        var random = new Random(seed);
        using var page = new Itch.GuardedPage();
        var rig = new Mdp3Rig();
        (Mdp3Feed Feed, byte[] Packet)[] samples = Samples(rig.Feed);
        var sink = new CheckingSink(new InputEvent[1]);
        for (int i = 0; i < packets; i++)
        {
            (Mdp3Feed feed, byte[] sample) = samples[random.Next(samples.Length)];
            byte[] mutated = Mutate(random, sample);
            Span<byte> bytes = page.Last(mutated.Length);
            mutated.CopyTo(bytes);
            if (random.Next(64) != 0 && bytes.Length >= 4)
                BitConverter.TryWriteBytes(bytes, (uint)(i + 1));
            rig.Handler.OnPacket(feed, bytes, 0, ref sink);
            if (random.Next(50) == 0)
                rig.Handler.OnTcpPacket(bytes, 0, ref sink);
            if (random.Next(200) == 0)
                rig.Handler.OnLost((ulong)i, 1, 1, ref sink);
        }

        Mdp3Statistics s = rig.Statistics;
        Assert.True(s.MalformedMessages > 0 && s.MalformedPackets > 0 && s.UnknownTemplates > 0 && sink.Count > 0);
    }

    private static byte[] Mutate(Random random, byte[] sample)
    {
        byte[] bytes = [.. sample];
        int changes = random.Next(6);
        for (int i = 0; i < changes; i++)
        {
            int at = random.Next(bytes.Length);
            bytes[at] = random.Next(4) switch
            {
                0 => (byte)random.Next(256),
                1 => byte.MaxValue,
                2 => 0,
                _ => (byte)(bytes[at] ^ (1 << random.Next(8))),
            };
        }

        if (random.Next(8) == 0)
            return bytes[..random.Next(bytes.Length + 1)];
        return bytes;
    }

    private static (Mdp3Feed Feed, byte[] Packet)[] Samples(Feed feed) =>
    [
        (Mdp3Feed.Incremental, feed.Packet(
            1, Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100), new Entry(22, 1, '1', 2, 200), new Entry(11, 2, 'E', 1, 9)))),
        (Mdp3Feed.Incremental, feed.Packet(
            1, Feed.Trade(1, new Entry(11, 3, '2', 0, 100), 1, 5, 6), Feed.Book(0, new Entry(11, 4, '0', 1, 1, 1, 3)))),
        (Mdp3Feed.Incremental, feed.Packet(1, Feed.Orders(Feed.End, new OrderEntry(11, 9, '0', 100, 1, 1)))),
        (Mdp3Feed.Incremental, feed.Packet(1, Feed.Status(int.MaxValue, "GRP", "", 17), Feed.ChannelReset())),
        (Mdp3Feed.Incremental, feed.Packet(1, Feed.Define(11, "AAA"), Feed.Heartbeat())),
        (Mdp3Feed.Definitions, feed.Packet(1, Feed.Define(11, "AAA", 2), Feed.Define(22, "BBB", 2))),
        (Mdp3Feed.Snapshots, feed.Packet(
            1, Feed.Snapshot(11, 1, 1, 2, new Entry(0, 0, '0', 1, 100), new Entry(0, 0, 'F', 1, 100)))),
        (Mdp3Feed.OrderSnapshots, feed.Packet(
            1, Feed.OrderSnapshot(11, 1, 2, 1, new OrderEntry(0, 1, '0', 1, 1, 1)), Feed.OrderSnapshot(11, 1, 2, 2))),
    ];

    private struct CheckingSink(InputEvent[] place) : IEventSink
    {
        public long Count;

        public readonly ref InputEvent Next => ref place[0];

        public void Commit()
        {
            Count++;
            ref readonly InputEvent e = ref place[0];
            bool known = e.Kind is (>= EventKind.LevelInsert and <= EventKind.EventEnd)
                or EventKind.BrokenTrade or (>= EventKind.Information and <= EventKind.TradeSummary);
            if (!known || e.Side > EventSide.Sell || e.Instrument > 1 || e.Quantity < 0 && e.Kind == EventKind.TradeSummary)
                throw new InvalidOperationException($"event {e.Kind} side {e.Side} instrument {e.Instrument}");
        }
    }
}
