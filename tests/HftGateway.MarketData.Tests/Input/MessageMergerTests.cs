using System.Buffers.Binary;
using HftGateway.MarketData.Input;

namespace HftGateway.MarketData.Tests.Input;

public sealed class MessageMergerTests
{
    [Fact]
    public void ShouldMergeByTimeWithTiesInTheInputsOrder()
    {
        using MessageSource a = Recording(1, 5, 5, 9);
        using MessageSource b = Recording(2, 5, 10);
        using MessageSource c = Recording();
        // Source and time; an input's own order stays, ties go to the input named first.
        Assert.Equal("0@1 1@2 0@5 0@5 1@5 0@9 1@10", Read([a, b, c]));
    }

    [Fact]
    public void ShouldKeepAnInputsOrderWhenItsTimesStepBack()
    {
        using MessageSource a = Recording(4, 1, 6);
        using MessageSource b = Recording(2, 5);
        Assert.Equal("1@2 0@4 0@4 1@5 0@6", Read([a, b]));
    }

    [Fact]
    public void ShouldNumberMessagesOfEachInputFromOne()
    {
        using MessageSource a = Recording(1, 3);
        using MessageSource b = Recording(2);
        MessageMerger merger = new([a, b]);
        var sequences = new List<(int, long, long)>();
        while (merger.TryRead(out MergedMessage message))
            sequences.Add((message.Source, message.Sequence, message.Index));
        Assert.Equal([(0, 1, 0), (1, 1, 1), (0, 2, 2)], sequences);
    }

    private static string Read(MessageSource[] sources)
    {
        MessageMerger merger = new(sources);
        var words = new List<string>();
        while (merger.TryRead(out MergedMessage message))
        {
            Assert.Equal((byte)'S', message.Message[0]);
            words.Add($"{message.Source}@{message.TimeNs}");
        }

        return string.Join(' ', words);
    }

    // System events at the given times.
    private static MessageSource Recording(params long[] times)
    {
        var stream = new MemoryStream();
        foreach (long time in times)
        {
            byte[] record = new byte[14];
            record[1] = 12;
            record[2] = (byte)'S';
            BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(9), (uint)time);
            record[13] = (byte)'Q';
            stream.Write(record);
        }

        stream.Position = 0;
        return MessageInput.Open(stream, "memory");
    }
}
