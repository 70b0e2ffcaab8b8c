using System.Runtime.CompilerServices;

namespace HftGateway.Features;

/// <summary>
/// Everything the features of one instrument remember; the windows' memory follows it in the same block.
/// <para><b>Threading.</b> The calculator's thread. <b>Invariants.</b> What a row always touches comes first.</para>
/// </summary>
internal unsafe struct InstrumentFeatures
{
    /// <summary>From this time on <see cref="Advance"/> has work; the least number before the first row.</summary>
    public long NextBoundaryNs;

    /// <summary>Clock of the last row.</summary>
    public long LastRowNs;

    /// <summary>The sampled series after the last row.</summary>
    public double Series;

    /// <summary>Tick, pu.</summary>
    public double TickPu;

    public TouchFlow Touch;
    public DecayedSum OfiDecay;
    public TimeWeightedAverage TouchDepth;
    public BucketedTimeWindow Ofi;
    public HaltMonitor Halts;
    public RobustScore Score;
    public SamplingGrid Grid;
    public TickRule Tick;
    public TradeFlowWindow Flow;
    public LevelMirror Levels;

    /// <summary>
    /// Bytes of one block: whole cache lines, an odd number of them, so that blocks spread over all cache sets.
    /// </summary>
    public static int BytesFor(FeatureOptions options)
    {
        int bytes = HeaderBytes + BucketedTimeWindow.BytesFor(options.ShortM)
            + TradeFlowWindow.BytesFor(options.FlowWindow) + RobustScore.BytesFor(options.ZWindow);
        int lines = (bytes + 63) / 64;
        return (lines | 1) * 64;
    }

    private static int HeaderBytes => (sizeof(InstrumentFeatures) + 63) & ~63;

    /// <summary>Sets everything up in its block.</summary>
    public static void Initialise(InstrumentFeatures* state, FeatureOptions options, int tickPu)
    {
        byte* memory = (byte*)state + HeaderBytes;
        state->TickPu = tickPu;
        state->Ofi.Initialise(memory, options.ShortDeltaNs, options.ShortM);
        memory += BucketedTimeWindow.BytesFor(options.ShortM);
        state->Flow.Initialise(memory, options.FlowWindow);
        memory += TradeFlowWindow.BytesFor(options.FlowWindow);
        state->Score.Initialise(memory, options.ZWindow);
        state->Grid.Initialise(options.ZSampleNs);
        state->Halts.Initialise(options.HaltS * 1_000_000_000L);
        state->Levels.Initialise(options.DepthLevels, options.ImbalanceLevels);
        state->ResetSeries();
        state->Touch.Reset();
    }

    /// <summary>
    /// Features back to their initial state; the levels stay, and the touch with them: they are the book's state, not
    /// the features', and so is the trading state.
    /// </summary>
    public void ResetSeries()
    {
        NextBoundaryNs = long.MinValue;
        LastRowNs = 0;
        Series = double.NaN;
        OfiDecay.Reset();
        TouchDepth.Reset();
        Score.Reset();
        Tick.Reset();
        Flow.Reset();
    }

    /// <summary>The book was emptied.</summary>
    public void Clear()
    {
        ResetSeries();
        Levels.Clear();
        Touch.Reset();
    }

    /// <summary>
    /// Step 1 of a row that begins a new bucket or passes a sampling boundary, with the state before the row.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Advance(long clockNs)
    {
        if (NextBoundaryNs == long.MinValue)
        {
            LastRowNs = clockNs;
            Ofi.Start(clockNs);
            Grid.Start(clockNs);
        }
        else
        {
            Score.Push(Series, Grid.AdvanceTo(clockNs));
            Ofi.AdvanceTo(clockNs);
        }
        NextBoundaryNs = Math.Min(Grid.NextNs, Ofi.EndNs);
    }
}
