namespace HftGateway.Fix.Dictionaries;

/// <summary>Writes the typed writers of messages and groups.</summary>
internal sealed class FixWriterEmitter
{
    private readonly FixCodeText _code;
    private readonly FixGroupNames _groups;
    private readonly string _access;

    public FixWriterEmitter(FixCodeText code, FixGroupNames groups, string access)
    {
        _code = code;
        _groups = groups;
        _access = access;
    }

    /// <summary>Writes the writer of a message.</summary>
    public void EmitMessage(FixMessageDefinition message)
    {
        string name = FixCodeNames.Identifier(message.Name) + "Writer";
        _code.Line($"/// <summary>Writes {FixCodeText.Escape(message.ToString())}: Begin, then fields in any order, then End; see <see cref=\"FixWriter\"/>.</summary>");
        _code.Open($"{_access} readonly struct {name}");
        _code.Line("private readonly FixWriter _writer;");
        _code.Line();
        _code.Line($"private {name}(FixWriter writer) => _writer = writer;");
        _code.Line();
        _code.Line("/// <summary>Begins a message with its header; see <see cref=\"FixWriter.Begin\"/>.</summary>");
        _code.Open($"public static {name} Begin(FixWriter writer, ulong sequence, long utcNs, ReadOnlySpan<byte> behindMsgType = default)");
        _code.Line($"writer.Begin(\"{message.MsgType}\"u8, sequence, utcNs, behindMsgType);");
        _code.Line($"return new {name}(writer);");
        _code.Close();
        _code.Line();
        _code.Member("Ends the message; nothing when a field failed.", "public ReadOnlySpan<byte> End() => _writer.End();");
        _code.Line();
        _code.Member("Any other field.", $"public {name} Field(int tag, ReadOnlySpan<byte> value) {{ _writer.Field(tag, value); return this; }}");
        Emit(message.Body, name);
        _code.Close();
    }

    /// <summary>Writes the writer of a group's entries.</summary>
    public void EmitGroup(FixMember member)
    {
        string name = _groups[member] + "Entries";
        string first = member.Group!.Members[0].Field.ToString();
        _code.Line($"/// <summary>Writes entries of {FixCodeText.Escape(member.Field.ToString())}. Each begins with {FixCodeText.Escape(first)}.</summary>");
        _code.Open($"{_access} readonly struct {name}");
        _code.Line("private readonly FixWriter _writer;");
        _code.Line();
        _code.Line($"internal {name}(FixWriter writer) => _writer = writer;");
        _code.Line();
        _code.Member("Any other field of the entry.", $"public {name} Field(int tag, ReadOnlySpan<byte> value) {{ _writer.Field(tag, value); return this; }}");
        Emit(member.Group, name);
        _code.Close();
    }

    private void Emit(FixBlock block, string type)
    {
        foreach (FixMember member in block.Members)
        {
            FixFieldDefinition field = member.Field;
            if (field.DataTag != 0)
                continue;
            string name = FixCodeNames.Member(field.Name), tag = FixCodeNames.TagArguments(field.Tag);
            _code.Line();
            if (member.Group is not null)
            {
                string group = _groups[member] + "Entries";
                _code.Member(
                    $"{field}: the number of entries that follow, which must be written next.",
                    $"public {group} {FixCodeNames.Group(field.Name)}(int count) {{ _writer.Int({tag}, count); return new(_writer); }}");
                continue;
            }
            _code.Member($"{field}{(member.IsRequired ? ", required" : "")}.", $"public {type} {Setter(field, name, tag)}; return this; }}");
            if (!field.Type.IsMultiple() && FixEnumEmitter.KindOf(field) == FixEnumKind.Code)
            {
                _code.Member(
                    $"{field}, as text.",
                    $"public {type} {name}(ReadOnlySpan<byte> value) {{ _writer.Text({tag}, value); return this; }}");
            }
        }
    }

    private static string Setter(FixFieldDefinition field, string name, string tag)
    {
        string type = FixCodeNames.Identifier(field.Name);
        FixEnumKind kind = field.Type.IsMultiple() ? FixEnumKind.None : FixEnumEmitter.KindOf(field);
        string Set(string parameters, string call) => $"{name}({parameters}) {{ _writer.{call}";
        switch (kind)
        {
            case FixEnumKind.Char:
                return Set($"{type} value", $"Char({tag}, (byte)value)");
            case FixEnumKind.Int:
                return Set($"{type} value", $"Int({tag}, (int)value)");
            case FixEnumKind.Code:
                return Set($"{type} value", $"Code({tag}, (ulong)value)");
        }
        if (field.Type.IsData() && field.LengthTag != 0)
            return Set("ReadOnlySpan<byte> value", $"Data({FixCodeNames.TagArguments(field.LengthTag)}, {tag}, value)");
        if (field.Type.IsWhole())
            return Set("long value", $"Int({tag}, value)");
        if (field.Type.IsDecimal())
            return Set("long value, int decimals", $"Decimal({tag}, value, decimals)");
        return field.Type switch
        {
            FixFieldType.Char => Set("byte value", $"Char({tag}, value)"),
            FixFieldType.Boolean => Set("bool value", $"Boolean({tag}, value)"),
            FixFieldType.UtcTimestamp => Set("long utcNs", $"Timestamp({tag}, utcNs)"),
            FixFieldType.UtcTimeOnly or FixFieldType.LocalMktTime => Set("long ns", $"Time({tag}, ns)"),
            FixFieldType.UtcDateOnly or FixFieldType.LocalMktDate => Set("int days", $"Date({tag}, days)"),
            _ => Set("ReadOnlySpan<byte> value", $"Text({tag}, value)"),
        };
    }
}
