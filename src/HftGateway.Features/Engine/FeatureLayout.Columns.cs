namespace HftGateway.Features;

// Where the value of a column lies.
internal sealed unsafe partial class FeatureLayout
{
    /// <summary>
    /// Offset of a column's value from the start of a block, −1 if the plan has not the unit that computes it.
    /// </summary>
    /// <param name="column">Column.</param>
    /// <param name="block">Any block of the layout.</param>
    public int OffsetOf(FeatureColumn column, byte* block)
    {
        if (ScoreSource(column) is { } source)
        {
            int index = _scoreSources.IndexOf(source);
            return index < 0 ? -1 : Score(index);
        }
        if ((column.Units & ~_units) != 0)
            return -1;
        double* address = column.Group switch
        {
            FeatureGroup.Book => Book(block, column.Name),
            FeatureGroup.Rates or FeatureGroup.OrderFlow => OrderFlow(block, column.Name),
            FeatureGroup.Trades => Trades(block, column.Name),
            FeatureGroup.Toxicity => Toxicity(block, column.Name),
            FeatureGroup.Sampling => Sampling(block, column.Name),
            FeatureGroup.Session => Session(block, column.Name),
            _ => Indicators(block, column.Name),
        };
        return (int)((byte*)address - block);
    }

    private double* Book(byte* block, string name)
    {
        TouchQuote* quote = (TouchQuote*)(block + Quote);
        BookDepth* depth = (BookDepth*)(block + Depth);
        return name switch
        {
            "best_bid" => &quote->BestBid,
            "best_ask" => &quote->BestAsk,
            "bid_size_1" => &quote->BidSize,
            "ask_size_1" => &quote->AskSize,
            "mid" => &quote->Mid,
            "spread" => &quote->Spread,
            "spread_ticks" => &quote->SpreadTicks,
            "spread_relative" => &quote->SpreadRelative,
            "spread_bps" => &quote->SpreadBps,
            "microprice" => &quote->Microprice,
            "execution_edge" => &quote->ExecutionEdge,
            "tobi" => &quote->Tobi,
            "bid_orders_1" => &depth->BidOrders,
            "ask_orders_1" => &depth->AskOrders,
            "bid_depth_5" => &depth->BidShares,
            "ask_depth_5" => &depth->AskShares,
            "depth_imbalance" or "order_imbalance" => &depth->DepthImbalance,
            "order_count_imbalance" => &depth->OrderCountImbalance,
            "depth_dollars" => &depth->DepthDollars,
            "book_imbalance" => &depth->BookImbalance,
            "book_pressure" => &depth->BookPressure,
            _ => &depth->WallRatio,
        };
    }

    private double* OrderFlow(byte* block, string name)
    {
        MessageRates* rates = (MessageRates*)(block + Rates);
        FlowValues* flow = (FlowValues*)(block + Flow);
        return name switch
        {
            "book_update_rate" => &rates->UpdateRate,
            "book_stability" => &rates->Stability,
            "quote_msg_count" => &rates->QuoteMessages,
            "quote_stuffing" => &rates->Stuffing,
            "order_to_trade_ratio" => &rates->OrderToTrade,
            "ofi_event" => &flow->Event,
            "ofi" => &flow->Level1,
            "avg_touch_depth" => &((RowDecays*)(block + Decays))->TouchDepth,
            "ofi_norm" => &flow->Normalised,
            "ofi_volume_weighted" => &flow->VolumeWeighted,
            "ofi_decay" => &((RowDecays*)(block + Decays))->OfiDecay,
            "ofi_l2" => &flow->Level2,
            "ofi_l3" => &flow->Level3,
            "ofi_l4" => &flow->Level4,
            "ofi_l5" => &flow->Level5,
            "mlofi" => &flow->AllLevels,
            _ => &flow->TradeInformed,
        };
    }

    private double* Trades(byte* block, string name)
    {
        TradeTape* tape = (TradeTape*)(block + Tape);
        TradeFlowWindow* flow = (TradeFlowWindow*)(block + TradeFlow);
        RowDecays* decays = (RowDecays*)(block + Decays);
        EffectiveSpread* spread = (EffectiveSpread*)(block + EffectiveSpread);
        KyleLambda* kyle = (KyleLambda*)(block + Kyle);
        return name switch
        {
            "last_price" => &tape->LastPrice,
            "last_size" => &tape->LastSize,
            "aggressor" => &tape->Aggressor,
            "tick_rule" => &tape->TickSign,
            "tick_rule_agg" => &flow->TickAggregate,
            "momentum_ticks" => &tape->Momentum,
            "flow_imbalance" => &flow->Imbalance,
            "flow_imbalance_norm" => &flow->Normalised,
            "order_flow_toxicity" => &flow->Toxicity,
            "trade_intensity" => &((MessageRates*)(block + Rates))->TradeIntensity,
            "trade_velocity" => &((LongWindow*)(block + LongWindow))->TradeVelocity,
            "trade_arrival_rate" => &decays->TradeRate,
            "order_arrival_rate" => &decays->OrderRate,
            "effective_spread_last" => &spread->Last,
            "effective_spread" => &spread->Mean,
            "kyle_lambda" => &kyle->Lambda,
            "kyle_lambda_fast" => &kyle->Fast,
            "kyle_lambda_slope" => &kyle->Slope,
            "kyle_spike_ratio" => &kyle->SpikeRatio,
            _ => &((FillDecay*)(block + FillDecay))->Value,
        };
    }

    private double* Toxicity(byte* block, string name) => name switch
    {
        "vpin" => &((VolumeBuckets*)(block + Buckets))->Vpin,
        "vpin_bvc" => &((BulkClassification*)(block + Bulk))->Value,
        "vpin_fast" => &((FastBuckets*)(block + FastBuckets))->Value,
        "vpin_p98" => &((FastBuckets*)(block + FastBuckets))->Quantile,
        "toxicity_score" => &((InstrumentHead*)block)->ToxicityScore,
        "ofi_adaptive" => &((MicroFlow*)(block + Micro))->Value,
        _ => &((SweepPressure*)(block + Pressure))->Value,
    };

    private double* Sampling(byte* block, string name) => name switch
    {
        "mpd" => &((InstrumentHead*)block)->Divergence,
        "mid_ema" => &((MidAverage*)(block + MidAverage))->Average,
        "dislocation" => &((MidAverage*)(block + MidAverage))->Dislocation,
        "trade_size_percentile" => &((SizeRank*)(block + SizeRank))->Value,
        "mid_move_5s" => &((InstrumentHead*)block)->MidMove,
        _ => &((MidSamples*)(block + MidSamples))->Sigma,
    };

    private double* Session(byte* block, string name)
    {
        InstrumentHead* head = (InstrumentHead*)block;
        Tradeability* tradeability = (Tradeability*)(block + Tradeability);
        return name switch
        {
            "vwap" => &((SessionVwap*)(block + Vwap))->Value,
            "vwap_deviation" => &((SessionVwap*)(block + Vwap))->Deviation,
            "avg_spread" => &((RowDecays*)(block + Decays))->AverageSpread,
            "spread_tightness" => &head->Tightness,
            "volume_velocity" => &((VolumeVelocity*)(block + VolumeVelocity))->Value,
            "signal_strength_long" => &head->StrengthLong,
            "signal_strength_short" => &head->StrengthShort,
            "halted" => &head->Halted,
            "has_recent_halt" => &head->RecentHalt,
            "gap_pct" => &((PriceRange*)(block + PriceRange))->Value,
            "tradeable_safe" => &tradeability->Safe,
            "tradeable_aggressive" => &tradeability->Aggressive,
            "microstructure_risky" => &tradeability->Risky,
            "time_to_close" => &head->TimeToClose,
            _ => &head->DayOfWeek,
        };
    }

    private double* Indicators(byte* block, string name)
    {
        BarReturns* returns = (BarReturns*)(block + Returns);
        BollingerBands* bands = (BollingerBands*)(block + Bollinger);
        DirectionalIndex* index = (DirectionalIndex*)(block + Adx);
        DonchianChannels* channels = (DonchianChannels*)(block + Donchian);
        MovingAverages* averages = (MovingAverages*)(block + Averages);
        return name switch
        {
            "bar_count" => &((BarBuilder*)(block + Bars))->Count,
            "returns_1m" => &returns->One,
            "returns_5m" => &returns->FiveBars,
            "roc" => &returns->Roc,
            "roc_accel" => &returns->Acceleration,
            "realized_vol" => &((RealizedVolatility*)(block + RealizedVol))->Value,
            "vol_multiplier" => &((RealizedVolatility*)(block + RealizedVol))->Multiplier,
            "atr" => &((AverageTrueRange*)(block + Atr))->Value,
            "atr_ratio" => &((AverageTrueRange*)(block + Atr))->Ratio,
            "plus_di" => &index->Plus,
            "minus_di" => &index->Minus,
            "adx" => &index->Adx,
            "rsi" => &((RelativeStrength*)(block + Rsi))->Value,
            "bb_mid" => &bands->Mid,
            "bb_upper" => &bands->Upper,
            "bb_lower" => &bands->Lower,
            "bb_pct_b" => &bands->Position,
            "donchian_fast_upper" => &channels->Fast.Upper,
            "donchian_fast_lower" => &channels->Fast.Lower,
            "donchian_medium_mid" => &channels->Medium.Mid,
            "donchian_slow_mid" => &channels->Slow.Mid,
            "donchian_exit_upper" => &channels->Exit.Upper,
            "donchian_exit_lower" => &channels->Exit.Lower,
            "ma_fast" => &averages->Fast,
            "ma_slow" => &averages->Slow,
            "ma_cross" => &averages->Cross,
            "volume_ratio" => &((VolumeRatio*)(block + VolumeRatio))->Value,
            _ => &((MarketRegime*)(block + Regime))->Value,
        };
    }
}
