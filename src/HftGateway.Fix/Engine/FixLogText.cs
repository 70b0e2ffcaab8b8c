namespace HftGateway.Fix;

/// <summary>A message as the log shows it.</summary>
internal static class FixLogText
{
    /// <summary>
    /// Copies a message with <c>|</c> for SOH and <c>***</c> for the values of 554, 925, 1402 and 1404; the last two are data,
    /// masked as far as their length fields say, and to the end of the message where that cannot be. The destination is longer
    /// than the message by enough for that.
    /// </summary>
    internal static int Write(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        int length = 0;
        long dataBytes = -1; // of the field that follows
        while (!message.IsEmpty)
        {
            int end = message.IndexOf(FixFields.Soh), equals = message.IndexOf((byte)'=');
            bool hasTag = equals > 0 && (end < 0 || equals < end);
            if (hasTag && dataBytes >= 0 && IsSecretData(message[..equals]))
            {
                long behind = equals + 1 + dataBytes;
                end = behind < message.Length && message[(int)behind] == FixFields.Soh ? (int)behind : -1;
            }
            ReadOnlySpan<byte> field = end < 0 ? message : message[..end];
            dataBytes = hasTag && IsSecretLength(field[..equals])
                && FixValue.TryParseUInt32(field[(equals + 1)..], out uint bytes) ? bytes : -1;
            if (hasTag && IsSecret(field[..equals]))
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
        tag.SequenceEqual("554"u8) || tag.SequenceEqual("925"u8) || IsSecretData(tag);

    private static bool IsSecretData(ReadOnlySpan<byte> tag) => tag.SequenceEqual("1402"u8) || tag.SequenceEqual("1404"u8);

    private static bool IsSecretLength(ReadOnlySpan<byte> tag) => tag.SequenceEqual("1401"u8) || tag.SequenceEqual("1403"u8);
}
