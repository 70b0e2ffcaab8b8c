using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// A NewOrderSingle, OrderCancelRequest or OrderCancelReplaceRequest as the receiving side reads it.
/// <para><b>Invariants.</b> Blittable; identifiers are held by value, so that it outlives the frame.</para>
/// <para><b>Limits.</b> ClOrdIDs of at most <see cref="FixId.MaxBytes"/> bytes, whole quantities below 2^32.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderRequestFields
{
    /// <summary>ClOrdID [11].</summary>
    public FixId ClOrdId;

    /// <summary>OrigClOrdID [41]; empty for a new order.</summary>
    public FixId OrigClOrdId;

    /// <summary>Symbol [55] when it is not in the table and not longer than an identifier; else empty.</summary>
    public FixId UnknownSymbol;

    /// <summary>Price [44] in 1/10000.</summary>
    public long Price;

    /// <summary>TransactTime [60], UTC ns.</summary>
    public long TransactTimeNs;

    /// <summary>User-defined trigger sequence; 0 when absent.</summary>
    public ulong TriggerSequence;

    /// <summary>OrderQty [38]; 0 when absent (a cancel only).</summary>
    public uint Quantity;

    /// <summary>Index of Symbol [55] in the table; only when <see cref="IsSymbolKnown"/>.</summary>
    public ushort Symbol;

    /// <summary>
    /// 1: the symbol is in the table. Else the answer is a rejected order (103=1), not a session Reject.
    /// </summary>
    public byte IsSymbolKnown;

    /// <summary>Which of the three.</summary>
    public FixMsgType MsgType;

    /// <summary>Side [54].</summary>
    public FixSide Side;

    /// <summary>OrdType [40].</summary>
    public FixOrderType OrderType;

    /// <summary>TimeInForce [59]; Day when absent.</summary>
    public FixTimeInForce TimeInForce;

    /// <summary>1: ExecInst [18] contains 6 (participate, do not initiate).</summary>
    public byte PostOnly;

    private const uint RequiredOfCancel = (1u << 0) | (1u << 1) | (1u << 2) | (1u << 3) | (1u << 4);
    private const uint RequiredOfNew = (1u << 0) | (1u << 2) | (1u << 3) | (1u << 4) | (1u << 5) | (1u << 6);
    private const uint RequiredOfReplace = RequiredOfNew | (1u << 1);

    /// <summary>
    /// Parses one. The result is what a session Reject needs: the offending tag and, by
    /// <see cref="FixParseResult.RejectReason"/>, its reason. Required: 11, 55, 54, 60; 41 for F and G; 40, 38 for D
    /// and
    /// G, and 44 with 40=2.
    /// </summary>
    /// <param name="frame">The message.</param>
    /// <param name="bodyOffset">Where the body begins: <see cref="FixHeader.BodyFieldsOffset"/>.</param>
    /// <param name="symbols">The symbols traded.</param>
    /// <param name="triggerTag">User-defined tag with the trigger sequence; 0 for none.</param>
    /// <param name="request">The request; only to be used when the result is Ok, except <see cref="ClOrdId"/>.</param>
    public static FixParseResult Parse(
        in FixFrame frame, int bodyOffset, FixSymbolTable symbols, int triggerTag, out OrderRequestFields request)
    {
        request = default;
        request.MsgType = frame.MsgType;
        request.TimeInForce = FixTimeInForce.Day;
        var fields = new FixFields(frame, bodyOffset);
        uint seen = 0;
        while (fields.MoveNext())
        {
            FixParseError error = fields.Error;
            if (error == FixParseError.None)
                error = fields.Tag == triggerTag
                    ? ExecutionReportFields.Format(
                        FixValue.TryParseUInt64(fields.Value, out request.TriggerSequence),
                        ExecutionReportFields.Once(ref seen, 31))
                    : request.Take(in fields, symbols, ref seen);
            if (error != FixParseError.None)
                return new FixParseResult(error, fields.Tag);
        }
        return request.CheckRequired(seen);
    }

    private readonly FixParseResult CheckRequired(uint seen)
    {
        uint required = MsgType switch
        {
            FixMsgType.OrderCancelRequest => RequiredOfCancel,
            FixMsgType.OrderCancelReplaceRequest => RequiredOfReplace,
            _ => RequiredOfNew,
        };
        if (OrderType == FixOrderType.Limit)
            required |= 1u << 7;
        uint missing = required & ~seen;
        if (missing == 0)
            return FixParseResult.Ok;
        int tag = System.Numerics.BitOperations.TrailingZeroCount(missing) switch
        {
            0 => FixTags.ClOrdId,
            1 => FixTags.OrigClOrdId,
            2 => FixTags.Symbol,
            3 => FixTags.Side,
            4 => FixTags.TransactTime,
            5 => FixTags.OrdType,
            6 => FixTags.OrderQty,
            _ => FixTags.Price,
        };
        return new FixParseResult(FixParseError.RequiredTagMissing, tag);
    }

    private FixParseError Take(in FixFields fields, FixSymbolTable symbols, ref uint seen)
    {
        ReadOnlySpan<byte> value = fields.Value;
        switch (fields.Tag)
        {
            case FixTags.ClOrdId:
                return Fits(FixId.TryCreate(value, out ClOrdId), ExecutionReportFields.Once(ref seen, 0));
            case FixTags.OrigClOrdId:
                return Fits(FixId.TryCreate(value, out OrigClOrdId), ExecutionReportFields.Once(ref seen, 1));
            case FixTags.Symbol:
                IsSymbolKnown = (byte)(symbols.TryFind(value, out Symbol) ? 1 : 0);
                if (IsSymbolKnown == 0)
                    FixId.TryCreate(value, out UnknownSymbol);
                return ExecutionReportFields.Once(ref seen, 2);
            case FixTags.Side:
                Side = (FixSide)value[0];
                return OneOf(value, "1256"u8, ExecutionReportFields.Once(ref seen, 3));
            case FixTags.TransactTime:
                return ExecutionReportFields.Format(
                    FixValue.TryParseTimestamp(value, out TransactTimeNs), ExecutionReportFields.Once(ref seen, 4));
            case FixTags.OrdType:
                OrderType = (FixOrderType)value[0];
                return OneOf(value, "12"u8, ExecutionReportFields.Once(ref seen, 5));
            case FixTags.OrderQty:
                FixParseError error = ExecutionReportFields.Quantity(
                    value, out long quantity, ExecutionReportFields.Once(ref seen, 6));
                if (error == FixParseError.None && quantity is < 1 or > uint.MaxValue)
                    error = FixParseError.OutOfRange;
                Quantity = error == FixParseError.None ? (uint)quantity : 0;
                return error;
            case FixTags.Price:
                return ExecutionReportFields.First(
                    FixValue.ParsePrice(value, out Price), ExecutionReportFields.Once(ref seen, 7));
            case FixTags.TimeInForce:
                TimeInForce = (FixTimeInForce)value[0];
                return OneOf(value, "03"u8, ExecutionReportFields.Once(ref seen, 8));
            case FixTags.ExecInst:
                // A list of characters with spaces between.
                PostOnly = (byte)(value.IndexOf((byte)'6') >= 0 ? 1 : 0);
                return ExecutionReportFields.Once(ref seen, 9);
            default:
                return FixParseError.None;
        }
    }

    private static FixParseError Fits(bool ok, FixParseError before) =>
        before != FixParseError.None ? before : ok ? FixParseError.None : FixParseError.OutOfRange;

    private static FixParseError OneOf(ReadOnlySpan<byte> value, ReadOnlySpan<byte> allowed, FixParseError before)
    {
        if (before != FixParseError.None)
            return before;
        if (value.Length != 1)
            return FixParseError.BadFormat;
        return allowed.Contains(value[0]) ? FixParseError.None : FixParseError.OutOfRange;
    }
}
