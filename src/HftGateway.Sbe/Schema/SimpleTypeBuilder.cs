using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>Builds <c>type</c> elements.</summary>
internal sealed class SimpleTypeBuilder(DiagnosticBag bag, AttributeReader attributes, TypeTable table)
{
    public SbeTypeEncoding? Build(XElement element, bool inline)
    {
        string name = attributes.Name(element);
        SbePresence presence = attributes.Presence(element) ?? SbePresence.Required;
        int length = attributes.Number(element, "length", 1);
        int since = attributes.SinceVersion(element);
        int? deprecated = attributes.Deprecated(element);
        if (attributes.RequiredText(element, "primitiveType") is not { } primitiveName)
        {
            return null;
        }

        if (!SbePrimitives.TryParse(primitiveName, out SbePrimitiveType primitive))
        {
            string shown = DiagnosticBag.Clip(primitiveName);
            bag.Error(SbeRule.UnknownType, element, $"primitiveType \"{shown}\" is none of the standard's");
            return null;
        }

        if ((long)length * primitive.Size() > int.MaxValue)
        {
            bag.Error(SbeRule.TooLarge, element, $"length {length} of {primitiveName} is more than 2^31 - 1 bytes");
            return null;
        }

        SbeTextEncoding encoding = TextEncoding(element, primitive);
        SbeValue? nullValue = ValueParser.Attribute(bag, element, "nullValue", primitive);
        SbeValue? minValue = ValueParser.Attribute(bag, element, "minValue", primitive);
        SbeValue? maxValue = ValueParser.Attribute(bag, element, "maxValue", primitive);
        if (nullValue is not null && presence != SbePresence.Optional)
        {
            bag.Warning(SbeRule.NullValueNotOptional, element, "nullValue on a type that is not optional");
        }

        if (minValue is { } lowest && maxValue is { } highest && lowest.CompareTo(highest) > 0)
        {
            bag.Warning(SbeRule.EmptyRange, element, $"minValue {lowest} is above maxValue {highest}");
        }

        SbeConstant? constant = Constant(element, presence, primitive, ref length, encoding);
        return new SbeTypeEncoding
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
            Length = length,
            Size = presence == SbePresence.Constant ? 0 : length * primitive.Size(),
            CharacterEncoding = AttributeReader.Text(element, "characterEncoding"),
            TextEncoding = encoding,
            NullValue = nullValue ?? primitive.DefaultNull(),
            MinValue = minValue ?? primitive.DefaultMin(),
            MaxValue = maxValue ?? primitive.DefaultMax(),
            HasExplicitNull = nullValue is not null,
            HasExplicitMin = minValue is not null,
            HasExplicitMax = maxValue is not null,
            Constant = constant,
        };
    }

    private SbeTextEncoding TextEncoding(XElement element, SbePrimitiveType primitive)
    {
        string? declared = AttributeReader.Text(element, "characterEncoding")?.Trim();
        if (string.IsNullOrEmpty(declared))
        {
            return primitive == SbePrimitiveType.Char ? SbeTextEncoding.Ascii : SbeTextEncoding.None;
        }

        if (primitive.Size() != 1)
        {
            return SbeTextEncoding.None;
        }

        switch (declared!.ToUpperInvariant().Replace("_", "-"))
        {
            case "US-ASCII" or "ASCII" or "ANSI-X3.4-1968" or "ISO646-US":
                return SbeTextEncoding.Ascii;
            case "ISO-8859-1" or "ISO8859-1" or "LATIN1" or "LATIN-1":
                return SbeTextEncoding.Latin1;
            case "UTF-8" or "UTF8":
                return SbeTextEncoding.Utf8;
            default:
                string shown = DiagnosticBag.Clip(declared!);
                bag.Warning(SbeRule.UnknownCharacterEncoding, element, $"\"{shown}\" is not converted: bytes only");
                return SbeTextEncoding.Other;
        }
    }

    private SbeConstant? Constant(
        XElement element, SbePresence presence, SbePrimitiveType primitive, ref int length, SbeTextEncoding encoding)
    {
        string? valueRef = AttributeReader.Text(element, "valueRef");
        if (presence != SbePresence.Constant)
        {
            if (valueRef is not null)
            {
                bag.Error(SbeRule.BadValueRef, element, "valueRef without presence=\"constant\"");
            }

            return null;
        }

        if (valueRef is not null)
        {
            SbeConstant? constant = table.ResolveValueRef(element, valueRef);
            if (constant?.Enum is { } type && type.Primitive != primitive)
            {
                string types = $"{type.Primitive.SchemaName()}, the type's {primitive.SchemaName()}";
                bag.Error(SbeRule.BadValueRef, element, $"the enum's encoding type is {types}");
            }

            return constant;
        }

        string text = element.Value;
        if (text.Length == 0)
        {
            bag.Error(SbeRule.BadConstant, element, "a constant needs a value: text in the element, or valueRef");
            return null;
        }

        bool isText = primitive == SbePrimitiveType.Char || (encoding != SbeTextEncoding.None && length > 1);
        return isText ? TextConstant(element, text, primitive, ref length, encoding) : Number(element, text, primitive, length);
    }

    /// <summary>A text is as long as it is where the schema gives no length; else it is padded with zeros.</summary>
    private SbeConstant? TextConstant(
        XElement element, string text, SbePrimitiveType primitive, ref int length, SbeTextEncoding encoding)
    {
        bool hasLength = AttributeReader.Text(element, "length") is not null;

        // A text laid out over several lines, or too long only for the spaces around it, is meant without them.
        if (text.Contains('\n') || (hasLength && text.Length > length))
        {
            text = text.Trim();
        }

        byte[]? bytes = ValueParser.Encode(text, encoding);
        if (bytes is null)
        {
            bag.Error(SbeRule.BadConstant, element, "the constant has a character that its encoding cannot write");
            return null;
        }

        length = hasLength ? length : bytes.Length;
        if (bytes.Length == 0 || bytes.Length > length)
        {
            string sizes = $"the constant takes {bytes.Length} bytes, the type has {length}";
            bag.Error(SbeRule.BadConstant, element, bytes.Length == 0 ? "the constant is empty" : sizes);
            return null;
        }

        // Constants have no bytes on the wire: a length far beyond the text would only cost memory.
        if (length > AttributeReader.MaxConstantLength)
        {
            bag.Error(SbeRule.TooLarge, element, $"a constant of {length} bytes; at most {AttributeReader.MaxConstantLength}");
            return null;
        }

        SbeValue[] values = new SbeValue[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = SbeValue.FromRawBits(primitive, i < bytes.Length ? bytes[i] : 0u);
        }

        return new SbeConstant(values[0], values, text);
    }

    private SbeConstant? Number(XElement element, string text, SbePrimitiveType primitive, int length)
    {
        string[] words = text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != length)
        {
            string count = words.Length == 0 ? "no number" : $"{words.Length} numbers";
            bag.Error(SbeRule.BadConstant, element, $"the constant has {count}, the type's length is {length}");
            return null;
        }

        SbeValue[] values = new SbeValue[length];
        for (int i = 0; i < length; i++)
        {
            switch (ValueParser.Parse(words[i], primitive, out values[i]))
            {
                case ValueParser.Outcome.Malformed:
                    string malformed = $"\"{DiagnosticBag.Clip(words[i])}\" is not a value of {primitive.SchemaName()}";
                    bag.Error(SbeRule.BadConstant, element, malformed);
                    return null;
                case ValueParser.Outcome.DoesNotFit:
                    string wide = $"the constant {DiagnosticBag.Clip(words[i])} does not fit {primitive.SchemaName()}";
                    bag.Error(SbeRule.ValueDoesNotFit, element, wide);
                    return null;
                default:
                    break;
            }
        }

        return new SbeConstant(values[0], values, null);
    }
}
