using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// tradeable_safe = 1 if has_recent_halt = 0 and gap_pct ≤ max_gap (0.05) and spread_bps ≤ 50 and depth_dollars ≥
/// 100 000; tradeable_aggressive the same with 100 bps and 50 000; microstructure_risky = 1 unless depth_dollars ≥
/// safe_depth. A NaN operand fails its check.
/// <para><b>Units.</b> Flags. <b>Warm-up.</b> None: 0, 0 and 1 before.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One vector comparison a row, no branch.</para>
/// <para><b>Reference.</b> Features specification, 9.3 (source 1); boundaries follow its code.</para>
/// </summary>
public struct Tradeability
{
    // Written as one vector: their order matters.

    /// <summary>tradeable_safe.</summary>
    public double Safe;

    /// <summary>tradeable_aggressive.</summary>
    public double Aggressive;

    /// <summary>microstructure_risky.</summary>
    public double Risky;

    /// <summary>Nothing: completes the vector.</summary>
    public double Unused;

    // safe_spread_bps, aggr_spread_bps, and the depths negative: all are limits from above.
    private Vector256<double> _limits;
    private double _maxGap;
    private double _spreadBps;

    // The bits 2 and 4 of FeatureGates, and 16 if one of them is set.
    private uint _market;
    private uint _marketFails;

    // The index of Flags.
    private uint _fails;

    /// <summary>Sets the limits.</summary>
    public void Initialise(FeatureOptions options)
    {
        _maxGap = options.MaxGap;
        _limits = Vector256.Create(
            options.SafeSpreadBps, options.AggrSpreadBps, -options.SafeDepth, -options.AggrDepth);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        SetMarket(double.NaN, false);
        SetBook(double.NaN, double.NaN);
    }

    /// <summary>Takes what only trades and time change; <see cref="SetBook"/> must follow.</summary>
    /// <param name="gap">gap_pct.</param>
    /// <param name="recentHalt">has_recent_halt.</param>
    public void SetMarket(double gap, bool recentHalt)
    {
        _market = (recentHalt ? 2u : 0) | (gap <= _maxGap ? 0 : 4u);
        _marketFails = _market != 0 ? 16u : 0;
    }

    /// <summary>Takes a row.</summary>
    /// <param name="spreadBps">spread_bps, NaN when the quote is not valid.</param>
    /// <param name="depthDollars">depth_dollars.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetBook(double spreadBps, double depthDollars)
    {
        // NaN fails every comparison.
        Vector256<double> values = Vector256.Create(
            Vector128.Create(spreadBps), Vector128.Create(-depthDollars));
        uint fails = Vector256.LessThanOrEqual(values, _limits).ExtractMostSignificantBits() ^ 15 | _marketFails;
        _fails = fails;
        _spreadBps = spreadBps;
        Unsafe.As<double, Vector256<double>>(ref Safe) = Unsafe.As<double, Vector256<double>>(
            ref Unsafe.Add(ref MemoryMarshal.GetReference(Flags), fails * 4));
    }

    // Spread 8 and depth 16 of the mode safe, and times 32 those of aggressive, by bits: 1 safe spread, 2 aggressive
    // spread, 4 safe depth, 8 aggressive depth.
    private static ReadOnlySpan<ushort> BookFailures =>
    [
        0, 8, 256, 264, 16, 24, 272, 280, 512, 520, 768, 776, 528, 536, 784, 792,
    ];

    // Safe, Aggressive and Risky by what fails: the bits above, and 16 anything but spread and depth.
    private static ReadOnlySpan<double> Flags =>
    [
        1, 1, 0, 0,  0, 1, 0, 0,  1, 0, 0, 0,  0, 0, 0, 0,
        0, 1, 1, 0,  0, 1, 1, 0,  0, 0, 1, 0,  0, 0, 1, 0,
        1, 0, 0, 0,  0, 0, 0, 0,  1, 0, 0, 0,  0, 0, 0, 0,
        0, 0, 1, 0,  0, 0, 1, 0,  0, 0, 1, 0,  0, 0, 1, 0,
        0, 0, 0, 0,  0, 0, 0, 0,  0, 0, 0, 0,  0, 0, 0, 0,
        0, 0, 1, 0,  0, 0, 1, 0,  0, 0, 1, 0,  0, 0, 1, 0,
        0, 0, 0, 0,  0, 0, 0, 0,  0, 0, 0, 0,  0, 0, 0, 0,
        0, 0, 1, 0,  0, 0, 1, 0,  0, 0, 1, 0,  0, 0, 1, 0,
    ];

    /// <summary>The failing checks of a mode, all of them.</summary>
    [HotPath]
    public readonly FeatureGates Failures(TradeabilityMode mode)
    {
        uint common = _market | (double.IsNaN(_spreadBps) ? 1u : 0);
        uint both = BookFailures[(int)_fails & 15];
        return mode switch
        {
            TradeabilityMode.Safe => (FeatureGates)(common | both & 31),
            TradeabilityMode.Aggressive => (FeatureGates)(common | both >> 5),
            _ => FeatureGates.None,
        };
    }

    /// <summary>is_tradeable(mode): the first failing check, or <see cref="TradeabilityReason.Ok"/>.</summary>
    public readonly TradeabilityReason Reason(TradeabilityMode mode) => ReasonOf(Failures(mode));

    /// <summary>The first of some failing checks in the order of the specification.</summary>
    [HotPath]
    public static TradeabilityReason ReasonOf(FeatureGates closed)
    {
        uint failures = (uint)closed & 31;
        return failures == 0
            ? TradeabilityReason.Ok
            : (TradeabilityReason)(BitOperations.TrailingZeroCount(failures) + 1);
    }
}
