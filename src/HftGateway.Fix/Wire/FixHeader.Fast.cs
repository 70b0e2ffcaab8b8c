using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

public partial struct FixHeader
{
    private const int MinFastBytes = 64;
    private const int MaxCaseTag = 1279;
    private const uint NotHeader = 0;
    private const uint Unusual = 1; // a length field, or one that the frame has had already
    private const uint Ignored = 2;
    private const uint FirstCase = 3;

    private static readonly byte[] CaseTable = MakeCases(
        FixTags.MsgSeqNum, FixTags.SenderCompId, FixTags.TargetCompId, FixTags.SendingTime, FixTags.PossDupFlag,
        FixTags.OrigSendingTime, FixTags.PossResend);

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
            byte* field = message + frame.FieldsOffset, block = field;
            byte* end = message + frame.TrailerOffset, readable = message + bytes.Length;
            ulong bits = FixScan.SohBits(block, end, readable);
            while (field < end)
            {
                uint tag = FixScan.Tag(field, out int digits);
                if (tag == 0)
                    return false;
                uint number = tag > MaxCaseTag ? NotHeader : Unsafe.Add(ref cases, tag);
                if (number <= Unusual)
                {
                    header.BodyFieldsOffset = (int)(field - message);
                    if (number == NotHeader)
                        break;
                    return false;
                }
                while (bits == 0)
                {
                    block += 64;
                    if (block >= end)
                        return false;
                    bits = FixScan.SohBits(block, end, readable);
                }
                byte* soh = block + BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
                byte* value = field + digits + 1;
                long length = soh - value;
                field = soh + 1;
                if (length <= 0)
                    return false;
                if (number == Ignored)
                    continue;
                uint bit = 1u << (int)(number - FirstCase);
                if ((seen & bit) != 0)
                    return false;
                seen |= bit;
                switch (number)
                {
                    case FirstCase:
                        ok &= FixScan.LongNumber(soh, length, out header.Sequence) && header.Sequence != 0;
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
        return ok && (seen & 15) == 15;
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
