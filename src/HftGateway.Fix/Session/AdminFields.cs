namespace HftGateway.Fix;

/// <summary>
/// The body fields of administrative messages in one pass. Unknown tags are passed over.
/// <para><b>Reference.</b> FIX 4.4 volume 2, session-level messages.</para>
/// </summary>
internal struct AdminFields
{
    internal ulong BeginSeqNo;
    internal ulong EndSeqNo;
    internal ulong NewSeqNo;
    internal int EncryptMethod;
    internal int HeartBtInt;
    internal bool GapFill;
    internal bool ResetSeqNum;
    internal ulong NextExpected;
    internal FixRange TestReqId;
    internal FixRange DefaultApplVerId;

    internal const int NextExpectedMsgSeqNum = 789;
    internal const int DefaultApplVerIdTag = 1137;

    private uint _seen;

    /// <summary>First malformed or repeated field among those known here.</summary>
    internal FixParseResult Result;

    internal static AdminFields Parse(in FixFrame frame, int offset, bool allowEmpty = false)
    {
        AdminFields result = default;
        var fields = new FixFields(frame, offset);
        while (fields.MoveNext())
        {
            bool empty = allowEmpty && fields.Error == FixParseError.EmptyValue && fields.Tag == FixTags.TestReqId;
            FixParseError error = fields.Error != FixParseError.None && !empty ? fields.Error : result.Take(in fields);
            if (error != FixParseError.None && result.Result.IsOk)
                result.Result = new FixParseResult(error, fields.Tag);
        }
        return result;
    }

    internal readonly bool Has(int tag) => (_seen & Bit(tag)) != 0;

    /// <summary>The first error, else the missing tag if it is missing.</summary>
    internal readonly FixParseResult Require(int tag) =>
        Result.IsOk && !Has(tag) ? new FixParseResult(FixParseError.RequiredTagMissing, tag) : Result;

    private FixParseError Take(in FixFields fields)
    {
        uint bit = Bit(fields.Tag);
        if (bit == 0)
            return FixParseError.None;
        if ((_seen & bit) != 0)
            return FixParseError.DuplicateTag;
        _seen |= bit;
        ReadOnlySpan<byte> value = fields.Value;
        bool ok = fields.Tag switch
        {
            FixTags.BeginSeqNo => FixValue.TryParseUInt64(value, out BeginSeqNo),
            FixTags.EndSeqNo => FixValue.TryParseUInt64(value, out EndSeqNo),
            FixTags.NewSeqNo => FixValue.TryParseUInt64(value, out NewSeqNo),
            FixTags.EncryptMethod => FixValue.TryParseInt32(value, out EncryptMethod),
            FixTags.HeartBtInt => FixValue.TryParseInt32(value, out HeartBtInt),
            FixTags.GapFillFlag => FixValue.TryParseBoolean(value, out GapFill),
            FixTags.ResetSeqNumFlag => FixValue.TryParseBoolean(value, out ResetSeqNum),
            NextExpectedMsgSeqNum => FixValue.TryParseUInt64(value, out NextExpected),
            _ => true,
        };
        if (fields.Tag == FixTags.TestReqId)
            TestReqId = fields.Range;
        else if (fields.Tag == DefaultApplVerIdTag)
            DefaultApplVerId = fields.Range;
        return ok ? FixParseError.None : FixParseError.BadFormat;
    }

    private static uint Bit(int tag) => tag switch
    {
        FixTags.BeginSeqNo => 1,
        FixTags.EndSeqNo => 2,
        FixTags.NewSeqNo => 4,
        FixTags.EncryptMethod => 8,
        FixTags.HeartBtInt => 16,
        FixTags.GapFillFlag => 32,
        FixTags.ResetSeqNumFlag => 64,
        FixTags.TestReqId => 128,
        NextExpectedMsgSeqNum => 256,
        DefaultApplVerIdTag => 512,
        _ => 0,
    };
}
