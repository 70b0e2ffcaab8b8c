using System.Runtime.CompilerServices;
using HftGateway.Disruptor;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Latency;
using HftGateway.Pipeline.Slots;
using HftGateway.Platform;
using HftGateway.Platform.Timing;
using HftGateway.Risk;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// The encoder stage: turns passed intents into FIX messages and owns everything that leaves the order session,
/// administrative messages included. It is the only writer of the socket.
/// <para><b>Threading.</b> <see cref="OnEvent"/> on the encoder stage's thread; counters may be
/// read from any thread.</para>
/// <para><b>Back-pressure.</b> What the peer does not take waits in a buffer of <see cref="BufferBytes"/>. When it is
/// filled beyond <see cref="NewOrderLimitBytes"/> new orders and replaces are refused (they come back as NotDelivered),
/// and PeerSlow goes back to ingress, the operator's alarm; cancels and administrative messages still find room. It
/// ends with PeerCaughtUp when half of that is left. When it is full the connection is broken off. The pipeline never
/// waits for the peer.</para>
/// <para><b>Store.</b> With a durable store each message is in it before the first of its bytes leaves, and what the
/// pipeline has handled of the peer's messages is noted there.</para>
/// <para><b>Cost.</b> One branch for an event without intents; see perf/README.md for encode and send.</para>
/// </summary>
/// <typeparam name="TTransport">Where the bytes go.</typeparam>
[HotPath]
public sealed class OrderEncoder<TTransport>
    where TTransport : struct, IOrderTransport
{
    /// <summary>Bytes that may wait for a slow peer.</summary>
    public const int BufferBytes = 256 * 1024;

    /// <summary>
    /// Waiting bytes beyond which new orders are refused; the rest is kept for cancels and administration.
    /// </summary>
    public const int NewOrderLimitBytes = BufferBytes / 2;

    private readonly FixOutboundSession _session;
    private readonly SpscQueue<QueuedInput> _feedback;
    private readonly LatencyRecorder _latency;
    private readonly OwnOrders _orders;
    private readonly OrderReconciler _reconciler;
    private readonly FillNotes _fills;
    private readonly EncoderTally _tally = new();
    private readonly OrderRecovery _recovery;
    private readonly FixMessageTemplates? _warm;
    private readonly byte[] _warmBuffer = GC.AllocateArray<byte>(FixMessageTemplates.MaxMessageBytes, pinned: true);
    private readonly byte[] _buffer = GC.AllocateArray<byte>(BufferBytes, pinned: true);
    private TTransport _transport;
    private int _start;
    private int _end;
    private bool _connected;
    private bool _logoutSent;
    private bool _pressed;
    private bool _asksAtLogon;
    private bool _cancelsAll;
    private ulong _massStatusSequence;
    private bool _storeFull;
    private long _storeRefusals;

    /// <summary>Creates the stage.</summary>
    /// <param name="session">Outbound side of the order session.</param>
    /// <param name="transport">Where the bytes go.</param>
    /// <param name="feedback">Refusals on their way back to ingress; this stage is the producer.</param>
    /// <param name="latency">Receives the stamps.</param>
    /// <param name="orderCapacity">Largest own order id.</param>
    /// <param name="warm">Templates of its own with which the encode path is kept warm, or null.</param>
    /// <param name="recovery">What is done about orders of earlier connections and processes; null for the usual.</param>
    public OrderEncoder(
        FixOutboundSession session, TTransport transport, SpscQueue<QueuedInput> feedback, LatencyRecorder latency,
        int orderCapacity, FixMessageTemplates? warm = null, OrderRecovery? recovery = null)
    {
        _recovery = recovery ?? new OrderRecovery();
        // Another process of the session may have left orders behind.
        _cancelsAll = _asksAtLogon = _recovery.IsContinued;
        _warm = warm;
        _session = session;
        _transport = transport;
        _feedback = feedback;
        _latency = latency;
        _orders = new OwnOrders(orderCapacity);
        _fills = new FillNotes(_recovery.Store, _recovery.Symbols);
        _reconciler = new OrderReconciler(_orders, feedback, _fills, _tally);
    }

    /// <summary>What was sent and refused so far.</summary>
    public EncoderCounters Counters => _tally.Counters;

    /// <summary>Handles one event: its intents, its session action, its stamps.</summary>
    /// <param name="slot">The slot, all other sections written.</param>
    /// <param name="sequence">Ring sequence.</param>
    /// <param name="stamped">Whether the event is stamped.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnEvent(ref Slot slot, long sequence, bool stamped)
    {
        if (slot.Strategy.Count == 0 && slot.Ingress.Event.Kind < EventKind.Order && !stamped)
            return;
        Handle(ref slot, sequence, stamped);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Handle(ref Slot slot, long sequence, bool stamped)
    {
        ref InputEvent e = ref slot.Ingress.Event;
        if (e.Kind >= EventKind.Order)
        {
            HandleControl(ref slot);
            if (e.Kind == EventKind.Order)
                OnOrder(ref e, ref slot.Ingress.Execution);
        }

        bool sent = slot.Strategy.Count != 0 && SendIntents(ref slot);
        if (stamped || (sent && slot.Ingress.ReceivedTicks != 0))
            OfferStamps(ref slot, sequence, stamped, sent);
    }

    private void HandleControl(ref Slot slot)
    {
        ref InputEvent e = ref slot.Ingress.Event;
        switch (e.Kind)
        {
            case EventKind.Session:
                OnSession(ref slot);
                break;
            case EventKind.Timer:
                OnTimer(ref e);
                break;
            case EventKind.Command when e.Code == (byte)OperatorCommand.Shutdown:
                SendLogout(ref e);
                break;
        }
    }

    private void OnSession(ref Slot slot)
    {
        ref InputEvent e = ref slot.Ingress.Event;
        switch ((SessionEventType)e.Code)
        {
            case SessionEventType.Connected:
                _transport.Attach((long)e.OrderId);
                _connected = true;
                _logoutSent = _pressed = false;
                _start = _end = 0;
                Written(_session.WriteLogon(Free(), e.UtcNs, reset: e.OrderId2 != 0), e.TimeNs);
                break;
            case SessionEventType.Disconnected:
                _connected = _pressed = false;
                _asksAtLogon = true;
                _start = _end = 0;
                _session.OnDisconnected();
                _transport.Detach((long)e.OrderId);
                break;
            case SessionEventType.PeerReject:
                RejectSentOrder(e.OrderId, ref e);
                break;
            case SessionEventType.MassStatusComplete:
                AskForEach(ref e);
                break;
            case SessionEventType.LoggedOn:
                Execute(ref slot.Ingress.Session, ref e);
                AskForOrders(ref e);
                break;
            default:
                Execute(ref slot.Ingress.Session, ref e);
                break;
        }
    }

    private void OnOrder(ref InputEvent e, ref ReportedExecution x)
    {
        var type = (OrderEventType)e.Code;
        if (type == OrderEventType.Status)
        {
            _reconciler.OnStatus(in e, in x);
        }
        else if (type is OrderEventType.Filled or OrderEventType.Busted
            && x.Part is NotePart.Whole or NotePart.SecondHalf)
        {
            ref OwnOrders.Entry entry = ref _orders[e.OrderId];
            bool own = entry.Stage != OwnOrders.Stage.None;
            ref OwnOrders.Entry order = ref _orders.OrderOf(ref entry);
            _fills.Add(in e, in x, own ? order.Instrument : e.Instrument, own ? order.Side : e.Side);
        }

        if (x.Part != NotePart.Noted)
            _orders.Apply(in e);
        // Reports come in sequence; a session event can carry a number that is ahead of a gap.
        // Half a correction is not handled yet.
        if (e.Sequence > 0 && !_fills.Ended && x.Part != NotePart.FirstHalf)
            _session.NoteInbound((ulong)e.Sequence);
    }

    // The gaps of the last connection are filled. What an earlier process left working is cancelled; what this one left is
    // asked for.
    private void AskForOrders(ref InputEvent e)
    {
        if (!_connected || !_asksAtLogon)
            return;
        _asksAtLogon = false;
        bool isOpen = _reconciler.Begin(e.TimeNs);
        if (_cancelsAll && _recovery.MassRequests)
            Written(_session.WriteMassCancel(Free(), e.UtcNs), e.TimeNs);
        if ((isOpen || _cancelsAll) && _recovery.MassRequests)
        {
            _massStatusSequence = _session.NextSequence;
            Written(_session.WriteMassStatusRequest(Free(), e.UtcNs), e.TimeNs);
        }
        else
        {
            AskForEach(ref e);
        }

        _cancelsAll = false;
    }

    // One by one, for what the mass status did not list; as many as there is room for, the others have their time-outs.
    private void AskForEach(ref InputEvent e)
    {
        _massStatusSequence = 0;
        for (uint id = _reconciler.NextOpen(0);
            id != 0 && _connected && _end + FixOutboundSession.ActionBytes < NewOrderLimitBytes;
            id = _reconciler.NextOpen(id))
        {
            ref OwnOrders.Entry order = ref _orders[id];
            FixSide side = order.Side == EventSide.Buy ? FixSide.Buy : FixSide.Sell;
            Written(_session.WriteStatusRequest(id, order.Instrument, side, Free(), e.UtcNs), e.TimeNs);
        }
    }

    private void Execute(ref SessionAction action, ref InputEvent e)
    {
        if (!_connected || action.Do == SessionDo.None)
            return;
        if (action.Has(SessionDo.AnswerResend))
            ReportNotDelivered(ref action, ref e);
        const SessionDo Writes = SessionDo.AnswerResend | SessionDo.SendReject | SessionDo.SendHeartbeat
            | SessionDo.SendResendRequest | SessionDo.SendTestRequest | SessionDo.SendLogout | SessionDo.SendLogon;
        int bytes = _session.Execute(in action, Free(), e.UtcNs);
        if ((action.Do & Writes) != 0)
            Written(bytes, e.TimeNs);
        if (action.Has(SessionDo.SendLogout))
            _logoutSent = true;
        if (action.Has(SessionDo.Disconnect))
            _transport.Abort();
    }

    // The peer asks for these numbers again. Orders are never sent a second time: they count as not delivered.
    private void ReportNotDelivered(ref SessionAction action, ref InputEvent e)
    {
        ulong last = action.ResendEnd == 0
            ? _session.NextSequence - 1
            : Math.Min(action.ResendEnd, _session.NextSequence - 1);
        for (ulong sequence = action.ResendBegin; sequence <= last; sequence++)
        {
            if (!_session.TryFindSentOrder(sequence, out SentOrder order))
                continue;
            // A question that did not arrive says nothing of its order.
            if (order.MsgType != FixMsgType.OrderStatusRequest)
                FeedBack(order.OrderId, 0, OrderEventType.NotDelivered, 0, ref e);
        }
    }

    // The peer refused a message as such (35=3 or 35=j): an order in it was never accepted.
    private void RejectSentOrder(ulong sequence, ref InputEvent e)
    {
        if (sequence == _massStatusSequence && sequence != 0)
            AskForEach(ref e);
        if (!_session.TryFindSentOrder(sequence, out SentOrder order))
            return;
        if (order.MsgType == FixMsgType.OrderStatusRequest)
        {
            _reconciler.OnUnknown(order.OrderId, e.TimeNs);
            return;
        }

        OrderEventType type = order.MsgType == FixMsgType.NewOrderSingle
            ? OrderEventType.Rejected : OrderEventType.CancelRejected;
        FeedBack(order.OrderId, 0, type, 0, ref e);
    }

    private void OnTimer(ref InputEvent e)
    {
        if (!_connected)
            return;
        if (_end != _start)
            Flush(e.TimeNs);
        if (_session.IsHeartbeatDue(e.UtcNs))
            Written(_session.WriteHeartbeat(Free(), e.UtcNs, default), e.TimeNs);
        if (_warm != null)
            WarmPath(ref e);
    }

    // An order that goes nowhere: it takes no sequence number, and its bytes never reach the exchange.
    private void WarmPath(ref InputEvent e)
    {
        NewOrder order = default;
        order.OrderId = 1;
        order.Quantity = 1;
        order.Price = 10_000;
        order.Side = FixSide.Buy;
        order.OrderType = FixOrderType.Limit;
        order.TimeInForce = FixTimeInForce.ImmediateOrCancel;
        int bytes = _warm!.Write(in order, _session.NextSequence, e.UtcNs, _warmBuffer);
        if (bytes > 0)
            _transport.Warm(_warmBuffer.AsSpan(0, bytes));
    }

    private void SendLogout(ref InputEvent e)
    {
        if (!_connected || _logoutSent)
            return;
        _logoutSent = true;
        Written(_session.WriteLogout(Free(), e.UtcNs, default), e.TimeNs);
    }

    private bool SendIntents(ref Slot slot)
    {
        ref InputEvent e = ref slot.Ingress.Event;
        int before = _end;
        int messages = 0;
        ulong first = _session.NextSequence;
        for (int i = 0; i < slot.Strategy.Count; i++)
        {
            ref OrderIntent intent = ref slot.Strategy.Intents[i];
            RiskReason reason = slot.Risk.Reasons[i];
            if (reason != RiskReason.None)
                FeedBack(intent.OrderId, intent.TargetOrderId, OrderEventType.RiskRejected, (int)reason, ref e);
            else if (Encode(ref intent, ref e))
                messages++;
            else
                FeedBack(intent.OrderId, intent.TargetOrderId, OrderEventType.NotDelivered, 0, ref e);
        }

        if (messages == 0)
            return false;
        slot.Encoder.MessagesSent = messages;
        slot.Encoder.BytesSent = _end - before;
        slot.Encoder.FirstSequence = (long)first;
        slot.Encoder.EncodedTicks = TimeStampCounter.Now();
        Flush(e.TimeNs);
        slot.Encoder.SentTicks = TimeStampCounter.Now();
        return true;
    }

    private bool Encode(ref OrderIntent intent, ref InputEvent e)
    {
        bool room = intent.Action == IntentAction.Cancel
            ? _end + FixMessageTemplates.MaxMessageBytes <= BufferBytes
            : !_pressed && _end - _start < NewOrderLimitBytes
                && _end + FixMessageTemplates.MaxMessageBytes <= BufferBytes;
        if (!_connected || !room)
        {
            _tally.Counters.Refused++;
            return false;
        }

        int bytes = IntentEncoding.Write(_session, ref intent, in e, _orders, Free());
        if (bytes <= 0)
        {
            _tally.Counters.Refused++;
            CheckStore(e.TimeNs);
            return false;
        }

        _orders.Sent(in intent);
        _end += bytes;
        _tally.Counters.Count(intent.Action);
        return true;
    }

    private Span<byte> Free() => _buffer.AsSpan(_end);

    private void Written(int bytes, long timeNs)
    {
        if (bytes <= 0)
        {
            // No room for an administrative message: the peer has not been reading for a long time. Or the store is full: a
            // session that cannot answer cannot go on.
            if (!CheckStore(timeNs))
                _tally.Counters.Overruns++;
            _transport.Abort();
            return;
        }

        if (_storeFull)
        {
            _storeFull = false;
            Alarm(SessionEventType.StoreHasRoom, 0, timeNs);
        }

        _end += bytes;
        _tally.Counters.Administrative++;
        Flush(timeNs);
    }

    private void Flush(long timeNs)
    {
        int taken = _transport.Send(_buffer.AsSpan(_start, _end - _start), timeNs);
        if (taken < 0)
            return;
        _tally.Counters.Bytes += taken;
        _start += taken;
        CheckPressure(timeNs);
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end > BufferBytes - FixMessageTemplates.MaxMessageBytes * 4)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
    }

    private void CheckPressure(long timeNs)
    {
        int waiting = _end - _start;
        if (_pressed ? waiting >= NewOrderLimitBytes / 2 : waiting < NewOrderLimitBytes)
            return;
        _pressed = !_pressed;
        _tally.Counters.Pressures += _pressed ? 1 : 0;
        Alarm(_pressed ? SessionEventType.PeerSlow : SessionEventType.PeerCaughtUp, (ulong)waiting, timeNs);
    }

    // Whether the store took nothing since the last call; said once, until it takes something again.
    private bool CheckStore(long timeNs)
    {
        if (_session.StoreRefusals == _storeRefusals)
            return false;
        _storeRefusals = _session.StoreRefusals;
        if (!_storeFull)
            Alarm(SessionEventType.StoreFull, 0, timeNs);
        _storeFull = true;
        return true;
    }

    private void Alarm(SessionEventType type, ulong value, long timeNs)
    {
        QueuedInput item = default;
        item.Event.Kind = EventKind.Session;
        item.Event.Code = (byte)type;
        item.Event.Instrument = InputEvent.NoInstrument;
        item.Event.OrderId = value;
        item.DueNs = timeNs;
        if (!_feedback.TryEnqueue(in item))
            _tally.Counters.FeedbackLost++;
    }

    private void FeedBack(uint orderId, uint targetId, OrderEventType type, int reason, ref InputEvent cause)
    {
        QueuedInput item = default;
        item.Event.Kind = EventKind.Order;
        item.Event.Code = (byte)type;
        item.Event.Instrument = InputEvent.NoInstrument;
        item.Event.OrderId = orderId;
        item.Event.OrderId2 = targetId;
        item.Event.Quantity = reason;
        item.DueNs = cause.TimeNs;
        if (!_feedback.TryEnqueue(in item))
            _tally.Counters.FeedbackLost++;
    }

    private void OfferStamps(ref Slot slot, long sequence, bool stamped, bool sent)
    {
        StampRecord record = default;
        record.Sequence = sequence;
        record.ReceivedTicks = slot.Ingress.ReceivedTicks;
        record.IsMarketData = slot.Ingress.Event.Kind < EventKind.Order ? 1 : 0;
        if (stamped)
        {
            record.DecodeTicks = slot.Ingress.DecodeTicks;
            record.IngressDoneTicks = slot.Ingress.DoneTicks;
            record.BookDoneTicks = slot.Book.DoneTicks;
            record.FeaturesDoneTicks = slot.Features.DoneTicks;
            record.StrategyDoneTicks = slot.Strategy.DoneTicks;
        }

        if (stamped || sent)
            record.RiskDoneTicks = slot.Risk.DoneTicks;
        if (sent)
        {
            record.EncodedTicks = slot.Encoder.EncodedTicks;
            record.SentTicks = slot.Encoder.SentTicks;
        }

        _latency.Offer(in record);
    }
}
