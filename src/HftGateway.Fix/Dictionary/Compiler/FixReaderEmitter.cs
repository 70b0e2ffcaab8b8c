namespace HftGateway.Fix.Dictionaries;

/// <summary>Writes the typed accessors of messages and groups. Each is one short method: nothing grows with the message.</summary>
internal sealed class FixReaderEmitter
{
    private readonly FixCodeText _code;
    private readonly FixGroupNames _groups;
    private readonly string _access;

    public FixReaderEmitter(FixCodeText code, FixGroupNames groups, string access)
    {
        _code = code;
        _groups = groups;
        _access = access;
    }

    /// <summary>Writes the reader of a message.</summary>
    public void EmitMessage(FixMessageDefinition message, FixDictionary dictionary)
    {
        string name = FixCodeNames.Identifier(message.Name) + "Reader";
        _code.Line($"/// <summary>Reads {FixCodeText.Escape(message.ToString())} in place; see <see cref=\"FixIndex\"/>.</summary>");
        _code.Open($"{_access} readonly ref struct {name}");
        _code.Member("MsgType [35].", $"public static ReadOnlySpan<byte> MsgType => \"{message.MsgType}\"u8;");
        _code.Line();
        EmitLayout(message, dictionary);
        _code.Line("private readonly ReadOnlySpan<byte> _bytes;");
        _code.Line("private readonly FixIndex _index;");
        _code.Line();
        _code.Open($"private {name}(ReadOnlySpan<byte> bytes, FixIndex index)");
        _code.Line("_bytes = bytes;");
        _code.Line("_index = index;");
        _code.Close();
        _code.Line();
        _code.Line("/// <summary>Finds the fields of a message of this type. The reader is valid as long as frame and index are.</summary>");
        _code.Line("/// <returns>What is wrong with the first field that cannot be read; values are looked at when they are asked for.</returns>");
        _code.Open($"public static FixParseResult TryRead(scoped in FixFrame frame, FixIndex index, out {name} reader)");
        _code.Line("FixParseResult result = index.Read(frame, Layout);");
        _code.Line($"reader = new {name}(frame.Bytes, index);");
        _code.Line("return result;");
        _code.Close();
        _code.Line();
        _code.Member("Where the fields are; for tags that are not in the dictionary.", "public FixIndex Index => _index;");
        _code.Line();
        _code.Member(
            "Value of any tag, the first one in the message; empty when it is not there.",
            "public ReadOnlySpan<byte> Get(int tag) => Value(_index.Find(tag));");
        int slot = 0;
        foreach (FixMember member in message.Body.Members)
        {
            string range = IsAmbiguous(member.Field.Tag, message.Body)
                ? $"_index.FindOutside({member.Field.Tag}, s_groups)"
                : $"_index.Slot({slot})";
            Emit(member, range, $"_index.EntryOfSlot({slot})");
            slot++;
        }
        EmitValue();
        _code.Close();
    }

    /// <summary>Writes the reader of a group's entries.</summary>
    public void EmitGroup(FixMember member)
    {
        string name = _groups[member] + "Group";
        FixBlock block = member.Group!;
        _code.Line($"/// <summary>Entries of {FixCodeText.Escape(member.Field.ToString())}: MoveNext goes to the next one.</summary>");
        _code.Open($"{_access} ref struct {name}");
        string nested = string.Concat(block.Members.Where(static m => m.Group is not null).Select(m => $", {_groups[m]}Group.Layout"));
        _code.Line($"internal static readonly FixGroupLayout Layout = new({member.Field.Tag}, {Tags(block.Members.Select(static m => m.Field.Tag))}{nested});");
        _code.Line();
        _code.Line("private readonly ReadOnlySpan<byte> _bytes;");
        _code.Line("private readonly FixIndex _index;");
        _code.Line("private readonly int _countEntry;");
        _code.Line("private FixGroupCursor _cursor;");
        _code.Line();
        _code.Open($"internal {name}(ReadOnlySpan<byte> bytes, FixIndex index, int countEntry)");
        _code.Line("_bytes = bytes;");
        _code.Line("_index = index;");
        _code.Line("_countEntry = countEntry;");
        _code.Line("_cursor = new FixGroupCursor(index, Layout, countEntry);");
        _code.Close();
        _code.Line();
        _code.Member(
            "The count that the message declares; 0 when it is not there or no number.",
            "public long Count => _countEntry >= 0 && FixRead.TryInt(Value(_index.RangeAt(_countEntry)), out long count) ? count : 0;");
        _code.Line();
        _code.Member("Goes to the next entry. False at the end.", "public bool MoveNext() => _cursor.MoveNext();");
        _code.Line();
        _code.Member(
            "Value of any tag in the entry; empty when it is not there.",
            "public readonly ReadOnlySpan<byte> Get(int tag) => Value(_index.Find(tag, _cursor.From, _cursor.To));");
        foreach (FixMember inner in block.Members)
        {
            int tag = inner.Field.Tag;
            string range = IsAmbiguous(tag, block)
                ? $"_index.FindOutside({tag}, _cursor.From, _cursor.To, Layout.Nested)"
                : $"_index.Find({tag}, _cursor.From, _cursor.To)";
            Emit(inner, range, $"_index.EntryOf({tag}, _cursor.From, _cursor.To)");
        }
        EmitValue();
        _code.Close();
    }

    private void EmitLayout(FixMessageDefinition message, FixDictionary dictionary)
    {
        List<int> others = [];
        Collect(message.Body, others, false);
        Collect(dictionary.Header, others, true);
        Collect(dictionary.Trailer, others, true);
        IEnumerable<int> sessionPairs = [];
        if (!dictionary.HasSession)
        {
            // Header and trailer are another dictionary's; their data fields are these.
            sessionPairs = [90, 91, 93, 89, 212, 213];
            others.AddRange(sessionPairs);
        }
        IEnumerable<int> pairs = dictionary.Fields.Where(static f => f.DataTag != 0).SelectMany(static f => new[] { f.Tag, f.DataTag }).Concat(sessionPairs);
        _code.Line("private static readonly FixMessageLayout Layout = new(");
        _code.Line($"    {Tags(message.Body.Members.Select(static m => m.Field.Tag))},");
        _code.Line($"    {Tags(others.Distinct())},");
        _code.Line($"    {Tags(pairs)});");
        _code.Line();
        if (message.Body.Members.Any(m => IsAmbiguous(m.Field.Tag, message.Body)))
        {
            string groups = string.Join(", ", message.Body.Members.Where(static m => m.Group is not null).Select(m => $"{_groups[m]}Group.Layout"));
            _code.Line($"private static readonly FixGroupLayout[] s_groups = [{groups}];");
            _code.Line();
        }
    }

    private static void Collect(FixBlock block, List<int> tags, bool own)
    {
        foreach (FixMember member in block.Members)
        {
            if (own)
                tags.Add(member.Field.Tag);
            if (member.Group is not null)
                Collect(member.Group, tags, true);
        }
    }

    // The tag is also in a group within the block: the first field with it may be the group's.
    private static bool IsAmbiguous(int tag, FixBlock block) =>
        block.Members.Any(m => m.Group is not null && (m.Group.Find(tag) is not null || IsAmbiguous(tag, m.Group)));

    private static string Tags(IEnumerable<int> tags) => $"[{string.Join(", ", tags)}]";

    private void EmitValue()
    {
        _code.Line();
        _code.Line("private readonly ReadOnlySpan<byte> Value(FixRange range) => _bytes.Slice(range.Offset, range.Length);");
    }

    private void Emit(FixMember member, string range, string entry)
    {
        FixFieldDefinition field = member.Field;
        string name = FixCodeNames.Member(field.Name), value = $"Value({range})";
        string summary = $"{field}{(member.IsRequired ? ", required" : "")}";
        if (field.DataTag != 0)
            return;
        _code.Line();
        if (member.Group is not null)
        {
            string group = _groups[member] + "Group";
            _code.Member($"{summary}: its entries.", $"public readonly {group} {FixCodeNames.Group(field.Name)} => new(_bytes, _index, {entry});");
            return;
        }
        _code.Line($"/// <summary>{FixCodeText.Escape(summary)}{Unit(field)}</summary>");
        _code.Line(Accessor(field, name, value, range));
        if (!field.Type.IsMultiple() && FixEnumEmitter.KindOf(field) == FixEnumKind.Code)
        {
            _code.Line();
            _code.Member($"{summary}, as text.", $"public readonly ReadOnlySpan<byte> {name}Text => {value};");
        }
    }

    private static string Unit(FixFieldDefinition field) => field.Type switch
    {
        FixFieldType.UtcTimestamp => ": UTC nanoseconds since 1970. False when it is not there or malformed.",
        FixFieldType.UtcTimeOnly or FixFieldType.LocalMktTime => ": nanoseconds since midnight. False when it is not there or malformed.",
        FixFieldType.UtcDateOnly or FixFieldType.LocalMktDate => ": days since 1970-01-01. False when it is not there or malformed.",
        _ when field.Type.IsDecimal() => ": as a whole number of 10^-decimals. False when it is not there, malformed or finer.",
        _ when field.Type.IsWhole() || field.Type == FixFieldType.Boolean => ". False when it is not there or malformed.",
        _ => ". Empty or 0 when it is not there.",
    };

    private static string Accessor(FixFieldDefinition field, string name, string value, string range)
    {
        string type = FixCodeNames.Identifier(field.Name);
        FixEnumKind kind = field.Type.IsMultiple() ? FixEnumKind.None : FixEnumEmitter.KindOf(field);
        string Try(string plain, string method) => $"public readonly bool TryGet{name}(out {plain} value) => FixRead.{method}({value}, out value);";
        // Values that are read faster with the message around them.
        string TryIn(string plain, string method) => $"public readonly bool TryGet{name}(out {plain} value) => FixRead.{method}(_bytes, {range}, out value);";
        switch (kind)
        {
            case FixEnumKind.Char:
                return $"public readonly {type} {name} => ({type})FixRead.Char({value});";
            case FixEnumKind.Code:
                return $"public readonly {type} {name} => ({type})FixRead.Code({value});";
            case FixEnumKind.Int:
                return $"public readonly bool TryGet{name}(out {type} value) => FixRead.TryEnum({value}, out value);";
        }
        switch (field.Type)
        {
            case FixFieldType.Char:
                return $"public readonly byte {name} => FixRead.Char({value});";
            case FixFieldType.Boolean:
                return Try("bool", "TryBoolean");
            case FixFieldType.UtcTimestamp:
                return $"public readonly bool TryGet{name}(out long value) => _index.TryTimestamp(_bytes, {range}, out value);";
            case FixFieldType.UtcTimeOnly or FixFieldType.LocalMktTime:
                return Try("long", "TryTime");
            case FixFieldType.UtcDateOnly or FixFieldType.LocalMktDate:
                return Try("int", "TryDate");
        }
        if (field.Type.IsWhole())
            return TryIn("long", "TryInt");
        return field.Type.IsDecimal()
            ? $"public readonly bool TryGet{name}(int decimals, out long value) => FixRead.TryDecimal(_bytes, {range}, decimals, out value);"
            : $"public readonly ReadOnlySpan<byte> {name} => {value};";
    }
}
