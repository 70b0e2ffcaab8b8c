namespace HftGateway.Histogram;

/// <summary>
/// One step of a walk over a histogram.
/// <para><b>Threading.</b> A value; immutable.</para>
/// </summary>
/// <param name="Value">Upper end of the step: the highest value it covers.</param>
/// <param name="CountInStep">Values recorded since the step before.</param>
/// <param name="TotalCount">Values recorded up to here.</param>
/// <param name="Level">Percentile level of the step, 0 to 100; the reached percentile in walks without levels.</param>
/// <param name="Percentile">Reached percentile, 0 to 100.</param>
public readonly record struct HistogramIterationValue(
    long Value, long CountInStep, long TotalCount, double Level, double Percentile);
