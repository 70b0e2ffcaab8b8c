using System.Buffers.Binary;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>Values of primitive types in bytes of either order.</summary>
internal static class SbeBytes
{
    /// <summary>Reads a value from the start of a span that is long enough.</summary>
    public static SbeValue Read(ReadOnlySpan<byte> bytes, SbePrimitiveType type, SbeByteOrder order)
    {
        bool big = order == SbeByteOrder.BigEndian;
        ulong raw = type.Size() switch
        {
            1 => bytes[0],
            2 => big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => big ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
        return SbeValue.FromRawBits(type, raw);
    }

    /// <summary>Writes a value to the start of a span that is long enough.</summary>
    public static void Write(Span<byte> bytes, SbeValue value, SbeByteOrder order)
    {
        bool big = order == SbeByteOrder.BigEndian;
        switch (value.Primitive.Size())
        {
            case 1:
                bytes[0] = unchecked((byte)value.Bits);
                break;
            case 2 when big:
                BinaryPrimitives.WriteUInt16BigEndian(bytes, unchecked((ushort)value.Bits));
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, unchecked((ushort)value.Bits));
                break;
            case 4 when big:
                BinaryPrimitives.WriteUInt32BigEndian(bytes, unchecked((uint)value.Bits));
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, unchecked((uint)value.Bits));
                break;
            case 8 when big:
                BinaryPrimitives.WriteUInt64BigEndian(bytes, value.Bits);
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, value.Bits);
                break;
        }
    }

    /// <summary>Reads an unsigned member of a header, dimension or data composite from the composite's bytes.</summary>
    public static ulong Read(ReadOnlySpan<byte> composite, SbeMember member, SbeByteOrder order)
    {
        SbeValue value = Read(composite[member.Offset..], ((SbeTypeEncoding)member.Encoding).Primitive, order);
        return value.Bits;
    }

    /// <summary>Writes an unsigned member of a header, dimension or data composite.</summary>
    public static void Write(Span<byte> composite, SbeMember member, ulong number, SbeByteOrder order)
    {
        SbePrimitiveType type = ((SbeTypeEncoding)member.Encoding).Primitive;
        Write(composite[member.Offset..], SbeValue.FromRawBits(type, number), order);
    }

    /// <summary>
    /// Fills a type's bytes with nulls: every number and enum its null value, every set zero, every text nothing but padding.
    /// Members that the version does not know stay as they are.
    /// </summary>
    public static void WriteNull(Span<byte> bytes, SbeEncoding encoding, SbeByteOrder order, ulong version)
    {
        switch (encoding)
        {
            case SbeTypeEncoding { Presence: SbePresence.Constant }:
                break;
            case SbeTypeEncoding { IsText: true, IsArray: true } type:
                bytes[..type.Size].Clear();
                break;
            case SbeTypeEncoding type:
                for (int i = 0; i < type.Length; i++)
                {
                    Write(bytes[(i * type.Primitive.Size())..], type.NullValue, order);
                }

                break;
            case SbeEnumEncoding type:
                Write(bytes, type.NullValue, order);
                break;
            case SbeSetEncoding:
                bytes[..encoding.Size].Clear();
                break;
            case SbeCompositeEncoding composite:
                foreach (SbeMember member in composite.Members)
                {
                    if (member.Size > 0 && (ulong)member.SinceVersion <= version)
                    {
                        WriteNull(bytes.Slice(member.Offset, member.Size), member.Encoding, order, version);
                    }
                }

                break;
            default:
                break;
        }
    }
}
