namespace HftGateway.Fix.Orders;

/// <content>Reading a report of any FIX version.</content>
public partial struct FixOrderReport
{
    /// <summary>
    /// Reads an ExecutionReport or OrderCancelReject. Unknown tags and any order are accepted (the session has
    /// validated the message, or was told not to); of a tag that comes twice, as in a repeating group, the first one
    /// counts.
    /// </summary>
    /// <param name="frame">The message.</param>
    /// <param name="bodyOffset">Where the body begins: <see cref="FixHeader.BodyFieldsOffset"/>.</param>
    /// <param name="ids">
    /// Format of own identifiers; null, and for an identifier of another format, the number is a hash of the text.
    /// </param>
    /// <param name="report">The report.</param>
    /// <returns>Ok, or the first tag that is malformed.</returns>
    public static FixParseResult Parse(in FixFrame frame, int bodyOffset, ClOrdId? ids, out FixOrderReport report)
    {
        report = default;
        report.MsgType = frame.MsgType;
        var fields = new FixFields(frame, bodyOffset);
        ulong seen = 0;
        while (fields.MoveNext())
        {
            int bit = BitOf(fields.Tag);
            if (bit < 0 || (seen & (1UL << bit)) != 0)
                continue;
            seen |= 1UL << bit;
            FixParseError error = fields.Error != FixParseError.None ? fields.Error : report.Take(in fields, ids);
            if (error != FixParseError.None)
                return new FixParseResult(error, fields.Tag);
        }

        return report.Check(seen);
    }

    private static int BitOf(int tag) => tag switch
    {
        11 => 0,
        41 => 1,
        37 => 2,
        17 => 3,
        19 => 4,
        32 => 5,
        31 => 6,
        151 => 7,
        14 => 8,
        38 => 9,
        44 => 10,
        60 => 11,
        102 or 103 => 12,
        911 => 13,
        912 => 14,
        55 => 15,
        58 => 16,
        20 => 17,
        150 => 18,
        39 => 19,
        54 => 20,
        434 => 21,
        _ => -1,
    };

    private readonly FixParseResult Check(ulong seen)
    {
        const ulong Status = 1UL << 19;
        if ((seen & Status) == 0)
            return new FixParseResult(FixParseError.RequiredTagMissing, FixTags.OrdStatus);
        return FixParseResult.Ok;
    }

    private FixParseError Take(in FixFields fields, ClOrdId? ids)
    {
        ReadOnlySpan<byte> value = fields.Value;
        switch (fields.Tag)
        {
            case 11:
                ClOrdId = Identifier(value, ids);
                return FixParseError.None;
            case 41:
                OrigClOrdId = Identifier(value, ids);
                return FixParseError.None;
            case 37:
                if (!value.SequenceEqual("NONE"u8))
                    OrderId = FixValue.TryParseUInt64(value, out ulong number) ? number : FixValue.Hash(value);
                return FixParseError.None;
            case 17:
                ExecId = FixValue.Hash(value);
                Has |= value.SequenceEqual("0"u8) ? FixReportHas.None : FixReportHas.Execution;
                return FixParseError.None;
            case 19:
                ExecRefId = FixValue.Hash(value);
                return FixParseError.None;
            case 60:
                return Format(FixValue.TryParseTimestamp(value, out TransactTimeNs));
            case 102 or 103:
                Has |= FixReportHas.Reason;
                return Format(FixValue.TryParseInt32(value, out Reason));
            case 911:
                return Format(FixValue.TryParseInt32(value, out TotalReports));
            case 912:
                Has |= value.SequenceEqual("Y"u8) ? FixReportHas.LastReport : FixReportHas.None;
                return FixParseError.None;
            case 55:
                Symbol = fields.Range;
                return FixParseError.None;
            case 58:
                Text = fields.Range;
                return FixParseError.None;
            case 20:
                ExecTransType = value[0];
                return Format(value.Length == 1);
            case 150:
                ExecType = (FixExecType)value[0];
                return Format(value.Length == 1);
            case 39:
                OrdStatus = (FixOrdStatus)value[0];
                return Format(value.Length == 1);
            case 54:
                Side = (FixSide)value[0];
                return Format(value.Length == 1);
            case 434:
                ResponseTo = value[0];
                return Format(value.Length == 1);
            default:
                return TakeQuantity(fields.Tag, value);
        }
    }

    private FixParseError TakeQuantity(int tag, ReadOnlySpan<byte> value)
    {
        switch (tag)
        {
            case 32:
                Has |= FixReportHas.LastQuantity;
                return ExecutionReportFields.Quantity(value, out LastQuantity, FixParseError.None);
            case 31:
                Has |= FixReportHas.LastPrice;
                return FixValue.ParsePrice(value, out LastPrice);
            case 151:
                Has |= FixReportHas.Leaves;
                return ExecutionReportFields.Quantity(value, out Leaves, FixParseError.None);
            case 14:
                Has |= FixReportHas.Cumulative;
                return ExecutionReportFields.Quantity(value, out Cumulative, FixParseError.None);
            case 38:
                Has |= FixReportHas.OrderQuantity;
                return ExecutionReportFields.Quantity(value, out OrderQuantity, FixParseError.None);
            default:
                Has |= FixReportHas.Price;
                return FixValue.ParsePrice(value, out Price);
        }
    }

    private static ulong Identifier(ReadOnlySpan<byte> value, ClOrdId? ids) =>
        ids is not null && ids.TryDecode(value, out uint own) ? own : FixValue.Hash(value);

    private static FixParseError Format(bool ok) => ok ? FixParseError.None : FixParseError.BadFormat;
}
