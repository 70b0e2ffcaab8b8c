using HftGateway.MarketData.Events;

namespace HftGateway.Strategies.Tests;

/// <summary>
/// An exchange and the wire to it, as unkind as a test needs: answers late, fills in part, refuses, loses what is under
/// way when the session breaks, and forgets orders on purpose. Deterministic by its random source.
/// </summary>
internal sealed class ToyExchange(Random random)
{
    private readonly List<Live> _live = [];
    private readonly Queue<Pending> _toExchange = new();
    private readonly Queue<InputEvent> _toStrategy = new();
    private readonly Dictionary<uint, OrderIntent> _sent = [];

    /// <summary>Signed fills whose report was handed out, by instrument: what the strategy must know.</summary>
    public long[] Reported { get; } = new long[16];

    public bool Connected { get; private set; }

    /// <summary>Misbehaviour: chance in a thousand that an order is lost without a trace.</summary>
    public int LossPerMille { get; set; }

    /// <summary>Chance in a hundred that an arriving order is rejected.</summary>
    public int RejectPercent { get; set; } = 5;

    public int LiveCount(uint instrument) => _live.Count(o => o.Intent.Instrument == instrument);

    public void Send(OrderIntent intent)
    {
        _sent[intent.OrderId] = intent;
        _toExchange.Enqueue(new Pending(intent));
    }

    public void Connect() => Connected = true;

    /// <summary>
    /// The transport dies: what was not yet at the exchange never arrives, resting orders are cancelled.
    /// </summary>
    public void Disconnect()
    {
        Connected = false;
        while (_toExchange.TryDequeue(out Pending pending))
            Report(OrderEventType.NotDelivered, pending.Intent.OrderId, pending.Intent.TargetOrderId);
        foreach (Live order in _live)
            Report(OrderEventType.Cancelled, order.Intent.OrderId);
        _live.Clear();
    }

    /// <summary>Lets some of what is under way arrive and some resting orders trade.</summary>
    public void Work(Func<ushort, (long Bid, long Ask, bool Trading)> quote)
    {
        for (int n = random.Next(3); n > 0 && Connected && _toExchange.TryDequeue(out Pending pending); n--)
            Arrive(pending.Intent, quote);
        for (int i = _live.Count - 1; i >= 0; i--)
        {
            Live order = _live[i];
            (long bid, long ask, bool trading) = quote(order.Intent.Instrument);
            bool buy = order.Intent.Side == EventSide.Buy;
            if (trading && (buy ? ask <= order.Intent.Price : bid >= order.Intent.Price))
                FillSome(order, order.Intent.Price);
            if (order.Leaves == 0)
                _live.RemoveAt(i);
        }
    }

    /// <summary>The next report, if the session brings it now.</summary>
    public bool TryReceive(out InputEvent report)
    {
        report = default;
        if (!Connected || random.Next(3) == 0 || !_toStrategy.TryDequeue(out report))
            return false;
        if (report.Code == (byte)OrderEventType.Filled)
        {
            OrderIntent order = _sent[(uint)report.OrderId];
            Reported[order.Instrument] += order.Side == EventSide.Buy ? report.Quantity : -report.Quantity;
        }

        return true;
    }

    public bool Quiet => _toStrategy.Count == 0 && _toExchange.Count == 0;

    private void Arrive(OrderIntent intent, Func<ushort, (long Bid, long Ask, bool Trading)> quote)
    {
        if (random.Next(1000) < LossPerMille)
            return;
        if (intent.Action == IntentAction.Cancel)
        {
            Live? target = _live.Find(o => o.Intent.OrderId == intent.TargetOrderId);
            if (target is null || random.Next(20) == 0)
            {
                Report(OrderEventType.CancelRejected, intent.OrderId, intent.TargetOrderId);
                return;
            }

            _live.Remove(target);
            Report(OrderEventType.Cancelled, intent.OrderId, intent.TargetOrderId);
            return;
        }

        (long bid, long ask, bool trading) = quote(intent.Instrument);
        bool buy = intent.Side == EventSide.Buy;
        bool takes = trading && (buy ? intent.Price >= ask : intent.Price <= bid);
        if (random.Next(100) < RejectPercent || (takes && (intent.Flags & IntentFlags.PostOnly) != 0))
        {
            Report(OrderEventType.Rejected, intent.OrderId);
            return;
        }

        var order = new Live(intent) { Leaves = intent.Quantity };
        // Sometimes the fill overtakes its acknowledgement.
        bool acknowledgeFirst = random.Next(4) != 0;
        if (acknowledgeFirst)
            Report(OrderEventType.Accepted, intent.OrderId, leaves: intent.Quantity);
        for (int n = random.Next(4); takes && n > 0 && order.Leaves > 0; n--)
            FillSome(order, buy ? ask : bid);
        if (!acknowledgeFirst)
            Report(OrderEventType.Accepted, intent.OrderId);
        if (order.Leaves == 0)
            return;
        if (intent.TimeInForce == TimeInForce.ImmediateOrCancel)
            Report(OrderEventType.Expired, intent.OrderId);
        else
            _live.Add(order);
    }

    private void FillSome(Live order, long price)
    {
        int quantity = random.Next(2) == 0 ? order.Leaves : random.Next(1, order.Leaves + 1);
        order.Leaves -= quantity;
        Report(OrderEventType.Filled, order.Intent.OrderId, quantity: quantity, leaves: order.Leaves, price: price);
    }

    private void Report(
        OrderEventType type, ulong id, ulong id2 = 0, int quantity = 0, int leaves = 0, long price = 0) =>
        _toStrategy.Enqueue(new InputEvent
        {
            Kind = EventKind.Order, Code = (byte)type, OrderId = id, OrderId2 = id2, Quantity = quantity,
            Quantity2 = leaves, Price = price, Instrument = InputEvent.NoInstrument,
        });

    private sealed class Live(OrderIntent intent)
    {
        public OrderIntent Intent { get; } = intent;

        public int Leaves { get; set; }
    }

    private readonly record struct Pending(OrderIntent Intent);
}
