using G = HftGateway.Features.FeatureGroup;
using T = HftGateway.Features.FeatureTrigger;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// The rows of the table: name, unit, group, trigger, whole number, warm-up, units of work, dependencies, parameters.
public static partial class FeatureRegistry
{
    private static void AddOrderFlow1()
    {
        Add("ofi_event", "shares", G.OrderFlow, T.Row, true, "none", U.TouchFlow,
            [], []);
        Add("ofi", "shares", G.OrderFlow, T.Row, true, "short window", U.TouchFlow,
            ["ofi_event"], ["short_delta_ns", "short_m"]);
        Add("avg_touch_depth", "shares", G.OrderFlow, T.Row, false, "first valid quote", U.TouchDepth,
            ["bid_size_1", "ask_size_1"], ["depth_tau_s"]);
        Add("ofi_norm", "ratio", G.OrderFlow, T.Row, false, "short window and first valid quote",
            U.TouchFlow | U.TouchDepth,
            ["ofi", "avg_touch_depth"], []);
        Add("ofi_volume_weighted", "shares", G.OrderFlow, T.Row, false, "short window", U.FlowDetail,
            [], ["tick_pu", "short_delta_ns", "short_m"]);
        Add("ofi_decay", "shares", G.OrderFlow, T.Row, false, "none", U.OfiDecay,
            ["ofi_event"], ["ofi_tau_s"]);
        Add("ofi_l2", "shares", G.OrderFlow, T.Row, true, "short window", U.LevelFlow,
            [], ["short_delta_ns", "short_m"]);
        Add("ofi_l3", "shares", G.OrderFlow, T.Row, true, "short window", U.LevelFlow,
            [], ["short_delta_ns", "short_m"]);
        Add("ofi_l4", "shares", G.OrderFlow, T.Row, true, "short window", U.LevelFlow,
            [], ["short_delta_ns", "short_m"]);
        Add("ofi_l5", "shares", G.OrderFlow, T.Row, true, "short window", U.LevelFlow,
            [], ["short_delta_ns", "short_m"]);
        Add("mlofi", "shares", G.OrderFlow, T.Row, true, "short window", U.LevelFlow,
            ["ofi", "ofi_l2", "ofi_l3", "ofi_l4", "ofi_l5"], ["short_delta_ns", "short_m"]);
        Add("ofi_trade_informed", "shares", G.OrderFlow, T.Row, true, "short window", U.FlowDetail,
            [], ["ofi_near_ticks", "tick_pu", "short_delta_ns", "short_m"]);
    }

    private static void AddTrades1()
    {
        Add("last_price", "pu", G.Trades, T.Trade, true, "first trade", U.Tape,
            [], []);
        Add("last_size", "shares", G.Trades, T.Trade, true, "first trade", U.Tape,
            [], []);
        Add("aggressor", "-1, 0, 1", G.Trades, T.Trade, true, "first trade", U.Tape,
            [], []);
        Add("tick_rule", "-1, 0, 1", G.Trades, T.Trade, true, "first trade", U.Tape,
            ["last_price"], []);
        Add("tick_rule_agg", "[-1, 1]", G.Trades, T.Trade, false, "flow_window trades", U.TradeFlow,
            ["tick_rule"], ["flow_window"]);
        Add("momentum_ticks", "ticks", G.Trades, T.Trade, true, "first trade", U.Tape,
            ["last_price"], []);
        Add("flow_imbalance", "shares", G.Trades, T.Trade, true, "flow_window trades", U.TradeFlow,
            ["aggressor", "last_size"], ["flow_window"]);
        Add("flow_imbalance_norm", "[-1, 1]", G.Trades, T.Trade, false, "flow_window trades", U.TradeFlow,
            ["aggressor", "last_size"], ["flow_window"]);
        Add("order_flow_toxicity", "[0, 1]", G.Trades, T.Trade, false, "flow_window trades", U.TradeFlow,
            ["aggressor", "last_size"], ["flow_window"]);
        Add("trade_intensity", "1/s", G.Trades, T.Row, false, "short window", U.Rates,
            [], ["short_delta_ns", "short_m"]);
        Add("trade_velocity", "ratio", G.Trades, T.Row, false, "both windows", U.Rates | U.LongWindow | U.TradeVelocity,
            ["trade_intensity"], ["short_delta_ns", "short_m", "long_delta_ns", "long_m"]);
        Add("trade_arrival_rate", "1/s", G.Trades, T.Row, false, "none", U.Arrivals,
            [], ["arrival_tau_s"]);
        Add("order_arrival_rate", "1/s", G.Trades, T.Row, false, "none", U.Arrivals,
            [], ["arrival_tau_s"]);
        Add("effective_spread_last", "pu", G.Trades, T.Trade, true, "first eligible trade", U.EffectiveSpread,
            ["aggressor", "last_price"], []);
    }

    private static void AddTrades2()
    {
        Add("effective_spread", "bps", G.Trades, T.Trade, false, "flow_window eligible trades", U.EffectiveSpread,
            ["effective_spread_last"], ["flow_window"]);
        Add("kyle_lambda", "pu/share", G.Trades, T.Trade, false, "kyle_window pairs", U.Kyle,
            ["aggressor", "last_size", "mid"], ["kyle_window"]);
        Add("kyle_lambda_fast", "pu/share", G.Trades, T.Trade, false, "kyle_fast_window pairs", U.Kyle,
            ["aggressor", "last_size", "mid"], ["kyle_fast_window"]);
        Add("kyle_lambda_slope", "pu/share", G.Trades, T.Trade, false, "kyle_window + kyle_slope_lag pairs", U.Kyle,
            ["kyle_lambda"], ["kyle_window", "kyle_slope_lag"]);
        Add("kyle_spike_ratio", "ratio", G.Trades, T.Trade, false, "both kyle windows and kyle_lambda > 0", U.Kyle,
            ["kyle_lambda", "kyle_lambda_fast"], ["kyle_window", "kyle_fast_window"]);
    }

    private static void AddToxicity1()
    {
        Add("vpin", "[0, 1]", G.Toxicity, T.Trade, false, "vpin_n volume buckets", U.Vpin,
            ["aggressor", "last_size"], ["vpin_bucket", "vpin_n"]);
        Add("vpin_bvc", "[0, 1]", G.Toxicity, T.Trade, false, "vpin_n + 1 volume buckets", U.Vpin | U.VpinBulk,
            ["last_price", "last_size"], ["vpin_bucket", "vpin_n"]);
        Add("vpin_fast", "[0, 1]", G.Toxicity, T.Trade, false, "vpin_n buckets after the first atr", U.VpinFast,
            ["aggressor", "last_size", "atr"],
            ["vpin_atr_mult", "vpin_fast_min", "vpin_n", "tick_pu", "atr_n", "bar_s"]);
        Add("vpin_p98", "[0, 1]", G.Toxicity, T.Row, false, "vpin_hist_min values of vpin_fast, then the next period",
            U.VpinQuantile,
            ["vpin_fast"], ["vpin_hist", "vpin_hist_min", "vpin_quantile", "vpin_threshold_s"]);
        Add("toxicity_score", "pu/share", G.Toxicity, T.Trade, false, "vpin and kyle_lambda",
            U.Vpin | U.Kyle | U.ToxicityScore,
            ["vpin", "kyle_lambda"], []);
        Add("ofi_adaptive", "shares", G.Toxicity, T.Trade, false, "first accepted trade after micro_window",
            U.MicroFlow,
            ["aggressor", "last_size"], ["ofi_alpha", "micro_window", "micro_fraction"]);
    }

    private static void AddSampling1()
    {
        Add("ofi_z", "MAD units", G.Sampling, T.Row, false, "z_window samples", U.MicroFlow | U.Scores,
            ["ofi_adaptive"], ["z_sample_ns", "z_window"]);
        Add("mpd", "pu", G.Sampling, T.Row, false, "valid quote and first trade", U.Divergence,
            ["best_bid", "best_ask", "bid_size_1", "ask_size_1", "last_price"], []);
        Add("mpd_z", "MAD units", G.Sampling, T.Row, false, "z_window samples", U.Divergence | U.Scores,
            ["mpd"], ["z_sample_ns", "z_window"]);
    }

    private static void AddToxicity2()
    {
        Add("lpi", "(-2, 2)", G.Toxicity, T.Row, false, "valid quote", U.Pressure,
            ["bid_depth_5", "ask_depth_5", "aggressor", "last_size"],
            ["lpi_tau_s", "lpi_gap_ns", "lpi_gain", "depth_levels"]);
    }

    private static void AddSampling2()
    {
        Add("mid_ema", "pu", G.Sampling, T.Trade, false, "first trade with a valid quote", U.MidAverage,
            ["mid"], ["ema_span"]);
        Add("dislocation", "fraction", G.Sampling, T.Trade, false, "mid_ema", U.MidAverage,
            ["mid_ema", "last_price"], ["ema_span"]);
        Add("trade_size_percentile", "[0, 1]", G.Sampling, T.Trade, false, "size_window trades before", U.SizeRank,
            ["last_size"], ["size_window"]);
        Add("mid_move_5s", "ticks", G.Sampling, T.Row, false, "move_samples samples and valid quote", U.MidMove,
            ["mid"], ["z_sample_ns", "move_samples", "tick_pu"]);
        Add("sigma_1s", "pu/sqrt(s)", G.Sampling, T.Sample, false, "sigma_window changes", U.Volatility,
            ["mid"], ["z_sample_ns", "sigma_window"]);
    }

    private static void AddTrades3()
    {
        Add("fill_decay_k", "1/pu", G.Trades, T.Trade, false, "decay_window eligible trades", U.FillDecay,
            ["aggressor", "last_price", "mid"], ["decay_window"]);
    }
}
