using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace HftGateway.Sbe.Generator;

/// <summary>
/// The Roslyn source generator: every <c>AdditionalFiles</c> item with the metadata <c>SbeSchema="true"</c> becomes
/// code when the project is built, and its errors appear at the schema's own lines.
/// <para><b>Options</b>, as metadata of the item: <c>SbeNamespace</c> (default: the schema's package),
/// <c>SbeAccess</c> <c>public</c> (default) or <c>internal</c>. Items with <c>SbeInclude="true"</c> are files that
/// schemas include by XInclude.</para>
/// <para><b>Cost.</b> An edit that touches neither a schema nor its options runs none of these steps; see
/// <c>SbeGeneratorIncrementalTests</c>.</para>
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SbeGenerator : IIncrementalGenerator
{
    /// <summary>The tracking name of the step that picks schemas out of the additional files.</summary>
    public const string SchemasStep = "SbeSchemas";

    /// <summary>The tracking name of the step that compiles a schema.</summary>
    public const string CompiledStep = "SbeCompiled";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<(AdditionalText File, AnalyzerConfigOptions Options)> files =
            context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => (pair.Left, pair.Right.GetOptions(pair.Left)));
        IncrementalValuesProvider<SchemaSource> schemas = files
            .Where(static f => IsTrue(f.Options, "SbeSchema"))
            .Select(static (f, cancel) => new SchemaSource(
                f.File.Path, f.File.GetText(cancel)?.ToString() ?? "", Metadata(f.Options, "SbeNamespace"),
                !Metadata(f.Options, "SbeAccess").Equals("internal", StringComparison.OrdinalIgnoreCase)))
            .WithTrackingName(SchemasStep);
        IncrementalValueProvider<ImmutableArray<IncludeSource>> includes = files
            .Where(static f => IsTrue(f.Options, "SbeInclude"))
            .Select(static (f, cancel) => new IncludeSource(f.File.Path, f.File.GetText(cancel)?.ToString() ?? ""))
            .Collect();
        IncrementalValuesProvider<CompiledSchema> compiled = schemas
            .Combine(includes)
            .Select(static (pair, _) => SchemaCompilation.Compile(pair.Left, pair.Right))
            .WithTrackingName(CompiledStep);
        context.RegisterSourceOutput(compiled, static (output, schema) => Emit(output, schema));
    }

    private static void Emit(SourceProductionContext output, CompiledSchema schema)
    {
        foreach (Finding finding in schema.Findings)
        {
            DiagnosticDescriptor descriptor = new(
                finding.Code, "SBE schema", "{0}", "HftGateway.Sbe", finding.Severity, isEnabledByDefault: true);
            output.ReportDiagnostic(Diagnostic.Create(descriptor, LocationOf(finding), finding.Message));
        }
        foreach (GeneratedSource source in schema.Sources)
            output.AddSource(source.HintName, SourceText.From(source.Text, Encoding.UTF8));
    }

    private static Location LocationOf(Finding finding)
    {
        LinePosition at = new(Math.Max(finding.Line - 1, 0), Math.Max(finding.Column - 1, 0));
        return Location.Create(finding.Path, default, new LinePositionSpan(at, at));
    }

    private static string Metadata(AnalyzerConfigOptions options, string name)
        => options.TryGetValue("build_metadata.AdditionalFiles." + name, out string? value) ? value.Trim() : "";

    private static bool IsTrue(AnalyzerConfigOptions options, string name)
        => Metadata(options, name).Equals("true", StringComparison.OrdinalIgnoreCase);
}
