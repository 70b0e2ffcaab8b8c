using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// The standard header of one message, in numbers and places. Header fields may stand in any order behind MsgType; the
/// header ends at the first field that is not one.
/// <para><b>Invariants.</b> Blittable.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2, standard header.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public partial struct FixHeader
{
    /// <summary>Time that stands for "not there".</summary>
    public const long NoTime = long.MinValue;

    /// <summary>MsgSeqNum [34]; 0 when missing or malformed.</summary>
    public ulong Sequence;

    /// <summary>SendingTime [52], UTC ns; <see cref="NoTime"/> when missing or malformed.</summary>
    public long SendingTimeNs;

    /// <summary>OrigSendingTime [122], UTC ns; <see cref="NoTime"/> when missing or malformed.</summary>
    public long OrigSendingTimeNs;

    /// <summary>SenderCompID [49].</summary>
    public FixRange SenderCompId;

    /// <summary>TargetCompID [56].</summary>
    public FixRange TargetCompId;

    /// <summary>Offset of the first body field in the frame: where body parsers begin.</summary>
    public int BodyFieldsOffset;

    /// <summary>MsgType [35].</summary>
    public FixMsgType MsgType;

    /// <summary>PossDupFlag [43] is Y: 1.</summary>
    public byte PossDup;

    /// <summary>PossResend [97] is Y: 1.</summary>
    public byte PossResend;

    /// <summary>
    /// Reads the header. On an error the rest of the header is read all the same, so that the caller knows at least the
    /// sequence number; the first error is the one returned.
    /// </summary>
    public static FixParseResult Parse(in FixFrame frame, out FixHeader header)
    {
        if (frame.Map is { } map && map.ShapeOf(in frame) is { } shape
            && ParseShaped(in frame, shape, map, out header))
            return FixParseResult.Ok;
        return ParseFast(frame, out header) ? FixParseResult.Ok : ParseChecked(frame, out header);
    }

    // Every message, every error. ParseFast must agree with it wherever it answers at all.
    internal static FixParseResult ParseChecked(in FixFrame frame, out FixHeader header)
    {
        header = default;
        header.SendingTimeNs = header.OrigSendingTimeNs = NoTime;
        header.MsgType = frame.MsgType;
        header.BodyFieldsOffset = frame.TrailerOffset;
        FixParseResult result = frame.MsgTypeRange.IsPresent
            ? FixParseResult.Ok
            : new FixParseResult(FixParseError.EmptyValue, FixTags.MsgType);
        var fields = new FixFields(frame);
        uint seen = 0;
        while (fields.MoveNext())
        {
            if (!IsHeaderTag(fields.Tag))
            {
                // A field whose tag cannot be read belongs to the body; its parser will name it.
                header.BodyFieldsOffset = fields.FieldOffset;
                break;
            }
            FixParseError error = fields.Error != FixParseError.None ? fields.Error : header.Take(in fields, ref seen);
            if (error != FixParseError.None && result.IsOk)
                result = new FixParseResult(error, fields.Tag);
        }
        return result.IsOk ? CheckRequired(frame, in header, seen) : result;
    }

    /// <summary>The tag belongs to the standard header of FIX 4.2, 4.4 or FIXT.1.1.</summary>
    public static bool IsHeaderTag(int tag) => tag switch
    {
        8 or 9 or 34 or 35 or 43 or 49 or 50 or 52 or 56 or 57 or 90 or 91 or 97 => true,
        115 or 116 or 122 or 128 or 129 or 142 or 143 or 144 or 145 or 212 or 213 or 347 or 369 or 370 => true,
        627 or 628 or 629 or 630 or 1128 or 1129 or 1156 => true,
        _ => false,
    };

    private FixParseError Take(in FixFields fields, ref uint seen)
    {
        uint bit;
        bool ok = true;
        switch (fields.Tag)
        {
            case FixTags.MsgSeqNum:
                bit = 1;
                ok = FixValue.TryParseUInt64(fields.Value, out ulong sequence);
                Sequence = sequence;
                if (ok && sequence is 0 or ulong.MaxValue)
                    return FixParseError.OutOfRange;
                break;
            case FixTags.SenderCompId:
                bit = 2;
                SenderCompId = fields.Range;
                break;
            case FixTags.TargetCompId:
                bit = 4;
                TargetCompId = fields.Range;
                break;
            case FixTags.SendingTime:
                bit = 8;
                ok = FixValue.TryParseTimestamp(fields.Value, out long sent);
                SendingTimeNs = ok ? sent : NoTime;
                break;
            case FixTags.PossDupFlag:
                bit = 16;
                ok = FixValue.TryParseBoolean(fields.Value, out bool duplicate);
                PossDup = (byte)(duplicate ? 1 : 0);
                break;
            case FixTags.OrigSendingTime:
                bit = 32;
                ok = FixValue.TryParseTimestamp(fields.Value, out long original);
                OrigSendingTimeNs = ok ? original : NoTime;
                break;
            case FixTags.PossResend:
                bit = 64;
                ok = FixValue.TryParseBoolean(fields.Value, out bool resend);
                PossResend = (byte)(resend ? 1 : 0);
                break;
            case FixTags.BeginString or FixTags.BodyLength or FixTags.MsgType:
                return FixParseError.DuplicateTag;
            default:
                return FixParseError.None;
        }
        if ((seen & bit) != 0)
            return FixParseError.DuplicateTag;
        seen |= bit;
        return ok ? FixParseError.None : FixParseError.BadFormat;
    }

    private static FixParseResult CheckRequired(in FixFrame frame, in FixHeader header, uint seen)
    {
        if (IsComplete(seen))
            return FixParseResult.Ok;
        int missing = (seen & 1) == 0 ? FixTags.MsgSeqNum
            : (seen & 2) == 0 ? FixTags.SenderCompId
            : (seen & 4) == 0 ? FixTags.TargetCompId
            : FixTags.SendingTime;
        // Behind a body field it is not missing but misplaced.
        var rest = new FixFields(frame, header.BodyFieldsOffset);
        while (rest.MoveNext())
        {
            if (rest.Tag == missing)
                return new FixParseResult(FixParseError.OutOfOrder, missing);
        }
        return new FixParseResult(FixParseError.RequiredTagMissing, missing);
    }
}
