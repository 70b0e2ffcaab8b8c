namespace HftGateway.Features;

/// <summary>One feature: what the registry says of it.</summary>
/// <param name="Index">Its place in <see cref="FeatureRegistry.Columns"/>, 0-based; −1 outside it.</param>
/// <param name="Name">Its name in the specification.</param>
/// <param name="Unit">Unit, or range of a pure number.</param>
/// <param name="Group">Its section.</param>
/// <param name="Trigger">What can change it.</param>
/// <param name="IsInteger">Always a whole number (or NaN).</param>
/// <param name="WarmUp">From when on it is a number.</param>
/// <param name="DependsOn">Columns that its definition reads.</param>
/// <param name="Parameters">Parameters that its value depends on, without prefix.</param>
public sealed record FeatureColumn(
    int Index, string Name, string Unit, FeatureGroup Group, FeatureTrigger Trigger, bool IsInteger, string WarmUp,
    IReadOnlyList<string> DependsOn, IReadOnlyList<string> Parameters)
{
    /// <summary>Units of work that compute it, without those that these depend on.</summary>
    internal FeatureUnits Units { get; init; }

    /// <summary>The column that this one is the z-score of, or null.</summary>
    internal FeatureColumn? Source { get; init; }
}
