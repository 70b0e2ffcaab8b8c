using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// Setting blocks up and back.
internal sealed unsafe partial class FeatureLayout
{
    /// <summary>Sets a block up, in the initial state.</summary>
    public void Initialise(byte* block, int tickPu)
    {
        InstrumentHead* head = (InstrumentHead*)block;
        head->TickPu = tickPu;
        head->TwiceTickPu = 2.0 * tickPu;
        head->NearPu = _options.OfiNearTicks * (long)tickPu;
        head->PerTwiceTick = 0.5 / tickPu;
        head->Halts.Initialise(_options.HaltS * 1_000_000_000L);
        head->Halted = 0;
        head->RecentHalt = 0;
        head->ShownHalt = 0;
        // DayOfWeek counts from Sunday, the specification from Monday.
        head->DayOfWeek = _options.BusinessDate is { } date ? ((int)date.DayOfWeek + 6) % 7 : double.NaN;
        InitialiseRows(block, tickPu);
        InitialiseTrades(block, tickPu);
        InitialiseBars(block);
        Clear(block);
    }

    /// <summary>The book was emptied: everything but the trading state back to the initial state.</summary>
    public void Clear(byte* block)
    {
        ((InstrumentHead*)block)->ShownValid = 0;
        if (Has(U.Quote))
            ((TouchQuote*)(block + Quote))->Reset();
        if (Has(U.Levels))
            ((LevelMirror*)(block + Levels))->Clear();
        if (Has(U.Depth))
            ((BookDepth*)(block + Depth))->Reset();
        ResetSeries(block);
    }

    /// <summary>
    /// Features back to their initial state; what shows the book as it stands stays: it is the book's state, not the
    /// features', and so is the trading state.
    /// </summary>
    public void ResetSeries(byte* block)
    {
        ((InstrumentHead*)block)->ResetSeries();
        ResetRows(block);
        ResetTrades(block);
        if (Has(U.Bars))
            ResetBars(block);
    }

    /// <summary>The first row: windows begin at its clock.</summary>
    public void Start(byte* block, long t0Ns)
    {
        if (FlowWindow != 0)
            ((LaneWindow*)(block + FlowWindow))->Start(t0Ns);
        if (DetailWindow != 0)
            ((LaneWindow*)(block + DetailWindow))->Start(t0Ns);
        if (Has(U.Rates))
            ((MessageRates*)(block + Rates))->Start(t0Ns);
        if (LongWindow != 0)
            ((LongWindow*)(block + LongWindow))->Start(t0Ns);
        if (VolumeVelocity != 0)
            ((VolumeVelocity*)(block + VolumeVelocity))->Start(t0Ns);
        if (PriceRange != 0)
            ((PriceRange*)(block + PriceRange))->Start(t0Ns);
        if (Grid != 0)
            ((SamplingGrid*)(block + Grid))->Start(t0Ns);
    }

    private void InitialiseRows(byte* block, int tickPu)
    {
        FeatureOptions o = _options;
        if (Has(U.Quote))
            ((TouchQuote*)(block + Quote))->TickPu = tickPu;
        if (Has(U.Levels))
            ((LevelMirror*)(block + Levels))->Initialise(
                o.DepthLevels, o.ImbalanceLevels, Has(U.DepthValue), Has(U.BookPressure),
                Has(U.LargestLevel));
        Window(block, FlowWindow, exact: true);
        Window(block, DetailWindow, exact: !Has(U.FlowDetail));
        if (Decays != 0)
            ((RowDecays*)(block + Decays))->Initialise(o.ArrivalTauS);
        if (Rates != 0)
            ((MessageRates*)(block + Rates))->Initialise(Memory((MessageRates*)(block + Rates)), o);
        if (Pressure != 0)
            ((SweepPressure*)(block + Pressure))->Initialise(o);
        if (Tradeability != 0)
            ((Tradeability*)(block + Tradeability))->Initialise(o);
        if (Grid != 0)
            ((SamplingGrid*)(block + Grid))->Initialise(o.ZSampleNs);
        if (MidSamples != 0)
            ((MidSamples*)(block + MidSamples))->Initialise(Memory((MidSamples*)(block + MidSamples)), o);
        for (int i = 0; i < ScoreCount; i++)
        {
            ScoreSlot* score = (ScoreSlot*)(block + Score(i));
            score->Source = OffsetOf(FeatureRegistry.Find(_scoreSources[i])!, block);
            score->Score.Initialise(Memory(score), o.ZWindow);
        }
    }

    private void Window(byte* block, int at, bool exact)
    {
        if (at == 0)
            return;
        LaneWindow* window = (LaneWindow*)(block + at);
        window->Initialise(Memory(window), _options.ShortDeltaNs, _options.ShortM, exact);
    }

    private void InitialiseTrades(byte* block, int tickPu)
    {
        FeatureOptions o = _options;
        if (TradeFlow != 0)
            ((TradeFlowWindow*)(block + TradeFlow))->Initialise(Memory((TradeFlowWindow*)(block + TradeFlow)), o.FlowWindow);
        if (LongWindow != 0)
            ((LongWindow*)(block + LongWindow))->Initialise(Memory((LongWindow*)(block + LongWindow)), o);
        if (VolumeVelocity != 0)
            Volume(block)->Initialise(Memory(Volume(block)), o.VolumeMinutes);
        if (EffectiveSpread != 0)
            Spread(block)->Initialise(Memory(Spread(block)), o.FlowWindow);
        if (FillDecay != 0)
            ((FillDecay*)(block + FillDecay))->Initialise(Memory((FillDecay*)(block + FillDecay)), o.DecayWindow);
        if (Kyle != 0)
            ((KyleLambda*)(block + Kyle))->Initialise(Memory((KyleLambda*)(block + Kyle)), o);
        if (Buckets != 0)
            ((VolumeBuckets*)(block + Buckets))->Initialise(
                Memory((VolumeBuckets*)(block + Buckets)), o.VpinN, o.VpinBucket);
        if (Bulk != 0)
            ((BulkClassification*)(block + Bulk))->Initialise(Memory((BulkClassification*)(block + Bulk)), o.VpinN);
        if (FastBuckets != 0)
            ((FastBuckets*)(block + FastBuckets))->Initialise(
                Memory((FastBuckets*)(block + FastBuckets)), o, tickPu, Has(U.VpinQuantile));
        if (Micro != 0)
            ((MicroFlow*)(block + Micro))->Initialise(Memory((MicroFlow*)(block + Micro)), o);
        if (MidAverage != 0)
            ((MidAverage*)(block + MidAverage))->Initialise(o.EmaSpan);
        if (SizeRank != 0)
            ((SizeRank*)(block + SizeRank))->Initialise(Memory((SizeRank*)(block + SizeRank)), o.SizeWindow);
        if (Vwap != 0)
            ((SessionVwap*)(block + Vwap))->Initialise(o);
        if (PriceRange != 0)
            ((PriceRange*)(block + PriceRange))->Initialise(
                Memory((PriceRange*)(block + PriceRange)), o.GapDeltaNs, o.GapM);
    }

    private void InitialiseBars(byte* block)
    {
        FeatureOptions o = _options;
        if (Bars != 0)
            ((BarBuilder*)(block + Bars))->Initialise(o);
        if (Returns != 0)
            ((BarReturns*)(block + Returns))->Initialise(Memory((BarReturns*)(block + Returns)), o);
        if (RealizedVol != 0)
            Volatility(block)->Initialise(Memory(Volatility(block)), o);
        if (Atr != 0)
            ((AverageTrueRange*)(block + Atr))->Initialise(Memory((AverageTrueRange*)(block + Atr)), o);
        if (Adx != 0)
            ((DirectionalIndex*)(block + Adx))->Initialise(o.AdxN);
        if (Rsi != 0)
            ((RelativeStrength*)(block + Rsi))->Initialise(o.RsiN);
        if (Bollinger != 0)
            ((BollingerBands*)(block + Bollinger))->Initialise(
                Memory((BollingerBands*)(block + Bollinger)), o.BbN, o.BbK);
        if (Donchian != 0)
            ((DonchianChannels*)(block + Donchian))->Initialise(Memory((DonchianChannels*)(block + Donchian)), o);
        if (Averages != 0)
            ((MovingAverages*)(block + Averages))->Initialise(Memory((MovingAverages*)(block + Averages)), o);
        if (VolumeRatio != 0)
            ((VolumeRatio*)(block + VolumeRatio))->Initialise(
                Memory((VolumeRatio*)(block + VolumeRatio)), o.VolumeN);
        if (Regime != 0)
            ((MarketRegime*)(block + Regime))->Initialise(o);
    }

    private VolumeVelocity* Volume(byte* block) => (VolumeVelocity*)(block + VolumeVelocity);

    private EffectiveSpread* Spread(byte* block) => (EffectiveSpread*)(block + EffectiveSpread);

    private RealizedVolatility* Volatility(byte* block) => (RealizedVolatility*)(block + RealizedVol);

    private void ResetRows(byte* block)
    {
        if (Flow != 0)
            ((FlowValues*)(block + Flow))->Reset();
        if (Decays != 0)
            ((RowDecays*)(block + Decays))->Reset();
        if (Pressure != 0)
            ((SweepPressure*)(block + Pressure))->Reset();
        if (Tradeability != 0)
            ((Tradeability*)(block + Tradeability))->Reset();
        if (MidSamples != 0)
            ((MidSamples*)(block + MidSamples))->Reset();
        for (int i = 0; i < ScoreCount; i++)
            ((ScoreSlot*)(block + Score(i)))->Reset();
        Start(block, 0);
    }

    private void ResetTrades(byte* block)
    {
        if (Tape != 0)
            ((TradeTape*)(block + Tape))->Reset();
        if (TradeFlow != 0)
            ((TradeFlowWindow*)(block + TradeFlow))->Reset();
        if (EffectiveSpread != 0)
            Spread(block)->Reset();
        if (FillDecay != 0)
            ((FillDecay*)(block + FillDecay))->Reset();
        if (Kyle != 0)
            ((KyleLambda*)(block + Kyle))->Reset();
        if (Buckets != 0)
            ((VolumeBuckets*)(block + Buckets))->Reset();
        if (Bulk != 0)
            ((BulkClassification*)(block + Bulk))->Reset();
        if (FastBuckets != 0)
            ((FastBuckets*)(block + FastBuckets))->Reset();
        if (Micro != 0)
            ((MicroFlow*)(block + Micro))->Reset();
        if (MidAverage != 0)
            ((MidAverage*)(block + MidAverage))->Reset();
        if (SizeRank != 0)
            ((SizeRank*)(block + SizeRank))->Reset();
        if (Vwap != 0)
            ((SessionVwap*)(block + Vwap))->Reset();
    }

    private void ResetBars(byte* block)
    {
        ((BarBuilder*)(block + Bars))->Reset();
        if (Returns != 0)
            ((BarReturns*)(block + Returns))->Reset();
        if (RealizedVol != 0)
            Volatility(block)->Reset();
        if (Atr != 0)
            ((AverageTrueRange*)(block + Atr))->Reset();
        if (Adx != 0)
            ((DirectionalIndex*)(block + Adx))->Reset();
        if (Rsi != 0)
            ((RelativeStrength*)(block + Rsi))->Reset();
        if (Bollinger != 0)
            ((BollingerBands*)(block + Bollinger))->Reset();
        if (Donchian != 0)
            ((DonchianChannels*)(block + Donchian))->Reset();
        if (Averages != 0)
            ((MovingAverages*)(block + Averages))->Reset();
        if (VolumeRatio != 0)
            ((VolumeRatio*)(block + VolumeRatio))->Reset();
        if (Regime != 0)
            ((MarketRegime*)(block + Regime))->Reset();
    }
}
