using System.Runtime.CompilerServices;
using System.Text;

namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// A dictionary as tables: what a validator or walker asks about a received tag, answered by array look-ups.
/// <para><b>Threading.</b> Immutable; one for all sessions of a version.</para>
/// <para><b>Cost.</b> Made once, a few milliseconds for a full dictionary. A question costs one or two loads.</para>
/// </summary>
public sealed class FixDictionaryTables
{
    /// <summary>No block, no member, no field.</summary>
    internal const int None = -1;

    private const int MaxDenseTag = 65_535;

    private readonly ushort[] _fieldOfTag; // 1 + index into _fields; 0: undefined
    private readonly Dictionary<int, int> _largeTags = [];
    private readonly FixFieldRule[] _fields;
    private readonly List<FixBlockTable> _blocks = [];
    private readonly Dictionary<FixBlock, int> _blockNumbers = [];
    private readonly int[] _shortTypes = new int[1 << 14]; // 1 + block, by one or two 7-bit characters
    private readonly Dictionary<string, int> _longTypes = new(StringComparer.Ordinal);
    private readonly FixBlockTable[] _blockTable;

    /// <summary>Makes the tables.</summary>
    public FixDictionaryTables(FixDictionary dictionary)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        Dictionary = dictionary;
        _fields = new FixFieldRule[dictionary.Fields.Count];
        int largest = dictionary.Fields.Count == 0 ? 0 : dictionary.Fields.Max(static f => f.Tag);
        _fieldOfTag = new ushort[Math.Min(largest, MaxDenseTag) + 1];
        List<int> pairs = [];
        for (int i = 0; i < _fields.Length; i++)
        {
            FixFieldDefinition field = dictionary.Fields[i];
            _fields[i] = new FixFieldRule(field);
            if (field.Tag <= MaxDenseTag && i < ushort.MaxValue)
                _fieldOfTag[field.Tag] = (ushort)(i + 1);
            else
                _largeTags[field.Tag] = i;
            if (field.DataTag != 0)
                pairs.AddRange([field.Tag, field.DataTag]);
        }
        DataFields = new FixDataFields(pairs.ToArray());
        Header = AddBlock(dictionary.Header);
        Trailer = AddBlock(dictionary.Trailer);
        foreach (FixMessageDefinition message in dictionary.Messages)
        {
            int block = AddBlock(message.Body);
            int key = KeyOf(Encoding.Latin1.GetBytes(message.MsgType));
            if (key >= 0)
                _shortTypes[key] = block + 1;
            else
                _longTypes[message.MsgType] = block;
        }
        _blockTable = [.. _blocks];
        MaxSeenWords = _blockTable.Max(static b => b.SeenWords);
    }

    /// <summary>What the tables were made from.</summary>
    public FixDictionary Dictionary { get; }

    /// <summary>The length/data pairs of the dictionary.</summary>
    public FixDataFields DataFields { get; }

    internal int Header { get; }

    internal int Trailer { get; }

    internal int MaxSeenWords { get; }

    /// <summary>The dictionary has a message with this MsgType [35].</summary>
    public bool HasMessage(ReadOnlySpan<byte> msgType) => BlockOfMessage(msgType) >= 0;

    /// <summary>The dictionary defines the tag.</summary>
    public bool HasField(int tag) => FieldIndex(tag) >= 0;

    /// <summary>The tag belongs to the standard header.</summary>
    public bool IsHeaderTag(int tag) => _blockTable[Header].Find(tag) >= 0;

    /// <summary>The tag belongs to the standard trailer.</summary>
    public bool IsTrailerTag(int tag) => _blockTable[Trailer].Find(tag) >= 0;

    /// <summary>Name, type and values of a tag; null when it is not defined. Not for the hot path.</summary>
    public FixFieldDefinition? FieldOf(int tag) => FieldIndex(tag) is >= 0 and int i ? Dictionary.Fields[i] : null;

    internal int BlockOfMessage(ReadOnlySpan<byte> msgType)
    {
        int key = KeyOf(msgType);
        if (key >= 0)
            return _shortTypes[key] - 1;
        if (_longTypes.Count == 0 || msgType.Length is 0 or > 32)
            return None;
        Span<char> text = stackalloc char[32];
        int length = Encoding.Latin1.GetChars(msgType, text);
        return _longTypes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out int block) ? block : None;
    }

    internal FixBlockTable Block(int number) => _blockTable[number];

    internal ref readonly FixFieldRule Rule(int index) => ref _fields[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int FieldIndex(int tag)
    {
        ushort[] dense = _fieldOfTag;
        if ((uint)tag < (uint)dense.Length && dense[tag] != 0)
            return dense[tag] - 1;
        return _largeTags.Count != 0 && _largeTags.TryGetValue(tag, out int index) ? index : None;
    }

    private static int KeyOf(ReadOnlySpan<byte> msgType) => msgType.Length switch
    {
        1 when msgType[0] < 128 => msgType[0],
        2 when (msgType[0] | msgType[1]) < 128 => msgType[0] | (msgType[1] << 7),
        _ => -1,
    };

    // Groups are shared between messages in the model, and so are their tables.
    private int AddBlock(FixBlock block)
    {
        if (_blockNumbers.TryGetValue(block, out int known))
            return known;
        var members = new FixMemberRule[block.Members.Count];
        for (int i = 0; i < members.Length; i++)
        {
            FixMember member = block.Members[i];
            int group = member.Group is null ? None : AddBlock(member.Group);
            members[i] = new FixMemberRule(member.Field.Tag, group, member.IsRequired, FieldIndex(member.Field.Tag));
        }
        int number = _blocks.Count;
        _blockNumbers[block] = number;
        _blocks.Add(new FixBlockTable(members));
        return number;
    }
}
