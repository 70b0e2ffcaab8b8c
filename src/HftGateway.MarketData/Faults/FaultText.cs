using System.Globalization;

namespace HftGateway.MarketData.Faults;

/// <summary>
/// Faults of a line as a person writes them: words <c>name=value</c> with spaces between, e.g.
/// <c>loss=0.01 burst=0.001 burst_packets=20 delay_us=50 seed=7</c>. The names are those of
/// <see cref="FaultOptions"/>, times with their unit.
/// </summary>
public static class FaultText
{
    /// <summary>Reads faults.</summary>
    /// <param name="text">The words; empty is a perfect line.</param>
    /// <param name="options">The faults.</param>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? TryParse(string text, out FaultOptions options)
    {
        options = new FaultOptions();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = word.Split('=', 2);
            if (pair.Length != 2 || !double.TryParse(
                pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || !(value is >= 0 and <= 9e15))
                return $"'{word}' is no name=number";
            if (Apply(options, pair[0], value) is not { } next)
                return $"'{pair[0]}' is no fault; valid are loss, burst, burst_packets, duplicate, reorder, "
                    + "reorder_packets, reorder_hold_us, delay_us, jitter_us, truncate, flip, undetected_flip, "
                    + "flip_bits, seed";
            options = next;
        }

        try
        {
            options.Validate();
            return null;
        }
        catch (ArgumentOutOfRangeException e)
        {
            return $"{e.ParamName} {e.ActualValue}: {e.Message.Split(" (", 2)[0]}";
        }
    }

    private static FaultOptions? Apply(FaultOptions o, string name, double value) => name switch
    {
        "seed" => o with { Seed = (ulong)value },
        "loss" => o with { Loss = value },
        "burst" => o with { Burst = value },
        "burst_packets" => o with { BurstPackets = Whole(value) },
        "duplicate" => o with { Duplicate = value },
        "reorder" => o with { Reorder = value },
        "reorder_packets" => o with { ReorderPackets = Whole(value) },
        "reorder_hold_us" => o with { ReorderHoldNs = (long)(value * 1_000) },
        "delay_us" => o with { DelayNs = (long)(value * 1_000) },
        "jitter_us" => o with { JitterNs = (long)(value * 1_000) },
        "truncate" => o with { Truncate = value },
        "flip" => o with { Flip = value },
        "undetected_flip" => o with { UndetectedFlip = value },
        "flip_bits" => o with { FlipBits = Whole(value) },
        _ => null,
    };

    private static int Whole(double value) => (int)Math.Min(value, int.MaxValue);
}
