using System.Runtime.Intrinsics;
using HftGateway.Features.Tests.Reference;
using HftGateway.MarketData.Events;

namespace HftGateway.Features.Tests;

/// <summary>The worked example of the features specification, section 14, to the digits that it prints.</summary>
public sealed class WorkedExampleTests
{
    private const double NaN = double.NaN;

    private const string Feed =
        """
        34200.000000000,1,1,100,1000000,1
        34200.010000000,1,2,200,999900,1
        34200.020000000,1,3,150,1000200,-1
        34200.030000000,1,4,100,1000300,-1
        34200.050000000,1,5,50,1000100,1
        34200.100000000,4,3,60,1000200,-1
        34200.150000000,5,0,30,1000150,1
        34200.200000000,2,5,20,1000100,1
        34200.300000000,4,3,90,1000200,-1
        34200.400000000,3,5,30,1000100,1
        34200.500000000,4,1,40,1000000,1
        34201.200000000,1,6,70,1000200,-1
        34202.300000000,4,6,70,1000200,-1
        34203.000000000,5,0,10,1000000,1
        34203.500000000,1,7,300,1000100,1
        """;

    private static readonly double[] Mid =
    [
        NaN, NaN, 1000100, 1000100, 1000150, 1000150, 1000150, 1000150, 1000200, 1000150, 1000150, 1000100, 1000150,
        1000150, 1000200,
    ];

    private static readonly double[] Microprice =
    [
        NaN, NaN, 1000080, 1000080, 1000125, 1000135.7142857, 1000135.7142857, 1000125, 1000146.1538462, 1000150,
        1000112.5, 1000092.3076923, 1000112.5, 1000112.5, 1000250,
    ];

    private static readonly double[] ExecutionEdge =
    [
        NaN, NaN, -20, -20, -25, -14.285714285714, -14.285714285714, -25, -53.846153846154, 0, -37.5,
        -7.6923076923077, -37.5, -37.5, 50,
    ];

    private static readonly double[] DepthImbalance =
    [
        NaN, NaN, 0.33333333333333, 0.090909090909091, 0.16666666666667, 0.2962962962963, 0.2962962962963,
        0.26923076923077, 0.53488372093023, 0.5, 0.44444444444444, 0.2093023255814, 0.44444444444444,
        0.44444444444444, 0.6969696969697,
    ];

    private static readonly double[] BookPressure =
    [
        NaN, NaN, 0.14285714285714, 0, -0.090909090909091, 0.08695652173913, 0.08695652173913, 0.023255813953488,
        0.18918918918919, 0.33333333333333, 0.23076923076923, 0.14285714285714, 0.23076923076923, 0.23076923076923,
        0.59731543624161,
    ];

    private static readonly double[] WallRatio =
    [
        NaN, NaN, 0.44444444444444, 0.36363636363636, 0.33333333333333, 0.37037037037037, 0.37037037037037,
        0.38461538461538, 0.46511627906977, 0.5, 0.55555555555556, 0.46511627906977, 0.55555555555556,
        0.55555555555556, 0.45454545454545,
    ];

    private static readonly double[] DepthDollars =
    [
        NaN, NaN, 45001, 55004, 60004.5, 54003.3, 54003.3, 52003.1, 43001.3, 40001, 36001, 43002.4, 36001, 36001, 66004,
    ];

    private static readonly double[] OfiEvent = [100, 0, -150, 0, 50, 60, 0, -20, 90, -30, -40, -70, 70, 0, 300];

    private static readonly double[] Ofi =
        [NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, -50, 70, 70, 300];

    private static readonly double[] OfiDecay =
    [
        100, 99.004983374917, -51.980132669324, -51.462921707524, -0.44388758220484, 59.577761070636, 56.672119376262,
        33.908187499518, 120.68139682734, 79.197043510226, 31.660448365874, -54.27788663006, 51.93246105661,
        25.788896950432, 315.64175668061,
    ];

    private static readonly int[] AggressorOfTrade = [0, 0, 0, 0, 0, 1, -1, 0, 1, 0, -1, 0, 1, -1, 0];

    // flow_imbalance over order_flow_toxicity's denominator: 120/180, 20/160, 120/200, 20/120.
    private static readonly double[] FlowImbalanceNorm =
    [
        NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 0.66666666666667, 0.66666666666667, 0.125, 0.125, 0.6,
        0.16666666666667, 0.16666666666667,
    ];

    private static readonly double[] TickRuleColumn = [NaN, NaN, NaN, NaN, NaN, 0, -1, -1, 1, 1, -1, -1, 1, -1, -1];

    private static readonly double[] AverageSpread =
    [
        NaN, NaN, 200, 200, 200, 199.99583342014, 199.99166701388, 199.98750078122, 199.97916883665, 199.97917057251,
        199.98750529435, 200.04582890355, 200.04578691297, 200.10407653448, 200.14569116561,
    ];

    [Fact]
    public void ShouldGiveTheSpecifiedNumbersWhenFedTheWorkedExample()
    {
        using Harness harness = new(new FeatureOptions { FlowWindow = 3 });
        List<InputEvent> events = LobsterLines.Parse(Feed);
        for (int i = 0; i < events.Count; i++)
        {
            harness.Compare(events[i], "worked example");
            ref readonly FeatureRow row = ref harness.Row;
            Digits(Mid[i], row.Mid, "mid", i);
            Digits(Microprice[i], row.Microprice, "microprice", i);
            Digits(ExecutionEdge[i], row.ExecutionEdge, "execution_edge", i);
            Digits(DepthImbalance[i], row.DepthImbalance, "depth_imbalance", i);
            Digits(DepthImbalance[i], row.BookImbalance, "book_imbalance (fewer than five levels)", i);
            Digits(OfiEvent[i], row.OfiEvent, "ofi_event", i);
            Digits(Ofi[i], row.Ofi, "ofi", i);
            Digits(OfiDecay[i], row.OfiDecay, "ofi_decay", i);
            Digits(Ofi[i] / row.AverageTouchDepth, row.OfiNorm, "ofi_norm", i);
            Digits(FlowImbalanceNorm[i], row.FlowImbalanceNorm, "flow_imbalance_norm", i);
            Digits(NaN, row.SignalZ, "z-score", i);
            Assert.Equal(AggressorOfTrade[i], row.Aggressor);
            Assert.Equal(Mid[i] is NaN, (row.Flags & FeatureFlags.QuoteValid) == 0);
        }
    }

    [Fact]
    public void ShouldGiveTheSpecifiedBookColumnsWhenComputedFromTheMirror()
    {
        using Harness harness = new(new FeatureOptions());
        List<InputEvent> events = LobsterLines.Parse(Feed);
        for (int i = 0; i < events.Count; i++)
        {
            harness.Feed(events[i]);
            if (Mid[i] is NaN)
                continue;
            ref readonly LevelMirror levels = ref harness.Calculator.Levels(0);
            double bid = 0, ask = 0, total = 0, wall = 0, dollars = 0;
            for (int rank = 0; rank < SideMirror.Levels; rank++)
            {
                bid += (double)levels.Bids.Shares(rank) / (rank + 1);
                ask += (double)levels.Asks.Shares(rank) / (rank + 1);
                total += levels.Bids.Shares(rank) + levels.Asks.Shares(rank);
                wall = Math.Max(wall, Math.Max(levels.Bids.Shares(rank), levels.Asks.Shares(rank)));
                dollars += levels.Bids.Price(rank) * levels.Bids.Shares(rank)
                    + levels.Asks.Price(rank) * levels.Asks.Shares(rank);
            }
            Digits(BookPressure[i], (bid - ask) / (bid + ask), "book_pressure", i);
            Digits(WallRatio[i], wall / total, "wall_ratio", i);
            Digits(DepthDollars[i], dollars / 10_000, "depth_dollars", i);
        }
    }

    [Fact]
    public void ShouldGiveTheSpecifiedAverageSpreadWhenWeightedByTime()
    {
        using Harness harness = new(new FeatureOptions());
        TimeWeightedAverage average = default;
        average.Reset();
        long before = 0;
        List<InputEvent> events = LobsterLines.Parse(Feed);
        for (int i = 0; i < events.Count; i++)
        {
            harness.Feed(events[i]);
            double x = -(events[i].TimeNs - before) / 1200e9;
            before = events[i].TimeNs;
            double decay = ExponentialDecay.ExpMinusOne(Vector128.Create(x))[0];
            average.Add(decay, harness.Row.Spread, !double.IsNaN(harness.Row.Spread));
            Digits(AverageSpread[i], average.Value, "avg_spread", i);
        }
    }

    [Fact]
    public void ShouldGiveTheSpecifiedTickRuleWhenFedTheWorkedExample()
    {
        TickRule tick = default;
        List<InputEvent> events = LobsterLines.Parse(Feed);
        for (int i = 0; i < events.Count; i++)
        {
            if (events[i].Kind is EventKind.Execute or EventKind.Trade)
                tick.Next(events[i].Price);
            Digits(TickRuleColumn[i], tick.HasTrade ? tick.Sign : NaN, "tick_rule", i);
        }
    }

    /// <summary>Equal to the 14 digits printed.</summary>
    private static void Digits(double expected, double actual, string column, int row)
    {
        bool equal = double.IsNaN(expected)
            ? double.IsNaN(actual)
            : Math.Abs(expected - actual) <= 6e-14 * Math.Abs(expected);
        Assert.True(equal, $"{column}, row {row}: expected {expected:R}, got {actual:R}");
    }
}
