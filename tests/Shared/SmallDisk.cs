using System.Diagnostics;

namespace HftGateway.Tests.Shared;

/// <summary>A test that needs a disk of its own to fill; skipped where the machine does not let it mount one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(SmallDisk.Obstacle);

    /// <summary>Finds out whether a disk can be mounted.</summary>
    public SmallDiskFactAttribute() => Skip = Obstacle.Value;
}

/// <summary>A file system of few bytes in memory (tmpfs), that can be filled and emptied again.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Block = 4096;

    /// <summary>Mounts it.</summary>
    /// <param name="bytes">Its size.</param>
    public SmallDisk(int bytes)
    {
        Folder = Directory.CreateTempSubdirectory("smalldisk").FullName;
        string problem = Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", Folder);
        if (problem.Length == 0)
            return;
        Directory.Delete(Folder);
        throw new IOException(problem);
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Takes every byte that is left, but for some.</summary>
    /// <param name="left">Bytes to leave.</param>
    public void Fill(int left = 0)
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, 0);
        byte[] block = new byte[Block];
        long written = file.Length;
        try
        {
            while (true)
            {
                file.Write(block);
                written += Block;
            }
        }
        catch (IOException)
        {
            file.SetLength(Math.Max(0, written - left));
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Empty() => File.Delete(Filler);

    /// <summary>Why no disk can be mounted here; null when one can.</summary>
    internal static string? Obstacle()
    {
        if (!OperatingSystem.IsLinux())
            return "needs tmpfs";
        try
        {
            new SmallDisk(1 << 20).Dispose();
            return null;
        }
        catch (Exception error) when (error is IOException or System.ComponentModel.Win32Exception)
        {
            return $"this machine does not let the test mount a disk to fill: {error.Message}";
        }
    }

    /// <summary>Takes it away, with everything on it.</summary>
    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static string Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : errors.Trim();
    }
}
