namespace HftGateway.Fix;

/// <summary>A message as the log shows it.</summary>
internal static class FixLogText
{
    /// <summary>
    /// Copies a message with <c>|</c> for SOH and <c>***</c> for the values of 554, 925, 1402 and 1404. The destination
    /// is longer than the message by enough for that.
    /// </summary>
    internal static int Write(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        int length = 0;
        while (!message.IsEmpty)
        {
            int end = message.IndexOf(FixFields.Soh);
            ReadOnlySpan<byte> field = end < 0 ? message : message[..end];
            int equals = field.IndexOf((byte)'=');
            if (equals > 0 && IsSecret(field[..equals]))
            {
                field[..(equals + 1)].CopyTo(destination[length..]);
                "***"u8.CopyTo(destination[(length + equals + 1)..]);
                length += equals + 4;
            }
            else
            {
                field.CopyTo(destination[length..]);
                length += field.Length;
            }
            if (end < 0)
                break;
            destination[length++] = (byte)'|';
            message = message[(end + 1)..];
        }
        return length;
    }

    private static bool IsSecret(ReadOnlySpan<byte> tag) =>
        tag.SequenceEqual("554"u8) || tag.SequenceEqual("925"u8) || tag.SequenceEqual("1402"u8)
        || tag.SequenceEqual("1404"u8);
}
