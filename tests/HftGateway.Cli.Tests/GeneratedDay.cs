namespace HftGateway.Cli.Tests;

/// <summary>A small synthetic day, generated once for a test class.</summary>
public sealed class GeneratedDay : IDisposable
{
    public const string Messages = "20000";

    public GeneratedDay()
    {
        Path = Folder["day.itch"];
        Hftgw.Run(
            "generate", "itch", "--out", Path, "--symbols", "3", "--messages", Messages, "--seed", "7").AssertDone();
        Bytes = File.ReadAllBytes(Path);
    }

    public TemporaryFolder Folder { get; } = new();

    public string Path { get; }

    public byte[] Bytes { get; }

    public void Dispose() => Folder.Dispose();
}
