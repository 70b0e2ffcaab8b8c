using HftGateway.Fix;

namespace HftGateway.Exchange.Orders;

/// <content>
/// Requests about what is there: OrderStatusRequest (35=H), OrderMassStatusRequest (35=AF) and OrderMassCancelRequest
/// (35=q).
/// </content>
internal sealed partial class OrderDesk
{
    public const int TagMassCancelRequestType = 530;
    public const int TagMassStatusReqId = 584;
    public const int TagMassStatusReqType = 585;
    public const int TagOrdStatusReqId = 790;

    private const int TagMassCancelResponse = 531;
    private const int TagMassCancelRejectReason = 532;
    private const int TagTotalAffectedOrders = 533;
    private const int TagTotNumReports = 911;
    private const int TagLastRptRequested = 912;
    private const int MassCancelTypeNotSupported = 0;
    private const byte AllOrders = (byte)'7';

    // Answered with what the order is now, dead or alive: ExecType I, ExecID 0. In FIX 4.2 by ExecTransType 3.
    private void OnStatusRequest(AcceptorSession session, in FixFrame frame, in OrderRequest request)
    {
        _statistics.StatusRequests++;
        bool known = _byClOrdId.TryGetValue(Key(session, frame.Value(request.ClOrdId)), out int slot) && slot != None;
        if (known)
        {
            Status(session, slot, TagOrdStatusReqId, frame.Value(request.StatusId), total: 0, last: false);
            return;
        }

        FixWriter writer = session.Begin();
        writer.Text(FixTags.OrderId, "NONE"u8);
        writer.Text(FixTags.ClOrdId, frame.Value(request.ClOrdId));
        StatusType(ref writer, session.Version, (byte)FixOrdStatus.Rejected);
        writer.Number(FixTags.OrdRejReason, (int)RejectCode.UnknownOrder);
        ReadOnlySpan<byte> symbol = frame.Value(request.Symbol);
        writer.Text(FixTags.Symbol, symbol[..Math.Min(symbol.Length, ExchangeOptions.MaxSymbolLength)]);
        writer.Char(FixTags.Side, request.Side);
        Nothing(ref writer);
        if (request.StatusId.IsPresent)
            writer.Text(TagOrdStatusReqId, frame.Value(request.StatusId));
        writer.Text(FixTags.Text, "unknown order"u8);
        session.Send("8"u8, ref writer);
    }

    // All working orders of the session, whatever the type asks for: a list that says more does no harm.
    private void OnMassStatusRequest(AcceptorSession session, in FixFrame frame, in OrderRequest request)
    {
        _statistics.StatusRequests++;
        int total = 0;
        for (int slot = _firstLive[session.Index]; slot != None; slot = _orders[slot].NextLive)
            total++;
        int left = total;
        for (int slot = _firstLive[session.Index]; slot != None; slot = _orders[slot].NextLive)
            Status(session, slot, TagMassStatusReqId, frame.Value(request.MassStatusId), total, --left == 0);
        if (total != 0)
            return;
        FixWriter writer = session.Begin();
        writer.Text(FixTags.OrderId, "NONE"u8);
        StatusType(ref writer, session.Version, (byte)FixOrdStatus.Rejected);
        writer.Text(FixTags.Symbol, "[N/A]"u8);
        writer.Char(FixTags.Side, (byte)FixSide.Buy);
        Nothing(ref writer);
        writer.Text(TagMassStatusReqId, frame.Value(request.MassStatusId));
        writer.Number(TagTotNumReports, 0);
        writer.Char(TagLastRptRequested, (byte)'Y');
        writer.Text(FixTags.Text, "no working orders"u8);
        session.Send("8"u8, ref writer);
    }

    // The answer first, then each order's report.
    private void OnMassCancel(AcceptorSession session, in FixFrame frame, in OrderRequest request)
    {
        bool isServed = request.MassCancelType == AllOrders;
        int affected = 0;
        for (int slot = _firstLive[session.Index]; isServed && slot != None; slot = _orders[slot].NextLive)
            affected++;
        FixWriter writer = session.Begin();
        writer.Text(FixTags.ClOrdId, frame.Value(request.ClOrdId));
        writer.Text(FixTags.OrderId, frame.Value(request.ClOrdId));
        writer.Char(TagMassCancelRequestType, request.MassCancelType);
        writer.Char(TagMassCancelResponse, isServed ? AllOrders : (byte)'0');
        if (isServed)
            writer.Number(TagTotalAffectedOrders, affected);
        else
            writer.Number(TagMassCancelRejectReason, MassCancelTypeNotSupported);
        session.Send("r"u8, ref writer);
        if (isServed)
            RemoveAll(session.Index, RemoveCause.MassCancel);
    }

    private void Status(
        AcceptorSession session, int slot, int requestTag, ReadOnlySpan<byte> requestId, int total, bool last)
    {
        ref ClientOrder order = ref _orders[slot];
        FixWriter writer = session.Begin();
        writer.Number(FixTags.OrderId, slot + 1);
        writer.Text(FixTags.ClOrdId, Text(order.ClOrdId));
        StatusType(ref writer, session.Version, order.Status);
        SymbolSideTerms(ref writer, in order);
        Quantities(ref writer, in order);
        if (!requestId.IsEmpty)
            writer.Text(requestTag, requestId);
        if (total != 0)
        {
            writer.Number(TagTotNumReports, total);
            writer.Char(TagLastRptRequested, (byte)(last ? 'Y' : 'N'));
        }

        session.Send("8"u8, ref writer);
    }

    private static void StatusType(ref FixWriter writer, FixVersion version, byte status)
    {
        writer.Text(FixTags.ExecId, "0"u8);
        if (version == FixVersion.Fix42)
            writer.Char(TagExecTransType, (byte)'3');
        writer.Char(FixTags.ExecType, version == FixVersion.Fix42 ? status : (byte)FixExecType.OrderStatus);
        writer.Char(FixTags.OrdStatus, status);
    }

    private void Nothing(ref FixWriter writer)
    {
        writer.Number(FixTags.LeavesQty, 0);
        writer.Number(FixTags.CumQty, 0);
        writer.Price(FixTags.AvgPx, 0);
        writer.Time(FixTags.TransactTime, _clock.UtcNs);
    }
}
