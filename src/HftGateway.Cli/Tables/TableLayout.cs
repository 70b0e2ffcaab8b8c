namespace HftGateway.Cli.Tables;

/// <summary>Columns of an output table: optional leading ones of fixed type, then numbers.</summary>
/// <param name="HasSymbol">A column <c>symbol</c> comes first.</param>
/// <param name="HasKey">Then <c>index</c>, <c>timestamp_ns</c> (integers) and <c>type</c> (one letter).</param>
/// <param name="Numbers">Names of the double-precision columns.</param>
public sealed record TableLayout(bool HasSymbol, bool HasKey, IReadOnlyList<string> Numbers)
{
    /// <summary>Longest symbol, bytes.</summary>
    public int SymbolBytes { get; init; } = 8;

    /// <summary>Names of all columns in order.</summary>
    public IEnumerable<string> Names =>
        [.. HasSymbol ? ["symbol"] : Array.Empty<string>(), .. HasKey ? KeyNames : [], .. Numbers];

    private static string[] KeyNames => ["index", "timestamp_ns", "type"];
}
