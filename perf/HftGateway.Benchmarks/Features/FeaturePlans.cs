using HftGateway.Features;

namespace HftGateway.Benchmarks.Features;

/// <summary>The plans that are measured.</summary>
public static class FeaturePlans
{
    /// <summary>A plan by its name: all, tick, pair, strategy, none, or the name of one feature.</summary>
    public static FeaturePlan Of(string name)
    {
        FeatureOptions options = new();
        return name switch
        {
            "all" => FeaturePlan.All(options),
            // Everything but bars and what needs them.
            "tick" => FeaturePlan.Create(Names(static c => c.Group != FeatureGroup.Bars && !NeedsBars(c)), options),
            "bars" => FeaturePlan.Create(Names(static c => c.Group == FeatureGroup.Bars), options),
            "pair" => FeaturePlan.Create(["ofi", "ofi_z", "mpd", "mpd_z"], options),
            "strategy" => FeaturePlan.Create(["z(ofi_norm)[z_window=300]", "execution_edge"], options),
            "none" => FeaturePlan.Create([], options),
            _ when name.StartsWith("group ", StringComparison.Ordinal) =>
                FeaturePlan.Create(Names(c => c.Group.ToString() == name[6..]), options),
            _ => FeaturePlan.Create([name], options),
        };
    }

    private static bool NeedsBars(FeatureColumn column) => column.Name is "vpin_fast" or "vpin_p98";

    private static IEnumerable<string> Names(Func<FeatureColumn, bool> wanted) =>
        FeatureRegistry.Columns.Where(wanted).Select(static c => c.Name);
}
