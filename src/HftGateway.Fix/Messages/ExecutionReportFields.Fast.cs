using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

public partial struct ExecutionReportFields
{
    private const int MinFastBytes = 64;

    // What to do with a field, by its tag: one of the cases below; 0 for not looked at.
    private static readonly byte[] CaseTable = MakeCases(
        FixTags.OrderId, FixTags.ExecId, FixTags.ExecType, FixTags.OrdStatus, FixTags.Symbol, FixTags.Side,
        FixTags.LeavesQty, FixTags.CumQty, FixTags.ClOrdId, FixTags.OrigClOrdId, FixTags.LastPx, FixTags.LastQty,
        FixTags.Price, FixTags.OrderQty, FixTags.OrdRejReason, FixTags.Text, FixTags.TransactTime, FixTags.AvgPx,
        FixTags.OrdType, FixTags.TimeInForce);

    /// <summary>
    /// Parses a report that has nothing unusual about it. False for everything else, whatever it is: then
    /// <see cref="ParseChecked"/> says what.
    /// </summary>
    [SkipLocalsInit]
    internal static unsafe bool ParseFast(
        in FixFrame frame, int bodyOffset, ClOrdId ids, out ExecutionReportFields report)
    {
        report = default;
        ReadOnlySpan<byte> bytes = frame.Bytes;
        if (bytes.Length < MinFastBytes || (uint)bodyOffset > (uint)frame.TrailerOffset)
            return false;
        ref byte cases = ref MemoryMarshal.GetArrayDataReference(CaseTable);
        uint seen = 0;
        bool ok = true;
        fixed (byte* message = bytes)
        {
            var tokens = new FixTokens(message + bodyOffset, message + frame.TrailerOffset, message + bytes.Length);
            while (!tokens.IsAtEnd)
            {
                if (!tokens.MoveNext())
                    return false;
                if (tokens.Tag > MaxCaseTag)
                {
                    if (FixDataFields.Standard.DataTagOf((int)tokens.Tag) != 0)
                        return false;
                    continue;
                }
                uint number = Unsafe.Add(ref cases, tokens.Tag);
                if (number >= DataLength)
                {
                    if (number == DataLength)
                        return false;
                    uint bit = 1u << (int)(number - FirstCase);
                    if ((seen & bit) != 0)
                        return false;
                    seen |= bit;
                }
                byte* value = tokens.Value, soh = tokens.Soh;
                long length = tokens.Length;
                switch (number)
                {
                    case FirstCase:
                        ok &= ReadOrderId(value, soh, ref report);
                        break;
                    case FirstCase + 1:
                        report.ExecIdHash = FixValue.Hash(new ReadOnlySpan<byte>(value, (int)length));
                        break;
                    case FirstCase + 2:
                        report.ExecType = (FixExecType)(*value);
                        ok &= length == 1;
                        break;
                    case FirstCase + 3:
                        report.OrdStatus = (FixOrdStatus)(*value);
                        ok &= length == 1;
                        break;
                    case FirstCase + 4:
                        report.Symbol = new FixRange((int)(value - message), (int)length);
                        break;
                    case FirstCase + 5:
                        report.Side = (FixSide)(*value);
                        ok &= length == 1;
                        break;
                    case FirstCase + 6:
                        ok &= Whole(soh, length, out report.LeavesQuantity);
                        break;
                    case FirstCase + 7:
                        ok &= Whole(soh, length, out report.CumulativeQuantity);
                        break;
                    case FirstCase + 8:
                        report.ClOrdId = ReadOwnId(ids, value, length, ReportFlags.ForeignClOrdId, ref report);
                        break;
                    case FirstCase + 9:
                        report.OrigClOrdId = ReadOwnId(ids, value, length, ReportFlags.ForeignOrigClOrdId, ref report);
                        break;
                    case FirstCase + 10:
                        ok &= ReadPrice(value, soh, out report.LastPrice);
                        break;
                    case FirstCase + 11:
                        ok &= Whole(soh, length, out report.LastQuantity);
                        break;
                    case FirstCase + 12:
                        ok &= ReadPrice(value, soh, out report.Price);
                        break;
                    case FirstCase + 13:
                        ok &= Whole(soh, length, out report.OrderQuantity);
                        break;
                    case FirstCase + 14:
                        ok &= FixScan.Number(soh, length, out uint reason);
                        report.RejectReason = (int)reason;
                        break;
                    case FirstCase + 15:
                        report.Text = new FixRange((int)(value - message), (int)length);
                        break;
                    case FirstCase + 16:
                        ok &= FixScan.Timestamp(value, length, out report.TransactTimeNs);
                        break;
                    case FirstCase + 17:
                        ok &= ReadAverage(value, soh, out report.AveragePrice);
                        break;
                    case FirstCase + 18:
                        report.OrderType = (FixOrderType)(*value);
                        ok &= length == 1;
                        break;
                    case FirstCase + 19:
                        report.TimeInForce = (FixTimeInForce)(*value);
                        ok &= length == 1;
                        break;
                    default:
                        break;
                }
            }
        }
        report.Flags |= FlagsOf(seen);
        return ok && IsComplete(seen);
    }

    /// <summary>
    /// Reads a report whose fields are in a known order: every value at its place, no field looked at twice. False when a value
    /// is unusual.
    /// </summary>
    [SkipLocalsInit]
    internal static unsafe bool ParseShaped(
        in FixFrame frame, ReportShape shape, FixFieldMap map, ClOrdId ids, out ExecutionReportFields report)
    {
        report = default;
        ref readonly ReportShape.BodySlots slots = ref shape.Body;
        report.Flags = shape.Flags;
        ushort* ends = map.Ends;
        fixed (byte* message = frame.Bytes)
        {
            // The required ones.
            byte* value = slots[0].In(message, ends, out byte* end);
            bool ok = ReadOrderId(value, end, ref report);
            value = slots[1].In(message, ends, out end);
            report.ExecIdHash = FixValue.Hash(new ReadOnlySpan<byte>(value, (int)(end - value)));
            value = slots[2].In(message, ends, out end);
            report.ExecType = (FixExecType)(*value);
            ok &= end - value == 1;
            value = slots[3].In(message, ends, out end);
            report.OrdStatus = (FixOrdStatus)(*value);
            ok &= end - value == 1;
            value = slots[4].In(message, ends, out end);
            report.Symbol = new FixRange((int)(value - message), (int)(end - value));
            value = slots[5].In(message, ends, out end);
            report.Side = (FixSide)(*value);
            ok &= end - value == 1;
            value = slots[6].In(message, ends, out end);
            ok &= Whole(end, end - value, out report.LeavesQuantity);
            value = slots[7].In(message, ends, out end);
            ok &= Whole(end, end - value, out report.CumulativeQuantity);
            // The others: there or not is the same from one report of this order to the next, so no branch is mispredicted.
            if (slots[8].Place != 0)
            {
                value = slots[8].In(message, ends, out end);
                report.ClOrdId = ReadOwnId(ids, value, end - value, ReportFlags.ForeignClOrdId, ref report);
            }
            if (slots[9].Place != 0)
            {
                value = slots[9].In(message, ends, out end);
                report.OrigClOrdId = ReadOwnId(ids, value, end - value, ReportFlags.ForeignOrigClOrdId, ref report);
            }
            if (slots[10].Place != 0)
            {
                value = slots[10].In(message, ends, out end);
                ok &= ReadPrice(value, end, out report.LastPrice);
            }
            if (slots[11].Place != 0)
            {
                value = slots[11].In(message, ends, out end);
                ok &= Whole(end, end - value, out report.LastQuantity);
            }
            if (slots[12].Place != 0)
            {
                value = slots[12].In(message, ends, out end);
                ok &= ReadPrice(value, end, out report.Price);
            }
            if (slots[13].Place != 0)
            {
                value = slots[13].In(message, ends, out end);
                ok &= Whole(end, end - value, out report.OrderQuantity);
            }
            if (slots[14].Place != 0)
            {
                value = slots[14].In(message, ends, out end);
                ok &= FixScan.Number(end, end - value, out uint reason);
                report.RejectReason = (int)reason;
            }
            if (slots[15].Place != 0)
            {
                value = slots[15].In(message, ends, out end);
                report.Text = new FixRange((int)(value - message), (int)(end - value));
            }
            if (slots[16].Place != 0)
            {
                value = slots[16].In(message, ends, out end);
                ok &= map.TransactTime.Read(value, end - value, out report.TransactTimeNs);
            }
            if (slots[17].Place != 0)
            {
                value = slots[17].In(message, ends, out end);
                ok &= ReadAverage(value, end, out report.AveragePrice);
            }
            if (slots[18].Place != 0)
            {
                value = slots[18].In(message, ends, out end);
                report.OrderType = (FixOrderType)(*value);
                ok &= end - value == 1;
            }
            if (slots[19].Place != 0)
            {
                value = slots[19].In(message, ends, out end);
                report.TimeInForce = (FixTimeInForce)(*value);
                ok &= end - value == 1;
            }
            return ok;
        }
    }

    private const int MaxCaseTag = 255;
    private const uint DataLength = 1; // a length field: what follows may contain SOH
    internal const uint FirstCase = 2;

    /// <summary>What to do with a tag: the field's number from <see cref="FirstCase"/> on, or less for the others.</summary>
    internal static uint CaseOf(uint tag) => tag > MaxCaseTag ? 0u : CaseTable[tag];

    /// <summary>All required fields are among those seen, bit 0 for <see cref="FirstCase"/>.</summary>
    internal static bool IsComplete(uint seen) => (seen & RequiredBits) == RequiredBits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool Whole(byte* end, long length, out long value)
    {
        bool ok = FixScan.Number(end, length, out uint number);
        value = number;
        return ok;
    }

    // Other forms than the usual ones are frequent with some venues: they are read here, not by parsing everything once more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool ReadOrderId(byte* value, byte* end, ref ExecutionReportFields report) =>
        FixScan.LongNumber(end, end - value, out report.OrderId) || ReadOtherOrderId(value, end, ref report);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe bool ReadOtherOrderId(byte* value, byte* end, ref ExecutionReportFields report)
    {
        report.TakeOrderId(new ReadOnlySpan<byte>(value, (int)(end - value)));
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe uint ReadOwnId(
        ClOrdId ids, byte* value, long length, ReportFlags foreign, ref ExecutionReportFields report)
    {
        if (!ids.TryDecodeFast(value, length, out uint id) && !ids.TryDecode(new ReadOnlySpan<byte>(value, (int)length), out id))
            report.Flags |= foreign;
        return id;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool ReadPrice(byte* value, byte* end, out long price) =>
        FixScan.Price(end, end - value, out price) || ReadOtherPrice(value, end, out price);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe bool ReadOtherPrice(byte* value, byte* end, out long price) =>
        FixValue.ParsePrice(new ReadOnlySpan<byte>(value, (int)(end - value)), out price) == FixParseError.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool ReadAverage(byte* value, byte* end, out long price) =>
        FixScan.Price(end, end - value, out price) || ReadOtherAverage(value, end, out price);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe bool ReadOtherAverage(byte* value, byte* end, out long price) =>
        FixValue.ParseCutPrice(new ReadOnlySpan<byte>(value, (int)(end - value)), out price) == FixParseError.None;

    internal static ReportFlags FlagsOf(uint seen) =>
        ((seen & (1u << 10)) != 0 ? ReportFlags.HasLastPrice : 0)
        | ((seen & (1u << 11)) != 0 ? ReportFlags.HasLastQuantity : 0)
        | ((seen & (1u << 12)) != 0 ? ReportFlags.HasPrice : 0)
        | ((seen & (1u << 14)) != 0 ? ReportFlags.HasReason : 0)
        | ((seen & (1u << 16)) != 0 ? ReportFlags.HasTransactTime : 0)
        | ((seen & (1u << 17)) != 0 ? ReportFlags.HasAveragePrice : 0);

    private static byte[] MakeCases(params ReadOnlySpan<int> tags)
    {
        var cases = new byte[MaxCaseTag + 1];
        for (int tag = 0; tag < cases.Length; tag++)
            cases[tag] = FixDataFields.Standard.DataTagOf(tag) != 0 ? (byte)DataLength : (byte)0;
        for (int i = 0; i < tags.Length; i++)
            cases[tags[i]] = (byte)(FirstCase + i);
        return cases;
    }
}
