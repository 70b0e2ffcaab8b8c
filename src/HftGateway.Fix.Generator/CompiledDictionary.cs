namespace HftGateway.Fix.Generator;

/// <summary>
/// A compiled dictionary. Equal to another when all files and findings are, so that a change that alters nothing (a comment
/// in the dictionary) ends here.
/// </summary>
internal sealed class CompiledDictionary(
    IReadOnlyList<GeneratedSource> sources, IReadOnlyList<Finding> findings) : IEquatable<CompiledDictionary>
{
    /// <summary>The files; none where the dictionary has errors.</summary>
    public IReadOnlyList<GeneratedSource> Sources { get; } = sources;

    /// <summary>Errors and remarks.</summary>
    public IReadOnlyList<Finding> Findings { get; } = findings;

    /// <inheritdoc/>
    public bool Equals(CompiledDictionary? other)
        => other is not null && Sources.SequenceEqual(other.Sources) && Findings.SequenceEqual(other.Findings);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CompiledDictionary);

    /// <inheritdoc/>
    public override int GetHashCode() => (Sources.Count * 397) ^ Findings.Count;
}
