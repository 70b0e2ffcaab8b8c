using System.Net;
using HftGateway.MarketData.Udp;

namespace HftGateway.MarketData.Tests.Udp;

public sealed class UdpTests
{
    [Fact]
    public void ShouldDeliverDatagramsWhenUnicast()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver receiver = new(new UdpReceiverOptions
        {
            Address = IPAddress.Loopback, Port = 0, MaxDatagramBytes = 1500, ReceiveBufferBytes = 65_536,
        });
        Assert.True(receiver.IsReceiveBufferAsWanted);
        Assert.True(receiver.ReceiveBufferBytes >= 65_536);
        using UdpSender sender = new(new UdpSenderOptions { Address = IPAddress.Loopback, Port = receiver.Port });
        Assert.False(receiver.TryReceive(out _));
        Assert.False(receiver.Wait(0));
        Assert.True(sender.TrySend([1, 2, 3]));
        Assert.True(sender.TrySend(new byte[1501]));
        Assert.True(sender.TrySend([]));
        Assert.True(receiver.Wait(5000));
        Assert.True(receiver.TryReceive(out ReadOnlySpan<byte> datagram));
        Assert.Equal([1, 2, 3], datagram.ToArray());
        Assert.True(receiver.Wait(5000));
        Assert.False(receiver.TryReceive(out _));
        Assert.True(receiver.Wait(5000));
        Assert.True(receiver.TryReceive(out datagram));
        Assert.Equal(0, datagram.Length);
        Assert.Equal((2L, 1L, 0L), (receiver.Datagrams, receiver.TooLong, receiver.Failures));
        Assert.Equal(3, sender.Datagrams);
    }

    [Fact]
    public void ShouldDeliverDatagramsWhenMulticastOnLoopback()
    {
        if (!OperatingSystem.IsLinux())
            return;
        IPAddress group = IPAddress.Parse("239.255.77.77");
        const int Port = 27_717;
        UdpReceiverOptions byName = new() { Address = group, Port = Port, Interface = "lo" };
        using UdpReceiver first = new(byName);
        using UdpReceiver second = new(byName with { Interface = "127.0.0.1" });
        using UdpSender sender = new(new UdpSenderOptions { Address = group, Port = Port, Interface = "lo" });
        Assert.False(UdpReceiver.WaitAny([first, second], 0));
        Assert.True(sender.TrySend([7]));
        Assert.True(UdpReceiver.WaitAny([first, second], 5000));
        Assert.True(first.Wait(5000));
        Assert.True(second.Wait(5000));
        Assert.True(first.TryReceive(out ReadOnlySpan<byte> datagram));
        Assert.Equal([7], datagram.ToArray());
        // What the second still has is enough.
        Assert.True(UdpReceiver.WaitAny([first, second], 5000));
        Assert.True(second.TryReceive(out datagram));
        Assert.Equal([7], datagram.ToArray());
        Assert.False(UdpReceiver.WaitAny([first, second], 0));
        Assert.False(UdpReceiver.WaitAny(Enumerable.Repeat(first, 300).ToArray(), 0));
    }

    [Fact]
    public void ShouldExplainWhenPortIsInUse()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver first = new(new UdpReceiverOptions { Address = IPAddress.Loopback, Port = 0 });
        FeedException e = Assert.Throws<FeedException>(
            () => new UdpReceiver(new UdpReceiverOptions { Address = IPAddress.Loopback, Port = first.Port }));
        Assert.Equal((FeedErrorCode.PortInUse, $"127.0.0.1:{first.Port}"), (e.Code, e.Where));
    }

    [Theory]
    [InlineData("239.1.1.1", 5000, "nosuch0", FeedErrorCode.NoSuchInterface)]
    [InlineData("239.1.1.1", 0, null, FeedErrorCode.BadAddress)]
    [InlineData("::1", 5000, null, FeedErrorCode.BadAddress)]
    [InlineData("203.0.113.7", 5000, null, FeedErrorCode.NoSuchInterface)]
    public void ShouldExplainWhenAddressCannotBeUsed(string address, int port, string? name, FeedErrorCode code)
    {
        if (!OperatingSystem.IsLinux())
            return;
        FeedException e = Assert.Throws<FeedException>(() => new UdpReceiver(
            new UdpReceiverOptions { Address = IPAddress.Parse(address), Port = port, Interface = name }));
        Assert.Equal(code, e.Code);
    }

    [Fact]
    public void ShouldNotAllocateWhenSendingAndReceiving()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver receiver = new(new UdpReceiverOptions { Address = IPAddress.Loopback, Port = 0 });
        using UdpSender sender = new(new UdpSenderOptions { Address = IPAddress.Loopback, Port = receiver.Port });
        byte[] datagram = new byte[100];
        long received = Exchange(sender, receiver, datagram, 10);
        Assert.Equal(
            0, SteadyState.AllocatedBytes(() => received += Exchange(sender, receiver, datagram, 5_000), out int passes));
        Assert.Equal(10 + (passes * 5_000), received);
    }

    private static long Exchange(UdpSender sender, UdpReceiver receiver, byte[] datagram, int times)
    {
        long received = 0;
        for (int i = 0; i < times; i++)
        {
            _ = sender.TrySend(datagram);
            _ = receiver.Wait(5000);
            received += receiver.TryReceive(out _) ? 1 : 0;
            _ = receiver.TryReceive(out _);
        }

        return received;
    }
}
