namespace HftGateway.Sbe.Compiler;

/// <summary>What the user of the C# compiler chooses.</summary>
public sealed class CSharpOptions
{
    /// <summary>The namespace of the generated types; null or empty for the schema's package, each part made an
    /// identifier.</summary>
    public string? Namespace { get; init; }

    /// <summary>True for <c>public</c> types, false for <c>internal</c> ones.</summary>
    public bool IsPublic { get; init; } = true;
}
