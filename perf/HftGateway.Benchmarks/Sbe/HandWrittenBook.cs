using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HftGateway.Benchmarks.Sbe;

/// <summary>
/// The baseline of the SBE benchmarks: MDIncrementalRefreshBook46 read and written by hand, as one would write it for
/// this message alone. Every access is checked: spans are sliced to an entry, and the slice's length is what the
/// compiler checks the reads against.
/// <para><b>Limits.</b> What generated code does and this does not: blocks shorter than those of version 9, and single
/// fields that are absent from them.</para>
/// </summary>
internal static class HandWrittenBook
{
    private const int Failed = -1;

    /// <summary>Reads everything, an entry as a slice of its length on the wire.</summary>
    /// <returns>The sum of all fields, so that none is left out; -1 where the message is not whole.</returns>
    public static long Decode(ReadOnlySpan<byte> message)
    {
        if (!TryRoot(message, out ReadOnlySpan<byte> body, out int version, out int at, out long sum))
            return Failed;
        int stride = BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
        int count = body[at + 2];
        at += 3;
        if (stride < 27 || body.Length - at < stride * count)
            return Failed;
        bool hasTradeable = version >= 10 && stride >= 31;
        for (int i = 0; i < count; i++, at += stride)
        {
            ReadOnlySpan<byte> entry = body.Slice(at, stride);
            sum += Fields(entry);
            sum += hasTradeable ? BinaryPrimitives.ReadInt32LittleEndian(entry[27..]) : int.MaxValue;
        }
        return Orders(body, at, sum);
    }

    /// <summary>
    /// The same, an entry as a slice of 31 bytes, so that one check serves all its fields: the fastest that
    /// hand-written code was found to be. Refuses entries shorter than version 10's.
    /// </summary>
    /// <returns>The sum of all fields; -1 where the message is not whole.</returns>
    public static long DecodeFixed(ReadOnlySpan<byte> message)
    {
        if (!TryRoot(message, out ReadOnlySpan<byte> body, out int version, out int at, out long sum))
            return Failed;
        int stride = BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
        int count = body[at + 2];
        at += 3;
        if (stride < 31 || body.Length - at < stride * count)
            return Failed;
        bool hasTradeable = version >= 10;
        for (int i = 0; i < count; i++, at += stride)
        {
            ReadOnlySpan<byte> entry = body.Slice(at, 31);
            sum += Fields(entry);
            sum += hasTradeable ? BinaryPrimitives.ReadInt32LittleEndian(entry[27..]) : int.MaxValue;
        }
        return Orders(body, at, sum);
    }

    /// <summary>Writes a message of the entries and no order entries.</summary>
    /// <returns>The bytes written; -1 where the buffer is too small.</returns>
    public static int Encode(Span<byte> buffer, ReadOnlySpan<BookEntry> entries, ulong time)
    {
        int length = 8 + 11 + 3 + (entries.Length * 32) + 8;
        if (buffer.Length < length || entries.Length > 254)
            return Failed;
        Span<byte> m = buffer[..length];
        BinaryPrimitives.WriteUInt16LittleEndian(m, 11);
        BinaryPrimitives.WriteUInt16LittleEndian(m[2..], 46);
        BinaryPrimitives.WriteUInt16LittleEndian(m[4..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(m[6..], 13);
        BinaryPrimitives.WriteUInt64LittleEndian(m[8..], time);
        m[16] = 0x84;
        m[17] = 0;
        m[18] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(m[19..], 32);
        m[21] = (byte)entries.Length;
        int at = 22;
        for (int i = 0; i < entries.Length; i++, at += 32)
        {
            Span<byte> e = m.Slice(at, 32);
            ref readonly BookEntry from = ref entries[i];
            BinaryPrimitives.WriteInt64LittleEndian(e, from.Price);
            BinaryPrimitives.WriteInt32LittleEndian(e[8..], from.Size);
            BinaryPrimitives.WriteInt32LittleEndian(e[12..], from.SecurityId);
            BinaryPrimitives.WriteUInt32LittleEndian(e[16..], from.RptSeq);
            BinaryPrimitives.WriteInt32LittleEndian(e[20..], from.Orders);
            e[24] = from.Level;
            e[25] = from.Action;
            e[26] = from.Type;
            BinaryPrimitives.WriteInt32LittleEndian(e[27..], from.TradeableSize);
            e[31] = 0;
        }
        BinaryPrimitives.WriteUInt64LittleEndian(m.Slice(at, 8), 24);
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryRoot(
        ReadOnlySpan<byte> message, out ReadOnlySpan<byte> body, out int version, out int at, out long sum)
    {
        body = default;
        (version, at, sum) = (0, 0, 0);
        if (message.Length < 8
            || BinaryPrimitives.ReadUInt16LittleEndian(message[2..]) != 46
            || BinaryPrimitives.ReadUInt16LittleEndian(message[4..]) != 1)
            return false;
        at = BinaryPrimitives.ReadUInt16LittleEndian(message);
        version = BinaryPrimitives.ReadUInt16LittleEndian(message[6..]);
        body = message[8..];
        if (at < 9 || body.Length < at + 3)
            return false;
        sum = (long)BinaryPrimitives.ReadUInt64LittleEndian(body) + body[8];
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Fields(ReadOnlySpan<byte> entry)
        => BinaryPrimitives.ReadInt64LittleEndian(entry)
            + BinaryPrimitives.ReadInt32LittleEndian(entry[8..])
            + BinaryPrimitives.ReadInt32LittleEndian(entry[12..])
            + BinaryPrimitives.ReadUInt32LittleEndian(entry[16..])
            + BinaryPrimitives.ReadInt32LittleEndian(entry[20..])
            + entry[24] + entry[25] + entry[26];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Orders(ReadOnlySpan<byte> body, int at, long sum)
    {
        if (body.Length - at < 8)
            return Failed;
        int stride = BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
        int count = body[at + 7];
        at += 8;
        if (stride < 22 || body.Length - at < stride * count)
            return Failed;
        for (int i = 0; i < count; i++, at += stride)
        {
            ReadOnlySpan<byte> entry = body.Slice(at, 22);
            sum += (long)BinaryPrimitives.ReadUInt64LittleEndian(entry)
                + (long)BinaryPrimitives.ReadUInt64LittleEndian(entry[8..])
                + BinaryPrimitives.ReadInt32LittleEndian(entry[16..])
                + entry[20] + entry[21];
        }
        return sum;
    }
}
