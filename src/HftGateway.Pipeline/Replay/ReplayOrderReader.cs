using HftGateway.Disruptor;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Replay;

/// <summary>
/// Reads the FIX messages that the encoder sent in a replay and turns orders into actions of the recorded exchange.
/// Administrative messages are passed over: the recorded exchange keeps no session.
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
internal sealed class ReplayOrderReader
{
    private readonly FixFrameReader _reader = new();
    private readonly FixSymbolTable _symbols;
    private readonly ClOrdId _ids;
    private readonly int _triggerTag;

    public ReplayOrderReader(FixSessionOptions options)
    {
        _symbols = new FixSymbolTable(options.Symbols);
        _ids = new ClOrdId(options.ClOrdIdPrefix);
        _triggerTag = options.TriggerTag;
    }

    /// <summary>Takes the bytes of one send.</summary>
    /// <param name="bytes">Whole FIX messages.</param>
    /// <param name="dueNs">Exchange time at which they take effect.</param>
    /// <param name="actions">Receives the orders among them.</param>
    /// <exception cref="InvalidDataException">The gateway's own encoder wrote something that
    /// does not parse.</exception>
    public void Read(ReadOnlySpan<byte> bytes, long dueNs, TimedQueue<RecordedAction> actions)
    {
        while (bytes.Length > 0)
        {
            Span<byte> free = _reader.GetFree();
            int part = Math.Min(free.Length, bytes.Length);
            bytes[..part].CopyTo(free);
            _reader.Advance(part);
            bytes = bytes[part..];
            while (_reader.TryRead(out FixFrame frame) is FrameResult.Frame)
                Take(in frame, dueNs, actions);
        }

        if (_reader.GarbledCount != 0)
            throw new InvalidDataException("the gateway sent a garbled FIX message");
    }

    private void Take(in FixFrame frame, long dueNs, TimedQueue<RecordedAction> actions)
    {
        if (frame.MsgType.IsAdmin())
            return;
        FixParseResult header = FixHeader.Parse(in frame, out FixHeader parsedHeader);
        FixParseResult parsed = header.IsOk
            ? OrderRequestFields.Parse(
                in frame, parsedHeader.BodyFieldsOffset, _symbols, _triggerTag, out OrderRequestFields order)
            : OrderRequestFields.Parse(in frame, frame.FieldsOffset, _symbols, _triggerTag, out order);
        if (!header.IsOk || !parsed.IsOk || order.IsSymbolKnown == 0)
            throw new InvalidDataException($"the gateway sent a malformed order: tag {parsed.Tag}: {parsed.Error}");
        RecordedAction action = default;
        action.DueNs = dueNs;
        action.Action = order.MsgType switch
        {
            FixMsgType.OrderCancelRequest => IntentAction.Cancel,
            FixMsgType.OrderCancelReplaceRequest => IntentAction.Replace,
            _ => IntentAction.New,
        };
        action.Side = order.Side == FixSide.Buy ? EventSide.Buy : EventSide.Sell;
        action.Instrument = order.Symbol;
        action.ImmediateOrCancel = order.TimeInForce == FixTimeInForce.ImmediateOrCancel;
        action.PostOnly = order.PostOnly != 0;
        action.Market = order.OrderType == FixOrderType.Market;
        action.Price = order.Price;
        action.Quantity = (int)order.Quantity;
        if (!_ids.TryDecode(order.ClOrdId.Bytes, out action.Id))
            throw new InvalidDataException($"the gateway sent an order with the foreign ClOrdID '{order.ClOrdId}'");
        _ = _ids.TryDecode(order.OrigClOrdId.Bytes, out action.TargetId);
        actions.Add(dueNs, in action);
    }
}
