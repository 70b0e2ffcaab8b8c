namespace HftGateway.Sbe.Generator;

/// <summary>
/// A compiled schema. Equal to another when all files and findings are, so that a change that alters nothing (a comment
/// in the schema) ends here.
/// </summary>
internal sealed class CompiledSchema(
    IReadOnlyList<GeneratedSource> sources, IReadOnlyList<Finding> findings) : IEquatable<CompiledSchema>
{
    /// <summary>The files; none where the schema has errors.</summary>
    public IReadOnlyList<GeneratedSource> Sources { get; } = sources;

    /// <summary>Errors, warnings and names that had to change.</summary>
    public IReadOnlyList<Finding> Findings { get; } = findings;

    /// <inheritdoc/>
    public bool Equals(CompiledSchema? other)
        => other is not null && Sources.SequenceEqual(other.Sources) && Findings.SequenceEqual(other.Findings);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CompiledSchema);

    /// <inheritdoc/>
    public override int GetHashCode() => (Sources.Count * 397) ^ Findings.Count;
}
