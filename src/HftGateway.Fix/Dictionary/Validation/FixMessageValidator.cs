namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// Checks a received message against its session's dictionaries and names the first fault as a Reject (35=3) would.
/// <para><b>Threading.</b> One thread (it owns scratch memory).</para>
/// <para><b>Invariants.</b> Reads only inside the frame; allocates nothing after construction.</para>
/// <para><b>Order.</b> Of several faults the one is named that other engines name: the message type (373=11), fields in
/// the wrong section (14), required fields that are missing (1), then field by field in the order received, a wrong group
/// count before what is wrong inside the group.</para>
/// <para><b>Not checked here.</b> CompIDs, sequence numbers, SendingTime (373=9 and 10) and the application version (18)
/// are the session's; length and checksum are the frame's.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2, "Message validation" and SessionRejectReason [373].</para>
/// </summary>
public sealed class FixMessageValidator
{
    private const int FirstUserDefinedTag = 5000;

    private readonly FixValidationOptions _options;
    private readonly ulong[] _seen;
    private readonly int _stride;
    private readonly ulong[] _headerSeen;
    private readonly ulong[] _trailerSeen;
    private readonly FixBlockTable?[] _blocks = new FixBlockTable?[FixDictionary.MaxGroupDepth + 1];
    private readonly int[] _last = new int[FixDictionary.MaxGroupDepth + 1];

    /// <summary>Makes a validator.</summary>
    /// <param name="schema">The session's dictionaries.</param>
    /// <param name="options">What to check; null for everything.</param>
    public FixMessageValidator(FixMessageSchema schema, FixValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _options = options ?? FixValidationOptions.All;
        _stride = Math.Max(schema.Session.MaxSeenWords, schema.Application.MaxSeenWords);
        _seen = new ulong[_stride * (FixDictionary.MaxGroupDepth + 1)];
        FixDictionaryTables session = schema.Session;
        _headerSeen = new ulong[session.Block(session.Header).SeenWords];
        _trailerSeen = new ulong[session.Block(session.Trailer).SeenWords];
    }

    /// <summary>The dictionaries.</summary>
    public FixMessageSchema Schema { get; }

    /// <summary>What is checked.</summary>
    public FixValidationOptions Options => _options;

    /// <summary>Checks a message.</summary>
    /// <param name="frame">The message; its length and checksum are right.</param>
    public FixValidationResult Validate(in FixFrame frame)
    {
        if (!frame.MsgTypeRange.IsPresent && _options.CheckEmptyValues)
            return FixValidationResult.Fault(FixRejectReason.TagWithoutValue, FixTags.MsgType, frame.BodyOffset);
        var walker = new FixFieldWalker(frame, Schema);
        if (!walker.IsMessageKnown)
            return FixValidationResult.Fault(FixRejectReason.InvalidMsgType, FixTags.MsgType, frame.BodyOffset);
        Begin();
        int depth = 0, lastTag = FixTags.MsgType;
        while (true)
        {
            bool more = walker.MoveNext();
            // Entries that ended: those of deeper groups, and the one before a new entry of the same group.
            for (; depth > walker.Depth; depth--)
            {
                if (MissingInEntry(depth) is { IsValid: false } missing)
                    return missing;
            }
            if (walker.WrongCountTag != 0 && _options.CheckGroupCounts)
                return FixValidationResult.Fault(FixRejectReason.GroupCount, walker.WrongCountTag, walker.WrongCountOffset);
            if (!more)
                break;
            FixValidationResult result = Check(ref walker, frame, lastTag);
            if (!result.IsValid)
                return Reconsider(result, ref walker);
            depth = walker.Depth;
            lastTag = walker.Tag;
        }
        return CheckRequired(walker.BodyBlock);
    }

    // A field is wrong; the rest of the message is only read for what goes before that.
    private FixValidationResult Reconsider(FixValidationResult fault, scoped ref FixFieldWalker walker)
    {
        if (fault.Reason == FixRejectReason.TagOutOfOrder)
            return fault;
        bool inGroup = walker.Depth != 0;
        bool more;
        do
        {
            if (walker.IsMember && walker.Depth == 0)
                MarkSeen(SeenOf(walker.Section, 0), walker.Ordinal);
            more = walker.MoveNext();
            if (inGroup && walker.WrongCountTag != 0 && _options.CheckGroupCounts)
            {
                return FixValidationResult.Fault(
                    FixRejectReason.GroupCount, walker.WrongCountTag, walker.WrongCountOffset);
            }
            inGroup &= walker.Depth != 0;
        }
        while (more);
        FixValidationResult missing = CheckRequired(walker.BodyBlock);
        return missing.IsValid ? fault : missing;
    }

    private FixValidationResult Check(scoped ref FixFieldWalker walker, in FixFrame frame, int lastTag)
    {
        int offset = walker.FieldOffset;
        if (walker.Error != FixParseError.None)
        {
            if (walker.Error == FixParseError.InvalidTag)
                return InvalidTag(frame.Bytes[offset..walker.NextOffset], offset, lastTag);
            if (walker.Error != FixParseError.EmptyValue)
                return FixValidationResult.Fault(FixRejectReason.IncorrectFormat, walker.Tag, offset);
            if (_options.CheckEmptyValues)
                return FixValidationResult.Fault(FixRejectReason.TagWithoutValue, walker.Tag, offset);
        }
        if (walker.IsMisplaced && _options.CheckFieldOrder)
            return FixValidationResult.Fault(FixRejectReason.TagOutOfOrder, walker.Tag, offset);
        if (!walker.IsMember)
            return CheckUnknown(walker.Tag, offset, walker.Tables);
        FixValidationResult place = CheckPlace(ref walker);
        return place.IsValid ? CheckValue(ref walker) : place;
    }

    // Where the field stands among the others: duplicates and the order in group entries.
    private FixValidationResult CheckPlace(scoped ref FixFieldWalker walker)
    {
        int depth = walker.Depth, ordinal = walker.Ordinal, offset = walker.FieldOffset;
        Span<ulong> seen = SeenOf(walker.Section, depth);
        if (depth != 0)
        {
            if (walker.Entry == 0)
                return FixValidationResult.Fault(FixRejectReason.GroupOrder, walker.Tag, offset);
            if (walker.IsEntryStart)
            {
                if (walker.Entry > 1 && MissingInEntry(depth) is { IsValid: false } missing)
                    return missing;
                _blocks[depth] = walker.Block;
                seen.Clear();
            }
            else if (_options.CheckGroupOrder && ordinal < _last[depth] && !IsSet(seen, ordinal))
            {
                return FixValidationResult.Fault(FixRejectReason.GroupOrder, walker.Tag, offset);
            }
            _last[depth] = ordinal;
        }
        if (IsSet(seen, ordinal) && _options.CheckDuplicateTags)
            return FixValidationResult.Fault(FixRejectReason.TagTwice, walker.Tag, offset);
        seen[ordinal >> 6] |= 1UL << ordinal;
        return FixValidationResult.Valid;
    }

    private FixValidationResult CheckValue(scoped ref FixFieldWalker walker)
    {
        ReadOnlySpan<byte> value = walker.Value;
        ref readonly FixFieldRule rule = ref walker.Tables.Rule(walker.Block![walker.Ordinal].Rule);
        if (value.IsEmpty || rule.Type.IsData())
            return FixValidationResult.Valid;
        // A count that is no number would leave the group's end open, whatever the switches say.
        if ((_options.CheckFormats || walker.IsGroupCount) && !FixFormats.IsValid(rule.Type, value))
            return FixValidationResult.Fault(FixRejectReason.IncorrectFormat, walker.Tag, walker.FieldOffset);
        if (rule.IsListed && _options.CheckEnumValues && !rule.Lists(value))
            return FixValidationResult.Fault(FixRejectReason.ValueOutOfRange, walker.Tag, walker.FieldOffset);
        return FixValidationResult.Valid;
    }

    private FixValidationResult CheckUnknown(int tag, int offset, FixDictionaryTables tables)
    {
        bool isAllowed = tag >= FirstUserDefinedTag ? !_options.CheckUserDefinedTags : _options.AllowUnknownTags;
        if (isAllowed)
            return FixValidationResult.Valid;
        bool isDefined = tables.HasField(tag) || Schema.Session.HasField(tag);
        FixRejectReason reason = isDefined ? FixRejectReason.TagNotDefinedForMessage : _options.UndefinedTagReason;
        return FixValidationResult.Fault(reason, tag, offset);
    }

    // Without '=' it is no field at all but the rest of the value before it, cut by an SOH that may not be there.
    private static FixValidationResult InvalidTag(ReadOnlySpan<byte> field, int offset, int lastTag)
    {
        int equals = field.IndexOf((byte)'=');
        if (equals < 0)
            return FixValidationResult.Fault(FixRejectReason.SohInValue, lastTag, offset);
        bool isNumber = FixValue.TryParseInt32(field[..equals], out int tag);
        return new FixValidationResult(false, FixRejectReason.InvalidTagNumber, tag, isNumber, offset);
    }

    private void Begin()
    {
        FixDictionaryTables session = Schema.Session;
        Array.Clear(_blocks);
        Array.Clear(_headerSeen);
        Array.Clear(_trailerSeen);
        _seen.AsSpan(0, _stride).Clear();
        // The frame has them; once more would be once too often.
        FixBlockTable header = session.Block(session.Header), trailer = session.Block(session.Trailer);
        MarkSeen(_headerSeen, header.Find(FixTags.BeginString));
        MarkSeen(_headerSeen, header.Find(FixTags.BodyLength));
        MarkSeen(_headerSeen, header.Find(FixTags.MsgType));
        MarkSeen(_trailerSeen, trailer.Find(FixTags.CheckSum));
    }

    private FixValidationResult CheckRequired(FixBlockTable body)
    {
        if (!_options.CheckRequiredTags)
            return FixValidationResult.Valid;
        FixDictionaryTables session = Schema.Session;
        FixValidationResult result = Missing(session.Block(session.Header), _headerSeen);
        if (result.IsValid)
            result = Missing(body, _seen);
        return result.IsValid ? Missing(session.Block(session.Trailer), _trailerSeen) : result;
    }

    private FixValidationResult MissingInEntry(int depth)
    {
        if (!_options.CheckRequiredTags || _blocks[depth] is not { } block)
            return FixValidationResult.Valid;
        _blocks[depth] = null;
        return Missing(block, _seen.AsSpan(depth * _stride, _stride));
    }

    private static FixValidationResult Missing(FixBlockTable block, ReadOnlySpan<ulong> seen)
    {
        int ordinal = block.FirstMissing(seen);
        return ordinal < 0
            ? FixValidationResult.Valid
            : FixValidationResult.Fault(FixRejectReason.RequiredTagMissing, block[ordinal].Tag, 0);
    }

    private Span<ulong> SeenOf(FixSection section, int depth) => section switch
    {
        FixSection.Header when depth == 0 => _headerSeen,
        FixSection.Trailer when depth == 0 => _trailerSeen,
        _ => _seen.AsSpan(depth * _stride, _stride),
    };

    private static bool IsSet(ReadOnlySpan<ulong> seen, int ordinal) => (seen[ordinal >> 6] & (1UL << ordinal)) != 0;

    private static void MarkSeen(Span<ulong> seen, int ordinal)
    {
        if (ordinal >= 0)
            seen[ordinal >> 6] |= 1UL << ordinal;
    }
}
