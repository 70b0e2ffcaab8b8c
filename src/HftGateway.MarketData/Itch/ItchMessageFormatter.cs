using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// Writes any ITCH message as text, one line with every field by its name in the specification: a JSON object, or CSV
/// with
/// one fixed set of columns in which the fields that a type lacks are empty.
/// <para>Numbers are integers as on the wire (prices in 1/10000 dollar, V's levels in 1/100000000, times in ns).
/// Symbols
/// and other texts lose their padding; single characters stay as they are, spaces too. Bytes above 127 appear as
/// Latin-1.</para>
/// <para>A message that is not understood is a line too, with <c>error</c> and its first bytes in hexadecimal.</para>
/// <para><b>Threading.</b> Static and without state.</para>
/// <para><b>Cost.</b> No allocation a message; not on the hot path.</para>
/// </summary>
public static class ItchMessageFormatter
{
    /// <summary>A buffer of this size holds any line.</summary>
    public const int MaxLineBytes = 1_536;

    private const int HexBytes = 64;

    /// <summary>The CSV heading, without line end.</summary>
    public static string CsvHeader { get; } =
        "index,offset,type," + string.Join(',', ItchFields.Columns) + ",length,error,bytes";

    /// <summary>Writes a message as a JSON object and a line end.</summary>
    /// <param name="message">Its bytes without framing.</param>
    /// <param name="index">Its 0-based index in the input.</param>
    /// <param name="offset">Its byte offset in the input.</param>
    /// <param name="destination">At least <see cref="MaxLineBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="MaxLineBytes"/>.</exception>
    public static int FormatJson(ReadOnlySpan<byte> message, long index, long offset, Span<byte> destination)
    {
        CheckLength(destination);
        int length = Copy("{\"index\":"u8, destination);
        length += Number(index, destination[length..]);
        length += Copy(",\"offset\":"u8, destination[length..]);
        length += Number(offset, destination[length..]);
        length += Copy(",\"type\":"u8, destination[length..]);
        length += JsonText(message.IsEmpty ? message : message[..1], destination[length..]);
        if (IsSound(message))
        {
            foreach (ItchField field in ItchFields.Of(message[0]))
            {
                length += Copy(field.JsonPrefix, destination[length..]);
                length += IsText(field.Kind)
                    ? JsonText(TextOf(message, field), destination[length..])
                    : Number(NumberOf(message, field), destination[length..]);
            }
        }
        else
        {
            length += Copy(",\"length\":"u8, destination[length..]);
            length += Number(message.Length, destination[length..]);
            length += Copy(",\"error\":\""u8, destination[length..]);
            length += Copy(ErrorOf(message), destination[length..]);
            length += Copy("\",\"bytes\":\""u8, destination[length..]);
            length += Hex(message, destination[length..]);
            length += Copy("\""u8, destination[length..]);
        }

        return length + Copy("}\n"u8, destination[length..]);
    }

    /// <summary>Writes a message as a CSV line, <see cref="CsvHeader"/>'s columns, and a line end.</summary>
    /// <param name="message">Its bytes without framing.</param>
    /// <param name="index">Its 0-based index in the input.</param>
    /// <param name="offset">Its byte offset in the input.</param>
    /// <param name="destination">At least <see cref="MaxLineBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="MaxLineBytes"/>.</exception>
    public static int FormatCsv(ReadOnlySpan<byte> message, long index, long offset, Span<byte> destination)
    {
        CheckLength(destination);
        int length = Number(index, destination);
        destination[length++] = (byte)',';
        length += Number(offset, destination[length..]);
        destination[length++] = (byte)',';
        length += CsvText(message.IsEmpty ? message : message[..1], destination[length..]);
        bool isSound = IsSound(message);
        ReadOnlySpan<ItchField> fields = isSound ? ItchFields.Of(message[0]) : default;
        for (int column = 0; column < ItchFields.Columns.Length; column++)
        {
            destination[length++] = (byte)',';
            foreach (ItchField field in fields)
            {
                if (field.Column != column)
                    continue;
                length += IsText(field.Kind)
                    ? CsvText(TextOf(message, field), destination[length..])
                    : Number(NumberOf(message, field), destination[length..]);
                break;
            }
        }

        destination[length++] = (byte)',';
        length += Number(message.Length, destination[length..]);
        destination[length++] = (byte)',';
        if (!isSound)
            length += Copy(ErrorOf(message), destination[length..]);
        destination[length++] = (byte)',';
        if (!isSound)
            length += Hex(message, destination[length..]);
        destination[length++] = (byte)'\n';
        return length;
    }

    private static bool IsSound(ReadOnlySpan<byte> message) =>
        message.Length > 0 && ItchLength.Of(message[0]) == message.Length;

    private static ReadOnlySpan<byte> ErrorOf(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
            return "empty"u8;
        return ItchLength.Of(message[0]) == 0 ? "unknown type"u8 : "wrong length"u8;
    }

    private static bool IsText(ItchFieldKind kind) => kind <= ItchFieldKind.Text8;

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> message, ItchField field) => field.Kind switch
    {
        ItchFieldKind.Letter => message.Slice(field.Offset, 1),
        ItchFieldKind.Text2 => message.Slice(field.Offset, 2).TrimEnd((byte)' '),
        ItchFieldKind.Text4 => message.Slice(field.Offset, 4).TrimEnd((byte)' '),
        _ => message.Slice(field.Offset, 8).TrimEnd((byte)' '),
    };

    private static ulong NumberOf(ReadOnlySpan<byte> message, ItchField field)
    {
        ReadOnlySpan<byte> bytes = message[field.Offset..];
        return field.Kind switch
        {
            ItchFieldKind.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            ItchFieldKind.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            ItchFieldKind.UInt48 => System.Runtime.InteropServices.MemoryMarshal.Read<UInt48BigEndian>(bytes),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        };
    }

    private static int Number(long value, Span<byte> destination)
    {
        _ = Utf8Formatter.TryFormat(value, destination, out int written);
        return written;
    }

    private static int Number(ulong value, Span<byte> destination)
    {
        _ = Utf8Formatter.TryFormat(value, destination, out int written);
        return written;
    }

    private static int Copy(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        bytes.CopyTo(destination);
        return bytes.Length;
    }

    private static int Hex(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        ReadOnlySpan<byte> bytes = message[..Math.Min(message.Length, HexBytes)];
        int length = 0;
        foreach (byte value in bytes)
        {
            destination[length++] = "0123456789ABCDEF"u8[value >> 4];
            destination[length++] = "0123456789ABCDEF"u8[value & 0xF];
        }

        return length;
    }

    private static int JsonText(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        int length = Copy("\""u8, destination);
        foreach (byte character in text)
        {
            if (character is (byte)'"' or (byte)'\\' or < (byte)' ')
            {
                length += Copy("\\u00"u8, destination[length..]);
                length += Hex([character], destination[length..]);
            }
            else
            {
                length += Latin1(character, destination[length..]);
            }
        }

        return length + Copy("\""u8, destination[length..]);
    }

    private static int CsvText(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        bool isPlain = text.IndexOfAny("\",\r\n"u8) < 0;
        int length = isPlain ? 0 : Copy("\""u8, destination);
        foreach (byte character in text)
        {
            if (character == (byte)'"')
                destination[length++] = (byte)'"';
            length += Latin1(character, destination[length..]);
        }

        return isPlain ? length : length + Copy("\""u8, destination[length..]);
    }

    private static int Latin1(byte character, Span<byte> destination)
    {
        if (character < 0x80)
        {
            destination[0] = character;
            return 1;
        }

        return new Rune(character).EncodeToUtf8(destination);
    }

    private static void CheckLength(Span<byte> destination)
    {
        if (destination.Length < MaxLineBytes)
            throw new ArgumentException($"a line needs a buffer of {MaxLineBytes} bytes", nameof(destination));
    }
}
