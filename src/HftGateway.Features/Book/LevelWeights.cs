using System.Runtime.Intrinsics;

namespace HftGateway.Features;

/// <summary>
/// The weights of the sums over levels, in the order in which <see cref="SideMirror"/> gives its vectors: worst to
/// best.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
public readonly struct LevelWeights
{
    /// <summary>
    /// The least common multiple of 1 to 10: Q/i times it is a whole number, so that sums weighted by rank are exact.
    /// </summary>
    public const int RankScale = 2_520;

    /// <summary>1 for the levels of the depths, 0 for others.</summary>
    public readonly Vector256<double> Near0, Near1, Near2;

    /// <summary>1 for the levels of book_imbalance, 0 for others.</summary>
    public readonly Vector256<double> Far0, Far1, Far2;

    /// <summary><see cref="RankScale"/> by rank for the levels of book_pressure, 0 for others.</summary>
    public readonly Vector256<double> Rank0, Rank1, Rank2;

    /// <summary>Makes the weights.</summary>
    /// <param name="depthLevels">depth_levels, 1 to 10.</param>
    /// <param name="imbalanceLevels">imbalance_levels, 1 to 10.</param>
    public LevelWeights(int depthLevels, int imbalanceLevels)
    {
        Near0 = Weigh(0, depthLevels, 0);
        Near1 = Weigh(1, depthLevels, 0);
        Near2 = Weigh(2, depthLevels, 0);
        Far0 = Weigh(0, imbalanceLevels, 0);
        Far1 = Weigh(1, imbalanceLevels, 0);
        Far2 = Weigh(2, imbalanceLevels, 0);
        Rank0 = Weigh(0, imbalanceLevels, RankScale);
        Rank1 = Weigh(1, imbalanceLevels, RankScale);
        Rank2 = Weigh(2, imbalanceLevels, RankScale);
    }

    private static Vector256<double> Weigh(int quarter, int levels, int scale)
    {
        Vector256<double> weights = default;
        for (int i = 0; i < 4; i++)
        {
            int level = 4 * quarter + 4 - i;
            double weight = scale == 0 ? 1 : scale / level;
            weights = weights.WithElement(i, level <= levels ? weight : 0);
        }
        return weights;
    }
}
