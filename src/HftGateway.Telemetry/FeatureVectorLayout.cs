namespace HftGateway.Telemetry;

/// <summary>
/// The feature vector of version 1: the names of its 20 values in order, and the bitmap of those without a value. The rest of
/// this library is generated from <c>schemas/telemetry.xml</c>.
/// <para><b>Invariants.</b> Order and meaning never change within a version; a feature more makes version 2.</para>
/// <para><b>Reference.</b> The order is that of <c>FeatureVector</c> in the schema; a test compares the two.</para>
/// </summary>
public static class FeatureVectorLayout
{
    /// <summary>The version that this library writes and reads.</summary>
    public const ushort Version = 1;

    /// <summary>Number of features.</summary>
    public const int Count = 20;

    /// <summary>The features' names in the order of the vector, as the feature library knows them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "book_imbalance", "spread_bps", "trade_intensity", "returns_1m", "returns_5m", "realized_vol", "volume_ratio",
        "vwap_deviation", "time_to_close", "day_of_week", "order_imbalance", "bid_depth_5", "ask_depth_5", "ofi_norm",
        "execution_edge", "order_flow_toxicity", "kyle_lambda", "vpin", "tobi", "sigma_1s",
    ];

    /// <summary>The bitmap of a vector: bit i is set when value i is not a number.</summary>
    /// <param name="values">The values in the order of <see cref="Names"/>; at most 32.</param>
    public static uint NanBitmap(ReadOnlySpan<double> values)
    {
        uint bitmap = 0;
        for (int i = 0; i < values.Length; i++)
            bitmap |= double.IsNaN(values[i]) ? 1u << i : 0;
        return bitmap;
    }
}
