using System.Collections.Immutable;
using HftGateway.Sbe.Compiler;
using HftGateway.Sbe.Schema;
using Microsoft.CodeAnalysis;

namespace HftGateway.Sbe.Generator;

/// <summary>Reads a schema and compiles it: the step that the driver caches.</summary>
internal static class SchemaCompilation
{
    /// <summary>The finding for a failure of the compiler itself, which is a defect of this library.</summary>
    public const string InternalErrorCode = "SBE999";

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The schema and its options.</param>
    /// <param name="includes">The files that it may include.</param>
    public static CompiledSchema Compile(SchemaSource schema, ImmutableArray<IncludeSource> includes)
    {
        try
        {
            return CompileUnguarded(schema, includes);
        }
        catch (Exception error)
        {
            // An exception would take the generator out of the build with a message that names no file.
            string message = $"the schema compiler failed: {error.GetType().Name}: {error.Message.Replace('\n', ' ')}";
            Finding finding = new(InternalErrorCode, DiagnosticSeverity.Error, message, schema.Path, 1, 1);
            return new CompiledSchema([], [finding]);
        }
    }

    private static CompiledSchema CompileUnguarded(SchemaSource schema, ImmutableArray<IncludeSource> includes)
    {
        string? Include(string href, string includingFile, out string file)
        {
            string wanted = Normalize(Path.Combine(Path.GetDirectoryName(includingFile) ?? "", href));
            foreach (IncludeSource include in includes)
            {
                if (Normalize(include.Path) == wanted)
                {
                    file = include.Path;
                    return include.Text;
                }
            }
            file = wanted;
            return null;
        }

        SbeSchemaResult read = SbeSchemaReader.Read(schema.Text, schema.Path, Include);
        List<Finding> findings = [.. read.Diagnostics.Select(FindingOf)];
        if (read.Schema is null)
            return new CompiledSchema([], findings);
        CSharpOptions options = new() { Namespace = schema.Namespace, IsPublic = schema.IsPublic };
        CSharpResult compiled = CSharpCompiler.Compile(read.Schema, options);
        findings.AddRange(compiled.Renames.Select(r => new Finding(
            CSharpRename.Code, DiagnosticSeverity.Info, r.Message, r.Location.File, r.Location.Line,
                r.Location.Column)));
        return new CompiledSchema(
            [.. compiled.Files.Select(f => new GeneratedSource($"{compiled.Namespace}.{f.Name}", f.Text))], findings);
    }

    // A schema's warnings are about a file that is often an exchange's own: reported, but not a reason to stop a build
    // that treats warnings as errors.
    private static Finding FindingOf(SbeDiagnostic d) => new(
        d.Code, d.Severity == SbeSeverity.Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Info,
            $"{d.Element}: {d.Reason}",
        d.Location.File, d.Location.Line, d.Location.Column);

    // Path.GetFullPath would look at the current directory, which a generator may not: dots are resolved by hand.
    private static string Normalize(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }
        return string.Join("/", parts);
    }
}
