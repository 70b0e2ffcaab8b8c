extern alias generator;

using System.Diagnostics;
using System.Reflection;
using generator::HftGateway.Sbe.Generator;
using HftGateway.Sbe.Tests.Generated;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace HftGateway.Sbe.Tests.Generator;

/// <summary>The source generator: what it generates, what it reports where, and what it does not do again.</summary>
public sealed class SbeGeneratorTests(ITestOutputHelper output)
{
    private const string Path = "/schemas/small.xml";

    private const string Small = """
        <messageSchema package="small" id="1" version="0">
          <types>
            <composite name="messageHeader">
              <type name="blockLength" primitiveType="uint16"/><type name="templateId" primitiveType="uint16"/>
              <type name="schemaId" primitiveType="uint16"/><type name="version" primitiveType="uint16"/>
            </composite>
          </types>
          <message name="Ping" id="1"><field name="toString" id="1" type="uint8"/></message>
        </messageSchema>
        """;

    private static readonly Dictionary<string, string> AsSchema = new() { ["SbeSchema"] = "true" };

    [Fact]
    public void ShouldGenerateCodeThatCompilesWhenAFileIsMarkedAsSchema()
    {
        (GeneratorDriver driver, Compilation compilation) =
            Run((Path, Small, AsSchema), ("/other.xml", "<no schema", []));

        Assert.Empty(driver.GetRunResult().Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
        Assert.NotNull(compilation.GetTypeByMetadataName("Small.PingDecoder"));
        Assert.NotNull(compilation.GetTypeByMetadataName("Small.PingEncoder"));
    }

    [Fact]
    public void ShouldUseTheOptionsWhenNamespaceAndAccessAreGiven()
    {
        Dictionary<string,
            string> options = new(AsSchema) { ["SbeNamespace"] = "Other.Place", ["SbeAccess"] = "internal" };

        (_, Compilation compilation) = Run((Path, Small, options));

        INamedTypeSymbol? type = compilation.GetTypeByMetadataName("Other.Place.PingDecoder");
        Assert.Equal(Accessibility.Internal, type?.DeclaredAccessibility);
    }

    [Fact]
    public void ShouldReportTheSchemasLineWhenItHasAnError()
    {
        (GeneratorDriver driver, _) = Run((Path, Small.Replace("\"uint8\"", "\"uint9\""), AsSchema));

        Diagnostic error = Assert.Single(
            driver.GetRunResult().Diagnostics, static d => d.Severity == DiagnosticSeverity.Error);
        FileLinePositionSpan place = error.Location.GetLineSpan();
        Assert.Equal(Path, place.Path);
        Assert.Equal(7, place.StartLinePosition.Line);
        Assert.StartsWith("SBE", error.Id, StringComparison.Ordinal);
        Assert.Contains("uint9", error.GetMessage(), StringComparison.Ordinal);
        Assert.Empty(driver.GetRunResult().GeneratedTrees);
    }

    [Fact]
    public void ShouldSaySoWhenANameHadToChange()
    {
        (GeneratorDriver driver, _) = Run((Path, Small, AsSchema));

        Diagnostic rename = Assert.Single(driver.GetRunResult().Diagnostics, static d => d.Id == "SBE900");
        Assert.Equal(DiagnosticSeverity.Info, rename.Severity);
        Assert.Equal("toString: the C# name ToString is taken or reserved here; it is ToString_", rename.GetMessage());
    }

    [Fact]
    public void ShouldDocumentAMemberWithTheSchemasDescription()
    {
        string described = Small.Replace("version=\"0\"", "version=\"2\"").Replace(
            "<field name=\"toString\" id=\"1\"",
            "<field name=\"size\" id=\"1\" description=\"Contracts &lt;traded&gt;\" semanticType=\"Qty\" sinceVersion=\"1\""
            + " deprecated=\"2\"");

        (GeneratorDriver driver, Compilation compilation) = Run((Path, described, AsSchema));

        string decoder = driver.GetRunResult().GeneratedTrees
            .Single(static t => t.FilePath.EndsWith("PingDecoder.g.cs", StringComparison.Ordinal)).ToString();
        Assert.Contains(
            "Contracts &lt;traded&gt;. Field 1, offset 0, 1 byte. Semantic type Qty. Since version 1. Deprecated since version 2.",
            string.Join(' ', decoder.Split((string[])["///", " ", "\n"], StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    [Fact]
    public void ShouldCompileWhenNamesAreKeywordsOrCollide()
    {
        string[] names =
        [
            "params", "event", "class", "true", "Count", "BlockLength", "ToString", "Equals", "GetHashCode", "next", "Next",
            "Ping", "M", "MDUpdateAction",
        ];
        string fields = string.Concat(names.Select(
            (n, i) => $"<field name=\"{n}\" id=\"{i + 1}\" type=\"{(n is "M" or "MDUpdateAction" ? n : "uint8")}\"/>"));
        string hard = Small.Replace("<field name=\"toString\" id=\"1\" type=\"uint8\"/>", fields).Replace(
            "</types>",
            """
            <enum name="M" encodingType="uint8"><validValue name="M">0</validValue><validValue name="null">1</validValue></enum>
            <enum name="MDUpdateAction" encodingType="char"><validValue name="new">0</validValue></enum></types>
            """).Replace("</message>", "</message><message name=\"M\" id=\"2\"><field name=\"M\" id=\"1\" type=\"M\"/></message>");

        (GeneratorDriver driver, Compilation compilation) = Run((Path, hard, AsSchema));

        Assert.Empty(driver.GetRunResult().Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    [Fact]
    public void ShouldReadTheOtherFileWhenASchemaIncludesIt()
    {
        int types = Small.IndexOf("<types>", StringComparison.Ordinal);
        int end = Small.IndexOf("</types>", StringComparison.Ordinal) + "</types>".Length;
        string including = Small[..types]
            + "<include xmlns=\"http://www.w3.org/2001/XInclude\" href=\"parts/types.xml\"/>" + Small[end..];
        Dictionary<string, string> asInclude = new() { ["SbeInclude"] = "true" };

        (GeneratorDriver driver, _) = Run(
            (Path, including, AsSchema), ("/schemas/parts/types.xml", Small[types..end], asInclude));

        Assert.Empty(driver.GetRunResult().Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Contains(driver.GetRunResult().GeneratedTrees, static t => t.FilePath.EndsWith("PingDecoder.g.cs"));
    }

    [Fact]
    public void ShouldCostNothingWhenAnEditDoesNotTouchTheSchema()
    {
        (GeneratorDriver driver, Compilation compilation) = Run((Path, Small, AsSchema));

        driver =
            driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Edited { int x; }")));

        Assert.All(Reasons(driver), static r => Assert.True(r is IncrementalStepRunReason.Cached));
        Assert.NotEmpty(Reasons(driver));
    }

    [Fact]
    public void ShouldCompileOnlyTheSchemaThatChangedWhenThereAreTwo()
    {
        Dictionary<string, string> other = new(AsSchema) { ["SbeNamespace"] = "Second" };
        (GeneratorDriver driver, Compilation compilation) = Run((Path, Small, AsSchema), ("/second.xml", Small, other));
        AdditionalText second = new SchemaFile("/second.xml", Small.Replace("Ping", "Pong"));

        driver = driver.ReplaceAdditionalText(Texts[1], second).RunGenerators(compilation);

        IncrementalStepRunReason[] compiled = [.. Outputs(driver, SbeGenerator.CompiledStep)];
        Assert.Equal(2, compiled.Length);
        Assert.Contains(IncrementalStepRunReason.Cached, compiled);
        Assert.Contains(IncrementalStepRunReason.Modified, compiled);
    }

    [Fact]
    public void ShouldGenerateNothingNewWhenOnlyACommentChanges()
    {
        (GeneratorDriver driver, Compilation compilation) = Run((Path, Small, AsSchema));
        AdditionalText commented = new SchemaFile(Path, Small + "<!-- a comment -->");

        driver = driver.ReplaceAdditionalText(Texts[0], commented).RunGenerators(compilation);

        Assert.Equal([IncrementalStepRunReason.Unchanged], Outputs(driver, SbeGenerator.CompiledStep));
    }

    [Theory]
    [InlineData("cme-mdp3.xml")]
    [InlineData("cme-ilink3.xml")]
    public void ShouldCompileAnExchangesSchemaWhenItIsLarge(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        string xml = reader.ReadToEnd();
        Run(("/warm.xml", Small, AsSchema));
        long start = Stopwatch.GetTimestamp();

        (GeneratorDriver driver, _) = Run(("/" + name, xml, AsSchema));

        output.WriteLine($"{name}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms in the generator, "
            + $"{driver.GetRunResult().GeneratedTrees.Length} files");
        Assert.Empty(driver.GetRunResult().Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.True(driver.GetRunResult().GeneratedTrees.Length > 25);
    }

    private AdditionalText[] Texts { get; set; } = [];

    private (GeneratorDriver Driver, Compilation Compilation) Run(
        params (string Path, string Text, Dictionary<string, string> Metadata)[] files)
    {
        Texts = [.. files.Select(f => (AdditionalText)new SchemaFile(f.Path, f.Text))];
        FileOptions options = new(files.ToDictionary(f => f.Path, f => f.Metadata));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new SbeGenerator().AsSourceGenerator()], Texts, new CSharpParseOptions(LanguageVersion.Latest), options,
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Compilation compilation = InMemoryCompiler.Compile([]);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        return (driver, updated);
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorDriver driver) =>
    [
        .. Outputs(driver, SbeGenerator.SchemasStep), .. Outputs(driver, SbeGenerator.CompiledStep),
        .. driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs)
            .Select(o => o.Reason),
    ];

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorDriver driver, string step)
        => driver.GetRunResult().Results[0].TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason);
}
