using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>What is special about the identifiers and which optional values were there.</summary>
[Flags]
public enum ReportFlags : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>ClOrdID is there, but not one of this session's format.</summary>
    ForeignClOrdId = 1,

    /// <summary>OrigClOrdID is there, but not one of this session's format.</summary>
    ForeignOrigClOrdId = 2,

    /// <summary>OrderID is not a number below 2^64: a hash stands for it.</summary>
    OrderIdIsHash = 4,

    /// <summary>LastPx was there.</summary>
    HasLastPrice = 8,

    /// <summary>LastQty was there.</summary>
    HasLastQuantity = 16,

    /// <summary>Price was there.</summary>
    HasPrice = 32,

    /// <summary>OrdRejReason or CxlRejReason was there.</summary>
    HasReason = 64,

    /// <summary>TransactTime was there.</summary>
    HasTransactTime = 128,

    /// <summary>AvgPx was there.</summary>
    HasAveragePrice = 256,
}

/// <summary>
/// An ExecutionReport (35=8) in numbers.
/// <para><b>Invariants.</b> Blittable. The ranges point into the frame it was parsed from.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public partial struct ExecutionReportFields
{
    /// <summary>OrderID [37] as a number, or its hash, see <see cref="ReportFlags.OrderIdIsHash"/>.</summary>
    public ulong OrderId;

    /// <summary>Hash of ExecID [17]: equal for a report that was seen before.</summary>
    public ulong ExecIdHash;

    /// <summary>LastPx [31] in 1/10000.</summary>
    public long LastPrice;

    /// <summary>Price [44] in 1/10000.</summary>
    public long Price;

    /// <summary>AvgPx [6] in 1/10000; finer decimals are cut off, since an average need not be a price.</summary>
    public long AveragePrice;

    /// <summary>LastQty [32].</summary>
    public long LastQuantity;

    /// <summary>LeavesQty [151].</summary>
    public long LeavesQuantity;

    /// <summary>CumQty [14].</summary>
    public long CumulativeQuantity;

    /// <summary>OrderQty [38]; 0 when absent.</summary>
    public long OrderQuantity;

    /// <summary>TransactTime [60], UTC ns.</summary>
    public long TransactTimeNs;

    /// <summary>Own id in ClOrdID [11]; 0 when absent or foreign.</summary>
    public uint ClOrdId;

    /// <summary>Own id in OrigClOrdID [41]; 0 when absent or foreign.</summary>
    public uint OrigClOrdId;

    /// <summary>OrdRejReason [103].</summary>
    public int RejectReason;

    /// <summary>Symbol [55].</summary>
    public FixRange Symbol;

    /// <summary>Text [58].</summary>
    public FixRange Text;

    /// <summary>What was there.</summary>
    public ReportFlags Flags;

    /// <summary>ExecType [150].</summary>
    public FixExecType ExecType;

    /// <summary>OrdStatus [39].</summary>
    public FixOrdStatus OrdStatus;

    /// <summary>Side [54].</summary>
    public FixSide Side;

    /// <summary>OrdType [40]; 0 when absent.</summary>
    public FixOrderType OrderType;

    /// <summary>TimeInForce [59]; 0 when absent.</summary>
    public FixTimeInForce TimeInForce;

    /// <summary>
    /// Parses a report. Unknown tags and any order are accepted; a known tag that is malformed, twice there, or missing
    /// though required (37, 17, 150, 39, 55, 54, 151, 14) is named in the result, and the fields are then not to be
    /// used.
    /// </summary>
    /// <param name="frame">The message.</param>
    /// <param name="bodyOffset">Where the body begins: <see cref="FixHeader.BodyFieldsOffset"/>.</param>
    /// <param name="ids">Format of own identifiers.</param>
    /// <param name="report">The report.</param>
    public static unsafe FixParseResult Parse(
        in FixFrame frame, int bodyOffset, ClOrdId ids, out ExecutionReportFields report)
    {
        FixFieldMap? map = frame.Map;
        if (map?.ShapeOf(in frame) is { } shape && bodyOffset == map.Ends[shape.HeaderEnd] + 1
            && ParseShaped(in frame, shape, map, ids, out report))
            return FixParseResult.Ok;
        if (!ParseFast(frame, bodyOffset, ids, out report))
            return ParseChecked(frame, bodyOffset, ids, out report);
        map?.Learn(in frame);
        return FixParseResult.Ok;
    }

    // Every message, every error. ParseFast must agree with it wherever it answers at all.
    internal static FixParseResult ParseChecked(
        in FixFrame frame, int bodyOffset, ClOrdId ids, out ExecutionReportFields report)
    {
        report = default;
        var fields = new FixFields(frame, bodyOffset);
        uint seen = 0;
        while (fields.MoveNext())
        {
            FixParseError error = fields.Error != FixParseError.None
                ? fields.Error : report.Take(in fields, ids, ref seen);
            if (error != FixParseError.None)
                return new FixParseResult(error, fields.Tag);
        }
        uint missing = RequiredBits & ~seen;
        return missing == 0
            ? FixParseResult.Ok
            : new FixParseResult(FixParseError.RequiredTagMissing, RequiredTag(missing));
    }

    private const uint RequiredBits = 0xFF;

    private static int RequiredTag(uint missing) => System.Numerics.BitOperations.TrailingZeroCount(missing) switch
    {
        0 => FixTags.OrderId,
        1 => FixTags.ExecId,
        2 => FixTags.ExecType,
        3 => FixTags.OrdStatus,
        4 => FixTags.Symbol,
        5 => FixTags.Side,
        6 => FixTags.LeavesQty,
        _ => FixTags.CumQty,
    };

    private FixParseError Take(in FixFields fields, ClOrdId ids, ref uint seen)
    {
        ReadOnlySpan<byte> value = fields.Value;
        switch (fields.Tag)
        {
            case FixTags.OrderId:
                TakeOrderId(value);
                return Once(ref seen, 0);
            case FixTags.ExecId:
                ExecIdHash = FixValue.Hash(value);
                return Once(ref seen, 1);
            case FixTags.ExecType:
                ExecType = (FixExecType)value[0];
                return OneByte(value, Once(ref seen, 2));
            case FixTags.OrdStatus:
                OrdStatus = (FixOrdStatus)value[0];
                return OneByte(value, Once(ref seen, 3));
            case FixTags.Symbol:
                Symbol = fields.Range;
                return Once(ref seen, 4);
            case FixTags.Side:
                Side = (FixSide)value[0];
                return OneByte(value, Once(ref seen, 5));
            case FixTags.LeavesQty:
                return Quantity(value, out LeavesQuantity, Once(ref seen, 6));
            case FixTags.CumQty:
                return Quantity(value, out CumulativeQuantity, Once(ref seen, 7));
            case FixTags.ClOrdId:
                if (!ids.TryDecode(value, out ClOrdId))
                    Flags |= ReportFlags.ForeignClOrdId;
                return Once(ref seen, 8);
            case FixTags.OrigClOrdId:
                if (!ids.TryDecode(value, out OrigClOrdId))
                    Flags |= ReportFlags.ForeignOrigClOrdId;
                return Once(ref seen, 9);
            case FixTags.LastPx:
                Flags |= ReportFlags.HasLastPrice;
                return First(FixValue.ParsePrice(value, out LastPrice), Once(ref seen, 10));
            case FixTags.LastQty:
                Flags |= ReportFlags.HasLastQuantity;
                return Quantity(value, out LastQuantity, Once(ref seen, 11));
            case FixTags.Price:
                Flags |= ReportFlags.HasPrice;
                return First(FixValue.ParsePrice(value, out Price), Once(ref seen, 12));
            case FixTags.OrderQty:
                return Quantity(value, out OrderQuantity, Once(ref seen, 13));
            case FixTags.OrdRejReason:
                Flags |= ReportFlags.HasReason;
                return Format(FixValue.TryParseInt32(value, out RejectReason), Once(ref seen, 14));
            case FixTags.Text:
                Text = fields.Range;
                return Once(ref seen, 15);
            case FixTags.TransactTime:
                Flags |= ReportFlags.HasTransactTime;
                return Format(FixValue.TryParseTimestamp(value, out TransactTimeNs), Once(ref seen, 16));
            case FixTags.AvgPx:
                Flags |= ReportFlags.HasAveragePrice;
                return First(FixValue.ParseCutPrice(value, out AveragePrice), Once(ref seen, 17));
            case FixTags.OrdType:
                OrderType = (FixOrderType)value[0];
                return OneByte(value, Once(ref seen, 18));
            case FixTags.TimeInForce:
                TimeInForce = (FixTimeInForce)value[0];
                return OneByte(value, Once(ref seen, 19));
            default:
                return FixParseError.None;
        }
    }

    private void TakeOrderId(ReadOnlySpan<byte> value)
    {
        if (FixValue.TryParseUInt64(value, out OrderId))
            return;
        OrderId = FixValue.Hash(value);
        Flags |= ReportFlags.OrderIdIsHash;
    }

    internal static FixParseError Once(ref uint seen, int bit)
    {
        bool twice = (seen & (1u << bit)) != 0;
        seen |= 1u << bit;
        return twice ? FixParseError.DuplicateTag : FixParseError.None;
    }

    internal static FixParseError OneByte(ReadOnlySpan<byte> value, FixParseError before) =>
        before != FixParseError.None ? before : value.Length == 1 ? FixParseError.None : FixParseError.BadFormat;

    internal static FixParseError Format(bool ok, FixParseError before) =>
        before != FixParseError.None ? before : ok ? FixParseError.None : FixParseError.BadFormat;

    internal static FixParseError First(FixParseError error, FixParseError before) =>
        before != FixParseError.None ? before : error;

    internal static FixParseError Quantity(ReadOnlySpan<byte> value, out long quantity, FixParseError before)
    {
        FixParseError error = FixValue.ParseQuantity(value, out quantity);
        if (error == FixParseError.PricePrecision || (error == FixParseError.None && quantity < 0))
            error = FixParseError.OutOfRange; // whole shares only, none negative
        return before != FixParseError.None ? before : error;
    }
}
