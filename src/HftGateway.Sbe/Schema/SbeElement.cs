namespace HftGateway.Sbe.Schema;

/// <summary>
/// What every named element of a schema has. All types of the model are immutable once the reader has returned them, and safe to
/// share between threads.
/// </summary>
public abstract class SbeElement
{
    private protected SbeElement()
    {
    }

    /// <summary>The schema's own name, exactly as written.</summary>
    public required string Name { get; init; }

    /// <summary>The <c>description</c> attribute, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The <c>semanticType</c> attribute, or null.</summary>
    public string? SemanticType { get; init; }

    /// <summary>The schema version that added the element; 0 for the first.</summary>
    public int SinceVersion { get; init; }

    /// <summary>The schema version that deprecated the element, or null.</summary>
    public int? Deprecated { get; init; }

    /// <summary>Where the element is declared.</summary>
    public required SbeLocation Location { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name} {Name}";
}
