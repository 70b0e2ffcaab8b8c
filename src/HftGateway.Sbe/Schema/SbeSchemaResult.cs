namespace HftGateway.Sbe.Schema;

/// <summary>What reading a schema gives: the schema where there is no error, and everything that was found.</summary>
public sealed class SbeSchemaResult
{
    internal SbeSchemaResult(SbeSchema? schema, IReadOnlyList<SbeDiagnostic> diagnostics)
    {
        Schema = schema;
        Diagnostics = diagnostics;
    }

    /// <summary>The schema; null where <see cref="HasErrors"/>.</summary>
    public SbeSchema? Schema { get; }

    /// <summary>Errors and warnings in the order of the files.</summary>
    public IReadOnlyList<SbeDiagnostic> Diagnostics { get; }

    /// <summary>True when a finding is an error.</summary>
    public bool HasErrors => Schema is null;
}
