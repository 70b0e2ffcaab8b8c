using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>
/// Readers of repeating groups: the group (count, enumerator), and its entry. Entries of one size know nothing of the
/// buffer behind them; entries with groups or data inside carry the number of bytes that are left.
/// </summary>
internal sealed class GroupDecoderEmitter(SchemaPlan plan, CodeWriter w)
{
    private const string Inline = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";
    private readonly FieldReader _fields = new(plan, w);

    /// <summary>Writes the properties for groups and data of a block and the nested types behind them.</summary>
    /// <param name="block">The block.</param>
    /// <param name="open">Gives, for the index of a group or of data behind the groups, the expression of its
    /// offset.</param>
    /// <param name="length">The expression of the number of bytes that may be read.</param>
    public void WriteMembers(BlockPlan block, Func<int, string> open, string length)
    {
        for (int i = 0; i < block.Groups.Count; i++)
        {
            GroupPlan group = block.Groups[i];
            w.SummaryXml(Documentation.Of(group.Source, "Group", "Empty when the message does not have it."));
            w.Open($"public {group.GroupType} {group.Name}");
            w.Line(Inline);
            w.Line($"get => {group.GroupType}.Open(in _block, {open(i)}, {length}, _version);");
            w.Close();
            w.Line();
        }
        for (int i = 0; i < block.Data.Count; i++)
            WriteData(block.Data[i], open(block.Groups.Count + i), length);
        foreach (GroupPlan group in block.Groups)
        {
            WriteGroup(group);
            w.Line();
            WriteEntry(group);
            w.Line();
            if (group.StructName is { } name)
            {
                new StructEmitter(plan, w).Write(
                    "public", name, group.Source.BlockLength, group.Fields,
                    $"The block of <see cref=\"{group.EntryType}\"/> as a structure.");
                w.Line();
            }
        }
    }

    /// <summary>Writes the static methods that find where data behind a block ends.</summary>
    public void WriteSkips(BlockPlan block)
    {
        foreach (DataPlan data in block.Data)
        {
            w.Open($"internal static int Skip{data.Name}(ref readonly byte buffer, int at, int length, int version)");
            WriteAbsent(data.Source.SinceVersion);
            w.Lines($"if (length - at < {data.PrefixLength})", "\treturn -1;");
            string bytes = Number(data.Source.Length, "buffer", "at");
            w.Line($"return SbeFrames.DataEnd(at + {data.PrefixLength}, {bytes}, length);");
            w.Close();
            w.Line();
        }
    }

    /// <summary>The call that finds the end of a group or of data.</summary>
    public static string SkipCall(BlockPlan block, int index, string buffer, string length, string version,
        string prefix = "")
        => index < block.Groups.Count
            ? $"{prefix}{block.Groups[index].GroupType}.Skip(in {buffer}, at, {length}, {version})"
            : $"{prefix}Skip{block.Data[index - block.Groups.Count].Name}(in {buffer}, at, {length}, {version})";

    /// <summary>An unsigned number of a header, dimension or length, as 32 bits.</summary>
    public string Number(SbeMember member, string buffer, string at)
    {
        SbePrimitiveType primitive = Unsigned(((SbeTypeEncoding)member.Encoding).Primitive);
        SbeHeader header = plan.Schema.Header;
        // What a header does not carry is the schema's own.
        if (member.Presence == SbePresence.Constant)
            return member == header.SchemaId ? $"{plan.Schema.Id}u" : $"{plan.Schema.Version}u";
        string offset = member.Offset == 0 ? at : at == "0" ? $"{member.Offset}" : $"{at} + {member.Offset}";
        string read = $"{plan.Order}.Read{Primitives.Accessor(primitive)}(in {buffer}, {offset})";
        return primitive == SbePrimitiveType.UInt64 ? $"SbeFrames.Clamp({read})" : read;
    }

    /// <summary>The unsigned type of the same size: lengths and counts are never negative.</summary>
    public static SbePrimitiveType Unsigned(SbePrimitiveType primitive) => primitive switch
    {
        SbePrimitiveType.Int8 or SbePrimitiveType.Char => SbePrimitiveType.UInt8,
        SbePrimitiveType.Int16 => SbePrimitiveType.UInt16,
        SbePrimitiveType.Int32 => SbePrimitiveType.UInt32,
        SbePrimitiveType.Int64 => SbePrimitiveType.UInt64,
        _ => primitive,
    };

    private void WriteAbsent(int since, string result = "at")
    {
        if (since > 0)
            w.Lines($"if (version < {since})", $"\treturn {result};");
    }

    private void WriteData(DataPlan data, string at, string length)
    {
        w.SummaryXml(Documentation.Of(data.Source, "Data", "Empty when the message does not have it."));
        w.Open($"public ReadOnlySpan<byte> {data.Name}");
        w.Open("get");
        w.Line($"int at = {at};");
        string absent = data.Source.SinceVersion > 0 ? $"_version < {data.Source.SinceVersion} || " : "";
        w.Lines($"if ({absent}at < 0)", "\treturn default;");
        w.Line($"int end = Skip{data.Name}(in _block, at, {length}, _version);");
        w.Lines("if (end < 0)", "\treturn default;");
        w.Line($"return SbeFrames.Slice(in _block, at + {data.PrefixLength}, end - at - {data.PrefixLength});");
        w.Close();
        w.Close();
        w.Line();
        _fields.WriteText(data.Name, data.Source.VarData.TextEncoding);
    }

    private void WriteGroup(GroupPlan group)
    {
        (string Type, string Name)[] state = State(group);
        w.Summary($"The entries of {group.Source.Name}.");
        w.Open($"public readonly ref struct {group.GroupType}");
        w.Line("private readonly ref readonly byte _first;");
        foreach ((string type, string name) in state)
            w.Line($"private readonly {type} _{name};");
        w.Line("private readonly int _count;");
        w.Line();
        string parameters = string.Join(", ", state.Select(s => $"{s.Type} {s.Name}"));
        w.Open($"private {group.GroupType}(ref readonly byte first, int count, {parameters})");
        w.Line("_first = ref first;");
        w.Line("_count = count;");
        foreach ((_, string name) in state)
            w.Line($"_{name} = {name};");
        w.Close();
        w.Line();
        w.Summary("Number of entries.");
        w.Line("public int Count => _count;");
        w.Line();
        string arguments = string.Join(", ", state.Select(s => "_" + s.Name));
        w.Summary("Makes the entries usable in foreach.");
        w.Line(Inline);
        w.Line($"public Enumerator GetEnumerator() => new Enumerator(in _first, _count, {arguments});");
        w.Line();
        if (group.IsFlat)
            WriteIndexer(group);
        WriteOpen(group);
        w.Line();
        WriteSkip(group);
        w.Line();
        WriteEnumerator(group, state);
        w.Close();
    }

    private static (string Type, string Name)[] State(GroupPlan group)
    {
        List<(string, string)> state = [("int", "stride"), ("int", "limit")];
        if (group.NeedsVersion || !group.IsFlat)
            state.Add(("int", "version"));
        if (!group.IsFlat)
            state.Add(("int", "length"));
        return [.. state];
    }

    private void WriteIndexer(GroupPlan group)
    {
        string version = group.NeedsVersion ? ", _version" : "";
        w.Summary("An entry, counted from 0.");
        w.Line("/// <exception cref=\"System.ArgumentOutOfRangeException\">There is no such entry.</exception>");
        w.Open($"public {group.EntryType} this[int index]");
        w.Open("get");
        w.Lines("if ((uint)index >= (uint)_count)", "\tSbeThrow.Index(index, _count);");
        w.Line("ref readonly byte entry = ref SbeFrames.At(in _first, index * _stride);");
        if (group.BaseEnd > 0)
            w.Lines($"if (_stride < {group.BaseEnd})", $"\tentry = ref {group.EntryType}.Complete(in entry, _stride);");
        w.Line($"return new {group.EntryType}(in entry, _limit{version});");
        w.Close();
        w.Close();
        w.Line();
        if (group.StructName is not { } name)
            return;
        string versionTest = group.TestsVersions ? $" && _version >= {group.NewestField}" : "";
        w.Summary(
            "The entries in place as structures, where they are as long and as new as this schema's.");
        w.Line("/// <returns>False, and nothing, otherwise.</returns>");
        w.Open($"public bool TryAsStructs(out ReadOnlySpan<{name}> structs)");
        w.Line($"bool same = BitConverter.IsLittleEndian && _stride == {group.Source.BlockLength}");
        w.Line($"    && _limit == _stride{versionTest};");
        w.Line("structs = same && _count > 0");
        w.Line($"    ? MemoryMarshal.CreateReadOnlySpan(");
        w.Line($"        ref Unsafe.As<byte, {name}>(ref Unsafe.AsRef(in _first)), _count)");
        w.Line("    : default;");
        w.Line("return same || _count == 0;");
        w.Close();
        w.Line();
    }

    private void WriteOpen(GroupPlan group)
    {
        SbeDimension dimension = group.Group.Dimension;
        int size = group.DimensionLength;
        w.Line(Inline);
        w.Open($"internal static {group.GroupType} Open(ref readonly byte buffer, int at, int length, int version)");
        string absent = group.Source.SinceVersion > 0 ? $"version < {group.Source.SinceVersion} || " : "";
        w.Lines($"if ({absent}at < 0 || length - at < {size})", "\treturn default;");
        w.Line($"uint stride = {Number(dimension.BlockLength, "buffer", "at")};");
        w.Line($"uint count = {Number(dimension.NumInGroup, "buffer", "at")};");
        // Counted again although wrapping the message has: the bytes may have been overwritten since.
        w.Lines(group.IsFlat
            ? $"if (SbeFrames.GroupEnd(at + {size}, stride, count, length) < 0)"
            : $"if (count > int.MaxValue || stride > (uint)(length - at - {size}))", "\treturn default;");
        w.Line("int limit = (int)stride;");
        foreach ((int since, int offset) in group.Steps.Reverse())
            w.Lines($"if (version < {since} && limit > {offset})", $"\tlimit = {offset};");
        string version = group.NeedsVersion || !group.IsFlat ? ", version" : "";
        string left = group.IsFlat ? "" : $", length - at - {size}";
        w.Line($"return new {group.GroupType}(");
        w.Line($"    in SbeFrames.At(in buffer, at + {size}), (int)count, (int)stride, limit{version}{left});");
        w.Close();
    }

    private void WriteSkip(GroupPlan group)
    {
        SbeDimension dimension = group.Group.Dimension;
        int size = group.DimensionLength;
        w.Open("internal static int Skip(ref readonly byte buffer, int at, int length, int version)");
        WriteAbsent(group.Source.SinceVersion);
        w.Lines($"if (length - at < {size})", "\treturn -1;");
        w.Line($"uint stride = {Number(dimension.BlockLength, "buffer", "at")};");
        w.Line($"uint count = {Number(dimension.NumInGroup, "buffer", "at")};");
        string end = $"SbeFrames.GroupEnd(at + {size}, stride, count, length)";
        if (group.IsFlat)
        {
            w.Line($"return {end};");
            w.Close();
            return;
        }
        int oldest =
            group.Groups.Select(g => g.Source.SinceVersion).Concat(group.Data.Select(d => d.Source.SinceVersion)).Min();
        if (oldest > 0)
            w.Lines($"if (version < {oldest})", $"\treturn {end};");
        w.Line($"at += {size};");
        w.Lines("if (count > 0 && stride > (uint)(length - at))", "\treturn -1;");
        w.Open("for (uint i = 0; i < count && at >= 0; i++)");
        w.Line($"int entry = {group.EntryType}.Measure(");
        w.Line("    in SbeFrames.At(in buffer, at), length - at, (int)stride, version);");
        w.Line("at = entry < 0 ? -1 : at + entry;");
        w.Close();
        w.Line("return at;");
        w.Close();
    }

    private void WriteEnumerator(GroupPlan group, (string Type, string Name)[] state)
    {
        w.Summary("Goes through the entries.");
        w.Open("public ref struct Enumerator");
        w.Line("private ref readonly byte _entry;");
        w.Line("private ref readonly byte _next;");
        w.Line("private int _left;");
        foreach ((string type, string name) in state)
            w.Line($"private {(name == "length" ? "" : "readonly ")}{type} _{name};");
        w.Line();
        string parameters = string.Join(", ", state.Select(s => $"{s.Type} {s.Name}"));
        w.Line(Inline);
        w.Open($"internal Enumerator(ref readonly byte first, int count, {parameters})");
        w.Line("_next = ref first;");
        w.Line("_left = count;");
        foreach ((_, string name) in state)
            w.Line($"_{name} = {name};");
        w.Close();
        w.Line();
        w.Summary("The entry.");
        w.Open($"public readonly {group.EntryType} Current");
        w.Line(Inline);
        string rest = group.IsFlat ? group.NeedsVersion ? ", _version" : "" : ", _version, _stride, _size";
        w.Line($"get => new {group.EntryType}(in _entry, _limit{rest});");
        w.Close();
        w.Line();
        WriteMoveNext(group);
        w.Close();
    }

    private void WriteMoveNext(GroupPlan group)
    {
        if (!group.IsFlat)
        {
            w.Line("private int _size;");
            w.Line();
        }
        w.Summary("Goes to the next entry.");
        w.Line("/// <returns>False behind the last.</returns>");
        w.Line(Inline);
        w.Open("public bool MoveNext()");
        w.Lines("if (--_left < 0)", "\treturn false;");
        w.Line("_entry = ref _next;");
        if (group.IsFlat)
        {
            w.Line("_next = ref SbeFrames.At(in _next, _stride);");
            if (group.BaseEnd > 0)
                w.Lines($"if (_stride < {group.BaseEnd})",
                    $"\t_entry = ref {group.EntryType}.Complete(in _entry, _stride);");
        }
        else
        {
            w.Line($"_size = {group.EntryType}.Measure(in _entry, _length, _stride, _version);");
            w.Lines("if (_size < 0)", "\treturn false;");
            w.Line("_length -= _size;");
            w.Line("_next = ref SbeFrames.At(in _next, _size);");
        }
        w.Line("return true;");
        w.Close();
    }

    private void WriteEntry(GroupPlan group)
    {
        bool hasVersion = group.NeedsVersion || !group.IsFlat;
        w.SummaryXml(Documentation.Of(group.Source, "Group", "One entry."));
        w.Open($"public readonly ref struct {group.EntryType}");
        w.Line("private readonly ref readonly byte _block;");
        w.Line("private readonly int _limit;");
        string extra = "";
        if (hasVersion)
        {
            w.Line("private readonly int _version;");
            extra += ", int version";
        }
        if (!group.IsFlat)
        {
            w.Line("private readonly int _stride;");
            w.Line("private readonly int _length;");
            extra += ", int stride, int length";
        }
        w.Line();
        w.Line(Inline);
        w.Open($"internal {group.EntryType}(ref readonly byte block, int limit{extra})");
        w.Line("_block = ref block;");
        w.Line("_limit = limit;");
        if (hasVersion)
            w.Line("_version = version;");
        if (!group.IsFlat)
            w.Lines("_stride = stride;", "_length = length;");
        w.Close();
        w.Line();
        if (group.BaseEnd > 0)
            WriteComplete(group);
        foreach (FieldPlan field in group.Fields)
            _fields.Write(field, group.Guard(field), group.Presence(field));
        MessageDecoderEmitter.WriteAsStruct(w, group);
        if (!group.IsFlat)
        {
            WriteMembers(group, i => $"At(in _block, {i}, _length, _stride, _version)", "_length");
            WriteSkips(group);
            WriteMeasure(group);
        }
        MessageDecoderEmitter.WriteToString(w, _fields, group, "");
        w.Close();
    }

    // A field that the block does not hold whole is absent: the copy takes the bytes up to the last whole one.
    private void WriteComplete(GroupPlan group)
    {
        string nulls =
            CompositeEmitter.Bytes(new BlockImage(plan.Schema.ByteOrder).Absent(group.Source, group.BaseEnd));
        w.Line($"private static ReadOnlySpan<byte> NullImage => [{nulls}];");
        w.Line();
        w.Open("internal static ref readonly byte Complete(ref readonly byte block, int stride)");
        w.Line("int whole = 0;");
        foreach (int end in group.WireFields.Where(f => f.Since == 0).Select(f => f.End).Distinct().OrderBy(e => e))
            w.Lines($"if (stride >= {end})", $"\twhole = {end};");
        w.Line("return ref SbeShortBlocks.Complete(in block, whole, NullImage);");
        w.Close();
        w.Line();
    }

    // Groups and data inside an entry can only be found one after the other.
    private void WriteMeasure(GroupPlan group)
    {
        int parts = group.Groups.Count + group.Data.Count;
        w.Line($"internal static int Measure(ref readonly byte block, int length, int stride, int version)");
        w.Line($"    => At(in block, {parts}, length, stride, version);");
        w.Line();
        w.Open("private static int At(ref readonly byte block, int part, int length, int stride, int version)");
        w.Line("int at = stride <= length ? stride : -1;");
        for (int i = 0; i < parts; i++)
            w.Lines($"if (part > {i} && at >= 0)", $"\tat = {SkipCall(group, i, "block", "length", "version")};");
        w.Line("return at;");
        w.Close();
        w.Line();
    }
}
