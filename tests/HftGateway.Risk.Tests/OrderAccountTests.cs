using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Risk.Tests;

/// <summary>Order states, positions, profit and fees, worked out by hand.</summary>
public sealed class OrderAccountTests
{
    private static readonly RiskLimits Wide = new()
    {
        MaxPositionNotional = 1e9, MaxPositionQuantity = 1_000_000, CollarBps = 10_000, MaxOrdersPerSecond = 1_000_000,
        MaxOrdersPerSecondTotal = 1_000_000,
    };

    [Fact]
    public void ShouldFollowTheOrderWhenItIsFilledInParts()
    {
        using var rig = new RiskRig(Wide);
        rig.Buy(100);
        Assert.Equal(OrderState.New, rig.Engine.Orders[1].State);
        rig.Report(OrderEventType.Accepted, 1, leaves: 100);
        Assert.Equal(OrderState.Accepted, rig.Engine.Orders[1].State);
        rig.Report(OrderEventType.Filled, 1, quantity: 40, leaves: 60, price: 100_000);
        Assert.Equal(OrderState.PartiallyFilled, rig.Engine.Orders[1].State);
        Assert.Equal((40L, 60L), (rig.Engine.View(0).Position, rig.Engine.View(0).OpenBuy));
        rig.Report(OrderEventType.Filled, 1, quantity: 60, leaves: 0, price: 100_000);
        Assert.Equal(OrderState.Filled, rig.Engine.Orders[1].State);
        Assert.Equal((100L, 0L), (rig.Engine.View(0).Position, rig.Engine.View(0).OpenBuy));
        Assert.Equal(0, rig.Engine.Counters[RiskCounter.LeavesDiffer]);
    }

    [Fact]
    public void ShouldBookAFillWhenItComesBeforeTheAcknowledgement()
    {
        using var rig = new RiskRig(Wide);
        rig.Buy(100);
        rig.Report(OrderEventType.Filled, 1, quantity: 100, leaves: 0, price: 100_000);
        rig.Report(OrderEventType.Accepted, 1);
        Assert.Equal(OrderState.Filled, rig.Engine.Orders[1].State);
        Assert.Equal(0, rig.Engine.Counters[RiskCounter.DuplicateEvents]);
    }

    [Fact]
    public void ShouldBookAFillWhenItComesAfterTheCancelRequest()
    {
        using var rig = new RiskRig(Wide);
        rig.Buy(100);
        rig.Cancel(1);
        rig.Report(OrderEventType.Filled, 1, quantity: 30, leaves: 70, price: 100_000);
        Assert.Equal((30L, 70L), (rig.Engine.View(0).Position, rig.Engine.View(0).OpenBuy));
        rig.Report(OrderEventType.Cancelled, 2, 1);
        Assert.Equal(OrderState.Cancelled, rig.Engine.Orders[1].State);
        Assert.Equal(OrderState.Cancelled, rig.Engine.Orders[2].State);
        Assert.Equal((30L, 0L), (rig.Engine.View(0).Position, rig.Engine.View(0).OpenBuy));
        rig.Report(OrderEventType.Filled, 1, quantity: 70, leaves: 0, price: 100_000);
        Assert.Equal((100L, 0L), (rig.Engine.View(0).Position, rig.Engine.View(0).OpenBuy));
        Assert.Equal(1, rig.Engine.Counters[RiskCounter.LateFills]);
    }

    [Theory]
    [InlineData(OrderEventType.Rejected, OrderState.Rejected)]
    [InlineData(OrderEventType.NotDelivered, OrderState.NotDelivered)]
    [InlineData(OrderEventType.Expired, OrderState.Expired)]
    [InlineData(OrderEventType.Cancelled, OrderState.Cancelled)]
    public void ShouldFreeTheExposureWhenAnOrderEnds(OrderEventType type, OrderState state)
    {
        using var rig = new RiskRig(Wide);
        rig.Sell(100);
        Assert.Equal(100, rig.Engine.View(0).OpenSell);
        rig.Report(type, 1);
        Assert.Equal(state, rig.Engine.Orders[1].State);
        Assert.Equal(0, rig.Engine.View(0).OpenSell);
        rig.Report(type, 1);
        Assert.Equal(1, rig.Engine.Counters[RiskCounter.DuplicateEvents]);
        Assert.Equal(0, rig.Engine.View(0).OpenSell);
    }

    [Fact]
    public void ShouldCountTheLargerQuantityWhileAReplaceIsPending()
    {
        using var rig = new RiskRig(Wide);
        rig.Buy(100);
        rig.Report(OrderEventType.Accepted, 1);
        rig.Report(OrderEventType.Filled, 1, quantity: 30, leaves: 70, price: 100_000);
        rig.Replace(1, EventSide.Buy, 150);
        Assert.Equal(120, rig.Engine.View(0).OpenBuy); // 150 − 30, more than 70.
        rig.Report(OrderEventType.Replaced, 2, 1, leaves: 120, price: 100_100);
        Assert.Equal(120, rig.Engine.View(0).OpenBuy);
        Assert.Equal(OrderState.Replaced, rig.Engine.Orders[1].State);
        rig.Replace(2, EventSide.Buy, 50);
        Assert.Equal(120, rig.Engine.View(0).OpenBuy); // The old 120 until the new 20 is sure.
        rig.Report(OrderEventType.Replaced, 3, 2, leaves: 20, price: 100_100);
        Assert.Equal(20, rig.Engine.View(0).OpenBuy);
        rig.Report(OrderEventType.Filled, 3, quantity: 20, leaves: 0, price: 100_000);
        Assert.Equal((50L, 0L), (rig.Engine.View(0).Position, rig.Engine.View(0).OpenBuy));
        Assert.Equal(0, rig.Engine.Counters[RiskCounter.LeavesDiffer]);
    }

    [Fact]
    public void ShouldKeepTheOrderWhenItsReplaceIsRejected()
    {
        using var rig = new RiskRig(Wide);
        rig.Buy(100);
        rig.Replace(1, EventSide.Buy, 150);
        Assert.Equal(150, rig.Engine.View(0).OpenBuy);
        rig.Report(OrderEventType.CancelRejected, 2, 1);
        Assert.Equal(100, rig.Engine.View(0).OpenBuy);
        Assert.Equal(OrderState.Rejected, rig.Engine.Orders[2].State);
        Assert.Equal(RiskReason.None, rig.Replace(1, EventSide.Buy, 120));
    }

    [Fact]
    public void ShouldTakeTheReplacementAsStandingWhenItsFillComesFirst()
    {
        using var rig = new RiskRig(Wide);
        rig.Buy(100);
        rig.Replace(1, EventSide.Buy, 150);
        rig.Report(OrderEventType.Filled, 2, quantity: 50, leaves: 100, price: 100_000);
        Assert.Equal(OrderState.Replaced, rig.Engine.Orders[1].State);
        Assert.Equal((50L, 100L), (rig.Engine.View(0).Position, rig.Engine.View(0).OpenBuy));
    }

    [Fact]
    public void ShouldReduceTheReplacementWhenTheOldOrderIsFilledLate()
    {
        using var rig = new RiskRig(Wide);
        rig.Buy(100);
        rig.Replace(1, EventSide.Buy, 150);
        rig.Report(OrderEventType.Replaced, 2, 1, leaves: 150, price: 100_100);
        rig.Report(OrderEventType.Filled, 1, quantity: 60, leaves: 40, price: 100_000);
        Assert.Equal((60L, 90L), (rig.Engine.View(0).Position, rig.Engine.View(0).OpenBuy));
    }

    [Fact]
    public void ShouldCountEventsWhenTheyNameNoOwnOrder()
    {
        using var rig = new RiskRig(Wide);
        rig.Report(OrderEventType.Accepted, 55);
        rig.Report(OrderEventType.Cancelled, ulong.MaxValue, ulong.MaxValue);
        rig.Report(OrderEventType.RiskRejected, 55);
        Assert.Equal(2, rig.Engine.Counters[RiskCounter.UnknownEvents]);
        rig.Report(OrderEventType.Filled, 56, quantity: 10, price: 100_000, instrument: 1, side: EventSide.Sell);
        Assert.Equal(-10, rig.Engine.View(1).Position);
        rig.Report(OrderEventType.Filled, 56, quantity: 10, price: 100_000, instrument: 9);
        Assert.Equal(2, rig.Engine.Counters[RiskCounter.UnknownFills]);
        Assert.Equal(1, rig.Engine.Counters[RiskCounter.InvalidFills]);
    }

    [Fact]
    public void ShouldIgnoreFillsWhenTheyHaveNoQuantityOrPrice()
    {
        using var rig = new RiskRig(Wide);
        rig.Buy(100);
        rig.Report(OrderEventType.Filled, 1, quantity: 0, leaves: 100, price: 100_000);
        rig.Report(OrderEventType.Filled, 1, quantity: 10, leaves: 90, price: 0);
        rig.Report(OrderEventType.Filled, 1, quantity: int.MinValue, leaves: 90, price: 1);
        Assert.Equal(3, rig.Engine.Counters[RiskCounter.InvalidFills]);
        Assert.Equal((0L, 100L), (rig.Engine.View(0).Position, rig.Engine.View(0).OpenBuy));
    }

    [Fact]
    public void ShouldAccountProfitWhenClosedInPartsAndFlipped()
    {
        using var rig = new RiskRig(Wide);
        rig.Hold(EventSide.Buy, 100, 100_000);
        rig.Hold(EventSide.Buy, 50, 100_300); // Average 100 100, cost 15 015 000.
        Assert.Equal(15_015_000, rig.Engine.View(0).CostPu);
        rig.Hold(EventSide.Sell, 60, 100_400); // 60 · 300 = 18 000.
        Assert.Equal(18_000, rig.Engine.View(0).RealisedPu);
        Assert.Equal(9_009_000, rig.Engine.View(0).CostPu);
        rig.Quote(100_100, 100_300); // Mark 100 200: 90 · 100.
        Assert.Equal(9_000, rig.Engine.View(0).UnrealisedPu);
        rig.Hold(EventSide.Sell, 190, 100_000); // Closes 90 at −100 each, opens 100 short at 100 000.
        PositionView view = rig.Engine.View(0);
        Assert.Equal((-100L, 9_000L, -10_000_000L), (view.Position, view.RealisedPu, view.CostPu));
        Assert.Equal(-20_000, view.UnrealisedPu); // Mark 100 200, 200 against.
        Assert.Equal((150L, 250L), (view.BoughtShares, view.SoldShares));
        Assert.Equal(400 * 3000, view.FeesMicroDollars); // 0.0030 $ a share.
    }

    [Fact]
    public void ShouldPayARebateWhenTheOrderMayOnlyRest()
    {
        using var rig = new RiskRig(Wide);
        rig.Send(rig.Intent(EventSide.Buy, 100, flags: IntentFlags.PostOnly));
        rig.Report(OrderEventType.Filled, 1, quantity: 100, price: 100_000);
        Assert.Equal(-200_000, rig.Engine.View(0).FeesMicroDollars);
    }

    [Fact]
    public void ShouldTakeBackPositionProfitAndFeeWhenATradeIsBroken()
    {
        using var rig = new RiskRig(Wide);
        rig.Hold(EventSide.Buy, 100, 100_000);
        rig.Hold(EventSide.Buy, 100, 100_200);
        rig.Report(OrderEventType.Busted, 2, quantity: 100, price: 100_200);
        PositionView view = rig.Engine.View(0);
        // Cash is that of the first fill alone: cost less what the booking realised.
        Assert.Equal((100L, 10_000_000L), (view.Position, view.CostPu - view.RealisedPu));
        Assert.Equal(300_000, view.FeesMicroDollars);
        Assert.Equal(OrderState.Busted, rig.Engine.Orders[2].State);
        Assert.Equal(1, rig.Engine.Counters[RiskCounter.Busts]);
    }
}
