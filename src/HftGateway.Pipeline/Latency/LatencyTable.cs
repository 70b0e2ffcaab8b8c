using System.Globalization;
using System.Text;
using HftGateway.Histogram;

namespace HftGateway.Pipeline.Latency;

/// <summary>
/// Prints latency histograms as a table of percentiles, and the breakdown of an order's time against the budget.
/// </summary>
public static class LatencyTable
{
    private static readonly double[] Percentiles = [50, 90, 99, 99.9, 99.99];

    // Budget of one order in ns (features specification 13.2); what is not a stage is "rest".
    private static readonly (string Name, double BudgetNs, LatencyStage[] Stages)[] Budget =
    [
        ("decode", 1_000, [LatencyStage.Decode]),
        ("features (book and features)", 3_000, [LatencyStage.Book, LatencyStage.Features]),
        ("strategy", 2_000, [LatencyStage.Strategy]),
        ("risk", 1_000, [LatencyStage.Risk]),
        ("order (encode)", 1_000, [LatencyStage.Encode]),
        ("rest (queue and send)", 2_000, [LatencyStage.Queue, LatencyStage.Send]),
    ];

    /// <summary>The table's head.</summary>
    /// <returns>One line.</returns>
    public static string Head()
        => $"{"ns",-34}{"count",12}{"p50",10}{"p90",10}{"p99",10}{"p99.9",11}{"p99.99",11}{"max",12}";

    /// <summary>One row.</summary>
    /// <param name="name">Label.</param>
    /// <param name="histogram">Values in ns.</param>
    /// <returns>One line.</returns>
    public static string Row(string name, LongHistogram histogram)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{name,-34}{histogram.TotalCount,12}");
        if (histogram.TotalCount == 0)
            return line.Append("         -         -         -          -          -           -").ToString();
        for (int i = 0; i < Percentiles.Length; i++)
        {
            string value = histogram.ValueAtPercentile(Percentiles[i]).ToString(CultureInfo.InvariantCulture);
            line.Append(value.PadLeft(i < 3 ? 10 : 11));
        }

        return line.Append(CultureInfo.InvariantCulture, $"{histogram.Max,12}").ToString();
    }

    /// <summary>The breakdown of an order's median and 99th percentile against the 10 µs budget.</summary>
    /// <param name="orders">Histograms of the events that caused an order.</param>
    /// <returns>Lines.</returns>
    public static IEnumerable<string> BudgetLines(LatencySet orders)
    {
        yield return $"{"ns an order",-34}{"budget",12}{"p50",10}{"p99",10}{"of budget at p50",18}";
        foreach ((string name, double budgetNs, LatencyStage[] stages) in Budget)
        {
            // Percentiles of parts do not add up to percentiles of the sum; within a row the parts are few and close.
            double p50 = stages.Sum(s => Value(orders[s], 50));
            double p99 = stages.Sum(s => Value(orders[s], 99));
            yield return BudgetLine(name, budgetNs, p50, p99);
        }

        LongHistogram total = orders[LatencyStage.TickToOrder];
        yield return BudgetLine("tick to order", 10_000, Value(total, 50), Value(total, 99));
    }

    private static string BudgetLine(string name, double budgetNs, double p50, double p99) => string.Create(
        CultureInfo.InvariantCulture, $"{name,-34}{budgetNs,12:0}{p50,10:0}{p99,10:0}{100 * p50 / budgetNs,16:0.0} %");

    private static double Value(LongHistogram histogram, double percentile)
        => histogram.TotalCount == 0 ? 0 : histogram.ValueAtPercentile(percentile);
}
