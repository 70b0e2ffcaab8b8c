using HftGateway.Disruptor;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// Finds out, after a connection was lost, what became of the orders that were under way. What the exchange's answers
/// add to what is known here goes into the pipeline as ordinary order events, so that strategy and risk need no rules of
/// their own for it.
/// <para><b>Order.</b> The session has filled its gaps first (see <see cref="SessionDo.Ready"/>). Then: cancels without
/// an answer are reported as not delivered; an OrderMassStatusRequest (35=AF) lists what works; for each order that it
/// did not list an OrderStatusRequest (35=H) asks.</para>
/// <para><b>Answers.</b> An order that works is accepted, a replace that it carries took effect, one that it does not is not
/// delivered; shares that no report told of are fills for what the order came to beyond what is booked; an end is an
/// end. An order that the exchange does not know was not delivered, unless the exchange had accepted it: then it stays
/// as it is, for people to look at.</para>
/// <para><b>Price of missed shares.</b> AvgPx × CumQty (see <see cref="AverageMoney"/>) less what is booked of the
/// order, so that the money is the exchange's. What does not divide evenly is two fills, one price unit apart. Where
/// the report has no average that gives a positive price it is AvgPx, cut to 1/10000.</para>
/// <para><b>Threading.</b> The encoder stage's thread.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 4, OrderStatusRequest and OrderMassStatusRequest.</para>
/// </summary>
internal sealed class OrderReconciler
{
    private const int UnknownOrder = 5; // OrdRejReason [103]

    private readonly OwnOrders _orders;
    private readonly SpscQueue<QueuedInput> _feedback;
    private readonly FillNotes _fills;
    private readonly EncoderTally _tally;

    /// <summary>Makes it.</summary>
    /// <param name="orders">What was sent.</param>
    /// <param name="feedback">To ingress; this thread is the producer.</param>
    /// <param name="fills">Where fills that only a status tells of are noted.</param>
    /// <param name="tally">Counters.</param>
    public OrderReconciler(
        OwnOrders orders, SpscQueue<QueuedInput> feedback, FillNotes fills, EncoderTally tally)
    {
        _fills = fills;
        _orders = orders;
        _feedback = feedback;
        _tally = tally;
    }

    /// <summary>Orders whose fate is being asked for.</summary>
    public int OpenCount { get; private set; }

    /// <summary>A new connection is ready. Returns whether there is anything to ask.</summary>
    /// <param name="timeNs">Time of the event.</param>
    public bool Begin(long timeNs)
    {
        OpenCount = 0;
        for (uint id = 1; id <= _orders.Capacity; id++)
        {
            ref OwnOrders.Entry entry = ref _orders[id];
            entry.Asked = entry.Stage is OwnOrders.Stage.New or OwnOrders.Stage.Replace or OwnOrders.Stage.Working;
            OpenCount += entry.Asked ? 1 : 0;
            if (entry.Stage == OwnOrders.Stage.Cancel)
                Feed(Event(OrderEventType.NotDelivered, id), timeNs);
        }

        return OpenCount != 0;
    }

    /// <summary>The next order to send an OrderStatusRequest for; 0 when there is none.</summary>
    /// <param name="after">The last one, 0 to begin.</param>
    public uint NextOpen(uint after)
    {
        for (uint id = after + 1; id <= _orders.Capacity && OpenCount != 0; id++)
        {
            if (_orders[id].Asked)
                return id;
        }

        return 0;
    }

    /// <summary>A status report.</summary>
    /// <param name="e">The event: see <see cref="OrderEventType.Status"/>.</param>
    /// <param name="x">What goes with it: the money.</param>
    public void OnStatus(ref readonly InputEvent e, ref readonly ReportedExecution x)
    {
        ref OwnOrders.Entry entry = ref _orders[e.OrderId];
        var id = (uint)e.OrderId;
        if (entry.Stage is OwnOrders.Stage.None or OwnOrders.Stage.Cancel)
            return;
        var status = (FixOrdStatus)e.Venue;
        if (status == FixOrdStatus.Rejected && e.OrderId2 == UnknownOrder)
        {
            OnUnknown(id, e.TimeNs);
            return;
        }

        Settle(ref entry);
        if (entry.Stage == OwnOrders.Stage.Replace)
        {
            InputEvent replaced = Event(OrderEventType.Replaced, id);
            replaced.OrderId2 = entry.Target;
            replaced.Quantity2 = e.Quantity2;
            Settle(ref _orders[entry.Target]);
            Feed(in replaced, e.TimeNs);
        }
        else
        {
            // A replace of it that the exchange had taken would have shown its own id.
            ref OwnOrders.Entry successor = ref _orders[entry.Target];
            if (successor.Stage == OwnOrders.Stage.Replace && successor.Asked)
            {
                Settle(ref successor);
                Feed(Event(OrderEventType.NotDelivered, entry.Target), e.TimeNs);
            }
        }

        Close(ref entry, id, status, in e, x.Money);
    }

    /// <summary>The exchange does not know an order, or refused to say.</summary>
    /// <param name="id">Own id.</param>
    /// <param name="timeNs">Time of the event.</param>
    public void OnUnknown(uint id, long timeNs)
    {
        ref OwnOrders.Entry entry = ref _orders[id];
        Settle(ref entry);
        if (entry.Stage is OwnOrders.Stage.New or OwnOrders.Stage.Replace)
            Feed(Event(OrderEventType.NotDelivered, id), timeNs);
        else if (entry.Stage == OwnOrders.Stage.Working)
            _tally.Counters.Contradictions++;
    }

    // What the report says beyond what is known.
    private void Close(
        ref OwnOrders.Entry entry, uint id, FixOrdStatus status, ref readonly InputEvent e, long money)
    {
        ref OwnOrders.Entry known = ref entry;
        if (entry.Stage == OwnOrders.Stage.Replace)
            known = ref _orders[entry.Target];
        OwnOrders.Stage stage = entry.Stage;
        if (e.Quantity > known.Cumulative && e.Price > 0)
            Missed(ref entry, id, in e, e.Quantity - known.Cumulative, money - known.Money, money > 0);

        OrderEventType end = status switch
        {
            FixOrdStatus.Canceled or FixOrdStatus.DoneForDay => OrderEventType.Cancelled,
            FixOrdStatus.Expired => OrderEventType.Expired,
            FixOrdStatus.Rejected => OrderEventType.Rejected,
            FixOrdStatus.New or FixOrdStatus.PartiallyFilled or FixOrdStatus.PendingCancel
                or FixOrdStatus.PendingReplace when stage == OwnOrders.Stage.New => OrderEventType.Accepted,
            _ => OrderEventType.None,
        };
        if (end != OrderEventType.None && stage != OwnOrders.Stage.Ended)
            Feed(Event(end, id), e.TimeNs);
    }

    // Noted with the number of the report, before they enter the pipeline: a process that is killed in between has
    // them. And counted now: the same answer once more must not bring them again before they come round.
    private void Missed(
        ref OwnOrders.Entry entry, uint id, ref readonly InputEvent e, int quantity, Int128 money, bool isMoneyKnown)
    {
        Int128 price = money / quantity;
        bool isDerived = isMoneyKnown && price > 0 && price < long.MaxValue;
        int dearer = isDerived ? (int)(money % quantity) : 0;
        InputEvent fill = Event(OrderEventType.Filled, id);
        fill.Quantity = quantity - dearer;
        fill.Quantity2 = (int)Math.Min((long)e.Quantity2 + dearer, int.MaxValue);
        fill.Price = isDerived ? (long)price : e.Price;
        fill.Instrument = entry.Instrument;
        fill.Side = entry.Side;
        InputEvent rest = fill;
        rest.Quantity = dearer;
        rest.Quantity2 = e.Quantity2;
        rest.Price = fill.Price + 1;
        _tally.Counters.MissedFills++;
        _fills.AddMissed(in e, in fill, in rest);
        FeedNoted(in fill, e.TimeNs);
        if (dearer > 0)
            FeedNoted(in rest, e.TimeNs);
    }

    private void FeedNoted(in InputEvent fill, long timeNs)
    {
        _orders.Apply(in fill);
        Feed(in fill, timeNs, NotePart.Noted);
    }

    private void Settle(ref OwnOrders.Entry entry)
    {
        if (!entry.Asked)
            return;
        entry.Asked = false;
        OpenCount--;
    }

    private static InputEvent Event(OrderEventType type, uint id)
    {
        InputEvent e = default;
        e.Kind = EventKind.Order;
        e.Code = (byte)type;
        e.Instrument = InputEvent.NoInstrument;
        e.OrderId = id;
        return e;
    }

    private void Feed(in InputEvent e, long timeNs, NotePart part = NotePart.Whole)
    {
        QueuedInput item = default;
        item.Event = e;
        item.Execution.Part = part;
        item.DueNs = timeNs;
        if (!_feedback.TryEnqueue(in item))
            _tally.Counters.FeedbackLost++;
    }
}
