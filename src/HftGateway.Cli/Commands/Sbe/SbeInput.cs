namespace HftGateway.Cli.Commands.Sbe;

/// <summary>Reads whole inputs.</summary>
internal static class SbeInput
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Path, or - for standard input.</param>
    /// <param name="option">The option that named it, for the error.</param>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static byte[] ReadAll(string path, string option)
    {
        try
        {
            if (path != "-")
                return File.ReadAllBytes(path);
            using Stream input = System.Console.OpenStandardInput();
            using var all = new MemoryStream();
            input.CopyTo(all);
            return all.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"{option} {path}: cannot be read: {error.Message}");
        }
    }
}
