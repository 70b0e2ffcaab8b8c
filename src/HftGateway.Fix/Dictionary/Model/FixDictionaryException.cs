namespace HftGateway.Fix.Dictionaries;

/// <summary>A dictionary that cannot be used. The message names the file, the line and what is wrong.</summary>
public sealed class FixDictionaryException : Exception
{
    internal FixDictionaryException(string file, IReadOnlyList<FixDictionaryProblem> problems)
        : base(Describe(file, problems))
    {
        File = file;
        Problems = problems;
    }

    internal FixDictionaryException(string file, string message, Exception inner)
        : base($"{file}: {message}", inner)
    {
        File = file;
        Problems = [];
    }

    /// <summary>The file as it was named by the caller.</summary>
    public string File { get; }

    /// <summary>Everything that is wrong; empty when the file could not be read at all.</summary>
    public IReadOnlyList<FixDictionaryProblem> Problems { get; }

    private static string Describe(string file, IReadOnlyList<FixDictionaryProblem> problems)
    {
        int errors = 0;
        FixDictionaryProblem first = default;
        foreach (FixDictionaryProblem problem in problems)
        {
            if (problem.IsError && errors++ == 0)
                first = problem;
        }
        string more = errors > 1 ? $" (and {errors - 1} more)" : "";
        return $"{file}:{first.Line}:{first.Column}: {first.Code}: {first.Message}{more}";
    }
}
