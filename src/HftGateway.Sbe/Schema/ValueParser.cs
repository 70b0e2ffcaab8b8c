using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>Reads values of primitive types as schemas write them: null, minimum and maximum values, constants, valid values.</summary>
internal static class ValueParser
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    /// <summary>How a text stands to a type.</summary>
    internal enum Outcome
    {
        Good,
        Malformed,
        DoesNotFit,
    }

    /// <summary>Reads one value.</summary>
    /// <param name="text">The text; spaces around numbers do not matter.</param>
    /// <param name="type">The type.</param>
    /// <param name="value">The value, where the outcome is good.</param>
    public static Outcome Parse(string text, SbePrimitiveType type, out SbeValue value)
    {
        value = default;
        if (type == SbePrimitiveType.Char)
        {
            return ParseChar(text, out value);
        }

        string trimmed = text.Trim();
        if (type.IsFloatingPoint())
        {
            return ParseFloat(trimmed, type, out value);
        }

        if (type.IsSigned())
        {
            if (!long.TryParse(trimmed, Whole, CultureInfo.InvariantCulture, out long number))
            {
                return IsWhole(trimmed) ? Outcome.DoesNotFit : Outcome.Malformed;
            }

            value = SbeValue.FromInt64(type, number);
            long lowest = SbePrimitives.Lowest(type);
            return number >= lowest && number <= ~lowest ? Outcome.Good : Outcome.DoesNotFit;
        }

        if (!ulong.TryParse(trimmed, Whole, CultureInfo.InvariantCulture, out ulong positive))
        {
            return IsWhole(trimmed) ? Outcome.DoesNotFit : Outcome.Malformed;
        }

        value = SbeValue.FromUInt64(type, positive);
        return positive <= SbePrimitives.Highest(type) ? Outcome.Good : Outcome.DoesNotFit;
    }

    /// <summary>
    /// Reads an attribute as a value, with findings. A <c>nullValue</c> of <c>"0"</c> on <c>char</c> means the byte 0, as CME uses it.
    /// </summary>
    public static SbeValue? Attribute(DiagnosticBag bag, XElement element, string attribute, SbePrimitiveType type)
    {
        if (AttributeReader.Text(element, attribute) is not { } text)
        {
            return null;
        }

        if (type == SbePrimitiveType.Char && attribute == "nullValue" && text == "0")
        {
            return type.DefaultNull();
        }

        string shown = $"{attribute}=\"{DiagnosticBag.Clip(text)}\"";
        switch (Parse(text, type, out SbeValue value))
        {
            case Outcome.Good:
                return value;
            case Outcome.Malformed:
                bag.Error(SbeRule.BadNumber, element, $"{shown} is not a value of {type.SchemaName()}");
                return null;
            default:
                bag.Error(SbeRule.ValueDoesNotFit, element, $"{shown} does not fit {type.SchemaName()}");
                return null;
        }
    }

    /// <summary>The characters of a text as bytes, or null where the encoding cannot write one of them.</summary>
    public static byte[]? Encode(string text, SbeTextEncoding encoding)
    {
        if (encoding == SbeTextEncoding.Utf8)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        byte[] bytes = new byte[text.Length];
        int highest = encoding == SbeTextEncoding.Ascii ? 0x7F : 0xFF;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] > highest)
            {
                return null;
            }

            bytes[i] = (byte)text[i];
        }

        return bytes;
    }

    private static Outcome ParseChar(string text, out SbeValue value)
    {
        // A single space is a character; spaces around another character are layout.
        string letter = text.Length == 1 ? text : text.Trim();
        value = SbeValue.FromUInt64(SbePrimitiveType.Char, letter.Length == 1 ? letter[0] : 0u);
        return letter.Length != 1 ? Outcome.Malformed : letter[0] <= 0xFF ? Outcome.Good : Outcome.DoesNotFit;
    }

    private static Outcome ParseFloat(string text, SbePrimitiveType type, out SbeValue value)
    {
        if (text == "NaN")
        {
            value = SbeValue.NaN(type);
            return Outcome.Good;
        }

        double? named = text switch
        {
            "INF" or "+INF" or "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-INF" or "-Infinity" => double.NegativeInfinity,
            _ => null,
        };
        bool single = type == SbePrimitiveType.Float;
        value = default;
        if (named is { } special)
        {
            value = single ? SbeValue.FromSingle((float)special) : SbeValue.FromDouble(special);
            return Outcome.Good;
        }

        // A float is parsed as one: going through a double would round twice.
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent;
        float narrow = 0;
        bool parsed = double.TryParse(text, style, CultureInfo.InvariantCulture, out double wide)
            && (!single || float.TryParse(text, style, CultureInfo.InvariantCulture, out narrow));
        if (!parsed || double.IsNaN(wide))
        {
            return Outcome.Malformed;
        }

        value = single ? SbeValue.FromSingle(narrow) : SbeValue.FromDouble(wide);
        return double.IsInfinity(value.AsDouble) ? Outcome.DoesNotFit : Outcome.Good;
    }

    private static bool IsWhole(string text)
    {
        int digits = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        return text.Length > digits && text.Skip(digits).All(letter => letter is >= '0' and <= '9');
    }
}
