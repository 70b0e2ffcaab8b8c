using System.Globalization;
using System.Text;

namespace HftGateway.Sbe.Tests.RandomSchemas;

/// <summary>
/// Makes valid schemas from a seed, as XML, with every construct of the standard. Nothing of the reader is used. The same seed gives
/// the same schema.
/// </summary>
/// <remarks>
/// Options: <see cref="AwkwardNames"/> for names that collide with keywords of languages, with members of codecs and with each other
/// once cased; <see cref="MemberVersions"/> for members of composites that are newer than their composite.
/// </remarks>
public sealed class RandomSchema
{
    private static readonly string[] Integers = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"];
    private static readonly string[] Primitives = ["char", .. Integers, "float", "double"];
    private static readonly string[] Unsigned = ["uint8", "uint16", "uint32", "uint64"];
    private static readonly string[] Awkward =
    [
        "event", "class", "params", "true", "Count", "BlockLength", "ToString", "Equals", "next", "Next", "def", "None", "lambda",
        "Wrap", "TryWrap", "length", "value", "Value", "GetHashCode", "self", "base", "string", "_x", "Offset",
    ];

    private readonly Random _random;
    private readonly StringBuilder _xml = new();
    private readonly List<string> _fieldTypes = [];
    private readonly Dictionary<string, int> _sizes = [];
    private readonly List<(string Name, string[] Values, string Primitive)> _enums = [];
    private readonly List<string> _dimensions = [];
    private readonly List<string> _dataTypes = [];
    private int _names;
    private int _version;

    private RandomSchema(int seed) => _random = new Random(seed);

    private bool AwkwardNames { get; init; }

    private bool MemberVersions { get; init; }

    /// <summary>Makes a schema.</summary>
    public static string Create(int seed, bool awkwardNames = false, bool memberVersions = false)
        => new RandomSchema(seed) { AwkwardNames = awkwardNames, MemberVersions = memberVersions }.Build(seed);

    private string Build(int seed)
    {
        _version = _random.Next(0, 6);
        string order = Chance(50) ? "bigEndian" : "littleEndian";
        string headerType = Chance(30) ? "customHeader" : "messageHeader";
        string prefix = Chance(50) ? "sbe:" : string.Empty;
        string space = Chance(50) ? "http://fixprotocol.io/2016/sbe" : "http://www.fixprotocol.org/ns/simple/1.0";
        string declaration = prefix.Length == 0 ? $" xmlns=\"{space}\"" : $" xmlns:sbe=\"{space}\"";
        Line($"<{prefix}messageSchema{declaration} package=\"random.s{seed}\" id=\"{_random.Next(1, 60_000)}\" "
            + $"version=\"{_version}\" byteOrder=\"{order}\"{(headerType == "messageHeader" ? "" : $" headerType=\"{headerType}\"")}>");
        Line("<types>");
        Header(headerType);
        Dimensions();
        DataTypes();
        for (int i = _random.Next(3, 9); i > 0; i--)
        {
            SimpleType();
        }

        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            Enum(Name("E"), 0, isMember: false);
            Set(Name("S"), 0, isMember: false);
        }

        Line("</types>");
        Line("<types>");
        for (int i = _random.Next(1, 5); i > 0; i--)
        {
            Composite(Name("C"), 0, isMember: false);
        }

        Decimal();
        Line("</types>");
        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            Message(i, prefix);
        }

        Line($"</{prefix}messageSchema>");
        return _xml.ToString();
    }

    private void Header(string name)
    {
        string wide = Chance(20) ? "uint32" : "uint16";
        List<string> members =
        [
            $"<type name=\"blockLength\" primitiveType=\"{wide}\"/>",
            "<type name=\"templateId\" primitiveType=\"uint16\"/>",
            Chance(10)
                ? "<type name=\"schemaId\" primitiveType=\"uint16\" presence=\"constant\">9</type>"
                : $"<type name=\"schemaId\" primitiveType=\"{(Chance(20) ? "uint32" : "uint16")}\"/>",
            $"<type name=\"version\" primitiveType=\"{(Chance(20) ? "uint8" : "uint16")}\"/>",
        ];
        if (name != "messageHeader")
        {
            members.Add("<type name=\"numGroups\" primitiveType=\"uint16\"/>");
            members.Add("<type name=\"numVarDataFields\" primitiveType=\"uint8\"/>");
            members.Add("<type name=\"reserved\" primitiveType=\"uint32\"/>");
            _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members));
        }

        Line($"<composite name=\"{name}\">{string.Concat(members)}</composite>");
    }

    private void Dimensions()
    {
        string[] counts = ["uint8", "uint16", "uint32"];
        for (int i = 0; i < 3; i++)
        {
            string name = i == 0 ? "groupSizeEncoding" : $"dimension{i}";
            string block = "<type name=\"blockLength\" primitiveType=\"uint16\"/>";
            string range = Chance(20) ? " minValue=\"0\" maxValue=\"200\"" : string.Empty;
            string hole = Chance(30) ? " offset=\"7\"" : string.Empty;
            bool isReversed = hole.Length == 0 && Chance(30);
            string count = $"<type name=\"numInGroup\" primitiveType=\"{counts[_random.Next(3)]}\"{range}{hole}/>";
            Line($"<composite name=\"{name}\">{(isReversed ? count + block : block + count)}</composite>");
            _dimensions.Add(name);
        }
    }

    private void DataTypes()
    {
        string[] contents =
        [
            "primitiveType=\"uint8\" length=\"0\"",
            "primitiveType=\"char\" length=\"0\"",
            "primitiveType=\"uint8\" length=\"0\" characterEncoding=\"UTF-8\"",
            "primitiveType=\"char\" length=\"0\" characterEncoding=\"ISO-8859-1\"",
        ];
        string[] lengths = ["uint8", "uint16", "uint32"];
        for (int i = 0; i < 3; i++)
        {
            string name = $"data{i}";
            string limit = lengths[i] == "uint32" ? " maxValue=\"1073741824\"" : string.Empty;
            string hole = Chance(20) ? " offset=\"6\"" : string.Empty;
            Line($"<composite name=\"{name}\"><type name=\"length\" primitiveType=\"{lengths[i]}\"{limit}/>"
                + $"<type name=\"varData\" {contents[_random.Next(contents.Length)]}{hole}/></composite>");
            _dataTypes.Add(name);
        }
    }

    private void SimpleType()
    {
        string name = Name("T");
        _sizes[name] = TypeElement(name, string.Empty);
        _fieldTypes.Add(name);
    }

    /// <summary>Writes a type and returns its size.</summary>
    private int TypeElement(string name, string extra)
    {
        string primitive = Primitives[_random.Next(Primitives.Length)];
        if (Chance(15))
        {
            Line(Constant(name, primitive, extra));
            return 0;
        }

        int elements = Chance(25) ? _random.Next(2, 12) : 1;
        string length = elements > 1 ? $" length=\"{elements}\"" : string.Empty;
        bool isByte = primitive is "char" or "uint8";
        string encoding = isByte && Chance(20) ? " characterEncoding=\"UTF-8\"" : string.Empty;
        string presence = Chance(40) ? " presence=\"optional\"" : Chance(20) ? " presence=\"required\"" : string.Empty;
        string nullValue = presence.Contains("optional") && Chance(40) ? $" nullValue=\"{NullValue(primitive)}\"" : string.Empty;
        string range = primitive.Contains("int") && Chance(15) ? " minValue=\"1\" maxValue=\"100\"" : string.Empty;
        string description = Chance(20) ? $" description=\"Type &lt;{name}&gt; &amp; more\"" : string.Empty;
        Line($"<type name=\"{name}\" primitiveType=\"{primitive}\"{length}{encoding}{presence}{nullValue}{range}"
            + $"{description}{extra}/>");
        return elements * Size(primitive);
    }

    private static int Size(string primitive) => primitive switch
    {
        "char" or "int8" or "uint8" => 1,
        "int16" or "uint16" => 2,
        "int32" or "uint32" or "float" => 4,
        _ => 8,
    };

    private string Constant(string name, string primitive, string extra)
    {
        string text = primitive switch
        {
            "char" => Chance(50) ? "K" : "FIXED text",
            "float" or "double" => "-1.5",
            _ => _random.Next(0, 100).ToString(CultureInfo.InvariantCulture),
        };
        string length = text.Length > 4 && Chance(50) ? " length=\"14\"" : string.Empty;
        return $"<type name=\"{name}\" primitiveType=\"{primitive}\" presence=\"constant\"{length}{extra}>{text}</type>";
    }

    private string NullValue(string primitive) => primitive switch
    {
        "char" => Chance(50) ? "0" : "~",
        "float" or "double" => Chance(50) ? "-1" : "NaN",
        _ => Chance(50) ? "0" : "127",
    };

    private string Since(int since) => since == 0 ? string.Empty : $" sinceVersion=\"{since}\"";

    private int Enum(string name, int since, bool isMember, string offset = "")
    {
        string primitive = Chance(35) ? "char" : Integers[_random.Next(Integers.Length)];
        string nullValue = Chance(20) ? $" nullValue=\"{(primitive == "char" ? "0" : "99")}\"" : string.Empty;
        Line($"<enum name=\"{name}\" encodingType=\"{primitive}\"{nullValue}{offset}{Since(since)}>");
        int count = _random.Next(1, 6);
        string[] values = new string[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = AwkwardNames && Chance(30) ? Distinct(values, i) : $"V{i}";
            string value = primitive == "char" ? ((char)('A' + i)).ToString() : (i * 3).ToString(CultureInfo.InvariantCulture);
            Line($"<validValue name=\"{values[i]}\">{value}</validValue>");
        }

        Line("</enum>");
        if (!isMember)
        {
            _enums.Add((name, values, primitive));
            _fieldTypes.Add(name);
            _sizes[name] = Size(primitive);
        }

        return Size(primitive);
    }

    private string Distinct(string[] taken, int count)
    {
        string name = Awkward[_random.Next(Awkward.Length)];
        return Array.IndexOf(taken, name, 0, count) >= 0 ? $"V{count}" : name;
    }

    private int Set(string name, int since, bool isMember, string offset = "")
    {
        int width = _random.Next(4);
        Line($"<set name=\"{name}\" encodingType=\"{Unsigned[width]}\"{offset}{Since(since)}>");
        int bits = 8 << width;
        int bit = _random.Next(3);
        string[] names = new string[8];
        for (int i = 0; i < names.Length && bit < bits; i++)
        {
            names[i] = AwkwardNames && Chance(30) ? Distinct(names, i) : $"B{bit}";
            Line($"<choice name=\"{names[i]}\">{bit}</choice>");
            bit += _random.Next(1, 5);
        }

        Line("</set>");
        if (!isMember)
        {
            _fieldTypes.Add(name);
            _sizes[name] = 1 << width;
        }

        return 1 << width;
    }

    private int Composite(string name, int depth, bool isMember, string offset = "")
    {
        Line($"<composite name=\"{name}\"{offset}>");
        int since = 0;
        int end = 0;
        HashSet<string> taken = [];
        for (int i = _random.Next(1, 5); i > 0; i--)
        {
            string member = MemberName(taken);
            since = MemberVersions && Chance(20) ? _random.Next(since, _version + 1) : since;
            string place = string.Empty;
            if (Chance(15))
            {
                end += _random.Next(0, 4);
                place = $" offset=\"{end}\"";
            }

            end += Member(member, depth, since, place);
        }

        Line("</composite>");
        if (!isMember)
        {
            _fieldTypes.Add(name);
            _sizes[name] = end;
        }

        return end;
    }

    private int Member(string name, int depth, int since, string place)
    {
        switch (_random.Next(10))
        {
            case 0 when depth < 2:
                return Composite(name, depth + 1, isMember: true, place);
            case 1:
                return Enum(name, since, isMember: true, place);
            case 2:
                return Set(name, since, isMember: true, place);
            case 3 or 4 or 5:
                string target = _fieldTypes[_random.Next(_fieldTypes.Count)];
                if (_sizes[target] > 100)
                {
                    goto default;
                }

                Line($"<ref name=\"{name}\" type=\"{target}\"{place}{Since(since)}/>");
                return _sizes[target];
            default:
                return TypeElement(name, place + Since(since));
        }
    }

    private void Decimal()
    {
        string optional = Chance(50) ? " presence=\"optional\" nullValue=\"9223372036854775807\"" : string.Empty;
        Line($"<composite name=\"Price\"><type name=\"mantissa\" primitiveType=\"int64\"{optional}/>"
            + "<type name=\"exponent\" primitiveType=\"int8\" presence=\"constant\">-9</type></composite>");
        Line("<composite name=\"Amount\"><type name=\"mantissa\" primitiveType=\"int32\"/>"
            + "<type name=\"exponent\" primitiveType=\"int8\"/></composite>");
        _fieldTypes.Add("Price");
        _fieldTypes.Add("Amount");
        _sizes["Price"] = 8;
        _sizes["Amount"] = 5;
    }

    private void Message(int index, string prefix)
    {
        string length = Chance(20) ? " blockLength=\"4000\"" : string.Empty;
        string name = AwkwardNames && Chance(30) ? $"Message_{Awkward[_random.Next(Awkward.Length)]}{index}" : $"Message{index}";
        Line($"<{prefix}message name=\"{name}\" id=\"{index * 7}\"{length} description=\"A message\">");
        Block(0);
        Line($"</{prefix}message>");
    }

    private void Block(int depth)
    {
        HashSet<string> taken = [];
        int id = 1;
        int since = 0;
        int end = 0;
        for (int i = _random.Next(depth == 0 ? 1 : 0, 7); i > 0; i--)
        {
            since = Chance(20) ? _random.Next(since, _version + 1) : since;
            Field(MemberName(taken), id++, since, ref end);
        }

        since = 0;
        for (int i = depth < 3 ? _random.Next(0, 3) : 0; i > 0; i--)
        {
            since = Chance(20) ? _random.Next(since, _version + 1) : since;
            string dimension = _dimensions[_random.Next(_dimensions.Count)];
            string type = dimension == "groupSizeEncoding" ? string.Empty : $" dimensionType=\"{dimension}\"";
            Line($"<group name=\"{MemberName(taken)}\" id=\"{id++}\"{type}{Since(since)}>");
            Block(depth + 1);
            Line("</group>");
        }

        since = 0;
        for (int i = _random.Next(0, 3); i > 0; i--)
        {
            since = Chance(20) ? _random.Next(since, _version + 1) : since;
            string type = _dataTypes[_random.Next(_dataTypes.Count)];
            Line($"<data name=\"{MemberName(taken)}\" id=\"{id++}\" type=\"{type}\"{Since(since)}/>");
        }
    }

    private void Field(string name, int id, int since, ref int end)
    {
        if (Chance(8))
        {
            (string type, string[] values, string primitive) = _enums[_random.Next(_enums.Count)];
            string own = Chance(50) ? type : primitive;
            string value = values[_random.Next(values.Length)];
            Line($"<field name=\"{name}\" id=\"{id}\" type=\"{own}\" presence=\"constant\" valueRef=\"{type}.{value}\""
                + $"{Since(since)}/>");
            return;
        }

        string fieldType = Chance(20) ? Primitives[_random.Next(Primitives.Length)] : _fieldTypes[_random.Next(_fieldTypes.Count)];
        string presence = Chance(15) ? " presence=\"optional\"" : string.Empty;
        string place = string.Empty;
        int size = _sizes.TryGetValue(fieldType, out int named) ? named : Size(fieldType);
        if (Chance(10))
        {
            end += _random.Next(0, 9);
            place = $" offset=\"{end}\"";
        }

        end += size;
        string deprecated = Chance(5) ? $" deprecated=\"{_version}\"" : string.Empty;
        Line($"<field name=\"{name}\" id=\"{id}\" type=\"{fieldType}\"{presence}{place}{Since(since)}{deprecated}/>");
    }

    private string MemberName(HashSet<string> taken)
    {
        if (AwkwardNames && Chance(40))
        {
            string name = Awkward[_random.Next(Awkward.Length)];
            if (taken.Add(name))
            {
                return name;
            }
        }

        return Name("m");
    }

    private string Name(string prefix) => $"{prefix}{++_names}";

    private bool Chance(int percent) => _random.Next(100) < percent;

    private void Line(string text) => _xml.Append(text).Append('\n');
}
