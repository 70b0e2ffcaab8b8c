using System.Net;
using HftGateway.Exchange.Feed;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Faults;
using HftGateway.MarketData.Mdp3;
using HftGateway.Platform.Timing;

namespace HftGateway.Exchange.Mdp3;

/// <summary>
/// Publishes the exchange's books as CME MDP 3.0: what the engine did since the last flush is one matching event: trades,
/// volume, orders, levels, in the exchange's order; and the loops of definitions and snapshots.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Symbols.</b> All of the exchange, or those of <see cref="Mdp3FeedOptions.Symbols"/>.</para>
/// <para><b>Invariants.</b> Packet numbers of each feed begin at 1; a loop's begin again with each cycle. The published
/// levels, after every entry of an event, are the book's best levels. Every order is its own number and its own priority:
/// in this engine a replacement queues anew and has a new number.</para>
/// <para><b>Limits.</b> An event that does not fit into a packet continues in the next one.</para>
/// <para><b>Cost.</b> The best levels of a changed side are compared with the published ones at each flush. Nothing is
/// allocated per event.</para>
/// <para><b>Reference.</b> CME MDP 3.0, schema version 13; templates 12, 30, 37, 46, 47, 48, 52, 53, 54.</para>
/// </summary>
internal sealed partial class Mdp3Publisher : IDisposable
{
    private const long MillisecondNs = 1_000_000;
    private const long MantissaPerPu = 100_000;
    private const byte LastTrade = 1;
    private const byte LastVolume = 1 << 1;
    private const byte LastQuote = 1 << 2;
    private const byte EndOfEvent = 1 << 7;
    private const int StampCount = 1 << 20;

    private readonly ExchangeOptions _options;
    private readonly Mdp3FeedOptions _feeds;
    private readonly ExchangeClock _clock;
    private readonly ExchangeStatistics _statistics;
    private readonly OrderBooks _books;
    private readonly SymbolChannel[] _symbols;
    private readonly byte[][] _names;
    private readonly Dictionary<ulong, RestingInfo> _resting;
    private readonly List<int> _changed = [];
    private readonly List<PendingTrade> _trades = new(1024);
    private readonly List<PendingOrder> _orders = new(1024);
    private readonly PublishedLevel[] _now;
    private readonly LevelChangeEntry[] _changes;
    private readonly Mdp3PacketWriter _packet;
    private readonly long[] _sentTicks = new long[StampCount];
    private readonly bool _byOrder;
    private readonly FeedLine[] _lines = [];
    private readonly FeedLine? _definitionLine;
    private readonly FeedLine? _snapshotLine;
    private readonly FeedLine? _orderSnapshotLine;
    private readonly bool[] _isCarried;
    private readonly int[] _carried;
    private uint _sequence = 1;
    private long _nextLoopNs;

    public Mdp3Publisher(
        ExchangeOptions options, OrderBooks books, ExchangeClock clock, ExchangeStatistics statistics, int maxOrders)
    {
        _options = options;
        _feeds = options.Mdp3!;
        _books = books;
        _clock = clock;
        _statistics = statistics;
        _symbols = [.. options.Symbols.Select(_ => new SymbolChannel(_feeds.Depth))];
        _names = [.. options.Symbols.Select(System.Text.Encoding.ASCII.GetBytes)];
        _resting = new Dictionary<ulong, RestingInfo>(maxOrders);
        _now = new PublishedLevel[_feeds.Depth];
        _changes = new LevelChangeEntry[LevelDiff.MostEntries(_feeds.Depth)];
        _changed.EnsureCapacity(_symbols.Length);
        _packet = new Mdp3PacketWriter(options.FeedPayloadBytes);
        _snapshot = new Mdp3PacketWriter(options.FeedPayloadBytes);
        _byOrder = _feeds.OrderSnapshots != null;
        _isCarried = [.. options.Symbols.Select(s => _feeds.Symbols.Count == 0 || _feeds.Symbols.Contains(s))];
        _carried = [.. Enumerable.Range(0, _symbols.Length).Where(i => _isCarried[i])];
        _packet.Begin(_sequence, 0);
        try
        {
            foreach (IPEndPoint address in _feeds.Incremental)
                _lines = [.. _lines, Open("mdp3.incremental", address, _lines.Length)!];
            _definitionLine = Open("mdp3.definitions", _feeds.Definitions);
            _snapshotLine = Open("mdp3.snapshots", _feeds.Snapshots);
            _orderSnapshotLine = Open("mdp3.order_snapshots", _feeds.OrderSnapshots);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>When the last incremental packet was sent, in <see cref="ExchangeClock.ElapsedNs"/>.</summary>
    public long LastSentNs { get; private set; }

    /// <summary>Packets of the incremental feed sent so far.</summary>
    public uint LastSequence => _sequence - 1;

    /// <summary>Whether the channel carries a symbol.</summary>
    public bool Carries(int symbol) => _isCarried[symbol];

    /// <summary>What was done to each incremental line's packets, A first; null for a good line.</summary>
    public IEnumerable<FaultStatistics?> LineFaults => _lines.Select(static l => l.Faults);

    public void OnAdd(ushort symbol, ulong reference, EventSide side, int quantity, long price)
    {
        if (!_isCarried[symbol])
            return;
        Touch(symbol, side);
        _resting[reference] = new RestingInfo(price, quantity, side);
        Note(symbol, reference, OrderEntryAction.New);
    }

    public void OnExecute(ushort symbol, ulong reference, int quantity, ulong match)
    {
        if (!_resting.TryGetValue(reference, out RestingInfo order))
            return;
        Touch(symbol, order.Side);
        _symbols[symbol].HasTraded = true;
        _trades.Add(new PendingTrade
        {
            Reference = reference,
            Match = match,
            Price = order.Price,
            Quantity = quantity,
            Symbol = symbol,
            RestingSide = order.Side,
        });
        Reduce(symbol, reference, in order, quantity);
    }

    public void OnReduce(ushort symbol, ulong reference, int quantity)
    {
        if (!_resting.TryGetValue(reference, out RestingInfo order))
            return;
        Touch(symbol, order.Side);
        Reduce(symbol, reference, in order, quantity);
    }

    public void OnDelete(ushort symbol, ulong reference)
    {
        if (!_resting.TryGetValue(reference, out RestingInfo order))
            return;
        Touch(symbol, order.Side);
        Note(symbol, reference, OrderEntryAction.Delete);
        _resting.Remove(reference);
    }

    public void OnReplace(ushort symbol, ulong oldReference, ulong newReference, int quantity, long price)
    {
        EventSide side = _resting.TryGetValue(oldReference, out RestingInfo order) ? order.Side : EventSide.Buy;
        OnDelete(symbol, oldReference);
        OnAdd(symbol, newReference, side, quantity, price);
    }

    public void OnTradingState(ushort symbol, TradingState state)
    {
        if (!_isCarried[symbol])
            return;
        Flush();
        _symbols[symbol].State = state switch
        {
            TradingState.Trading => 17,
            TradingState.Closed => 4,
            TradingState.QuotationOnly => 21,
            _ => 2,
        };
        WriteState(symbol);
        Send();
    }

    /// <summary>All symbols are closed.</summary>
    public void Close()
    {
        for (ushort i = 0; i < _symbols.Length; i++)
            OnTradingState(i, TradingState.Closed);
    }

    /// <summary>Sends a packet that keeps the numbers known while nothing happens.</summary>
    public void Heartbeat()
    {
        Flush();
        _packet.BeginMessage(Mdp3Template.AdminHeartbeat, 0);
        _packet.EndMessage();
        _statistics.FeedHeartbeats++;
        Send();
    }

    /// <summary>Lets the loops go on, a packet each when it is time, and sends what was held up on bad lines.</summary>
    public void RunLoops()
    {
        foreach (FeedLine line in _lines)
            line.Poll(_clock.ElapsedNs);
        if (_clock.ElapsedNs < _nextLoopNs)
            return;
        _nextLoopNs = _clock.ElapsedNs + _feeds.LoopIntervalMs * MillisecondNs;
        SendLoops();
    }

    /// <summary>Sends the next packet of each loop.</summary>
    public void SendLoops()
    {
        // A snapshot reflects whole packets.
        Flush();
        SendDefinitions();
        SendSnapshots();
        SendOrderSnapshots();
    }

    /// <summary>When the packet of a number was sent.</summary>
    /// <returns>False when it is unknown: not yet sent, or too long ago.</returns>
    public bool TryGetSentTicks(ulong sequence, out long ticks)
    {
        ticks = _sentTicks[(int)sequence & (StampCount - 1)];
        return sequence != 0 && sequence < _sequence && sequence + StampCount >= _sequence;
    }

    public void Dispose()
    {
        foreach (FeedLine line in _lines)
            line.Dispose();
        _definitionLine?.Dispose();
        _snapshotLine?.Dispose();
        _orderSnapshotLine?.Dispose();
    }

    private void Reduce(ushort symbol, ulong reference, in RestingInfo order, int quantity)
    {
        int left = order.Quantity - quantity;
        if (left > 0)
        {
            _resting[reference] = order with { Quantity = left };
            Note(symbol, reference, OrderEntryAction.Update);
            return;
        }

        Note(symbol, reference, OrderEntryAction.Delete);
        _resting.Remove(reference);
    }

    private void Touch(ushort symbol, EventSide side)
    {
        SymbolChannel channel = _symbols[symbol];
        channel.IsChanged[(int)side] = true;
        if (channel.IsListed)
            return;
        channel.IsListed = true;
        _changed.Add(symbol);
    }

    private void Note(ushort symbol, ulong reference, OrderEntryAction action)
    {
        if (!_byOrder)
            return;
        RestingInfo order = _resting[reference];
        _orders.Add(new PendingOrder
        {
            Reference = reference,
            Price = order.Price,
            Quantity = order.Quantity,
            Symbol = symbol,
            Side = order.Side,
            Action = action,
        });
    }

    /// <summary>Time of the feed as a time since 1970, on the day that the clock began.</summary>
    private ulong NowNs => (ulong)_clock.FeedUtcNs;

    private void Send()
    {
        if (_packet.Messages == 0)
            return;
        long ticks = TimeStampCounter.Now();
        _sentTicks[(int)_sequence & (StampCount - 1)] = ticks;
        _packet.Number(_sequence, NowNs);
        foreach (FeedLine line in _lines)
            line.Send(_packet.Packet, _clock.ElapsedNs);
        _statistics.FeedPackets++;
        LastSentNs = _clock.ElapsedNs;
        _sequence++;
        _packet.Begin(_sequence, 0);
    }

    // The faults of the lines A, B … are those of the ITCH lines; loops are good.
    private FeedLine? Open(string key, IPEndPoint? address, int line = int.MaxValue) =>
        address == null ? null : new FeedLine(
            address, line < _options.LineFaults.Count ? _options.LineFaults[line] : null, _options, _statistics, key);

    private void SendLoop(FeedLine line)
    {
        line.Send(_snapshot.Packet, _clock.ElapsedNs);
        _statistics.FeedPackets++;
    }
}
