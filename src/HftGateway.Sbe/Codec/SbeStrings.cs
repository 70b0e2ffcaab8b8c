using System.Globalization;
using System.Text;

namespace HftGateway.Sbe;

/// <summary>
/// Text of fields and variable data, and the printing of messages (<c>ToString</c> of generated decoders).
/// <para><b>Cost.</b> <see cref="ToNul"/> and <see cref="Write(Span{byte}, ReadOnlySpan{byte})"/> do not allocate; what
/// returns or appends text does, and is not for the hot path.</para>
/// </summary>
public static class SbeStrings
{
    /// <summary>The field up to its first NUL, or all of it.</summary>
    public static ReadOnlySpan<byte> ToNul(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    /// <summary>Bytes as characters, one to one (US-ASCII and ISO 8859-1).</summary>
    public static string Latin1(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>Bytes as UTF-8 text; what is not UTF-8 becomes U+FFFD.</summary>
    public static string Utf8(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>Writes text into a fixed field and pads with NUL.</summary>
    /// <exception cref="ArgumentException">The text is longer than the field.</exception>
    public static void Write(Span<byte> field, ReadOnlySpan<byte> text)
    {
        if (text.Length > field.Length)
            SbeThrow.Length(text.Length, field.Length);
        text.CopyTo(field);
        field[text.Length..].Clear();
    }

    /// <summary>Writes characters into a fixed field, one byte each, and pads with NUL.</summary>
    /// <exception cref="ArgumentException">The text is longer than the field, or has characters above
    /// U+00FF.</exception>
    public static void WriteLatin1(Span<byte> field, ReadOnlySpan<char> text)
    {
        if (text.Length > field.Length)
            SbeThrow.Length(text.Length, field.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] > 0xFF)
                throw new ArgumentException($"character {i} of the text is not one byte");
            field[i] = (byte)text[i];
        }
        field[text.Length..].Clear();
    }

    /// <summary>Writes characters as UTF-8 into a fixed field and pads with NUL.</summary>
    /// <exception cref="ArgumentException">The text is longer than the field.</exception>
    public static void WriteUtf8(Span<byte> field, ReadOnlySpan<char> text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        if (length > field.Length)
            SbeThrow.Length(length, field.Length);
        Encoding.UTF8.GetBytes(text, field);
        field[length..].Clear();
    }

    /// <summary>Copies an array of bytes of exactly the field's length.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static void WriteExact(Span<byte> field, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != field.Length)
            SbeThrow.Length(bytes.Length, field.Length);
        bytes.CopyTo(field);
    }

    /// <summary>Appends a number as <c>ToString</c> of a decoder prints it: invariant culture, shortest round-trip
    /// form.</summary>
    public static StringBuilder Append<T>(StringBuilder text, T value)
        where T : IFormattable
        => text.Append(value.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>Appends one byte of text as a quoted character, or its number where it cannot be printed.</summary>
    public static StringBuilder AppendChar(StringBuilder text, byte value)
        => value is >= 0x20 and <= 0x7E ? text.Append('\'').Append((char)value).Append('\'') : Append(text, value);

    /// <summary>Appends quoted text; what is not printable as <c>\xNN</c>.</summary>
    public static StringBuilder AppendText(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        text.Append('"');
        foreach (byte value in bytes)
        {
            if (value is >= 0x20 and <= 0x7E and not ((byte)'"' or (byte)'\\'))
                text.Append((char)value);
            else
                text.Append("\\x").Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }
        return text.Append('"');
    }

    /// <summary>Appends bytes in hexadecimal.</summary>
    public static StringBuilder AppendBytes(StringBuilder text, ReadOnlySpan<byte> bytes)
        => text.Append("0x").Append(Convert.ToHexString(bytes));
}
