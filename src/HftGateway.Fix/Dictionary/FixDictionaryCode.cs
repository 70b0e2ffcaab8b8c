namespace HftGateway.Fix.Dictionaries;

/// <summary>Readers and writers of a dictionary as files, the same that the source generator adds to a build.</summary>
public static class FixDictionaryCode
{
    /// <summary>Writes the files.</summary>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="folder">Where; created if need be.</param>
    /// <param name="space">Namespace; empty for the version's, such as Fix44.</param>
    /// <param name="messages">Names or MsgTypes of the messages wanted; empty for all.</param>
    /// <returns>The paths written.</returns>
    /// <exception cref="ArgumentException">A wanted message is not in the dictionary.</exception>
    public static IReadOnlyList<string> Write(
        FixDictionary dictionary, string folder, string space, IReadOnlyList<string> messages)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        FixCodeOptions options = new() { Namespace = space, Messages = messages };
        IReadOnlyList<FixCodeFile> files = FixDictionaryCompiler.Compile(dictionary, options, out IReadOnlyList<string> unknown);
        if (unknown.Count != 0)
            throw new ArgumentException($"{dictionary.Name} has no message {string.Join(", ", unknown)}");
        Directory.CreateDirectory(folder);
        List<string> paths = [];
        foreach (FixCodeFile file in files)
        {
            string path = Path.Combine(folder, file.Name);
            File.WriteAllText(path, file.Text);
            paths.Add(path);
        }
        return paths;
    }
}
