using Xunit.Abstractions;

namespace HftGateway.Sbe.Tests;

/// <summary>
/// Finds recordings that are not part of the repository; tests that need one pass without it, and say so.
/// </summary>
internal static class SharedData
{
    /// <summary>Path of a recording, or null after writing that the test was skipped.</summary>
    public static string? Find(string relative, ITestOutputHelper output)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", relative);
            if (Path.Exists(path))
                return path;
        }

        output.WriteLine($"SKIPPED: ../shared/data/{relative} is absent");
        return null;
    }
}
