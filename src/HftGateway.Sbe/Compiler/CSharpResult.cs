namespace HftGateway.Sbe.Compiler;

/// <summary>What compiling a schema to C# gives.</summary>
public sealed class CSharpResult
{
    internal CSharpResult(string targetNamespace, IReadOnlyList<CSharpFile> files, IReadOnlyList<CSharpRename> renames)
    {
        Namespace = targetNamespace;
        Files = files;
        Renames = renames;
    }

    /// <summary>The namespace of all types.</summary>
    public string Namespace { get; }

    /// <summary>The files, in the order types first, then messages.</summary>
    public IReadOnlyList<CSharpFile> Files { get; }

    /// <summary>Names that had to change, in the order of the schema.</summary>
    public IReadOnlyList<CSharpRename> Renames { get; }
}
