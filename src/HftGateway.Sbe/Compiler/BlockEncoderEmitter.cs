using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>
/// Members of encoders for groups and data. Groups whose entries have one size take their space at once; in the others,
/// and for data, all codecs of a message share its position.
/// </summary>
internal sealed class BlockEncoderEmitter(SchemaPlan plan, CodeWriter w)
{
    private const string Inline = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";
    private readonly FieldWriter _fields = new(plan, w);

    /// <summary>Writes the members for groups and data of a block, and the nested types behind them.</summary>
    /// <param name="block">The block.</param>
    /// <param name="decoder">The C# name of the decoder of the block, qualified from the namespace.</param>
    public void WriteMembers(BlockPlan block, string decoder)
    {
        for (int i = 0; i < block.Groups.Count; i++)
            WriteGroupMethods(block.Groups[i], i, block is MessagePlan && !block.Groups[i].IsFlat);
        for (int i = 0; i < block.Data.Count; i++)
            WriteDataMethods(block.Data[i], block.Groups.Count + i);
        if (!block.IsFlat)
            WriteCheckOrder(block, decoder);
        foreach (GroupPlan group in block.Groups)
        {
            WriteGroup(group);
            w.Line();
            WriteEntry(group, $"{decoder}.{group.EntryType}");
            w.Line();
        }
    }

    /// <summary>Writes what fields have: setters and the view as a structure.</summary>
    public void WriteFields(BlockPlan block, string structName)
    {
        foreach (FieldPlan field in block.Fields)
            _fields.Write(field);
        if (block.StructName is null)
            return;
        w.Summary("The block in place as a structure, on a little-endian machine.");
        w.Line("/// <exception cref=\"System.InvalidOperationException\">The machine is big-endian.</exception>");
        w.Open($"public readonly ref {structName} AsStruct()");
        w.Lines("if (!BitConverter.IsLittleEndian)", $"\tSbeThrow.NotAStruct(\"{block.Source.Name}\");");
        w.Line($"return ref Unsafe.As<byte, {structName}>(ref _block);");
        w.Close();
        w.Line();
    }

    private static ulong MaxOf(SbeMember member)
    {
        SbeTypeEncoding type = (SbeTypeEncoding)member.Encoding;
        ulong most = ulong.MaxValue >> (64 - (type.Primitive.Size() * 8));
        // Without a maxValue the null value is the only one that is excluded.
        ulong highest = type.HasExplicitMax || type.Primitive.IsUnsigned() ? type.MaxValue.Bits : most;
        return Math.Min(highest, int.MaxValue);
    }

    private void WriteException(string text)
        => w.Line($"/// <exception cref=\"System.ArgumentException\">{text}</exception>");

    // Entries of unequal size advance the position of the message's own encoder, to which their codecs then refer.
    private void WriteUnscoped(bool refersToThis)
    {
        if (refersToThis)
            w.Line("[global::System.Diagnostics.CodeAnalysis.UnscopedRef]");
    }

    private void WriteGroupMethods(GroupPlan group, int index, bool refersToThis)
    {
        string name = group.Name, doc = Documentation.Of(group.Source, "Group", "Begins it.");
        ulong max = MaxOf(group.Group.Dimension.NumInGroup);
        w.SummaryXml(doc + " Optional fields of all entries are null, all others zero, until they are set.");
        w.Line($"/// <param name=\"count\">Number of entries, 0 to {max}. As many must be written.</param>");
        WriteException("The buffer is too small, or the count too large.");
        WriteUnscoped(refersToThis);
        w.Open($"public {group.GroupType} {name}(int count)");
        WriteThrows(group, max, $"Try{name}(count, out {group.GroupType} group)");
        w.Line("return group;");
        w.Close();
        w.Line();
        w.SummaryXml($"The same as <see cref=\"{name}(int)\"/> without exceptions.");
        w.Line(
            "/// <returns>False, and nothing written, when the buffer is too small or the count too large.</returns>");
        WriteUnscoped(refersToThis);
        w.Open($"public bool Try{name}(int count, out {group.GroupType} group)");
        w.Lines($"if (!{name}Begin(count, out group))", "\treturn false;");
        if (group.IsFlat && group.Source.BlockLength > 0)
            w.Line("group.SetNulls();");
        w.Line("return true;");
        w.Close();
        w.Line();
        if (group.IsFlat && group.WireFields.Any())
        {
            w.SummaryXml(
                $"Faster than <see cref=\"{name}(int)\"/>, for callers that set every field: only holes are cleared.");
            WriteException("The buffer is too small, or the count too large.");
            w.Line(Inline);
            w.Open($"public {group.GroupType} {name}Unset(int count)");
            WriteThrows(group, max, $"{name}Begin(count, out {group.GroupType} group)");
            if (BlockImage.Holes(group.Source).Count > 0)
                w.Line("group.ClearHoles();");
            w.Line("return group;");
            w.Close();
            w.Line();
        }
        WriteUnscoped(refersToThis);
        WriteBegin(group, index, max);
    }

    private void WriteThrows(GroupPlan group, ulong max, string call)
    {
        w.Lines($"if ((uint)count > {max}u)", $"\tSbeThrow.TooMany(\"{group.Source.Name}\", count, {max});");
        w.Lines($"if (!{call})", $"\tSbeThrow.BufferTooSmall(\"{group.Source.Name}\");");
    }

    private void WriteBegin(GroupPlan group, int index, ulong max)
    {
        SbeDimension dimension = group.Group.Dimension;
        int size = group.DimensionLength, block = group.Source.BlockLength;
        w.Line(Inline);
        w.Open($"private bool {group.Name}Begin(int count, out {group.GroupType} group)");
        w.Line($"CheckOrder({index});");
        w.Line("int at = _position;");
        string need = group.IsFlat && block > 0 ? $"at + {size}L + ({block}L * count)" : $"at + {size}L";
        w.Line($"long end = {need};");
        w.Open($"if ((uint)count > {max}u || end > _capacity)");
        w.Line("group = default;");
        w.Line("return false;");
        w.Close();
        w.Line("ref byte dimension = ref SbeFrames.AtMutable(ref _root, at);");
        if (BlockEncoderEmitter.HasMore(dimension))
            w.Line($"SbeFrames.Clear(ref dimension, 0, {size});");
        WriteNumber(dimension.BlockLength, "dimension", block.ToString());
        WriteNumber(dimension.NumInGroup, "dimension", "count");
        if (dimension.NumGroups is { } groups)
            WriteNumber(groups, "dimension", group.Groups.Count.ToString());
        if (dimension.NumVarDataFields is { } data)
            WriteNumber(data, "dimension", group.Data.Count.ToString());
        w.Line("_position = (int)end;");
        w.Line(group.IsFlat
            ? $"group = new {group.GroupType}(ref SbeFrames.AtMutable(ref dimension, {size}), count);"
            : $"group = new {group.GroupType}(ref _root, ref _position, _capacity, count);");
        w.Line("return true;");
        w.Close();
        w.Line();
    }

    private static bool HasMore(SbeDimension dimension)
        => dimension.Composite.Size != dimension.BlockLength.Size + dimension.NumInGroup.Size;

    private void WriteNumber(SbeMember member, string target, string value)
    {
        SbePrimitiveType primitive = GroupDecoderEmitter.Unsigned(((SbeTypeEncoding)member.Encoding).Primitive);
        string cast = Primitives.Type(primitive);
        w.Line($"{plan.Order}.Write{Primitives.Accessor(primitive)}(ref {target}, {member.Offset}, ({cast}){value});");
    }

    private void WriteDataMethods(DataPlan data, int index)
    {
        ulong max = MaxOf(data.Source.Length);
        string name = data.Name;
        w.SummaryXml($"The most bytes that <c>{data.Source.Name}</c> can have.");
        w.Line($"public const int {name}MaxLength = {max};");
        w.Line();
        w.SummaryXml(Documentation.Of(data.Source, "Data", "Writes it."));
        WriteException("The buffer is too small, or the value too long.");
        w.Open($"public void Set{name}(scoped ReadOnlySpan<byte> value)");
        w.Lines(
            $"if ((uint)value.Length > {max}u)", $"\tSbeThrow.TooMany(\"{data.Source.Name}\", value.Length, {max});");
        w.Lines($"if (!TrySet{name}(value))", $"\tSbeThrow.BufferTooSmall(\"{data.Source.Name}\");");
        w.Close();
        w.Line();
        w.SummaryXml($"The same as <see cref=\"Set{name}(ReadOnlySpan{{byte}})\"/> without exceptions.");
        w.Line(
            "/// <returns>False, and nothing written, when the buffer is too small or the value too long.</returns>");
        w.Open($"public bool TrySet{name}(scoped ReadOnlySpan<byte> value)");
        w.Line($"CheckOrder({index});");
        w.Line("int at = _position;");
        w.Line($"long end = at + {data.PrefixLength}L + value.Length;");
        w.Lines($"if ((uint)value.Length > {max}u || end > _capacity)", "\treturn false;");
        w.Line("ref byte prefix = ref SbeFrames.AtMutable(ref _root, at);");
        if (data.PrefixLength != data.Source.Length.Size)
            w.Line($"SbeFrames.Clear(ref prefix, 0, {data.PrefixLength});");
        WriteNumber(data.Source.Length, "prefix", "value.Length");
        w.Line($"value.CopyTo(SbeFrames.SliceMutable(ref prefix, {data.PrefixLength}, value.Length));");
        w.Line("_position = (int)end;");
        w.Line("return true;");
        w.Close();
        w.Line();
        if (data.Source.VarData.TextEncoding is SbeTextEncoding.None or SbeTextEncoding.Other)
            return;
        string method = data.Source.VarData.TextEncoding == SbeTextEncoding.Utf8 ? "UTF8" : "Latin1";
        w.SummaryXml($"Writes characters into <c>{data.Source.Name}</c>. Allocates for long text.");
        WriteException("The buffer is too small, or the value too long.");
        w.Open($"public void Set{name}(scoped ReadOnlySpan<char> text)");
        w.Line($"int length = global::System.Text.Encoding.{method}.GetByteCount(text);");
        w.Line("Span<byte> bytes = length <= 256 ? stackalloc byte[256] : new byte[length];");
        w.Line($"Set{name}(bytes.Slice(0, global::System.Text.Encoding.{method}.GetBytes(text, bytes)));");
        w.Close();
        w.Line();
    }

    // What has been written so far is read back: the walk over the parts before this one must end where the next byte
    // goes.
    private void WriteCheckOrder(BlockPlan block, string decoder)
    {
        string[] names = [.. block.Groups.Select(g => g.Source.Name), .. block.Data.Select(d => d.Source.Name)];
        w.Line("[global::System.Diagnostics.Conditional(\"DEBUG\")]");
        w.Open("private readonly void CheckOrder(int part)");
        w.Line("int at = BlockStart + BlockLength;");
        for (int i = 0; i < names.Length; i++)
        {
            string skip = GroupDecoderEmitter.SkipCall(block, i, "_root", "_position", "SchemaVersion", decoder + ".");
            w.Lines($"if (part > {i} && at >= 0)", $"\tat = {skip};");
        }
        w.Lines("if (at == _position)", "\treturn;");
        w.Open("switch (part)");
        for (int i = 0; i < names.Length; i++)
        {
            w.Lines($"case {i}:", $"\tSbeThrow.OutOfOrder(\"{block.Source.Name}\", \"{names[i]}\");", "\tbreak;");
        }
        w.Lines("default:", $"\tSbeThrow.OutOfOrder(\"{block.Source.Name}\", \"the rest\");", "\tbreak;");
        w.Close();
        w.Close();
        w.Line();
    }

    private void WriteGroup(GroupPlan group)
    {
        w.Summary($"The entries of {group.Source.Name}, to be written.");
        w.Open($"public readonly ref struct {group.GroupType}");
        if (group.IsFlat)
            WriteFlatGroup(group);
        else
            WriteDeepGroup(group);
        w.Close();
    }

    private void WriteFlatGroup(GroupPlan group)
    {
        int block = group.Source.BlockLength;
        w.Lines("private readonly ref byte _first;", "private readonly int _count;");
        w.Line();
        w.Open($"internal {group.GroupType}(ref byte first, int count)");
        w.Lines("_first = ref first;", "_count = count;");
        w.Close();
        w.Line();
        WriteGroupHead(group, "ref _first, _count");
        w.Summary("An entry, counted from 0.");
        w.Line("/// <exception cref=\"System.ArgumentOutOfRangeException\">There is no such entry.</exception>");
        w.Open($"public {group.EntryType} this[int index]");
        w.Open("get");
        w.Lines("if ((uint)index >= (uint)_count)", "\tSbeThrow.Index(index, _count);");
        w.Line($"return new {group.EntryType}(ref SbeFrames.AtMutable(ref _first, index * {block}));");
        w.Close();
        w.Close();
        w.Line();
        if (block > 0)
        {
            string image = CompositeEmitter.Bytes(new BlockImage(plan.Schema.ByteOrder).Initial(group.Source));
            w.Line($"private static ReadOnlySpan<byte> Image => [{image}];");
            w.Line();
            w.Open("internal void SetNulls()");
            w.Line("for (int i = 0; i < _count; i++)");
            w.Line($"    SbeFrames.Copy(ref SbeFrames.AtMutable(ref _first, i * {block}), Image, {block});");
            w.Close();
            w.Line();
        }
        WriteClearHoles(group, block);
        WriteEnumeratorHead(group, "ref byte first, int count", "ref byte _next;");
        w.Line("_next = ref first;");
        w.Line("_left = count;");
        w.Close();
        w.Line();
        w.Summary("Goes to the next entry.");
        w.Line("/// <returns>False behind the last.</returns>");
        w.Line(Inline);
        w.Open("public bool MoveNext()");
        w.Lines("if (--_left < 0)", "\treturn false;");
        w.Line("_entry = ref _next;");
        w.Line($"_next = ref SbeFrames.AtMutable(ref _next, {block});");
        w.Line("return true;");
        w.Close();
        w.Close();
    }

    private void WriteClearHoles(GroupPlan group, int block)
    {
        List<(int Offset, int Length)> holes = BlockImage.Holes(group.Source);
        if (holes.Count == 0 || !group.WireFields.Any())
            return;
        w.Line(Inline);
        w.Open("internal void ClearHoles()");
        w.Open("for (int i = 0; i < _count; i++)");
        foreach ((int offset, int length) in holes)
            w.Line($"SbeFrames.Clear(ref _first, (i * {block}) + {offset}, {length});");
        w.Close();
        w.Close();
        w.Line();
    }

    private void WriteGroupHead(GroupPlan group, string arguments)
    {
        w.Summary("Number of entries.");
        w.Line("public int Count => _count;");
        w.Line();
        w.Summary("Makes the entries usable in foreach.");
        w.Line(Inline);
        w.Line($"public Enumerator GetEnumerator() => new Enumerator({arguments});");
        w.Line();
    }

    private void WriteEnumeratorHead(GroupPlan group, string parameters, params string[] state)
    {
        w.Summary("Goes through the entries.");
        w.Open("public ref struct Enumerator");
        w.Line("private ref byte _entry;");
        w.Line("private int _left;");
        foreach (string line in state)
            w.Line("private " + line);
        w.Line();
        string extra = group.IsFlat ? "" : ", ref _root, ref _position, _capacity";
        w.Summary("The entry.");
        w.Open($"public readonly {group.EntryType} Current");
        w.Line(Inline);
        w.Line($"get => new {group.EntryType}(ref _entry{extra});");
        w.Close();
        w.Line();
        w.Line(Inline);
        w.Open($"internal Enumerator({parameters})");
    }

    private void WriteDeepGroup(GroupPlan group)
    {
        int block = group.Source.BlockLength;
        w.Lines(
            "private readonly ref byte _root;", "private readonly ref int _position;",
                "private readonly int _capacity;",
            "private readonly int _count;");
        w.Line();
        w.Open($"internal {group.GroupType}(ref byte root, ref int position, int capacity, int count)");
        w.Lines("_root = ref root;", "_position = ref position;", "_capacity = capacity;", "_count = count;");
        w.Close();
        w.Line();
        WriteGroupHead(group, "ref _root, ref _position, _capacity, _count");
        if (block > 0)
        {
            string image = CompositeEmitter.Bytes(new BlockImage(plan.Schema.ByteOrder).Initial(group.Source));
            w.Line($"private static ReadOnlySpan<byte> Image => [{image}];");
            w.Line();
        }
        WriteEnumeratorHead(
            group, "ref byte root, ref int position, int capacity, int count", "readonly ref byte _root;",
            "readonly ref int _position;", "readonly int _capacity;");
        w.Lines("_root = ref root;", "_position = ref position;", "_capacity = capacity;", "_left = count;");
        w.Close();
        w.Line();
        w.Summary("Begins the next entry. The one before must be complete.");
        w.Line("/// <returns>False behind the last.</returns>");
        w.Line("/// <exception cref=\"System.ArgumentException\">The buffer is too small.</exception>");
        w.Open("public bool MoveNext()");
        w.Lines("if (--_left < 0)", "\treturn false;");
        w.Lines($"if (_capacity - _position < {block})", $"\tSbeThrow.BufferTooSmall(\"{group.Source.Name}\");");
        w.Line("_entry = ref SbeFrames.AtMutable(ref _root, _position);");
        if (block > 0)
            w.Line($"SbeFrames.Copy(ref _entry, Image, {block});");
        w.Line($"_position += {block};");
        w.Line("return true;");
        w.Close();
        w.Close();
    }

    private void WriteEntry(GroupPlan group, string decoder)
    {
        w.SummaryXml(Documentation.Of(group.Source, "Group", "One entry."));
        w.Open($"public readonly ref struct {group.EntryType}");
        w.Line("private readonly ref byte _block;");
        if (!group.IsFlat)
        {
            w.Lines(
                "private readonly ref byte _root;", "private readonly ref int _position;",
                    "private readonly int _capacity;");
        }
        w.Line();
        w.Line(Inline);
        string shared = group.IsFlat ? "" : ", ref byte root, ref int position, int capacity";
        w.Open($"internal {group.EntryType}(ref byte block{shared})");
        w.Line("_block = ref block;");
        if (!group.IsFlat)
            w.Lines("_root = ref root;", "_position = ref position;", "_capacity = capacity;");
        w.Close();
        w.Line();
        if (!group.IsFlat)
        {
            w.Line($"private const int BlockLength = {group.Source.BlockLength};");
            w.Line();
            w.Line("private int BlockStart => (int)Unsafe.ByteOffset(ref _root, ref _block);");
            w.Line();
        }
        string scope = decoder.Substring(0, decoder.LastIndexOf('.'));
        WriteFields(group, $"{scope}.{group.StructName}");
        WriteMembers(group, decoder);
        w.Close();
    }
}
