using HftGateway.MarketData.Events;

namespace HftGateway.Risk.Tests;

public sealed class RiskAllocationTests
{
    [Fact]
    public void ShouldAllocateNothingWhenHandlingMillionsOfEvents()
    {
        using var rig = new RiskRig(
            new RiskLimits { MaxOrdersPerSecond = 1_000_000, MaxOrdersPerSecondTotal = 1_000_000, MaxDailyLoss = 1e9 },
            capacity: 2_000_000);
        Run(rig, 1000);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => Run(rig, 300_000), out int passes));
        Assert.Equal(1_000 + (passes * 300_000), rig.Engine.Counters[RiskCounter.Fills]);
    }

    // Each round: two quotes, an order, its acknowledgement, a partial fill, a cancel and its report: 7 events.
    private static void Run(RiskRig rig, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            rig.NowNs += 1_000_000;
            rig.Quote(100_000, 100_200);
            rig.Quote(100_100, 100_300);
            EventSide side = (i & 1) == 0 ? EventSide.Buy : EventSide.Sell;
            rig.Send(rig.Intent(side, 100, 100_200));
            uint id = rig.LastId;
            rig.Report(OrderEventType.Accepted, id);
            rig.Report(OrderEventType.Filled, id, quantity: 60, leaves: 40, price: 100_200);
            rig.Cancel(id);
            rig.Report(OrderEventType.Cancelled, rig.LastId, id);
        }
    }
}
