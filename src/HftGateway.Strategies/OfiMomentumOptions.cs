namespace HftGateway.Strategies;

/// <summary>
/// Options of <see cref="OfiMomentumStrategy"/> (strategies specification 3.4). Which series the signal is taken from
/// and its window become the feature that it asks for.
/// </summary>
public sealed class OfiMomentumOptions : StrategyOptions
{
    /// <summary><c>signal</c>: the feature whose robust z-score it follows; of the registry, and no flag.</summary>
    public string Signal { get; set; } = "ofi_norm";

    /// <summary><c>z_window</c>: samples of the z-score's window, 2 to 1000.</summary>
    public int ZWindow { get; set; } = 300;

    /// <summary><c>z_entry</c>: entry when d·z exceeds it; above 0, at most 100.</summary>
    public double ZEntry { get; set; } = 2.0;

    /// <summary><c>z_exit</c>: exit when d·z falls below it; at least 0, below <see cref="ZEntry"/>.</summary>
    public double ZExit { get; set; } = 0.5;

    /// <summary><c>target_ticks</c>, 1 to 100.</summary>
    public int TargetTicks { get; set; } = 3;

    /// <summary><c>stop_ticks</c>, 1 to 100.</summary>
    public int StopTicks { get; set; } = 2;

    /// <summary><c>max_hold_ms</c>, 1 to 600 000.</summary>
    public int MaxHoldMs { get; set; } = 5000;

    /// <summary><c>max_spread_ticks</c>, 1 to 10 000.</summary>
    public int MaxSpreadTicks { get; set; } = 2;

    /// <summary><c>notional</c> in dollars, above 0, at most 1e9.</summary>
    public double Notional { get; set; } = 25_000;

    /// <summary><c>require_edge</c>: entry only when d·execution_edge is at least 0.</summary>
    public bool RequireEdge { get; set; } = true;

    /// <inheritdoc/>
    protected override void Collect(List<string> errors)
    {
        base.Collect(errors);
        if (HftGateway.Features.FeatureRegistry.Find(Signal) is not { } signal || signal.Unit == "flag")
            errors.Add($"signal: '{Signal}' is no feature that has a z-score; ofi_norm is one");
        OptionRange.Check(errors, "z_window", ZWindow, 2, HftGateway.Features.RobustScore.MaxWindow);
        OptionRange.Check(errors, "z_entry", ZEntry, double.Epsilon, 100);
        if (!(ZExit >= 0 && ZExit < ZEntry))
            errors.Add(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"z_exit: {ZExit} is outside 0 to below z_entry"));
        OptionRange.Check(errors, "target_ticks", TargetTicks, 1, 100);
        OptionRange.Check(errors, "stop_ticks", StopTicks, 1, 100);
        OptionRange.Check(errors, "max_hold_ms", MaxHoldMs, 1, 600_000);
        OptionRange.Check(errors, "max_spread_ticks", MaxSpreadTicks, 1, 10_000);
        OptionRange.Check(errors, "notional", Notional, double.Epsilon, 1e9);
    }
}
