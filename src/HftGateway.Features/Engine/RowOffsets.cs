namespace HftGateway.Features;

/// <summary>
/// Where the units that rows touch lie in a block: a copy of the layout's numbers within the engine itself, so that
/// finding a unit takes one load instead of two that wait for each other.
/// </summary>
/// <param name="at">The layout.</param>
internal readonly struct RowOffsets(FeatureLayout at)
{
    public readonly int Quote = at.Quote;
    public readonly int Flow = at.Flow;
    public readonly int FlowWindow = at.FlowWindow;
    public readonly int DetailWindow = at.DetailWindow;
    public readonly int Decays = at.Decays;
    public readonly int Rates = at.Rates;
    public readonly int Levels = at.Levels;
    public readonly int Depth = at.Depth;
    public readonly int Pressure = at.Pressure;
    public readonly int Tradeability = at.Tradeability;
    public readonly int MidSamples = at.MidSamples;
    public readonly int Tape = at.Tape;
    public readonly int LongWindow = at.LongWindow;
    public readonly int VolumeVelocity = at.VolumeVelocity;
    public readonly int PriceRange = at.PriceRange;
    public readonly int Scores = at.Scores;
    public readonly int ScoreStride = at.Score(1) - at.Score(0);
    public readonly int ScoreCount = at.ScoreCount;
}
