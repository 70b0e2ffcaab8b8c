using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Risk.Tests;

/// <summary>Each rule just inside, at and just outside its limit. The quote is 10.00 to 10.02, the mid 10.01.</summary>
public sealed class RiskRuleTests
{
    // Limits so wide that only the rule under test can refuse.
    private static RiskLimits Wide() => new()
    {
        CollarTicks = 1_000_000,
        CollarBps = 10_000,
        MaxOrderQuantity = 100_000_000,
        MaxOrderNotional = 1e11,
        MaxPositionQuantity = 1_000_000_000,
        MaxPositionNotional = 1e11,
        MaxOrdersPerSecond = 1_000_000,
        MaxOrdersPerSecondTotal = 1_000_000,
    };

    [Fact]
    public void ShouldPassWhenNothingIsInTheWay()
    {
        using var rig = new RiskRig();
        Assert.Equal(RiskReason.None, rig.Buy(100));
        Assert.Equal(RequestKind.New, rig.Engine.Orders[1].Kind);
        Assert.Equal(100, rig.Engine.View(0).OpenBuy);
        Assert.Equal(1, rig.Engine.Counters[RiskCounter.Passed]);
    }

    [Theory]
    [InlineData(EventSide.Buy, 100_599, RiskReason.PriceInvalid)]
    [InlineData(EventSide.Buy, 100_500, RiskReason.None)]
    [InlineData(EventSide.Buy, 100_600, RiskReason.None)]
    [InlineData(EventSide.Buy, 100_700, RiskReason.Collar)]
    [InlineData(EventSide.Sell, 99_700, RiskReason.None)]
    [InlineData(EventSide.Sell, 99_600, RiskReason.None)]
    [InlineData(EventSide.Sell, 99_500, RiskReason.Collar)]
    [InlineData(EventSide.Buy, 100, RiskReason.None)]
    [InlineData(EventSide.Sell, 900_000, RiskReason.None)]
    public void ShouldHoldTheCollarOfFiveTicksWhenBasisPointsAreNarrower(
        EventSide side, long price, RiskReason expected)
    {
        var limits = new RiskLimits { CollarTicks = 5, CollarBps = 1 };
        using var rig = new RiskRig(limits);
        Assert.Equal(expected, rig.Send(rig.Intent(side, 1, price)));
    }

    [Theory]
    [InlineData(101_101, RiskReason.PriceInvalid)]
    [InlineData(101_000, RiskReason.None)]
    [InlineData(101_100, RiskReason.None)] // mid 100 100 + 100 bps = 101 101
    [InlineData(101_200, RiskReason.Collar)]
    public void ShouldHoldTheCollarOfBasisPointsWhenTicksAreNarrower(long price, RiskReason expected)
    {
        using var rig = new RiskRig(new RiskLimits { CollarTicks = 5, CollarBps = 100 });
        Assert.Equal(expected, rig.Send(rig.Intent(EventSide.Buy, 1, price)));
    }

    [Fact]
    public void ShouldAllowTheExactCollarWhenPriceIsOnIt()
    {
        // Mid 100 000, 100 bps = 1000: 101 000 is on the collar, the next tick beyond.
        using var rig = new RiskRig(new RiskLimits { CollarTicks = 0, CollarBps = 100 });
        rig.Quote(99_900, 100_100);
        Assert.Equal(RiskReason.None, rig.Buy(1, 101_000));
        Assert.Equal(RiskReason.Collar, rig.Buy(1, 101_100));
        Assert.Equal(RiskReason.None, rig.Sell(1, 99_000));
        Assert.Equal(RiskReason.Collar, rig.Sell(1, 98_900));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-100)]
    [InlineData(100_150)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void ShouldRefuseWhenPriceIsNoPrice(long price)
    {
        using var rig = new RiskRig(Wide());
        Assert.Equal(RiskReason.PriceInvalid, rig.Buy(1, price));
    }

    [Theory]
    [InlineData(4999, RiskReason.None)]
    [InlineData(5000, RiskReason.None)]
    [InlineData(5001, RiskReason.OrderQuantity)]
    [InlineData(0, RiskReason.OrderQuantity)]
    [InlineData(-1, RiskReason.OrderQuantity)]
    [InlineData(int.MaxValue, RiskReason.OrderQuantity)]
    public void ShouldLimitTheOrderQuantity(int quantity, RiskReason expected)
    {
        RiskLimits limits = Wide();
        limits.MaxOrderQuantity = 5000;
        using var rig = new RiskRig(limits);
        Assert.Equal(expected, rig.Buy(quantity));
    }

    [Theory]
    [InlineData(999, RiskReason.None)]
    [InlineData(1000, RiskReason.None)] // 1000 · 10.01 $ = 10 010 $
    [InlineData(1001, RiskReason.OrderNotional)]
    public void ShouldLimitTheOrderNotional(int quantity, RiskReason expected)
    {
        RiskLimits limits = Wide();
        limits.MaxOrderNotional = 10_010;
        using var rig = new RiskRig(limits);
        Assert.Equal(expected, rig.Buy(quantity));
    }

    [Fact]
    public void ShouldNotOverflowWhenPriceAndQuantityAreHuge()
    {
        RiskLimits limits = Wide();
        using var rig = new RiskRig(limits);
        long price = QuoteTracker.MaxPrice / 100 * 100;
        rig.Quote(price - 200, price - 100);
        Assert.Equal(RiskReason.OrderNotional, rig.Buy(100_000_000, price));
        Assert.Equal(RiskReason.OrderQuantity, rig.Buy(int.MaxValue, price));
    }

    [Theory]
    [InlineData(EventSide.Buy, 299, RiskReason.None)]
    [InlineData(EventSide.Buy, 300, RiskReason.None)]
    [InlineData(EventSide.Buy, 301, RiskReason.PositionQuantity)]
    [InlineData(EventSide.Sell, 1500, RiskReason.None)]
    [InlineData(EventSide.Sell, 1501, RiskReason.PositionQuantity)]
    public void ShouldLimitTheWorstCasePosition(EventSide side, int quantity, RiskReason expected)
    {
        RiskLimits limits = Wide();
        limits.MaxPositionQuantity = 1000;
        using var rig = new RiskRig(limits);
        rig.Hold(EventSide.Buy, 600);
        Assert.Equal(RiskReason.None, rig.Buy(100));
        Assert.Equal(RiskReason.None, rig.Sell(100));
        // Longest: 600 + 100 open. Shortest: 600 − 100 open.
        Assert.Equal(expected, rig.Send(rig.Intent(side, quantity)));
    }

    [Theory]
    [InlineData(999, RiskReason.None)]
    [InlineData(1000, RiskReason.None)]
    [InlineData(1001, RiskReason.PositionNotional)]
    public void ShouldLimitTheWorstCaseNotionalAtTheMid(int quantity, RiskReason expected)
    {
        RiskLimits limits = Wide();
        limits.MaxPositionNotional = 10_010;
        using var rig = new RiskRig(limits);
        Assert.Equal(expected, rig.Buy(quantity, 100_000));
    }

    [Fact]
    public void ShouldLetAnOrderPassWhenItTrulyReduces()
    {
        RiskLimits limits = Wide();
        limits.MaxPositionQuantity = 100;
        using var rig = new RiskRig(limits);
        rig.Hold(EventSide.Buy, 100);
        // A fill beyond the order: 300 long with a limit of 100.
        rig.Report(OrderEventType.Filled, 1, quantity: 200, price: 100_100);
        Assert.Equal(300, rig.Engine.View(0).Position);
        Assert.Equal(RiskReason.PositionQuantity, rig.Buy(1));
        Assert.Equal(RiskReason.None, rig.Sell(300));
        Assert.Equal(RiskReason.None, rig.Sell(100)); // Both filled: 100 short, at the limit.
        Assert.Equal(RiskReason.PositionQuantity, rig.Sell(1));
    }

    [Fact]
    public void ShouldNotTrustTheReducingFlagWhenTheOrderIncreases()
    {
        RiskLimits limits = Wide();
        limits.MaxPositionQuantity = 100;
        using var rig = new RiskRig(limits);
        rig.Hold(EventSide.Buy, 100);
        Assert.Equal(
            RiskReason.PositionQuantity, rig.Send(rig.Intent(EventSide.Buy, 1, flags: IntentFlags.Reducing)));
        rig.Command(OperatorCommand.Kill);
        Assert.Equal(RiskReason.Kill, rig.Send(rig.Intent(EventSide.Sell, 101, flags: IntentFlags.Reducing)));
        Assert.Equal(RiskReason.None, rig.Send(rig.Intent(EventSide.Sell, 100)));
        Assert.Equal(RiskReason.Kill, rig.Send(rig.Intent(EventSide.Sell, 1, flags: IntentFlags.Reducing)));
    }

    [Fact]
    public void ShouldRefuseExitsTooWhenKillHolds()
    {
        using var rig = new RiskRig(new RiskLimits { KillAction = KillAction.Hold });
        rig.Hold(EventSide.Buy, 100);
        Assert.Equal(RiskReason.None, rig.Sell(50));
        rig.Command(OperatorCommand.Kill);
        Assert.Equal(RiskReason.Kill, rig.Sell(50));
        Assert.Equal(RiskReason.None, rig.Cancel(2));
        rig.Command(OperatorCommand.Resume);
        Assert.Equal(RiskReason.None, rig.Sell(50));
    }

    [Fact]
    public void ShouldKillOneInstrumentOnlyWhenTheCommandNamesIt()
    {
        using var rig = new RiskRig();
        rig.Command(OperatorCommand.Kill, instrument: 1);
        Assert.Equal(RiskReason.None, rig.Buy(1));
        Assert.Equal(RiskReason.Kill, rig.Send(rig.Intent(EventSide.Buy, 1, instrument: 1)));
        rig.Command(OperatorCommand.Resume);
        Assert.Equal(RiskReason.None, rig.Send(rig.Intent(EventSide.Buy, 1, instrument: 1)));
    }

    [Fact]
    public void ShouldNeverResumeWhenShuttingDown()
    {
        using var rig = new RiskRig();
        rig.Command(OperatorCommand.Shutdown);
        rig.Command(OperatorCommand.Resume);
        Assert.Equal(RiskReason.Kill, rig.Buy(1));
        Assert.Equal(TradingMode.Stopped, rig.Engine.Mode);
    }

    [Theory]
    [InlineData(SessionEventType.Disconnected)]
    [InlineData(SessionEventType.Logout)]
    public void ShouldRefuseEverythingWhenTheSessionIsGone(SessionEventType type)
    {
        using var rig = new RiskRig();
        Assert.Equal(RiskReason.None, rig.Buy(1));
        rig.Session(type);
        Assert.Equal(RiskReason.Session, rig.Buy(1));
        Assert.Equal(RiskReason.Session, rig.Cancel(1));
        rig.Session(SessionEventType.LoggedOn);
        Assert.Equal(RiskReason.None, rig.Cancel(1));
    }

    [Fact]
    public void ShouldLetOnlyCancelsPassWhenInboundMessagesAreMissing()
    {
        using var rig = new RiskRig();
        Assert.Equal(RiskReason.None, rig.Buy(1));
        rig.Session(SessionEventType.InboundGap);
        Assert.Equal(RiskReason.Session, rig.Buy(1));
        Assert.Equal(RiskReason.None, rig.Cancel(1));
        rig.Session(SessionEventType.InboundGapFilled);
        Assert.Equal(RiskReason.None, rig.Buy(1));
    }

    [Fact]
    public void ShouldLetOnlyCancelsPassWhenTheBookIsStale()
    {
        using var rig = new RiskRig();
        Assert.Equal(RiskReason.None, rig.Buy(1));
        rig.Feed(EventKind.FeedGap);
        Assert.Equal(RiskReason.StaleBook, rig.Buy(1));
        Assert.Equal(RiskReason.None, rig.Cancel(1));
        rig.Feed(EventKind.FeedRecovered);
        Assert.Equal(RiskReason.StaleBook, rig.Buy(1)); // No quote since.
        rig.Quote(100_000, 100_200);
        Assert.Equal(RiskReason.None, rig.Buy(1));
        rig.Quote(100_000, 100_200, BookFlags.QuoteValid | BookFlags.Stale);
        Assert.Equal(RiskReason.StaleBook, rig.Buy(1));
        rig.Quote(100_000, 0, BookFlags.None);
        Assert.Equal(RiskReason.StaleBook, rig.Buy(1));
    }

    [Fact]
    public void ShouldLetOnlyCancelsPassWhenHalted()
    {
        using var rig = new RiskRig();
        Assert.Equal(RiskReason.None, rig.Buy(1));
        rig.Quote(100_000, 100_200, BookFlags.QuoteValid | BookFlags.Halted);
        Assert.Equal(RiskReason.Halted, rig.Buy(1));
        Assert.Equal(RiskReason.None, rig.Cancel(1));
    }

    [Fact]
    public void ShouldRefuseWhenTheInstrumentIsUnknownOrRestricted()
    {
        using var rig = new RiskRig(new RiskLimits { Restricted = ["S1"] });
        Assert.Equal(RiskReason.Restricted, rig.Send(rig.Intent(EventSide.Buy, 1, instrument: 2)));
        Assert.Equal(RiskReason.Restricted, rig.Send(rig.Intent(EventSide.Buy, 1, instrument: ushort.MaxValue)));
        Assert.Equal(RiskReason.Restricted, rig.Send(rig.Intent(EventSide.Buy, 1, instrument: 1)));
        Assert.Equal(RiskReason.None, rig.Send(rig.Intent(EventSide.Buy, 1, instrument: 0)));
    }

    [Fact]
    public void ShouldRefuseMarketOrdersUnlessAllowed()
    {
        using var closed = new RiskRig();
        Assert.Equal(
            RiskReason.PriceInvalid, closed.Send(closed.Intent(EventSide.Buy, 1, 0, flags: IntentFlags.Market)));
        using var open = new RiskRig(new RiskLimits { AllowMarketOrders = true });
        Assert.Equal(RiskReason.None, open.Send(open.Intent(EventSide.Buy, 1, 0, flags: IntentFlags.Market)));
        Assert.Equal(
            RiskReason.PriceInvalid, open.Send(open.Intent(EventSide.Buy, 1, 100_100, flags: IntentFlags.Market)));
    }

    [Fact]
    public void ShouldLimitTheRateExactly()
    {
        RiskLimits limits = Wide();
        limits.MaxOrdersPerSecond = 3;
        using var rig = new RiskRig(limits);
        for (int i = 0; i < 3; i++)
            Assert.Equal(RiskReason.None, rig.Buy(1));
        Assert.Equal(RiskReason.RateInstrument, rig.Buy(1));
        Assert.Equal(RiskReason.None, rig.Cancel(1)); // Cancels take no token.
        Assert.Equal(RiskReason.None, rig.Send(rig.Intent(EventSide.Buy, 1, instrument: 1)));
        rig.NowNs += 333_333_333;
        Assert.Equal(RiskReason.RateInstrument, rig.Buy(1));
        rig.NowNs += 1;
        Assert.Equal(RiskReason.None, rig.Buy(1));
        Assert.Equal(RiskReason.RateInstrument, rig.Buy(1));
    }

    [Fact]
    public void ShouldLimitTheTotalRateOverAllInstruments()
    {
        RiskLimits limits = Wide();
        limits.MaxOrdersPerSecondTotal = 2;
        using var rig = new RiskRig(limits);
        Assert.Equal(RiskReason.None, rig.Buy(1));
        Assert.Equal(RiskReason.None, rig.Send(rig.Intent(EventSide.Buy, 1, instrument: 1)));
        Assert.Equal(RiskReason.RateTotal, rig.Buy(1));
    }

    [Fact]
    public void ShouldRefuseWhenTheOrderToChangeIsNotWorking()
    {
        using var rig = new RiskRig();
        Assert.Equal(RiskReason.UnknownOrder, rig.Cancel(77));
        Assert.Equal(RiskReason.UnknownOrder, rig.Cancel(0));
        Assert.Equal(RiskReason.UnknownOrder, rig.Cancel(uint.MaxValue));
        Assert.Equal(RiskReason.UnknownOrder, rig.Replace(77, EventSide.Buy, 1));
        Assert.Equal(RiskReason.None, rig.Buy(10));
        uint order = rig.LastId;
        Assert.Equal(RiskReason.UnknownOrder, rig.Replace(order, EventSide.Sell, 5));
        Assert.Equal(RiskReason.None, rig.Replace(order, EventSide.Buy, 5));
        Assert.Equal(RiskReason.UnknownOrder, rig.Replace(order, EventSide.Buy, 6)); // One at a time.
        rig.Report(OrderEventType.Filled, order, quantity: 10, price: 100_100);
        Assert.Equal(RiskReason.UnknownOrder, rig.Cancel(order));
    }

    [Fact]
    public void ShouldRefuseWhenTheTableIsFullOrAnIdIsUsedTwice()
    {
        using var rig = new RiskRig(capacity: 2);
        OrderIntent first = rig.Intent(EventSide.Buy, 1);
        Assert.Equal(RiskReason.None, rig.Send(first));
        Assert.Equal(RiskReason.OrderTable, rig.Send(first));
        first.OrderId = 0;
        Assert.Equal(RiskReason.OrderTable, rig.Send(first));
        Assert.Equal(RiskReason.None, rig.Buy(1));
        Assert.Equal(RiskReason.OrderTable, rig.Buy(1));
        Assert.Equal(2, rig.Engine.View(0).OpenBuy);
    }

    [Fact]
    public void ShouldCheckLimitsAgainWhenAnOrderIsReplaced()
    {
        RiskLimits limits = Wide();
        limits.MaxPositionQuantity = 100;
        using var rig = new RiskRig(limits);
        Assert.Equal(RiskReason.None, rig.Buy(60));
        Assert.Equal(RiskReason.None, rig.Buy(30));
        Assert.Equal(RiskReason.PositionQuantity, rig.Replace(1, EventSide.Buy, 71));
        Assert.Equal(RiskReason.None, rig.Replace(1, EventSide.Buy, 70));
        Assert.Equal(100, rig.Engine.View(0).OpenBuy); // The larger of 60 and 70, and 30.
        Assert.Equal(RiskReason.PositionQuantity, rig.Buy(1));
    }

    [Fact]
    public void ShouldTestRulesInTheirOrderWhenSeveralHold()
    {
        RiskLimits limits = Wide();
        limits.MaxOrderQuantity = 10;
        limits.MaxOrderNotional = 50;
        limits.MaxPositionQuantity = 5;
        limits.CollarBps = 0;
        limits.CollarTicks = 5;
        limits.MaxOrdersPerSecond = 1;
        limits.Restricted = ["S0"];
        using var rig = new RiskRig(limits, ready: false);
        rig.Command(OperatorCommand.Kill);
        OrderIntent bad = rig.Intent(EventSide.Buy, 100, 999_950);
        Assert.Equal(RiskReason.Kill, rig.Send(bad));
        rig.Command(OperatorCommand.Resume);
        Assert.Equal(RiskReason.Session, rig.Send(bad));
        rig.Session(SessionEventType.LoggedOn);
        Assert.Equal(RiskReason.StaleBook, rig.Send(bad));
        rig.Quote(100_000, 100_200, BookFlags.QuoteValid | BookFlags.Halted);
        Assert.Equal(RiskReason.Halted, rig.Send(bad));
        rig.Quote(100_000, 100_200);
        Assert.Equal(RiskReason.Restricted, rig.Send(bad));
        limits.Restricted = [];
        using var rest = new RiskRig(limits);
        Assert.Equal(RiskReason.PriceInvalid, rest.Send(bad));
        bad.Price = 999_900;
        Assert.Equal(RiskReason.Collar, rest.Send(bad));
        bad.Price = 100_100;
        Assert.Equal(RiskReason.OrderQuantity, rest.Send(bad));
        bad.Quantity = 10;
        Assert.Equal(RiskReason.OrderNotional, rest.Send(bad));
        bad.Price = 40_000;
        Assert.Equal(RiskReason.PositionQuantity, rest.Send(bad));
        bad.Quantity = 1;
        Assert.Equal(RiskReason.None, rest.Send(bad));
        bad.OrderId = 1;
        bad.Action = IntentAction.Replace;
        bad.TargetOrderId = 99;
        Assert.Equal(RiskReason.RateInstrument, rest.Send(bad));
        rest.NowNs += RiskRig.Second;
        Assert.Equal(RiskReason.UnknownOrder, rest.Send(bad));
        bad.Action = IntentAction.New;
        Assert.Equal(RiskReason.OrderTable, rest.Send(bad));
    }

    [Fact]
    public void ShouldTripTheKillSwitchWhenTheDailyLossIsReached()
    {
        RiskLimits limits = Wide();
        limits.MaxDailyLoss = 10;
        limits.TakerFee = 0;
        using var rig = new RiskRig(limits);
        rig.Hold(EventSide.Buy, 1000, 100_100);
        rig.Quote(99_900, 100_100); // Mid 10.00: 1000 · −0.01 $ = −10 $.
        Assert.True(rig.Engine.KillTripped);
        Assert.Equal(RiskReason.Kill, rig.Buy(1));
        Assert.Equal(RiskReason.None, rig.Sell(1000));
        Assert.Equal(1, rig.Engine.Counters[RiskCounter.KillsByRule]);
    }

    [Fact]
    public void ShouldNameKeyValueAndRangeWhenALimitIsInvalid()
    {
        var limits = new RiskLimits { CollarBps = -1, MaxOrdersPerSecond = 0, MaxPositionNotional = double.NaN };
        Assert.Equal(
            [
                "collar_bps: -1 is outside 0 to 10000",
                "max_position_notional: NaN is outside above 0 to 100000000000",
                "max_orders_per_s: 0 is outside 1 to 1000000",
            ],
            limits.Validate());
        Assert.Throws<ArgumentException>(() => new RiskEngine(limits, [new InstrumentInfo("A")], 1));
    }
}
