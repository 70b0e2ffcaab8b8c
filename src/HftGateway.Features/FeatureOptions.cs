using System.Globalization;

namespace HftGateway.Features;

/// <summary>
/// Parameters of the features; names, defaults and meaning are those of the features specification, section 12.
/// <para><b>Threading.</b> Immutable. Not on the hot path.</para>
/// </summary>
public sealed record FeatureOptions
{
    private const long DayNs = 86_400_000_000_000;

    /// <summary>tick_pu: tick in price units, of instruments that have no own. 1 to 1,000,000.</summary>
    public int TickPu { get; init; } = 100;

    /// <summary>short_delta_ns: bucket of the short window, ns. 1 to one day.</summary>
    public long ShortDeltaNs { get; init; } = 100_000_000;

    /// <summary>short_m: buckets of the short window. 1 to 1,000.</summary>
    public int ShortM { get; init; } = 10;

    /// <summary>flow_window: trades of flow_imbalance_norm. 1 to 100,000.</summary>
    public int FlowWindow { get; init; } = 100;

    /// <summary>depth_levels: levels of depth_imbalance and the depths. 1 to <see cref="ImbalanceLevels"/>.</summary>
    public int DepthLevels { get; init; } = 5;

    /// <summary>imbalance_levels: levels of book_imbalance. 1 to 10.</summary>
    public int ImbalanceLevels { get; init; } = 10;

    /// <summary>ofi_tau_s: time constant of ofi_decay, s. 1e-6 to 86,400.</summary>
    public double OfiTauS { get; init; } = 1;

    /// <summary>depth_tau_s: time constant of avg_touch_depth, s. 1e-6 to 86,400.</summary>
    public double DepthTauS { get; init; } = 60;

    /// <summary>halt_s: how long a resume is recent, s. 0 to 86,400.</summary>
    public int HaltS { get; init; } = 300;

    /// <summary>z_sample_ns: sampling grid of the z-score, ns. 1,000 to one day.</summary>
    public long ZSampleNs { get; init; } = 1_000_000_000;

    /// <summary>z_window: samples of the z-score's window. 2 to 1,000.</summary>
    public int ZWindow { get; init; } = 60;

    /// <summary>signal: the series of the z-score.</summary>
    public FeatureSignal Signal { get; init; } = FeatureSignal.OfiNorm;

    /// <summary>What is wrong with the options, one line each with key, value and range; empty if nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        Check(errors, "tick_pu", TickPu, 1, 1_000_000);
        Check(errors, "short_delta_ns", ShortDeltaNs, 1, DayNs);
        Check(errors, "short_m", ShortM, 1, 1_000);
        Check(errors, "flow_window", FlowWindow, 1, 100_000);
        Check(errors, "imbalance_levels", ImbalanceLevels, 1, SideMirror.Levels);
        // Beside an invalid imbalance_levels the limit that holds for any is named.
        int deepest = ImbalanceLevels is >= 1 and <= SideMirror.Levels ? ImbalanceLevels : SideMirror.Levels;
        Check(errors, "depth_levels", DepthLevels, 1, deepest);
        Check(errors, "ofi_tau_s", OfiTauS, 1e-6, 86_400);
        Check(errors, "depth_tau_s", DepthTauS, 1e-6, 86_400);
        Check(errors, "halt_s", HaltS, 0, 86_400);
        Check(errors, "z_sample_ns", ZSampleNs, 1_000, DayNs);
        Check(errors, "z_window", ZWindow, 2, RobustScore.MaxWindow);
        if (!Enum.IsDefined(Signal))
            errors.Add($"signal = {(int)Signal} is none of ofi_norm, ofi, ofi_decay, flow_imbalance_norm");
        return errors;
    }

    private static void Check(List<string> errors, string key, double value, double low, double high)
    {
        // Written so that NaN fails.
        if (value >= low && value <= high)
            return;
        errors.Add(string.Create(
            CultureInfo.InvariantCulture, $"{key} = {value:R} is outside {low:R} to {high:R}"));
    }
}
