namespace HftGateway.Features.Tests;

/// <summary>Small files of the project's own, and recordings that are not part of it.</summary>
internal static class TestData
{
    /// <summary>Path of a file of tests/data.</summary>
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "data", name);

    /// <summary>Path of a recording under ../shared/data, or null where it is absent: tests pass without.</summary>
    public static string? Recording(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            string path = System.IO.Path.Combine(folder.FullName, "shared", "data", relative);
            if (System.IO.Path.Exists(path))
                return path;
        }

        return null;
    }
}
