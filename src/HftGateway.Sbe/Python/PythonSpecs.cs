using System.Globalization;
using System.Text;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Python;

/// <summary>Writes the tables of a module: what lies where, in terms of the classes of its runtime.</summary>
internal sealed class PythonSpecs(StringBuilder text)
{
    private readonly Dictionary<SbeEncoding, string> _tables = [];
    private readonly Dictionary<SbeMessage, string> _messages = [];
    private int _composites;

    /// <summary>The variable that holds a message.</summary>
    public string MessageName(SbeMessage message) => _messages[message];

    /// <summary>Writes a class for an enum or set: named ones, and those that a named composite declares inside.</summary>
    public void DeclareEnums(SbeEncoding encoding, PythonNames names)
    {
        switch (encoding)
        {
            case SbeEnumEncoding type:
                DeclareEnum(type, type.Values.Select(value => (value.Name, value.Value.ToString(), value.Value.ToString())), names);
                break;
            case SbeSetEncoding type:
                DeclareEnum(type, type.Choices.Select(choice => (choice.Name, Number(choice.Bit), $"1 << {choice.Bit}")), names);
                break;
            case SbeCompositeEncoding composite:
                foreach (SbeMember member in composite.Members.Where(member => !member.IsRef))
                {
                    DeclareEnums(member.Encoding, names);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Writes the table of a message and of all that is in it.</summary>
    public void DeclareMessage(SbeMessage message, PythonNames names)
    {
        DeclareComposites(message);
        string name = names.Take(message.Name);
        _messages.Add(message, name);
        text.Append($"\n{name} = _Message(\n    {PythonNames.Literal(message.Name)}, {Number(message.Id)}, ");
        Block(message, "    ");
        text.Append(")\n");
        string description = message.Description is { } words ? " " + PythonNames.Literal(words) : string.Empty;
        text.Append($"{name}.__doc__ ={(description.Length == 0 ? " None" : description)}\n");
    }

    private void DeclareEnum(
        SbeEncoding type, IEnumerable<(string Name, string Key, string Value)> values, PythonNames names)
    {
        if (_tables.ContainsKey(type))
        {
            return;
        }

        string name = names.Take(type.Name);
        PythonNames members = PythonNames.Members();
        StringBuilder table = new();
        text.Append($"\n\nclass {name}({(type is SbeSetEncoding ? "_enum.IntFlag" : "_enum.IntEnum")}):\n");
        text.Append($"    {PythonNames.Literal(type.Description ?? type.Name)}\n\n");
        bool isEmpty = true;
        foreach ((string member, string key, string value) in values)
        {
            isEmpty = false;
            text.Append($"    {members.Take(member)} = {value}\n");
            table.Append($"{key}: {PythonNames.Literal(member)}, ");
        }

        text.Append(isEmpty ? "    pass\n" : string.Empty);
        text.Append($"\n\n_names_{name} = {{{table}}}\n");
        _tables.Add(type, $"_names_{name}");
    }

    private void DeclareComposites(SbeBlock block)
    {
        foreach (SbeField field in block.Fields)
        {
            DeclareComposite(field.Encoding);
        }

        foreach (SbeGroup group in block.Groups)
        {
            DeclareComposites(group);
        }
    }

    private void DeclareComposite(SbeEncoding encoding)
    {
        if (encoding is not SbeCompositeEncoding composite || _tables.ContainsKey(composite))
        {
            return;
        }

        foreach (SbeMember member in composite.Members)
        {
            DeclareComposite(member.Encoding);
        }

        string name = $"_members_{Number(_composites++)}_{composite.Name}";
        text.Append($"\n{name} = [\n");
        foreach (SbeMember member in composite.Members)
        {
            string spec = Spec(member.Encoding, member.Presence, member.Constant);
            text.Append($"    _Member({PythonNames.Literal(member.Name)}, {Number(member.Offset)}, ");
            text.Append($"{Number(member.SinceVersion)}, {spec}),\n");
        }

        text.Append("]\n");
        _tables.Add(composite, name);
    }

    private void Block(SbeBlock block, string indent)
    {
        string inner = indent + "    ";
        text.Append($"{Number(block.BlockLength)},\n{indent}[\n");
        foreach (SbeField field in block.Fields)
        {
            string spec = Spec(field.Encoding, field.Presence, field.Constant);
            text.Append($"{inner}_Member({PythonNames.Literal(field.Name)}, {Number(field.Offset)}, ");
            text.Append($"{Number(field.SinceVersion)}, {spec}),\n");
        }

        text.Append($"{indent}],\n{indent}[\n");
        foreach (SbeGroup group in block.Groups)
        {
            text.Append($"{inner}_Group(\n{inner}    {PythonNames.Literal(group.Name)}, {Number(group.SinceVersion)}, ");
            text.Append($"{Dimension(group.Dimension)}, ");
            Block(group, inner + "    ");
            text.Append("),\n");
        }

        text.Append($"{indent}],\n{indent}[\n");
        foreach (SbeData data in block.Data)
        {
            text.Append($"{inner}_Data({PythonNames.Literal(data.Name)}, {Number(data.SinceVersion)}, {Number(data.HeaderSize)}, ");
            text.Append($"\"{Code(data.Length)}\", {Number(data.Length.Offset)}, {Encoding(data.VarData.TextEncoding)}),\n");
        }

        text.Append($"{indent}]");
    }

    private static string Dimension(SbeDimension dimension)
    {
        StringBuilder counters = new();
        if (dimension.NumGroups is { } groups)
        {
            counters.Append($"({Number(groups.Offset)}, \"{Code(groups)}\", \"groups\"), ");
        }

        if (dimension.NumVarDataFields is { } data)
        {
            counters.Append($"({Number(data.Offset)}, \"{Code(data)}\", \"data\"), ");
        }

        return $"({Number(dimension.Composite.Size)}, "
            + $"({Number(dimension.BlockLength.Offset)}, \"{Code(dimension.BlockLength)}\"), "
            + $"({Number(dimension.NumInGroup.Offset)}, \"{Code(dimension.NumInGroup)}\"), [{counters}])";
    }

    private static char Code(SbeMember member) => PythonEmitter.Code(((SbeTypeEncoding)member.Encoding).Primitive);

    private string Spec(SbeEncoding encoding, SbePresence presence, SbeConstant? constant)
    {
        string optional = presence == SbePresence.Optional ? "True" : "False";
        if (constant is not null)
        {
            return $"_Const({Constant(encoding, constant)})";
        }

        return encoding switch
        {
            SbeTypeEncoding { IsText: true } type =>
                $"_Text({Number(type.Length)}, {type.NullValue}, {Encoding(type.TextEncoding)}, {optional})",
            SbeTypeEncoding type =>
                $"_Num(\"{PythonEmitter.Code(type.Primitive)}\", {Number(type.Length)}, {Literal(type.NullValue)}, {optional})",
            SbeEnumEncoding type =>
                $"_Enum(\"{PythonEmitter.Code(type.Primitive)}\", {type.NullValue}, {_tables[type]}, {optional})",
            SbeSetEncoding type => $"_Set(\"{PythonEmitter.Code(type.Primitive)}\", {_tables[type]}, {optional})",
            SbeCompositeEncoding { IsDecimal: true } => $"_DecimalSpec({Number(encoding.Size)}, {_tables[encoding]}, {optional})",
            _ => $"_Composite({Number(encoding.Size)}, {_tables[encoding]}, {optional})",
        };
    }

    private static string Constant(SbeEncoding encoding, SbeConstant constant)
    {
        if (constant.ValidValue is { } valid && encoding is SbeEnumEncoding)
        {
            return PythonNames.Literal(valid.Name);
        }

        if (constant.Text is { } words)
        {
            return PythonNames.Literal(words);
        }

        return constant.Values.Count == 1
            ? Literal(constant.Value)
            : "[" + string.Join(", ", constant.Values.Select(Literal)) + "]";
    }

    private static string Literal(SbeValue value) => value.IsNaN ? "float(\"nan\")"
        : value.Primitive.IsFloatingPoint() && double.IsInfinity(value.AsDouble) ? $"float(\"{(value.AsDouble > 0 ? "" : "-")}inf\")"
        : value.ToString();

    private static string Encoding(SbeTextEncoding encoding) => encoding switch
    {
        SbeTextEncoding.Ascii => "\"ascii\"",
        SbeTextEncoding.Latin1 => "\"latin-1\"",
        SbeTextEncoding.Utf8 => "\"utf-8\"",
        _ => "None",
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
