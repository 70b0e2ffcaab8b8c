using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// An OrderCancelReject (35=9) in numbers: the request is refused, the order is as it was.
/// <para><b>Invariants.</b> Blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderCancelRejectFields
{
    /// <summary>OrderID [37] as a number, or its hash (always for "NONE").</summary>
    public ulong OrderId;

    /// <summary>Own id of the refused request, ClOrdID [11]; 0 when foreign.</summary>
    public uint ClOrdId;

    /// <summary>Own id of the order's last accepted request, OrigClOrdID [41]; 0 when foreign.</summary>
    public uint OrigClOrdId;

    /// <summary>CxlRejReason [102].</summary>
    public int Reason;

    /// <summary>Text [58].</summary>
    public FixRange Text;

    /// <summary>What was there.</summary>
    public ReportFlags Flags;

    /// <summary>OrdStatus [39].</summary>
    public FixOrdStatus OrdStatus;

    /// <summary>CxlRejResponseTo [434]: 1 a cancel, 2 a replace was refused.</summary>
    public byte ResponseTo;

    /// <summary>
    /// Parses one; parameters and result as for <see cref="ExecutionReportFields.Parse"/>. Required: 37, 11, 41, 39,
    /// 434.
    /// </summary>
    public static FixParseResult Parse(in FixFrame frame, int bodyOffset, ClOrdId ids,
        out OrderCancelRejectFields reject)
    {
        reject = default;
        var fields = new FixFields(frame, bodyOffset);
        uint seen = 0;
        while (fields.MoveNext())
        {
            FixParseError error = fields.Error != FixParseError.None
                ? fields.Error : reject.Take(in fields, ids, ref seen);
            if (error != FixParseError.None)
                return new FixParseResult(error, fields.Tag);
        }
        ReadOnlySpan<int> required =
            [FixTags.OrderId, FixTags.ClOrdId, FixTags.OrigClOrdId, FixTags.OrdStatus, FixTags.CxlRejResponseTo];
        for (int i = 0; i < required.Length; i++)
        {
            if ((seen & (1u << i)) == 0)
                return new FixParseResult(FixParseError.RequiredTagMissing, required[i]);
        }
        return FixParseResult.Ok;
    }

    private FixParseError Take(in FixFields fields, ClOrdId ids, ref uint seen)
    {
        ReadOnlySpan<byte> value = fields.Value;
        switch (fields.Tag)
        {
            case FixTags.OrderId:
                if (!FixValue.TryParseUInt64(value, out OrderId))
                {
                    OrderId = FixValue.Hash(value);
                    Flags |= ReportFlags.OrderIdIsHash;
                }
                return ExecutionReportFields.Once(ref seen, 0);
            case FixTags.ClOrdId:
                if (!ids.TryDecode(value, out ClOrdId))
                    Flags |= ReportFlags.ForeignClOrdId;
                return ExecutionReportFields.Once(ref seen, 1);
            case FixTags.OrigClOrdId:
                if (!ids.TryDecode(value, out OrigClOrdId))
                    Flags |= ReportFlags.ForeignOrigClOrdId;
                return ExecutionReportFields.Once(ref seen, 2);
            case FixTags.OrdStatus:
                OrdStatus = (FixOrdStatus)value[0];
                return ExecutionReportFields.OneByte(value, ExecutionReportFields.Once(ref seen, 3));
            case FixTags.CxlRejResponseTo:
                ResponseTo = (byte)(value[0] - '0');
                if (value.Length == 1 && ResponseTo is not (1 or 2))
                    return FixParseError.OutOfRange;
                return ExecutionReportFields.OneByte(value, ExecutionReportFields.Once(ref seen, 4));
            case FixTags.CxlRejReason:
                Flags |= ReportFlags.HasReason;
                return ExecutionReportFields.Format(
                    FixValue.TryParseInt32(value, out Reason), ExecutionReportFields.Once(ref seen, 5));
            case FixTags.Text:
                Text = fields.Range;
                return ExecutionReportFields.Once(ref seen, 6);
            default:
                return FixParseError.None;
        }
    }
}
