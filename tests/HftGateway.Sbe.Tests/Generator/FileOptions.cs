using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace HftGateway.Sbe.Tests.Generator;

/// <summary>The metadata of additional files, as MSBuild hands it to the compiler.</summary>
internal sealed class FileOptions(Dictionary<string, Dictionary<string, string>> metadata)
    : AnalyzerConfigOptionsProvider
{
    /// <inheritdoc/>
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options([]);

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    /// <inheritdoc/>
    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile)
        => metadata.TryGetValue(textFile.Path, out Dictionary<string, string>? own) ? new Options(own) : GlobalOptions;

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            => values.TryGetValue(key.Replace("build_metadata.AdditionalFiles.", "", StringComparison.Ordinal),
                out value);
    }
}
