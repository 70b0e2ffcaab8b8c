using System.Globalization;

namespace HftGateway.Aeron.Tests;

/// <summary>How much more than usual the seeded tests do: HFTGW_AERON_ROUNDS, 1 by default.</summary>
internal static class Rounds
{
    public static int Factor { get; } =
        int.TryParse(
            Environment.GetEnvironmentVariable("HFTGW_AERON_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture,
            out int factor) && factor > 0 ? factor : 1;
}
