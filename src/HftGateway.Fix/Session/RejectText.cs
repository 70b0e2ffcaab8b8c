using System.Buffers.Text;

namespace HftGateway.Fix;

/// <summary>What a session Reject says about the field that is wrong.</summary>
internal static class RejectText
{
    /// <summary>The version knows the reason.</summary>
    internal static bool IsKnown(FixRejectReason reason, FixVersion version) =>
        (int)reason <= version.MaxRejectReason()
        || (reason == FixRejectReason.Other && version >= FixVersion.Fix44);

    /// <summary>
    /// Writes RefTagID [371] and returns its length, 0 when no field is named. A tag that is not a positive number is
    /// written as it came, if it is a number at all.
    /// </summary>
    internal static int RefTag(in FixFrame frame, FixVerdict verdict, Span<byte> destination)
    {
        if (!verdict.HasRefTag)
            return 0;
        if (verdict.RefTag == 0 && verdict.Reason == FixRejectReason.InvalidTagNumber)
            return RawTag(in frame, destination);
        Utf8Formatter.TryFormat(verdict.RefTag, destination, out int written);
        return written;
    }

    private static int RawTag(in FixFrame frame, Span<byte> destination)
    {
        var fields = new FixFields(frame);
        while (fields.MoveNext())
        {
            if (fields.Error != FixParseError.InvalidTag)
                continue;
            ReadOnlySpan<byte> field = frame.Bytes[fields.FieldOffset..fields.NextOffset];
            int length = field.IndexOf((byte)'=');
            if (length <= 0 || length > 11 || !IsNumber(field[..length]))
                return 0;
            field[..length].CopyTo(destination);
            return length;
        }
        return 0;
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int _, out int used) && used == text.Length && text[0] != '+';
}
