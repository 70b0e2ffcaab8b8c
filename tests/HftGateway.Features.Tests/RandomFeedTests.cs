using HftGateway.Features.Tests.Reference;
using HftGateway.MarketData.Events;
using Xunit.Abstractions;

namespace HftGateway.Features.Tests;

/// <summary>Every feature against its definition, at every event.</summary>
public sealed class RandomFeedTests(ITestOutputHelper output)
{
    private const long S = 1_000_000_000;
    private const long Hours = 3 * 3_600 * S;

    // Seed, longest gap in ns (a fine grid over hours would keep the reference busy for hours), parameters.
    public static TheoryData<int, long, FeatureOptions> Cases => new()
    {
        { 1, Hours, new() },
        { 2, 2 * S, new() { Signal = FeatureSignal.OfiDecay, ZWindow = 7, ZSampleNs = S / 20, FlowWindow = 3 } },
        { 3, S / 2, new() { Signal = FeatureSignal.Ofi, ZSampleNs = S / 50, ShortM = 1, ShortDeltaNs = S / 100 } },
        { 4, Hours, new() { Signal = FeatureSignal.FlowImbalanceNorm, FlowWindow = 10, ZWindow = 2 } },
        { 5, Hours, new() { DepthLevels = 1, ImbalanceLevels = 3, OfiTauS = 1e-3, DepthTauS = 0.5, ZWindow = 20 } },
        {
            6, 2 * S,
            new() { DepthLevels = 10, ZWindow = 1000, ZSampleNs = S / 50, ShortDeltaNs = 999_999, ShortM = 99 }
        },
        { 7, 10_000, new() { OfiTauS = 86_400, DepthTauS = 8e4, ZSampleNs = 1_000, ZWindow = 31, ShortDeltaNs = 777 } },
        { 8, 10 * S, new() { TickPu = 7, HaltS = 0, ZWindow = 15 } },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void ShouldMatchDefinitionsWhenFeedIsRandom(int seed, long longestGapNs, FeatureOptions options)
    {
        RandomFeed feed = new(seed, 2) { LongestGapNs = longestGapNs };
        using Harness harness = new(options, 2, [options.TickPu, 50]);
        for (int i = 0; i < 2_000; i++)
        {
            InputEvent e = feed.Next();
            harness.Compare(in e, $"seed {seed}");
        }
        output.WriteLine($"{harness.Rows} rows, {harness.Scores} with a score");
        Assert.True(harness.Rows > 1_500, $"seed {seed}: {harness.Rows} rows");
        Assert.True(harness.Scores > 20, $"seed {seed}: {harness.Scores} scores");
    }

    [Fact]
    public void ShouldMatchDefinitionsWhenGapsAndClearsComeBetween()
    {
        const int Seed = 77;
        RandomFeed feed = new(Seed, 2);
        Random random = new(Seed);
        using Harness harness = new(
            new FeatureOptions { ZWindow = 5, ZSampleNs = 10_000_000, FlowWindow = 5, ShortM = 2 }, 2);
        for (int i = 0; i < 2_000; i++)
        {
            InputEvent e = feed.Next();
            int what = random.Next(1000);
            if (what < 4)
                e = e with { Kind = EventKind.FeedGap, Instrument = InputEvent.NoInstrument };
            else if (what < 8)
                e = e with { Kind = EventKind.FeedRecovered, Instrument = InputEvent.NoInstrument };
            else if (what < 12)
                harness.Clear(random.Next(2));
            harness.Compare(in e, $"seed {Seed}");
        }
        Assert.True(harness.Rows > 1_000, $"seed {Seed}: {harness.Rows} rows");
    }

    [Fact]
    public void ShouldMatchDefinitionsWhenFeedIsRecorded()
    {
        string? path = FindData("lobster/AMZN_2012-06-21_partial_message_1.csv");
        if (path == null)
        {
            output.WriteLine("SKIPPED: ../shared/data/lobster/AMZN_2012-06-21_partial_message_1.csv is absent");
            return;
        }
        string text = string.Join('\n', File.ReadLines(path).Take(2_000));
        using Harness harness = new(new FeatureOptions { ZWindow = 20 });
        foreach (InputEvent e in LobsterLines.Parse(text))
            harness.Compare(in e, "AMZN");
        output.WriteLine($"{harness.Rows} rows, {harness.Scores} with a score");
        Assert.True(harness.Scores > 300);
    }

    private static string? FindData(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "data", name);
            if (File.Exists(path))
                return path;
        }
        return null;
    }
}
