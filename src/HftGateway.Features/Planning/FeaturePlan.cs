namespace HftGateway.Features;

/// <summary>
/// Which features an engine computes, with which parameters, and in which order. Made once from names; what is not
/// named, and not needed by what is named, takes neither time nor memory.
/// <para><b>Threading.</b> Immutable. Not on the hot path.</para>
/// <para><b>Requests.</b> A name of <see cref="FeatureRegistry.Columns"/>; <c>z(NAME)</c>, the robust z-score (8.2) of
/// any column that is not a flag; either with parameters in brackets, <c>ofi[short_m=20]</c>, which then hold for the
/// whole plan: two requests that want different values of one parameter are an error.</para>
/// </summary>
public sealed class FeaturePlan
{
    /// <summary>Most z-scores of named columns in one plan.</summary>
    public const int MaxScores = 8;

    private FeaturePlan(
        FeatureOptions options, GateOptions gates, IReadOnlyList<FeatureColumn> columns,
        IReadOnlyList<FeatureColumn> ordered, bool bars)
    {
        Options = options;
        Gates = gates;
        Columns = columns;
        Ordered = ordered;
        PublishesBars = bars;
        Units = FeaturePlanner.UnitsOf(ordered, bars)
            | (gates.Features.Count > 0 ? FeatureUnits.Gates : FeatureUnits.None);
    }

    /// <summary>Parameters, with those of the requests.</summary>
    public FeatureOptions Options { get; }

    /// <summary>The columns asked for, in the order of the request: the order of the engine's values.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>
    /// The columns asked for and all that their definitions read, each after what it reads: the order of work.
    /// </summary>
    public IReadOnlyList<FeatureColumn> Ordered { get; }

    /// <summary>The gates that the engine evaluates.</summary>
    public GateOptions Gates { get; }

    /// <summary>Closed bars are published with the book's state and all indicators.</summary>
    public bool PublishesBars { get; }

    /// <summary>What the engine does.</summary>
    internal FeatureUnits Units { get; }

    /// <summary>Every column, in the order of the specification.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="bars">Publish closed bars.</param>
    /// <exception cref="ArgumentException">An option is outside its range; the message says which.</exception>
    public static FeaturePlan All(FeatureOptions options, bool bars = false) =>
        Create(FeatureRegistry.Columns.Select(static c => c.Name), options, bars);

    /// <summary>The named columns.</summary>
    /// <param name="requests">Names, see the remarks of the type; repeated ones are kept.</param>
    /// <param name="options">Parameters.</param>
    /// <param name="bars">Publish closed bars.</param>
    /// <param name="gates">Gates to evaluate; their features are added to what is computed, not to the columns.</param>
    /// <exception cref="ArgumentException">
    /// A name, parameter or value is unknown or invalid; the message names it and what is valid.
    /// </exception>
    public static FeaturePlan Create(
        IEnumerable<string> requests, FeatureOptions options, bool bars = false, GateOptions? gates = null)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(options);
        var parser = new FeatureRequestParser(options);
        List<FeatureColumn> columns = [.. requests.Select(parser.Parse)];
        FeatureOptions merged = parser.Options;
        IReadOnlyList<string> errors = merged.Validate();
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors.Select(static e => FeatureParameters.Prefix + e)));
        int scores = columns.Where(static c => c.Source is not null).Select(static c => c.Name).Distinct().Count();
        if (scores > MaxScores)
            throw new ArgumentException($"z-scores: {scores} are asked for, 0 to {MaxScores} are possible in one plan");
        gates ??= GateOptions.Off;
        if (gates.Validate() is { Count: > 0 } wrong)
            throw new ArgumentException(string.Join("; ", wrong.Select(static e => "gates." + e)));
        IEnumerable<FeatureColumn> needed = columns.Concat(gates.Features.Select(static n => FeatureRegistry.Find(n)!));
        return new FeaturePlan(merged, gates, columns, FeaturePlanner.Order(needed, FeatureRegistry.Find), bars);
    }
}
