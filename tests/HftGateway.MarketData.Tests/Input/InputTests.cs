using System.IO.Compression;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Tests.Itch;

namespace HftGateway.MarketData.Tests.Input;

public sealed class InputTests
{
    [Theory]
    [InlineData("", InputKind.Empty)]
    [InlineData("000C53000000", InputKind.BinaryFile)]
    [InlineData("000053000000", InputKind.BinaryFile)]
    [InlineData("0000", InputKind.BinaryFile)]
    [InlineData("000D53000000", InputKind.Unknown)]
    [InlineData("00007A", InputKind.Unknown)]
    [InlineData("48656C6C6F", InputKind.Unknown)]
    [InlineData("1F8B0800", InputKind.Gzip)]
    [InlineData("D4C3B2A1", InputKind.Pcap)]
    [InlineData("4D3CB2A1", InputKind.Pcap)]
    [InlineData("A1B2C3D4", InputKind.Pcap)]
    [InlineData("A1B23C4D", InputKind.Pcap)]
    [InlineData("0A0D0D0A", InputKind.PcapNg)]
    public void ShouldRecogniseByContentWhenHeadIsGiven(string hex, InputKind kind) =>
        Assert.Equal(kind, InputRecognizer.Recognize(Convert.FromHexString(hex)));

    [Fact]
    public void ShouldKeepIndexOffsetAndBytesWhenFileIsWrittenAndRead()
    {
        Random random = new(1);
        byte[][] messages = [.. Enumerable.Range(0, 20_000).Select(_ => ItchSamples.Random(random))];
        MemoryStream stream = new();
        BinaryFileWriter writer = new(stream);
        foreach (byte[] message in messages)
            writer.Write(message);
        writer.Flush();
        Assert.Equal(ItchSamples.Frame(messages), stream.ToArray());
        Assert.Equal((20_000L, stream.Length), (writer.MessageCount, writer.ByteCount));
        Check(messages, stream.ToArray(), null);
    }

    [Fact]
    public void ShouldTakeLengthFromTypeWhenPrefixIsZero()
    {
        byte[][] messages = [ItchSamples.Delete(1, 2), ItchSamples.Add("A", 1, 3, 'B', 1, 1)];
        byte[] file = ItchSamples.Frame(messages);
        file[0] = file[1] = 0;
        file[21] = file[22] = 0;
        Check(messages, file, null);
        // The format's own end mark.
        Check(messages, [.. file, 0, 0], null);
    }

    [Fact]
    public void ShouldDeliverWhatPrecedesWhenFileIsCutAtAnyByte()
    {
        byte[][] messages = [ItchSamples.Delete(1, 2), ItchSamples.Add("A", 1, 3, 'B', 1, 1), ItchSamples.Delete(1, 3)];
        byte[] file = ItchSamples.Frame(messages);
        int[] ends = [0, 21, 59, 80];
        for (int length = 1; length < file.Length; length++)
        {
            if (length < 3)
                continue;
            int whole = Array.FindLastIndex(ends, end => end <= length);
            FeedErrorCode? code = ends.Contains(length) ? null : FeedErrorCode.Truncated;
            Check(messages[..whole], file[..length], code, ends[whole]);
        }
    }

    [Fact]
    public void ShouldStopWithOffsetWhenZeroLengthHasUnknownType()
    {
        byte[][] messages = [ItchSamples.Delete(1, 2)];
        Check(messages, [.. ItchSamples.Frame(messages), 0, 0, 0x7A, 1, 2, 3], FeedErrorCode.Corrupt, 21);
    }

    [Fact]
    public void ShouldReadEveryMemberWhenGzipHasSeveral()
    {
        Random random = new(2);
        byte[][] messages = [.. Enumerable.Range(0, 30_000).Select(_ => ItchSamples.Random(random))];
        byte[] file = ItchSamples.Frame(messages);
        byte[] gzip = [.. Gzip(file[..100_001]), .. Gzip([]), .. Gzip(file[100_001..])];
        Check(messages, gzip, null);
        Check(messages, gzip, null, isSeekable: false);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void ShouldReportTruncationWhenGzipIsCut(int missing)
    {
        Random random = new(3);
        byte[][] messages = [.. Enumerable.Range(0, 5_000).Select(_ => ItchSamples.Random(random))];
        byte[] file = ItchSamples.Frame(messages);
        byte[] gzip = Gzip(file);
        byte[] cut = gzip[..^missing];
        foreach (bool isSeekable in new[] { true, false })
        {
            List<byte[]> read = ReadAll(cut, isSeekable, out FeedProblem? problem);
            Assert.Equal(missing == 0, problem == null);
            Assert.Equal(messages.Take(read.Count), read);
            if (missing is > 0 and <= 8)
                Assert.Equal(messages.Length, read.Count);
            if (problem != null)
            {
                Assert.Equal(FeedErrorCode.Corrupt, problem.Code);
                Assert.Contains("ends inside a member", problem.Message, StringComparison.Ordinal);
                Assert.Equal(ExpectedPrefix(cut, file), problem.ByteOffset);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ShouldDeliverGoodPartWhenGzipIsDamaged(int seed)
    {
        Random random = new(seed);
        // Compressible, so that bad codes are likely to be met.
        byte[][] messages =
            [.. Enumerable.Range(0, 20_000).Select(i => ItchSamples.Add("AAPL", 1, (ulong)i, 'B', 100, 10_000))];
        byte[] file = ItchSamples.Frame(messages);
        byte[] gzip = Gzip(file);
        gzip[random.Next(gzip.Length / 2, gzip.Length - 8)] ^= 0x5A;
        List<byte[]> read = ReadAll(gzip, isSeekable: true, out FeedProblem? problem);
        Assert.True(problem is { Code: FeedErrorCode.Corrupt or FeedErrorCode.Truncated }, $"seed {seed}: {problem}");
        Assert.True(read.Count > messages.Length / 4, $"seed {seed}: {read.Count} messages");
    }

    [Fact]
    public void ShouldReportWhenBytesFollowGzip()
    {
        byte[][] messages = [ItchSamples.Delete(1, 2)];
        List<byte[]> read = ReadAll([.. Gzip(ItchSamples.Frame(messages)), 1, 2, 3], true, out FeedProblem? problem);
        Assert.Equal(messages, read);
        Assert.Equal(FeedErrorCode.Corrupt, problem?.Code);
    }

    [Fact]
    public void ShouldExplainWhenInputCannotBeUsed()
    {
        Assert.Equal(
            FeedErrorCode.CannotOpen,
            Assert.Throws<FeedException>(() => MessageInput.Open("/nonexistent/file")).Code);
        Assert.Equal(
            FeedErrorCode.NotRecognised,
            Assert.Throws<FeedException>(() => MessageInput.Open(new MemoryStream([1, 2, 3, 4]), "x")).Code);
    }

    [Fact]
    public void ShouldNotAllocatePerMessageWhenReading()
    {
        Random random = new(4);
        byte[] file = ItchSamples.Frame(Enumerable.Range(0, 100_000).Select(_ => ItchSamples.Random(random)));
        // The first pass lets the runtime make what it makes once.
        using MessageSource warmUp = MessageInput.Open(new MemoryStream(file), "memory");
        Assert.Equal(100_000, Count(warmUp));
        Queue<MessageSource> sources = new(
            Enumerable.Range(0, 4).Select(_ => MessageInput.Open(new MemoryStream(file), "memory")));
        long count = 0;
        Assert.Equal(0, SteadyState.AllocatedBytes(() => count += Count(sources.Dequeue()), out int passes));
        Assert.Equal(passes * 100_000, count);
    }

    [Theory]
    [InlineData(41)]
    public void ShouldNeverThrowWhenContentIsRandom(int seed)
    {
        Random random = new(seed);
        byte[][] heads =
        [
            [0, 12, 0x53], Convert.FromHexString("D4C3B2A1"), Convert.FromHexString("A1B23C4D"),
            Convert.FromHexString("0A0D0D0A1C0000004D3C2B1A"), Convert.FromHexString("1F8B0800000000000003"),
        ];
        for (int i = 0; i < 300; i++)
        {
            byte[] content = new byte[random.Next(600)];
            random.NextBytes(content);
            byte[] file = [.. heads[i % heads.Length], .. content];
            try
            {
                using MessageSource source = MessageInput.Open(new MemoryStream(file), "random");
                while (source.TryReadBlock(out MessageBlock block))
                    Assert.True(block.Bytes.Length >= 0, $"seed {seed}, input {i}");
            }
            catch (FeedException e)
            {
                Assert.Equal(FeedErrorCode.NotRecognised, e.Code);
            }
        }
    }

    private static long Count(MessageSource source)
    {
        long count = 0;
        while (source.TryReadBlock(out MessageBlock block))
        {
            foreach (ReadOnlySpan<byte> message in block)
                count += message.Length > 0 ? 1 : 0;
        }

        return count;
    }

    private static void Check(
        byte[][] expected, byte[] file, FeedErrorCode? code, long offset = 0, bool isSeekable = true)
    {
        List<byte[]> read = ReadAll(file, isSeekable, out FeedProblem? problem);
        Assert.Equal(expected, read);
        Assert.Equal(code, problem?.Code);
        if (problem != null)
            Assert.Equal((offset, (long)expected.Length), (problem.ByteOffset, problem.MessageIndex));
    }

    private static List<byte[]> ReadAll(byte[] file, bool isSeekable, out FeedProblem? problem)
    {
        Stream stream = isSeekable ? new MemoryStream(file) : new Pipe(file);
        using MessageSource source = MessageInput.Open(stream, "test");
        List<byte[]> messages = [];
        long offset = 0;
        while (source.TryReadBlock(out MessageBlock block))
        {
            MessageBlock.Enumerator enumerator = block.GetEnumerator();
            int count = 0;
            while (enumerator.MoveNext())
            {
                Assert.Equal((messages.Count, offset + 2), (enumerator.Index, enumerator.Offset));
                messages.Add(enumerator.Current.ToArray());
                offset = enumerator.Offset + enumerator.Length;
                count++;
            }

            Assert.Equal(block.Count, count);
        }

        Assert.Equal(messages.Count, source.MessageCount);
        problem = source.Problem;
        return messages;
    }

    // How many bytes a decoder gets from the cut data when every compressed byte is fed on its own.
    private static long ExpectedPrefix(byte[] cut, byte[] file)
    {
        using GZipStream decoder = new(new Pipe(cut), CompressionMode.Decompress);
        byte[] buffer = new byte[1000];
        long length = 0;
        try
        {
            for (int read = decoder.Read(buffer); read > 0; read = decoder.Read(buffer))
                length += read;
        }
        catch (InvalidDataException)
        {
            // The framework notices the end itself in some versions.
        }

        return Math.Min(length, file.Length);
    }

    private static byte[] Gzip(byte[] content)
    {
        MemoryStream compressed = new();
        using (GZipStream encoder = new(compressed, CompressionLevel.Optimal))
            encoder.Write(content);
        return compressed.ToArray();
    }

    // A stream that cannot seek and gives few bytes at a time, as a pipe does.
    private sealed class Pipe(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        // A derived stream's span overload comes here too.
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, 777));
    }
}
