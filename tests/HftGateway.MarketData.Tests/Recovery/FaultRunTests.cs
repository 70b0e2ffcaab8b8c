using System.Globalization;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Faults;

namespace HftGateway.MarketData.Tests.Recovery;

/// <summary>
/// Whole feeds over bad lines, each run from one seed. HFTGW_FAULT_RUNS sets how many runs a test makes, for long
/// campaigns; HFTGW_FAULT_SEED the first seed.
/// </summary>
public sealed class FaultRunTests
{
    private const int Packets = 200;
    private static readonly int Runs = Number("HFTGW_FAULT_RUNS", 1_000);
    private static readonly ulong FirstSeed = (ulong)Number("HFTGW_FAULT_SEED", 1);

    // Loss, bursts, duplicates, reordering, delay, truncation and discarded flips: no copy that arrives is false.
    [Fact]
    public void ShouldDeliverTheOriginalOrReportTheLossWhenLinesAreBad()
    {
        int perfect = 0, repaired = 0, stale = 0;
        for (ulong seed = FirstSeed; seed < FirstSeed + (ulong)Runs; seed++)
        {
            FaultRandom random = new(seed);
            using FeedSimulation run = new(seed, Plan(ref random, flips: false));
            run.Run(Packets);
            Judge(run, seed);
            Assert.Equal((0L, 0L), (run.Judge.Different, run.Judge.Invented));
            if (run.Judge.Lost == 0 && run.Judge.IsSound)
                perfect++;
            else if (run.Judge.IsSound)
                repaired++;
            else
                stale++;
        }

        // The campaign must have met all three ends.
        Assert.True(perfect > Runs / 10 && repaired > Runs / 50 && stale > Runs / 100, $"{perfect} {repaired} {stale}");
    }

    // Flips that no checksum caught, with copies compared: a false message is told, or is known to be unconfirmed.
    [Fact]
    public void ShouldReportEveryDifferenceWhenFlipsPassTheChecksums()
    {
        int different = 0, caught = 0;
        for (ulong seed = FirstSeed; seed < FirstSeed + (ulong)Runs; seed++)
        {
            FaultRandom random = new(seed);
            SimulationPlan plan = Plan(ref random, flips: true) with { Verify = true };
            using FeedSimulation run = new(seed, plan);
            run.Run(Packets);
            Judge(run, seed);
            long told = run.Judge.Conflicts + run.Feed.Arbiter.CountUnverified();
            Assert.True(run.Judge.Different <= told, $"seed {seed}: {run.Judge.Different} false, {told} told");
            Assert.True(run.Judge.Invented == 0 || run.Judge.Lost + (ulong)run.Judge.Renumberings > 0, $"seed {seed}");
            if (run.Judge.Different == 0)
                continue;
            different++;
            if (run.Judge.Conflicts > 0)
                caught++;
        }

        Assert.True(different > Runs / 10 && caught > different / 2, $"{different} {caught}");
    }

    // With two whole lines every difference is found: nothing is unconfirmed.
    [Fact]
    public void ShouldReportEveryDifferenceExactlyWhenBothCopiesArrive()
    {
        int different = 0;
        for (ulong seed = FirstSeed; seed < FirstSeed + (ulong)Runs / 4; seed++)
        {
            FaultOptions good = new() { Seed = seed, JitterNs = 30_000 };
            FaultOptions bad = good with { Seed = ~seed, UndetectedFlip = 0.02 };
            using FeedSimulation run = new(
                seed, new SimulationPlan { Lines = [bad, good], Verify = true, Servers = [ServerManner.Honest] });
            run.Run(Packets);
            Judge(run, seed);
            // A false number ahead of the feed is told as a loss before it, or by the lines' own numbers behind it.
            Assert.True(run.Judge.Invented == 0 || run.Judge.Lost + (ulong)run.Judge.Renumberings > 0, $"seed {seed}");
            if (run.Judge.Different == 0)
                continue;
            different++;
            Assert.True(
                run.Judge.Conflicts >= run.Judge.Different,
                $"seed {seed}: {run.Judge.Conflicts} told, {run.Judge.Different} false, numbers "
                + $"{run.Judge.DifferentNumbers} of {run.Published}, {run.Judge.Lost} lost, {run.Feed.Arbiter.Reasons}");
            Assert.Equal(StaleReason.Conflict, run.Feed.Arbiter.Reasons & StaleReason.Conflict);
        }

        Assert.True(different > 10, $"{different}");
    }

    [Fact]
    public void ShouldGiveTheSameStreamWhenTheSeedIsTheSame()
    {
        string[] twice = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            FaultRandom random = new(77);
            using FeedSimulation run = new(77, Plan(ref random, flips: true));
            run.Run(Packets);
            return $"{run.Judge.Messages} {run.Judge.Lost} {run.Judge.Different} {run.Feed.Arbiter.Statistics.Gaps} "
                + $"{run.Feed.Arbiter.Line(0).First} {run.Feed.Arbiter.Line(1).Lag.MeanNs}";
        })];
        Assert.Equal(twice[0], twice[1]);
    }

    private static void Judge(FeedSimulation run, ulong seed)
    {
        bool isStale = run.Feed.Arbiter.IsStale;
        Assert.Equal(!isStale, run.Judge.IsSound);
        if (isStale)
            return;
        // Sound: whole, and nothing is missing at the end unless the end itself never came.
        Assert.True(run.Judge.IsWhole, $"seed {seed}");
        Assert.True(run.Judge.Next == run.Published + 1, $"seed {seed}: ends at {run.Judge.Next} of {run.Published}");
    }

    private static SimulationPlan Plan(ref FaultRandom random, bool flips)
    {
        double scale = Pick(ref random, 0.0, 0.002, 0.02, 0.1);
        return new SimulationPlan
        {
            Lines = [Line(ref random, scale, flips), Line(ref random, scale, flips)],
            Servers = Servers(ref random),
            HasSnapshots = (random.Next() & 1) == 0,
            MaxRequest = Pick(ref random, 1, 7, 50),
        };
    }

    private static ServerManner[] Servers(ref FaultRandom random)
    {
        var servers = new ServerManner[random.Below(4)];
        for (int i = 0; i < servers.Length; i++)
            servers[i] = (ServerManner)random.Below(7);
        return servers;
    }

    private static FaultOptions Line(ref FaultRandom random, double scale, bool flips) => new()
    {
        Seed = random.Next(),
        Loss = scale * Pick(ref random, 0.0, 1.0, 3.0),
        Burst = scale * Pick(ref random, 0.0, 0.1),
        BurstPackets = Pick(ref random, 2, 10, 100),
        Duplicate = scale * Pick(ref random, 0.0, 1.0),
        Reorder = scale * Pick(ref random, 0.0, 1.0),
        ReorderPackets = Pick(ref random, 1, 5, 50),
        ReorderHoldNs = 2_000_000,
        DelayNs = Pick(ref random, 0L, 10_000L, 1_000_000L),
        JitterNs = Pick(ref random, 0L, 50_000L),
        Truncate = scale * Pick(ref random, 0.0, 0.5),
        Flip = scale * Pick(ref random, 0.0, 0.5),
        UndetectedFlip = flips ? Math.Max(0.002, scale * 0.2) : 0,
    };

    private static T Pick<T>(ref FaultRandom random, params ReadOnlySpan<T> values) =>
        values[random.Below(values.Length)];

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number)
            ? number : otherwise;
}
