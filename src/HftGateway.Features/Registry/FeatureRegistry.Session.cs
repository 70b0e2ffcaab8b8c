using G = HftGateway.Features.FeatureGroup;
using T = HftGateway.Features.FeatureTrigger;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// The rows of the table: name, unit, group, trigger, whole number, warm-up, units of work, dependencies, parameters.
public static partial class FeatureRegistry
{
    private static void AddSession1()
    {
        Add("vwap", "pu", G.Session, T.Trade, false, "first trade in session", U.SessionVwap,
            ["last_price", "last_size"], ["session_start_s", "session_end_s"]);
        Add("vwap_deviation", "fraction", G.Session, T.Trade, false, "first trade in session", U.SessionVwap,
            ["vwap", "last_price"], ["session_start_s", "session_end_s"]);
        Add("avg_spread", "pu", G.Session, T.Row, false, "first valid quote", U.AverageSpread,
            ["spread"], ["spread_tau_s"]);
        Add("spread_tightness", "ratio", G.Session, T.Row, false, "valid quote", U.AverageSpread | U.Tightness,
            ["avg_spread", "spread"], ["spread_tau_s"]);
        Add("volume_velocity", "ratio", G.Session, T.Row, false, "long window and volume_minutes whole minutes",
            U.LongWindow | U.VolumeVelocity,
            ["last_size"], ["long_delta_ns", "long_m", "volume_minutes"]);
        Add("signal_strength_long", "ratio", G.Session, T.Row, false, "valid quote and volume_velocity",
            U.SignalStrength,
            ["bid_depth_5", "ask_depth_5", "volume_velocity", "spread_tightness"],
            ["depth_levels", "spread_tau_s", "volume_minutes"]);
        Add("signal_strength_short", "ratio", G.Session, T.Row, false, "valid quote and volume_velocity",
            U.SignalStrength,
            ["bid_depth_5", "ask_depth_5", "volume_velocity", "spread_tightness"],
            ["depth_levels", "spread_tau_s", "volume_minutes"]);
        Add("halted", "flag", G.Session, T.Row, true, "none", U.Status,
            [], []);
        Add("has_recent_halt", "flag", G.Session, T.Row, true, "none", U.Status,
            ["halted"], ["halt_s"]);
        Add("gap_pct", "fraction", G.Session, T.Row, false, "a trade in the window", U.PriceRange,
            ["last_price"], ["gap_delta_ns", "gap_m"]);
        Add("tradeable_safe", "flag", G.Session, T.Row, true, "none", U.Tradeability,
            ["has_recent_halt", "gap_pct", "spread_bps", "depth_dollars"],
            ["max_gap", "safe_spread_bps", "safe_depth", "halt_s"]);
        Add("tradeable_aggressive", "flag", G.Session, T.Row, true, "none", U.Tradeability,
            ["has_recent_halt", "gap_pct", "spread_bps", "depth_dollars"],
            ["max_gap", "aggr_spread_bps", "aggr_depth", "halt_s"]);
        Add("microstructure_risky", "flag", G.Session, T.Row, true, "none", U.Tradeability,
            ["depth_dollars"], ["safe_depth"]);
        Add("time_to_close", "s", G.Session, T.Row, false, "none", U.Calendar,
            [], ["session_end_s"]);
    }

    private static void AddSession2()
    {
        Add("day_of_week", "Monday = 0", G.Session, T.Row, true, "NaN without a business date", U.Calendar,
            [], []);
    }
}
