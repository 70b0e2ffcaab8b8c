using HftGateway.MarketData.Events;

namespace HftGateway.Strategies.Tests;

public sealed class StrategyAllocationTests
{
    [Fact]
    public void ShouldAllocateNothingWhenHandlingMillionsOfEvents()
    {
        var strategy = new OfiMomentumStrategy(
            new OfiMomentumOptions { CooldownMs = 0 }, [new InstrumentInfo("A")], new OrderIdAllocator(1 << 21, 1000));
        Run(strategy, 1000);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => Run(strategy, 200_000), out int passes));
        Assert.Equal(1_000 + (passes * 200_000), strategy.Counters[StrategyCounter.Trades]);
        strategy.Dispose();
    }

    // Each round: rows, a trade from entry to target, a cooldown.
    private static void Run(OfiMomentumStrategy strategy, int rounds)
    {
        var none = default(HftGateway.Books.BookUpdate);
        var noRow = default(HftGateway.Features.FeatureRow);
        var output = default(StrategyOutput);
        long nowNs = 36_000_000_000_000 + (10_000 * strategy.Counters[StrategyCounter.Trades]);
        var update = new HftGateway.Books.BookUpdate
        {
            Flags = HftGateway.Books.BookFlags.Changed | HftGateway.Books.BookFlags.QuoteValid,
            BestBid = 100_000, BestAsk = 100_100, BidQuantity = 1000, AskQuantity = 1000,
        };
        var input = new InputEvent { Kind = EventKind.Session, Code = (byte)SessionEventType.LoggedOn, TimeNs = nowNs };
        strategy.OnEvent(in input, in none, in noRow, ref output);
        for (int i = 0; i < rounds; i++)
        {
            // Without a cooldown, as the day is too short for so many.
            input = new InputEvent { Kind = EventKind.Add, TimeNs = nowNs };
            var row = new HftGateway.Features.FeatureRow { Flags = HftGateway.Features.FeatureFlags.Row };
            row[OfiMomentumStrategy.SignalZ] = 1;
            strategy.OnEvent(in input, in update, in row, ref output);
            row[OfiMomentumStrategy.SignalZ] = 3;
            strategy.OnEvent(in input, in update, in row, ref output);
            for (int fill = 0; fill < 2; fill++)
            {
                OrderIntent order = output.Intents[0];
                input = new InputEvent
                {
                    Kind = EventKind.Order, Code = (byte)OrderEventType.Filled, OrderId = order.OrderId,
                    Quantity = order.Quantity, Price = order.Price, TimeNs = nowNs,
                };
                strategy.OnEvent(in input, in none, in noRow, ref output);
            }

            nowNs += 10_000;
        }
    }
}
