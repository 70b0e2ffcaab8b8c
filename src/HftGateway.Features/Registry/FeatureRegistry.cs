using G = HftGateway.Features.FeatureGroup;
using T = HftGateway.Features.FeatureTrigger;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

/// <summary>
/// Every feature of the specification, in the order of its section 12.
/// <para><b>Threading.</b> Immutable. Not on the hot path.</para>
/// <para><b>Reference.</b> Features specification, sections 3 to 12.</para>
/// </summary>
public static partial class FeatureRegistry
{
    private static readonly List<FeatureColumn> Building = new(128);

    /// <summary>All columns, in the order of the specification.</summary>
    public static IReadOnlyList<FeatureColumn> Columns { get; } = Build();

    private static readonly Dictionary<string, FeatureColumn> ByName =
        Columns.ToDictionary(static c => c.Name, StringComparer.Ordinal);

    /// <summary>The columns that change with bars and stand in the bars file: returns_1m to regime.</summary>
    public static IReadOnlyList<FeatureColumn> Indicators { get; } =
        [.. Columns.SkipWhile(static c => c.Name != "returns_1m")];

    /// <summary>The features of the machine-learning vector, version 1, in its fixed order (section 13.5).</summary>
    public static IReadOnlyList<string> LearningVector1 { get; } =
    [
        "book_imbalance", "spread_bps", "trade_intensity", "returns_1m", "returns_5m", "realized_vol", "volume_ratio",
        "vwap_deviation", "time_to_close", "day_of_week", "order_imbalance", "bid_depth_5", "ask_depth_5", "ofi_norm",
        "execution_edge", "order_flow_toxicity", "kyle_lambda", "vpin", "tobi", "sigma_1s",
    ];

    /// <summary>A column by its name, or null.</summary>
    public static FeatureColumn? Find(string name) => ByName.GetValueOrDefault(name);

    private static List<FeatureColumn> Build()
    {
        AddBook1();
        AddBook2();
        AddRates1();
        AddOrderFlow1();
        AddTrades1();
        AddTrades2();
        AddToxicity1();
        AddSampling1();
        AddToxicity2();
        AddSampling2();
        AddTrades3();
        AddSession1();
        AddSession2();
        AddBars1();
        AddBars2();
        return Building;
    }

    private static void Add(
        string name, string unit, G group, T trigger, bool integer, string warmUp, U units, string[] dependsOn,
        string[] parameters) =>
        Building.Add(new FeatureColumn(
            Building.Count, name, unit, group, trigger, integer, warmUp, dependsOn, parameters) { Units = units });
}
