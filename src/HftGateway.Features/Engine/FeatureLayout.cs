using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

/// <summary>
/// Where each unit of a plan lies in the block of memory of one instrument. A unit that the plan has not takes none.
/// <para><b>Threading.</b> Immutable. Not on the hot path, but for its offsets.</para>
/// <para><b>Invariants.</b> Every unit starts on a half cache line; blocks are whole cache lines, an odd number of them,
/// so that they spread over all cache sets.</para>
/// </summary>
internal sealed unsafe partial class FeatureLayout
{
    private readonly FeatureOptions _options;
    private readonly U _units;
    private readonly List<string> _scoreSources = [];
    private int _end;

    /// <summary>Lays the plan out.</summary>
    public FeatureLayout(FeaturePlan plan)
    {
        _options = plan.Options;
        _units = plan.Units;
        foreach (FeatureColumn column in plan.Ordered)
        {
            if (ScoreSource(column) is { } source && !_scoreSources.Contains(source))
                _scoreSources.Add(source);
        }
        _end = Rounded(sizeof(InstrumentHead));
        PlaceRows();
        PlaceTrades();
        PlaceBars();
        Bytes = ((_end + 63) / 64 | 1) * 64;
    }

    /// <summary>Bytes of a block.</summary>
    public int Bytes { get; }

    /// <summary>How many z-scores.</summary>
    public int ScoreCount => _scoreSources.Count;

    public int Quote { get; private set; }

    public int Levels { get; private set; }

    public int Depth { get; private set; }

    public int Rates { get; private set; }

    public int Flow { get; private set; }

    public int FlowWindow { get; private set; }

    public int DetailWindow { get; private set; }

    public int Decays { get; private set; }

    public int Pressure { get; private set; }

    public int Grid { get; private set; }

    public int Scores { get; private set; }

    public int MidSamples { get; private set; }

    public int Tradeability { get; private set; }

    public int Tape { get; private set; }

    public int TradeFlow { get; private set; }

    public int LongWindow { get; private set; }

    public int VolumeVelocity { get; private set; }

    public int EffectiveSpread { get; private set; }

    public int FillDecay { get; private set; }

    public int Kyle { get; private set; }

    public int Buckets { get; private set; }

    public int Bulk { get; private set; }

    public int FastBuckets { get; private set; }

    public int Micro { get; private set; }

    public int MidAverage { get; private set; }

    public int SizeRank { get; private set; }

    public int Vwap { get; private set; }

    public int PriceRange { get; private set; }

    public int Bars { get; private set; }

    public int Returns { get; private set; }

    public int RealizedVol { get; private set; }

    public int Atr { get; private set; }

    public int Adx { get; private set; }

    public int Rsi { get; private set; }

    public int Bollinger { get; private set; }

    public int Donchian { get; private set; }

    public int Averages { get; private set; }

    public int VolumeRatio { get; private set; }

    public int Regime { get; private set; }

    /// <summary>The column that a column is the z-score of, or null.</summary>
    private static string? ScoreSource(FeatureColumn column) => column.Name switch
    {
        "ofi_z" => "ofi_adaptive",
        "mpd_z" => "mpd",
        _ => column.Source?.Name,
    };

    private static int Rounded(int bytes) => (bytes + 31) & ~31;

    private bool Has(U units) => (_units & units) != 0;

    private int Place<T>(bool present, int memory = 0)
        where T : unmanaged
    {
        if (!present)
            return 0;
        int at = _end;
        _end += Rounded(sizeof(T)) + Rounded(memory);
        return at;
    }

    private void PlaceRows()
    {
        FeatureOptions o = _options;
        Quote = Place<TouchQuote>(Has(U.Quote));
        Flow = Place<FlowValues>(Has(U.TouchFlow | U.FlowDetail));
        FlowWindow = Place<LaneWindow>(Has(U.TouchFlow), LaneWindow.BytesFor(o.ShortM));
        DetailWindow = Place<LaneWindow>(Has(U.LevelFlow | U.FlowDetail), LaneWindow.BytesFor(o.ShortM));
        Decays = Place<RowDecays>(Has(U.OfiDecay | U.TouchDepth | U.AverageSpread | U.Arrivals));
        Rates = Place<MessageRates>(Has(U.Rates), MessageRates.BytesFor(o));
        Levels = Place<LevelMirror>(Has(U.Levels));
        Depth = Place<BookDepth>(Has(U.Depth));
        Pressure = Place<SweepPressure>(Has(U.Pressure));
        Tradeability = Place<Tradeability>(Has(U.Tradeability));
        Grid = Place<SamplingGrid>(Has(U.Scores | U.MidMove | U.Volatility));
        MidSamples = Place<MidSamples>(Has(U.MidMove | U.Volatility), HftGateway.Features.MidSamples.BytesFor(o));
        Scores = _end;
        for (int i = 0; i < ScoreCount; i++)
            Place<ScoreSlot>(true, RobustScore.BytesFor(o.ZWindow));
    }

    private void PlaceTrades()
    {
        FeatureOptions o = _options;
        Tape = Place<TradeTape>(Has(U.Tape));
        TradeFlow = Place<TradeFlowWindow>(Has(U.TradeFlow), TradeFlowWindow.BytesFor(o.FlowWindow));
        LongWindow = Place<LongWindow>(Has(U.LongWindow), HftGateway.Features.LongWindow.BytesFor(o));
        VolumeVelocity = Place<VolumeVelocity>(
            Has(U.VolumeVelocity), HftGateway.Features.VolumeVelocity.BytesFor(o.VolumeMinutes));
        EffectiveSpread = Place<EffectiveSpread>(
            Has(U.EffectiveSpread), HftGateway.Features.EffectiveSpread.BytesFor(o.FlowWindow));
        FillDecay = Place<FillDecay>(Has(U.FillDecay), HftGateway.Features.FillDecay.BytesFor(o.DecayWindow));
        Kyle = Place<KyleLambda>(Has(U.Kyle), KyleLambda.BytesFor(o));
        Buckets = Place<VolumeBuckets>(Has(U.Vpin), VolumeBuckets.BytesFor(o.VpinN));
        Bulk = Place<BulkClassification>(Has(U.VpinBulk), BulkClassification.BytesFor(o.VpinN));
        FastBuckets = Place<FastBuckets>(
            Has(U.VpinFast), HftGateway.Features.FastBuckets.BytesFor(o, Has(U.VpinQuantile)));
        Micro = Place<MicroFlow>(Has(U.MicroFlow), MicroFlow.BytesFor(o));
        MidAverage = Place<MidAverage>(Has(U.MidAverage));
        SizeRank = Place<SizeRank>(Has(U.SizeRank), HftGateway.Features.SizeRank.BytesFor(o.SizeWindow));
        Vwap = Place<SessionVwap>(Has(U.SessionVwap));
        PriceRange = Place<PriceRange>(Has(U.PriceRange), HftGateway.Features.PriceRange.BytesFor(o.GapM));
    }

    private void PlaceBars()
    {
        FeatureOptions o = _options;
        Bars = Place<BarBuilder>(Has(U.Bars));
        Returns = Place<BarReturns>(Has(U.BarReturns), BarReturns.BytesFor(o));
        RealizedVol = Place<RealizedVolatility>(Has(U.RealizedVol), RealizedVolatility.BytesFor(o));
        Atr = Place<AverageTrueRange>(Has(U.Atr), AverageTrueRange.BytesFor(o));
        Adx = Place<DirectionalIndex>(Has(U.Adx));
        Rsi = Place<RelativeStrength>(Has(U.Rsi));
        Bollinger = Place<BollingerBands>(Has(U.Bollinger), BollingerBands.BytesFor(o.BbN));
        Donchian = Place<DonchianChannels>(Has(U.Donchian), DonchianChannels.BytesFor(o));
        Averages = Place<MovingAverages>(Has(U.MovingAverages), MovingAverages.BytesFor(o));
        VolumeRatio = Place<VolumeRatio>(Has(U.VolumeRatio), HftGateway.Features.VolumeRatio.BytesFor(o.VolumeN));
        Regime = Place<MarketRegime>(Has(U.Regime));
    }

    /// <summary>The z-score at an index.</summary>
    public int Score(int index) =>
        Scores + index * (Rounded(sizeof(ScoreSlot)) + Rounded(RobustScore.BytesFor(_options.ZWindow)));

    /// <summary>The memory that belongs to a unit.</summary>
    private static byte* Memory<T>(T* unit)
        where T : unmanaged => (byte*)unit + Rounded(sizeof(T));
}
