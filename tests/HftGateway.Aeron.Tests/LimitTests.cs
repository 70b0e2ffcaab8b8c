using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver;

namespace HftGateway.Aeron.Tests;

/// <summary>Edges of lengths, slow subscribers, forged acknowledgements, and file systems without room or permission.</summary>
public sealed class LimitTests
{
    private const int Stream = 1001;

    [Theory]
    [InlineData("aeron:ipc?term-length=64k|mtu=64")]
    [InlineData("aeron:ipc?term-length=64k|mtu=65504")]
    [InlineData("aeron:ipc?term-length=1m|mtu=1408")]
    [InlineData("aeron:udp?endpoint=127.0.0.1:0|term-length=64k|mtu=64")]
    [InlineData("aeron:udp?endpoint=127.0.0.1:0|term-length=128k|mtu=8192")]
    [InlineData("aeron:udp?endpoint=127.0.0.1:0|term-length=128k|mtu=16384")]
    public void ShouldDeliverMessagesAtEveryEdgeOfItsLengths(string channel)
    {
        using var system = new DriverAndClient();
        channel = channel.Replace(":0|", $":{FreePort.Next()}|", StringComparison.Ordinal);
        using Subscription subscription = system.Client.AddSubscription(channel.Split("|term")[0].Split("?term")[0], Stream);
        using ConcurrentPublication publication = system.Client.AddPublication(channel, Stream);
        int payload = publication.MaxPayloadLength;
        int longest = publication.MaxMessageLength;
        int[] lengths =
        [
            8, payload - 1, payload, payload + 1, 2 * payload - 1, 2 * payload, 2 * payload + 1, longest - 1, longest,
        ];
        lengths = Array.FindAll(lengths, l => l >= 8 && l <= longest);
        var handler = new FragmentAssembler<Received>(default);
        // Often enough to go round all terms, with every message at the end of one.
        int count = (channel.Contains("udp", StringComparison.Ordinal) ? 2 : 8) * 65536 / 64 + lengths.Length;
        for (long number = 0; number < count; number++)
        {
            byte[] message = new byte[number % 16 == 0 ? lengths[number / 16 % lengths.Length] : 8 + (int)number % 50];
            Received.Fill(message, number);
            Wait.Until(
                () => subscription.Poll(ref handler, 100) >= 0 && publication.Offer(message) > 0, $"room for {number}");
        }

        Wait.Until(() => subscription.Poll(ref handler, 100) >= 0 && handler.Handler.Next == count, "the last message");
        Assert.Null(handler.Handler.Problem);
        // What fits one frame is taken, as Aeron does, even beyond the longest message of fragments.
        Assert.Throws<ArgumentException>(() => publication.Offer(new byte[Math.Max(payload, longest) + 1]));
    }

    [Fact]
    public void ShouldHoldThePublisherBackWhenAUdpSubscriberIsStuck()
    {
        using var system = new DriverAndClient();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(channel, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        byte[] message = new byte[992];
        long number = 0;
        long pressed = 0;
        Received.Fill(message, number);
        Wait.Until(
            () =>
            {
                long result = publication.Offer(message);
                if (result > 0)
                    Received.Fill(message, ++number);
                pressed = result == PublicationResult.BackPressured ? pressed + 1 : 0;
                return pressed > 1_000;
            },
            "back-pressure");
        // The receiver's window of 16 KiB was sent, and half a term of 64 KiB stands in the log.
        Assert.InRange(publication.Position, 32 * 1024, 16 * 1024 + 32 * 1024 + 1024);
        long file = new FileInfo(Directory.GetFiles(Path.Combine(system.DirectoryName, "publications"))[0]).Length;
        Assert.Equal(3 * 65536 + 4096, file);
        Assert.True(publication.IsConnected);
        var handler = new FragmentAssembler<Received>(default);
        Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && handler.Handler.Next == number, "all of it, later");
        Assert.Null(handler.Handler.Problem);
        Wait.Until(() => publication.Offer(message) > 0, "room again");
    }

    [Fact]
    public void ShouldLeaveASlowSubscriberBehindWhenItIsNotTethered()
    {
        using var system = new DriverAndClient(c => c with
        {
            UntetheredWindowLimitTimeoutNs = 100_000_000, UntetheredRestingTimeoutNs = 100_000_000,
        });
        using Subscription fast = system.Client.AddSubscription("aeron:ipc", Stream);
        using Subscription slow = system.Client.AddSubscription("aeron:ipc?tether=false", Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        var handler = new FragmentAssembler<Received>(default);
        Wait.Until(() => slow.ImageCount == 1 && fast.ImageCount == 1, "the images");
        Image first = slow.Images[0];
        byte[] message = new byte[200];
        long number = 0;
        Received.Fill(message, number);
        Wait.Until(
            () =>
            {
                if (publication.Offer(message) > 0)
                    Received.Fill(message, ++number);
                return fast.Poll(ref handler, 10) >= 0 && first.IsClosed;
            },
            "the slow one's loss of the image");
        Wait.Until(
            () =>
            {
                if (publication.Offer(message) > 0)
                    Received.Fill(message, ++number);
                return fast.Poll(ref handler, 10) >= 0 && slow.ImageCount == 1;
            },
            "the image after a rest");
        Assert.True(slow.Images[0].JoinPosition > first.Position);
        Assert.Null(handler.Handler.Problem);
    }

    [Fact]
    public void ShouldNotBelieveStatusMessagesThatCannotBe()
    {
        using var system = new DriverAndClient();
        string control = $"127.0.0.1:{FreePort.Next()}";
        using ExclusivePublication publication = system.Client.AddExclusivePublication(
            $"aeron:udp?control={control}|control-mode=dynamic|init-term-id=5|term-id=5|term-offset=0|session-id=77", Stream);
        int limitId = Assert.Single(
            system.Driver.Counters.ReadAll(), c => c.TypeId == CounterType.SenderLimit).Id;
        using var stranger = new UdpClient();
        var target = IPEndPoint.Parse(control);
        // Far ahead, before the first term, offsets outside the term, a negative window, another session.
        foreach ((int termId, int offset, int window, int sessionId) in new[]
        {
            (1_000, 0, 1 << 20, 77), (-1_000, 0, 1 << 20, 77), (5, -64, 1 << 20, 77), (5, 1 << 20, 1 << 20, 77),
            (5, 0, -1, 77), (5, 0, 1 << 20, 78),
        })
        {
            byte[] frame = new byte[36];
            BitConverter.TryWriteBytes(frame.AsSpan(0), 36);
            BitConverter.TryWriteBytes(frame.AsSpan(6), (ushort)3);
            BitConverter.TryWriteBytes(frame.AsSpan(8), sessionId);
            BitConverter.TryWriteBytes(frame.AsSpan(12), Stream);
            BitConverter.TryWriteBytes(frame.AsSpan(16), termId);
            BitConverter.TryWriteBytes(frame.AsSpan(20), offset);
            BitConverter.TryWriteBytes(frame.AsSpan(24), window);
            BitConverter.TryWriteBytes(frame.AsSpan(28), 99L);
            stranger.Send(frame, frame.Length, target);
        }

        Wait.Until(
            () => system.Driver.Counters.Value((int)SystemCounter.StatusMessagesReceived) == 6
                && system.Driver.Counters.Value((int)SystemCounter.StatusMessagesRejected) == 5,
            "five of six rejected, the sixth for nobody");
        Assert.False(publication.IsConnected);
        Assert.Equal(0, system.Driver.Counters.Value(limitId));
    }

    [Fact]
    public void ShouldRefuseALogAndServeTheOthersWhenTheFileSystemIsFull()
    {
        string directory = Directory.CreateTempSubdirectory("hftgw-aeron-full-").FullName;
        if (!OperatingSystem.IsLinux() || !TryRun("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", directory))
        {
            Directory.Delete(directory);
            Console.Error.WriteLine("a small file system cannot be mounted here: nothing tested");
            return;
        }

        try
        {
            using MediaDriver driver = MediaDriver.Launch(DriverAndClient.Small(Path.Combine(directory, "aeron")));
            using AeronClient client = AeronClient.Connect(new AeronContext { AeronDirectoryName = driver.AeronDirectoryName });
            using ExclusivePublication small = client.AddExclusivePublication("aeron:ipc?sparse=false", Stream);
            foreach (string sparse in new[] { "true", "false" })
            {
                AeronException error = Assert.Throws<AeronException>(
                    () => client.AddPublication($"aeron:ipc?term-length=2m|sparse={sparse}", Stream + 1));
                Assert.Equal(AeronErrorCode.StorageSpace, error.Code);
            }

            Assert.Equal(2, driver.Counters.Value((int)SystemCounter.Errors));
            using Subscription subscription = client.AddSubscription("aeron:ipc", Stream);
            byte[] message = new byte[100];
            Received.Fill(message, 0);
            Wait.Until(() => small.Offer(message) > 0, "a connection");
            var handler = new Received();
            Wait.Until(() => subscription.Poll(ref handler, 1) == 1, "the message");
            Assert.Null(handler.Problem);
        }
        finally
        {
            Assert.True(TryRun("umount", directory));
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void ShouldSayWhichDirectoryWhenThereIsNoPermission()
    {
        // Even root may not write there.
        const string Directory = "/proc/hftgw-aeron";
        Exception error = Assert.ThrowsAny<Exception>(() => MediaDriver.Launch(DriverAndClient.Small(Directory)));
        Assert.True(error is IOException or UnauthorizedAccessException, error.ToString());
        Assert.Contains(Directory, error.Message, StringComparison.Ordinal);
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
