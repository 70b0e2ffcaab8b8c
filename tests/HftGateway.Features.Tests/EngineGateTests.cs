using HftGateway.Books;
using HftGateway.MarketData.Events;

namespace HftGateway.Features.Tests;

/// <summary>Gates in the row, reset by a gap, own orders, bars that are not of time.</summary>
public sealed class EngineGateTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void ShouldCloseGatesWhenTheirInputIsMissingOrBeyondItsLimit()
    {
        FeaturePlan plan = FeaturePlan.Create(
            ["mid"], new FeatureOptions { StuffingThreshold = 1, ShortM = 1, FlowWindow = 1 },
            gates: new GateOptions
            {
                Mode = TradeabilityMode.Aggressive, QuoteStuffing = true, MaxToxicity = 0.5, Vpin = true,
            });
        using FeatureEngine engine = new(plan, 1);
        using BookSet books = new(new BookSetOptions { Instruments = 1, MaxOrders = 64 });
        FeatureRow row = default;
        Feed(Add(1, EventSide.Buy, 1_000_000, 100, Second), books, engine, ref row);
        Assert.Equal(
            FeatureGates.NoQuote | FeatureGates.Gap | FeatureGates.Spread | FeatureGates.Depth | FeatureGates.Toxicity
            | FeatureGates.Vpin,
            row.ClosedGates);
        Assert.Equal(TradeabilityReason.NoQuote, row.Reason);
        Feed(Add(2, EventSide.Sell, 1_000_100, 1_000, 2 * Second), books, engine, ref row);
        InputEvent trade = new() { Kind = EventKind.Execute, OrderId = 2, Quantity = 1, TimeNs = 2 * Second };
        Feed(trade, books, engine, ref row);
        Assert.Equal(FeatureGates.Toxicity | FeatureGates.Vpin, row.ClosedGates);
        Assert.Equal(1_000_050, row[0]);
        for (ulong i = 3; i < 6; i++)
            Feed(Add(i, EventSide.Buy, 900_000, 1, 2 * Second), books, engine, ref row);
        Assert.Equal(
            FeatureGates.Toxicity | FeatureGates.Vpin | FeatureGates.QuoteStuffing, row.ClosedGates);
    }

    [Fact]
    public void ShouldComputeOnlyWhatIsAskedForWhenThePlanIsSmall()
    {
        using FeatureEngine one = new(FeaturePlan.Create(["mid"], new FeatureOptions()), 1);
        using FeatureEngine all = new(FeaturePlan.All(new FeatureOptions()), 1);
        Assert.True(one.BytesPerInstrument < 512, $"{one.BytesPerInstrument} bytes");
        Assert.True(all.BytesPerInstrument > 20_000);
        Assert.Throws<InvalidOperationException>(() => one.IsTradeable(0, TradeabilityMode.Safe));
        Assert.Throws<InvalidOperationException>(() => one.Levels(0).Bids.Count);
    }

    [Fact]
    public void ShouldEqualTheFullPlanWhenAFeatureIsAloneInItsPlan()
    {
        Reference.RandomFeed feed = new(21, 1) { LongestGapNs = 2 * Second };
        using BookSet books = new(new BookSetOptions { Instruments = 1, MaxOrders = 1 << 14 });
        FeatureOptions options = new()
        {
            FlowWindow = 5, KyleWindow = 6, KyleFastWindow = 3, VpinBucket = 500, VpinN = 3, BarS = 1, ZWindow = 4,
            SizeWindow = 5, MicroWindow = 5, SigmaWindow = 5, DecayWindow = 5, AtrN = 3,
        };
        using FeatureEngine all = new(FeaturePlan.All(options), 1);
        FeatureEngine[] alone =
            [.. FeatureRegistry.Columns.Select(c => new FeatureEngine(FeaturePlan.Create([c.Name], options), 1))];
        double[] expected = new double[FeatureRegistry.Columns.Count];
        double[] actual = new double[1];
        BookUpdate update = default;
        for (int i = 0; i < 1_500; i++)
        {
            InputEvent e = feed.Next();
            books.Apply(in e, ref update);
            bool row = all.OnEvent(in e, in update);
            if (row)
                all.CopyValues(0, expected);
            for (int k = 0; k < alone.Length; k++)
            {
                Assert.Equal(row, alone[k].OnEvent(in e, in update));
                if (!row)
                    continue;
                alone[k].CopyValues(0, actual);
                Assert.True(
                    expected[k].Equals(actual[0]),
                    $"event {i}, {FeatureRegistry.Columns[k].Name}: {expected[k]:R} and {actual[0]:R}");
            }
        }
        foreach (FeatureEngine engine in alone)
            engine.Dispose();
    }

    [Fact]
    public void ShouldCloseABarWithTheTradeThatFillsItWhenBarsAreOfVolume()
    {
        using EngineRig rig = new("", plan: FeaturePlan.Create(
            ["bar_count"], new FeatureOptions { BarKind = BarKind.Volume, BarSize = 100 }, bars: true));
        rig.Feed(Add(1, EventSide.Sell, 1_000_100, 1_000, Second));
        for (int i = 0; i < 5; i++)
        {
            rig.Feed(new InputEvent
            {
                Kind = EventKind.Execute, OrderId = 1, Quantity = 60, TimeNs = (2 + i) * Second,
            });
        }
        Assert.Equal(2, rig.Published.Count);
        Bar bar = rig.Published[1];
        Assert.Equal((1, 120, 2, 4 * Second, 5 * Second), (bar.Index, bar.Volume, bar.Trades, bar.StartNs, bar.EndNs));
        Assert.Equal(1_000 - 240, bar.AskSize1);
    }

    [Fact]
    public void ShouldTellCancelsFromExecutionsWhenOrdersAheadLeave()
    {
        using BookSet books = new(new BookSetOptions { Instruments = 1, MaxOrders = 64 });
        BookUpdate update = default;
        OwnOrderQueue exact = new(trackCancels: true);
        OwnOrderQueue pessimistic = new(trackCancels: false);
        foreach ((ulong id, int shares) in ((ulong, int)[])[(1, 100), (2, 50), (3, 30), (4, 20)])
        {
            InputEvent add = Add(id, EventSide.Buy, 1_000_000, shares, Second);
            books.Apply(in add, ref update);
        }
        Assert.True(exact.Join(books, 3));
        Assert.True(pessimistic.Join(books, 3));
        Assert.Equal((150, 2, 150 / 200.0), (exact.Position, exact.OrdersAhead, exact.Fraction));
        foreach (InputEvent e in (InputEvent[])
        [
            new() { Kind = EventKind.Execute, OrderId = 1, Quantity = 40 }, new() { Kind = EventKind.Delete, OrderId = 2 },
            new() { Kind = EventKind.Delete, OrderId = 4 },
        ])
        {
            books.Apply(in e, ref update);
            exact.OnEvent(in e, in update, books);
            pessimistic.OnEvent(in e, in update, books);
        }
        Assert.Equal((60, 1, 60 / 90.0), (exact.Position, exact.OrdersAhead, exact.Fraction));
        Assert.Equal((50L, 40L), (exact.AheadCancelled, exact.AheadExecuted));
        Assert.Equal(110, pessimistic.Position);
        InputEvent gone = new() { Kind = EventKind.Delete, OrderId = 3 };
        books.Apply(in gone, ref update);
        exact.OnEvent(in gone, in update, books);
        Assert.False(exact.IsLive);
        Assert.False(exact.Join(books, 99));
    }

    private static void Feed(InputEvent e, BookSet books, FeatureEngine engine, ref FeatureRow row)
    {
        BookUpdate update = default;
        books.Apply(in e, ref update);
        engine.OnEvent(in e, in update, ref row);
    }

    private static InputEvent Add(ulong id, EventSide side, long price, int shares, long timeNs) => new()
    {
        Kind = EventKind.Add, OrderId = id, Side = side, Price = price, Quantity = shares, TimeNs = timeNs,
    };
}
