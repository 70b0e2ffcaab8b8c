using HftGateway.MarketData.Events;

namespace HftGateway.Books.Tests;

/// <summary>Random and adversarial flows, every event compared with the reference books.</summary>
public sealed class RandomBookTests
{
    private const int Instruments = 3;
    private const int Touch = 1_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ShouldEqualReferenceWhenPricesStayNearTouch(int seed) =>
        Run(new Flow("near", seed, 200_000, LiveTarget: 400, (random, side) => Near(random, side, 25)));

    [Fact]
    public void ShouldEqualReferenceWhenBooksAreDeep() =>
        Run(new Flow("deep", 4, 200_000, LiveTarget: 60_000, (random, _) => 1 + random.NextInt64(2_000_000_000)));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void ShouldEqualReferenceWhenWindowSpillsAndRefills(int seed) =>
        Run(new Flow("window", seed, 150_000, LiveTarget: 250, (random, side) => Near(random, side, 120))
        {
            Waves = true,
        });

    [Fact]
    public void ShouldEqualReferenceWhenOrdersQueueAtOnePrice() =>
        Run(new Flow("burst", 7, 60_000, LiveTarget: 500, (_, side) => side == EventSide.Buy ? Touch : Touch + 100));

    [Fact]
    public void ShouldEqualReferenceWhenSidesCross() =>
        Run(new Flow("cross", 8, 100_000, LiveTarget: 200, (random, _) => Touch + random.Next(40)));

    [Theory]
    [InlineData(9, 1000)]
    [InlineData(10, 300)]
    public void ShouldEqualReferenceWhenFeedIsHostile(int seed, int maxOrders) =>
        Run(new Flow("hostile", seed, 150_000, LiveTarget: 400, (random, side) => Near(random, side, 30))
        {
            Hostile = true, MaxOrders = maxOrders,
        });

    // HFTGW_BOOK_OPERATIONS and HFTGW_BOOK_SEED make it longer and different. Prices drift, so that ladders move; some
    // are off the tick, some far away.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ShouldEqualReferenceOverManyValidOperations(bool queues)
    {
        long wanted = Setting("HFTGW_BOOK_OPERATIONS", 250_000);
        int seed = (int)Setting("HFTGW_BOOK_SEED", 21);
        Flow flow = new("many", seed, 0, LiveTarget: 1_500, Price: null!) { Queues = queues };
        int touch = Touch;
        flow = flow with
        {
            Price = (random, side) =>
            {
                int kind = random.Next(100);
                touch = Math.Clamp(touch + (kind == 0 ? 100 * random.Next(-3, 4) : 0), Touch / 4, Touch * 4);
                long distance = kind < 95 ? 100 * (long)(60 * random.NextDouble() * random.NextDouble())
                    : kind < 98 ? random.Next(20_000) : random.Next(Touch / 5);
                return side == EventSide.Buy ? touch - distance : touch + 100 + distance;
            },
        };
        using BookSet books = new(new BookSetOptions
        {
            Instruments = Instruments, MaxOrders = flow.MaxOrders, Queues = queues,
        });
        BookComparison comparison = new(books, flow.MaxOrders, $"flow {flow.Name}, seed {seed}");
        EventSource source = new(flow, comparison.Reference);
        long valid = 0;
        for (long i = 0; valid < wanted; i++)
        {
            valid += comparison.FeedQuickly(source.Next()) ? 1 : 0;
            if (i % 100_000 != 0)
                continue;
            comparison.CompareAll();
            Assert.Empty(books.FindDefects());
        }

        comparison.CompareAll();
        Assert.Empty(books.FindDefects());
    }

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text
            ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    public void ShouldEqualReferenceWhenOnlyTotalsAreKept(int seed, bool hostile) =>
        Run(new Flow("totals", seed, 150_000, LiveTarget: 400, (random, side) => Near(random, side, 60))
        {
            Hostile = hostile, MaxOrders = hostile ? 300 : 100_000, Queues = false,
        });

    private static long Near(Random random, EventSide side, int ticks)
    {
        int distance = (int)(ticks * random.NextDouble() * random.NextDouble());
        return side == EventSide.Buy ? Touch - 100 * distance : Touch + 100 * (distance + 1);
    }

    private static void Run(Flow flow)
    {
        using BookSet books = new(new BookSetOptions
        {
            Instruments = Instruments, MaxOrders = flow.MaxOrders, Queues = flow.Queues,
        });
        BookComparison comparison = new(books, flow.MaxOrders, $"flow {flow.Name}, seed {flow.Seed}");
        EventSource source = new(flow, comparison.Reference);
        for (int i = 0; i < flow.Events; i++)
        {
            InputEvent e = source.Next();
            comparison.Feed(in e);
            if (i % (flow.Events / 20) == 0)
            {
                comparison.CompareAll();
                Assert.Empty(books.FindDefects());
            }
        }
        comparison.CompareAll();
    }

    private sealed record Flow(
        string Name, int Seed, int Events, int LiveTarget, Func<Random, EventSide, long> Price)
    {
        public bool Waves { get; init; }

        public bool Hostile { get; init; }

        public bool Queues { get; init; } = true;

        public int MaxOrders { get; init; } = 100_000;
    }

    private sealed class EventSource(Flow flow, ReferenceBooks reference)
    {
        private readonly Random _random = new(flow.Seed);
        private readonly List<ulong> _known = [];
        private ulong _nextId = 1;
        private int _count;

        public InputEvent Next()
        {
            _count++;
            int target = flow.Waves && _count / 5000 % 2 == 1 ? flow.LiveTarget / 10 : flow.LiveTarget;
            bool grow = reference.Orders.Count < target;
            InputEvent e = _known.Count == 0 || _random.Next(100) < (grow ? 75 : 25) ? MakeAdd() : MakeChange();
            return flow.Hostile ? Spoil(e) : e;
        }

        private InputEvent MakeAdd()
        {
            EventSide side = (EventSide)_random.Next(2);
            ulong id = NewId();
            _known.Add(id);
            return TestEvents.Add(id, side, flow.Price(_random, side), Shares(), (ushort)_random.Next(Instruments));
        }

        private ulong NewId()
        {
            if (!flow.Hostile)
                return _nextId += (ulong)_random.Next(1, 4);
            return _random.Next(6) switch
            {
                0 => (ulong)_random.NextInt64(),
                1 => ulong.MaxValue - (ulong)_random.Next(200),
                2 => (ulong)_random.Next(40) * 1024,
                3 => (ulong)_random.Next(300),
                4 => (1UL << 22) - 50 + (ulong)_random.Next(100),
                _ => _nextId += 700,
            };
        }

        private InputEvent MakeChange()
        {
            ulong id = PickKnown();
            ushort instrument = (ushort)_random.Next(Instruments);
            int shares = Shares();
            EventSide side = EventSide.Buy;
            long own = 0;
            if (reference.Orders.TryGetValue(id, out ReferenceBooks.Order? order))
            {
                instrument = (ushort)order.Instrument;
                side = (EventSide)order.Side;
                own = order.Price;
                if (_random.Next(3) == 0)
                    shares = order.Shares;
            }
            switch (_random.Next(10))
            {
                case 0 or 1:
                    return TestEvents.Execute(id, shares, instrument);
                case 2:
                    return TestEvents.ExecuteAt(id, shares, Touch + _random.Next(50), _random.Next(2) == 0, instrument);
                case 3:
                    return TestEvents.Reduce(id, shares, instrument);
                case 4 or 5:
                    ulong next = NewId();
                    _known.Add(next);
                    long price = _random.Next(4) == 0 && own != 0 ? own : flow.Price(_random, side);
                    return TestEvents.Replace(id, next, price, shares, instrument);
                case 6 when _random.Next(8) == 0:
                    return TestEvents.Trade(Touch + 50, shares, instrument);
                case 6 when _random.Next(8) == 0:
                    return TestEvents.Halt("HPQT"[_random.Next(4)], instrument);
                case 6 when _random.Next(8) == 0:
                    return TestEvents.OperationalHalt('Q', "HT"[_random.Next(2)], instrument);
                case 6 when _random.Next(8) == 0:
                    return TestEvents.Venue(_random.Next(2) == 0 ? EventKind.FeedGap : EventKind.FeedRecovered);
                default:
                    return TestEvents.Delete(id, instrument);
            }
        }

        /// <summary>A known order, live or dead, the touch's more often; the dead are forgotten on the way.</summary>
        private ulong PickKnown()
        {
            int at = _random.Next(_known.Count);
            ulong id = _known[at];
            if (!reference.Orders.ContainsKey(id) && _random.Next(20) != 0)
            {
                _known[at] = _known[^1];
                _known.RemoveAt(_known.Count - 1);
            }
            if (_random.Next(3) != 0)
                return id;
            ReferenceBooks.Book book = reference.Books[_random.Next(Instruments)];
            SortedList<long, List<ReferenceBooks.Order>> side = book.Sides[_random.Next(2)];
            return side.Count == 0 ? id : side.Values[0][0].Id;
        }

        private InputEvent Spoil(InputEvent e)
        {
            // Letters in Quantity are not shares.
            if (e.Kind is < EventKind.Add or > EventKind.Trade)
                return e;
            switch (_random.Next(30))
            {
                case 0:
                    e.Quantity = _random.Next(2) == 0 ? 0 : -_random.Next(5);
                    break;
                case 1:
                    long[] prices = [0, -1, 2_000_000_000, 2_000_000_001, 1, uint.MaxValue, long.MinValue];
                    e.Price = prices[_random.Next(prices.Length)];
                    // An execution that states its price is a recording's; the reference knows the exchange's only.
                    if (e.Kind == EventKind.Execute)
                        e.Price = 0;
                    break;
                case 2:
                    e.Instrument = _random.Next(2) == 0 ? (ushort)_random.Next(Instruments) : ushort.MaxValue;
                    break;
                case 3:
                    e.OrderId = (ulong)_random.NextInt64();
                    break;
                case 4 when _known.Count > 0:
                    e.OrderId2 = _known[_random.Next(_known.Count)];
                    break;
                case 5:
                    e.Quantity = int.MaxValue;
                    break;
                default:
                    break;
            }
            return e;
        }

        private int Shares() => _random.Next(4) == 0 ? _random.Next(1, 5) : 100 * _random.Next(1, 20);
    }
}
