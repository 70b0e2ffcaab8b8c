using HftGateway.Features.Reference;

namespace HftGateway.Features.Tests;

/// <summary>
/// Values worked out by hand, of the engine and, through the comparison, of the reference. What the worked example of
/// the specification shows is not repeated.
/// </summary>
public sealed class HandComputedTests
{
    private const string Stock = "AAA";
    private const int Locate = 5;
    private const long Open = 34_200_000_000_000;
    private const long Ms = 1_000_000;
    private const long Second = 1_000 * Ms;

    [Fact]
    public void ShouldDescribeTheBook()
    {
        using FeatureComparison rows = Begin("");
        Add(rows, 0, 1, 'B', 100, 1_000_000);
        Add(rows, 0, 2, 'B', 50, 1_000_000);
        Add(rows, 0, 3, 'B', 200, 999_900);
        Add(rows, 0, 4, 'S', 300, 1_000_200);
        Add(rows, 0, 5, 'S', 100, 1_000_400);
        Expect(rows, ("best_bid", 1_000_000), ("best_ask", 1_000_200), ("bid_size_1", 150), ("ask_size_1", 300),
            ("bid_orders_1", 2), ("ask_orders_1", 1), ("spread", 200), ("spread_ticks", 2),
            // 400 / 2000200.
            ("spread_relative", 0.00019998000199980002), ("spread_bps", 1.9998000199980002),
            // 150 / 450; (3 - 2)/5; (350 - 400)/750.
            ("tobi", 1 / 3.0), ("order_count_imbalance", 0.2), ("order_imbalance", -1 / 15.0),
            ("bid_depth_5", 350), ("ask_depth_5", 400), ("book_imbalance", -1 / 15.0),
            // 15000 + 19998 + 30006 + 10004.
            ("depth_dollars", 75_008),
            ("halted", 0), ("has_recent_halt", 0), ("day_of_week", 4), ("time_to_close", 23_400));
    }

    [Fact]
    public void ShouldCountMessagesInTheShortWindow()
    {
        using FeatureComparison rows = Begin("stuffing_threshold=1");
        Add(rows, 0, 1, 'B', 100, 1_000_000);
        Add(rows, 0, 2, 'S', 100, 1_000_200);
        Add(rows, 500 * Ms, 3, 'S', 100, 1_000_300);
        rows.Feed(ItchBytes.Execute(Open + 600 * Ms, Locate, 2, 10));
        Assert.Equal(0, rows["quote_stuffing"]);
        // Bucket 10 of 100 ms: the window begins at 0.1 s and holds one A, one E and this X.
        rows.Feed(ItchBytes.Cancel(Open + 1_050 * Ms, Locate, 1, 40));
        Expect(rows, ("book_update_rate", 3), ("book_stability", 1 / 3.0), ("quote_msg_count", 2),
            ("quote_stuffing", 1), ("order_to_trade_ratio", 2), ("trade_intensity", 1),
            // The E took 10 from the best ask, the X 40 from the best bid.
            ("ofi", 10 - 40), ("ofi_l2", -100), ("ofi_l3", 0));
    }

    [Fact]
    public void ShouldMeasureTradesAndTheirCosts()
    {
        using FeatureComparison rows = Begin("flow_window=3 decay_window=3");
        Add(rows, 0, 1, 'B', 1_000, 1_000_000);
        Add(rows, 0, 2, 'S', 1_000, 1_000_200);
        rows.Feed(ItchBytes.Execute(Open + 1, Locate, 2, 100));
        rows.Feed(ItchBytes.Execute(Open + 2, Locate, 1, 50));
        rows.Feed(ItchBytes.Execute(Open + 3, Locate, 2, 30));
        Expect(rows, ("last_price", 1_000_200), ("last_size", 30), ("aggressor", 1), ("tick_rule", 1),
            ("momentum_ticks", 1),
            // 100 - 50 + 30; of 180; ticks 0, -1, +1.
            ("flow_imbalance", 80), ("flow_imbalance_norm", 80 / 180.0), ("order_flow_toxicity", 80 / 180.0),
            ("tick_rule_agg", -20 / 180.0),
            // Each paid half the spread: 20000 · 200 / 2000200, and |2p - M| = 200 three times.
            ("effective_spread_last", 200), ("effective_spread", 1.9998000199980002), ("fill_decay_k", 0.01));
    }

    [Fact]
    public void ShouldFitTheImpactOfTrades()
    {
        using FeatureComparison rows = Begin("kyle_window=2 kyle_fast_window=2 kyle_slope_lag=1");
        Add(rows, 0, 1, 'B', 1_000, 1_000_000);
        Add(rows, 0, 2, 'S', 1_000, 1_000_200);
        rows.Feed(ItchBytes.Execute(Open + 1, Locate, 2, 100));
        rows.Feed(ItchBytes.Replace(Open + 2, Locate, 2, 3, 900, 1_000_400));
        rows.Feed(ItchBytes.Execute(Open + 3, Locate, 1, 50));
        rows.Feed(ItchBytes.Replace(Open + 4, Locate, 1, 4, 950, 999_900));
        Assert.Equal(double.NaN, rows["kyle_lambda"]);
        rows.Feed(ItchBytes.Execute(Open + 5, Locate, 3, 10));
        // Pairs (100, 200) and (-50, -100): (2·25000 - 50·100)/(2(2·12500 - 2500)) = 45000/45000.
        Expect(rows, ("kyle_lambda", 1), ("kyle_lambda_fast", 1), ("kyle_spike_ratio", 1));
        Assert.Equal(double.NaN, rows["kyle_lambda_slope"]);
        rows.Feed(ItchBytes.Execute(Open + 6, Locate, 3, 10));
        // Pairs (-50, -100) and (10, 0): (2·5000 + 40·(-100))/(2(2·2600 - 1600)) = 6000/7200.
        Expect(rows, ("kyle_lambda", 5 / 6.0), ("kyle_lambda_slope", -1 / 6.0));
    }

    [Fact]
    public void ShouldFillVolumeBuckets()
    {
        using FeatureComparison rows = Begin("vpin_bucket=100 vpin_n=2");
        Add(rows, 0, 1, 'B', 1_000, 1_000_000);
        Add(rows, 0, 2, 'S', 1_000, 1_000_200);
        rows.Feed(ItchBytes.Execute(Open + 1, Locate, 2, 150));
        rows.Feed(ItchBytes.Execute(Open + 2, Locate, 1, 100));
        // 100 bought; 50 bought and 50 sold; 50 sold so far.
        Assert.Equal(0.5, rows["vpin"]);
        Assert.Equal(double.NaN, rows["vpin_bvc"]);
        rows.Feed(ItchBytes.Execute(Open + 3, Locate, 1, 50));
        // Moves of -200 and 0: σ = 100, (|2Φ(-2) - 1| + 0)/2.
        Expect(rows, ("vpin", 0.5), ("vpin_bvc", 0.9544997361036416 / 2));
    }

    [Fact]
    public void ShouldSampleTheMid()
    {
        using FeatureComparison rows = Begin("z_window=3 sigma_window=2 move_samples=1");
        rows.Feed(ItchBytes.Trade(Open, Locate, Stock, 10, 1_000_000));
        Add(rows, 0, 1, 'B', 100, 1_000_000);
        ulong ask = 2;
        Add(rows, 100 * Ms, ask, 'S', 100, 1_000_200);
        foreach ((int second, long price) in ((int, long)[])[(1, 1_000_400), (2, 1_000_800), (3, 1_001_000)])
            rows.Feed(ItchBytes.Replace(Open + second * Second + 100 * Ms, Locate, ask, ++ask, 100, price));
        // Mids 1000100, 1000200, 1000400 at the boundaries, 1000500 now; the last trade was at 1000000.
        Expect(rows, ("mpd", 500),
            // Samples 100, 200, 400: median 200, MAD 100.
            ("mpd_z", 300 / 148.26),
            // √((100² + 200²)/2); 300 in ticks, since the sample before the last.
            ("sigma_1s", 158.11388300841898), ("mid_move_5s", 3));
    }

    [Fact]
    public void ShouldMakeBarsAndTheirIndicators()
    {
        using FeatureComparison rows = Begin("bar_s=1 atr_n=2 atr_avg_n=1 adx_n=1 rsi_n=2 bb_n=2 don_fast=2 don_exit=1 "
            + "don_medium=2 roc_n=1 accel_lag=1 ma_fast=1 ma_slow=2 volume_n=2 rv_n=1 ivm_n=1");
        Print(rows, 0, 10, 1_000_000);
        Print(rows, 1 * Second, 10, 1_000_000);
        Print(rows, 1 * Second + 1, 10, 1_000_200);
        Print(rows, 2 * Second, 30, 1_000_100);
        Print(rows, 3 * Second, 1, 1_000_100);
        // Bars (O H L C V): 1000000 ×4, 10; 1000000 1000200 1000000 1000200, 20; 1000100 ×4, 30.
        Expect(rows, ("bar_count", 3), ("returns_1m", -100 / 1_000_200.0), ("roc", -100 / 1_000_200.0),
            ("roc_accel", -100 / 1_000_200.0 - 0.0002),
            // True ranges 0, 200, 100: (0 + 200)/2, then (100 + 100)/2.
            ("atr", 100), ("atr_ratio", 1),
            // Gains 200 and 0, losses 0 and 100.
            ("rsi", 200 / 3.0),
            ("bb_mid", 1_000_150), ("bb_upper", 1_000_250), ("bb_lower", 1_000_050), ("bb_pct_b", 0.25),
            ("donchian_fast_upper", 1_000_200), ("donchian_fast_lower", 1_000_000), ("donchian_medium_mid", 1_000_100),
            ("donchian_exit_upper", 1_000_200), ("donchian_exit_lower", 1_000_000),
            ("ma_fast", 1_000_100), ("ma_slow", 1_000_150), ("ma_cross", -1),
            ("volume_ratio", 2), ("realized_vol", 9.99850023329584e-05), ("vol_multiplier", 0.49997500249970837),
            // An inside bar moves in no direction.
            ("plus_di", 0), ("minus_di", 0), ("adx", 0), ("regime", 2));
    }

    [Fact]
    public void ShouldFollowTheSession()
    {
        using FeatureComparison rows = Begin("");
        Print(rows, -1, 1_000, 2_000_000);
        Assert.Equal(double.NaN, rows["vwap"]);
        Print(rows, 301 * Second, 10, 1_000_000);
        Print(rows, 302 * Second, 20, 1_000_300);
        // (10·1000000 + 20·1000300)/30; (30·1000300 - 30006000)/30006000; the first print has left the five minutes.
        Expect(rows, ("vwap", 1_000_200), ("vwap_deviation", 3_000 / 30_006_000.0), ("gap_pct", 0.0003),
            ("tradeable_safe", 0), ("tradeable_aggressive", 0), ("microstructure_risky", 1), ("time_to_close", 23_098));
    }

    [Fact]
    public void ShouldWeighSignalStrength()
    {
        using FeatureComparison rows = Begin("volume_minutes=1");
        Add(rows, 0, 1, 'B', 300, 1_000_000);
        Add(rows, 0, 2, 'S', 200, 1_000_200);
        Print(rows, 65 * Second, 100, 1_000_100);
        Print(rows, 130 * Second, 30, 1_000_100);
        // 30 in the last minute, 100 in the clock minute before this one; depths 300 and 200; the spread never changed.
        Expect(rows, ("volume_velocity", 0.3), ("spread_tightness", 1), ("avg_spread", 200),
            ("signal_strength_long", 0.45), ("signal_strength_short", 0.2));
    }

    [Fact]
    public void ShouldDecayWithTime()
    {
        using FeatureComparison rows = Begin("");
        Add(rows, 0, 1, 'B', 100, 1_000_000);
        Add(rows, 0, 2, 'S', 100, 1_000_200);
        Print(rows, 0, 10, 1_000_100);
        rows.Feed(ItchBytes.Cancel(Open + 10 * Second, Locate, 1, 40));
        // One trade and two additions, τ = 10 s ago.
        Expect(rows, ("trade_arrival_rate", 0.036787944117144235), ("order_arrival_rate", 0.07357588823428847));
        rows.Feed(ItchBytes.Cancel(Open + 70 * Second, Locate, 1, 20));
        // 100 until 10 s, then 80 for one τ: 80 + 20/e.
        Expect(rows, ("avg_touch_depth", 87.35758882342885), ("ofi", -20), ("ofi_norm", -20 / 87.35758882342885));
    }

    [Fact]
    public void ShouldKeepOutAfterAHalt()
    {
        using FeatureComparison rows = Begin("safe_depth=10 aggr_depth=10");
        Add(rows, 0, 1, 'B', 100, 1_000_000);
        Add(rows, 0, 2, 'S', 100, 1_000_200);
        Print(rows, 0, 10, 1_000_100);
        Expect(rows, ("tradeable_safe", 1), ("tradeable_aggressive", 1), ("microstructure_risky", 0));
        rows.Feed(ItchBytes.Action(Open + 1, Locate, Stock, 'P'));
        rows.Feed(ItchBytes.Operational(Open + 2, Locate, Stock, 'Q', 'H'));
        rows.Feed(ItchBytes.Action(Open + 3, Locate, Stock, 'T'));
        Print(rows, 4, 10, 1_000_100);
        // The market's own halt is still on.
        Expect(rows, ("halted", 1), ("has_recent_halt", 1), ("tradeable_safe", 0));
        rows.Feed(ItchBytes.Operational(Open + 5, Locate, Stock, 'Q', 'T'));
        Print(rows, 5 + 300 * Second, 10, 1_000_100);
        Expect(rows, ("halted", 0), ("has_recent_halt", 1), ("tradeable_aggressive", 0));
        Print(rows, 6 + 300 * Second, 10, 1_000_100);
        Expect(rows, ("has_recent_halt", 0), ("tradeable_safe", 1));
    }

    private static FeatureComparison Begin(string settings) => new("by hand", settings, Stock);

    private static void Add(FeatureComparison rows, long ns, ulong id, char side, long shares, long price) =>
        rows.Feed(ItchBytes.Add(Open + ns, Locate, Stock, id, side, shares, price));

    private static void Print(FeatureComparison rows, long ns, long shares, long price) =>
        rows.Feed(ItchBytes.Trade(Open + ns, Locate, Stock, shares, price));

    // A rounding or two in the last place is nobody's fault.
    private static void Expect(FeatureComparison rows, params (string Column, double Value)[] expected)
    {
        foreach ((string column, double value) in expected)
        {
            double actual = rows[column];
            bool near = Math.Abs(actual - value) <= 1e-14 * Math.Abs(value);
            Assert.True(near, $"{column}: expected {value}, got {actual:R}");
        }

        rows.Finish();
    }
}
