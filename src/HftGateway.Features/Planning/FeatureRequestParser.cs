namespace HftGateway.Features;

/// <summary>
/// Reads requests <c>NAME</c>, <c>z(NAME)</c>, <c>NAME[parameter=value, ...]</c> and gathers their parameters.
/// </summary>
/// <param name="options">Parameters so far.</param>
internal sealed class FeatureRequestParser(FeatureOptions options)
{
    private readonly Dictionary<string, string> _requests = new(StringComparer.Ordinal);

    /// <summary>Parameters with those of the requests.</summary>
    public FeatureOptions Options { get; private set; } = options;

    /// <summary>Reads one request.</summary>
    /// <exception cref="ArgumentException">The name, a parameter or a value is invalid.</exception>
    public FeatureColumn Parse(string request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string name = request.Trim();
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0)
            return Column(name);
        if (!name.EndsWith(']'))
            throw new ArgumentException($"feature '{request}': ']' is missing; the form is NAME[parameter=value, ...]");
        FeatureColumn column = Column(name[..bracket].Trim());
        foreach (string assignment in name[(bracket + 1)..^1].Split(',', StringSplitOptions.TrimEntries))
            Assign(column, assignment);
        return column;
    }

    private static FeatureColumn Column(string name)
    {
        if (name.StartsWith("z(", StringComparison.Ordinal) && name.EndsWith(')'))
            return Score(name, Plain(name[2..^1].Trim()));
        return Plain(name);
    }

    private static FeatureColumn Plain(string name)
    {
        if (FeatureRegistry.Find(name) is { } column)
            return column;
        string nearest = FeatureParameters.Nearest(name, FeatureRegistry.Columns.Select(static c => c.Name));
        throw new ArgumentException(
            $"feature '{name}' is unknown; the nearest of the {FeatureRegistry.Columns.Count} features is {nearest}");
    }

    private static FeatureColumn Score(string name, FeatureColumn source)
    {
        if (source.Unit == "flag")
            throw new ArgumentException($"feature '{name}': {source.Name} is a flag and has no z-score");
        return new FeatureColumn(
            -1, $"z({source.Name})", "MAD units", FeatureGroup.Sampling, FeatureTrigger.Row, false, "z_window samples",
            [source.Name], ["z_sample_ns", "z_window", .. source.Parameters])
        {
            Units = FeatureUnits.Scores | source.Units, Source = source,
        };
    }

    private void Assign(FeatureColumn column, string assignment)
    {
        int at = assignment.IndexOf('=', StringComparison.Ordinal);
        string key = (at < 0 ? assignment : assignment[..at]).Trim();
        if (at < 0 || !column.Parameters.Contains(key))
        {
            throw new ArgumentException(
                $"feature '{column.Name}': '{assignment}' sets no parameter of it; its parameters are "
                + (column.Parameters.Count == 0 ? "none" : string.Join(", ", column.Parameters)));
        }
        if (FeatureParameters.TrySet(Options, key, assignment[(at + 1)..].Trim(), out FeatureOptions set) is { } error)
            throw new ArgumentException($"feature '{column.Name}': {error}");
        FeatureParameter parameter = FeatureParameters.Find(key)!;
        if (_requests.TryGetValue(key, out string? other) && parameter.Get(set) != parameter.Get(Options))
        {
            throw new ArgumentException(
                $"feature '{column.Name}': {assignment} contradicts {other}; a plan has one value of each parameter");
        }
        _requests[key] = $"{assignment} of '{column.Name}'";
        Options = set;
    }
}
