using HftGateway.MarketData.Events;

namespace HftGateway.Risk;

/// <content>What becomes of own orders: the account of the order table, positions and fees.</content>
public sealed unsafe partial class RiskEngine
{
    // Replaces form chains; a late fill follows them to the order that stands now. Deeper than any real chain in
    // flight.
    private const int MaxChain = 16;

    private void OnOrder(ref readonly InputEvent input)
    {
        var type = (OrderEventType)input.Code;
        // An intent that this stage refused is not in the table; the event tells the strategies.
        if (type is OrderEventType.RiskRejected or OrderEventType.Pending or OrderEventType.Status)
            return;
        ref OrderRecord request = ref Orders.Record(input.OrderId);
        if (request.Kind == RequestKind.None)
        {
            if (type is OrderEventType.Cancelled or OrderEventType.Expired
                && Orders.Record(input.OrderId2).Kind != RequestKind.None)
                request = ref Orders.Record(input.OrderId2);
            else
            {
                OnUnknown(type, in input);
                return;
            }
        }

        ref InstrumentRisk r = ref _instruments[request.Instrument];
        // Readers on other threads see the whole event or nothing of it.
        Volatile.Write(ref r.Version, r.Version + 1);
        Interlocked.MemoryBarrier();
        request.LastEventNs = _nowNs;
        Apply(type, ref r, ref request, in input);
        Volatile.Write(ref r.Version, r.Version + 1);
    }

    private void Apply(
        OrderEventType type, ref InstrumentRisk r, ref OrderRecord request, ref readonly InputEvent input)
    {
        switch (type)
        {
            case OrderEventType.Accepted:
                OnAccepted(ref request);
                break;
            case OrderEventType.Filled:
                OnFilled(ref r, ref OrderOf(ref request), in input);
                break;
            case OrderEventType.Cancelled:
                OnEnded(ref r, ref request, OrderState.Cancelled, in input);
                break;
            case OrderEventType.Expired:
                OnEnded(ref r, ref request, OrderState.Expired, in input);
                break;
            case OrderEventType.Replaced:
                OnReplaced(ref r, ref request, in input);
                break;
            case OrderEventType.Rejected:
            case OrderEventType.CancelRejected:
                OnRefused(ref r, ref request, type, OrderState.Rejected);
                break;
            case OrderEventType.NotDelivered:
                OnRefused(ref r, ref request, type, OrderState.NotDelivered);
                break;
            case OrderEventType.Busted:
                OnBusted(ref r, ref OrderOf(ref request), in input);
                break;
            default:
                Counters.Add(RiskCounter.UnknownEvents);
                break;
        }
    }

    // The order that a report is about: a cancel's report is about its target.
    private ref OrderRecord OrderOf(ref OrderRecord request)
    {
        if (request.Kind == RequestKind.Cancel)
            return ref Orders.Record(request.Target);
        return ref request;
    }

    private void OnAccepted(ref OrderRecord order)
    {
        if (order.Kind != RequestKind.New)
            return;
        if (order.State == OrderState.New)
            order.State = OrderState.Accepted;
        else if (order.State == OrderState.Accepted || order.State >= OrderState.Cancelled)
            Counters.Add(RiskCounter.DuplicateEvents);
        // Filled or partly filled: the fill overtook its acknowledgement, which brings nothing new.
    }

    private void OnFilled(ref InstrumentRisk r, ref OrderRecord order, ref readonly InputEvent input)
    {
        if (input.Quantity <= 0 || input.Price <= 0)
        {
            Counters.Add(RiskCounter.InvalidFills);
            return;
        }

        // A fill of a replacement says that the replace took effect, also when its report is still to come.
        if (order.Kind == RequestKind.Replace && order.State == OrderState.New)
            TakePlace(ref r, ref order);
        Counters.Add(RiskCounter.Fills);
        Book(ref r, ref order, order.Side, input.Quantity, input.Price, broken: false);
        if (input.Quantity > order.Quantity - order.Cumulative)
            Counters.Add(RiskCounter.Overfills);
        order.Cumulative = Clamp((long)order.Cumulative + input.Quantity);
        if (!order.IsLiveOrder)
        {
            Counters.Add(RiskCounter.LateFills);
            FillSuccessor(ref r, ref order, input.Quantity);
            return;
        }

        int reported = Math.Max(0, input.Quantity2);
        if (reported != Math.Max(0, order.Quantity - order.Cumulative))
            Counters.Add(RiskCounter.LeavesDiffer);
        order.Leaves = reported;
        order.State = reported == 0 ? OrderState.Filled : OrderState.PartiallyFilled;
        SetExposure(ref r, ref order, reported);
    }

    // A fill of an order whose place was taken: the quantity that stands now is smaller by it.
    private void FillSuccessor(ref InstrumentRisk r, ref OrderRecord replaced, int quantity)
    {
        ref OrderRecord order = ref replaced;
        for (int i = 0; i < MaxChain && order.State == OrderState.Replaced && order.Successor != 0; i++)
            order = ref Orders.Record(order.Successor);
        if (!order.IsLiveOrder)
            return;
        order.Cumulative = Clamp((long)order.Cumulative + quantity);
        order.Leaves = Math.Max(0, order.Leaves - quantity);
        order.State = order.Leaves == 0 ? OrderState.Filled : OrderState.PartiallyFilled;
        SetExposure(ref r, ref order, order.Leaves);
    }

    private void OnEnded(
        ref InstrumentRisk r, ref OrderRecord request, OrderState end, ref readonly InputEvent input)
    {
        if (request.Kind == RequestKind.Cancel && request.State == OrderState.New)
            request.State = end;
        ref OrderRecord named = ref Orders.Record(input.OrderId2);
        // The report names the order; where it does not, the request knows its target. A name on another instrument is
        // no name: the account of this one is being written.
        bool useNamed = named.Kind is RequestKind.New or RequestKind.Replace && named.Instrument == request.Instrument;
        ref OrderRecord order = ref (useNamed ? ref named : ref OrderOf(ref request));
        if (order.Kind == RequestKind.Replace && order.State == OrderState.New)
            TakePlace(ref r, ref order);
        Finish(ref r, ref order, end);
    }

    private void OnReplaced(ref InstrumentRisk r, ref OrderRecord request, ref readonly InputEvent input)
    {
        if (request.Kind != RequestKind.Replace || request.State != OrderState.New)
        {
            Counters.Add(RiskCounter.DuplicateEvents);
            return;
        }

        TakePlace(ref r, ref request);
        int reported = Math.Max(0, input.Quantity2);
        if (reported != request.Leaves)
            Counters.Add(RiskCounter.LeavesDiffer);
        request.Leaves = reported;
        if (input.Price > 0)
            request.Price = input.Price;
        if (reported == 0)
            request.State = OrderState.Filled;
        SetExposure(ref r, ref request, reported);
    }

    // The replacement stands, the old order is gone.
    private void TakePlace(ref InstrumentRisk r, ref OrderRecord replacement)
    {
        ref OrderRecord old = ref Orders.Record(replacement.Target);
        replacement.Cumulative = old.Cumulative;
        replacement.Leaves = Math.Max(0, replacement.Quantity - old.Cumulative);
        replacement.State = old.Cumulative > 0 ? OrderState.PartiallyFilled : OrderState.Accepted;
        SetExposure(ref r, ref replacement, replacement.Leaves);
        old.Flags &= ~OrderRecordFlags.ReplacePending;
        if (!old.IsLiveOrder)
            return;
        old.State = OrderState.Replaced;
        old.Leaves = 0;
        SetExposure(ref r, ref old, 0);
    }

    private void OnRefused(ref InstrumentRisk r, ref OrderRecord request, OrderEventType type, OrderState end)
    {
        if (request.IsPendingRequest)
        {
            ref OrderRecord target = ref Orders.Record(request.Target);
            if (request.Kind == RequestKind.Cancel)
            {
                target.Flags &= ~OrderRecordFlags.CancelPending;
            }
            else
            {
                target.Flags &= ~OrderRecordFlags.ReplacePending;
                target.Successor = 0;
                request.Leaves = 0;
                SetExposure(ref r, ref request, 0);
            }

            request.State = end;
        }
        else if (type == OrderEventType.CancelRejected || request.Kind == RequestKind.Cancel)
        {
            Counters.Add(RiskCounter.DuplicateEvents);
        }
        else
        {
            Finish(ref r, ref request, end);
        }
    }

    private void Finish(ref InstrumentRisk r, ref OrderRecord order, OrderState end)
    {
        if (!order.IsLiveOrder)
        {
            Counters.Add(RiskCounter.DuplicateEvents);
            return;
        }

        order.State = end;
        order.Leaves = 0;
        order.LastEventNs = _nowNs;
        SetExposure(ref r, ref order, 0);
    }

    private void OnBusted(ref InstrumentRisk r, ref OrderRecord order, ref readonly InputEvent input)
    {
        if (input.Quantity <= 0 || input.Price <= 0)
        {
            Counters.Add(RiskCounter.InvalidFills);
            return;
        }

        Counters.Add(RiskCounter.Busts);
        Book(ref r, ref order, order.Side, input.Quantity, input.Price, broken: true);
        order.Cumulative = Math.Max(0, order.Cumulative - input.Quantity);
        order.Flags |= OrderRecordFlags.HadBust;
        if (order.Cumulative == 0 && order.State >= OrderState.Filled)
            order.State = OrderState.Busted;
    }

    // A fill that names no own order is still a fill of this session: the position follows it.
    private void OnUnknown(OrderEventType type, ref readonly InputEvent input)
    {
        if (type is not (OrderEventType.Filled or OrderEventType.Busted))
        {
            Counters.Add(RiskCounter.UnknownEvents);
            return;
        }

        if ((input.Flags & EventFlags.Restored) == 0)
            Counters.Add(RiskCounter.UnknownFills);
        if (input.Instrument >= _count || input.Quantity <= 0 || input.Price <= 0)
        {
            Counters.Add(RiskCounter.InvalidFills);
            return;
        }

        ref InstrumentRisk r = ref _instruments[input.Instrument];
        Volatile.Write(ref r.Version, r.Version + 1);
        Interlocked.MemoryBarrier();
        OrderRecord nobody = default;
        bool broken = type == OrderEventType.Busted;
        Counters.Add(broken ? RiskCounter.Busts : RiskCounter.Fills);
        Book(ref r, ref nobody, input.Side, input.Quantity, input.Price, broken);
        Volatile.Write(ref r.Version, r.Version + 1);
    }

    // Position, profit and fee of a fill; a broken one takes all three back.
    private void Book(
        ref InstrumentRisk r, ref readonly OrderRecord order, EventSide side, int quantity, long price, bool broken)
    {
        long signed = broken ? -(long)quantity : quantity;
        if (side == EventSide.Buy)
            r.Bought += signed;
        else
            r.Sold += signed;
        r.Ledger.Apply(side == EventSide.Buy ? signed : -signed, price);
        bool maker = (order.Flags & OrderRecordFlags.PostOnly) != 0;
        r.FeesMicroDollars += signed * (maker ? _makerFee : _takerFee);
        UpdateProfit(ref r);
    }

    private static void SetExposure(ref InstrumentRisk r, ref OrderRecord record, int exposure)
    {
        long change = (long)exposure - record.Exposure;
        if (record.Side == EventSide.Buy)
            r.OpenBuy += change;
        else
            r.OpenSell += change;
        record.Exposure = exposure;
    }

    private static int Clamp(long value) => (int)Math.Min(value, int.MaxValue);
}
