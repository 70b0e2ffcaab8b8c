using System.Globalization;
using System.Runtime.InteropServices;
using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Tests;

/// <summary>Whether logs take their memory when they are made, or when they are touched.</summary>
public sealed partial class PreTouchTests
{
    private const int Stream = 1001;
    private const int TermLength = 1 << 20;
    private const int LogLength = 3 * TermLength + 4096;

    [Theory]
    [InlineData("", true, false)]
    [InlineData("", false, true)]
    [InlineData("|sparse=true", false, false)]
    [InlineData("|sparse=false", true, true)]
    public void ShouldTakeAllBlocksOfALogUnlessItIsSparse(string parameter, bool isDriverSparse, bool isWhole)
    {
        using var system = new DriverAndClient(c => c with { TermBufferSparseFile = isDriverSparse });
        using ExclusivePublication publication =
            system.Client.AddExclusivePublication($"aeron:ipc?term-length=1m{parameter}", Stream);
        string path = Assert.Single(Directory.GetFiles(Path.Combine(system.DirectoryName, "publications")));
        long taken = BlockBytes(path);
        Assert.True(isWhole ? taken >= LogLength : taken < LogLength / 4, $"{taken} of {LogLength} bytes are taken");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShouldTouchEveryPageOfALogWhenTheClientIsToldTo(bool isTouched)
    {
        using var system = new DriverAndClient();
        AeronClient client = system.Connect(AeronContext.FromSettings(
            [new("aeron.pre.touch.mapped.memory", isTouched ? "true" : "false")]));
        using ExclusivePublication publication = client.AddExclusivePublication("aeron:ipc?term-length=1m", Stream);
        string path = Assert.Single(Directory.GetFiles(Path.Combine(system.DirectoryName, "publications")));
        long most = ResidentBytes(path);
        Assert.True(isTouched ? most == LogLength : most < LogLength / 2, $"{most} of {LogLength} bytes are resident");
    }

    [Fact]
    public void ShouldTakeTheClientsSettingsByAeronsName()
    {
        AeronContext context = AeronContext.FromSettings(
        [
            new("aeron.dir", "/somewhere"), new("aeron.client.name", "me"), new("aeron.driver.timeout", "2000"),
            new("aeron.pre.touch.mapped.memory", "true"), new("aeron.client.keepalive.interval", "3s"),
            new("aeron.client.resource.linger.duration", "4ms"), new("aeron.client.idle.sleep.duration", "16ms"),
        ]);
        Assert.Equal(
            new AeronContext
            {
                AeronDirectoryName = "/somewhere", ClientName = "me", DriverTimeoutMs = 2_000, PreTouchMappedMemory = true,
                KeepAliveIntervalMs = 3_000, ResourceLingerMs = 4, IdleSleepMs = 16,
            },
            context);
        Assert.Throws<AeronException>(() => AeronContext.FromSettings([new("aeron.client.nam", "x")]));
        Assert.Throws<AeronException>(() => AeronContext.FromSettings([new("aeron.driver.timeout", "soon")]));
    }

    // The largest of the mappings that this process has of a file.
    private static long ResidentBytes(string path)
    {
        long most = 0;
        bool isOfFile = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Contains('-', StringComparison.Ordinal) && !line.StartsWith("Vm", StringComparison.Ordinal)
                && line.Contains(' ', StringComparison.Ordinal) && char.IsAsciiHexDigitLower(line[0]))
                isOfFile = line.EndsWith(path, StringComparison.Ordinal);
            else if (isOfFile && line.StartsWith("Rss:", StringComparison.Ordinal))
                most = Math.Max(most, 1024 * long.Parse(line[4..^2].Trim(), CultureInfo.InvariantCulture));
        }

        return most;
    }

    private static unsafe long BlockBytes(string path)
    {
        // struct statx: the blocks of 512 bytes stand at 48.
        byte* status = stackalloc byte[256];
        const int CurrentDirectory = -100;
        const int Blocks = 0x400;
        Assert.Equal(0, Status(CurrentDirectory, path, 0, Blocks, status));
        return *(long*)(status + 48) * 512;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Status(int directory, string path, int flags, uint mask, byte* status);
}
