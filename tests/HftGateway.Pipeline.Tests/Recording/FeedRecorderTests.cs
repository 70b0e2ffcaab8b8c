using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using HftGateway.MarketData;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Pcap;
using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Recording;

namespace HftGateway.Pipeline.Tests.Recording;

/// <summary>Every number is in the file or marked as missing, whatever queue and disk do.</summary>
public sealed class FeedRecorderTests
{
    private const ulong Messages = 2_000;
    private static readonly MoldSession Day = "DAY";

    [Fact]
    public void ShouldWriteEverythingWhenDiskIsGood()
    {
        FailingStream wire = new();
        FailingStream messages = new();
        FailingStream marks = new();
        RecorderStatistics statistics = Record(wire, messages, marks, 1, Messages);
        Assert.True(statistics.IsComplete);
        Assert.Equal(
            ((long)Messages, (long)Messages, (long)Messages, 0L),
            (statistics.Datagrams, statistics.DatagramsWritten, statistics.MessagesWritten, statistics.Gaps));
        Check(messages, marks, 1, Messages + 1, out Dictionary<RecordingLoss, ulong> missing);
        Assert.Empty(missing);
        Assert.Equal($"{RecordingMarks.Title}\nsession 0 DAY 1\n", Encoding.ASCII.GetString(marks.Bytes));
        using PcapReader reader = new(new MemoryStream(wire.Bytes));
        for (ulong i = 1; i <= Messages; i++)
        {
            Assert.True(reader.TryRead(out PcapPacket packet));
            Assert.Equal((long)i * 1_000, packet.UtcNs);
            Assert.Equal(UdpFrameStatus.Datagram, UdpFrame.Parse(packet.Data, packet.LinkType, out UdpFrame datagram));
            Assert.Equal(((uint)0xE0000001, (ushort)9), (datagram.DestinationAddress, datagram.DestinationPort));
            Assert.Equal(Message(i), datagram.Payload[2..].ToArray());
        }

        Assert.False(reader.TryRead(out _));
        Assert.Null(reader.Problem);
    }

    [Fact]
    public void ShouldMarkWhatTheFeedLostWhereItWasLost()
    {
        FailingStream messages = new();
        FailingStream marks = new();
        using FeedRecorder recorder = new(new RecorderOptions { Messages = messages, Marks = marks });
        recorder.Start();
        Put(recorder, 5, 10);
        recorder.OnLost("DAY", 15, 3);
        Put(recorder, 18, 2);
        recorder.OnMessages("NEXT", 1, 1, Framed(1));
        recorder.OnMessages("NEXT", 2, 1, [0, 0]);
        recorder.OnLost("NEXT", 3, 4);
        RecorderStatistics statistics = recorder.Stop();
        Assert.Equal((7UL, 1UL, 13L, 3L), (
            statistics.MissingFeed, statistics.MissingEmpty, statistics.MessagesWritten, statistics.Gaps));
        Assert.Equal(
            [
                RecordingMarks.Title, "session 0 DAY 5", "gap 10 15 3 feed", "session 12 NEXT 1", "gap 13 2 1 empty",
                "gap 13 3 4 feed", "",
            ],
            Encoding.ASCII.GetString(marks.Bytes).Split('\n'));
        Assert.True(statistics.IsComplete);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(20_011)]
    [InlineData(21_000)]
    [InlineData(41_990)]
    public void ShouldMarkAndCountEverythingMissingWhenDiskIsFull(int limit)
    {
        FailingStream wire = new() { Limit = limit * 3L };
        FailingStream messages = new() { Limit = limit };
        FailingStream marks = new() { Limit = 4_200 };
        RecorderStatistics statistics = Record(wire, messages, marks, 1, Messages, pauseEvery: 100);
        Check(messages, marks, 1, Messages + 1, out Dictionary<RecordingLoss, ulong> missing);
        Assert.Equal([RecordingLoss.Disk], missing.Keys);
        Assert.Equal(
            (Messages, missing[RecordingLoss.Disk]),
            ((ulong)statistics.MessagesWritten + statistics.MissingDisk, statistics.MissingDisk));
        Assert.Equal((long)Messages, statistics.DatagramsWritten + statistics.DatagramsDisk);
        Assert.False(statistics.IsComplete);
        Assert.Contains("No space left", statistics.DiskFailure, StringComparison.Ordinal);
        // Both files are valid: they end where the last good write did.
        using PcapReader reader = new(new MemoryStream(wire.Bytes));
        long packets = 0;
        while (reader.TryRead(out _))
            packets++;
        Assert.Null(reader.Problem);
        Assert.Equal(statistics.DatagramsWritten, packets);
    }

    [Fact]
    public void ShouldGoOnWhenThereIsRoomOnTheDiskAgain()
    {
        FailingStream messages = new() { Limit = 10_000 };
        FailingStream marks = new();
        using FeedRecorder recorder = new(new RecorderOptions { Messages = messages, Marks = marks, FlushMs = 1 });
        recorder.Start();
        Put(recorder, 1, 500);
        Until(() => recorder.Statistics.DiskFailure != null, "the disk to be full");
        messages.Limit = long.MaxValue;
        ulong next = 501;
        // The recorder tries again after a pause.
        Until(
            () =>
            {
                Put(recorder, next++, 1);
                Thread.Sleep(1);
                return messages.Length > 12_000;
            },
            "writing to go on");
        RecorderStatistics statistics = recorder.Stop();
        Check(messages, marks, 1, next, out Dictionary<RecordingLoss, ulong> missing);
        Assert.Equal([RecordingLoss.Disk], missing.Keys);
        Assert.Equal(next - 1, (ulong)statistics.MessagesWritten + statistics.MissingDisk);
    }

    [Fact]
    public void ShouldNeverHoldUpTheFeedWhenDiskIsSlow()
    {
        using ManualResetEventSlim release = new();
        using ManualResetEventSlim writing = new();
        FailingStream messages = new()
        {
            OnWrite = () =>
            {
                writing.Set();
                release.Wait(10_000);
            },
        };
        FailingStream wire = new();
        FailingStream marks = new();
        using FeedRecorder recorder = new(new RecorderOptions
        {
            Messages = messages, Wire = wire, Marks = marks, QueueBytes = 1 << 18, FlushMs = 1,
        });
        recorder.Start();
        Put(recorder, 1, 1);
        Assert.True(writing.Wait(10_000));
        ulong last = 1;
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            Put(recorder, last + 1, 20_000);
            last += 20_000;
        }));
        release.Set();
        RecorderStatistics statistics = recorder.Stop();
        Check(messages, marks, 1, last + 1, out Dictionary<RecordingLoss, ulong> missing);
        Assert.Equal([RecordingLoss.Recorder], missing.Keys);
        Assert.Equal(last, (ulong)statistics.MessagesWritten + statistics.MissingRecorder);
        Assert.Equal((long)last, statistics.DatagramsWritten + statistics.DatagramsQueueFull);
        Assert.True(statistics.DatagramsQueueFull > 0);
        Assert.False(statistics.IsComplete);
    }

    [Theory]
    [InlineData("gap 0 1 2 moon")]
    [InlineData("gap 0 0 2 feed")]
    [InlineData("gap 0 1 0 feed")]
    [InlineData("gap 0 18446744073709551615 2 feed")]
    [InlineData("gap -1 1 2 feed")]
    [InlineData("session 0 DAY")]
    [InlineData("hello")]
    [InlineData("gap 5 1 2 feed\ngap 4 9 2 feed")]
    public void ShouldExplainWhenMarksAreDamaged(string text) => Assert.Equal(
        FeedErrorCode.Corrupt,
        Assert.Throws<FeedException>(() => RecordingMarks.Parse(text.Split('\n'), "x.gaps")).Code);

    private static RecorderStatistics Record(
        FailingStream wire, FailingStream messages, FailingStream marks, ulong first, ulong count, int pauseEvery = 0)
    {
        using FeedRecorder recorder = new(new RecorderOptions
        {
            Wire = wire, Messages = messages, Marks = marks, FlushMs = pauseEvery == 0 ? 200 : 0,
        });
        recorder.Start();
        for (ulong i = first; i < first + count; i++)
        {
            Put(recorder, i, 1);
            if (pauseEvery > 0 && i % (ulong)pauseEvery == 0)
                Thread.Sleep(3);
        }

        return recorder.Stop();
    }

    private static void Put(FeedRecorder recorder, ulong first, int count)
    {
        Span<byte> framed = stackalloc byte[21];
        for (ulong i = first; i < first + (ulong)count; i++)
        {
            Fill(framed, i);
            recorder.OnDatagram(new UdpDatagram { Payload = framed }, (long)i * 1_000, 0xE0000001, 9);
            recorder.OnMessages(Day, i, 1, framed);
        }
    }

    // The file's messages with their marks: from the first number to the last each is there or marked, once.
    private static void Check(
        FailingStream messages, FailingStream marks, ulong first, ulong end,
        out Dictionary<RecordingLoss, ulong> missing)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, messages.Bytes);
            File.WriteAllBytes(path + RecordingMarks.Suffix, marks.Bytes);
            missing = [];
            foreach (RecordingMark mark in RecordingMarks.ReadBeside(path)!)
            {
                if (mark.Loss != RecordingLoss.None)
                    missing[mark.Loss] = missing.GetValueOrDefault(mark.Loss) + mark.Count;
            }

            using MessageSource source = MessageInput.Open(path);
            ulong next = first;
            while (source.TryReadBlock(out MessageBlock block))
            {
                if (block.GapCount > 0)
                {
                    Assert.Equal(next, (ulong)block.GapFirst);
                    next += (ulong)block.GapCount;
                }

                Assert.True(block.Count == 0 || next == (ulong)block.FirstSequence, $"{next}: {block.FirstSequence}");
                foreach (ReadOnlySpan<byte> message in block)
                    Assert.Equal(Message(next++), message.ToArray());
            }

            Assert.Null(source.Problem);
            Assert.Equal(end, next);
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + RecordingMarks.Suffix);
        }
    }

    private static byte[] Message(ulong number) => Framed(number)[2..];

    private static byte[] Framed(ulong number)
    {
        byte[] framed = new byte[21];
        Fill(framed, number);
        return framed;
    }

    private static void Fill(Span<byte> framed, ulong number)
    {
        framed.Clear();
        framed[1] = (byte)(framed.Length - 2);
        framed[2] = (byte)'D';
        BinaryPrimitives.WriteUInt64BigEndian(framed[13..], number);
    }

    private static void Until(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 20, $"not within 20 s: {what}");
            Thread.Yield();
        }
    }
}
