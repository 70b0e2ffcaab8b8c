namespace HftGateway.Fix;

/// <content>Reports: what an acceptor writes about orders.</content>
public sealed partial class FixOutboundSession
{
    /// <summary>Writes an ExecutionReport.</summary>
    /// <param name="report">The report; its symbol index must be the session's.</param>
    /// <param name="utcNs">SendingTime.</param>
    /// <param name="destination">Where to write; 1,024 bytes are enough with a text of up to 256.</param>
    /// <param name="text">Text [58]; empty for none.</param>
    public int WriteReport(in ExecutionReport report, long utcNs, Span<byte> destination,
        ReadOnlySpan<byte> text = default)
    {
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=8\u000134="u8, NextSequence, utcNs);
        writer.Price("6="u8, report.AveragePrice, _options.PriceDecimals);
        if (report.ClOrdId.Length != 0)
            writer.Field("11="u8, report.ClOrdId.Bytes);
        writer.Field("14="u8, report.CumulativeQuantity);
        writer.Field("17="u8, report.ExecId);
        if (report.ExecType is FixExecType.Trade or FixExecType.TradeCorrect)
        {
            writer.Price("31="u8, report.LastPrice, _options.PriceDecimals);
            writer.Field("32="u8, report.LastQuantity);
        }
        writer.Field("37="u8, report.OrderId);
        writer.Field("38="u8, report.OrderQuantity);
        writer.Field("39="u8, (char)report.OrdStatus);
        if (report.OrderType != 0)
            writer.Field("40="u8, (char)report.OrderType);
        if (report.OrigClOrdId.Length != 0)
            writer.Field("41="u8, report.OrigClOrdId.Bytes);
        if (report.OrderType == FixOrderType.Limit)
            writer.Price("44="u8, report.Price, _options.PriceDecimals);
        writer.Field("54="u8, (char)report.Side);
        writer.Field("55="u8, report.UnknownSymbol.Length != 0 ? report.UnknownSymbol.Bytes : Symbols[report.Symbol]);
        if (!text.IsEmpty)
            writer.Field("58="u8, text);
        if (report.TimeInForce != 0)
            writer.Field("59="u8, (char)report.TimeInForce);
        writer.Time("60="u8, _timestamp, report.TransactTimeNs);
        if (report.ExecType == FixExecType.Rejected)
            writer.Field("103="u8, (ulong)Math.Max(0, report.RejectReason));
        writer.Field("150="u8, (char)report.ExecType);
        writer.Field("151="u8, report.LeavesQuantity);
        return Spend(writer.Finish(), utcNs, destination, store: true);
    }

    /// <summary>Writes an OrderCancelReject; parameters as for a report.</summary>
    public int WriteCancelReject(
        in OrderCancelReject reject, long utcNs, Span<byte> destination, ReadOnlySpan<byte> text = default)
    {
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=9\u000134="u8, NextSequence, utcNs);
        writer.Field("11="u8, reject.ClOrdId.Bytes);
        if (reject.OrderId == 0)
            writer.Field("37="u8, "NONE"u8);
        else
            writer.Field("37="u8, reject.OrderId);
        writer.Field("39="u8, (char)reject.OrdStatus);
        writer.Field("41="u8, reject.OrigClOrdId.Bytes);
        if (!text.IsEmpty)
            writer.Field("58="u8, text);
        writer.Time("60="u8, _timestamp, reject.TransactTimeNs);
        writer.Field("102="u8, (ulong)Math.Max(0, reject.Reason));
        writer.Field("434="u8, (char)('0' + reject.ResponseTo));
        return Spend(writer.Finish(), utcNs, destination, store: true);
    }
}
