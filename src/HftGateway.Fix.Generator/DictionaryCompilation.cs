using HftGateway.Fix.Dictionaries;
using Microsoft.CodeAnalysis;

namespace HftGateway.Fix.Generator;

/// <summary>Reads a dictionary and compiles it: the step that the driver caches.</summary>
internal static class DictionaryCompilation
{
    /// <summary>The finding for a wanted message that the dictionary does not have.</summary>
    public const string UnknownMessageCode = "FIXD050";

    /// <summary>The finding for a failure of the compiler itself, which is a defect of this library.</summary>
    public const string InternalErrorCode = "FIXD999";

    /// <summary>Compiles a dictionary.</summary>
    public static CompiledDictionary Compile(DictionarySource source)
    {
        try
        {
            return CompileUnguarded(source);
        }
        catch (Exception error)
        {
            // An exception would take the generator out of the build with a message that names no file.
            string message = $"the dictionary compiler failed: {error.GetType().Name}: {error.Message.Replace('\n', ' ')}";
            return new CompiledDictionary([], [new Finding(InternalErrorCode, DiagnosticSeverity.Error, message, source.Path, 1, 1)]);
        }
    }

    private static CompiledDictionary CompileUnguarded(DictionarySource source)
    {
        FixDictionary.TryParse(source.Text, source.Path, out FixDictionary? dictionary, out IReadOnlyList<FixDictionaryProblem> problems);
        // Remarks are about a file that is often a venue's own: reported, but not a reason to stop a build that treats
        // warnings as errors.
        List<Finding> findings = [.. problems.Select(p => new Finding(
            p.Code, p.IsError ? DiagnosticSeverity.Error : DiagnosticSeverity.Info, p.Message, source.Path, p.Line, p.Column))];
        if (dictionary is null)
            return new CompiledDictionary([], findings);
        char[] separators = [' ', ',', ';', '\t', '\r', '\n'];
        FixCodeOptions options = new()
        {
            Namespace = source.Namespace,
            IsPublic = source.IsPublic,
            Messages = source.Messages.Split(separators, StringSplitOptions.RemoveEmptyEntries),
        };
        IReadOnlyList<FixCodeFile> files = FixDictionaryCompiler.Compile(dictionary, options, out IReadOnlyList<string> unknown);
        findings.AddRange(unknown.Select(name => new Finding(
            UnknownMessageCode, DiagnosticSeverity.Error, $"FixMessages names '{name}', which the dictionary does not have",
            source.Path, 1, 1)));
        string space = source.Namespace.Length != 0 ? source.Namespace : FixCodeNames.Version(dictionary.Version);
        return new CompiledDictionary([.. files.Select(f => new GeneratedSource($"{space}.{f.Name}", f.Text))], findings);
    }
}
