namespace HftGateway.Fix.Dictionaries;

public sealed partial class FixDictionary
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const long MaxFileBytes = 64 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FixDictionaryException">
    /// The file cannot be read, or is not a usable dictionary; the message names file, line and problem.
    /// </exception>
    public static FixDictionary Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string xml;
        try
        {
            var info = new FileInfo(path);
            if (info.Exists && info.Length > MaxFileBytes)
                throw new IOException($"the file has {info.Length} bytes; at most {MaxFileBytes} are read");
            xml = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new FixDictionaryException(path, error.Message, error);
        }
        return Parse(xml, path);
    }
}
