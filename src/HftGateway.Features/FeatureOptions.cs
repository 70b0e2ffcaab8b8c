namespace HftGateway.Features;

/// <summary>
/// Parameters of the features; names, defaults and meaning are those of the features specification, section 12. The
/// same by name: <see cref="FeatureParameters"/>.
/// <para><b>Threading.</b> Immutable. Not on the hot path.</para>
/// </summary>
public sealed record FeatureOptions
{
    private const long DayNs = 86_400_000_000_000;

    /// <summary>tick_pu: tick, pu, of instruments that have no own. 1 to 1,000,000.</summary>
    public int TickPu { get; init; } = 100;

    /// <summary>session_start_s: start of the session, s since midnight; below session_end_s. 0 to 86,400.</summary>
    public int SessionStartS { get; init; } = 34_200;

    /// <summary>session_end_s: end of the session, s since midnight. 1 to 86,400.</summary>
    public int SessionEndS { get; init; } = 57_600;

    /// <summary>bar_s: length of a time bar, s. 0.001 to 86,400.</summary>
    public double BarS { get; init; } = 60;

    /// <summary>depth_levels: levels of depth_imbalance and the depths; at most imbalance_levels. 1 to 10.</summary>
    public int DepthLevels { get; init; } = 5;

    /// <summary>imbalance_levels: levels of book_imbalance, book_pressure and wall_ratio. 1 to 10.</summary>
    public int ImbalanceLevels { get; init; } = 10;

    /// <summary>short_delta_ns: bucket of the short window, ns. 1 to one day.</summary>
    public long ShortDeltaNs { get; init; } = 100_000_000;

    /// <summary>short_m: buckets of the short window. 1 to 1,000.</summary>
    public int ShortM { get; init; } = 10;

    /// <summary>long_delta_ns: bucket of the long window, ns. 1 to one day.</summary>
    public long LongDeltaNs { get; init; } = 1_000_000_000;

    /// <summary>long_m: buckets of the long window. 1 to 10,000.</summary>
    public int LongM { get; init; } = 60;

    /// <summary>
    /// flow_window: trades of the flow window, and eligible trades of effective_spread. 1 to 100,000.
    /// </summary>
    public int FlowWindow { get; init; } = 100;

    /// <summary>kyle_window: pairs of kyle_lambda. 2 to 100,000.</summary>
    public int KyleWindow { get; init; } = 500;

    /// <summary>kyle_fast_window: pairs of kyle_lambda_fast. 2 to 100,000.</summary>
    public int KyleFastWindow { get; init; } = 50;

    /// <summary>kyle_slope_lag: pairs between the two values of kyle_lambda_slope. 1 to 100,000.</summary>
    public int KyleSlopeLag { get; init; } = 50;

    /// <summary>vpin_bucket: volume bucket of vpin, shares. 1 to 1,000,000,000.</summary>
    public int VpinBucket { get; init; } = 10_000;

    /// <summary>vpin_n: volume buckets averaged by vpin, vpin_bvc and vpin_fast. 1 to 10,000.</summary>
    public int VpinN { get; init; } = 50;

    /// <summary>vpin_atr_mult: shares per tick of ATR of a vpin_fast bucket. 1e-9 to 1,000,000.</summary>
    public double VpinAtrMult { get; init; } = 40;

    /// <summary>vpin_fast_min: least vpin_fast bucket, shares. 1 to 1,000,000,000.</summary>
    public int VpinFastMin { get; init; } = 100;

    /// <summary>vpin_hist: vpin_fast values of the quantile. 1 to 10,000.</summary>
    public int VpinHist { get; init; } = 1000;

    /// <summary>vpin_hist_min: vpin_fast values before the first quantile; at most vpin_hist. 1 to 10,000.</summary>
    public int VpinHistMin { get; init; } = 100;

    /// <summary>vpin_quantile: quantile of vpin_p98. 1e-9 to 0.999999999.</summary>
    public double VpinQuantile { get; init; } = 0.98;

    /// <summary>vpin_threshold_s: period between two refreshes of vpin_p98, s. 1 to 86,400.</summary>
    public int VpinThresholdS { get; init; } = 900;

    /// <summary>
    /// stuffing_threshold: quote messages in the short window above which quote_stuffing is 1. 0 to 1,000,000,000.
    /// </summary>
    public int StuffingThreshold { get; init; } = 100;

    /// <summary>ofi_tau_s: time constant of ofi_decay, s. 1e-6 to 86,400.</summary>
    public double OfiTauS { get; init; } = 1;

    /// <summary>
    /// ofi_near_ticks: distance from the best within which an addition counts in ofi_trade_informed, ticks. 0 to
    /// 1,000,000.
    /// </summary>
    public int OfiNearTicks { get; init; } = 2;

    /// <summary>depth_tau_s: time constant of avg_touch_depth, s. 1e-6 to 86,400.</summary>
    public double DepthTauS { get; init; } = 60;

    /// <summary>spread_tau_s: time constant of avg_spread, s. 1e-6 to 86,400.</summary>
    public double SpreadTauS { get; init; } = 1200;

    /// <summary>arrival_tau_s: time constant of the arrival rates, s. 1e-6 to 86,400.</summary>
    public double ArrivalTauS { get; init; } = 10;

    /// <summary>ofi_alpha: weight of the newest print in ofi_adaptive. 1e-9 to 0.999999999.</summary>
    public double OfiAlpha { get; init; } = 0.15;

    /// <summary>micro_window: trades of the median of the micro-print filter. 1 to 1,000.</summary>
    public int MicroWindow { get; init; } = 30;

    /// <summary>
    /// micro_fraction: fraction of that median below which a print is left out. 1e-9 to 0.999999999.
    /// </summary>
    public double MicroFraction { get; init; } = 0.2;

    /// <summary>z_sample_ns: sampling grid, ns. 1,000 to one day.</summary>
    public long ZSampleNs { get; init; } = 1_000_000_000;

    /// <summary>z_window: samples of the robust z-scores. 2 to 1,000.</summary>
    public int ZWindow { get; init; } = 60;

    /// <summary>lpi_tau_s: time constant of the pressure of lpi, s. 1e-6 to 86,400.</summary>
    public double LpiTauS { get; init; } = 20;

    /// <summary>lpi_gap_ns: longest pause within a sweep, ns. 0 to one day.</summary>
    public long LpiGapNs { get; init; } = 1_000_000;

    /// <summary>lpi_gain: gain of lpi. 1e-9 to 1,000,000.</summary>
    public double LpiGain { get; init; } = 0.5;

    /// <summary>ema_span: span of mid_ema, trades. 1 to 1,000,000.</summary>
    public int EmaSpan { get; init; } = 50;

    /// <summary>size_window: trades of trade_size_percentile. 1 to 10,000.</summary>
    public int SizeWindow { get; init; } = 200;

    /// <summary>sigma_window: sampled changes of sigma_1s. 1 to 100,000.</summary>
    public int SigmaWindow { get; init; } = 60;

    /// <summary>move_samples: samples back of mid_move_5s. 1 to 10,000.</summary>
    public int MoveSamples { get; init; } = 5;

    /// <summary>decay_window: eligible trades of fill_decay_k. 1 to 100,000.</summary>
    public int DecayWindow { get; init; } = 200;

    /// <summary>volume_minutes: whole minutes of volume_velocity's average. 1 to 1,440.</summary>
    public int VolumeMinutes { get; init; } = 20;

    /// <summary>gap_delta_ns: bucket of gap_pct's window, ns. 1 to one day.</summary>
    public long GapDeltaNs { get; init; } = 10_000_000_000;

    /// <summary>gap_m: buckets of gap_pct's window. 1 to 10,000.</summary>
    public int GapM { get; init; } = 30;

    /// <summary>max_gap: greatest gap_pct of a tradeable instrument. 0 to 1,000.</summary>
    public double MaxGap { get; init; } = 0.05;

    /// <summary>halt_s: how long a resume is recent, s. 0 to 86,400.</summary>
    public int HaltS { get; init; } = 300;

    /// <summary>safe_spread_bps: greatest spread_bps of tradeable_safe. 0 to 20,000.</summary>
    public double SafeSpreadBps { get; init; } = 50;

    /// <summary>safe_depth: least depth_dollars of tradeable_safe. 0 to 1e15.</summary>
    public double SafeDepth { get; init; } = 100_000;

    /// <summary>aggr_spread_bps: greatest spread_bps of tradeable_aggressive. 0 to 20,000.</summary>
    public double AggrSpreadBps { get; init; } = 100;

    /// <summary>aggr_depth: least depth_dollars of tradeable_aggressive. 0 to 1e15.</summary>
    public double AggrDepth { get; init; } = 50_000;

    /// <summary>rv_n: log returns of realized_vol. 1 to 1,000.</summary>
    public int RvN { get; init; } = 30;

    /// <summary>atr_n: smoothing of atr, bars. 1 to 1,000.</summary>
    public int AtrN { get; init; } = 14;

    /// <summary>atr_avg_n: earlier ATR values averaged by atr_ratio. 1 to 1,000.</summary>
    public int AtrAvgN { get; init; } = 20;

    /// <summary>adx_n: smoothing of plus_di, minus_di and adx, bars. 1 to 1,000.</summary>
    public int AdxN { get; init; } = 14;

    /// <summary>rsi_n: smoothing of rsi, bars. 1 to 1,000.</summary>
    public int RsiN { get; init; } = 14;

    /// <summary>bb_n: closes of the Bollinger bands. 2 to 1,000.</summary>
    public int BbN { get; init; } = 20;

    /// <summary>bb_k: half width of the Bollinger bands, standard deviations. 0 to 100.</summary>
    public double BbK { get; init; } = 2;

    /// <summary>don_fast: bars of donchian_fast. 1 to 1,000.</summary>
    public int DonFast { get; init; } = 20;

    /// <summary>don_medium: bars of donchian_medium. 1 to 1,000.</summary>
    public int DonMedium { get; init; } = 55;

    /// <summary>don_slow: bars of donchian_slow. 1 to 1,000.</summary>
    public int DonSlow { get; init; } = 120;

    /// <summary>don_exit: bars of donchian_exit. 1 to 1,000.</summary>
    public int DonExit { get; init; } = 10;

    /// <summary>roc_n: bars of roc. 1 to 1,000.</summary>
    public int RocN { get; init; } = 10;

    /// <summary>accel_lag: bars between the two values of roc_accel. 1 to 1,000.</summary>
    public int AccelLag { get; init; } = 5;

    /// <summary>ma_fast: closes of ma_fast. 1 to 1,000.</summary>
    public int MaFast { get; init; } = 10;

    /// <summary>ma_slow: closes of ma_slow. 1 to 1,000.</summary>
    public int MaSlow { get; init; } = 30;

    /// <summary>volume_n: earlier volumes averaged by volume_ratio. 1 to 1,000.</summary>
    public int VolumeN { get; init; } = 20;

    /// <summary>ivm_n: earlier realized_vol values averaged by vol_multiplier. 1 to 1,000.</summary>
    public int IvmN { get; init; } = 30;

    /// <summary>ivm_min: least vol_multiplier; at most ivm_max. 0 to 1,000.</summary>
    public double IvmMin { get; init; } = 0.25;

    /// <summary>ivm_max: greatest vol_multiplier. 0 to 1,000.</summary>
    public double IvmMax { get; init; } = 4;

    /// <summary>adx_trend: adx above which the regime is trending. 0 to 100.</summary>
    public double AdxTrend { get; init; } = 25;

    /// <summary>adx_range: adx below which the regime is ranging. 0 to 100.</summary>
    public double AdxRange { get; init; } = 20;

    /// <summary>atr_volatile: atr_ratio above which the regime is volatile. 0 to 1,000.</summary>
    public double AtrVolatile { get; init; } = 2;

    /// <summary>bar_kind: what closes a bar: time, volume, tick or dollar.</summary>
    public BarKind BarKind { get; init; }

    /// <summary>bar_size: shares, trades or dollars of a bar that is not of time. 1 to 1,000,000,000,000.</summary>
    public long BarSize { get; init; } = 10_000;

    /// <summary>stale_daily_s: age at which a daily external value counts as absent, s. 1 to 604,800.</summary>
    public int StaleDailyS { get; init; } = 86_400;

    /// <summary>stale_s: age at which any other external value counts as absent, s. 1 to 86,400.</summary>
    public int StaleS { get; init; } = 5;

    /// <summary>label_rows: rows ahead of the labels. 1 to 1,000,000.</summary>
    public int LabelRows { get; init; } = 100;

    /// <summary>The business date, for day_of_week; without it that column is NaN.</summary>
    public DateOnly? BusinessDate { get; init; }

    /// <summary>What is wrong with the options, one line each with key, value and range; empty if nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        foreach (FeatureParameter parameter in FeatureParameters.Table)
        {
            if (parameter.Error(parameter.Get(this)) is { } error)
                errors.Add(error);
        }
        Ordered(errors, "depth_levels", DepthLevels, "imbalance_levels", ImbalanceLevels);
        Ordered(errors, "vpin_hist_min", VpinHistMin, "vpin_hist", VpinHist);
        Ordered(errors, "ivm_min", IvmMin, "ivm_max", IvmMax);
        Ordered(errors, "session_start_s", SessionStartS, "session_end_s", SessionEndS - 1);
        return errors;
    }

    private void Ordered(List<string> errors, string low, double lowValue, string high, double highValue)
    {
        FeatureParameter lower = FeatureParameters.Find(low)!;
        FeatureParameter upper = FeatureParameters.Find(high)!;
        if (lower.Error(lowValue) is not null || upper.Error(upper.Get(this)) is not null || lowValue <= highValue)
            return;
        errors.Add(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{low} = {lowValue:R} is outside {lower.Minimum:R} to {highValue:R}"));
    }
}
