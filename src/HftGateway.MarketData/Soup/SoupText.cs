using System.Text;

namespace HftGateway.MarketData.Soup;

/// <summary>
/// The text fields of SoupBinTCP packets: names padded on the right, sessions and numbers padded on the left.
/// <para><b>Reference.</b> SoupBinTCP 3.00, section 2.</para>
/// </summary>
public static class SoupText
{
    /// <summary>Width of a sequence number.</summary>
    public const int NumberBytes = 20;

    /// <summary>Width of a session name.</summary>
    public const int SessionBytes = 10;

    /// <summary>Width of a user name.</summary>
    public const int UserNameBytes = 6;

    /// <summary>Width of a password.</summary>
    public const int PasswordBytes = 10;

    /// <summary>Writes a number, padded with spaces on the left.</summary>
    /// <param name="field">The field; the number must fit.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether it fits.</returns>
    public static bool TryWriteNumber(Span<byte> field, ulong value)
    {
        field.Fill((byte)' ');
        for (int i = field.Length - 1; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value % 10));
            value /= 10;
            if (value == 0)
                return true;
        }

        return value == 0;
    }

    /// <summary>Reads a number that may be padded with spaces on either side.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when the field is no number below 2^64.</returns>
    public static bool TryReadNumber(ReadOnlySpan<byte> field, out ulong value)
    {
        value = 0;
        ReadOnlySpan<byte> digits = field.Trim((byte)' ');
        if (digits.IsEmpty)
            return false;
        foreach (byte digit in digits)
        {
            int units = digit - '0';
            if (units is < 0 or > 9 || value > (ulong.MaxValue - (ulong)units) / 10)
                return false;
            value = (value * 10) + (ulong)units;
        }

        return true;
    }

    /// <summary>Writes a name, padded with spaces on the right; what does not fit is left out.</summary>
    public static void WriteName(Span<byte> field, string name)
    {
        field.Fill((byte)' ');
        _ = Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(name.Length, field.Length)), field);
    }

    /// <summary>Writes a session name, padded with spaces on the left.</summary>
    public static void WriteSession(Span<byte> field, string session)
    {
        field.Fill((byte)' ');
        int length = Math.Min(session.Length, field.Length);
        _ = Encoding.ASCII.GetBytes(session.AsSpan(0, length), field[(field.Length - length)..]);
    }

    /// <summary>A field without its padding. Allocates.</summary>
    public static string Read(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field.Trim((byte)' '));
}
