using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Risk.Tests;

/// <summary>refuse_closed_gates: what the feature stage closes, the risk stage refuses.</summary>
public sealed class RiskGateTests
{
    private static RiskLimits Refusing => new() { RefuseClosedGates = true };

    [Theory]
    [InlineData(FeatureGates.NoQuote)]
    [InlineData(FeatureGates.RecentHalt)]
    [InlineData(FeatureGates.Gap)]
    [InlineData(FeatureGates.Spread)]
    [InlineData(FeatureGates.Depth)]
    [InlineData(FeatureGates.QuoteStuffing)]
    [InlineData(FeatureGates.Toxicity)]
    [InlineData(FeatureGates.Vpin)]
    [InlineData(FeatureGates.Spread | FeatureGates.Vpin)]
    public void ShouldRefuseAnOrderWhenAGateIsClosed(FeatureGates closed)
    {
        using var rig = new RiskRig(Refusing);
        Close(rig, closed);
        Assert.Equal(RiskReason.GateClosed, rig.Buy(1));
        Assert.Equal(RiskReason.GateClosed, rig.Sell(1));
        Assert.Equal(2, rig.Engine.Counters[RiskReason.GateClosed]);
        Assert.Equal(0, rig.Engine.View(0).OpenBuy);
        Close(rig, FeatureGates.None);
        Assert.Equal(RiskReason.None, rig.Buy(1));
    }

    [Fact]
    public void ShouldPassWhenItWasNotAskedToRefuse()
    {
        using var rig = new RiskRig();
        Close(rig, FeatureGates.Toxicity);
        Assert.Equal(RiskReason.None, rig.Buy(1));
    }

    [Fact]
    public void ShouldLetAPositionBeReducedWhenAGateIsClosed()
    {
        using var rig = new RiskRig(Refusing);
        rig.Hold(EventSide.Buy, 100);
        Close(rig, FeatureGates.Depth);
        Assert.Equal(RiskReason.GateClosed, rig.Buy(1));
        Assert.Equal(RiskReason.GateClosed, rig.Sell(101)); // through zero: a new position
        Assert.Equal(RiskReason.None, rig.Sell(60));
        Assert.Equal(RiskReason.GateClosed, rig.Sell(41)); // with the 60 that are open more than is held
        Assert.Equal(RiskReason.None, rig.Sell(40));
    }

    [Fact]
    public void ShouldLetACoverOfAShortPositionPassWhenAGateIsClosed()
    {
        using var rig = new RiskRig(Refusing);
        rig.Hold(EventSide.Sell, 100);
        Close(rig, FeatureGates.Vpin);
        Assert.Equal(RiskReason.GateClosed, rig.Sell(1));
        Assert.Equal(RiskReason.GateClosed, rig.Buy(101));
        Assert.Equal(RiskReason.None, rig.Buy(100));
    }

    [Fact]
    public void ShouldLetCancelsAndReductionsPassWhenAGateClosesOverARestingOrder()
    {
        using var rig = new RiskRig(Refusing);
        Assert.Equal(RiskReason.None, rig.Buy(100));
        uint order = rig.LastId;
        rig.Report(OrderEventType.Accepted, order, leaves: 100);
        Close(rig, FeatureGates.Gap);
        Assert.Equal(RiskReason.GateClosed, rig.Replace(order, EventSide.Buy, 150));
        Assert.Equal(RiskReason.None, rig.Cancel(order));
    }

    [Fact]
    public void ShouldRefuseOnTheInstrumentWhoseGateIsClosedOnly()
    {
        using var rig = new RiskRig(Refusing);
        Close(rig, FeatureGates.Spread, instrument: 1);
        Assert.Equal(RiskReason.None, rig.Send(rig.Intent(EventSide.Buy, 1)));
        Assert.Equal(RiskReason.GateClosed, rig.Send(rig.Intent(EventSide.Buy, 1, instrument: 1)));
    }

    [Fact]
    public void ShouldKeepWhatTheLastRowSaidWhenAnEventIsNoRow()
    {
        using var rig = new RiskRig(Refusing);
        rig.NoRow(FeatureGates.Depth);
        Assert.Equal(RiskReason.None, rig.Buy(1));
        Close(rig, FeatureGates.Depth);
        rig.NoRow(FeatureGates.None);
        Assert.Equal(RiskReason.GateClosed, rig.Buy(1));
    }

    [Fact]
    public void ShouldNameTheOlderReasonWhenThereIsAnother()
    {
        using var rig = new RiskRig(Refusing);
        Close(rig, FeatureGates.Depth);
        Assert.Equal(RiskReason.PriceInvalid, rig.Buy(1, 100_150)); // no multiple of the tick
    }

    private static void Close(RiskRig rig, FeatureGates gates, ushort instrument = 0)
    {
        rig.Gates = gates;
        rig.Quote(100_000, 100_200, instrument: instrument);
    }
}
