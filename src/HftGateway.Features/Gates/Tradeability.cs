using System.Numerics;
using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// tradeable_safe = 1 if has_recent_halt = 0 and gap_pct ≤ max_gap (0.05) and spread_bps ≤ 50 and depth_dollars ≥
/// 100 000; tradeable_aggressive the same with 100 bps and 50 000; microstructure_risky = 1 unless depth_dollars ≥
/// safe_depth. A NaN operand fails its check.
/// <para><b>Units.</b> Flags. <b>Warm-up.</b> None: 0, 0 and 1 before.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Six comparisons a row, no branch.</para>
/// <para><b>Reference.</b> Features specification, 9.3 (source 1); boundaries follow its code.</para>
/// </summary>
public struct Tradeability
{
    /// <summary>tradeable_safe.</summary>
    public double Safe;

    /// <summary>tradeable_aggressive.</summary>
    public double Aggressive;

    /// <summary>microstructure_risky.</summary>
    public double Risky;

    private double _maxGap;
    private double _safeSpread;
    private double _safeDepth;
    private double _aggressiveSpread;
    private double _aggressiveDepth;

    // Bit n − 1 is set where the check that gives reason n fails.
    private uint _safeFailures;
    private uint _aggressiveFailures;

    /// <summary>Sets the limits.</summary>
    public void Initialise(FeatureOptions options)
    {
        _maxGap = options.MaxGap;
        _safeSpread = options.SafeSpreadBps;
        _safeDepth = options.SafeDepth;
        _aggressiveSpread = options.AggrSpreadBps;
        _aggressiveDepth = options.AggrDepth;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset() => Set(double.NaN, double.NaN, double.NaN, false);

    /// <summary>Takes a row.</summary>
    /// <param name="spreadBps">spread_bps, NaN when the quote is not valid.</param>
    /// <param name="depthDollars">depth_dollars.</param>
    /// <param name="gap">gap_pct.</param>
    /// <param name="recentHalt">has_recent_halt.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(double spreadBps, double depthDollars, double gap, bool recentHalt)
    {
        uint common = (double.IsNaN(spreadBps) ? 1u : 0) | (recentHalt ? 2u : 0) | (gap <= _maxGap ? 0 : 4u);
        uint deep = depthDollars >= _safeDepth ? 0 : 16u;
        _safeFailures = common | (spreadBps <= _safeSpread ? 0 : 8u) | deep;
        _aggressiveFailures = common | (spreadBps <= _aggressiveSpread ? 0 : 8u)
            | (depthDollars >= _aggressiveDepth ? 0 : 16u);
        Safe = _safeFailures == 0 ? 1 : 0;
        Aggressive = _aggressiveFailures == 0 ? 1 : 0;
        Risky = deep != 0 ? 1 : 0;
    }

    /// <summary>The failing checks of a mode, all of them.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly FeatureGates Failures(TradeabilityMode mode) => mode switch
    {
        TradeabilityMode.Safe => (FeatureGates)_safeFailures,
        TradeabilityMode.Aggressive => (FeatureGates)_aggressiveFailures,
        _ => FeatureGates.None,
    };

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
