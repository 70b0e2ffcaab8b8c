extern alias generator;

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using FixGenerator = generator::HftGateway.Fix.Generator.FixGenerator;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>The source generator as the compiler drives it: what it reports, and when it works at all.</summary>
public sealed class GeneratorTests
{
    [Fact]
    public void ShouldReportErrorsAtTheDictionarysLine()
    {
        GeneratorDriverRunResult result = Run(Samples.Xml.Replace("name='Side' required", "name='Sid' required"), "").GetRunResult();
        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(("FIXD005", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        int line = Samples.Xml.Split('\n').TakeWhile(l => !l.Contains("name='Side' required")).Count();
        Assert.Equal(("/d/fix.xml", line), (diagnostic.Location.GetLineSpan().Path, diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        Assert.Empty(result.GeneratedTrees);
    }

    [Fact]
    public void ShouldReportMessagesThatAreNotThere() =>
        Assert.Equal("FIXD050", Assert.Single(Run(Samples.Xml, "Order, Nothing").GetRunResult().Diagnostics).Id);

    [Fact]
    public void ShouldCompileOnlyTheMessagesWanted()
    {
        ImmutableArray<SyntaxTree> trees = Run(Samples.Xml, "D").GetRunResult().GeneratedTrees;
        Assert.Equal(["Fix44.Fields.g.cs", "Fix44.Groups.g.cs", "Fix44.Order.g.cs"], trees.Select(t => Path.GetFileName(t.FilePath)));
    }

    [Fact]
    public void ShouldNotCompileAgainWhenOnlyCodeChanges()
    {
        GeneratorDriver driver = Run(Samples.Xml, "");
        CSharpCompilation changed = CSharpCompilation.Create("Other", [CSharpSyntaxTree.ParseText("class A;")]);
        GeneratorRunResult result = driver.RunGenerators(changed).GetRunResult().Results[0];
        Assert.All(
            result.TrackedSteps[FixGenerator.CompiledStep].SelectMany(s => s.Outputs),
            o => Assert.Contains(o.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    private static GeneratorDriver Run(string xml, string messages)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new FixGenerator().AsSourceGenerator()], [new Text(xml)], optionsProvider: new Options(messages),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        return driver.RunGenerators(CSharpCompilation.Create("Test"));
    }

    private sealed class Text(string text) : AdditionalText
    {
        public override string Path => "/d/fix.xml";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options(string messages) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Values(messages);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(string messages) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = key switch
            {
                "build_metadata.AdditionalFiles.FixDictionary" => "true",
                "build_metadata.AdditionalFiles.FixMessages" => messages,
                _ => "",
            };
            return value.Length != 0;
        }
    }
}
