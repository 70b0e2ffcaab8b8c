using HftGateway.Exchange.Flow;
using HftGateway.Tests.Shared;

namespace HftGateway.Exchange.Tests.Mdp3;

public class Mdp3PublisherTests
{
    // The exchange's own handler reads what the exchange publishes: the books are the engine's after every event.
    [Theory]
    [InlineData(1, 10, 1400)]
    [InlineData(2, 10, 700)]
    [InlineData(3, 3, 1400)]
    public void ShouldPublishTheEnginesBooksAtEveryEvent(ulong seed, int depth, int payloadBytes)
    {
        using var wire = new Mdp3Wire(orders: true, depth, payloadBytes);
        var random = new Xoshiro256(seed);
        Begin(wire);
        for (int i = 0; i < 6_000; i++)
        {
            for (int n = random.NextInt(3); n >= 0; n--)
                wire.Act(ref random);
            wire.Flush();
            for (int symbol = 0; symbol < Mdp3Wire.SymbolCount; symbol++)
            {
                wire.AssertSame(symbol, $"seed {seed}, event {i}, symbol {symbol}");
                if (i % 50 == 0)
                    wire.AssertSameOrders(symbol, $"seed {seed}, event {i}, symbol {symbol}");
            }
        }

        Assert.Equal(wire.Received[0], wire.Received[1]);
        Assert.Equal((long)wire.Engine.SharesTraded, wire.SharesTold);
        Assert.Equal(0, wire.Mirror.Anomalies.Total);
        Assert.Equal((0, 0, 0), (
            wire.Handler.Statistics.MalformedMessages, wire.Handler.Statistics.EntryGaps,
            wire.Handler.Statistics.LostPackets));
    }

    // What both lines lose is recovered by the loops; books that are not stale are the engine's at every event.
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void ShouldBeRecoverableFromItsLoopsWhenPacketsAreLost(ulong seed)
    {
        using var wire = new Mdp3Wire(orders: true);
        var random = new Xoshiro256(seed);
        Begin(wire);
        int sound = 0;
        for (int i = 0; i < 6_000; i++)
        {
            wire.Act(ref random);
            bool both = random.Chance(0.02);
            bool[] lost = [both || random.Chance(0.2), both || random.Chance(0.2)];
            wire.Flush(line => lost[line]);
            if (i % 5 == 0)
                wire.Pass();
            if (i % 3 == 0)
                wire.RunLoops();
            if (wire.Arbiter.HasGap || wire.IsBehind)
                continue;
            for (int symbol = 0; symbol < Mdp3Wire.SymbolCount; symbol++)
            {
                if (wire.Mirror.IsStale(symbol))
                    continue;
                sound++;
                wire.AssertSame(symbol, $"seed {seed}, event {i}, symbol {symbol}");
                if (i % 20 == 0 && !wire.Mirror.Orders!.IsStale(symbol))
                    wire.AssertSameOrders(symbol, $"seed {seed}, event {i}, symbol {symbol}");
            }
        }

        Assert.True(sound > 3_000, $"only {sound} books were sound");
        Assert.True(wire.Handler.Statistics.SnapshotRecoveries > 20, "snapshots were not needed");
        Assert.True(wire.Handler.Statistics.OrderRecoveries > 20, "snapshots by order were not needed");
        Assert.True(wire.Handler.Statistics.IntactAfterLoss > 0, "no instrument was untouched by a loss");
        Assert.True(wire.Arbiter.Line(1).First > 100, "line B never brought what A had lost");
        Assert.Equal(0, wire.Mirror.Anomalies.Total);
    }

    [Fact]
    public void ShouldPublishOnlyTheSymbolsOfTheChannel()
    {
        using var wire = new Mdp3Wire(orders: false, carried: "BBB");
        var random = new Xoshiro256(5);
        for (int i = 0; i < 20; i++)
            wire.RunLoops();
        for (int i = 0; i < 500; i++)
        {
            wire.Act(ref random);
            wire.Flush();
            wire.AssertSame(1, $"event {i}");
        }

        Assert.Equal((1000 + 1, 1u), (
            wire.Handler.Definition(1)!.SecurityId, wire.Handler.Definition(1)!.TotalReports));
        Assert.Null(wire.Handler.Definition(0));
        Assert.Null(wire.Handler.Definition(2));
        Assert.Equal(0, wire.Mirror.LevelCount(0, MarketData.Events.EventSide.Buy));
    }

    [Fact]
    public void ShouldAllocateNothingPerEvent()
    {
        using var wire = new Mdp3Wire(orders: true);
        var random = new Xoshiro256(9);
        Begin(wire);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 3_000; i++)
            {
                wire.Act(ref random);
                wire.Flush();
            }

            wire.Heartbeat();
        }));
    }

    private static void Begin(Mdp3Wire wire)
    {
        // The first packets and a cycle of each loop: definitions, then snapshots.
        wire.Heartbeat();
        for (int i = 0; i < 20; i++)
            wire.RunLoops();
        for (int symbol = 0; symbol < Mdp3Wire.SymbolCount; symbol++)
            Assert.False(wire.Mirror.IsStale(symbol), $"symbol {symbol} did not become sound");
    }
}
