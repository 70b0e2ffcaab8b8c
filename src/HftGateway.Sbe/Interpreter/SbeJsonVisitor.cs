using System.Numerics;
using System.Text.Json;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>Writes what a decoder visits as JSON; the conventions are in <c>docs/sbe.md</c>.</summary>
internal sealed class SbeJsonVisitor(SbeSchema schema, Utf8JsonWriter writer, Func<string, string>? rename = null)
    : ISbeVisitor
{
    /// <summary>Members of a composite that is already written as one value are not written again.</summary>
    private int _silent;

    private ulong _version;

    /// <summary>Whether a group being written has its block length beside its entries.</summary>
    private readonly Stack<bool> _wrapped = new();

    public void BeginMessage(SbeMessage message, SbeHeaderValues header, ReadOnlySpan<byte> headerBytes)
    {
        _version = header.Version;
        writer.WriteStartObject();
        writer.WriteString("$message", message.Name);
        writer.WriteStartObject("$header");
        foreach (SbeMember member in schema.Header.Composite.Members)
        {
            if (member.Encoding is SbeTypeEncoding { Length: 1, Presence: not SbePresence.Constant } type)
            {
                writer.WritePropertyName(Name(member.Name));
                Number(SbeBytes.Read(headerBytes[member.Offset..], type.Primitive, schema.ByteOrder));
            }
        }

        writer.WriteEndObject();
    }

    private string Name(string name) => rename == null ? name : rename(name);

    public void EndMessage(SbeMessage message) => writer.WriteEndObject();

    public void Value(SbeElement member, SbeEncoding encoding, SbePresence presence, SbeValue value, SbeState state)
    {
        if (_silent > 0)
        {
            return;
        }

        writer.WritePropertyName(Name(member.Name));
        switch (encoding)
        {
            case SbeEnumEncoding type when state != SbeState.Absent && type.Find(value) is { } valid:
                writer.WriteStringValue(valid.Name);
                break;
            case var _ when state != SbeState.Present:
                writer.WriteNullValue();
                break;
            case SbeEnumEncoding:
                Number(value);
                break;
            case SbeSetEncoding type:
                Set(type, value.Bits);
                break;
            case SbeTypeEncoding { IsText: true } type:
                Text([(byte)value.Bits], type.TextEncoding);
                break;
            case SbeTypeEncoding type when presence == SbePresence.Required && value.IsNaN && value.IsNull(type.NullValue):
                writer.WriteNullValue();
                break;
            default:
                Number(value);
                break;
        }
    }

    public void Array(
        SbeElement member, SbeTypeEncoding encoding, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state)
    {
        if (_silent > 0)
        {
            return;
        }

        writer.WritePropertyName(Name(member.Name));
        if (state != SbeState.Present)
        {
            writer.WriteNullValue();
            return;
        }

        if (encoding.IsText)
        {
            int end = encoding.TextEncoding == SbeTextEncoding.Other ? -1 : bytes.IndexOf((byte)0);
            ReadOnlySpan<byte> text = end < 0 ? bytes : bytes[..end];
            if (SbeTextBytes.Decode(text, encoding.TextEncoding) is { } letters)
            {
                writer.WriteStringValue(letters);
            }
            else
            {
                Hex(bytes);
            }

            return;
        }

        writer.WriteStartArray();
        int size = encoding.Primitive.Size();
        for (int i = 0; i < encoding.Length; i++)
        {
            SbeValue value = SbeBytes.Read(bytes[(i * size)..], encoding.Primitive, schema.ByteOrder);
            if ((presence == SbePresence.Optional || value.IsNaN) && value.IsNull(encoding.NullValue))
            {
                writer.WriteNullValue();
            }
            else
            {
                Number(value);
            }
        }

        writer.WriteEndArray();
    }

    public void Constant(SbeElement member, SbeEncoding encoding, SbeConstant constant, SbeState state)
    {
        if (_silent > 0)
        {
            return;
        }

        writer.WritePropertyName(Name(member.Name));
        if (state == SbeState.Absent)
        {
            writer.WriteNullValue();
        }
        else
        {
            WriteConstant(writer, encoding, constant);
        }
    }

    public void BeginComposite(
        SbeElement member, SbeCompositeEncoding composite, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state)
    {
        if (_silent > 0)
        {
            _silent++;
            return;
        }

        writer.WritePropertyName(Name(member.Name));
        if (state == SbeState.Absent || (state == SbeState.Null && IsAllNull(composite, bytes)))
        {
            writer.WriteNullValue();
            _silent = 1;
        }
        else if (composite.IsDecimal && state == SbeState.Present && IsKnown(composite))
        {
            Decimal(composite, bytes);
            _silent = 1;
        }
        else
        {
            writer.WriteStartObject();
        }
    }

    public void EndComposite(SbeElement member, SbeCompositeEncoding composite)
    {
        if (_silent > 0)
        {
            _silent--;
        }
        else
        {
            writer.WriteEndObject();
        }
    }

    public void BeginGroup(SbeGroup group, int count, int blockLength, SbeState state)
    {
        bool isWrapped = state == SbeState.Present && blockLength != SbeBlockLengths.Of(group, _version);
        _wrapped.Push(isWrapped);
        writer.WritePropertyName(Name(group.Name));
        if (isWrapped)
        {
            writer.WriteStartObject();
            writer.WriteNumber("$blockLength", blockLength);
            writer.WritePropertyName("$entries");
        }

        writer.WriteStartArray();
    }

    public void BeginEntry(SbeGroup group, int index) => writer.WriteStartObject();

    public void EndEntry(SbeGroup group, int index) => writer.WriteEndObject();

    public void EndGroup(SbeGroup group)
    {
        writer.WriteEndArray();
        if (_wrapped.Pop())
        {
            writer.WriteEndObject();
        }
    }

    public void Data(SbeData data, ReadOnlySpan<byte> bytes, SbeState state)
    {
        writer.WritePropertyName(Name(data.Name));
        Text(bytes, data.VarData.TextEncoding);
    }

    /// <summary>Writes a constant as a value on the wire would be.</summary>
    public static void WriteConstant(Utf8JsonWriter writer, SbeEncoding encoding, SbeConstant constant)
    {
        if (constant.ValidValue is { } valid && encoding is SbeEnumEncoding)
        {
            writer.WriteStringValue(valid.Name);
        }
        else if (constant.Text is { } text)
        {
            writer.WriteStringValue(text);
        }
        else if (constant.Values.Count == 1)
        {
            Number(writer, constant.Value);
        }
        else
        {
            writer.WriteStartArray();
            foreach (SbeValue value in constant.Values)
            {
                Number(writer, value);
            }

            writer.WriteEndArray();
        }
    }

    private bool IsKnown(SbeCompositeEncoding composite)
    {
        foreach (SbeMember member in composite.Members)
        {
            if ((ulong)member.SinceVersion > _version)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether encoding a null would give these bytes, holes aside.</summary>
    private bool IsAllNull(SbeCompositeEncoding composite, ReadOnlySpan<byte> bytes)
    {
        foreach (SbeMember member in composite.Members)
        {
            if (member.Size == 0 || (ulong)member.SinceVersion > _version)
            {
                continue;
            }

            ReadOnlySpan<byte> own = bytes.Slice(member.Offset, member.Size);
            if (member.Encoding is SbeCompositeEncoding inner)
            {
                if (!IsAllNull(inner, own))
                {
                    return false;
                }

                continue;
            }

            byte[] nulls = new byte[member.Size];
            SbeBytes.WriteNull(nulls, member.Encoding, schema.ByteOrder, _version);
            if (!own.SequenceEqual(nulls))
            {
                return false;
            }
        }

        return true;
    }

    private void Decimal(SbeCompositeEncoding composite, ReadOnlySpan<byte> bytes)
    {
        SbeMember mantissa = composite.Find("mantissa")!;
        SbeMember exponent = composite.Find("exponent")!;
        SbeValue digits = SbeBytes.Read(
            bytes[mantissa.Offset..], ((SbeTypeEncoding)mantissa.Encoding).Primitive, schema.ByteOrder);
        SbeValue power = exponent.Constant?.Value
            ?? SbeBytes.Read(bytes[exponent.Offset..], ((SbeTypeEncoding)exponent.Encoding).Primitive, schema.ByteOrder);
        string number = SbeDecimalText.Format(
            digits.Primitive.IsSigned() ? digits.AsInt64 : (BigInteger)digits.AsUInt64,
            power.Primitive.IsSigned() || power.Bits <= long.MaxValue ? power.AsInt64 : long.MaxValue);
        writer.WriteRawValue(exponent.Constant is null ? number : SbeDecimalText.Trim(number), skipInputValidation: true);
    }

    private void Set(SbeSetEncoding type, ulong bits)
    {
        writer.WriteStartArray();
        for (int bit = 0; bit < type.Size * 8; bit++)
        {
            if ((bits >> bit & 1) == 0)
            {
                continue;
            }

            SbeChoice? choice = null;
            foreach (SbeChoice candidate in type.Choices)
            {
                choice = candidate.Bit == bit ? candidate : choice;
            }

            if (choice is null)
            {
                writer.WriteNumberValue(bit);
            }
            else
            {
                writer.WriteStringValue(choice.Name);
            }
        }

        writer.WriteEndArray();
    }

    private void Text(ReadOnlySpan<byte> bytes, SbeTextEncoding encoding)
    {
        if (SbeTextBytes.Decode(bytes, encoding) is { } text)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            Hex(bytes);
        }
    }

    private void Hex(ReadOnlySpan<byte> bytes)
    {
        writer.WriteStartObject();
        writer.WriteString("$hex", Convert.ToHexString(bytes));
        writer.WriteEndObject();
    }

    private void Number(SbeValue value) => Number(writer, value);

    private static void Number(Utf8JsonWriter writer, SbeValue value)
    {
        switch (value.Primitive)
        {
            case SbePrimitiveType.Float or SbePrimitiveType.Double when double.IsInfinity(value.AsDouble):
                writer.WriteStringValue(value.AsDouble > 0 ? "Infinity" : "-Infinity");
                break;
            case SbePrimitiveType.Float or SbePrimitiveType.Double when value.IsNaN:
                writer.WriteStringValue("NaN");
                break;
            case SbePrimitiveType.Float:
                writer.WriteNumberValue(value.AsSingle);
                break;
            case SbePrimitiveType.Double:
                writer.WriteNumberValue(value.AsDouble);
                break;
            case var type when type.IsSigned():
                writer.WriteNumberValue(value.AsInt64);
                break;
            default:
                writer.WriteNumberValue(value.AsUInt64);
                break;
        }
    }
}
