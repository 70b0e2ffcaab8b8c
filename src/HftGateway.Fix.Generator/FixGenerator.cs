using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace HftGateway.Fix.Generator;

/// <summary>
/// The Roslyn source generator: every <c>AdditionalFiles</c> item with the metadata <c>FixDictionary="true"</c> becomes
/// readers and writers when the project is built, and its errors appear at the dictionary's own lines.
/// <para><b>Options</b>, as metadata of the item: <c>FixNamespace</c> (default: the version, such as <c>Fix44</c>),
/// <c>FixMessages</c>, names or MsgTypes with spaces or commas between them (default: all), <c>FixAccess</c> <c>public</c>
/// (default) or <c>internal</c>.</para>
/// <para><b>Cost.</b> An edit that touches neither a dictionary nor its options runs none of these steps.</para>
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class FixGenerator : IIncrementalGenerator
{
    /// <summary>The tracking name of the step that compiles a dictionary.</summary>
    public const string CompiledStep = "FixCompiled";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<CompiledDictionary> compiled = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => (File: pair.Left, Options: pair.Right.GetOptions(pair.Left)))
            .Where(static f => Metadata(f.Options, "FixDictionary").Equals("true", StringComparison.OrdinalIgnoreCase))
            .Select(static (f, cancel) => new DictionarySource(
                f.File.Path, f.File.GetText(cancel)?.ToString() ?? "", Metadata(f.Options, "FixNamespace"),
                Metadata(f.Options, "FixMessages"),
                !Metadata(f.Options, "FixAccess").Equals("internal", StringComparison.OrdinalIgnoreCase)))
            .Select(static (source, _) => DictionaryCompilation.Compile(source))
            .WithTrackingName(CompiledStep);
        context.RegisterSourceOutput(compiled, static (output, dictionary) => Emit(output, dictionary));
    }

    private static void Emit(SourceProductionContext output, CompiledDictionary dictionary)
    {
        foreach (Finding finding in dictionary.Findings)
        {
            DiagnosticDescriptor descriptor = new(
                finding.Code, "FIX dictionary", "{0}", "HftGateway.Fix", finding.Severity, isEnabledByDefault: true);
            output.ReportDiagnostic(Diagnostic.Create(descriptor, LocationOf(finding), finding.Message));
        }
        foreach (GeneratedSource source in dictionary.Sources)
            output.AddSource(source.HintName, SourceText.From(source.Text, Encoding.UTF8));
    }

    private static Location LocationOf(Finding finding)
    {
        LinePosition at = new(Math.Max(finding.Line - 1, 0), Math.Max(finding.Column - 1, 0));
        return Location.Create(finding.Path, default, new LinePositionSpan(at, at));
    }

    private static string Metadata(AnalyzerConfigOptions options, string name)
        => options.TryGetValue("build_metadata.AdditionalFiles." + name, out string? value) ? value.Trim() : "";
}
