using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Tests;

/// <summary>The command ring and the broadcast.</summary>
public sealed unsafe class RingTests
{
    [Fact]
    public void ShouldDeliverEverythingInOrderWhenTheRingWrapsManyTimes()
    {
        using var memory = new Platform.Memory.NativeRegion(1024 + 768);
        var ring = new ManyToOneRing(new AtomicBuffer(memory.Pointer, 1024 + 768));
        var random = new Random(1);
        var expected = new Queue<byte[]>();
        var collector = new Collector(new List<byte[]>());
        for (int i = 0; i < 20_000; i++)
        {
            byte[] payload = new byte[random.Next(0, ring.MaxPayload + 1)];
            random.NextBytes(payload);
            if (ring.TryWrite(i + 1, payload))
                expected.Enqueue(payload);
            if (random.Next(3) == 0)
                ring.Read(ref collector, random.Next(1, 5));
            foreach (byte[] taken in collector.Taken)
                Assert.Equal(expected.Dequeue(), taken);
            collector.Taken.Clear();
        }
    }

    [Fact]
    public void ShouldGoOnWhenAProducerDiedBetweenClaimAndCommit()
    {
        using var memory = new Platform.Memory.NativeRegion(1024 + 768);
        var buffer = new AtomicBuffer(memory.Pointer, 1024 + 768);
        var ring = new ManyToOneRing(buffer);
        var collector = new Collector(new List<byte[]>());
        // Claimed and begun, then claimed and not begun, then a whole one behind them.
        buffer.Int64(1024 + 128) = 32 + 24;
        buffer.Int32(0) = -32;
        Assert.True(ring.TryWrite(3, [1]));
        Assert.Equal(0, ring.Read(ref collector, 10));
        Assert.True(ring.Unblock());
        Assert.Equal(0, ring.Read(ref collector, 10));
        Assert.True(ring.Unblock());
        Assert.Equal(1, ring.Read(ref collector, 10));
        Assert.Equal(new byte[] { 1 }, collector.Taken.Single());
        Assert.False(ring.Unblock());
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(5)]
    [InlineData(4096)]
    public void ShouldNotReadBeyondTheRingWhenALengthLies(int length)
    {
        using var memory = new Platform.Memory.NativeRegion(1024 + 768);
        var buffer = new AtomicBuffer(memory.Pointer, 1024 + 768);
        var ring = new ManyToOneRing(buffer);
        Assert.True(ring.TryWrite(3, [1]));
        buffer.Int32(0) = length;
        var collector = new Collector(new List<byte[]>());
        ring.Read(ref collector, 10);
        Assert.True(ring.ConsumerPosition <= 1024);
    }

    [Fact]
    public void ShouldRefuseWhenTheRingIsFull()
    {
        using var memory = new Platform.Memory.NativeRegion(1024 + 768);
        var ring = new ManyToOneRing(new AtomicBuffer(memory.Pointer, 1024 + 768));
        int written = 0;
        while (ring.TryWrite(1, new byte[100]))
            written++;
        Assert.Equal(9, written);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryWrite(1, new byte[129]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryWrite(0, []));
    }

    [Fact]
    public void ShouldTellThatRecordsWereLostWhenTheReceiverWasLapped()
    {
        using var memory = new Platform.Memory.NativeRegion(1024 + 128);
        var buffer = new AtomicBuffer(memory.Pointer, 1024 + 128);
        var transmitter = new BroadcastTransmitter(buffer);
        var receiver = new BroadcastReceiver(buffer);
        var collector = new Collector(new List<byte[]>());
        for (byte i = 0; i < 100; i++)
            transmitter.Transmit(1, [i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(1, receiver.Receive(ref collector));
        Assert.Equal(1, receiver.LappedCount);
        Assert.Equal(99, collector.Taken.Single()[0]);
        Assert.Equal(0, receiver.Receive(ref collector));
    }

    [Fact]
    public void ShouldReceiveEachRecordOnceWhenTheBroadcastWraps()
    {
        using var memory = new Platform.Memory.NativeRegion(1024 + 128);
        var buffer = new AtomicBuffer(memory.Pointer, 1024 + 128);
        var transmitter = new BroadcastTransmitter(buffer);
        var receiver = new BroadcastReceiver(buffer);
        var random = new Random(2);
        var collector = new Collector(new List<byte[]>());
        for (int i = 0; i < 10_000; i++)
        {
            byte[] payload = new byte[random.Next(0, transmitter.MaxPayload + 1)];
            random.NextBytes(payload);
            transmitter.Transmit(1, payload);
            Assert.Equal(1, receiver.Receive(ref collector));
            Assert.Equal(payload, collector.Taken[^1]);
            collector.Taken.Clear();
        }

        Assert.Equal(0, receiver.LappedCount);
    }

    [Fact]
    public void ShouldLoseNothingWhenSeveralThreadsWrite()
    {
        const int Each = 20_000;
        using var memory = new Platform.Memory.NativeRegion(8192 + 768);
        var ring = new ManyToOneRing(new AtomicBuffer(memory.Pointer, 8192 + 768));
        Thread[] threads = Enumerable.Range(0, 3).Select(t => new Thread(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                while (!ring.TryWrite(t + 1, BitConverter.GetBytes(i)))
                    Thread.Yield();
            }
        })).ToArray();
        foreach (Thread thread in threads)
            thread.Start();
        int[] next = new int[3];
        int seen = 0;
        var collector = new Collector(new List<byte[]>(), new List<int>());
        Wait.Until(
            () =>
            {
                ring.Read(ref collector, 100);
                for (int i = 0; i < collector.Taken.Count; i++, seen++)
                    Assert.Equal(next[collector.Types![i] - 1]++, BitConverter.ToInt32(collector.Taken[i]));
                collector.Taken.Clear();
                collector.Types!.Clear();
                return seen == 3 * Each;
            },
            "all records");
    }

    private readonly struct Collector(List<byte[]> taken, List<int>? types = null) : IRecordHandler
    {
        public List<byte[]> Taken { get; } = taken;

        public List<int>? Types { get; } = types;

        public void OnRecord(int type, ReadOnlySpan<byte> payload)
        {
            Taken.Add(payload.ToArray());
            Types?.Add(type);
        }
    }
}
