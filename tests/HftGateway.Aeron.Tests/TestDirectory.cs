namespace HftGateway.Aeron.Tests;

/// <summary>
/// Directories for drivers, in memory where the system has such: on a disk each page that is written for the first time waits
/// for the file system's journal, and what is tested here is not the disk.
/// </summary>
internal static class TestDirectory
{
    private const string InMemory = "/dev/shm";

    /// <summary>A name that nobody has.</summary>
    public static string Next() => Path.Combine(
        Directory.Exists(InMemory) ? InMemory : Path.GetTempPath(), "hftgw-aeron-" + Guid.NewGuid().ToString("N"));
}
