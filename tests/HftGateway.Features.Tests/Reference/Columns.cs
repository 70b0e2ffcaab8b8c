namespace HftGateway.Features.Reference;

/// <summary>The columns of specification section 12 in their order, copied from it.</summary>
internal static class Columns
{
    public static readonly string[] All = """
        best_bid best_ask bid_size_1 ask_size_1 bid_orders_1 ask_orders_1 mid spread spread_ticks spread_relative
        spread_bps microprice execution_edge bid_depth_5 ask_depth_5 depth_imbalance order_imbalance
        order_count_imbalance depth_dollars book_imbalance book_pressure tobi wall_ratio book_update_rate book_stability
        quote_msg_count quote_stuffing order_to_trade_ratio ofi_event ofi avg_touch_depth ofi_norm ofi_volume_weighted
        ofi_decay ofi_l2 ofi_l3 ofi_l4 ofi_l5 mlofi ofi_trade_informed last_price last_size aggressor tick_rule
        tick_rule_agg momentum_ticks flow_imbalance flow_imbalance_norm order_flow_toxicity trade_intensity
        trade_velocity trade_arrival_rate order_arrival_rate effective_spread_last effective_spread kyle_lambda
        kyle_lambda_fast kyle_lambda_slope kyle_spike_ratio vpin vpin_bvc vpin_fast vpin_p98 toxicity_score ofi_adaptive
        ofi_z mpd mpd_z lpi mid_ema dislocation trade_size_percentile mid_move_5s sigma_1s fill_decay_k vwap
        vwap_deviation avg_spread spread_tightness volume_velocity signal_strength_long signal_strength_short halted
        has_recent_halt gap_pct tradeable_safe tradeable_aggressive microstructure_risky time_to_close day_of_week
        bar_count returns_1m returns_5m realized_vol atr atr_ratio plus_di minus_di adx rsi bb_mid bb_upper bb_lower
        bb_pct_b donchian_fast_upper donchian_fast_lower donchian_medium_mid donchian_slow_mid donchian_exit_upper
        donchian_exit_lower roc roc_accel ma_fast ma_slow ma_cross volume_ratio vol_multiplier regime
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Columns of the bars file.</summary>
    public static readonly string[] Bars =
    [
        "bar_index", "start_ns", "open", "high", "low", "close", "volume", "trades", "buy_volume", "sell_volume",
        "vwap", "best_bid", "best_ask", "bid_size_1", "ask_size_1", "bid_depth_5", "ask_depth_5", "depth_imbalance",
        "spread_bps",
        .. All[Array.IndexOf(All, "returns_1m")..],
    ];

    /// <summary>The values of a closed bar in the order of <see cref="Bars"/>.</summary>
    public static double[] Of(ReferenceBar bar)
    {
        Dictionary<string, double> row = bar.LastRow!.Values;
        return
        [
            bar.Index, bar.StartNs, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Trades, bar.BuyVolume,
            bar.SellVolume, bar.Volume == 0 ? double.NaN : (double)bar.Turnover / bar.Volume,
            .. Bars[11..19].Select(c => row[c]),
            .. Bars[19..].Select(c => bar.Indicators[c]),
        ];
    }
}
