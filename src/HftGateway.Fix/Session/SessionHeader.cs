namespace HftGateway.Fix;

/// <summary>
/// What a session needs of a message's header, wherever its fields stand: a header field behind a body field is found
/// too, and reported as misplaced.
/// <para><b>Reference.</b> FIX 4.4 volume 2 and FIXT.1.1, standard header.</para>
/// </summary>
internal struct SessionHeader
{
    internal ulong Sequence;
    internal long SendingTimeNs;
    internal long OrigSendingTimeNs;
    internal FixRange SenderCompId;
    internal FixRange TargetCompId;
    internal FixRange OrigSendingTime;
    internal FixRange ApplVerId;
    internal Route Routing;
    internal int BodyOffset;
    internal bool HasSequence;
    internal bool PossDup;
    internal bool PossResend;
    internal FixVerdict Verdict;
    private uint _seen;

    private const uint Required = 15;

    internal static SessionHeader Parse(in FixFrame frame, FixSessionSettings settings)
    {
        if (frame.Map is { } map && TryParse(in frame, map, out SessionHeader usual))
            return usual;
        SessionHeader header = default;
        header.SendingTimeNs = header.OrigSendingTimeNs = FixHeader.NoTime;
        header.BodyOffset = frame.TrailerOffset;
        if (!frame.MsgTypeRange.IsPresent)
            header.Verdict = new FixVerdict(FixRejectReason.TagWithoutValue, FixTags.MsgType);
        var fields = new FixFields(frame);
        bool inBody = false;
        while (fields.MoveNext())
        {
            bool isHeader = FixHeader.IsHeaderTag(fields.Tag);
            if (!inBody && !isHeader)
            {
                inBody = true;
                header.BodyOffset = fields.FieldOffset;
                if ((header._seen & Required) == Required)
                    break;
            }
            if (isHeader)
                header.Take(in fields, inBody, settings);
        }
        header.CheckRequired();
        return header;
    }

    // A header with all that is required, in front of the body, without routing, and nothing wrong with it: nearly all are.
    // False for any other.
    private static unsafe bool TryParse(in FixFrame frame, FixFieldMap map, out SessionHeader header)
    {
        header = default;
        if (!frame.MsgTypeRange.IsPresent)
            return false;
        header.OrigSendingTimeNs = FixHeader.NoTime;
        header.BodyOffset = frame.TrailerOffset;
        ushort* ends = map.Ends;
        fixed (byte* message = frame.Bytes)
        {
            for (int i = FieldOrder.Leading; i < map.Count - 1; i++)
            {
                byte* field = message + ends[i - 1] + 1, end = message + ends[i];
                uint tag = FixScan.Tag(field, out int digits);
                byte* value = field + digits + 1;
                long length = end - value;
                if (tag == 0 || length <= 0)
                    return false;
                switch (tag)
                {
                    case FixTags.MsgSeqNum when (header._seen & 1) == 0:
                        header.HasSequence = FixScan.LongNumber(end, length, out header.Sequence)
                            && header.Sequence <= FixStore.MaxSequence;
                        header._seen |= 1;
                        if (!header.HasSequence)
                            return false;
                        continue;
                    case FixTags.SenderCompId when (header._seen & 2) == 0:
                        header.SenderCompId = new FixRange((int)(value - message), (int)length);
                        header._seen |= 2;
                        continue;
                    case FixTags.TargetCompId when (header._seen & 4) == 0:
                        header.TargetCompId = new FixRange((int)(value - message), (int)length);
                        header._seen |= 4;
                        continue;
                    case FixTags.SendingTime when (header._seen & 8) == 0:
                        header._seen |= 8;
                        if (!map.SendingTime.Read(value, length, out header.SendingTimeNs))
                            return false;
                        continue;
                }
                if (FixHeader.IsHeaderTag((int)tag))
                    return false;
                header.BodyOffset = (int)(field - message);
                break;
            }
        }
        return (header._seen & Required) == Required;
    }

    private void Take(in FixFields fields, bool inBody, FixSessionSettings settings)
    {
        FixVerdict verdict = default;
        int tag = fields.Tag;
        if (inBody && settings.ValidateFieldsOutOfOrder)
            verdict = new FixVerdict(FixRejectReason.TagOutOfOrder, tag);
        if (fields.Error == FixParseError.EmptyValue)
        {
            if (settings.ValidateFieldsHaveValues)
                verdict = new FixVerdict(FixRejectReason.TagWithoutValue, tag);
            _seen |= Bit(tag);
        }
        else if (fields.Error != FixParseError.None)
        {
            verdict = new FixVerdict(new FixParseResult(fields.Error, tag).RejectReason, tag);
        }
        else
        {
            FixRejectReason? wrong = TakeValue(in fields);
            if (wrong is { } reason && verdict.IsOk)
                verdict = new FixVerdict(reason, tag);
        }
        if (Verdict.IsOk)
            Verdict = verdict;
    }

    private FixRejectReason? TakeValue(in FixFields fields)
    {
        uint bit = Bit(fields.Tag);
        if (bit != 0 && (_seen & bit) != 0)
            return FixRejectReason.TagTwice;
        _seen |= bit;
        bool ok = true;
        switch (fields.Tag)
        {
            case FixTags.MsgSeqNum:
                ok = HasSequence = FixValue.TryParseUInt64(fields.Value, out Sequence)
                    && Sequence <= FixStore.MaxSequence;
                break;
            case FixTags.SenderCompId:
                SenderCompId = fields.Range;
                break;
            case FixTags.TargetCompId:
                TargetCompId = fields.Range;
                break;
            case FixTags.SendingTime:
                ok = FixValue.TryParseTimestamp(fields.Value, out long sent);
                SendingTimeNs = ok ? sent : FixHeader.NoTime;
                break;
            case FixTags.PossDupFlag:
                ok = FixValue.TryParseBoolean(fields.Value, out PossDup);
                break;
            case FixTags.PossResend:
                ok = FixValue.TryParseBoolean(fields.Value, out PossResend);
                break;
            case FixTags.OrigSendingTime:
                OrigSendingTime = fields.Range;
                ok = FixValue.TryParseTimestamp(fields.Value, out long original);
                OrigSendingTimeNs = ok ? original : FixHeader.NoTime;
                break;
            case 1128:
                ApplVerId = fields.Range;
                break;
            case FixTags.BeginString or FixTags.BodyLength or FixTags.MsgType:
                return FixRejectReason.TagTwice;
            default:
                Routing.Take(fields.Tag, fields.Range);
                break;
        }
        return ok ? null : FixRejectReason.IncorrectFormat;
    }

    private void CheckRequired()
    {
        if (!Verdict.IsOk || (_seen & Required) == Required)
            return;
        int missing = (_seen & 1) == 0 ? FixTags.MsgSeqNum
            : (_seen & 2) == 0 ? FixTags.SenderCompId
            : (_seen & 4) == 0 ? FixTags.TargetCompId
            : FixTags.SendingTime;
        Verdict = new FixVerdict(FixRejectReason.RequiredTagMissing, missing);
    }

    private static uint Bit(int tag) => tag switch
    {
        FixTags.MsgSeqNum => 1,
        FixTags.SenderCompId => 2,
        FixTags.TargetCompId => 4,
        FixTags.SendingTime => 8,
        FixTags.PossDupFlag => 16,
        FixTags.OrigSendingTime => 32,
        FixTags.PossResend => 64,
        1128 => 128,
        _ => 0,
    };

    /// <summary>Who a third party's message is from and for.</summary>
    internal struct Route
    {
        internal FixRange OnBehalfOfCompId;
        internal FixRange OnBehalfOfSubId;
        internal FixRange OnBehalfOfLocationId;
        internal FixRange DeliverToCompId;
        internal FixRange DeliverToSubId;
        internal FixRange DeliverToLocationId;

        internal readonly bool IsEmpty => !(OnBehalfOfCompId.IsPresent || OnBehalfOfSubId.IsPresent
            || OnBehalfOfLocationId.IsPresent || DeliverToCompId.IsPresent || DeliverToSubId.IsPresent
            || DeliverToLocationId.IsPresent);

        internal void Take(int tag, FixRange value)
        {
            switch (tag)
            {
                case 115:
                    OnBehalfOfCompId = value;
                    break;
                case 116:
                    OnBehalfOfSubId = value;
                    break;
                case 144:
                    OnBehalfOfLocationId = value;
                    break;
                case 128:
                    DeliverToCompId = value;
                    break;
                case 129:
                    DeliverToSubId = value;
                    break;
                case 145:
                    DeliverToLocationId = value;
                    break;
            }
        }
    }
}
