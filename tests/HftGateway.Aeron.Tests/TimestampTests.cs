using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Tests;

/// <summary>Time stamps that the driver writes into messages.</summary>
public sealed class TimestampTests
{
    private const int Stream = 1001;
    private const byte Filling = 0x55;

    [Fact]
    public void ShouldStampMessagesWhereTheChannelsSay()
    {
        using var system = new DriverAndClient();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(
            channel + "|media-rcv-ts-offset=16|channel-rcv-ts-offset=reserved", Stream);
        using ExclusivePublication publication =
            system.Client.AddExclusivePublication(channel + "|channel-snd-ts-offset=4", Stream);
        long before = AeronClock.System.EpochNs;
        Message taken = Send(publication, subscription, 40);
        long after = AeronClock.System.EpochNs;
        long sent = BitConverter.ToInt64(taken.Bytes, 4);
        long media = BitConverter.ToInt64(taken.Bytes, 16);
        Assert.True(
            before <= sent && sent <= media && media <= taken.ReservedValue && taken.ReservedValue <= after,
            $"{before} {sent} {media} {taken.ReservedValue} {after}");
        // Nothing else of the message changed.
        for (int i = 0; i < taken.Bytes.Length; i++)
        {
            if (i is not (>= 4 and < 12) and not (>= 16 and < 24))
                Assert.Equal(Filling, taken.Bytes[i]);
        }

        // 8 bytes from 16 on do not fit into 23, and do into 24.
        Assert.Equal(Filling, Send(publication, subscription, 23).Bytes[16]);
        Assert.InRange(BitConverter.ToInt64(Send(publication, subscription, 24).Bytes, 16), after, long.MaxValue / 2);
        Assert.All(Send(publication, subscription, 11).Bytes, b => Assert.Equal(Filling, b));
    }

    [Fact]
    public void ShouldStampTheFirstFragmentWhenReceivedAndEachDatagramWhenSent()
    {
        using var system = new DriverAndClient();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(channel + "|channel-rcv-ts-offset=0", Stream);
        using ExclusivePublication publication =
            system.Client.AddExclusivePublication(channel + "|channel-snd-ts-offset=reserved", Stream);
        byte[] message = new byte[3_000];
        Array.Fill(message, Filling);
        Wait.Until(() => publication.Offer(message, 1) > 0, "a connection");
        var handler = new Fragments { All = [] };
        Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && handler.All.Count == 3, "the fragments");
        Assert.NotEqual(Filling, handler.All[0].Bytes[0]);
        Assert.Equal((Filling, Filling), (handler.All[1].Bytes[0], handler.All[2].Bytes[0]));
        Assert.All(handler.All, f => Assert.InRange(f.ReservedValue, 1_000_000_000_000_000_000, long.MaxValue / 2));
    }

    [Fact]
    public void ShouldIgnoreOffsetsOverSharedMemoryAsAeronDoes()
    {
        using var system = new DriverAndClient();
        const string Channel = "aeron:ipc?channel-snd-ts-offset=0|channel-rcv-ts-offset=8";
        using Subscription subscription = system.Client.AddSubscription(Channel, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(Channel, Stream);
        Assert.All(Send(publication, subscription, 40).Bytes, b => Assert.Equal(Filling, b));
    }

    [Theory]
    [InlineData("media-rcv-ts-offset=0|channel-rcv-ts-offset=7")]
    [InlineData("media-rcv-ts-offset=reserved|channel-snd-ts-offset=reserved")]
    [InlineData("channel-rcv-ts-offset=8|channel-snd-ts-offset=1")]
    [InlineData("channel-rcv-ts-offset=-1")]
    [InlineData("channel-snd-ts-offset=here")]
    public void ShouldRefuseOffsetsThatOverlapOrAreNone(string parameters)
    {
        using var system = new DriverAndClient();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|{parameters}";
        Assert.Equal(
            (AeronErrorCode.InvalidChannel, AeronErrorCode.InvalidChannel),
            (Assert.Throws<AeronException>(() => system.Client.AddPublication(channel, Stream)).Code,
                Assert.Throws<AeronException>(() => system.Client.AddSubscription(channel, Stream)).Code));
    }

    [Fact]
    public void ShouldRefuseOtherOffsetsWhenTheSocketIsThere()
    {
        using var system = new DriverAndClient();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(channel + "|channel-rcv-ts-offset=0", Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        foreach (string key in new[] { "channel-rcv-ts-offset", "media-rcv-ts-offset" })
        {
            AeronException error = Assert.Throws<AeronException>(
                () => system.Client.AddSubscription($"{channel}|{key}=8", Stream + 1));
            Assert.Equal(AeronErrorCode.InvalidChannel, error.Code);
        }

        Assert.Throws<AeronException>(
            () => system.Client.AddExclusivePublication(channel + "|channel-snd-ts-offset=8", Stream + 1));
    }

    private static Message Send(ExclusivePublication publication, Subscription subscription, int length)
    {
        byte[] message = new byte[length];
        Array.Fill(message, Filling);
        Wait.Until(() => publication.Offer(message) > 0, "room");
        var handler = new Fragments { All = [] };
        Wait.Until(() => subscription.Poll(ref handler, 1) == 1, "the message");
        return handler.All[0];
    }

    private sealed record Message(byte[] Bytes, long ReservedValue);

    private struct Fragments : IFragmentHandler
    {
        public required List<Message> All { get; init; }

        public readonly void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header) =>
            All.Add(new Message(payload.ToArray(), header.ReservedValue));
    }
}
