using HftGateway.Exchange.Flow;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Tests.Matching;

public class RandomisedMatchingTests
{
    private const int Symbols = 3;

    [Theory]
    [InlineData(1, 300_000)]
    [InlineData(20_241_104, 300_000)]
    public void ShouldDoExactlyWhatTheNaiveMatcherDoesWhenOperationsAreRandom(ulong seed, int operations)
    {
        var random = new Xoshiro256(seed);
        var bench = new Bench(Symbols, maxOrders: 4096, maxLevels: 128);
        var naive = new NaiveMatcher(Symbols);
        Array.Fill(naive.Trading, true);
        var live = new List<ulong>();
        for (int i = 0; i < operations; i++)
        {
            Operate(ref random, bench, naive, live, $"seed {seed}, operation {i}");
            if (i % 64 == 0 || i == operations - 1)
                CompareBooks(bench, naive, $"seed {seed}, operation {i}");
            for (int s = 0; s < Symbols; s++)
                Assert.True(!Crossed(bench.Books, s), $"crossed: seed {seed}, operation {i}");
        }

        Assert.True(bench.Engine.LastMatch > (ulong)operations / 20, "too few trades to prove anything");
    }

    [Theory]
    [InlineData(7, 100_000)]
    public void ShouldAccountForEveryShareWhenOperationsAreRandom(ulong seed, int operations)
    {
        var random = new Xoshiro256(seed);
        var ledger = new Ledger();
        var books = new OrderBooks(1, 4096, 128);
        var engine = new MatchingEngine<NoData, LedgerSink>(books, default, new LedgerSink(ledger));
        engine.SetTradingState(0, TradingState.Trading);
        for (int i = 0; i < operations; i++)
        {
            ulong victim = 1 + (ulong)random.NextInt((int)engine.LastReference + 1);
            int choice = random.NextInt(10);
            if (choice < 6)
                engine.Submit(RandomOrder(ref random, 1), out _);
            else if (choice < 8)
                engine.Cancel(victim, 5);
            else
                engine.Replace(victim, 5, 1 + random.NextInt(300), 250000 + 100 * random.NextInt(30), 0, out _);
        }

        long resting = 0;
        var orders = new RestingOrder[4096];
        foreach (EventSide side in new[] { EventSide.Buy, EventSide.Sell })
        {
            int count = books.CopyOrders(0, side, orders);
            for (int i = 0; i < count; i++)
                resting += orders[i].Quantity;
        }

        Assert.Equal(ledger.TakenTraded, ledger.RestTraded);
        Assert.Equal((long)engine.SharesTraded, ledger.TakenTraded);
        Assert.Equal(ledger.Leaves.Values.Sum(), resting);
        Assert.True(ledger.Leaves.Values.All(x => x >= 0), $"seed {seed}");
        Assert.Equal(
            ledger.Entered, ledger.TakenTraded + ledger.RestTraded + ledger.Removed + resting);
    }

    private static void Operate(ref Xoshiro256 random, Bench bench, NaiveMatcher naive, List<ulong> live, string where)
    {
        bench.Clear();
        naive.Feed.Clear();
        OrderResult mine;
        OrderResult theirs;
        ulong myReference = 0;
        ulong theirReference = 0;
        int choice = random.NextInt(100);
        if (choice < 50 || live.Count == 0)
        {
            NewOrder order = RandomOrder(ref random, Symbols);
            mine = bench.Engine.Submit(order, out myReference);
            theirs = naive.Submit(order, out theirReference);
        }
        else if (choice < 98)
        {
            int at = random.NextInt(live.Count);
            ulong reference = live[at];
            int owner = random.Chance(0.98) ? 5 : 6;
            // Cancels outweigh new orders as the list grows, so that the naive matcher stays fast.
            if (choice < 70 || live.Count > 120)
            {
                mine = bench.Engine.Cancel(reference, owner);
                theirs = naive.Cancel(reference, owner);
                if (owner == 5)
                    live.RemoveAt(at);
            }
            else
            {
                int leaves = random.NextInt(400) - 2;
                long price = RandomPrice(ref random);
                if (naive.Orders.Find(x => x.Reference == reference) is { } known && random.Chance(0.5))
                    price = known.Price;
                mine = bench.Engine.Replace(reference, owner, leaves, price, 1, out myReference);
                theirs = naive.Replace(reference, owner, leaves, price, out theirReference);
            }
        }
        else
        {
            int symbol = random.NextInt(Symbols);
            bool trading = random.Chance(0.7);
            bench.Engine.SetTradingState((ushort)symbol, trading ? TradingState.Trading : TradingState.Halted);
            bench.Clear();
            naive.Trading[symbol] = trading;
            return;
        }

        Assert.True(mine == theirs && myReference == theirReference,
            $"{where}: {mine} {myReference}, {theirs} {theirReference}");
        Assert.True(bench.Feed.SequenceEqual(naive.Feed),
            $"{where}: [{string.Join("; ", bench.Feed)}] instead of [{string.Join("; ", naive.Feed)}]");
        if (mine == OrderResult.Accepted && myReference != 0 && !live.Contains(myReference))
            live.Add(myReference);
    }

    private static NewOrder RandomOrder(ref Xoshiro256 random, int symbols) => new()
    {
        Symbol = (ushort)random.NextInt(symbols),
        Side = (EventSide)random.NextInt(2),
        Kind = random.Chance(0.06) ? OrderKind.Market : OrderKind.Limit,
        Life = random.Chance(0.2) ? OrderLife.ImmediateOrCancel : OrderLife.Day,
        PostOnly = random.Chance(0.1),
        Quantity = random.Chance(0.01) ? 0 : 1 + random.NextInt(300),
        Price = RandomPrice(ref random),
        Owner = 5,
    };

    private static long RandomPrice(ref Xoshiro256 random) =>
        random.Chance(0.01) ? 250_050 : 250_000 + 100 * random.NextInt(40);

    private static bool Crossed(OrderBooks books, int symbol)
    {
        long bid = books.BestPrice(symbol, EventSide.Buy);
        long ask = books.BestPrice(symbol, EventSide.Sell);
        return bid != 0 && ask != 0 && bid >= ask;
    }

    private static void CompareBooks(Bench bench, NaiveMatcher naive, string where)
    {
        Assert.Equal(naive.Orders.Count, bench.Books.TotalOrders);
        var orders = new RestingOrder[4096];
        for (int symbol = 0; symbol < Symbols; symbol++)
        {
            foreach (EventSide side in new[] { EventSide.Buy, EventSide.Sell })
            {
                int count = bench.Books.CopyOrders(symbol, side, orders);
                List<NaiveMatcher.Order> queue = naive.Queue(symbol, side);
                Assert.True(count == queue.Count && count == bench.Books.OrderCount(symbol, side), where);
                for (int i = 0; i < count; i++)
                {
                    Assert.True(
                        (orders[i].Reference, orders[i].Quantity, orders[i].Price)
                        == (queue[i].Reference, queue[i].Quantity, queue[i].Price), $"{where}: place {i}");
                }

                CompareLevels(bench.Books, symbol, side, queue, where);
            }
        }
    }

    private static void CompareLevels(
        OrderBooks books, int symbol, EventSide side, List<NaiveMatcher.Order> queue, string where)
    {
        var levels = queue.GroupBy(x => x.Price).Select(g => (g.Key, g.Sum(x => (long)x.Quantity), g.Count())).ToList();
        Assert.True(levels.Count == books.LevelCount(symbol, side), where);
        for (int i = 0; i < levels.Count; i++)
        {
            Assert.True(books.TryGetLevel(symbol, side, i, out PriceLevel level), where);
            Assert.True(levels[i] == (level.Price, level.Quantity, level.Count), $"{where}: level {i}");
        }

        Assert.False(books.TryGetLevel(symbol, side, levels.Count, out _));
        Assert.False(books.TryGetLevel(symbol, side, -1, out _));
    }

    private sealed class Ledger
    {
        public readonly Dictionary<ulong, long> Leaves = [];
        public long Entered, TakenTraded, RestTraded, Removed;
    }

    private readonly struct LedgerSink(Ledger ledger) : IExecutionSink
    {
        public void OnExecution(in ExecutionEvent e)
        {
            switch (e.Kind)
            {
                case ExecutionKind.Accepted:
                    ledger.Entered += e.Quantity;
                    break;
                case ExecutionKind.Traded when e.Aggressor:
                    ledger.TakenTraded += e.Quantity;
                    break;
                case ExecutionKind.Traded:
                    ledger.RestTraded += e.Quantity;
                    break;
                case ExecutionKind.Replaced:
                    // A replacement enters its new size in place of what was left of the old one.
                    ledger.Entered += e.Leaves - ledger.Leaves[e.PreviousReference];
                    ledger.Leaves.Remove(e.PreviousReference);
                    break;
                default:
                    ledger.Removed += e.Quantity;
                    break;
            }

            ledger.Leaves[e.Reference] = e.Leaves;
        }
    }

    private readonly struct NoData : IMarketDataSink
    {
        public void OnAdd(ushort symbol, ulong reference, EventSide side, int quantity, long price) { }
        public void OnExecute(ushort symbol, ulong reference, int quantity, ulong matchNumber) { }
        public void OnReduce(ushort symbol, ulong reference, int quantityRemoved) { }
        public void OnDelete(ushort symbol, ulong reference) { }
        public void OnReplace(ushort symbol, ulong oldReference, ulong newReference, int quantity, long price) { }
        public void OnTradingState(ushort symbol, TradingState state) { }
    }
}
