using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// A session Reject (35=3) or a BusinessMessageReject (35=j) in numbers: one of our messages was refused.
/// <para><b>Invariants.</b> Blittable. Fields that are not there are 0 or absent; only 45 (Reject) or 372 and 380
/// (BusinessMessageReject) are required.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct RejectFields
{
    /// <summary>RefSeqNum [45]: number of the refused message; 0 when absent.</summary>
    public ulong RefSequence;

    /// <summary>RefTagID [371].</summary>
    public int RefTag;

    /// <summary>SessionRejectReason [373] or BusinessRejectReason [380]; -1 when absent.</summary>
    public int Reason;

    /// <summary>RefMsgType [372].</summary>
    public FixMsgType RefMsgType;

    /// <summary>BusinessRejectRefID [379].</summary>
    public FixRange RefId;

    /// <summary>Text [58].</summary>
    public FixRange Text;

    /// <summary>Parses either kind; parameters and result as for <see cref="ExecutionReportFields.Parse"/>.</summary>
    public static FixParseResult Parse(in FixFrame frame, int bodyOffset, out RejectFields reject)
    {
        reject = default;
        reject.Reason = -1;
        bool business = frame.MsgType == FixMsgType.BusinessMessageReject;
        int reasonTag = business ? FixTags.BusinessRejectReason : FixTags.SessionRejectReason;
        var fields = new FixFields(frame, bodyOffset);
        uint seen = 0;
        while (fields.MoveNext())
        {
            FixParseError error = fields.Error != FixParseError.None
                ? fields.Error
                : reject.Take(in fields, reasonTag, ref seen);
            if (error != FixParseError.None)
                return new FixParseResult(error, fields.Tag);
        }
        if (!business && (seen & 1) == 0)
            return new FixParseResult(FixParseError.RequiredTagMissing, FixTags.RefSeqNum);
        if (business && reject.RefMsgType == FixMsgType.Unknown && (seen & 8) == 0)
            return new FixParseResult(FixParseError.RequiredTagMissing, FixTags.RefMsgType);
        return business && reject.Reason < 0
            ? new FixParseResult(FixParseError.RequiredTagMissing, FixTags.BusinessRejectReason)
            : FixParseResult.Ok;
    }

    private FixParseError Take(in FixFields fields, int reasonTag, ref uint seen)
    {
        ReadOnlySpan<byte> value = fields.Value;
        switch (fields.Tag)
        {
            case FixTags.RefSeqNum:
                return ExecutionReportFields.Format(
                    FixValue.TryParseUInt64(value, out RefSequence), ExecutionReportFields.Once(ref seen, 0));
            case FixTags.RefTagId:
                return ExecutionReportFields.Format(
                    FixValue.TryParseInt32(value, out RefTag), ExecutionReportFields.Once(ref seen, 1));
            case FixTags.SessionRejectReason or FixTags.BusinessRejectReason when fields.Tag == reasonTag:
                bool ok = FixValue.TryParseUInt32(value, out uint reason) && reason <= int.MaxValue;
                Reason = ok ? (int)reason : -1;
                return ExecutionReportFields.Format(ok, ExecutionReportFields.Once(ref seen, 2));
            case FixTags.RefMsgType:
                RefMsgType = FixMsgTypes.Parse(value);
                return ExecutionReportFields.Once(ref seen, 3);
            case FixTags.BusinessRejectRefId:
                RefId = fields.Range;
                return ExecutionReportFields.Once(ref seen, 4);
            case FixTags.Text:
                Text = fields.Range;
                return ExecutionReportFields.Once(ref seen, 5);
            default:
                return FixParseError.None;
        }
    }
}
