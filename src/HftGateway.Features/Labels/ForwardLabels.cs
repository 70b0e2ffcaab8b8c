namespace HftGateway.Features;

/// <summary>
/// label_ret_N = (mid after the N-th later row − mid)/tick_pu and label_dir_N, its sign, 0 when |label_ret_N| &lt; 0.5;
/// N = label_rows = 100. Offline only: they look ahead. A row has none without N later rows, or with an invalid quote
/// at either end.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Reference.</b> Features specification, 13.6.</para>
/// </summary>
/// <param name="rows">N, at least 1.</param>
/// <param name="tickPu">Tick, pu.</param>
public sealed class ForwardLabels(int rows, double tickPu)
{
    private readonly double[] _mids = new double[rows];
    private long _count;

    /// <summary>Takes the mid after a row and gives the label of the row N before it.</summary>
    /// <param name="mid">mid, NaN if the quote is not valid.</param>
    /// <param name="label">label_ret_N of that row, ticks.</param>
    /// <returns>False while there is no such row, or it has no label.</returns>
    public bool Next(double mid, out double label)
    {
        int at = (int)(_count % _mids.Length);
        label = _count >= _mids.Length ? (mid - _mids[at]) / tickPu : double.NaN;
        _mids[at] = mid;
        _count++;
        return !double.IsNaN(label);
    }

    /// <summary>label_dir_N of a label_ret_N.</summary>
    public static int Direction(double label) => Math.Abs(label) < 0.5 ? 0 : Math.Sign(label);

    /// <summary>
    /// Reward of a decision interval: ΔP&amp;L − fees − λ·(shares traded aggressively)²/2 − φ·position², pu·shares.
    /// </summary>
    /// <param name="profit">Change of profit and loss, marked at the mid.</param>
    /// <param name="fees">Fees.</param>
    /// <param name="lambda">kyle_lambda at the decision.</param>
    /// <param name="aggressiveShares">Shares traded aggressively.</param>
    /// <param name="position">Position, shares.</param>
    /// <param name="phi">φ ≥ 0, the price of inventory.</param>
    public static double Reward(
        double profit, double fees, double lambda, double aggressiveShares, double position, double phi) =>
        profit - fees - lambda * aggressiveShares * aggressiveShares / 2 - phi * position * position;
}
