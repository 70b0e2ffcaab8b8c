using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Platform;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Orders;

/// <summary>Maps an intent to the FIX message that carries it.</summary>
internal static class IntentEncoding
{
    /// <summary>Encodes one intent.</summary>
    /// <param name="session">Outbound session.</param>
    /// <param name="intent">Passed intent.</param>
    /// <param name="e">The event that caused it: its UTC time is the sending time, its sequence the trigger.</param>
    /// <param name="orders">What was sent: a cancel must repeat the quantity of the order it names.</param>
    /// <param name="destination">Where to write.</param>
    /// <returns>Bytes written, 0 or less if the message could not be written.</returns>
    [HotPath]
    public static int Write(
        FixOutboundSession session, ref OrderIntent intent, in InputEvent e, OwnOrders orders, Span<byte> destination)
    {
        if (intent.OrderId > orders.Capacity || intent.TargetOrderId > orders.Capacity)
            return 0;
        ulong trigger = e.Kind < EventKind.Order ? (ulong)e.Sequence : 0;
        switch (intent.Action)
        {
            case IntentAction.New:
                return session.WriteOrder(New(ref intent, trigger), e.UtcNs, destination);
            case IntentAction.Cancel:
                return session.WriteOrder(
                    Cancel(ref intent, trigger, (uint)orders[intent.TargetOrderId].Quantity), e.UtcNs, destination);
            case IntentAction.Replace:
                return session.WriteOrder(Replace(ref intent, trigger), e.UtcNs, destination);
            default:
                return 0;
        }
    }

    private static NewOrder New(ref OrderIntent intent, ulong trigger) => new()
    {
        OrderId = intent.OrderId,
        Symbol = intent.Instrument,
        Side = Side(intent.Side),
        OrderType = Type(ref intent),
        TimeInForce = TimeInForceOf(ref intent),
        PostOnly = PostOnly(ref intent),
        Price = intent.Price,
        Quantity = (uint)intent.Quantity,
        TriggerSequence = trigger,
    };

    private static CancelOrder Cancel(ref OrderIntent intent, ulong trigger, uint quantity) => new()
    {
        OrderId = intent.OrderId,
        OriginalOrderId = intent.TargetOrderId,
        Symbol = intent.Instrument,
        Side = Side(intent.Side),
        Quantity = quantity,
        TriggerSequence = trigger,
    };

    private static ReplaceOrder Replace(ref OrderIntent intent, ulong trigger) => new()
    {
        OrderId = intent.OrderId,
        OriginalOrderId = intent.TargetOrderId,
        Symbol = intent.Instrument,
        Side = Side(intent.Side),
        OrderType = Type(ref intent),
        TimeInForce = TimeInForceOf(ref intent),
        PostOnly = PostOnly(ref intent),
        Price = intent.Price,
        Quantity = (uint)intent.Quantity,
        TriggerSequence = trigger,
    };

    private static FixSide Side(EventSide side) => side == EventSide.Buy ? FixSide.Buy : FixSide.Sell;

    private static FixOrderType Type(ref OrderIntent intent)
        => (intent.Flags & IntentFlags.Market) != 0 ? FixOrderType.Market : FixOrderType.Limit;

    private static FixTimeInForce TimeInForceOf(ref OrderIntent intent)
        => intent.TimeInForce == TimeInForce.ImmediateOrCancel ? FixTimeInForce.ImmediateOrCancel : FixTimeInForce.Day;

    private static byte PostOnly(ref OrderIntent intent) => (byte)((intent.Flags & IntentFlags.PostOnly) != 0 ? 1 : 0);
}
