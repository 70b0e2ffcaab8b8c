namespace HftGateway.Histogram.Tests;

public class SingleWriterRecorderTests
{
    [Fact]
    public void ShouldSplitValuesByIntervalWhenTaken()
    {
        var recorder = new SingleWriterRecorder(1, 1_000_000, 3, nowMs: 1000);
        recorder.RecordSaturating(5);
        Assert.True(recorder.TryRecord(6));
        Assert.False(recorder.TryRecord(2_000_000));
        LongHistogram first = recorder.TakeInterval(2000);
        recorder.RecordSaturating(7);
        LongHistogram second = recorder.TakeInterval(3000, first);
        LongHistogram third = recorder.TakeInterval(4000, second);
        Assert.Equal((3000, 4000, 0), (third.StartTimeMs, third.EndTimeMs, third.TotalCount));
        Assert.Throws<ArgumentException>(() => recorder.TakeInterval(5000, new LongHistogram(1, 10, 1)));
    }

    [Fact]
    public void ShouldLoseAndDoubleNothingWhenIntervalsAreTakenDuringRecording()
    {
        const int Total = 2_000_000;
        var recorder = new SingleWriterRecorder(1, 1_000_000, 3);
        var sum = new LongHistogram(1, 1_000_000, 3);
        var writer = new Thread(() =>
        {
            for (int i = 0; i < Total; i++)
                recorder.RecordSaturating(i % 1000);
        });
        writer.Start();
        LongHistogram? reuse = null;
        while (writer.IsAlive)
        {
            reuse = recorder.TakeInterval(0, reuse);
            long counted = 0;
            foreach (long count in reuse.Counts)
                counted += count;
            Assert.Equal(counted, reuse.TotalCount);
            sum.Add(reuse);
        }
        writer.Join();
        sum.Add(recorder.TakeInterval(0, reuse));
        Assert.Equal(Total, sum.TotalCount);
        for (int value = 0; value < 1000; value++)
            Assert.Equal(Total / 1000, sum.CountAt(value));
    }

    [Fact]
    public void ShouldRefuseFlipWhenLockIsNotHeld() =>
        Assert.Throws<SynchronizationLockException>(() => new WriterReaderPhaser().FlipPhase());

    [Fact]
    public void ShouldWaitForTheWriterInsideWhenPhaseIsFlipped()
    {
        var phaser = new WriterReaderPhaser();
        for (int round = 0; round < 4; round++)
        {
            long ticket = phaser.WriterEnter();
            using var started = new ManualResetEventSlim();
            int exited = 0;
            int exitedWhenFlipped = -1;
            var reader = new Thread(() =>
            {
                lock (phaser.ReaderLock)
                {
                    started.Set();
                    phaser.FlipPhase();
                    exitedWhenFlipped = Volatile.Read(ref exited);
                }
            });
            reader.Start();
            started.Wait();
            Volatile.Write(ref exited, 1);
            phaser.WriterExit(ticket);
            reader.Join();
            Assert.Equal(1, exitedWhenFlipped);
        }
    }
}
