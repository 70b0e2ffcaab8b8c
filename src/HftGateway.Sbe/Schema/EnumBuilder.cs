using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>Builds <c>enum</c> and <c>set</c> elements.</summary>
internal sealed class EnumBuilder(DiagnosticBag bag, AttributeReader attributes, TypeTable table)
{
    public SbeEnumEncoding? BuildEnum(XElement element, bool inline)
    {
        string name = attributes.Name(element);
        int since = attributes.SinceVersion(element);
        int? deprecated = attributes.Deprecated(element);
        SbePresence presence = attributes.Presence(element) ?? SbePresence.Required;
        if (EncodingType(element, out string encodingName) is not { } encoding)
        {
            return null;
        }

        SbePrimitiveType primitive = encoding.Primitive;
        if (primitive.IsFloatingPoint())
        {
            string reason = $"the encodingType of an enum is char or an integer, not {primitive.SchemaName()}";
            bag.Error(SbeRule.BadEncodingType, element, reason);
            return null;
        }

        SbeValue nullValue = ValueParser.Attribute(bag, element, "nullValue", primitive) ?? encoding.NullValue;
        return new SbeEnumEncoding
        {
            Name = name,
            Description = AttributeReader.Text(element, "description"),
            SemanticType = AttributeReader.Text(element, "semanticType"),
            SinceVersion = since,
            Deprecated = deprecated,
            Location = DiagnosticBag.Locate(element),
            IsInline = inline,
            Presence = presence,
            Primitive = primitive,
            EncodingTypeName = encodingName,
            Size = primitive.Size(),
            NullValue = nullValue,
            Values = ValidValues(element, encoding, nullValue),
        };
    }

    public SbeSetEncoding? BuildSet(XElement element, bool inline)
    {
        string name = attributes.Name(element);
        int since = attributes.SinceVersion(element);
        int? deprecated = attributes.Deprecated(element);
        SbePresence presence = attributes.Presence(element) ?? SbePresence.Required;
        if (EncodingType(element, out string encodingName) is not { } encoding)
        {
            return null;
        }

        if (!encoding.Primitive.IsUnsigned())
        {
            string reason = $"the encodingType of a set is unsigned, not {encoding.Primitive.SchemaName()}";
            bag.Error(SbeRule.BadEncodingType, element, reason);
            return null;
        }

        return new SbeSetEncoding
        {
            Name = name,
            Description = AttributeReader.Text(element, "description"),
            SemanticType = AttributeReader.Text(element, "semanticType"),
            SinceVersion = since,
            Deprecated = deprecated,
            Location = DiagnosticBag.Locate(element),
            IsInline = inline,
            Presence = presence,
            Primitive = encoding.Primitive,
            EncodingTypeName = encodingName,
            Size = encoding.Primitive.Size(),
            Choices = Choices(element, encoding.Primitive),
        };
    }

    private SbeTypeEncoding? EncodingType(XElement element, out string name)
    {
        name = attributes.RequiredText(element, "encodingType") ?? string.Empty;
        if (name.Length == 0)
        {
            return null;
        }

        string shown = DiagnosticBag.Clip(name);
        XElement? declaration = table.Declaration(name);
        if (declaration is null && !SbePrimitives.TryParse(name, out _))
        {
            bag.Error(SbeRule.BadEncodingType, element, $"encodingType \"{shown}\" is not declared");
            return null;
        }

        if (declaration is not null && declaration.Name.LocalName != "type")
        {
            string kind = declaration.Name.LocalName;
            bag.Error(SbeRule.BadEncodingType, element, $"encodingType \"{shown}\" is a {kind}, not a type");
            return null;
        }

        if (table.Resolve(name, element, "encodingType") is not SbeTypeEncoding type)
        {
            return null;
        }

        if (type.Length != 1 || type.Presence == SbePresence.Constant)
        {
            string kind = type.Presence == SbePresence.Constant ? "a constant" : $"an array of {type.Length}";
            bag.Error(SbeRule.BadEncodingType, element, $"encodingType \"{shown}\" is {kind}, not a single value");
            return null;
        }

        return type;
    }

    private List<SbeValidValue> ValidValues(XElement element, SbeTypeEncoding encoding, SbeValue nullValue)
    {
        List<SbeValidValue> values = [];
        HashSet<string> names = [];
        HashSet<ulong> bits = [];
        foreach (XElement child in element.Elements())
        {
            if (child.Name.LocalName != "validValue")
            {
                bag.Warning(SbeRule.UnknownElement, child, "not a validValue: ignored");
                continue;
            }

            SbeValidValue? valid = ValidValue(child, encoding, nullValue);
            if (valid is null)
            {
                continue;
            }

            if (!names.Add(valid.Name))
            {
                bag.Error(SbeRule.DuplicateValueName, child, "the enum has another valid value of this name");
            }

            if (!bits.Add(valid.Value.Bits))
            {
                bag.Error(SbeRule.DuplicateValue, child, $"the enum has another valid value {valid.Value}");
            }

            values.Add(valid);
        }

        return values;
    }

    private SbeValidValue? ValidValue(XElement child, SbeTypeEncoding encoding, SbeValue nullValue)
    {
        string name = attributes.Name(child);
        int since = attributes.SinceVersion(child);
        int? deprecated = attributes.Deprecated(child);
        SbePrimitiveType primitive = encoding.Primitive;
        string shown = DiagnosticBag.Clip(child.Value.Trim());
        switch (ValueParser.Parse(child.Value, primitive, out SbeValue value))
        {
            case ValueParser.Outcome.Malformed:
                string reason = child.Value.Length == 0 ? "a valid value needs its value as text"
                    : $"\"{shown}\" is not a value of {primitive.SchemaName()}";
                bag.Error(SbeRule.BadConstant, child, reason);
                return null;
            case ValueParser.Outcome.DoesNotFit:
                bag.Error(SbeRule.ValueDoesNotFit, child, $"{shown} does not fit {primitive.SchemaName()}");
                return null;
            default:
                break;
        }

        // The default range of char is for text; an enum may use any byte.
        bool ranged = primitive != SbePrimitiveType.Char || encoding.HasExplicitMin || encoding.HasExplicitMax;
        if (value.Bits == nullValue.Bits)
        {
            bag.Warning(SbeRule.ValidValueIsNull, child, $"the valid value {value} is the null value: it names the null");
        }
        else if (ranged && (value.CompareTo(encoding.MinValue) < 0 || value.CompareTo(encoding.MaxValue) > 0))
        {
            string range = $"{encoding.MinValue} to {encoding.MaxValue}";
            bag.Error(SbeRule.ValidValueOutOfRange, child, $"{value} is outside of the encoding type's range, {range}");
        }

        return new SbeValidValue
        {
            Name = name,
            Description = AttributeReader.Text(child, "description"),
            SemanticType = AttributeReader.Text(child, "semanticType"),
            SinceVersion = since,
            Deprecated = deprecated,
            Location = DiagnosticBag.Locate(child),
            Value = value,
        };
    }

    private List<SbeChoice> Choices(XElement element, SbePrimitiveType primitive)
    {
        List<SbeChoice> choices = [];
        HashSet<string> names = [];
        HashSet<int> bits = [];
        int width = primitive.Size() * 8;
        foreach (XElement child in element.Elements())
        {
            if (child.Name.LocalName != "choice")
            {
                bag.Warning(SbeRule.UnknownElement, child, "not a choice: ignored");
                continue;
            }

            string name = attributes.Name(child);
            int since = attributes.SinceVersion(child);
            int? deprecated = attributes.Deprecated(child);
            ValueParser.Outcome outcome = ValueParser.Parse(child.Value, SbePrimitiveType.UInt8, out SbeValue bit);
            string shown = DiagnosticBag.Clip(child.Value.Trim());
            if (outcome == ValueParser.Outcome.Malformed)
            {
                bag.Error(SbeRule.BadConstant, child, $"a choice is a bit number, not \"{shown}\"");
                continue;
            }

            if (outcome == ValueParser.Outcome.DoesNotFit || bit.Bits >= (ulong)width)
            {
                bag.Error(SbeRule.ValueDoesNotFit, child, $"bit {shown} is not in {primitive.SchemaName()}: 0 to {width - 1}");
                continue;
            }

            if (!names.Add(name))
            {
                bag.Error(SbeRule.DuplicateValueName, child, "the set has another choice of this name");
            }

            if (!bits.Add((int)bit.Bits))
            {
                bag.Error(SbeRule.DuplicateValue, child, $"the set has another choice of bit {bit}");
            }

            choices.Add(new SbeChoice
            {
                Name = name,
                Description = AttributeReader.Text(child, "description"),
                SinceVersion = since,
                Deprecated = deprecated,
                Location = DiagnosticBag.Locate(child),
                Bit = (int)bit.Bits,
            });
        }

        return choices;
    }
}
