using System.Text;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>Bytes as characters and back, without loss: bytes that are not text in their encoding stay bytes.</summary>
internal static class SbeTextBytes
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>The characters, or null where the bytes are not text of that encoding.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, SbeTextEncoding encoding)
    {
        switch (encoding)
        {
            case SbeTextEncoding.Ascii:
                return bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) < 0 ? Encoding.ASCII.GetString(bytes) : null;
            case SbeTextEncoding.Latin1:
                return Encoding.Latin1.GetString(bytes);
            case SbeTextEncoding.Utf8:
                try
                {
                    return StrictUtf8.GetString(bytes);
                }
                catch (DecoderFallbackException)
                {
                    return null;
                }

            default:
                return null;
        }
    }

    /// <summary>The bytes, or null where the encoding cannot write a character (or is not one that this library writes).</summary>
    public static byte[]? Encode(string text, SbeTextEncoding encoding)
    {
        switch (encoding)
        {
            case SbeTextEncoding.Ascii or SbeTextEncoding.Latin1:
                char highest = encoding == SbeTextEncoding.Ascii ? '\u007F' : '\u00FF';
                return text.AsSpan().IndexOfAnyExceptInRange('\0', highest) < 0 ? Encoding.Latin1.GetBytes(text) : null;
            case SbeTextEncoding.Utf8:
                try
                {
                    return StrictUtf8.GetBytes(text);
                }
                catch (EncoderFallbackException)
                {
                    return null;
                }

            default:
                return null;
        }
    }
}
