using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.RandomSchemas;

/// <summary>
/// Makes random messages of a schema, byte by byte and with none of the interpreter's code: it writes a tree of the model and notes,
/// at the same time, what a decoder must find.
/// </summary>
public sealed class RandomMessage
{
    private readonly Random _random;
    private readonly SbeSchema _schema;
    private readonly RandomMessageOptions _options;
    private readonly List<byte> _bytes = [];

    private RandomMessage(SbeSchema schema, Random random, RandomMessageOptions options)
    {
        _schema = schema;
        _random = random;
        _options = options;
        Version = options.Version ?? schema.Version;
    }

    /// <summary>The message, header included.</summary>
    public byte[] Bytes => [.. _bytes];

    /// <summary>What <see cref="TokenVisitor"/> must write down.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>The version in the header.</summary>
    public int Version { get; }

    /// <summary>Makes a message.</summary>
    public static RandomMessage Create(
        SbeSchema schema, SbeMessage message, Random random, RandomMessageOptions options = default)
    {
        RandomMessage made = new(schema, random, options);
        made.Build(message);
        return made;
    }

    private void Build(SbeMessage message)
    {
        SbeHeader header = _schema.Header;
        int blockLength = BlockLength(message);
        byte[] bytes = new byte[header.Composite.Size];
        Put(bytes, header.BlockLength, blockLength);
        Put(bytes, header.TemplateId, message.Id);
        Put(bytes, header.SchemaId, _schema.Id);
        Put(bytes, header.Version, Version);
        if (header.NumGroups is { } groups)
        {
            Put(bytes, groups, message.Groups.Count(IsKnown));
        }

        if (header.NumVarDataFields is { } data)
        {
            Put(bytes, data, message.Data.Count(IsKnown));
        }

        _bytes.AddRange(bytes);
        Tokens.Add($"message {message.Name} {blockLength} {message.Id} {_schema.Id} {Version}");
        Block(message, blockLength);
        Tokens.Add("end");
    }

    private bool IsKnown(SbeElement element) => element.SinceVersion <= Version;

    /// <summary>An old writer's block ends with the last field that it knows; a newer one's may be longer.</summary>
    private int BlockLength(SbeBlock block)
    {
        int end = 0;
        foreach (SbeField field in block.Fields)
        {
            end = IsKnown(field) && field.Size > 0 ? Math.Max(end, field.Offset + field.Size) : end;
        }

        int length = block.Fields.All(field => field.Size == 0 || IsKnown(field)) ? block.BlockLength : end;
        if (_options.ExtendBlocks && _random.Next(2) == 0)
        {
            length = Math.Min(length + _random.Next(1, 20), 60_000);
        }

        return _options.TruncateBlocks && _random.Next(3) == 0 ? _random.Next(length + 1) : length;
    }

    private void Block(SbeBlock block, int length)
    {
        byte[] bytes = new byte[length];
        if (_options.FillHoles)
        {
            _random.NextBytes(bytes);
        }

        foreach (SbeField field in block.Fields)
        {
            bool isThere = IsKnown(field) && (field.Size == 0 || field.Offset + field.Size <= length);
            Span<byte> own = isThere && field.Size > 0 ? bytes.AsSpan(field.Offset, field.Size) : default;
            Member(field, field.Encoding, field.Presence, field.Constant, own, isThere);
        }

        _bytes.AddRange(bytes);
        foreach (SbeGroup group in block.Groups)
        {
            Group(group);
        }

        foreach (SbeData data in block.Data)
        {
            Data(data);
        }
    }

    private void Group(SbeGroup group)
    {
        if (!IsKnown(group))
        {
            Tokens.Add($"{group.Name} absent");
            Tokens.Add("end group");
            return;
        }

        int count = _random.Next(0, 4);
        int length = BlockLength(group);
        byte[] bytes = new byte[group.Dimension.Composite.Size];
        if (_options.FillHoles)
        {
            _random.NextBytes(bytes);
        }

        Put(bytes, group.Dimension.BlockLength, length);
        Put(bytes, group.Dimension.NumInGroup, count);
        _bytes.AddRange(bytes);
        Tokens.Add($"{group.Name} {count} of {length}");
        for (int i = 0; i < count; i++)
        {
            Tokens.Add($"[{i}]");
            Block(group, length);
            Tokens.Add("-");
        }

        Tokens.Add("end group");
    }

    private void Data(SbeData data)
    {
        if (!IsKnown(data))
        {
            Tokens.Add(TokenVisitor.ArrayToken(data.Name, default, SbeState.Absent));
            return;
        }

        byte[] content = new byte[_random.Next(0, 20)];
        Letters(content);
        byte[] bytes = new byte[data.HeaderSize];
        Put(bytes, data.Length, content.Length);
        _bytes.AddRange(bytes);
        _bytes.AddRange(content);
        Tokens.Add(TokenVisitor.ArrayToken(data.Name, content, SbeState.Present));
    }

    private void Member(
        SbeElement member, SbeEncoding encoding, SbePresence presence, SbeConstant? constant, Span<byte> bytes, bool isThere)
    {
        if (presence == SbePresence.Constant)
        {
            Tokens.Add(isThere ? $"{member.Name} is {constant}" : $"{member.Name} absent");
            return;
        }

        switch (encoding)
        {
            case SbeCompositeEncoding composite:
                Composite(member, composite, presence, bytes, isThere);
                break;
            case SbeTypeEncoding { Length: > 1 } type:
                Array(member, type, presence, bytes, isThere);
                break;
            default:
                Scalar(member, encoding, presence, bytes, isThere);
                break;
        }
    }

    private void Scalar(SbeElement member, SbeEncoding encoding, SbePresence presence, Span<byte> bytes, bool isThere)
    {
        (SbePrimitiveType primitive, SbeValue? nullValue) = encoding switch
        {
            SbeTypeEncoding type => (type.Primitive, (SbeValue?)type.NullValue),
            SbeEnumEncoding type => (type.Primitive, (SbeValue?)type.NullValue),
            _ => (((SbeSetEncoding)encoding).Primitive, null),
        };
        if (!isThere)
        {
            Tokens.Add(TokenVisitor.ValueToken(member.Name, default, SbeState.Absent));
            return;
        }

        SbeValue value = Value(encoding, primitive, nullValue);
        Write(bytes, value);
        bool mayBeNull = presence == SbePresence.Optional || encoding is SbeEnumEncoding;
        bool isNull = mayBeNull && nullValue is { } none && (value.Bits == none.Bits || (value.IsNaN && none.IsNaN));
        Tokens.Add(TokenVisitor.ValueToken(member.Name, value, isNull ? SbeState.Null : SbeState.Present));
    }

    private SbeValue Value(SbeEncoding encoding, SbePrimitiveType primitive, SbeValue? nullValue)
    {
        int choice = _random.Next(10);
        if (choice < 2 && nullValue is { } none)
        {
            return none;
        }

        if (choice < 8 && encoding is SbeEnumEncoding { Values.Count: > 0 } type)
        {
            return type.Values[_random.Next(type.Values.Count)].Value;
        }

        return primitive switch
        {
            SbePrimitiveType.Char => SbeValue.FromUInt64(primitive, (ulong)_random.Next(0x20, 0x7F)),
            SbePrimitiveType.Float => SbeValue.FromSingle((float)((_random.NextDouble() * 2e6) - 1e6)),
            SbePrimitiveType.Double => SbeValue.FromDouble((_random.NextDouble() * 2e6) - 1e6),
            _ => SbeValue.FromRawBits(primitive, (ulong)_random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64)),
        };
    }

    private void Array(SbeElement member, SbeTypeEncoding type, SbePresence presence, Span<byte> bytes, bool isThere)
    {
        bool isNull = false;
        if (isThere && type.IsText)
        {
            bytes.Clear();
            Letters(bytes[.._random.Next(0, type.Length + 1)]);
            isNull = presence == SbePresence.Optional && bytes[0] == 0;
        }
        else if (isThere)
        {
            int size = type.Primitive.Size();
            for (int i = 0; i < type.Length; i++)
            {
                Write(bytes.Slice(i * size, size), Value(type, type.Primitive, type.NullValue));
            }
        }

        SbeState state = !isThere ? SbeState.Absent : isNull ? SbeState.Null : SbeState.Present;
        Tokens.Add(TokenVisitor.ArrayToken(member.Name, bytes, state));
    }

    private void Composite(
        SbeElement member, SbeCompositeEncoding composite, SbePresence presence, Span<byte> bytes, bool isThere)
    {
        int line = Tokens.Count;
        Tokens.Add(string.Empty);
        if (isThere)
        {
            foreach (SbeMember inner in composite.Members)
            {
                Span<byte> own = inner.Size > 0 ? bytes.Slice(inner.Offset, inner.Size) : default;
                Member(inner, inner.Encoding, inner.Presence, inner.Constant, own, IsKnown(inner));
            }
        }

        bool isNull = isThere && IsNull(composite, presence == SbePresence.Optional, bytes);
        Tokens[line] = $"{member.Name} {(!isThere ? SbeState.Absent : isNull ? SbeState.Null : SbeState.Present)} {{";
        Tokens.Add("}");
    }

    private bool IsNull(SbeCompositeEncoding composite, bool isOptional, Span<byte> bytes)
    {
        SbeMember? first = composite.Members.FirstOrDefault(member => member.Size > 0);
        bool mayBeNull = isOptional || first?.Presence == SbePresence.Optional;
        return first?.Encoding switch
        {
            SbeCompositeEncoding inner => IsNull(inner, mayBeNull, bytes.Slice(first.Offset, first.Size)),
            SbeTypeEncoding { IsText: true, IsArray: true } => mayBeNull && bytes[first.Offset] == 0,
            SbeTypeEncoding type => mayBeNull && Holds(bytes[first.Offset..], type.NullValue),
            SbeEnumEncoding type => mayBeNull && Holds(bytes[first.Offset..], type.NullValue),
            _ => false,
        };
    }

    private bool Holds(Span<byte> bytes, SbeValue value)
    {
        Span<byte> expected = new byte[value.Primitive.Size()];
        Write(expected, value);
        return bytes[..expected.Length].SequenceEqual(expected);
    }

    private void Letters(Span<byte> bytes)
    {
        foreach (ref byte letter in bytes)
        {
            letter = (byte)_random.Next(0x20, 0x7F);
        }
    }

    private void Put(Span<byte> composite, SbeMember member, long number)
    {
        // A constant is not on the wire.
        if (member.Presence == SbePresence.Constant)
            return;
        Write(
            composite[member.Offset..],
            SbeValue.FromUInt64(((SbeTypeEncoding)member.Encoding).Primitive, (ulong)number));
    }

    /// <summary>Byte by byte, from the definition of the two orders.</summary>
    private void Write(Span<byte> bytes, SbeValue value)
    {
        int size = value.Primitive.Size();
        for (int i = 0; i < size; i++)
        {
            int place = _schema.ByteOrder == SbeByteOrder.LittleEndian ? i : size - 1 - i;
            bytes[place] = (byte)(value.Bits >> (8 * i));
        }
    }
}
