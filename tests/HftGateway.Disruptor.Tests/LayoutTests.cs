using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor.Tests;

public unsafe class LayoutTests
{
    [Fact]
    public void ShouldIsolateEachSequenceWhenManyAreMade()
    {
        Assert.Equal(128, Sequence.IsolationBytes);
        var sequences = new Sequence[200];
        for (int i = 0; i < sequences.Length; i++)
            sequences[i] = new Sequence(i);
        long[] addresses = [.. sequences.Select(s => (long)s.Pointer).Order()];
        for (int i = 0; i < addresses.Length; i++)
        {
            Assert.Equal(0, addresses[i] % 128);
            if (i > 0)
                Assert.True(addresses[i] - addresses[i - 1] >= 128, "two sequences share a block of 128 bytes");
        }
        for (int i = 0; i < sequences.Length; i++)
            Assert.Equal(i, sequences[i].Value);
    }

    [Fact]
    public void ShouldNotMoveWhenTheHeapIsCompacted()
    {
        var garbage = new List<object>();
        var sequences = new List<Sequence>();
        for (int i = 0; i < 1000; i++)
        {
            garbage.Add(new byte[100]);
            sequences.Add(new Sequence(i));
        }
        long[] before = [.. sequences.Select(s => (long)s.Pointer)];
        garbage.Clear();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.Equal(before, sequences.Select(s => (long)s.Pointer));
        for (int i = 0; i < sequences.Count; i++)
            Assert.Equal(i, sequences[i].Value);
    }

    [Fact]
    public void ShouldKeepTheSecondLineInTheSameBlock()
    {
        var sequence = new Sequence();
        Assert.Equal(64, (byte*)sequence.SecondLine - (byte*)sequence.Pointer);
    }

    [Fact]
    public void ShouldAlignSlotsToPagesAndMultiplesOfTheEvent()
    {
        using var ring = new RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait>(64);
        Assert.Equal(0, (long)ring.Slots.Pointer % 4096);
        Assert.Equal(63, ring.Slots.Mask);
        for (int i = 0; i < 64; i++)
        {
            long expected = (long)ring.Slots.Pointer + (i * 320);
            Assert.Equal(expected, (long)Unsafe.AsPointer(ref ring[i]));
            Assert.Equal(expected, (long)Unsafe.AsPointer(ref ring[i + 64]));
            Assert.Equal(expected, (long)Unsafe.AsPointer(ref ring.Slots[i + (64L << 33)]));
        }
    }

    [Fact]
    public void ShouldAlignLargeRingsTo2MiB()
    {
        using var ring = new RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait>(8192);
        Assert.Equal(0, (long)ring.Slots.Pointer % (2 << 20));
    }

    [Fact]
    public void ShouldKeepClaimAndCursorApartForASingleProducer()
    {
        using var ring = new RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait>(64);
        long* cursor = ring.CursorSequence.Pointer;
        long sequence = ring.Next();
        Assert.Equal(0, sequence);
        // The claim shows elsewhere; the block of the cursor still holds nothing but the cursor.
        Assert.Equal(0, ring.Claimed);
        Assert.Equal(-1, cursor[0]);
        for (int i = 1; i < 16; i++)
            Assert.Equal(0, cursor[i]);
    }

    [Fact]
    public void ShouldKeepTheTwoSidesOfAQueueApart()
    {
        using var queue = new SpscQueue<long>(8);
        foreach (Sequence side in SidesOf(queue))
            Assert.Equal(0, (long)side.Pointer % 128);
        using var bytes = new SpscByteQueue(64);
        foreach (Sequence side in SidesOf(bytes))
            Assert.Equal(0, (long)side.Pointer % 128);
    }

    private static List<Sequence> SidesOf(object queue)
    {
        List<Sequence> sides =
        [
            .. queue.GetType()
                .GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)
                .Where(field => field.FieldType == typeof(Sequence))
                .Select(field => (Sequence)field.GetValue(queue)!),
        ];
        Assert.Equal(2, sides.Count);
        Assert.True(sides[0].Pointer != sides[1].Pointer, "producer and consumer share a block");
        return sides;
    }
}
