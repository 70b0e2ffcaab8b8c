using System.Globalization;

namespace HftGateway.Features;

/// <summary>
/// The parameters of the features by name: their ranges and how to set them from text.
/// <para><b>Threading.</b> Immutable. Not on the hot path.</para>
/// <para><b>Reference.</b> Features specification, section 12.</para>
/// </summary>
public static class FeatureParameters
{
    private const long DayNs = 86_400_000_000_000;

    /// <summary>The prefix of the names in configuration files and on command lines.</summary>
    public const string Prefix = "features.";

    /// <summary>All parameters, in the order of the specification; those beyond it last.</summary>
    public static IReadOnlyList<FeatureParameter> Table { get; } =
    [
        Integer("tick_pu", "tick, pu, of instruments that have no own", 1, 1_000_000,
            static o => o.TickPu, static (o, v) => o with { TickPu = (int)v }),
        Integer("session_start_s", "start of the session, s since midnight; below session_end_s", 0, 86_400,
            static o => o.SessionStartS, static (o, v) => o with { SessionStartS = (int)v }),
        Integer("session_end_s", "end of the session, s since midnight", 1, 86_400,
            static o => o.SessionEndS, static (o, v) => o with { SessionEndS = (int)v }),
        Number("bar_s", "length of a time bar, s", 0.001, 86_400,
            static o => o.BarS, static (o, v) => o with { BarS = v }),
        Integer("depth_levels", "levels of depth_imbalance and the depths; at most imbalance_levels", 1, 10,
            static o => o.DepthLevels, static (o, v) => o with { DepthLevels = (int)v }),
        Integer("imbalance_levels", "levels of book_imbalance, book_pressure and wall_ratio", 1, 10,
            static o => o.ImbalanceLevels, static (o, v) => o with { ImbalanceLevels = (int)v }),
        Integer("short_delta_ns", "bucket of the short window, ns", 1, DayNs,
            static o => o.ShortDeltaNs, static (o, v) => o with { ShortDeltaNs = (long)v }),
        Integer("short_m", "buckets of the short window", 1, 1000,
            static o => o.ShortM, static (o, v) => o with { ShortM = (int)v }),
        Integer("long_delta_ns", "bucket of the long window, ns", 1, DayNs,
            static o => o.LongDeltaNs, static (o, v) => o with { LongDeltaNs = (long)v }),
        Integer("long_m", "buckets of the long window", 1, 10_000,
            static o => o.LongM, static (o, v) => o with { LongM = (int)v }),
        Integer("flow_window", "trades of the flow window, and eligible trades of effective_spread", 1, 100_000,
            static o => o.FlowWindow, static (o, v) => o with { FlowWindow = (int)v }),
        Integer("kyle_window", "pairs of kyle_lambda", 2, 100_000,
            static o => o.KyleWindow, static (o, v) => o with { KyleWindow = (int)v }),
        Integer("kyle_fast_window", "pairs of kyle_lambda_fast", 2, 100_000,
            static o => o.KyleFastWindow, static (o, v) => o with { KyleFastWindow = (int)v }),
        Integer("kyle_slope_lag", "pairs between the two values of kyle_lambda_slope", 1, 100_000,
            static o => o.KyleSlopeLag, static (o, v) => o with { KyleSlopeLag = (int)v }),
        Integer("vpin_bucket", "volume bucket of vpin, shares", 1, 1_000_000_000,
            static o => o.VpinBucket, static (o, v) => o with { VpinBucket = (int)v }),
        Integer("vpin_n", "volume buckets averaged by vpin, vpin_bvc and vpin_fast", 1, 10_000,
            static o => o.VpinN, static (o, v) => o with { VpinN = (int)v }),
        Number("vpin_atr_mult", "shares per tick of ATR of a vpin_fast bucket", 1e-9, 1_000_000,
            static o => o.VpinAtrMult, static (o, v) => o with { VpinAtrMult = v }),
        Integer("vpin_fast_min", "least vpin_fast bucket, shares", 1, 1_000_000_000,
            static o => o.VpinFastMin, static (o, v) => o with { VpinFastMin = (int)v }),
        Integer("vpin_hist", "vpin_fast values of the quantile", 1, 10_000,
            static o => o.VpinHist, static (o, v) => o with { VpinHist = (int)v }),
        Integer("vpin_hist_min", "vpin_fast values before the first quantile; at most vpin_hist", 1, 10_000,
            static o => o.VpinHistMin, static (o, v) => o with { VpinHistMin = (int)v }),
        Number("vpin_quantile", "quantile of vpin_p98", 1e-9, 0.999999999,
            static o => o.VpinQuantile, static (o, v) => o with { VpinQuantile = v }),
        Integer("vpin_threshold_s", "period between two refreshes of vpin_p98, s", 1, 86_400,
            static o => o.VpinThresholdS, static (o, v) => o with { VpinThresholdS = (int)v }),
        Integer("stuffing_threshold", "quote messages in the short window above which quote_stuffing is 1",
            0, 1_000_000_000,
            static o => o.StuffingThreshold, static (o, v) => o with { StuffingThreshold = (int)v }),
        Number("ofi_tau_s", "time constant of ofi_decay, s", 1e-6, 86_400,
            static o => o.OfiTauS, static (o, v) => o with { OfiTauS = v }),
        Integer("ofi_near_ticks", "distance from the best within which an addition counts in ofi_trade_informed, ticks",
            0, 1_000_000,
            static o => o.OfiNearTicks, static (o, v) => o with { OfiNearTicks = (int)v }),
        Number("depth_tau_s", "time constant of avg_touch_depth, s", 1e-6, 86_400,
            static o => o.DepthTauS, static (o, v) => o with { DepthTauS = v }),
        Number("spread_tau_s", "time constant of avg_spread, s", 1e-6, 86_400,
            static o => o.SpreadTauS, static (o, v) => o with { SpreadTauS = v }),
        Number("arrival_tau_s", "time constant of the arrival rates, s", 1e-6, 86_400,
            static o => o.ArrivalTauS, static (o, v) => o with { ArrivalTauS = v }),
        Number("ofi_alpha", "weight of the newest print in ofi_adaptive", 1e-9, 0.999999999,
            static o => o.OfiAlpha, static (o, v) => o with { OfiAlpha = v }),
        Integer("micro_window", "trades of the median of the micro-print filter", 1, 1000,
            static o => o.MicroWindow, static (o, v) => o with { MicroWindow = (int)v }),
        Number("micro_fraction", "fraction of that median below which a print is left out", 1e-9, 0.999999999,
            static o => o.MicroFraction, static (o, v) => o with { MicroFraction = v }),
        Integer("z_sample_ns", "sampling grid, ns", 1000, DayNs,
            static o => o.ZSampleNs, static (o, v) => o with { ZSampleNs = (long)v }),
        Integer("z_window", "samples of the robust z-scores", 2, 1000,
            static o => o.ZWindow, static (o, v) => o with { ZWindow = (int)v }),
        Number("lpi_tau_s", "time constant of the pressure of lpi, s", 1e-6, 86_400,
            static o => o.LpiTauS, static (o, v) => o with { LpiTauS = v }),
        Integer("lpi_gap_ns", "longest pause within a sweep, ns", 0, DayNs,
            static o => o.LpiGapNs, static (o, v) => o with { LpiGapNs = (long)v }),
        Number("lpi_gain", "gain of lpi", 1e-9, 1_000_000,
            static o => o.LpiGain, static (o, v) => o with { LpiGain = v }),
        Integer("ema_span", "span of mid_ema, trades", 1, 1_000_000,
            static o => o.EmaSpan, static (o, v) => o with { EmaSpan = (int)v }),
        Integer("size_window", "trades of trade_size_percentile", 1, 10_000,
            static o => o.SizeWindow, static (o, v) => o with { SizeWindow = (int)v }),
        Integer("sigma_window", "sampled changes of sigma_1s", 1, 100_000,
            static o => o.SigmaWindow, static (o, v) => o with { SigmaWindow = (int)v }),
        Integer("move_samples", "samples back of mid_move_5s", 1, 10_000,
            static o => o.MoveSamples, static (o, v) => o with { MoveSamples = (int)v }),
        Integer("decay_window", "eligible trades of fill_decay_k", 1, 100_000,
            static o => o.DecayWindow, static (o, v) => o with { DecayWindow = (int)v }),
        Integer("volume_minutes", "whole minutes of volume_velocity's average", 1, 1440,
            static o => o.VolumeMinutes, static (o, v) => o with { VolumeMinutes = (int)v }),
        Integer("gap_delta_ns", "bucket of gap_pct's window, ns", 1, DayNs,
            static o => o.GapDeltaNs, static (o, v) => o with { GapDeltaNs = (long)v }),
        Integer("gap_m", "buckets of gap_pct's window", 1, 10_000,
            static o => o.GapM, static (o, v) => o with { GapM = (int)v }),
        Number("max_gap", "greatest gap_pct of a tradeable instrument", 0, 1000,
            static o => o.MaxGap, static (o, v) => o with { MaxGap = v }),
        Integer("halt_s", "how long a resume is recent, s", 0, 86_400,
            static o => o.HaltS, static (o, v) => o with { HaltS = (int)v }),
        Number("safe_spread_bps", "greatest spread_bps of tradeable_safe", 0, 20_000,
            static o => o.SafeSpreadBps, static (o, v) => o with { SafeSpreadBps = v }),
        Number("safe_depth", "least depth_dollars of tradeable_safe", 0, 1e15,
            static o => o.SafeDepth, static (o, v) => o with { SafeDepth = v }),
        Number("aggr_spread_bps", "greatest spread_bps of tradeable_aggressive", 0, 20_000,
            static o => o.AggrSpreadBps, static (o, v) => o with { AggrSpreadBps = v }),
        Number("aggr_depth", "least depth_dollars of tradeable_aggressive", 0, 1e15,
            static o => o.AggrDepth, static (o, v) => o with { AggrDepth = v }),
        Integer("rv_n", "log returns of realized_vol", 1, 1000,
            static o => o.RvN, static (o, v) => o with { RvN = (int)v }),
        Integer("atr_n", "smoothing of atr, bars", 1, 1000,
            static o => o.AtrN, static (o, v) => o with { AtrN = (int)v }),
        Integer("atr_avg_n", "earlier ATR values averaged by atr_ratio", 1, 1000,
            static o => o.AtrAvgN, static (o, v) => o with { AtrAvgN = (int)v }),
        Integer("adx_n", "smoothing of plus_di, minus_di and adx, bars", 1, 1000,
            static o => o.AdxN, static (o, v) => o with { AdxN = (int)v }),
        Integer("rsi_n", "smoothing of rsi, bars", 1, 1000,
            static o => o.RsiN, static (o, v) => o with { RsiN = (int)v }),
        Integer("bb_n", "closes of the Bollinger bands", 2, 1000,
            static o => o.BbN, static (o, v) => o with { BbN = (int)v }),
        Number("bb_k", "half width of the Bollinger bands, standard deviations", 0, 100,
            static o => o.BbK, static (o, v) => o with { BbK = v }),
        Integer("don_fast", "bars of donchian_fast", 1, 1000,
            static o => o.DonFast, static (o, v) => o with { DonFast = (int)v }),
        Integer("don_medium", "bars of donchian_medium", 1, 1000,
            static o => o.DonMedium, static (o, v) => o with { DonMedium = (int)v }),
        Integer("don_slow", "bars of donchian_slow", 1, 1000,
            static o => o.DonSlow, static (o, v) => o with { DonSlow = (int)v }),
        Integer("don_exit", "bars of donchian_exit", 1, 1000,
            static o => o.DonExit, static (o, v) => o with { DonExit = (int)v }),
        Integer("roc_n", "bars of roc", 1, 1000,
            static o => o.RocN, static (o, v) => o with { RocN = (int)v }),
        Integer("accel_lag", "bars between the two values of roc_accel", 1, 1000,
            static o => o.AccelLag, static (o, v) => o with { AccelLag = (int)v }),
        Integer("ma_fast", "closes of ma_fast", 1, 1000,
            static o => o.MaFast, static (o, v) => o with { MaFast = (int)v }),
        Integer("ma_slow", "closes of ma_slow", 1, 1000,
            static o => o.MaSlow, static (o, v) => o with { MaSlow = (int)v }),
        Integer("volume_n", "earlier volumes averaged by volume_ratio", 1, 1000,
            static o => o.VolumeN, static (o, v) => o with { VolumeN = (int)v }),
        Integer("ivm_n", "earlier realized_vol values averaged by vol_multiplier", 1, 1000,
            static o => o.IvmN, static (o, v) => o with { IvmN = (int)v }),
        Number("ivm_min", "least vol_multiplier; at most ivm_max", 0, 1000,
            static o => o.IvmMin, static (o, v) => o with { IvmMin = v }),
        Number("ivm_max", "greatest vol_multiplier", 0, 1000,
            static o => o.IvmMax, static (o, v) => o with { IvmMax = v }),
        Number("adx_trend", "adx above which the regime is trending", 0, 100,
            static o => o.AdxTrend, static (o, v) => o with { AdxTrend = v }),
        Number("adx_range", "adx below which the regime is ranging", 0, 100,
            static o => o.AdxRange, static (o, v) => o with { AdxRange = v }),
        Number("atr_volatile", "atr_ratio above which the regime is volatile", 0, 1000,
            static o => o.AtrVolatile, static (o, v) => o with { AtrVolatile = v }),
        new("bar_kind", "what closes a bar: time, volume, tick or dollar", 0, 3, static o => (double)o.BarKind,
            static (o, v) => o with { BarKind = (BarKind)v }) { Choices = ["time", "volume", "tick", "dollar"] },
        Integer("bar_size", "shares, trades or dollars of a bar that is not of time", 1, 1_000_000_000_000,
            static o => o.BarSize, static (o, v) => o with { BarSize = (long)v }),
        Integer("stale_daily_s", "age at which a daily external value counts as absent, s", 1, 604_800,
            static o => o.StaleDailyS, static (o, v) => o with { StaleDailyS = (int)v }),
        Integer("stale_s", "age at which any other external value counts as absent, s", 1, 86_400,
            static o => o.StaleS, static (o, v) => o with { StaleS = (int)v }),
        Integer("label_rows", "rows ahead of the labels", 1, 1_000_000,
            static o => o.LabelRows, static (o, v) => o with { LabelRows = (int)v }),
    ];

    private static readonly Dictionary<string, FeatureParameter> ByName =
        Table.ToDictionary(static p => p.Name, StringComparer.Ordinal);

    /// <summary>A parameter by its name without prefix, or null.</summary>
    public static FeatureParameter? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Sets one parameter from text.</summary>
    /// <param name="options">Options so far.</param>
    /// <param name="name">Name, with or without the prefix "features.".</param>
    /// <param name="value">Number in the invariant culture (underscores allowed), or a choice's name.</param>
    /// <param name="result">The options with it; <paramref name="options"/> if there is an error.</param>
    /// <returns>Null, or what is wrong: the key, the value and the valid range.</returns>
    public static string? TrySet(FeatureOptions options, string name, string value, out FeatureOptions result)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        result = options;
        string key = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        if (Find(key) is not { } parameter)
            return $"{Prefix}{key} is no parameter; the nearest is {Prefix}{Nearest(key, Table.Select(p => p.Name))}";
        if (!parameter.TryParse(value, out double number))
            return $"{Prefix}{key} = {value} is not {parameter.Range}";
        if (parameter.Error(number) is { } error)
            return Prefix + error;
        result = parameter.Set(options, number);
        return null;
    }

    /// <summary>Sets one parameter from <c>NAME=VALUE</c>, as <see cref="TrySet"/>.</summary>
    /// <param name="options">Options so far.</param>
    /// <param name="assignment">For example <c>features.flow_window=50</c>.</param>
    /// <param name="result">The options with it; <paramref name="options"/> if there is an error.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? TrySetAssignment(FeatureOptions options, string assignment, out FeatureOptions result)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        int at = assignment.IndexOf('=', StringComparison.Ordinal);
        if (at > 0)
            return TrySet(options, assignment[..at].Trim(), assignment[(at + 1)..].Trim(), out result);
        result = options;
        return $"'{assignment}' is not of the form {Prefix}NAME=VALUE";
    }

    /// <summary>The candidate most like a name that is not among them.</summary>
    internal static string Nearest(string name, IEnumerable<string> candidates) =>
        candidates.MinBy(candidate => EditDistance(name, candidate)) ?? string.Empty;

    // Levenshtein: runs once, on an error.
    private static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }

    private static FeatureParameter Integer(
        string name, string description, double minimum, double maximum,
        Func<FeatureOptions, double> get, Func<FeatureOptions, double, FeatureOptions> set) =>
        new(name, description, minimum, maximum, get, set) { IsInteger = true };

    private static FeatureParameter Number(
        string name, string description, double minimum, double maximum,
        Func<FeatureOptions, double> get, Func<FeatureOptions, double, FeatureOptions> set) =>
        new(name, description, minimum, maximum, get, set);
}
