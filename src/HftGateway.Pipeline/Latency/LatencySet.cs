using HftGateway.Histogram;
using HftGateway.Platform.Timing;

namespace HftGateway.Pipeline.Latency;

/// <summary>
/// One histogram for each <see cref="LatencyStage"/>, in ns from 1 ns to 10 s with three significant digits; longer
/// times are counted at the top of the range.
/// <para><b>Threading.</b> One thread records; read when it has stopped.</para>
/// </summary>
public sealed class LatencySet
{
    /// <summary>Longest time that is told apart, ns.</summary>
    public const long HighestNs = 10_000_000_000;

    private readonly LongHistogram[] _histograms;

    /// <summary>Creates empty histograms.</summary>
    public LatencySet()
    {
        _histograms = new LongHistogram[(int)LatencyStage.TickToOrder + 1];
        for (int i = 0; i < _histograms.Length; i++)
            _histograms[i] = new LongHistogram(1, HighestNs, 3);
    }

    /// <summary>The histogram of one interval.</summary>
    /// <param name="stage">Which.</param>
    /// <returns>Values in ns.</returns>
    public LongHistogram this[LatencyStage stage] => _histograms[(int)stage];

    /// <summary>Records the intervals of one event whose stamps are all taken.</summary>
    /// <param name="r">Stamps.</param>
    public void RecordStages(in StampRecord r)
    {
        Record(LatencyStage.Queue, r.ReceivedTicks, r.DecodeTicks);
        Record(LatencyStage.Decode, r.DecodeTicks, r.IngressDoneTicks);
        Record(LatencyStage.Book, r.IngressDoneTicks, r.BookDoneTicks);
        Record(LatencyStage.Features, r.BookDoneTicks, r.FeaturesDoneTicks);
        Record(LatencyStage.Strategy, r.FeaturesDoneTicks, r.StrategyDoneTicks);
        Record(LatencyStage.Risk, r.StrategyDoneTicks, r.RiskDoneTicks);
    }

    /// <summary>Records the intervals that exist only where orders left.</summary>
    /// <param name="r">Stamps.</param>
    public void RecordOrder(in StampRecord r)
    {
        Record(LatencyStage.Encode, r.RiskDoneTicks, r.EncodedTicks);
        Record(LatencyStage.Send, r.EncodedTicks, r.SentTicks);
        Record(LatencyStage.TickToEncoded, r.ReceivedTicks, r.EncodedTicks);
        Record(LatencyStage.TickToOrder, r.ReceivedTicks, r.SentTicks);
    }

    private void Record(LatencyStage stage, long fromTicks, long toTicks)
        => _histograms[(int)stage].RecordSaturating(Math.Max(0, TimeStampCounter.ToNs(toTicks - fromTicks)));
}
