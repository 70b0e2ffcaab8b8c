namespace HftGateway.Sbe.Schema;

/// <summary>Finds the text of a file that a schema includes by XInclude.</summary>
/// <param name="href">The <c>href</c> as written.</param>
/// <param name="includingFile">The file that includes it, as its own reader named it.</param>
/// <param name="file">The name of the file found, for messages and for includes inside it.</param>
/// <returns>The text, or null where there is no such file.</returns>
public delegate string? SbeIncludeResolver(string href, string includingFile, out string file);
