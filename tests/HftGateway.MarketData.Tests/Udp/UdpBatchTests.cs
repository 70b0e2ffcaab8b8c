using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using HftGateway.MarketData.Udp;

namespace HftGateway.MarketData.Tests.Udp;

/// <summary>Batches, stamps, senders and drops over the loopback interface.</summary>
public sealed class UdpBatchTests
{
    private static readonly UdpReceiverOptions Loopback = new()
    {
        Address = IPAddress.Loopback, Port = 0, MaxDatagramBytes = 1_500, BatchSize = 16,
        Timestamps = UdpTimestamps.Software, ReceiveBufferBytes = 1 << 20,
    };

    [Theory]
    [InlineData(1, UdpTimestamps.Software)]
    [InlineData(2, UdpTimestamps.None)]
    [InlineData(16, UdpTimestamps.Software)]
    [InlineData(256, UdpTimestamps.Hardware)]
    public void ShouldDeliverEachDatagramWithSenderAndStampWhenBatched(int batch, UdpTimestamps stamps)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver receiver = new(Loopback with { BatchSize = batch, Timestamps = stamps, Line = 7 });
        using UdpBatchSender sender = new(
            new UdpSenderOptions { Address = IPAddress.Loopback, Port = receiver.Port }, batchSize: 40);
        long beforeNs = UtcNowNs();
        for (int i = 0; i < 100; i++)
        {
            byte[] datagram = new byte[1 + (i * 13)];
            _ = BinaryPrimitives.TryWriteInt32LittleEndian(datagram, i);
            while (!sender.TryAdd(datagram))
                Assert.True(sender.Flush());
        }

        Assert.True(sender.Flush());
        Assert.Equal((100L, 0L), (sender.Datagrams, sender.Failures));
        for (int i = 0; i < 100; i++)
        {
            Assert.True(receiver.Wait(5_000));
            Assert.True(receiver.TryReceiveDatagram(out UdpDatagram datagram));
            Assert.Equal((1 + (i * 13), 7), (datagram.Payload.Length, datagram.Line));
            if (datagram.Payload.Length >= 4)
                Assert.Equal(i, BinaryPrimitives.ReadInt32LittleEndian(datagram.Payload));
            Assert.Equal(0x7F000001u, datagram.SourceAddress);
            Assert.NotEqual(0, datagram.SourcePort);
            if (stamps == UdpTimestamps.None)
                Assert.Equal(MessageBlock.NoTime, datagram.UtcNs);
            else
                Assert.InRange(datagram.UtcNs, beforeNs - 1_000_000, UtcNowNs() + 1_000_000);
            Assert.False(datagram.IsHardwareTime);
        }

        Assert.False(receiver.TryReceiveDatagram(out _));
        Assert.Equal((100L, 0L, 0L, 0L), (
            receiver.Datagrams, receiver.TooLong, receiver.Failures, receiver.ReadDrops()));
        // The loopback interface has no clock of its own; asking for one falls back to the kernel's.
        Assert.Equal((stamps, 0L), (receiver.Timestamps, receiver.HardwareStamps));
    }

    [Fact]
    public void ShouldCountAndDropWhenDatagramsAreTooLong()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver receiver = new(Loopback);
        using UdpSender sender = new(new UdpSenderOptions { Address = IPAddress.Loopback, Port = receiver.Port });
        // Fault 14 and 16: empty, one byte, a jumbo frame between two that fit.
        foreach (int length in (int[])[0, 1, 19, 1_500, 1_501, 9_000, 1_500])
            Assert.True(sender.TrySend(new byte[length]));
        List<int> lengths = [];
        while (receiver.Wait(200) && receiver.TryReceiveDatagram(out UdpDatagram datagram))
            lengths.Add(datagram.Payload.Length);
        Assert.Equal([0, 1, 19, 1_500, 1_500], lengths);
        Assert.Equal((5L, 2L), (receiver.Datagrams, receiver.TooLong));
    }

    [Fact]
    public void ShouldDeliverWholeWhenJumboFramesAreExpected()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver receiver = new(Loopback with { MaxDatagramBytes = 65_507 });
        using UdpSender sender = new(new UdpSenderOptions { Address = IPAddress.Loopback, Port = receiver.Port });
        foreach (int length in (int[])[9_000, 65_507])
        {
            byte[] datagram = new byte[length];
            Random.Shared.NextBytes(datagram);
            Assert.True(sender.TrySend(datagram));
            Assert.True(receiver.Wait(5_000));
            Assert.True(receiver.TryReceiveDatagram(out UdpDatagram got));
            Assert.True(got.Payload.SequenceEqual(datagram));
        }
    }

    [Theory]
    [InlineData(16, UdpTimestamps.Software)]
    [InlineData(1, UdpTimestamps.None)]
    public void ShouldCountDropsWhenSocketBufferOverflows(int batch, UdpTimestamps stamps)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver receiver = new(
            Loopback with { ReceiveBufferBytes = 65_536, BatchSize = batch, Timestamps = stamps });
        using UdpSender sender = new(new UdpSenderOptions { Address = IPAddress.Loopback, Port = receiver.Port });
        const int Sent = 2_000;
        for (int i = 0; i < Sent; i++)
            Assert.True(sender.TrySend(new byte[1_000]));
        Assert.True(receiver.ReadDrops() > 0);
        long received = 0;
        while (receiver.TryReceiveDatagram(out _))
            received++;
        Assert.True(received < Sent);
        Assert.Equal(Sent, received + receiver.ReadDrops());
        // The count travels with datagrams that are queued after the loss.
        Assert.True(sender.TrySend([1]));
        Assert.True(receiver.Wait(5_000));
        Assert.True(receiver.TryReceiveDatagram(out _));
        Assert.Equal(batch > 1 ? receiver.ReadDrops() : 0, receiver.Drops);
    }

    [Fact]
    public void ShouldReportWhenSystemGrantsLessThanWanted()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver receiver = new(Loopback with { ReceiveBufferBytes = 1 << 29 });
        Assert.True(receiver.ReceiveBufferBytes > 0);
        Assert.Equal(
            receiver.IsReceiveBufferAsWanted ? 0 : 1,
            receiver.Degradations.Count(static d => d.Contains("net.core.rmem_max", StringComparison.Ordinal)));
    }

    [Fact]
    public void ShouldTakeOnlyTheSourceWantedWhenJoinIsSourceSpecific()
    {
        if (!OperatingSystem.IsLinux())
            return;
        IPAddress group = IPAddress.Parse("239.255.77.78");
        const int Port = 27_718;
        UdpReceiverOptions wanted = Loopback with
        {
            Address = group, Port = Port, Interface = "lo", Source = IPAddress.Loopback,
        };
        using UdpReceiver byName = new(wanted);
        using UdpReceiver byAddress = new(wanted with { Interface = "127.0.0.1", Source = IPAddress.Parse("127.0.0.2") });
        using UdpReceiver any = new(wanted with { Source = null });
        using Socket first = Multicaster(IPAddress.Loopback);
        using Socket second = Multicaster(IPAddress.Parse("127.0.0.2"));
        IPEndPoint to = new(group, Port);
        Assert.Equal(1, first.SendTo([1], to));
        Assert.Equal(1, second.SendTo([2], to));
        Assert.Equal([1], ReadAll(byName));
        Assert.Equal([2], ReadAll(byAddress));
        Assert.Equal([1, 2], ReadAll(any));
    }

    [Fact]
    public void ShouldCountWrongSourceWhenUnicastNamesOne()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver receiver = new(Loopback with { Source = IPAddress.Parse("127.0.0.2") });
        using Socket right = Multicaster(IPAddress.Parse("127.0.0.2"));
        using Socket wrong = Multicaster(IPAddress.Loopback);
        IPEndPoint to = new(IPAddress.Loopback, receiver.Port);
        _ = wrong.SendTo([1], to);
        _ = right.SendTo([2], to);
        _ = wrong.SendTo([3], to);
        Assert.Equal([2], ReadAll(receiver));
        Assert.Equal((1L, 2L), (receiver.Datagrams, receiver.WrongSource));
    }

    [Theory]
    [InlineData("nosuch0", FeedErrorCode.NoSuchInterface)]
    [InlineData("203.0.113.9", FeedErrorCode.NoSuchInterface)]
    public void ShouldExplainWhenSourceSpecificJoinHasNoInterface(string name, FeedErrorCode code)
    {
        if (!OperatingSystem.IsLinux())
            return;
        FeedException e = Assert.Throws<FeedException>(() => new UdpReceiver(Loopback with
        {
            Address = IPAddress.Parse("239.255.77.79"), Port = 27_719, Interface = name, Source = IPAddress.Loopback,
        }));
        Assert.Equal(code, e.Code);
    }

    [Fact]
    public void ShouldAllocateNothingWhenAMillionDatagramsPass()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using UdpReceiver receiver = new(Loopback with { BatchSize = 64, MaxDatagramBytes = 100 });
        using UdpBatchSender sender = new(
            new UdpSenderOptions { Address = IPAddress.Loopback, Port = receiver.Port }, 64, 100);
        byte[] datagram = new byte[100];
        long received = Exchange(sender, receiver, datagram, 10);
        Assert.Equal(0, SteadyState.AllocatedBytes(
            () => received += Exchange(sender, receiver, datagram, 1_000_000 / 64), out int passes));
        Assert.Equal((10 + (passes * (1_000_000 / 64))) * 64, received);
    }

    private static long Exchange(UdpBatchSender sender, UdpReceiver receiver, byte[] datagram, int batches)
    {
        long received = 0;
        for (int i = 0; i < batches; i++)
        {
            while (sender.TryAdd(datagram))
            {
            }

            while (!sender.Flush())
            {
            }

            for (int left = 64; left > 0 && receiver.Wait(5_000);)
            {
                while (receiver.TryReceiveDatagram(out _))
                {
                    received++;
                    left--;
                }
            }
        }

        return received;
    }

    private static Socket Multicaster(IPAddress from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(from, 0));
        socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.Loopback.GetAddressBytes());
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
        return socket;
    }

    private static List<int> ReadAll(UdpReceiver receiver)
    {
        List<int> seen = [];
        while (receiver.Wait(300))
        {
            if (receiver.TryReceiveDatagram(out UdpDatagram datagram))
                seen.Add(datagram.Payload[0]);
        }

        return seen;
    }

    private static long UtcNowNs() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}
