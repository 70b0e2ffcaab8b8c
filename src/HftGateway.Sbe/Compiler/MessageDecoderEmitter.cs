using System.Globalization;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>
/// A message's decoder. Wrapping finds where every group and data begins and checks that all of it lies inside the
/// buffer, so that properties may be read in any order, as often as wanted.
/// </summary>
internal sealed class MessageDecoderEmitter(SchemaPlan plan, CodeWriter w)
{
    private const string Inline = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";
    private readonly FieldReader _fields = new(plan, w);
    private readonly GroupDecoderEmitter _groups = new(plan, w);

    /// <summary>Writes the decoder of a message.</summary>
    public void Write(MessagePlan message)
    {
        int parts = message.Groups.Count + message.Data.Count;
        w.SummaryXml(Documentation.Of(message.Source, "Message",
            FormattableString.Invariant(
                $"Template {message.Source.Id}. Reads it in place, in any order, without allocation.")));
        w.Open($"{plan.Access} readonly ref struct {message.Decoder}");
        w.Line("private readonly ref readonly byte _block;");
        w.Line("private readonly int _limit;");
        w.Line("private readonly int _version;");
        w.Line("private readonly int _blockLength;");
        w.Line("private readonly int _end;");
        for (int i = 1; i < parts; i++)
            w.Line($"private readonly int _at{i};");
        w.Line();
        WriteConstants(w, plan, message);
        WriteConstructor(message, parts);
        WriteWrap(message);
        WriteWrapBlock(message, parts);
        WriteProperties(message);
        foreach (FieldPlan field in message.Fields)
            _fields.Write(field, message.Guard(field), message.Presence(field));
        WriteAsStruct(w, message);
        _groups.WriteMembers(message, static i => i == 0 ? "_blockLength" : $"_at{i}", "_end");
        _groups.WriteSkips(message);
        WriteToString(w, _fields, message, message.Source.Name + " ");
        w.Close();
        if (message.StructName is { } name)
        {
            w.Line();
            new StructEmitter(plan, w).Write(
                plan.Access, name, message.Source.BlockLength, message.Fields,
                $"The root block of <see cref=\"{message.Decoder}\"/> as a structure.");
        }
    }

    /// <summary>Writes the constants that decoder and encoder share.</summary>
    public static void WriteConstants(CodeWriter w, SchemaPlan plan, MessagePlan message)
    {
        (string, int, string)[] constants =
        [
            ("TemplateId", message.Source.Id, "The message's number in its schema."),
            ("SchemaId", plan.Schema.Id, "The schema's number."),
            ("SchemaVersion", plan.Schema.Version, "The version of the schema that this code was generated from."),
            ("BlockLength", message.Source.BlockLength, "Bytes of the root block in that version."),
            ("HeaderLength", plan.Schema.Header.Composite.Size, "Bytes of the message header."),
        ];
        foreach ((string name, int value, string text) in constants)
        {
            w.Summary(text);
            w.Line($"public const int {name} = {value.ToString(CultureInfo.InvariantCulture)};");
            w.Line();
        }
    }

    /// <summary>Writes the view of a block as a structure.</summary>
    public static void WriteAsStruct(CodeWriter w, BlockPlan block)
    {
        if (block.StructName is not { } name)
            return;
        string version = block.TestsVersions ? $" && _version >= {block.NewestField}" : "";
        w.Summary("True when the block is as long and as new as this schema's, and the machine little-endian.");
        string longEnough = $"_limit >= {block.Source.BlockLength}{version}";
        w.Line($"public bool CanAsStruct => BitConverter.IsLittleEndian && {longEnough};");
        w.Line();
        w.Summary("The block in place as a structure.");
        w.Line("/// <exception cref=\"System.InvalidOperationException\">It cannot be seen so.</exception>");
        w.Open($"public ref readonly {name} AsStruct()");
        w.Lines("if (!CanAsStruct)", $"\tSbeThrow.NotAStruct(\"{block.Source.Name}\");");
        w.Line($"return ref Unsafe.As<byte, {name}>(ref Unsafe.AsRef(in _block));");
        w.Close();
        w.Line();
    }

    /// <summary>Writes the printing of a block.</summary>
    public static void WriteToString(CodeWriter w, FieldReader fields, BlockPlan block, string prefix)
    {
        w.Summary("The members as text. Allocates.");
        w.Line("public override string ToString() => AppendTo(new StringBuilder()).ToString();");
        w.Line();
        w.Open("internal StringBuilder AppendTo(StringBuilder text)");
        w.Line($"text.Append(\"{prefix}{{ \");");
        string separator = "";
        foreach (FieldPlan field in block.Fields)
        {
            fields.WriteAppend(field, separator);
            separator = ", ";
        }
        foreach (GroupPlan group in block.Groups)
        {
            w.Line($"text.Append(\"{separator}{group.Source.Name} = [\");");
            w.Line($"foreach ({group.EntryType} entry in {group.Name})");
            w.Line("    entry.AppendTo(text.Append(text[text.Length - 1] == '[' ? \"\" : \", \"));");
            w.Line("text.Append(']');");
            separator = ", ";
        }
        foreach (DataPlan data in block.Data)
        {
            string method = data.Source.VarData.IsText ? "AppendText" : "AppendBytes";
            w.Line($"SbeStrings.{method}(text.Append(\"{separator}{data.Source.Name} = \"), {data.Name});");
            separator = ", ";
        }
        w.Line("return text.Append(\" }\");");
        w.Close();
    }

    private void WriteConstructor(MessagePlan message, int parts)
    {
        string extra = string.Concat(Enumerable.Range(1, Math.Max(parts - 1, 0)).Select(i => $", int at{i}"));
        w.Line($"private {message.Decoder}(");
        w.Open($"    ref readonly byte block, int limit, int version, int blockLength, int end{extra})");
        w.Lines(
            "_block = ref block;", "_limit = limit;", "_version = version;", "_blockLength = blockLength;",
                "_end = end;");
        for (int i = 1; i < parts; i++)
            w.Line($"_at{i} = at{i};");
        w.Close();
        w.Line();
    }

    private void WriteWrap(MessagePlan message)
    {
        SbeHeader header = plan.Schema.Header;
        string schemaId = _groups.Number(header.SchemaId, "header", "0");
        string templateId = _groups.Number(header.TemplateId, "header", "0");
        string blockLength = _groups.Number(header.BlockLength, "header", "0");
        bool hasSchemaId = header.SchemaId.Presence != SbePresence.Constant;
        string ofThisSchema = hasSchemaId ? $"{schemaId} == {plan.Schema.Id} && " : "";
        w.SummaryXml("Reads a message that begins with its header. All bounds are checked here, once.");
        w.Line("/// <param name=\"message\">The header and what follows; bytes behind the message do no harm.</param>");
        w.Line("/// <param name=\"decoder\">The message; only where the answer is true.</param>");
        w.Line("/// <returns>False when it is another message, or is not whole.</returns>");
        w.Line(Inline);
        w.Open($"public static bool TryWrap(ReadOnlySpan<byte> message, out {message.Decoder} decoder)");
        w.Open("if (message.Length >= HeaderLength)");
        w.Line("ref readonly byte header = ref MemoryMarshal.GetReference(message);");
        w.Line($"if ({ofThisSchema}{templateId} == {message.Source.Id})");
        w.Lines(
            "\treturn WrapBlock(",
            $"\t\tmessage.Slice(HeaderLength), {blockLength}, {Version(header)}, out decoder).IsOk;");
        w.Close();
        w.Line("decoder = default;");
        w.Line("return false;");
        w.Close();
        w.Line();
        w.SummaryXml("The same as <see cref=\"TryWrap\"/>, with the reason and the offset where it is false.");
        w.Open($"public static SbeResult Wrap(ReadOnlySpan<byte> message, out {message.Decoder} decoder)");
        w.Line("decoder = default;");
        w.Lines(
            "if (message.Length < HeaderLength)", "\treturn new SbeResult(SbeStatus.HeaderTooShort, message.Length);",
            "ref readonly byte header = ref MemoryMarshal.GetReference(message);");
        if (hasSchemaId)
        {
            w.Lines(
                $"if ({schemaId} != {plan.Schema.Id})",
                $"\treturn new SbeResult(SbeStatus.OtherSchema, {header.SchemaId.Offset});");
        }

        w.Lines(
            $"if ({templateId} != {message.Source.Id})",
            $"\treturn new SbeResult(SbeStatus.OtherTemplate, {header.TemplateId.Offset});",
            "return WrapBlock(",
            $"\tmessage.Slice(HeaderLength), {blockLength}, {Version(header)}, out decoder).Shift(HeaderLength);");
        w.Close();
        w.Line();
        w.SummaryXml("Reads a message whose header has been read already.");
        w.Line("/// <param name=\"body\">The bytes behind the header.</param>");
        w.Line("/// <param name=\"header\">The header; its template and schema are not looked at.</param>");
        w.Line("/// <param name=\"decoder\">The message; only where the answer is true.</param>");
        w.Line(Inline);
        w.Line("public static bool TryWrapBlock(");
        w.Line($"    ReadOnlySpan<byte> body, SbeFrameHeader header, out {message.Decoder} decoder)");
        w.Line("    => WrapBlock(body, header.BlockLength, SbeFrames.Version(header.Version), out decoder).IsOk;");
        w.Line();
    }

    private string Version(SbeHeader header)
    {
        string number = _groups.Number(header.Version, "header", "0");
        return ((SbeTypeEncoding)header.Version.Encoding).Primitive.Size() >= 4 ? $"SbeFrames.Version({number})"
            : number;
    }

    private void WriteWrapBlock(MessagePlan message, int parts)
    {
        w.SummaryXml("Reads a message behind its header.");
        w.Line("/// <param name=\"body\">The bytes behind the header.</param>");
        w.Line("/// <param name=\"blockLength\">Bytes of the root block, from the header.</param>");
        w.Line("/// <param name=\"version\">The version of the schema that the writer used, from the header.</param>");
        w.Line("/// <param name=\"decoder\">The message; only where the outcome is good.</param>");
        w.Line("public static SbeResult WrapBlock(");
        w.Open($"    ReadOnlySpan<byte> body, uint blockLength, int version, out {message.Decoder} decoder)");
        w.Lines(
            "if (blockLength > (uint)body.Length)",
            "\treturn Fail(SbeStatus.BlockBeyondBuffer, body.Length, out decoder);",
            "ref readonly byte block = ref MemoryMarshal.GetReference(body);", "int at = (int)blockLength;");
        for (int i = 0; i < parts; i++)
        {
            string status = i < message.Groups.Count ? "GroupBeyondBuffer" : "DataBeyondBuffer";
            w.Lines(
                $"int at{i} = at;",
                $"at = {GroupDecoderEmitter.SkipCall(message, i, "block", "body.Length", "version")};",
                "if (at < 0)", $"\treturn Fail(SbeStatus.{status}, at{i}, out decoder);");
        }
        w.Line("int limit = (int)blockLength;");
        foreach ((int since, int offset) in message.Steps.Reverse())
            w.Lines($"if (version < {since} && limit > {offset})", $"\tlimit = {offset};");
        string extra = string.Concat(Enumerable.Range(1, Math.Max(parts - 1, 0)).Select(i => $", at{i}"));
        w.Line($"decoder = new {message.Decoder}(in block, limit, version, (int)blockLength, at{extra});");
        w.Line("return default;");
        w.Close();
        w.Line();
        w.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        w.Open($"private static SbeResult Fail(SbeStatus status, int at, out {message.Decoder} decoder)");
        w.Line("decoder = default;");
        w.Line("return new SbeResult(status, at);");
        w.Close();
        w.Line();
    }

    private void WriteProperties(MessagePlan message)
    {
        w.Summary("Bytes of the message, header included, as far as this schema knows it.");
        w.Line("public int EncodedLength => HeaderLength + _end;");
        w.Line();
        w.Summary("The version of the schema that the writer used. Members that came later are absent.");
        w.Line("public int ActingVersion => _version;");
        w.Line();
        w.Summary("Bytes of the root block as the writer knew it.");
        w.Line("public int ActingBlockLength => _blockLength;");
        w.Line();
    }
}
