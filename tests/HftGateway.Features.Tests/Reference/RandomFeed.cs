using HftGateway.MarketData.Events;

namespace HftGateway.Features.Tests.Reference;

/// <summary>
/// A seeded feed that does everything unpleasant: bursts at one time, times that step back, gaps of milliseconds to
/// hours, halts, sides that empty, locked and crossed books, refused and over-large messages, hidden trades anywhere.
/// </summary>
internal sealed class RandomFeed(int seed, int instruments)
{
    private readonly record struct Live(ulong Id, EventSide Side, ushort Instrument);

    private readonly Random _random = new(seed);
    private readonly List<Live> _live = [];
    private readonly long[] _centre = [.. Enumerable.Range(0, instruments).Select(i => 1_000_000L + 50_000 * i)];
    private long _time = 34_200_000_000_000;
    private ulong _nextId = 1;
    private int _sequence;

    /// <summary>Longest gap, ns: tests of long windows keep the day from running out.</summary>
    public long LongestGapNs { get; init; } = 3 * 3_600_000_000_000L;

    public InputEvent Next()
    {
        AdvanceTime();
        InputEvent e = new()
        {
            TimeNs = _random.Next(200) == 0 ? Math.Max(0, _time - _random.Next(50_000_000)) : _time,
            Instrument = (ushort)_random.Next(instruments),
            Sequence = ++_sequence,
        };
        int what = _random.Next(1000);
        if (what < 8)
            Status(ref e);
        else if (what < 11)
            EmptySide(ref e);
        else if (what < 60)
            Hidden(ref e);
        else if (what < 70)
            Refused(ref e);
        else if (what < 90)
            e.Kind = _random.Next(2) == 0 ? EventKind.Timer : EventKind.Information;
        else if (what < 500 || _live.Count == 0)
            Add(ref e);
        else
            Change(ref e);
        if (e.Kind == EventKind.Timer)
            e.TimeNs += _random.Next(1_000_000_000);
        return e;
    }

    private void AdvanceTime()
    {
        int kind = _random.Next(1000);
        if (kind < 400)
            return;
        long limit = kind switch
        {
            < 800 => 1_000,
            < 950 => 3_000_000,
            < 990 => 300_000_000,
            < 998 => 5_000_000_000,
            _ => LongestGapNs,
        };
        _time += _random.NextInt64(Math.Min(limit, LongestGapNs));
        if (_random.Next(100) == 0)
            _time = (_time / 100_000_000 + 1) * 100_000_000; // exactly on a boundary
    }

    private void Status(ref InputEvent e)
    {
        e.Kind = EventKind.TradingAction;
        e.Quantity = "HPQTTT"[_random.Next(6)];
    }

    private void EmptySide(ref InputEvent e)
    {
        // Orders of one side go by the dozen over the following events: deleting one here starts it.
        EventSide side = (EventSide)_random.Next(2);
        ushort instrument = e.Instrument;
        int at = _live.FindIndex(o => o.Side == side && o.Instrument == instrument);
        if (at < 0)
        {
            Add(ref e);
            return;
        }
        e.Kind = EventKind.Delete;
        e.OrderId = _live[at].Id;
        _live.RemoveAt(at);
    }

    private void Hidden(ref InputEvent e)
    {
        e.Kind = EventKind.Trade;
        e.Price = _centre[e.Instrument] + 50 * _random.Next(-8, 9);
        e.Quantity = _random.Next(1, 500);
    }

    private void Refused(ref InputEvent e)
    {
        e.Kind = (EventKind)_random.Next(1, 7);
        e.OrderId = 1_000_000_000;
        e.OrderId2 = 1_000_000_001;
        e.Quantity = _random.Next(2);
        e.Price = _random.Next(2) == 0 ? 0 : 2_000_000_001;
    }

    private void Add(ref InputEvent e)
    {
        e.Kind = EventKind.Add;
        e.Side = (EventSide)_random.Next(2);
        e.OrderId = _nextId++;
        e.Price = Price(e.Instrument, e.Side);
        e.Quantity = _random.Next(1, 1000);
        _live.Add(new Live(e.OrderId, e.Side, e.Instrument));
    }

    private long Price(int instrument, EventSide side)
    {
        if (_random.Next(20) == 0)
            _centre[instrument] += 100 * _random.Next(-2, 3);
        // From one tick through the middle to 18 behind it.
        int away = Math.Min(_random.Next(-1, 19), _random.Next(0, 19));
        return _centre[instrument] + (side == EventSide.Buy ? -100 * away : 100 * away);
    }

    private void Change(ref InputEvent e)
    {
        int at = _random.Next(_live.Count);
        Live order = _live[at];
        e.OrderId = order.Id;
        e.Instrument = order.Instrument;
        int what = _random.Next(10);
        if (what < 4)
        {
            e.Kind = EventKind.Delete;
            _live.RemoveAt(at);
        }
        else if (what < 5)
        {
            e.Kind = EventKind.Reduce;
            e.Quantity = _random.Next(1, 600);
        }
        else if (what < 8)
        {
            e.Kind = EventKind.Execute;
            e.Quantity = _random.Next(1, 600);
        }
        else if (what < 9)
        {
            e.Kind = EventKind.ExecuteWithPrice;
            e.Quantity = _random.Next(1, 600);
            e.Price = _random.Next(5) == 0 ? 0 : Price(order.Instrument, order.Side);
            e.Flags = _random.Next(2) == 0 ? EventFlags.Printable : EventFlags.None;
        }
        else
        {
            e.Kind = EventKind.Replace;
            e.OrderId2 = _nextId++;
            e.Price = Price(order.Instrument, order.Side);
            e.Quantity = _random.Next(20) == 0 ? 0 : _random.Next(1, 1000);
            _live[at] = order with { Id = e.OrderId2 };
        }
    }
}
