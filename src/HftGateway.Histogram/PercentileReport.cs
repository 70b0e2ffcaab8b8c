using System.Globalization;

namespace HftGateway.Histogram;

/// <summary>
/// Percentile distributions as text: the <c>.hgrm</c> form that plotting tools read, and CSV.
/// <para><b>Threading.</b> The thread owning the histogram.</para>
/// <para><b>Cost.</b> Not on the hot path; allocates.</para>
/// <para><b>Reference.</b> Equal, byte for byte, to Java's <c>outputPercentileDistribution</c>.</para>
/// </summary>
public static class PercentileReport
{
    /// <summary>Writes the <c>.hgrm</c> form.</summary>
    /// <param name="histogram">What to report.</param>
    /// <param name="output">Receives lines ending in a line feed.</param>
    /// <param name="unitRatio">Divides values: 1000 shows nanoseconds as microseconds.</param>
    /// <param name="ticksPerHalfDistance">Rows per halving of the distance to 100 %.</param>
    public static void WriteHgrm(
        LongHistogram histogram, TextWriter output, double unitRatio = 1000, int ticksPerHalfDistance = 5)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        ArgumentNullException.ThrowIfNull(output);
        int digits = histogram.Layout.SignificantDigits;
        output.Write($"{"Value",12} {"Percentile",14} {"TotalCount",10} {"1/(1-Percentile)",14}\n\n");
        foreach (HistogramIterationValue row in histogram.Percentiles(ticksPerHalfDistance))
        {
            string value = ReportNumbers.Fixed(row.Value / unitRatio, digits);
            string percentile = ReportNumbers.Fixed(row.Level / 100, 12);
            string count = row.TotalCount.ToString(CultureInfo.InvariantCulture);
            string inverse = row.Level == 100 ? "" : $" {ReportNumbers.Fixed(1 / (1 - row.Level / 100), 2),14}";
            output.Write($"{value,12} {percentile} {count,10}{inverse}\n");
        }
        string mean = ReportNumbers.Fixed(histogram.Mean / unitRatio, digits);
        string deviation = ReportNumbers.Fixed(histogram.StandardDeviation / unitRatio, digits);
        string max = ReportNumbers.Fixed(histogram.Max / unitRatio, digits);
        string total = histogram.TotalCount.ToString(CultureInfo.InvariantCulture);
        output.Write($"#[Mean    = {mean,12}, StdDeviation   = {deviation,12}]\n");
        output.Write($"#[Max     = {max,12}, Total count    = {total,12}]\n");
        HistogramLayout layout = histogram.Layout;
        output.Write($"#[Buckets = {layout.BucketCount,12}, SubBuckets     = {layout.SubBucketCount,12}]\n");
    }

    /// <summary>Writes the CSV form.</summary>
    /// <param name="histogram">What to report.</param>
    /// <param name="output">Receives lines ending in a line feed.</param>
    /// <param name="unitRatio">Divides values: 1000 shows nanoseconds as microseconds.</param>
    /// <param name="ticksPerHalfDistance">Rows per halving of the distance to 100 %.</param>
    public static void WriteCsv(
        LongHistogram histogram, TextWriter output, double unitRatio = 1000, int ticksPerHalfDistance = 5)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        ArgumentNullException.ThrowIfNull(output);
        int digits = histogram.Layout.SignificantDigits;
        output.Write("\"Value\",\"Percentile\",\"TotalCount\",\"1/(1-Percentile)\"\n");
        foreach (HistogramIterationValue row in histogram.Percentiles(ticksPerHalfDistance))
        {
            string value = ReportNumbers.Fixed(row.Value / unitRatio, digits);
            string percentile = ReportNumbers.Fixed(row.Level / 100, 12);
            string count = row.TotalCount.ToString(CultureInfo.InvariantCulture);
            string inverse = row.Level == 100 ? "Infinity" : ReportNumbers.Fixed(1 / (1 - row.Level / 100), 2);
            output.Write($"{value},{percentile},{count},{inverse}\n");
        }
    }
}
