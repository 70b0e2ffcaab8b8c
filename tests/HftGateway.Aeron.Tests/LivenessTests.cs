using HftGateway.Aeron.Client;
using HftGateway.Aeron.Control;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver;
using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Tests;

/// <summary>The death of clients and drivers, and files that are not what they should be.</summary>
public sealed class LivenessTests
{
    private const int Stream = 1001;

    [Fact]
    public void ShouldTakeResourcesBackWhenAClientGivesNoSignOfLife()
    {
        using var system = new DriverAndClient(c => c with { ClientLivenessTimeoutNs = 2_000_000_000 });
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        AeronClient dead = AeronClient.Connect(new AeronContext
        {
            AeronDirectoryName = system.DirectoryName,
            UseConductorAgentInvoker = true,
        });
        ExclusivePublication publication = dead.AddExclusivePublication("aeron:ipc", Stream);
        Wait.Until(() => publication.PositionLimit > 0 && subscription.ImageCount == 1, "a connection");
        Assert.True(publication.Offer([1]) > 0);
        // It is not invoked any more: as good as dead.
        Wait.Until(
            () => system.Driver.Counters.Value((int)SystemCounter.ClientTimeouts) == 1, "the client's timeout");
        var handler = new Received();
        Wait.Until(() => subscription.Poll(ref handler, 1) == 1, "what it published");
        Wait.Until(() => subscription.ImageCount == 0, "the image's end");
        Assert.False(system.Client.IsClosed);
        dead.Invoke();
        Assert.True(dead.IsClosed);
        Assert.Equal(PublicationResult.Closed, publication.Offer([1]));
        dead.Dispose();
    }

    [Fact]
    public void ShouldUnblockTheStreamWhenAClientDiesBetweenClaimAndCommit()
    {
        using var system = new DriverAndClient(c => c with { PublicationUnblockTimeoutNs = 300_000_000 });
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        using ConcurrentPublication alive = system.Client.AddPublication("aeron:ipc", Stream);
        Wait.Until(() => alive.PositionLimit > 0, "a limit");
        Assert.True(alive.TryClaim(100, out _) > 0);
        byte[] message = new byte[40];
        Received.Fill(message, 0);
        Assert.True(alive.Offer(message) > 0);
        var handler = new Received();
        Wait.Until(() => subscription.Poll(ref handler, 10) == 1, "the message behind the claim");
        Assert.Null(handler.Problem);
        // The driver counts it after it has made it visible.
        Wait.Until(
            () => system.Driver.Counters.Value((int)SystemCounter.UnblockedPublications) == 1, "the count of it");
    }

    [Fact]
    public void ShouldEndTheImageWhenAnExclusivePublisherDiesBetweenClaimAndCommit()
    {
        using var system = new DriverAndClient(c => c with { ClientLivenessTimeoutNs = 2_000_000_000 });
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        using AeronClient dead = AeronClient.Connect(new AeronContext
        {
            AeronDirectoryName = system.DirectoryName,
            UseConductorAgentInvoker = true,
        });
        ExclusivePublication publication = dead.AddExclusivePublication("aeron:ipc", Stream);
        Wait.Until(() => publication.PositionLimit > 0 && subscription.ImageCount == 1, "a connection");
        byte[] message = new byte[40];
        Received.Fill(message, 0);
        Assert.True(publication.Offer(message) > 0);
        Assert.True(publication.TryClaim(100, out _) > 0);
        var handler = new Received();
        Wait.Until(
            () => subscription.Poll(ref handler, 10) >= 0 && subscription.ImageCount == 0, "the end of the image");
        Assert.Equal(1, handler.Next);
        Assert.Null(handler.Problem);
    }

    [Fact]
    public void ShouldCloseAtOnceWhenTheDriverIsShutDown()
    {
        var system = new DriverAndClient(c => c with { DirDeleteOnShutdown = false });
        ExclusivePublication publication = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        system.Driver.Dispose();
        Wait.Until(() => system.Client.IsClosed, "the client's end");
        Assert.Equal(PublicationResult.Closed, publication.Offer([1]));
        Assert.IsType<DriverTimeoutException>(Assert.Single(system.Errors));
        AeronException error = Assert.Throws<AeronException>(() => system.Client.AddPublication("aeron:ipc", 1));
        Assert.Contains("shut down", error.Message, StringComparison.Ordinal);
        system.Client.Dispose();
        Directory.Delete(system.DirectoryName, recursive: true);
    }

    [Fact]
    public void ShouldRefuseASecondDriverWhenOneLivesInTheDirectory()
    {
        using var system = new DriverAndClient();
        AeronException error = Assert.Throws<AeronException>(
            () => MediaDriver.Launch(DriverAndClient.Small(system.DirectoryName)));
        Assert.Contains("a media driver lives in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldStartAgainWhenADriverDiedInTheDirectory()
    {
        string directory = Directory.CreateTempSubdirectory("hftgw-aeron-").FullName;
        using (CncFile cnc = CncFile.Create(directory, new CncLayout { ValuesLength = 128 * 1024 }, 0))
        {
            cnc.Publish();
            Rings.ManyToOneRing ring = cnc.ToDriver;
            ring.ConsumerHeartbeatMs = 1;
        }

        File.WriteAllText(Path.Combine(directory, "left-over"), "");
        using (MediaDriver.Launch(DriverAndClient.Small(directory)))
        {
            Assert.False(File.Exists(Path.Combine(directory, "left-over")));
        }
    }

    [Fact]
    public void ShouldSayWhatIsWrongWhenTheDirectoryHasNoLivingDriver()
    {
        string directory = Directory.CreateTempSubdirectory("hftgw-aeron-").FullName;
        var context = new AeronContext { AeronDirectoryName = directory, DriverTimeoutMs = 50 };
        DriverTimeoutException none = Assert.Throws<DriverTimeoutException>(() => AeronClient.Connect(context));
        Assert.Contains("there is no driver file", none.Message, StringComparison.Ordinal);
        using (CncFile cnc = CncFile.Create(directory, new CncLayout { ValuesLength = 128 * 1024 }, 0))
        {
            cnc.Publish();
            Rings.ManyToOneRing ring = cnc.ToDriver;
            ring.ConsumerHeartbeatMs = 1;
        }

        DriverTimeoutException dead = Assert.Throws<DriverTimeoutException>(() => AeronClient.Connect(context));
        Assert.Contains("last sign of life", dead.Message, StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData(0, 0x010000, "version 1.0.0")]
    [InlineData(4, int.MaxValue, "to-driver")]
    [InlineData(8, -1, "to-clients")]
    [InlineData(12, 1 << 30, "counters metadata")]
    [InlineData(20, 1 << 30, "error log")]
    public void ShouldRefuseTheFileWhenItIsDamagedOrOfAnotherVersion(int offset, int value, string expected)
    {
        string directory = Directory.CreateTempSubdirectory("hftgw-aeron-").FullName;
        using (CncFile cnc = CncFile.Create(directory, new CncLayout { ValuesLength = 128 * 1024 }, 0))
            cnc.Publish();
        string path = Path.Combine(directory, "cnc.dat");
        byte[] bytes = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
        File.WriteAllBytes(path, bytes);
        AeronException error = Assert.Throws<AeronException>(() => CncFile.TryOpen(directory));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, bytes.AsSpan(0, 2_000).ToArray());
        Assert.Throws<AeronException>(() => CncFile.TryOpen(directory));
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(3 * 65536 + 4096)]
    public void ShouldRefuseTheLogWhenItIsNone(int length)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, new byte[length]);
        Exception error = Assert.ThrowsAny<Exception>(() => LogBuffer.Open(path));
        Assert.True(error is AeronException or IOException, error.ToString());
        File.Delete(path);
    }

    [Fact]
    public void ShouldRefuseWithoutHarmWhenThereIsNoRoomForALog()
    {
        string directory = Directory.CreateTempSubdirectory("hftgw-aeron-").FullName;
        string path = Path.Combine(directory, "huge.logbuffer");
        AeronException error = Assert.Throws<AeronException>(
            () => Memory.MappedFile.Create(path, 1L << 60, sparse: false));
        Assert.Equal(AeronErrorCode.StorageSpace, error.Code);
        Assert.False(File.Exists(path));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void ShouldStopReadingWhenAFrameHasALengthThatCannotBe()
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        Wait.Until(() => publication.PositionLimit > 0 && subscription.ImageCount == 1, "a connection");
        Image image = subscription.Images[0];
        using (LogBuffer log = LogBuffer.Open(image.Log.Path))
        {
            unsafe
            {
                *(int*)log.Terms = 70_000;
            }
        }

        var handler = new Received();
        Assert.Equal(0, subscription.Poll(ref handler, 10));
        Assert.True(image.IsCorrupt);
    }

    [Fact]
    public void ShouldAnswerAndGoOnWhenCommandsAreGarbage()
    {
        using var system = new DriverAndClient();
        using (CncFile cnc = CncFile.TryOpen(system.DirectoryName)!)
        {
            var random = new Random(5);
            for (int i = 0; i < 20_000 * Rounds.Factor; i++)
            {
                byte[] garbage = new byte[random.Next(0, 120)];
                random.NextBytes(garbage);
                // Small numbers now and then, so that more than the length check is reached.
                for (int at = 0; at + 4 <= garbage.Length && random.Next(2) == 0; at += 4)
                    BitConverter.TryWriteBytes(garbage.AsSpan(at), random.Next(0, 40));
                int type = random.Next(1, 0x14);
                if (type == 0x0E)
                    continue;
                Wait.Until(() => cnc.ToDriver.TryWrite(type, garbage), "room for a command");
            }
        }

        using ExclusivePublication publication = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        Assert.False(publication.IsClosed);
        Assert.True(system.Driver.Counters.Value((int)SystemCounter.Errors) > 0);
    }
}
