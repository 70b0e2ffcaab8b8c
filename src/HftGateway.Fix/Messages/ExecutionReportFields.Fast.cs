using System.Numerics;
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
        FixTags.Price, FixTags.OrderQty, FixTags.OrdRejReason, FixTags.Text, FixTags.TransactTime);

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
            byte* field = message + bodyOffset, block = field;
            byte* end = message + frame.TrailerOffset, readable = message + bytes.Length;
            ulong bits = FixScan.SohBits(block, end, readable);
            while (field < end)
            {
                while (bits == 0)
                {
                    block += 64;
                    if (block >= end)
                        return false;
                    bits = FixScan.SohBits(block, end, readable);
                }
                byte* soh = block + BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
                uint tag = FixScan.Tag(field, out int digits);
                byte* value = field + digits + 1;
                long length = soh - value;
                field = soh + 1;
                if (tag == 0 || length <= 0)
                    return false;
                if (tag > MaxCaseTag)
                {
                    if (FixDataFields.Standard.DataTagOf((int)tag) != 0)
                        return false;
                    continue;
                }
                uint number = Unsafe.Add(ref cases, tag);
                if (number >= DataLength)
                {
                    if (number == DataLength)
                        return false;
                    uint bit = 1u << (int)(number - FirstCase);
                    if ((seen & bit) != 0)
                        return false;
                    seen |= bit;
                }
                switch (number)
                {
                    case FirstCase:
                        ok &= FixScan.LongNumber(soh, length, out report.OrderId);
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
                        ok &= ids.TryDecodeFast(value, length, out report.ClOrdId);
                        break;
                    case FirstCase + 9:
                        ok &= ids.TryDecodeFast(value, length, out report.OrigClOrdId);
                        break;
                    case FirstCase + 10:
                        ok &= FixScan.Price(soh, length, out report.LastPrice);
                        break;
                    case FirstCase + 11:
                        ok &= Whole(soh, length, out report.LastQuantity);
                        break;
                    case FirstCase + 12:
                        ok &= FixScan.Price(soh, length, out report.Price);
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
                    default:
                        break;
                }
            }
        }
        report.Flags = FlagsOf(seen);
        return ok && (seen & RequiredBits) == RequiredBits;
    }

    private const int MaxCaseTag = 255;
    private const uint DataLength = 1; // a length field: what follows may contain SOH
    private const uint FirstCase = 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool Whole(byte* end, long length, out long value)
    {
        bool ok = FixScan.Number(end, length, out uint number);
        value = number;
        return ok;
    }

    private static ReportFlags FlagsOf(uint seen) =>
        ((seen & (1u << 10)) != 0 ? ReportFlags.HasLastPrice : 0)
        | ((seen & (1u << 11)) != 0 ? ReportFlags.HasLastQuantity : 0)
        | ((seen & (1u << 12)) != 0 ? ReportFlags.HasPrice : 0)
        | ((seen & (1u << 14)) != 0 ? ReportFlags.HasReason : 0)
        | ((seen & (1u << 16)) != 0 ? ReportFlags.HasTransactTime : 0);

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
