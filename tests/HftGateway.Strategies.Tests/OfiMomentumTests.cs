using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;

namespace HftGateway.Strategies.Tests;

/// <summary>The strategy's rules one by one, with exact prices and quantities. Quote 10.00 to 10.01.</summary>
public sealed class OfiMomentumTests
{
    [Fact]
    public void ShouldTakeTheFarTouchWhenTheSignalExceedsItsThreshold()
    {
        using var rig = new StrategyRig();
        rig.Row(z: 2.0);
        Assert.Empty(rig.Intents);
        rig.Row(z: 2.01);
        OrderIntent entry = rig.Only(IntentAction.New, IntentReason.Entry);
        Assert.Equal(
            (EventSide.Buy, TimeInForce.ImmediateOrCancel, 100_100L), (entry.Side, entry.TimeInForce, entry.Price));
        Assert.Equal(200, entry.Quantity); // 25 000 $ are 2498 shares; a fifth of 1000 at the touch is less.
        Assert.Equal((1u, IntentFlags.None), (entry.OrderId, entry.Flags));
        Assert.Equal(StrategyState.Enter, rig.State);
    }

    [Fact]
    public void ShouldSellWhenTheSignalIsNegative()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { TakeSlipTicks = 2, DepthCap = 0 });
        rig.Row(z: -2.01);
        OrderIntent entry = rig.Only(IntentAction.New, IntentReason.Entry);
        Assert.Equal((EventSide.Sell, 99_800L), (entry.Side, entry.Price));
        Assert.Equal(2498, entry.Quantity); // ⌊250 000 000 / 100 050⌋
    }

    [Fact]
    public void ShouldRoundToLotsAndCapTheQuantity()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { DepthCap = 1, MaxOrderQuantity = 150 });
        rig.Row(z: 3, size: 140);
        Assert.Equal(140, rig.Only(IntentAction.New, IntentReason.Entry).Quantity);
        using var capped = new StrategyRig(new OfiMomentumOptions { DepthCap = 1, MaxOrderQuantity = 150 });
        capped.Row(z: 3);
        Assert.Equal(150, capped.Only(IntentAction.New, IntentReason.Entry).Quantity);
    }

    [Fact]
    public void ShouldRestTheTargetWhenTheEntryIsFilled()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        Assert.Equal((EventSide.Sell, TimeInForce.Day, 100_400L), (target.Side, target.TimeInForce, target.Price));
        Assert.Equal(IntentFlags.PostOnly | IntentFlags.Reducing, target.Flags);
        Assert.Equal(200, target.Quantity);
        rig.Fill(target, 100_400);
        Assert.Equal((StrategyState.Cool, 0L), (rig.State, rig.Position));
        Assert.Equal(200 * 300, rig.Strategy.View(0).RealisedPu);
        rig.Row(z: 3);
        Assert.Equal(1, rig.Counters[EntryBlock.Cooldown]);
        rig.NowNs += 1000 * StrategyRig.Millisecond;
        rig.Row(z: 3);
        rig.Only(IntentAction.New, IntentReason.Entry);
    }

    [Fact]
    public void ShouldOpenWithWhatWasFilledWhenTheRestExpires()
    {
        using var rig = new StrategyRig();
        rig.Row(z: 3);
        uint entry = rig.Intents[0].OrderId;
        rig.Report(OrderEventType.Filled, entry, quantity: 70, leaves: 130, price: 100_100);
        Assert.Equal(StrategyState.Enter, rig.State);
        Assert.Empty(rig.Intents);
        rig.Report(OrderEventType.Expired, entry);
        Assert.Equal(70, rig.Only(IntentAction.New, IntentReason.Target).Quantity);
    }

    [Fact]
    public void ShouldCoolWhenTheEntryEndsWithoutAFill()
    {
        using var rig = new StrategyRig();
        rig.Row(z: 3);
        rig.Report(OrderEventType.Expired, 1);
        Assert.Equal(StrategyState.Cool, rig.State);
        rig.Timer(1000 * StrategyRig.Millisecond);
        Assert.Equal(StrategyState.Flat, rig.State);
    }

    [Fact]
    public void ShouldCancelTheTargetThenSweepWhenTheStopIsReached()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        rig.Row(z: 3); // Bid 100 000; entry 100 100, stop 99 900.
        Assert.Empty(rig.Intents);
        rig.Row(bid: 99_900, ask: 100_000, z: 3);
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.ClearTheWay);
        Assert.Equal(target.OrderId, cancel.TargetOrderId);
        rig.Report(OrderEventType.Cancelled, cancel.OrderId, target.OrderId);
        OrderIntent sweep = rig.Only(IntentAction.New, IntentReason.Stop);
        Assert.Equal((EventSide.Sell, 99_600L, 200), (sweep.Side, sweep.Price, sweep.Quantity)); // Bid − 3 ticks.
        Assert.Equal(IntentFlags.Reducing, sweep.Flags);
        rig.Fill(sweep, 99_900);
        Assert.Equal(StrategyState.Cool, rig.State);
        rig.Timer(4999 * StrategyRig.Millisecond); // cooldown_stop_ms
        Assert.Equal(StrategyState.Cool, rig.State);
        rig.Timer(1 * StrategyRig.Millisecond);
        Assert.Equal(StrategyState.Flat, rig.State);
    }

    [Fact]
    public void ShouldGoOneTickFurtherWithEachTryUpToTheLargestSlip()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { MaxExitSlipBps = 50, SweepSlipTicks = 3 });
        OrderIntent target = rig.Open();
        rig.Row(bid: 99_900, ask: 100_000);
        rig.Report(OrderEventType.Cancelled, rig.Intents[0].OrderId, target.OrderId);
        // Mid 99 950 less 50 bps = 99 450.25; nearer the mid on the tick: 99 500.
        foreach (long expected in new long[] { 99_600, 99_500, 99_500, 99_500 })
        {
            OrderIntent sweep = rig.Only(IntentAction.New, IntentReason.Stop);
            Assert.Equal(expected, sweep.Price);
            rig.Report(OrderEventType.Expired, sweep.OrderId);
            Assert.Empty(rig.Intents);
            rig.Row(bid: 99_900, ask: 100_000);
            rig.Timer(249 * StrategyRig.Millisecond);
            Assert.Empty(rig.Intents);
            rig.Timer(StrategyRig.Millisecond);
        }

        Assert.Equal(1, rig.Counters[StrategyCounter.SlipLimits]);
    }

    [Fact]
    public void ShouldTakeWhenTheSignalFadesAndSweepWhatIsLeft()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        rig.Row(z: 0.5);
        Assert.Empty(rig.Intents);
        rig.Row(z: double.NaN);
        Assert.Empty(rig.Intents);
        rig.Row(z: 0.49);
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.ClearTheWay);
        rig.Report(OrderEventType.Cancelled, cancel.OrderId, target.OrderId);
        OrderIntent take = rig.Only(IntentAction.New, IntentReason.Signal);
        Assert.Equal((100_000L, 200), (take.Price, take.Quantity));
        rig.Report(OrderEventType.Filled, take.OrderId, quantity: 50, leaves: 150, price: 100_000);
        rig.Report(OrderEventType.Expired, take.OrderId);
        rig.Timer(250 * StrategyRig.Millisecond);
        OrderIntent sweep = rig.Only(IntentAction.New, IntentReason.Signal);
        Assert.Equal((99_700L, 150), (sweep.Price, sweep.Quantity));
    }

    [Fact]
    public void ShouldSweepWhenTheHoldingTimeIsOver()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { FeedStaleMs = 0 });
        OrderIntent target = rig.Open();
        rig.Timer(4999 * StrategyRig.Millisecond);
        Assert.Empty(rig.Intents);
        rig.Timer(StrategyRig.Millisecond);
        rig.Report(OrderEventType.Cancelled, rig.Intents[0].OrderId, target.OrderId);
        Assert.Equal(99_700, rig.Only(IntentAction.New, IntentReason.HoldingTime).Price);
    }

    [Fact]
    public void ShouldHonourAFillWhenItComesAfterTheCancelWasSent()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        rig.Row(bid: 99_900, ask: 100_000);
        rig.Report(OrderEventType.Filled, target.OrderId, quantity: 150, leaves: 50, price: 100_400);
        Assert.Empty(rig.Intents);
        rig.Report(OrderEventType.Cancelled, rig.Strategy.View(0).WorkingOrders == 1 ? 3u : 0u, target.OrderId);
        Assert.Equal(50, rig.Only(IntentAction.New, IntentReason.Stop).Quantity);
        rig.Fill(rig.Intents[0], 99_900);
        Assert.Equal(StrategyState.Cool, rig.State);
        // The exchange reports one more fill of the cancelled target: short 10, which must go.
        rig.Report(OrderEventType.Filled, target.OrderId, quantity: 10, leaves: 0, price: 100_400);
        Assert.Equal(-10, rig.Position);
        OrderIntent exit = rig.Only(IntentAction.New, IntentReason.Unexpected);
        Assert.Equal((EventSide.Buy, 10), (exit.Side, exit.Quantity));
        Assert.Equal(1, rig.Counters[StrategyCounter.LateFills]);
    }

    [Fact]
    public void ShouldPreferTheStopWhenSeveralExitsHold()
    {
        using var rig = new StrategyRig();
        rig.Open();
        rig.NowNs += 10 * StrategyRig.Second;
        rig.Row(z: -5, bid: 99_900, ask: 100_000);
        Assert.Equal(1, rig.Counters[StrategyCounter.Stops]);
        Assert.Equal(0, rig.Counters[StrategyCounter.HoldingTimes] + rig.Counters[StrategyCounter.SignalExits]);
    }

    [Fact]
    public void ShouldCancelAllAndSendNothingWhenMessagesAreMissing()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        rig.Feed(EventKind.FeedGap);
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.Unsafe);
        rig.Report(OrderEventType.Cancelled, cancel.OrderId, target.OrderId);
        rig.Timer(10 * StrategyRig.Second); // The holding time is over, but no exit leaves on a stale book.
        Assert.Equal((StrategyState.Exit, 0), (rig.State, rig.Intents.Count));
        rig.Feed(EventKind.FeedRecovered);
        Assert.Empty(rig.Intents);
        rig.Row(bid: 99_000, ask: 99_100, z: double.NaN);
        Assert.Equal(98_700, rig.Only(IntentAction.New, IntentReason.HoldingTime).Price);
    }

    [Fact]
    public void ShouldCancelAndHoldThePositionWhenHalted()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        rig.Row(flags: BookFlags.Halted | BookFlags.StateChanged | BookFlags.QuoteValid, features: FeatureFlags.None);
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.Unsafe);
        rig.Report(OrderEventType.Cancelled, cancel.OrderId, target.OrderId);
        rig.Row(bid: 99_000, ask: 99_100, flags: BookFlags.Halted | BookFlags.QuoteValid);
        Assert.Empty(rig.Intents);
        rig.Row(bid: 99_000, ask: 99_100);
        Assert.Equal(98_700, rig.Only(IntentAction.New, IntentReason.Stop).Price);
    }

    [Fact]
    public void ShouldCancelAndAlarmWhenTheFeedIsSilent()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { MaxHoldMs = 600_000 });
        rig.Open();
        rig.Timer(1000 * StrategyRig.Millisecond);
        Assert.Empty(rig.Intents);
        rig.Timer(1);
        rig.Only(IntentAction.Cancel, IntentReason.Unsafe);
        rig.Timer(5 * StrategyRig.Second);
        rig.Timer(5 * StrategyRig.Second);
        Assert.Equal(1, rig.Counters[StrategyCounter.SilenceAlarms]);
        rig.Row();
        rig.Timer(1001 * StrategyRig.Millisecond + 5 * StrategyRig.Second);
        Assert.Equal(2, rig.Counters[StrategyCounter.SilenceAlarms]);
    }

    [Fact]
    public void ShouldFlattenWhenTheKillSwitchGoesOnAndStayOffUntilResumed()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        rig.Command(OperatorCommand.Kill);
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.Command);
        rig.Report(OrderEventType.Cancelled, cancel.OrderId, target.OrderId);
        rig.Fill(rig.Only(IntentAction.New, IntentReason.Command), 100_000);
        Assert.Equal(StrategyState.Off, rig.State);
        rig.NowNs += 100 * StrategyRig.Second;
        rig.Row(z: 3);
        Assert.Equal((0, 1L), (rig.Intents.Count, rig.Counters[EntryBlock.Off]));
        rig.Command(OperatorCommand.Resume);
        rig.Row(z: 3);
        rig.Only(IntentAction.New, IntentReason.Entry);
    }

    [Fact]
    public void ShouldHoldThePositionWhenKillActionIsHold()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { KillAction = KillAction.Hold });
        OrderIntent target = rig.Open();
        rig.Command(OperatorCommand.Kill);
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.Command);
        rig.Report(OrderEventType.Cancelled, cancel.OrderId, target.OrderId);
        rig.Row(bid: 99_000, ask: 99_100);
        Assert.Equal((StrategyState.Off, 200L, 0), (rig.State, rig.Position, rig.Intents.Count));
        rig.Command(OperatorCommand.Resume);
        Assert.Equal(EventSide.Sell, rig.Only(IntentAction.New, IntentReason.Unexpected).Side);
    }

    [Fact]
    public void ShouldFlattenWhenTheSessionEnds()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { MaxHoldMs = 600_000, NoEntryBeforeCloseS = 0 });
        rig.NowNs = 57_539 * StrategyRig.Second;
        OrderIntent target = rig.Open();
        rig.NowNs += StrategyRig.Second;
        rig.Row(z: 3);
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.SessionEnd);
        rig.Report(OrderEventType.Cancelled, cancel.OrderId, target.OrderId);
        rig.Fill(rig.Only(IntentAction.New, IntentReason.SessionEnd), 100_000);
        rig.NowNs += 30 * StrategyRig.Second;
        rig.Row(z: 3);
        Assert.Equal((StrategyState.Cool, 0), (rig.State, rig.Intents.Count));
    }

    [Fact]
    public void ShouldWaitForReconciliationWhenTheSessionWasLost()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { FeedStaleMs = 0 });
        OrderIntent target = rig.Open();
        rig.Session(SessionEventType.Disconnected);
        rig.Row(bid: 99_900, ask: 100_000);
        Assert.Equal((StrategyState.Exit, 0), (rig.State, rig.Intents.Count));
        rig.Session(SessionEventType.LoggedOn);
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.ClearTheWay);
        rig.Report(OrderEventType.Cancelled, target.OrderId); // Cancel on disconnect, reported after the logon.
        Assert.Equal(200, rig.Only(IntentAction.New, IntentReason.Stop).Quantity);
        rig.Report(OrderEventType.CancelRejected, cancel.OrderId, target.OrderId);
        Assert.Empty(rig.Intents);
    }

    [Fact]
    public void ShouldCancelAnUnansweredOrderAndGiveItUpWhenNothingHelps()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { FeedStaleMs = 0 });
        rig.Row(z: 3);
        rig.Timer(4999 * StrategyRig.Millisecond);
        Assert.Empty(rig.Intents);
        rig.Timer(StrategyRig.Millisecond);
        for (int i = 0; i < 3; i++)
        {
            OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.Timeout);
            rig.Report(OrderEventType.CancelRejected, cancel.OrderId, 1);
            Assert.Empty(rig.Intents);
            rig.Timer(250 * StrategyRig.Millisecond);
        }

        Assert.Equal(1, rig.Counters[StrategyCounter.LostOrders]);
        rig.Timer();
        Assert.Equal(StrategyState.Off, rig.State);
        rig.Report(OrderEventType.Filled, 1, quantity: 200, price: 100_100);
        Assert.Equal(EventSide.Sell, rig.Only(IntentAction.New, IntentReason.Command).Side);
    }

    [Fact]
    public void ShouldRetryTheExitWhenRiskRefusesIt()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        rig.Row(bid: 99_900, ask: 100_000);
        rig.Report(OrderEventType.Cancelled, rig.Intents[0].OrderId, target.OrderId);
        OrderIntent sweep = rig.Only(IntentAction.New, IntentReason.Stop);
        rig.Report(OrderEventType.RiskRejected, sweep.OrderId, quantity: 12);
        Assert.Empty(rig.Intents);
        rig.Timer(250 * StrategyRig.Millisecond);
        Assert.Equal(sweep.Price, rig.Only(IntentAction.New, IntentReason.Stop).Price);
        Assert.Equal(1, rig.Counters[StrategyCounter.RiskRejects]);
    }

    [Fact]
    public void ShouldKeepIdsForExitsWhenEntriesHaveUsedTheirs()
    {
        using var rig = new StrategyRig(ids: new OrderIdAllocator(capacity: 4, reserve: 3));
        OrderIntent target = rig.Open();
        rig.Row(bid: 99_900, ask: 100_000);
        rig.Report(OrderEventType.Cancelled, rig.Intents[0].OrderId, target.OrderId);
        rig.Fill(rig.Only(IntentAction.New, IntentReason.Stop), 99_900);
        rig.NowNs += 10 * StrategyRig.Second;
        rig.Row(z: 3);
        Assert.Equal((0, 1L), (rig.Intents.Count, rig.Counters[EntryBlock.OrderIds]));
    }

    [Fact]
    public void ShouldCarryOnWithLaterEventsWhenOneHasNoRoomForAllCancels()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { FeedStaleMs = 0 }, instruments: 10);
        for (ushort i = 0; i < 10; i++)
        {
            rig.Row(z: 3, instrument: i);
            rig.Fill(rig.Only(IntentAction.New, IntentReason.Entry), 100_100);
        }

        var cancelled = new HashSet<ushort>();
        rig.Command(OperatorCommand.Kill);
        for (int i = 0; i < 3; i++)
        {
            Assert.InRange(rig.Intents.Count, 1, 4);
            foreach (OrderIntent cancel in rig.Intents)
                Assert.True(cancel.Action == IntentAction.Cancel && cancelled.Add(cancel.Instrument));
            rig.Timer();
        }

        Assert.Equal(10, cancelled.Count);
    }

    [Theory]
    [InlineData(EntryBlock.FeatureMissing)]
    [InlineData(EntryBlock.Session)]
    [InlineData(EntryBlock.StaleBook)]
    [InlineData(EntryBlock.QuoteInvalid)]
    [InlineData(EntryBlock.RecentHalt)]
    [InlineData(EntryBlock.SessionWindow)]
    [InlineData(EntryBlock.Spread)]
    [InlineData(EntryBlock.Edge)]
    [InlineData(EntryBlock.Size)]
    [InlineData(EntryBlock.Off)]
    public void ShouldRefuseAndCountTheEntryWhenBlocked(EntryBlock block)
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { Enabled = block != EntryBlock.Off });
        switch (block)
        {
            case EntryBlock.FeatureMissing:
                rig.Row(z: 3, edge: double.NaN);
                break;
            case EntryBlock.Session:
                rig.Session(SessionEventType.Logout);
                rig.Row(z: 3);
                break;
            case EntryBlock.StaleBook:
                rig.Row(z: 3, flags: BookFlags.Stale);
                break;
            case EntryBlock.QuoteInvalid:
                rig.Row(z: 3, ask: 0, flags: BookFlags.None);
                break;
            case EntryBlock.RecentHalt:
                rig.Row(z: 3, features: FeatureFlags.Row | FeatureFlags.RecentHalt);
                break;
            case EntryBlock.SessionWindow:
                rig.NowNs = 57_300 * StrategyRig.Second + 1;
                rig.Row(z: 3);
                break;
            case EntryBlock.Spread:
                rig.Row(z: 3, ask: 100_300);
                break;
            case EntryBlock.Edge:
                rig.Row(z: 3, edge: -0.001);
                break;
            case EntryBlock.Size:
                rig.Row(z: 3, size: 4);
                break;
            default:
                rig.Row(z: 3);
                break;
        }

        Assert.Empty(rig.Intents);
        Assert.Equal(1, rig.Counters[block]);
    }

    [Fact]
    public void ShouldStopEnteringWhenTheDaysTradesAreUsedUp()
    {
        using var rig = new StrategyRig(new OfiMomentumOptions { MaxTradesPerDay = 1 });
        OrderIntent target = rig.Open();
        rig.Fill(target, target.Price);
        rig.NowNs += 2 * StrategyRig.Second;
        rig.Row(z: 3);
        Assert.Equal((0, 1L), (rig.Intents.Count, rig.Counters[EntryBlock.MaxTrades]));
    }

    [Fact]
    public void ShouldLeaveWhenTheOpeningTradeIsBroken()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        rig.Report(OrderEventType.Busted, 1, quantity: 200, price: 100_100);
        Assert.Equal(0, rig.Position);
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.ClearTheWay);
        rig.Report(OrderEventType.Cancelled, cancel.OrderId, target.OrderId);
        Assert.Equal(StrategyState.Cool, rig.State);
    }

    [Theory]
    [InlineData(FeatureGates.NoQuote, EntryBlock.QuoteInvalid)]
    [InlineData(FeatureGates.RecentHalt, EntryBlock.RecentHalt)]
    [InlineData(FeatureGates.Gap, EntryBlock.GateGap)]
    [InlineData(FeatureGates.Spread, EntryBlock.GateSpread)]
    [InlineData(FeatureGates.Depth, EntryBlock.GateDepth)]
    [InlineData(FeatureGates.QuoteStuffing, EntryBlock.GateQuoteStuffing)]
    [InlineData(FeatureGates.Toxicity, EntryBlock.GateToxicity)]
    [InlineData(FeatureGates.Vpin, EntryBlock.GateToxicity)]
    // Of several the first in the order of the specification.
    [InlineData(FeatureGates.NoQuote | FeatureGates.RecentHalt | FeatureGates.Depth, EntryBlock.QuoteInvalid)]
    [InlineData(FeatureGates.RecentHalt | FeatureGates.Gap, EntryBlock.RecentHalt)]
    [InlineData(FeatureGates.Gap | FeatureGates.Spread, EntryBlock.GateGap)]
    [InlineData(FeatureGates.Spread | FeatureGates.Depth | FeatureGates.Vpin, EntryBlock.GateSpread)]
    [InlineData(FeatureGates.Depth | FeatureGates.QuoteStuffing, EntryBlock.GateDepth)]
    [InlineData(FeatureGates.QuoteStuffing | FeatureGates.Toxicity, EntryBlock.GateQuoteStuffing)]
    public void ShouldNotEnterAndCountTheReasonWhenAGateIsClosed(FeatureGates closed, EntryBlock expected)
    {
        using var rig = new StrategyRig { Gates = closed };
        rig.Row(z: 3);
        rig.Row(z: -3);
        Assert.Empty(rig.Intents);
        Assert.Equal(StrategyState.Flat, rig.State);
        foreach (EntryBlock block in Enum.GetValues<EntryBlock>())
            Assert.Equal(block == expected ? 2 : 0, rig.Counters[block]);
        // Without a signal there is no entry to refuse; and with the gate open again there is one.
        rig.Row(z: 1);
        Assert.Equal(2, rig.Counters[expected]);
        rig.Gates = FeatureGates.None;
        rig.Row(z: 3);
        rig.Only(IntentAction.New, IntentReason.Entry);
    }

    [Fact]
    public void ShouldStillLeaveATradeWhenAGateCloses()
    {
        using var rig = new StrategyRig();
        OrderIntent target = rig.Open();
        rig.Gates = FeatureGates.Toxicity;
        rig.Row(bid: 99_900, ask: 100_000, z: 3); // the stop
        OrderIntent cancel = rig.Only(IntentAction.Cancel, IntentReason.ClearTheWay);
        rig.Report(OrderEventType.Cancelled, cancel.OrderId, target.OrderId);
        rig.Only(IntentAction.New, IntentReason.Stop);
    }

    [Fact]
    public void ShouldNameKeyValueAndRangeWhenAnOptionIsInvalid()
    {
        var options = new OfiMomentumOptions
        {
            TakeSlipTicks = 11, ZExit = 2.5, TargetTicks = 0, DepthCap = double.NaN,
        };
        Assert.Equal(
            [
                "take_slip_ticks: 11 is outside 0 to 10",
                "depth_cap: NaN is outside 0 to 1",
                "z_exit: 2.5 is outside 0 to below z_entry",
                "target_ticks: 0 is outside 1 to 100",
            ],
            options.Validate());
        Assert.Throws<ArgumentException>(
            () => new OfiMomentumStrategy(options, [new InstrumentInfo("A")], new OrderIdAllocator(10, 1)));
    }
}
