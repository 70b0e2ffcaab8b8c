using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>Compiles C# in memory, warnings as errors, with the checks of debug builds.</summary>
internal static class InMemoryCompiler
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var file
                && (file.StartsWith("System.", StringComparison.Ordinal) || file == "HftGateway.Sbe.dll"
                    || file == "HftGateway.Sbe.Tests.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles the sources and returns what the compiler has to say.</summary>
    public static CSharpCompilation Compile(IEnumerable<string> sources)
    {
        CSharpParseOptions parse = new(LanguageVersion.Latest, preprocessorSymbols: ["DEBUG"]);
        return CSharpCompilation.Create(
            "Compiled" + Guid.NewGuid().ToString("N"),
            sources.Select(s => CSharpSyntaxTree.ParseText(s, parse)),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Compiles and loads the sources; fails the test on errors and warnings.</summary>
    public static Assembly Load(IEnumerable<string> sources)
    {
        using MemoryStream stream = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Compile(sources).Emit(stream);
        Diagnostic[] findings = [.. result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(findings.Length == 0, string.Join('\n', findings.Take(20).Select(static d => d + "\n" + Line(d))));
        return Assembly.Load(stream.ToArray());
    }

    private static string Line(Diagnostic diagnostic)
        => diagnostic.Location.SourceTree?.GetText().Lines[
            diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString()
            ?? "";
}
