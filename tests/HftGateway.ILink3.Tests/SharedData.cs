using Xunit.Abstractions;

namespace HftGateway.ILink3.Tests;

/// <summary>Finds recordings that are not part of the repository; tests pass without them.</summary>
internal static class SharedData
{
    public static string? Find(string relativePath, ITestOutputHelper output)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", relativePath);
            if (File.Exists(path))
                return path;
        }
        output.WriteLine($"SKIPPED: ../shared/data/{relativePath} is absent");
        return null;
    }
}
