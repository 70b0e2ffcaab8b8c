using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>One pass over one message. Recursion is as deep as the schema's own nesting, which its reader limits.</summary>
internal ref struct Walk<TVisitor>(
    SbeByteOrder order, SbeHeaderValues header, ReadOnlySpan<byte> buffer, TVisitor visitor, int position)
    where TVisitor : ISbeVisitor
{
    private readonly ReadOnlySpan<byte> _buffer = buffer;
    private readonly ulong _version = header.Version;
    private int _emptyEntries;

    /// <summary>Bytes from the start of the message to what comes next.</summary>
    public int Position { get; private set; } = position;

    /// <summary>What stopped the walk.</summary>
    public SbeDecodeResult Failure { get; private set; }

    private readonly int Left => _buffer.Length - Position;

    /// <summary>Visits fields, groups and data, and moves behind them.</summary>
    /// <param name="block">The message or group.</param>
    /// <param name="length">The block's bytes on the wire, already known to be there.</param>
    public bool Block(SbeBlock block, int length)
    {
        ReadOnlySpan<byte> bytes = _buffer.Slice(Position, length);
        foreach (SbeField field in block.Fields)
        {
            bool isThere = IsKnown(field) && (field.Size == 0 || field.Offset + (long)field.Size <= length);
            ReadOnlySpan<byte> own = isThere && field.Size > 0 ? bytes.Slice(field.Offset, field.Size) : default;
            Member(field, field.Encoding, field.Presence, field.Constant, own, isThere);
        }

        Position += length;
        foreach (SbeGroup group in block.Groups)
        {
            if (!Group(group))
            {
                return false;
            }
        }

        foreach (SbeData data in block.Data)
        {
            if (!Data(data))
            {
                return false;
            }
        }

        return true;
    }

    private readonly bool IsKnown(SbeElement element) => (ulong)element.SinceVersion <= _version;

    private readonly void Member(
        SbeElement member,
        SbeEncoding encoding,
        SbePresence presence,
        SbeConstant? constant,
        ReadOnlySpan<byte> bytes,
        bool isThere)
    {
        if (presence == SbePresence.Constant)
        {
            visitor.Constant(member, encoding, constant!, isThere ? SbeState.Present : SbeState.Absent);
            return;
        }

        switch (encoding)
        {
            case SbeCompositeEncoding composite:
                Composite(member, composite, presence, bytes, isThere);
                break;
            case SbeTypeEncoding { Length: not 1 } type:
                bool isEmpty = isThere && type.IsText && presence == SbePresence.Optional && bytes[0] == 0;
                visitor.Array(member, type, presence, bytes, State(isThere, isEmpty));
                break;
            case SbeTypeEncoding type:
                SbeValue number = isThere ? SbeBytes.Read(bytes, type.Primitive, order) : type.NullValue;
                bool isNull = presence == SbePresence.Optional && number.IsNull(type.NullValue);
                visitor.Value(member, type, presence, number, State(isThere, isNull));
                break;
            case SbeEnumEncoding type:
                SbeValue value = isThere ? SbeBytes.Read(bytes, type.Primitive, order) : type.NullValue;
                visitor.Value(member, type, presence, value, State(isThere, value.IsNull(type.NullValue)));
                break;
            case SbeSetEncoding type:
                SbeValue bits = isThere ? SbeBytes.Read(bytes, type.Primitive, order) : SbeValue.FromUInt64(type.Primitive, 0);
                visitor.Value(member, type, presence, bits, State(isThere, false));
                break;
            default:
                break;
        }
    }

    private readonly void Composite(
        SbeElement member, SbeCompositeEncoding composite, SbePresence presence, ReadOnlySpan<byte> bytes, bool isThere)
    {
        bool isNull = isThere && SbeNulls.IsNull(composite, presence == SbePresence.Optional, bytes, order);
        visitor.BeginComposite(member, composite, presence, bytes, State(isThere, isNull));
        if (isThere)
        {
            foreach (SbeMember inner in composite.Members)
            {
                ReadOnlySpan<byte> own = inner.Size > 0 ? bytes.Slice(inner.Offset, inner.Size) : default;
                Member(inner, inner.Encoding, inner.Presence, inner.Constant, own, IsKnown(inner));
            }
        }

        visitor.EndComposite(member, composite);
    }

    private bool Group(SbeGroup group)
    {
        if (!IsKnown(group))
        {
            visitor.BeginGroup(group, 0, 0, SbeState.Absent);
            visitor.EndGroup(group);
            return true;
        }

        int size = group.Dimension.Composite.Size;
        if (size > Left)
        {
            return Fail(SbeDecodeStatus.DimensionBeyondBuffer, group, (ulong)size, (ulong)Left);
        }

        ReadOnlySpan<byte> dimension = _buffer.Slice(Position, size);
        ulong blockLength = SbeBytes.Read(dimension, group.Dimension.BlockLength, order);
        ulong count = SbeBytes.Read(dimension, group.Dimension.NumInGroup, order);
        if (!IsPlausible(group, blockLength, count, (ulong)(Left - size)))
        {
            return false;
        }

        Position += size;
        visitor.BeginGroup(group, (int)count, (int)blockLength, SbeState.Present);
        for (int i = 0; i < (int)count; i++)
        {
            // Data of earlier entries may have eaten what the first check counted on.
            if ((int)blockLength > Left)
            {
                return Fail(SbeDecodeStatus.GroupBeyondBuffer, group, blockLength, (ulong)Left);
            }

            visitor.BeginEntry(group, i);
            if (!Block(group, (int)blockLength))
            {
                return false;
            }

            visitor.EndEntry(group, i);
        }

        visitor.EndGroup(group);
        return true;
    }

    /// <summary>
    /// Whether as many entries as the wire claims can be there: each takes at least its block, its groups' dimensions and its
    /// data's lengths.
    /// </summary>
    private bool IsPlausible(SbeGroup group, ulong blockLength, ulong count, ulong available)
    {
        ulong extra = 0;
        foreach (SbeGroup inner in group.Groups)
        {
            extra += IsKnown(inner) ? (ulong)inner.Dimension.Composite.Size : 0;
        }

        foreach (SbeData data in group.Data)
        {
            extra += IsKnown(data) ? (ulong)data.HeaderSize : 0;
        }

        if (count == 0)
        {
            // The block length of a group without entries stands for no bytes; it must still be a number to hand on.
            return blockLength <= int.MaxValue || Fail(SbeDecodeStatus.GroupBeyondBuffer, group, blockLength, available);
        }

        if (blockLength + extra < blockLength || blockLength + extra > available)
        {
            return Fail(SbeDecodeStatus.GroupBeyondBuffer, group, blockLength, available);
        }

        ulong entry = blockLength + extra;
        if (entry > 0)
        {
            ulong needed = count > ulong.MaxValue / entry ? ulong.MaxValue : count * entry;
            return count <= available / entry || Fail(SbeDecodeStatus.GroupBeyondBuffer, group, needed, available);
        }

        ulong allowed = (ulong)(SbeDecoder.MaxEmptyEntries - _emptyEntries);
        if (count > allowed)
        {
            return Fail(SbeDecodeStatus.TooManyEmptyEntries, group, count, allowed);
        }

        _emptyEntries += (int)count;
        return true;
    }

    private bool Data(SbeData data)
    {
        if (!IsKnown(data))
        {
            visitor.Data(data, default, SbeState.Absent);
            return true;
        }

        int size = data.HeaderSize;
        if (size > Left)
        {
            return Fail(SbeDecodeStatus.DataLengthBeyondBuffer, data, (ulong)size, (ulong)Left);
        }

        ulong length = SbeBytes.Read(_buffer.Slice(Position, size), data.Length, order);
        if (length > (ulong)(Left - size))
        {
            return Fail(SbeDecodeStatus.DataBeyondBuffer, data, length, (ulong)(Left - size));
        }

        visitor.Data(data, _buffer.Slice(Position + size, (int)length), SbeState.Present);
        Position += size + (int)length;
        return true;
    }

    private bool Fail(SbeDecodeStatus status, SbeElement element, ulong needed, ulong available)
    {
        Failure = new SbeDecodeResult(status, header, Position, 0, element, needed, available);
        return false;
    }

    private static SbeState State(bool isThere, bool isNull)
        => !isThere ? SbeState.Absent : isNull ? SbeState.Null : SbeState.Present;
}
