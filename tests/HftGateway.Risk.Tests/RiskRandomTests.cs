using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Risk.Tests;

/// <summary>
/// Random orders and random, also absurd, reports: the running sums equal those of the order table, always.
/// </summary>
public sealed class RiskRandomTests
{
    private const int Instruments = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ShouldKeepTheRunningExposureEqualToTheTableWhenEventsAreRandom(int seed)
    {
        var random = new Random(seed);
        var limits = new RiskLimits
        {
            MaxPositionQuantity = 2000, MaxPositionNotional = 1e9, MaxOrdersPerSecond = 1_000_000,
            MaxOrdersPerSecondTotal = 1_000_000,
        };
        using var rig = new RiskRig(limits, capacity: 400, instruments: Instruments);
        var cash = new Int128[Instruments];
        for (int step = 0; step < 4000; step++)
        {
            rig.NowNs += random.Next(1_000_000);
            if (random.Next(3) == 0)
                RandomIntent(rig, random);
            else
                RandomReport(rig, random, cash);
            Verify(rig, cash, $"seed {seed}, step {step}");
        }

        Assert.True(rig.Engine.Counters[RiskCounter.Fills] > 100, $"seed {seed}: too few fills to mean anything");
    }

    private static void RandomIntent(RiskRig rig, Random random)
    {
        uint target = (uint)random.Next(0, (int)rig.LastId + 3);
        EventSide side = (EventSide)random.Next(2);
        switch (random.Next(4))
        {
            case 0:
                rig.Cancel(target);
                break;
            case 1:
                rig.Replace(target, rig.Engine.Orders[target].Side, random.Next(-1, 800));
                break;
            default:
                rig.Send(rig.Intent(side, random.Next(0, 600), instrument: (ushort)random.Next(Instruments)));
                break;
        }
    }

    private static void RandomReport(RiskRig rig, Random random, Int128[] cash)
    {
        var type = (OrderEventType)random.Next(0, 13);
        uint id = (uint)random.Next(0, (int)rig.LastId + 3);
        OrderRecord record = rig.Engine.Orders[id];
        uint id2 = random.Next(4) == 0 ? (uint)random.Next(0, (int)rig.LastId + 3) : record.Target;
        // Mostly reports that make sense, some that do not.
        int quantity = random.Next(6) == 0 ? random.Next(-5, 900) : Math.Max(1, record.Leaves / random.Next(1, 3));
        int leaves = random.Next(6) == 0 ? random.Next(-5, 900) : Math.Max(0, record.Leaves - quantity);
        if (type == OrderEventType.Replaced && random.Next(6) != 0)
            leaves = record.Leaves;
        long price = random.Next(20) == 0 ? 0 : 100_000 + random.Next(-5, 6) * 100;
        var side = (EventSide)random.Next(2);
        ushort instrument = (ushort)random.Next(Instruments);
        if (type is OrderEventType.Filled or OrderEventType.Busted && quantity > 0 && price > 0)
        {
            // What a naive book-keeper would write down.
            OrderRecord order = record.Kind == RequestKind.Cancel ? rig.Engine.Orders[record.Target] : record;
            bool known = record.Kind != RequestKind.None;
            EventSide booked = known ? order.Side : side;
            Int128 amount = (Int128)quantity * price * (booked == EventSide.Buy ? -1 : 1);
            cash[known ? order.Instrument : instrument] += type == OrderEventType.Busted ? -amount : amount;
        }

        rig.Report(type, id, id2, quantity, leaves, price, instrument, side);
    }

    private static void Verify(RiskRig rig, Int128[] cash, string where)
    {
        Span<long> buy = stackalloc long[Instruments];
        Span<long> sell = stackalloc long[Instruments];
        buy.Clear();
        sell.Clear();
        for (uint id = 1; id <= Math.Min(rig.LastId, rig.Engine.Orders.Capacity); id++)
        {
            OrderRecord record = rig.Engine.Orders[id];
            long counted = 0;
            if (record.IsLiveOrder)
                counted = record.Leaves;
            else if (record.Kind == RequestKind.Replace && record.State == OrderState.New)
                counted = Math.Max(0, record.Quantity - rig.Engine.Orders[record.Target].Quantity);
            if (record.Side == EventSide.Buy)
                buy[record.Instrument] += counted;
            else
                sell[record.Instrument] += counted;
            Assert.True(record.Exposure == counted, $"{where}: order {id} counts {record.Exposure}, not {counted}");
        }

        for (int i = 0; i < Instruments; i++)
        {
            PositionView view = rig.Engine.View(i);
            Assert.True(view.OpenBuy == buy[i] && view.OpenSell == sell[i], $"{where}: open quantity of {i}");
            Assert.True(view.Position == view.BoughtShares - view.SoldShares, $"{where}: position of {i}");
            // Realised less cost is the cash, whatever the order of fills.
            Assert.True(view.RealisedPu - view.CostPu == cash[i], $"{where}: cash of {i}");
            Assert.True(view.Position != 0 || view.CostPu == 0, $"{where}: cost without position of {i}");
        }
    }
}
