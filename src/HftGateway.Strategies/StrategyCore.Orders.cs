using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Strategies;

/// <content>Own orders: what becomes of them, and the making of intents.</content>
internal sealed unsafe partial class StrategyCore
{
    /// <summary>What ended an order decides when the next of its role may be sent.</summary>
    private enum EndCause
    {
        Filled,
        Unfilled,
        Refused,
    }

    // Books an order event; returns the instrument to look at, −1 if the event is not about an own order.
    private int OnOrder(ref readonly InputEvent input)
    {
        var type = (OrderEventType)input.Code;
        if (type == OrderEventType.Status)
            return -1;
        if (input.OrderId == 0 && type is (OrderEventType.Filled or OrderEventType.Busted))
            return OnInherited(in input);
        uint request = Id(input.OrderId);
        uint id = request;
        bool requestIsCancel = _orders[request].Role == OrderRole.Cancel;
        if (requestIsCancel)
            id = _orders[request].Target;
        else if (type is OrderEventType.Cancelled or OrderEventType.CancelRejected && Id(input.OrderId2) != 0)
            id = Id(input.OrderId2);
        ref OwnOrder order = ref _orders[id];
        if (id == 0 || order.Role is OrderRole.None or OrderRole.Cancel)
        {
            // Another strategy's ids are not ours to count; an id beyond the table is nobody's.
            if (request == 0)
                Counters.Add(StrategyCounter.UnknownOrderEvents);
            return -1;
        }

        ref InstrumentState s = ref _instruments[order.Instrument];
        switch (type)
        {
            case OrderEventType.Accepted:
                if (!requestIsCancel && order.Stage == OrderStage.Pending)
                {
                    order.Stage = OrderStage.Working;
                    order.Unknown = false;
                }

                break;
            case OrderEventType.Filled:
                OnFill(ref s, ref order, id, in input);
                break;
            case OrderEventType.Cancelled:
            case OrderEventType.Expired:
                End(ref s, ref order, id, EndCause.Unfilled);
                break;
            case OrderEventType.Busted:
                OnBust(ref s, ref order, in input);
                break;
            case OrderEventType.CancelRejected:
                Counters.Add(StrategyCounter.CancelRejects);
                CancelFailed(ref order, countAttempt: true);
                break;
            case OrderEventType.Rejected:
                if (requestIsCancel)
                {
                    Counters.Add(StrategyCounter.CancelRejects);
                    CancelFailed(ref order, countAttempt: true);
                }
                else
                {
                    Counters.Add(StrategyCounter.ExchangeRejects);
                    Refused(ref s, ref order, id, EntryBlock.Refused);
                }

                break;
            case OrderEventType.RiskRejected:
                Counters.Add(StrategyCounter.RiskRejects);
                if (requestIsCancel)
                    CancelFailed(ref order, countAttempt: true);
                else
                    Refused(ref s, ref order, id, EntryBlock.Risk);
                break;
            case OrderEventType.NotDelivered:
                Counters.Add(StrategyCounter.NotDelivered);
                if (requestIsCancel)
                    CancelFailed(ref order, countAttempt: false);
                else
                    Refused(ref s, ref order, id, EntryBlock.Refused);
                break;
            case OrderEventType.Pending:
                break;
            default:
                Counters.Add(StrategyCounter.UnknownOrderEvents);
                break;
        }

        return order.Instrument;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Id(ulong id) => id <= _ids.Last ? (uint)id : 0;

    private void OnFill(ref InstrumentState s, ref OwnOrder order, uint id, ref readonly InputEvent input)
    {
        if (input.Quantity <= 0 || input.Price <= 0)
        {
            Counters.Add(StrategyCounter.UnknownOrderEvents);
            return;
        }

        Counters.Add(StrategyCounter.Fills);
        if (order.Stage == OrderStage.Ended)
            Counters.Add(StrategyCounter.LateFills);
        else
            order.Stage = OrderStage.Working;
        order.Unknown = false;
        if (input.Quantity > order.Quantity - order.Cumulative)
            Counters.Add(StrategyCounter.Overfills);
        order.Cumulative = (int)Math.Min((long)order.Cumulative + input.Quantity, int.MaxValue);

        bool wasFlat = s.Ledger.Position == 0;
        bool opens = wasFlat || (s.Ledger.Position > 0) == (order.Side == EventSide.Buy);
        s.Ledger.Apply(order.Side == EventSide.Buy ? input.Quantity : -input.Quantity, input.Price);
        if (wasFlat)
            s.OpenedNs = _nowNs;
        if (opens)
            SetExitPrices(ref s);
        if (order.Stage != OrderStage.Ended && (input.Quantity2 <= 0 || order.Cumulative >= order.Quantity))
            End(ref s, ref order, id, EndCause.Filled);
    }

    private void OnBust(ref InstrumentState s, ref OwnOrder order, ref readonly InputEvent input)
    {
        if (input.Quantity <= 0 || input.Price <= 0)
        {
            Counters.Add(StrategyCounter.UnknownOrderEvents);
            return;
        }

        Counters.Add(StrategyCounter.Busts);
        order.Cumulative = Math.Max(0, order.Cumulative - input.Quantity);
        s.Ledger.Apply(order.Side == EventSide.Buy ? -input.Quantity : input.Quantity, input.Price);
    }

    // A fill of an earlier process of the session: its order is nobody's here, its position is ours to close.
    private int OnInherited(ref readonly InputEvent input)
    {
        if (input.Instrument >= _count || input.Quantity <= 0 || input.Price <= 0)
        {
            Counters.Add(StrategyCounter.UnknownOrderEvents);
            return -1;
        }

        ref InstrumentState s = ref _instruments[input.Instrument];
        bool adds = (input.Side == EventSide.Buy) == (input.Code == (byte)OrderEventType.Filled);
        s.Ledger.Apply(adds ? input.Quantity : -input.Quantity, input.Price);
        s.OpenedNs = _nowNs;
        if (s.Ledger.Position != 0)
            SetExitPrices(ref s);
        return input.Instrument;
    }

    private void Refused(ref InstrumentState s, ref OwnOrder order, uint id, EntryBlock block)
    {
        if (order.Stage != OrderStage.Ended && order.Role == OrderRole.Entry)
            Counters.Add(block);
        End(ref s, ref order, id, EndCause.Refused);
    }

    private void CancelFailed(ref OwnOrder order, bool countAttempt)
    {
        if (order.Stage == OrderStage.Ended)
            return;
        order.CancelPending = false;
        order.ActionNs = _nowNs;
        if (countAttempt && order.CancelAttempts < byte.MaxValue)
            order.CancelAttempts++;
    }

    private void End(ref InstrumentState s, ref OwnOrder order, uint id, EndCause cause)
    {
        if (order.Stage == OrderStage.Ended)
            return;
        order.Stage = OrderStage.Ended;
        order.CancelPending = false;
        if (s.EntryId == id)
            s.EntryId = 0;
        if (s.TargetId == id)
        {
            s.TargetId = 0;
            s.NextTargetNs = cause == EndCause.Filled ? _nowNs : _nowNs + _set.ExitRetryNs;
        }

        if (s.ExitId != id)
            return;
        s.ExitId = 0;
        s.NextExitNs = cause == EndCause.Filled ? _nowNs : _nowNs + _set.ExitRetryNs;
        if (cause != EndCause.Unfilled)
            return;
        // What took nothing (or not all) goes on as a sweep, and each sweep goes one tick further than the last.
        if (s.Sweep)
            s.ExitTries++;
        s.Sweep = true;
    }

    // Returns false when there was no room or no id; the caller's wish stays and is asked for again.
    private bool TrySend(
        ref InstrumentState s, int instrument, OrderRole role, in OrderIntent wanted, ref StrategyOutput output)
    {
        if (output.Count == StrategyOutput.MaxIntents)
        {
            output.Overflow++;
            Counters.Add(StrategyCounter.Postponed);
            StartRound();
            return false;
        }

        uint id = role == OrderRole.Entry ? _ids.NextForEntry() : _ids.NextForExit();
        if (id == 0)
        {
            if (role != OrderRole.Entry)
                Counters.Add(StrategyCounter.IdsExhausted);
            return false;
        }

        ref OrderIntent intent = ref output.Intents[output.Count++];
        intent = wanted;
        intent.Instrument = (ushort)instrument;
        intent.Strategy = _set.Strategy;
        intent.OrderId = id;
        ref OwnOrder order = ref _orders[id];
        order = default;
        order.Role = role;
        order.Side = wanted.Side;
        order.Instrument = (ushort)instrument;
        order.Quantity = wanted.Quantity;
        order.Target = wanted.TargetOrderId;
        order.Epoch = _epoch;
        order.ActionNs = _nowNs;
        switch (role)
        {
            case OrderRole.Entry:
                s.EntryId = id;
                break;
            case OrderRole.Target:
                s.TargetId = id;
                break;
            case OrderRole.Exit:
                s.ExitId = id;
                break;
        }

        return true;
    }

    // Looks after one of the three orders: cancels it when it is in the way or unanswered, gives it up when nothing
    // helps.
    private void Tend(
        ref InstrumentState s, int instrument, uint id, IntentReason cancelReason, ref StrategyOutput output)
    {
        ref OwnOrder order = ref _orders[id];
        if (order.Epoch != _epoch)
        {
            // A new session: what was under way may be lost, so patience and attempts start again.
            order.Epoch = _epoch;
            order.CancelPending = false;
            order.CancelAttempts = 0;
            order.Unknown = true;
            order.ActionNs = _nowNs;
        }

        if (!_loggedOn)
            return;
        long waitedNs = _nowNs - order.ActionNs;
        bool answerDue = order.CancelPending || order.Unknown || order.Stage == OrderStage.Pending
            || order.Role != OrderRole.Target;
        bool timedOut = answerDue && !_inboundGap && waitedNs >= _set.OrderTimeoutNs;
        if (timedOut && order.CancelPending)
        {
            order.CancelPending = false;
            if (order.CancelAttempts < byte.MaxValue)
                order.CancelAttempts++;
        }

        if (order.CancelPending)
            return;
        if (order.CancelAttempts > 0 && waitedNs < _set.ExitRetryNs)
            return;
        if (order.CancelAttempts >= _set.MaxCancelAttempts)
        {
            GiveUp(ref s, ref order, id);
            return;
        }

        // Once a cancel failed it is tried until the order ends or is given up: its reason may have passed, its doubt
        // not.
        IntentReason reason = cancelReason != IntentReason.None ? cancelReason
            : timedOut || order.CancelAttempts > 0 ? IntentReason.Timeout : IntentReason.None;
        if (reason == IntentReason.None)
            return;
        OrderIntent cancel = default;
        cancel.Action = IntentAction.Cancel;
        cancel.Side = order.Side;
        cancel.TargetOrderId = id;
        cancel.Reason = (int)reason;
        if (!TrySend(ref s, instrument, OrderRole.Cancel, in cancel, ref output))
            return;
        order.CancelPending = true;
        order.ActionNs = _nowNs;
        Counters.Add(StrategyCounter.Cancels);
        if (timedOut)
            Counters.Add(StrategyCounter.Timeouts);
    }

    // Neither the order nor its cancels lead anywhere: the position may be other than we think, so no entries until a
    // person has looked. A fill that still comes is booked and closed.
    private void GiveUp(ref InstrumentState s, ref OwnOrder order, uint id)
    {
        Counters.Add(StrategyCounter.LostOrders);
        End(ref s, ref order, id, EndCause.Refused);
        s.Mode = ModeSwitch.Stricter(s.Mode, TradingMode.Flatten);
        StartRound();
    }
}
