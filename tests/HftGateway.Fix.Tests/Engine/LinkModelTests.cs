using System.Globalization;

namespace HftGateway.Fix.Tests.Engine;

public sealed class LinkModelTests
{
    private const int Steps = 500;

    /// <summary>FIX_MODEL_SEEDS runs more of them, FIX_MODEL_FIRST begins elsewhere.</summary>
    [Fact]
    public void ShouldLoseAndDoubleNothingOverAFaultyLink()
    {
        int first = Number("FIX_MODEL_FIRST", 1), seeds = Number("FIX_MODEL_SEEDS", 5);
        int connections = 0, kills = 0, messages = 0;
        for (int seed = first; seed < first + seeds; seed++)
        {
            using var model = new LinkModel(seed);
            try
            {
                model.Run(Steps);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}: {error.Message}", error);
            }
            connections += model.Connections;
            kills += model.Kills;
            messages += model.Messages;
        }
        // The model does what it is for.
        Assert.True(connections > 4 * seeds && kills > seeds && messages > 20 * seeds,
            $"{seeds} seeds: {connections} connections, {kills} kills, {messages} messages");
        Console.WriteLine($"{seeds} seeds: {connections} connections, {kills} kills, {messages} messages");
    }

    private static int Number(string name, int otherwise) => int.TryParse(
        Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
        ? value : otherwise;
}
