namespace HftGateway.Features.Reference;

/// <summary>
/// A seeded feed that does everything unpleasant at once: bursts at one time, times that step back, gaps up to hours,
/// times exactly on boundaries, halts of both kinds, sides that empty, locked and crossed books, hidden trades
/// anywhere, crosses and broken trades, refused and over-large messages, replacements by themselves and by nothing.
/// </summary>
internal sealed class AdversarialFeed(int seed, string[] symbols)
{
    private readonly record struct Live(ulong Id, char Side, int Symbol, long Price);

    private readonly Random _random = new(seed);
    private readonly List<Live> _live = [];
    private readonly long[] _centre = [.. symbols.Select(static (_, i) => 1_000_000L + 50_000 * i)];
    private readonly int[] _emptying = new int[symbols.Length];
    private ulong _nextId = 1;

    public long TimeNs { get; set; } = 34_190_000_000_000;

    public long LongestGapNs { get; init; } = 5_000_000_000;

    /// <summary>Of 1000 messages so many come at the time of the one before.</summary>
    public int Bursts { get; init; } = 400;

    /// <summary>One price in so many is through the middle: the book is then locked or crossed until it goes.</summary>
    public int CrossEvery { get; init; } = 150;

    public long LargestSize { get; init; } = 1_000;

    public long TickPu { get; init; } = 100;

    /// <summary>Middle of the first symbol's prices.</summary>
    public long Centre
    {
        init => _centre[0] = value;
    }

    /// <summary>The next message.</summary>
    public byte[] Next()
    {
        Advance();
        int symbol = _random.Next(symbols.Length);
        long time = _random.Next(150) == 0 ? Math.Max(0, TimeNs - _random.Next(50_000_000)) : TimeNs;
        int what = _random.Next(1000);
        if (_random.Next(4) == 0 && Uncross(time, symbol) is { } message)
            return message;
        if (_emptying[symbol] > 0 && _random.Next(3) > 0)
            return Empty(time, symbol);
        return what switch
        {
            < 6 => Status(time, symbol),
            < 9 => BeginToEmpty(time, symbol),
            < 80 => ItchBytes.Trade(time, Locate(symbol), symbols[symbol], Size(), Price(symbol, 'X')),
            < 95 => Refused(time, symbol),
            < 105 => Aside(time, symbol),
            < 480 => Add(time, symbol),
            _ => Change(time),
        };
    }

    private static int Locate(int symbol) => symbol + 7;

    private void Advance()
    {
        int kind = _random.Next(1000);
        if (kind < Bursts)
            return;
        long limit = kind switch
        {
            < 700 => 2_000,
            < 850 => 3_000_000,
            < 960 => 120_000_000,
            < 997 => 2_000_000_000,
            _ => LongestGapNs,
        };
        TimeNs += _random.NextInt64(Math.Max(1, Math.Min(limit, LongestGapNs)));
        if (_random.Next(100) == 0)
            TimeNs = (TimeNs / 100_000_000 + 1) * 100_000_000;
    }

    private long Size() => _random.Next(10) switch
    {
        0 => LargestSize,
        < 3 => _random.NextInt64(1, LargestSize + 1),
        _ => _random.NextInt64(1, Math.Min(LargestSize, 800) + 1),
    };

    private long Price(int symbol, char side)
    {
        if (_random.Next(40) == 0)
        {
            long moved = _centre[symbol] + TickPu * _random.Next(-4, 5);
            _centre[symbol] = Math.Clamp(moved, TickPu, 2_000_000_000 - TickPu);
        }

        // Now and then up to three ticks through the middle, else up to 18 behind it; hidden trades in half ticks.
        int away = _random.Next(CrossEvery) == 0 ? _random.Next(-3, 1)
            : Math.Min(_random.Next(0, 19), _random.Next(1, 19));
        long price = side switch
        {
            'B' => _centre[symbol] - TickPu * away,
            'S' => _centre[symbol] + TickPu * away,
            _ => _centre[symbol] + TickPu * _random.Next(-12, 13) / 2,
        };
        return Math.Clamp(price, 1, 2_000_000_000);
    }

    private byte[] Status(long time, int symbol) => _random.Next(3) == 0
        ? ItchBytes.Operational(time, Locate(symbol), symbols[symbol], "QQB"[_random.Next(3)], "HT"[_random.Next(2)])
        : ItchBytes.Action(time, Locate(symbol), symbols[symbol], "HPQTTTT"[_random.Next(7)]);

    private byte[] BeginToEmpty(long time, int symbol)
    {
        _emptying[symbol] = _random.Next(5, 60);
        return Empty(time, symbol);
    }

    private byte[] Empty(long time, int symbol)
    {
        char side = "BS"[_emptying[symbol]-- % 7 == 0 ? 0 : 1];
        int at = _live.FindIndex(o => o.Side == side && o.Symbol == symbol);
        if (at < 0)
            return Add(time, symbol);
        ulong id = _live[at].Id;
        _live.RemoveAt(at);
        return _random.Next(2) == 0 ? ItchBytes.Delete(time, Locate(symbol), id)
            : ItchBytes.Execute(time, Locate(symbol), id, int.MaxValue);
    }

    // A real book does not stay crossed: the older of the two best orders goes.
    private byte[]? Uncross(long time, int symbol)
    {
        (int bid, int ask) = (-1, -1);
        for (int i = 0; i < _live.Count; i++)
        {
            if (_live[i].Symbol != symbol)
                continue;
            if (_live[i].Side == 'B' && (bid < 0 || _live[i].Price > _live[bid].Price))
                bid = i;
            if (_live[i].Side == 'S' && (ask < 0 || _live[i].Price < _live[ask].Price))
                ask = i;
        }

        if (bid < 0 || ask < 0 || _live[bid].Price < _live[ask].Price)
            return null;
        Live order = _live[Math.Min(bid, ask)];
        _live.Remove(order);
        return _random.Next(3) == 0 ? ItchBytes.Delete(time, Locate(symbol), order.Id)
            : ItchBytes.Execute(time, Locate(symbol), order.Id, int.MaxValue);
    }

    private byte[] Refused(long time, int symbol)
    {
        int locate = Locate(symbol);
        string stock = symbols[symbol];
        // Of the same symbol: references are unique in a feed, and the reference sees one symbol.
        ulong id = _live.Where(o => o.Symbol == symbol).Select(static o => o.Id)
            .DefaultIfEmpty(2_000_000_000UL + (ulong)symbol).Last();
        const ulong Unknown = 1_000_000_000;
        return _random.Next(14) switch
        {
            0 => ItchBytes.Execute(time, locate, Unknown, 10),
            1 => ItchBytes.ExecuteAt(time, locate, Unknown, 10, true, 1_000_000),
            2 => ItchBytes.Cancel(time, locate, Unknown, 10),
            3 => ItchBytes.Delete(time, locate, Unknown),
            4 => ItchBytes.Replace(time, locate, Unknown, Unknown + 1, 10, 1_000_000),
            5 => ItchBytes.Add(time, locate, stock, id, 'B', 10, 1_000_000),
            6 => ItchBytes.Add(time, locate, stock, Unknown + 2, 'B', 0, 1_000_000),
            7 => ItchBytes.Add(time, locate, stock, Unknown + 2, 'S', 10, 2_000_000_001),
            8 => ItchBytes.AddMpid(time, locate, stock, Unknown + 2, 'S', 10, 0),
            9 => ItchBytes.Trade(time, locate, stock, 0, 1_000_000),
            10 => ItchBytes.Trade(time, locate, stock, 10, uint.MaxValue),
            11 => ItchBytes.Replace(time, locate, id, id, 10, 1_000_000),
            12 => ItchBytes.Replace(time, locate, id, Unknown + 3, 10, 0),
            _ => ItchBytes.Execute(time, locate, id, 0),
        };
    }

    // No row: crosses, broken trades, other messages, other symbols.
    private byte[] Aside(long time, int symbol) => _random.Next(4) switch
    {
        0 => ItchBytes.Cross(time, Locate(symbol), symbols[symbol], 5_000, _centre[symbol]),
        1 => ItchBytes.Broken(time, Locate(symbol)),
        2 => ItchBytes.System(time + _random.Next(1_000_000), 'Q'),
        _ => ItchBytes.Add(time + _random.Next(1_000_000), 999, "OTHER", 5_000_000_000 + _nextId, 'B', 1, 1),
    };

    private byte[] Add(long time, int symbol)
    {
        char side = "BS"[_random.Next(2)];
        ulong id = _nextId++;
        long price = Price(symbol, side);
        _live.Add(new Live(id, side, symbol, price));
        return _random.Next(6) == 0
            ? ItchBytes.AddMpid(time, Locate(symbol), symbols[symbol], id, side, Size(), price)
            : ItchBytes.Add(time, Locate(symbol), symbols[symbol], id, side, Size(), price);
    }

    private byte[] Change(long time)
    {
        if (_live.Count == 0)
            return Add(time, 0);
        int at = _random.Next(3) == 0 ? Touch() : _random.Next(_live.Count);
        Live order = _live[at];
        int locate = Locate(order.Symbol);
        switch (_random.Next(12))
        {
            case < 4:
                _live.RemoveAt(at);
                return ItchBytes.Delete(time, locate, order.Id);
            case < 5:
                return ItchBytes.Cancel(time, locate, order.Id, Size());
            case < 9:
                return ItchBytes.Execute(time, locate, order.Id, Size());
            case < 10:
                long at2 = _random.Next(8) switch
                {
                    0 => 0,
                    1 => 2_000_000_001,
                    _ => Price(order.Symbol, order.Side),
                };
                return ItchBytes.ExecuteAt(time, locate, order.Id, Size(), _random.Next(3) > 0, at2);
            default:
                ulong id = _nextId++;
                bool acts = _random.Next(20) > 0;
                long price = Price(order.Symbol, order.Side);
                if (acts)
                    _live[at] = order with { Id = id, Price = price };
                else
                    _live.RemoveAt(at);
                return ItchBytes.Replace(time, locate, order.Id, id, acts ? Size() : 0, price);
        }
    }

    // A recent order is more often near the touch.
    private int Touch() => Math.Max(0, _live.Count - 1 - _random.Next(8));
}
