using G = HftGateway.Features.FeatureGroup;
using T = HftGateway.Features.FeatureTrigger;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// The rows of the table: name, unit, group, trigger, whole number, warm-up, units of work, dependencies, parameters.
public static partial class FeatureRegistry
{
    private static void AddBars1()
    {
        Add("bar_count", "bars", G.Bars, T.Bar, true, "none", U.Bars,
            [], ["bar_s"]);
        Add("returns_1m", "fraction", G.Bars, T.Bar, false, "bar 1", U.BarReturns,
            [], ["bar_s"]);
        Add("returns_5m", "fraction", G.Bars, T.Bar, false, "bar 5", U.BarReturns,
            [], ["bar_s"]);
        Add("realized_vol", "per bar", G.Bars, T.Bar, false, "bar rv_n", U.RealizedVol,
            [], ["rv_n", "bar_s"]);
        Add("atr", "pu", G.Bars, T.Bar, false, "bar atr_n - 1", U.Atr,
            [], ["atr_n", "bar_s"]);
        Add("atr_ratio", "ratio", G.Bars, T.Bar, false, "bar atr_n + atr_avg_n - 1", U.Atr,
            ["atr"], ["atr_n", "atr_avg_n", "bar_s"]);
        Add("plus_di", "[0, 100]", G.Bars, T.Bar, false, "bar adx_n", U.Adx,
            [], ["adx_n", "bar_s"]);
        Add("minus_di", "[0, 100]", G.Bars, T.Bar, false, "bar adx_n", U.Adx,
            [], ["adx_n", "bar_s"]);
        Add("adx", "[0, 100]", G.Bars, T.Bar, false, "bar 2 adx_n - 1", U.Adx,
            ["plus_di", "minus_di"], ["adx_n", "bar_s"]);
        Add("rsi", "[0, 100]", G.Bars, T.Bar, false, "bar rsi_n", U.Rsi,
            [], ["rsi_n", "bar_s"]);
        Add("bb_mid", "pu", G.Bars, T.Bar, false, "bar bb_n - 1", U.Bollinger,
            [], ["bb_n", "bar_s"]);
        Add("bb_upper", "pu", G.Bars, T.Bar, false, "bar bb_n - 1", U.Bollinger,
            ["bb_mid"], ["bb_n", "bb_k", "bar_s"]);
        Add("bb_lower", "pu", G.Bars, T.Bar, false, "bar bb_n - 1", U.Bollinger,
            ["bb_mid"], ["bb_n", "bb_k", "bar_s"]);
        Add("bb_pct_b", "fraction", G.Bars, T.Bar, false, "bar bb_n - 1", U.Bollinger,
            ["bb_upper", "bb_lower"], ["bb_n", "bb_k", "bar_s"]);
    }

    private static void AddBars2()
    {
        Add("donchian_fast_upper", "pu", G.Bars, T.Bar, true, "bar don_fast", U.Donchian,
            [], ["don_fast", "bar_s"]);
        Add("donchian_fast_lower", "pu", G.Bars, T.Bar, true, "bar don_fast", U.Donchian,
            [], ["don_fast", "bar_s"]);
        Add("donchian_medium_mid", "pu", G.Bars, T.Bar, false, "bar don_medium", U.Donchian,
            [], ["don_medium", "bar_s"]);
        Add("donchian_slow_mid", "pu", G.Bars, T.Bar, false, "bar don_slow", U.Donchian,
            [], ["don_slow", "bar_s"]);
        Add("donchian_exit_upper", "pu", G.Bars, T.Bar, true, "bar don_exit", U.Donchian,
            [], ["don_exit", "bar_s"]);
        Add("donchian_exit_lower", "pu", G.Bars, T.Bar, true, "bar don_exit", U.Donchian,
            [], ["don_exit", "bar_s"]);
        Add("roc", "fraction", G.Bars, T.Bar, false, "bar roc_n", U.BarReturns,
            [], ["roc_n", "bar_s"]);
        Add("roc_accel", "fraction", G.Bars, T.Bar, false, "bar roc_n + accel_lag", U.BarReturns,
            ["roc"], ["roc_n", "accel_lag", "bar_s"]);
        Add("ma_fast", "pu", G.Bars, T.Bar, false, "bar ma_fast - 1", U.MovingAverages,
            [], ["ma_fast", "bar_s"]);
        Add("ma_slow", "pu", G.Bars, T.Bar, false, "bar ma_slow - 1", U.MovingAverages,
            [], ["ma_slow", "bar_s"]);
        Add("ma_cross", "-1, 0, 1", G.Bars, T.Bar, true, "none", U.MovingAverages,
            ["ma_fast", "ma_slow"], ["ma_fast", "ma_slow", "bar_s"]);
        Add("volume_ratio", "ratio", G.Bars, T.Bar, false, "bar volume_n", U.VolumeRatio,
            [], ["volume_n", "bar_s"]);
        Add("vol_multiplier", "ratio", G.Bars, T.Bar, false, "bar rv_n + ivm_n", U.RealizedVol,
            ["realized_vol"], ["rv_n", "ivm_n", "ivm_min", "ivm_max", "bar_s"]);
        Add("regime", "0 to 3", G.Bars, T.Bar, true, "none", U.Atr | U.Adx | U.Regime,
            ["atr_ratio", "adx"], ["adx_trend", "adx_range", "atr_volatile", "atr_n", "atr_avg_n", "adx_n", "bar_s"]);
    }
}
