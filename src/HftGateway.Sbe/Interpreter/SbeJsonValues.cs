using System.Buffers;
using System.Numerics;
using System.Text.Json;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>Writes JSON values into the bytes of fields.</summary>
internal readonly struct SbeJsonValues(SbeByteOrder order, ulong version)
{
    /// <summary>Writes a value, or null where there is none.</summary>
    public void Write(JsonElement? json, SbeEncoding encoding, SbePresence presence, Span<byte> bytes, string path)
    {
        if (json is null or { ValueKind: JsonValueKind.Null })
        {
            bool isAllowed = presence == SbePresence.Optional
                || (json is not null && MayBeNull(encoding))
                || (encoding is SbeCompositeEncoding composite && HasOptionalStart(composite));
            ThrowIf(!isAllowed, path, json is null ? "a value is needed" : "null is not a value of a required member");
            SbeBytes.WriteNull(bytes, encoding, order, version);
            return;
        }

        switch (encoding)
        {
            case SbeEnumEncoding type:
                SbeBytes.Write(bytes, Enum(json.Value, type, path), order);
                break;
            case SbeSetEncoding type:
                SbeBytes.Write(bytes, Set(json.Value, type, path), order);
                break;
            case SbeCompositeEncoding type when type.IsDecimal && json.Value.ValueKind == JsonValueKind.Number:
                Decimal(json.Value, type, bytes, path);
                break;
            case SbeCompositeEncoding type:
                Composite(json.Value, type, bytes, path);
                break;
            case SbeTypeEncoding { IsText: true } type:
                Text(json.Value, type, bytes, path);
                break;
            case SbeTypeEncoding { Length: 1 } type:
                SbeBytes.Write(bytes, Number(json.Value, type.Primitive, path), order);
                break;
            case SbeTypeEncoding type:
                Numbers(json.Value, type, presence, bytes, path);
                break;
            default:
                break;
        }
    }

    /// <summary>A number of a primitive type; floats also by the names of what JSON has no number for.</summary>
    public static SbeValue Number(JsonElement json, SbePrimitiveType type, string path)
    {
        if (type.IsFloatingPoint())
        {
            return Float(json, type, path);
        }

        string range = type.IsSigned()
            ? $"{SbePrimitives.Lowest(type)} to {~SbePrimitives.Lowest(type)}"
            : $"0 to {SbePrimitives.Highest(type)}";
        bool isNumber = json.ValueKind == JsonValueKind.Number;
        if (type.IsSigned() && isNumber && json.TryGetInt64(out long signed)
            && signed >= SbePrimitives.Lowest(type) && signed <= ~SbePrimitives.Lowest(type))
        {
            return SbeValue.FromInt64(type, signed);
        }

        ulong unsigned = 0;
        bool isGood = !type.IsSigned() && isNumber && json.TryGetUInt64(out unsigned)
            && unsigned <= SbePrimitives.Highest(type);
        ThrowIf(!isGood, path, $"{Shown(json)} is not a whole number from {range}");
        return SbeValue.FromUInt64(type, unsigned);
    }

    /// <summary>The bytes of a text, or those of an object with <c>$hex</c>.</summary>
    public static byte[] Bytes(JsonElement json, SbeTextEncoding encoding, string path)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("$hex", out JsonElement hex)
            && hex.ValueKind == JsonValueKind.String)
        {
            try
            {
                return Convert.FromHexString(hex.GetString()!);
            }
            catch (FormatException)
            {
                throw new SbeJsonException(path + ".$hex", "not an even number of hexadecimal digits");
            }
        }

        if (json.ValueKind != JsonValueKind.String || encoding is SbeTextEncoding.None or SbeTextEncoding.Other)
        {
            string text = encoding is SbeTextEncoding.None or SbeTextEncoding.Other ? string.Empty : "a text, or ";
            throw new SbeJsonException(path, $"{Shown(json)} is not {text}an object {{\"$hex\": \"…\"}}");
        }

        return SbeTextBytes.Encode(json.GetString()!, encoding)
            ?? throw new SbeJsonException(path, "the text has a character that its encoding cannot write");
    }

    /// <summary>A constant may be given, but only as it is.</summary>
    public static void CheckConstant(JsonElement json, SbeEncoding encoding, SbeConstant constant, string path)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            SbeJsonVisitor.WriteConstant(writer, encoding, constant);
        }

        using JsonDocument expected = JsonDocument.Parse(text.WrittenMemory);
        ThrowIf(
            !JsonElement.DeepEquals(json, expected.RootElement),
            path,
            $"the constant is {expected.RootElement.GetRawText()}, not {Shown(json)}");
    }

    private static bool MayBeNull(SbeEncoding encoding)
        => encoding is SbeEnumEncoding or SbeTypeEncoding { Length: 1, NullValue.IsNaN: true };

    private static bool HasOptionalStart(SbeCompositeEncoding composite)
    {
        foreach (SbeMember member in composite.Members)
        {
            if (member.Size > 0)
            {
                return member.Presence == SbePresence.Optional
                    || (member.Encoding is SbeCompositeEncoding inner && HasOptionalStart(inner));
            }
        }

        return false;
    }

    private static SbeValue Float(JsonElement json, SbePrimitiveType type, string path)
    {
        if (json.ValueKind == JsonValueKind.String && json.ValueEquals("NaN"u8))
        {
            return SbeValue.NaN(type);
        }

        double? named = json.ValueKind != JsonValueKind.String ? null : json.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        };
        if (named is { } special)
        {
            return type == SbePrimitiveType.Float ? SbeValue.FromSingle((float)special) : SbeValue.FromDouble(special);
        }

        float narrow = 0;
        double wide = 0;
        bool isGood = json.ValueKind == JsonValueKind.Number
            && (type == SbePrimitiveType.Float ? json.TryGetSingle(out narrow) : json.TryGetDouble(out wide))
            && float.IsFinite(narrow) && double.IsFinite(wide);
        ThrowIf(!isGood, path, $"{Shown(json)} is not a {type.SchemaName()}");
        return type == SbePrimitiveType.Float ? SbeValue.FromSingle(narrow) : SbeValue.FromDouble(wide);
    }

    private static SbeValue Enum(JsonElement json, SbeEnumEncoding type, string path)
    {
        if (json.ValueKind == JsonValueKind.Number)
        {
            return Number(json, type.Primitive, path);
        }

        string? name = json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        return (name is null ? null : type.Find(name)?.Value)
            ?? throw new SbeJsonException(path, $"{Shown(json)} is neither a valid value of {type.Name} nor a number");
    }

    private static SbeValue Set(JsonElement json, SbeSetEncoding type, string path)
    {
        ThrowIf(json.ValueKind != JsonValueKind.Array, path, "a set is an array of choices and bit numbers");
        ulong bits = 0;
        foreach (JsonElement element in json.EnumerateArray())
        {
            int bit = Bit(element, type);
            ThrowIf(bit < 0, path, $"{Shown(element)} is neither a choice of {type.Name} nor a bit number");
            ThrowIf((bits >> bit & 1) != 0, path, $"{Shown(element)} is there twice");
            bits |= 1UL << bit;
        }

        return SbeValue.FromUInt64(type.Primitive, bits);
    }

    private static int Bit(JsonElement json, SbeSetEncoding type)
    {
        if (json.ValueKind == JsonValueKind.Number)
        {
            return json.TryGetInt32(out int bit) && bit < type.Size * 8 ? bit : -1;
        }

        string? name = json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        foreach (SbeChoice choice in type.Choices)
        {
            if (choice.Name == name)
            {
                return choice.Bit;
            }
        }

        return -1;
    }

    private static void Text(JsonElement json, SbeTypeEncoding type, Span<byte> bytes, string path)
    {
        byte[] text = Bytes(json, type.TextEncoding, path);
        ThrowIf(text.Length > type.Length, path, $"the text takes {text.Length} bytes, the field has {type.Length}");
        bool isWhole = json.ValueKind == JsonValueKind.Object || type.Length == 1;
        ThrowIf(type.Length == 1 && text.Length != 1, path, "one character is needed");
        ThrowIf(!isWhole && text.AsSpan().Contains((byte)0), path, "a NUL would end the text");
        text.CopyTo(bytes);
    }

    private void Numbers(JsonElement json, SbeTypeEncoding type, SbePresence presence, Span<byte> bytes, string path)
    {
        bool isGood = json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == type.Length;
        ThrowIf(!isGood, path, $"an array of {type.Length} numbers is needed");
        int size = type.Primitive.Size();
        for (int i = 0; i < type.Length; i++)
        {
            bool isNull = json[i].ValueKind == JsonValueKind.Null
                && (presence == SbePresence.Optional || type.NullValue.IsNaN);
            SbeValue value = isNull ? type.NullValue : Number(json[i], type.Primitive, $"{path}[{i}]");
            SbeBytes.Write(bytes[(i * size)..], value, order);
        }
    }

    private static bool TryInteger(BigInteger number, SbePrimitiveType type, out SbeValue value)
    {
        BigInteger lowest = type.IsSigned() ? SbePrimitives.Lowest(type) : BigInteger.Zero;
        BigInteger highest = type.IsSigned() ? ~SbePrimitives.Lowest(type) : SbePrimitives.Highest(type);
        bool fits = number >= lowest && number <= highest;
        value = !fits ? default
            : type.IsSigned() ? SbeValue.FromInt64(type, (long)number) : SbeValue.FromUInt64(type, (ulong)number);
        return fits;
    }

    private void Decimal(JsonElement json, SbeCompositeEncoding composite, Span<byte> bytes, string path)
    {
        SbeMember mantissa = composite.Find("mantissa")!;
        SbeMember exponent = composite.Find("exponent")!;
        bool isGood = SbeDecimalText.TryParse(json.GetRawText(), out BigInteger digits, out long power);
        ThrowIf(!isGood, path, $"{Shown(json)} is longer than a decimal can be");
        if (exponent.Constant is { } constant)
        {
            long fixedPower = constant.Value.AsInt64;
            ThrowIf(
                !SbeDecimalText.TryScale(ref digits, power, fixedPower),
                path,
                $"{Shown(json)} is not a whole multiple of 10^{fixedPower}");
        }
        else
        {
            bool powerFits = TryInteger(power, ((SbeTypeEncoding)exponent.Encoding).Primitive, out SbeValue place);
            ThrowIf(!powerFits, path, $"the exponent {power} does not fit");
            SbeBytes.Write(bytes[exponent.Offset..], place, order);
        }

        SbePrimitiveType type = ((SbeTypeEncoding)mantissa.Encoding).Primitive;
        ThrowIf(!TryInteger(digits, type, out SbeValue value), path, $"the mantissa {digits} does not fit {type.SchemaName()}");
        SbeBytes.Write(bytes[mantissa.Offset..], value, order);
    }

    private void Composite(JsonElement json, SbeCompositeEncoding composite, Span<byte> bytes, string path)
    {
        ThrowIf(json.ValueKind != JsonValueKind.Object, path, $"{Shown(json)} is not an object with the members of {composite.Name}");
        HashSet<string> given = [];
        foreach (JsonProperty property in json.EnumerateObject())
        {
            ThrowIf(!given.Add(property.Name), $"{path}.{property.Name}", "the member is there twice");
            ThrowIf(composite.Find(property.Name) is null, $"{path}.{property.Name}", $"{composite.Name} has no such member");
        }

        foreach (SbeMember member in composite.Members)
        {
            JsonElement? value = json.TryGetProperty(member.Name, out JsonElement found) ? found : null;
            string memberPath = $"{path}.{member.Name}";
            bool isGiven = value is { ValueKind: not JsonValueKind.Null };
            if ((ulong)member.SinceVersion > version)
            {
                string reason = $"the member is of version {member.SinceVersion}, the message of {version}";
                ThrowIf(isGiven, memberPath, reason);
            }
            else if (member.Constant is { } constant)
            {
                if (isGiven)
                {
                    CheckConstant(value!.Value, member.Encoding, constant, memberPath);
                }
            }
            else
            {
                Span<byte> own = member.Size > 0 ? bytes.Slice(member.Offset, member.Size) : default;
                Write(value, member.Encoding, member.Presence, own, memberPath);
            }
        }
    }

    private static string Shown(JsonElement json)
    {
        string text = json.ValueKind switch
        {
            JsonValueKind.Array => "an array",
            JsonValueKind.Object => "an object",
            _ => json.GetRawText(),
        };
        return text.Length > 60 ? text[..60] + "…" : text;
    }

    private static void ThrowIf(bool condition, string path, string reason)
    {
        if (condition)
        {
            throw new SbeJsonException(path, reason);
        }
    }
}
