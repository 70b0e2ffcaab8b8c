namespace HftGateway.Features;

/// <summary>Which series <see cref="FeatureRow.SignalZ"/> is the robust z-score of.</summary>
public enum FeatureSignal
{
    /// <summary>ofi_norm: order flow imbalance over the short window, by the usual depth of the touch.</summary>
    OfiNorm = 0,

    /// <summary>ofi, shares.</summary>
    Ofi = 1,

    /// <summary>ofi_decay, shares.</summary>
    OfiDecay = 2,

    /// <summary>flow_imbalance_norm, [−1, 1].</summary>
    FlowImbalanceNorm = 3,
}
