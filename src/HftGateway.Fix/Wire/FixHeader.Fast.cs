using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

public partial struct FixHeader
{
    private const int MinFastBytes = 64;
    private const int MaxCaseTag = 1279;
    private const uint RequiredBits = 15;
    internal const uint NotHeader = 0;
    internal const uint Unusual = 1; // a length field, or one that the frame has had already
    internal const uint Ignored = 2;
    internal const uint FirstCase = 3;

    private static readonly byte[] CaseTable = MakeCases(
        FixTags.MsgSeqNum, FixTags.SenderCompId, FixTags.TargetCompId, FixTags.SendingTime, FixTags.PossDupFlag,
        FixTags.OrigSendingTime, FixTags.PossResend);

    /// <summary>What to do with a tag: one of the cases above, or the field's number from <see cref="FirstCase"/> on.</summary>
    internal static uint CaseOf(uint tag) => tag > MaxCaseTag ? NotHeader : CaseTable[tag];

    /// <summary>All required fields are among those seen, bit 0 for <see cref="FirstCase"/>.</summary>
    internal static bool IsComplete(uint seen) => (seen & RequiredBits) == RequiredBits;

    /// <summary>
    /// Reads a header that has nothing unusual about it. False for everything else, whatever it is: then
    /// <see cref="ParseChecked"/> says what.
    /// </summary>
    [SkipLocalsInit]
    internal static unsafe bool ParseFast(in FixFrame frame, out FixHeader header)
    {
        header = default;
        ReadOnlySpan<byte> bytes = frame.Bytes;
        if (bytes.Length < MinFastBytes || !frame.MsgTypeRange.IsPresent)
            return false;
        header.SendingTimeNs = header.OrigSendingTimeNs = NoTime;
        header.MsgType = frame.MsgType;
        header.BodyFieldsOffset = frame.TrailerOffset;
        ref byte cases = ref MemoryMarshal.GetArrayDataReference(CaseTable);
        uint seen = 0;
        bool ok = true;
        fixed (byte* message = bytes)
        {
            var tokens = new FixTokens(
                message + frame.FieldsOffset, message + frame.TrailerOffset, message + bytes.Length);
            while (!tokens.IsAtEnd)
            {
                int offset = (int)(tokens.Next - message);
                if (!tokens.MoveNext())
                {
                    // A body field of unusual form is the body parser's affair.
                    uint tag = FixScan.Tag(message + offset, out _);
                    if (tag == 0 || CaseOf(tag) != NotHeader)
                        return false;
                    header.BodyFieldsOffset = offset;
                    break;
                }
                uint number = tokens.Tag > MaxCaseTag ? NotHeader : Unsafe.Add(ref cases, tokens.Tag);
                if (number == NotHeader)
                {
                    header.BodyFieldsOffset = offset;
                    break;
                }
                if (number == Ignored)
                    continue;
                uint bit = 1u << (int)(number - FirstCase);
                if (number == Unusual || (seen & bit) != 0)
                    return false;
                seen |= bit;
                byte* value = tokens.Value;
                long length = tokens.Length;
                switch (number)
                {
                    case FirstCase:
                        ok &= FixScan.LongNumber(tokens.Soh, length, out header.Sequence) && header.Sequence != 0;
                        break;
                    case FirstCase + 1:
                        header.SenderCompId = new FixRange((int)(value - message), (int)length);
                        break;
                    case FirstCase + 2:
                        header.TargetCompId = new FixRange((int)(value - message), (int)length);
                        break;
                    case FirstCase + 3:
                        ok &= FixScan.Timestamp(value, length, out header.SendingTimeNs);
                        break;
                    case FirstCase + 4:
                        ok &= Flag(value, length, out header.PossDup);
                        break;
                    case FirstCase + 5:
                        ok &= FixScan.Timestamp(value, length, out header.OrigSendingTimeNs);
                        break;
                    default:
                        ok &= Flag(value, length, out header.PossResend);
                        break;
                }
            }
        }
        return ok && IsComplete(seen);
    }

    /// <summary>
    /// Reads the header of a report whose fields are in a known order. False when a value is unusual.
    /// </summary>
    [SkipLocalsInit]
    internal static unsafe bool ParseShaped(in FixFrame frame, ReportShape shape, FixFieldMap map, out FixHeader header)
    {
        ushort* ends = map.Ends;
        header = default;
        header.MsgType = frame.MsgType;
        header.BodyFieldsOffset = ends[shape.HeaderEnd] + 1;
        header.SendingTimeNs = header.OrigSendingTimeNs = NoTime;
        ref readonly ReportShape.HeaderSlots slots = ref shape.Header;
        fixed (byte* message = frame.Bytes)
        {
            byte* value = slots[0].In(message, ends, out byte* end);
            bool ok = FixScan.LongNumber(end, end - value, out header.Sequence) && header.Sequence != 0;
            value = slots[1].In(message, ends, out end);
            header.SenderCompId = new FixRange((int)(value - message), (int)(end - value));
            value = slots[2].In(message, ends, out end);
            header.TargetCompId = new FixRange((int)(value - message), (int)(end - value));
            value = slots[3].In(message, ends, out end);
            ok &= map.SendingTime.Read(value, end - value, out header.SendingTimeNs);
            if (slots[4].Place != 0)
            {
                value = slots[4].In(message, ends, out end);
                ok &= Flag(value, end - value, out header.PossDup);
            }
            if (slots[5].Place != 0)
            {
                value = slots[5].In(message, ends, out end);
                ok &= FixScan.Timestamp(value, end - value, out header.OrigSendingTimeNs);
            }
            if (slots[6].Place != 0)
            {
                value = slots[6].In(message, ends, out end);
                ok &= Flag(value, end - value, out header.PossResend);
            }
            return ok;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool Flag(byte* value, long length, out byte flag)
    {
        flag = (byte)(*value == 'Y' ? 1 : 0);
        return length == 1 && *value is (byte)'Y' or (byte)'N';
    }

    private static byte[] MakeCases(params ReadOnlySpan<int> tags)
    {
        var cases = new byte[MaxCaseTag + 1];
        for (int tag = 0; tag < cases.Length; tag++)
        {
            cases[tag] = (byte)(!IsHeaderTag(tag) ? NotHeader
                : FixDataFields.Standard.DataTagOf(tag) != 0 || tag is FixTags.BeginString or FixTags.BodyLength
                    or FixTags.MsgType ? Unusual
                : Ignored);
        }
        for (int i = 0; i < tags.Length; i++)
            cases[tags[i]] = (byte)(FirstCase + i);
        return cases;
    }
}
