using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HftGateway.Sbe;

/// <summary>
/// Numbers at an offset from a reference, least significant byte first: what generated codecs read and write fields
/// with. On a machine of the same order a call is one move instruction.
/// <para><b>Invariants.</b> No bounds check: the caller has checked that the bytes lie inside its buffer. Application
/// code calls the generated properties, which have.</para>
/// </summary>
public static class SbeLittle
{
    /// <summary>Reads an <c>sbyte</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte ReadInt8(ref readonly byte block, int offset)
        => (sbyte)Unsafe.Add(ref Unsafe.AsRef(in block), offset);

    /// <summary>Writes an <c>sbyte</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt8(ref byte block, int offset, sbyte value)
        => Unsafe.Add(ref block, offset) = (byte)value;

    /// <summary>Reads an <c>byte</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ReadUInt8(ref readonly byte block, int offset)
        => Unsafe.Add(ref Unsafe.AsRef(in block), offset);

    /// <summary>Writes an <c>byte</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt8(ref byte block, int offset, byte value)
        => Unsafe.Add(ref block, offset) = value;

    /// <summary>Reads an <c>short</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short ReadInt16(ref readonly byte block, int offset)
    {
        short value = Unsafe.ReadUnaligned<short>(ref Unsafe.Add(ref Unsafe.AsRef(in block), offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Writes an <c>short</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt16(ref byte block, int offset, short value)
        => Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref block, offset),
                BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Reads an <c>ushort</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort ReadUInt16(ref readonly byte block, int offset)
    {
        ushort value = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref Unsafe.AsRef(in block), offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Writes an <c>ushort</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt16(ref byte block, int offset, ushort value)
        => Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref block, offset),
                BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Reads an <c>int</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadInt32(ref readonly byte block, int offset)
    {
        int value = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref Unsafe.AsRef(in block), offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Writes an <c>int</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt32(ref byte block, int offset, int value)
        => Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref block, offset),
                BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Reads an <c>uint</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadUInt32(ref readonly byte block, int offset)
    {
        uint value = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref Unsafe.AsRef(in block), offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Writes an <c>uint</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt32(ref byte block, int offset, uint value)
        => Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref block, offset),
                BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Reads an <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ReadInt64(ref readonly byte block, int offset)
    {
        long value = Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref Unsafe.AsRef(in block), offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Writes an <c>long</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt64(ref byte block, int offset, long value)
        => Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref block, offset),
                BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Reads an <c>ulong</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadUInt64(ref readonly byte block, int offset)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref Unsafe.AsRef(in block), offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Writes an <c>ulong</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt64(ref byte block, int offset, ulong value)
        => Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref block, offset),
                BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Reads a <c>float</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReadSingle(ref readonly byte block, int offset)
        => BitConverter.Int32BitsToSingle(ReadInt32(in block, offset));

    /// <summary>Writes a <c>float</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteSingle(ref byte block, int offset, float value)
        => WriteInt32(ref block, offset, BitConverter.SingleToInt32Bits(value));

    /// <summary>Reads a <c>double</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ReadDouble(ref readonly byte block, int offset)
        => BitConverter.Int64BitsToDouble(ReadInt64(in block, offset));

    /// <summary>Writes a <c>double</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteDouble(ref byte block, int offset, double value)
        => WriteInt64(ref block, offset, BitConverter.DoubleToInt64Bits(value));
}
