using System.Globalization;

namespace HftGateway.Aeron.Channels;

/// <summary>Sizes (k, m, g of 1024) and durations (ns, us, ms, s) as Aeron writes them.</summary>
public static class UnitText
{
    /// <summary>Reads a size in bytes.</summary>
    /// <param name="text">Digits, then nothing, k, m or g in either case.</param>
    /// <param name="bytes">The size.</param>
    /// <returns>Whether it is one that fits 63 bits.</returns>
    public static bool TryParseSize(ReadOnlySpan<char> text, out long bytes)
    {
        bytes = 0;
        if (text.IsEmpty)
            return false;
        long unit = char.ToLowerInvariant(text[^1]) switch
        {
            'k' => 1L << 10,
            'm' => 1L << 20,
            'g' => 1L << 30,
            _ => 1,
        };
        return TryScale(unit == 1 ? text : text[..^1], unit, out bytes);
    }

    /// <summary>Reads a duration in ns.</summary>
    /// <param name="text">Digits, then nothing (ns), ns, us, ms or s.</param>
    /// <param name="ns">The duration.</param>
    /// <returns>Whether it is one that fits 63 bits.</returns>
    public static bool TryParseDuration(ReadOnlySpan<char> text, out long ns)
    {
        ns = 0;
        if (text.EndsWith("ns", StringComparison.OrdinalIgnoreCase))
            return TryScale(text[..^2], 1, out ns);
        if (text.EndsWith("us", StringComparison.OrdinalIgnoreCase))
            return TryScale(text[..^2], 1_000, out ns);
        if (text.EndsWith("ms", StringComparison.OrdinalIgnoreCase))
            return TryScale(text[..^2], 1_000_000, out ns);
        return text.EndsWith("s", StringComparison.OrdinalIgnoreCase)
            ? TryScale(text[..^1], 1_000_000_000, out ns)
            : TryScale(text, 1, out ns);
    }

    private static bool TryScale(ReadOnlySpan<char> digits, long unit, out long value)
    {
        value = 0;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            || number > long.MaxValue / unit)
            return false;
        value = number * unit;
        return true;
    }
}
