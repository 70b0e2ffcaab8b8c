using System.Runtime.CompilerServices;

namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// Walks the fields of a message in place and says for each where it belongs: header, body or trailer, and which entry of
/// which repeating group. Data fields are read by their length.
/// <para><b>Invariants.</b> Every field between MsgType and CheckSum is yielded once, in the order received, whatever its
/// tag. Reads only inside the frame; allocates nothing.</para>
/// <para><b>How groups end.</b> With the first tag that is not a member of the group but one of a block around it. A tag
/// that the message does not know at all stays in the entry it follows, so that a venue's own fields do not tear a group
/// apart.</para>
/// <para><b>Limits.</b> Groups nested <see cref="FixDictionary.MaxGroupDepth"/> deep.</para>
/// </summary>
public ref struct FixFieldWalker
{
    private readonly FixMessageSchema _schema;
    private readonly FixDictionaryTables _bodyTables;
    private readonly int _bodyBlock;
    private FixFields _fields;
    private Levels _levels;
    private FixBlockTable? _block; // of the level that is open
    private int _depth;
    private int _openGroup;        // block of the group that the field just yielded begins; -1 for none
    private FixDictionaryTables _tables;

    /// <summary>Fields of a frame behind MsgType, up to the checksum.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="schema">The session's dictionaries.</param>
    public FixFieldWalker(in FixFrame frame, FixMessageSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _fields = new FixFields(frame.Bytes, frame.FieldsOffset, frame.TrailerOffset, schema.DataFields);
        _bodyBlock = schema.Find(frame.Value(frame.MsgTypeRange), out _bodyTables);
        _tables = schema.Session;
        _block = _tables.Block(_tables.Header);
        _openGroup = FixDictionaryTables.None;
        Ordinal = FixDictionaryTables.None;
    }

    /// <summary>The schema has the message's type; without it, all body fields are unknown.</summary>
    public readonly bool IsMessageKnown => _bodyBlock >= 0;

    /// <summary>Tag of the current field; 0 when it could not be read.</summary>
    public readonly int Tag => _fields.Tag;

    /// <summary>What is wrong with the current field's bytes.</summary>
    public readonly FixParseError Error => _fields.Error;

    /// <summary>Value of the current field; empty when it is malformed.</summary>
    public readonly ReadOnlySpan<byte> Value => _fields.Value;

    /// <summary>Where the current value lies in the frame.</summary>
    public readonly FixRange Range => _fields.Range;

    /// <summary>Offset of the current field's first byte in the frame.</summary>
    public readonly int FieldOffset => _fields.FieldOffset;

    /// <summary>Offset of the next field's first byte in the frame.</summary>
    public readonly int NextOffset => _fields.NextOffset;

    /// <summary>Where the field belongs by its tag; for a tag that the message does not know, where it stands.</summary>
    public FixSection Section { get; private set; }

    /// <summary>The field stands behind a section that comes after its own.</summary>
    public bool IsMisplaced { get; private set; }

    /// <summary>0 outside groups; n in an entry of a group nested n deep. A NumInGroup counts as outside its group.</summary>
    public readonly int Depth => _depth;

    /// <summary>
    /// Place of the field in the dictionary's list of its block (header, body, trailer, or the group's entry), from 0; -1
    /// when it is not in it.
    /// </summary>
    public int Ordinal { get; private set; }

    /// <summary>The message, or the group that the field stands in, knows the tag.</summary>
    public readonly bool IsMember => Ordinal >= 0;

    /// <summary>The field is the first one of a group's entry.</summary>
    public bool IsEntryStart { get; private set; }

    /// <summary>The field is the NumInGroup of a group.</summary>
    public readonly bool IsGroupCount => _openGroup >= 0;

    /// <summary>Entry of the innermost group, from 1; 0 outside groups, and in a group before its first delimiter.</summary>
    public readonly int Entry => _depth == 0 ? 0 : _levels[_depth].Entries;

    /// <summary>NumInGroup tag of the innermost group; 0 outside groups.</summary>
    public readonly int GroupTag => _depth == 0 ? 0 : _levels[_depth].CountTag;

    /// <summary>NumInGroup tag of the first group whose count was wrong when it ended; 0 when there was none so far.</summary>
    public int WrongCountTag { get; private set; }

    /// <summary>Offset in the frame of the field <see cref="WrongCountTag"/>.</summary>
    public int WrongCountOffset { get; private set; }

    /// <summary>The block that <see cref="Ordinal"/> counts in.</summary>
    internal readonly FixBlockTable? Block => _block;

    /// <summary>The message's body; only for a known message.</summary>
    internal readonly FixBlockTable BodyBlock => _bodyTables.Block(_bodyBlock);

    /// <summary>The tables that know the current field's type.</summary>
    internal readonly FixDictionaryTables Tables => _tables;

    /// <summary>Goes to the next field. False at the end; groups that are open then are ended.</summary>
    public bool MoveNext()
    {
        if (_openGroup >= 0)
            PushGroup();
        IsEntryStart = false;
        IsMisplaced = false;
        if (!_fields.MoveNext())
        {
            while (_depth > 0)
                PopGroup();
            return false;
        }
        Classify(_fields.Tag);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Classify(int tag)
    {
        int ordinal = _block is null ? FixDictionaryTables.None : _block.Find(tag);
        if (ordinal < 0 || (_depth != 0 && ordinal <= _levels[_depth].Last))
            ordinal = Relocate(tag, ordinal);
        Ordinal = ordinal;
        if (ordinal < 0)
            return;
        if (_depth != 0)
        {
            ref Level level = ref _levels[_depth];
            if (ordinal == 0)
            {
                level.Entries++;
                IsEntryStart = true;
            }
            level.Last = ordinal;
        }
        _openGroup = _block![ordinal].Group;
    }

    // The tag is not in the block that is open, or not behind the last one of its entry.
    private int Relocate(int tag, int ordinal)
    {
        if (tag == 0)
            return FixDictionaryTables.None;
        if (ordinal >= 0)
        {
            // Again in a complete group: a tag that a block around the group has too belongs there.
            ref Level level = ref _levels[_depth];
            if (ordinal == 0 || level.Entries != level.Declared || !IsInBlockAround(tag))
                return ordinal;
        }
        else if (_depth != 0 && !IsInBlockAround(tag) && !BelongsElsewhere(tag))
        {
            return FixDictionaryTables.None;
        }
        while (_depth > 0)
        {
            PopGroup();
            ordinal = _block is null ? FixDictionaryTables.None : _block.Find(tag);
            if (ordinal >= 0)
                return ordinal;
        }
        return ordinal >= 0 ? ordinal : ChangeSection(tag);
    }

    private readonly bool IsInBlockAround(int tag)
    {
        for (int depth = _depth - 1; depth >= 0; depth--)
        {
            if (_levels[depth].Block is { } block && block.Find(tag) >= 0)
                return true;
        }
        return false;
    }

    private readonly bool BelongsElsewhere(int tag) =>
        _schema.Session.IsHeaderTag(tag) || _schema.Session.IsTrailerTag(tag)
        || (Section != FixSection.Body && _bodyBlock >= 0 && _bodyTables.Block(_bodyBlock).Find(tag) >= 0);

    // At depth 0, and not in the section that is open.
    private int ChangeSection(int tag)
    {
        FixSection open = Section;
        FixDictionaryTables session = _schema.Session;
        int ordinal = _bodyBlock < 0 ? FixDictionaryTables.None : _bodyTables.Block(_bodyBlock).Find(tag);
        if (ordinal >= 0)
        {
            Enter(FixSection.Body, _bodyTables, _bodyBlock);
        }
        else if ((ordinal = session.Block(session.Header).Find(tag)) >= 0)
        {
            Enter(FixSection.Header, session, session.Header);
        }
        else if ((ordinal = session.Block(session.Trailer).Find(tag)) >= 0)
        {
            Enter(FixSection.Trailer, session, session.Trailer);
        }
        else if (open == FixSection.Header)
        {
            // Unknown: from here on it is the body.
            Enter(FixSection.Body, _bodyTables, _bodyBlock);
        }
        IsMisplaced = Section < open;
        return ordinal;
    }

    private void Enter(FixSection section, FixDictionaryTables tables, int block)
    {
        Section = section;
        _tables = tables;
        _block = block < 0 ? null : tables.Block(block);
    }

    private void PushGroup()
    {
        int declared = FixValue.TryParseUInt32(_fields.Value, out uint count) && count <= int.MaxValue ? (int)count : -1;
        _levels[_depth].Block = _block;
        int countTag = _fields.Tag, countOffset = _fields.FieldOffset;
        _depth++;
        _block = _tables.Block(_openGroup);
        _openGroup = FixDictionaryTables.None;
        ref Level level = ref _levels[_depth];
        level.Block = _block;
        level.Declared = declared;
        level.Entries = 0;
        level.Last = -1;
        level.CountTag = countTag;
        level.CountOffset = countOffset;
    }

    private void PopGroup()
    {
        ref Level level = ref _levels[_depth];
        if (level.Entries != level.Declared && WrongCountTag == 0)
        {
            WrongCountTag = level.CountTag;
            WrongCountOffset = level.CountOffset;
        }
        _depth--;
        _block = _levels[_depth].Block;
    }

    private struct Level
    {
        internal FixBlockTable? Block;
        internal int Declared;
        internal int Entries;
        internal int Last;
        internal int CountTag;
        internal int CountOffset;
    }

    [InlineArray(FixDictionary.MaxGroupDepth + 1)]
    private struct Levels
    {
        private Level _first;
    }
}
