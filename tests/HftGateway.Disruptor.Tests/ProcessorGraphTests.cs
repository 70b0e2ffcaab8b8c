using HftGateway.Platform.Threads;

namespace HftGateway.Disruptor.Tests;

public class ProcessorGraphTests
{
    [Fact]
    public void ShouldGateOnlyTheLastProcessorsOfTheGraph()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, BlockingWait> ring = new(4);
        var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, BlockingWait>(ring);
        var first = graph.Add(new Recorder(), new ThreadSpec("first"));
        var second = graph.Add(new Recorder(), new ThreadSpec("second"), first);
        var third = graph.Add(new Recorder(), new ThreadSpec("third"), first);
        graph.Start();
        Assert.False(ring.RemoveGating(first.Sequence));
        Assert.True(graph.HaltNow());
        Assert.True(ring.RemoveGating(second.Sequence));
        Assert.True(ring.RemoveGating(third.Sequence));
    }

    [Fact]
    public void ShouldPassEverythingThroughAllStagesWhenHaltedRightAfterTheLastPublish()
    {
        for (int round = 0; round < 50; round++)
        {
            using RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring = new(64);
            var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, YieldingWait>(ring);
            var a = graph.Add(new StageHandler(0, 0), new ThreadSpec("a"));
            var b = graph.Add(new StageHandler(1, 0b001), new ThreadSpec("b"), a);
            var c = graph.Add(new StageHandler(2, 0b011), new ThreadSpec("c"), b);
            graph.Start();
            int events = 1 + (round * 7);
            for (int i = 0; i < events; i++)
            {
                long sequence = ring.Next();
                ring[sequence].Fill(sequence);
                ring.Publish(sequence);
            }
            Assert.True(graph.Halt());
            Assert.Equal((events, events, events), (a.Handler.Count, b.Handler.Count, c.Handler.Count));
            Assert.Equal(0, a.Handler.Wrong + b.Handler.Wrong + c.Handler.Wrong);
        }
    }

    [Fact]
    public void ShouldHaltTheRestWhenAStageHasFaulted()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, BlockingWait> ring = new(8);
        var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, BlockingWait>(ring);
        var bad = graph.Add(
            new Recorder { InEvent = s => { if (s == 2) throw new InvalidOperationException(); } },
            new ThreadSpec("bad"));
        var last = graph.Add(new Recorder(), new ThreadSpec("last"), bad);
        graph.Start();
        for (int i = 0; i < 5; i++)
            ring.Publish(ring.Next());
        Assert.True(graph.Halt());
        Assert.Equal(ProcessorState.Faulted, bad.State);
        Assert.Equal(2, bad.FaultSequence);
        Assert.Equal([0, 1], last.Handler.Sequences);
        Assert.All(graph.Threads, thread => Assert.Null(thread.Failure));
    }

    [Fact]
    public void ShouldRunTheFusedTopologyWhenTheProducerIsTheFirstStage()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring = new(64);
        var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, YieldingWait>(ring);
        var journal = graph.Add(new StageHandler(1, 0b001), new ThreadSpec("journal"));
        graph.Start();
        var stage = new StageHandler(0, 0);
        for (int i = 0; i < 10_000; i++)
        {
            long sequence = ring.Next();
            ref TestEvent slot = ref ring[sequence];
            slot.Fill(sequence);
            stage.OnEvent(ref slot, sequence, true);
            ring.Publish(sequence);
        }
        Assert.True(graph.Halt());
        Assert.Equal((10_000, 0, 0), (journal.Handler.Count, journal.Handler.Wrong, journal.Handler.OutOfOrder));
    }

    [Fact]
    public void ShouldRefuseChangesWhenStarted()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, BlockingWait> ring = new(8);
        var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, BlockingWait>(ring);
        graph.Add(new Recorder(), new ThreadSpec("only"));
        graph.Start();
        Assert.Throws<InvalidOperationException>(() => graph.Start());
        Assert.Throws<InvalidOperationException>(() => graph.Add(new Recorder(), new ThreadSpec("late")));
        Assert.Equal("only", graph.Threads[0].Spec.Name);
        Assert.True(graph.Halt());
    }
}
