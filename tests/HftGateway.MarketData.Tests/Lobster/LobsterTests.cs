using System.Globalization;
using System.IO.Compression;
using System.Text;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Lobster;
using HftGateway.MarketData.Tests.Itch;
using Xunit.Abstractions;

namespace HftGateway.MarketData.Tests.Lobster;

public sealed class LobsterTests(ITestOutputHelper output)
{
    private const string Small =
        "34200.000000001,1,11,100,1000000,1\n34200.5,4,11,40,1000000,1\n34201,5,0,7,1000050,-1\n";

    [Theory]
    [InlineData("34200.000000000,1,1,100,1000000,1", InputKind.Lobster)]
    [InlineData("0,7,0,0,-1,-1", InputKind.Lobster)]
    [InlineData("34200.000000000,8,1,100,1000000,1", InputKind.Unknown)]
    [InlineData("34200.,1,1,100,1000000,1", InputKind.Unknown)]
    [InlineData("34200.0", InputKind.Unknown)]
    [InlineData("time,type,order", InputKind.Unknown)]
    [InlineData("2236700,100,2235300,400", InputKind.Unknown)]
    [InlineData(",1,1", InputKind.Unknown)]
    public void ShouldRecogniseByContentWhenHeadIsGiven(string head, InputKind kind) =>
        Assert.Equal(kind, InputRecognizer.Recognize(Encoding.ASCII.GetBytes(head)));

    [Theory]
    [InlineData("0,1,1,1,1,1", 0)]
    [InlineData("34200.000000001,1,1,1,1,1", 34_200_000_000_001)]
    [InlineData("34200.1,1,1,1,1,1", 34_200_100_000_000)]
    [InlineData("57599.999999999,1,1,1,1,1", 57_599_999_999_999)]
    [InlineData("34200.0174596170,1,1,1,1,1", 34_200_017_459_617)]
    [InlineData("34200.12345678999,1,1,1,1,1", 34_200_123_456_789)]
    [InlineData("281474.976710655,1,1,1,1,1", (1L << 48) - 1)]
    public void ShouldKeepEveryNanosecondWhenTimeIsParsedAsText(string line, long timeNs)
    {
        Assert.True(LobsterLine.TryParse(Encoding.ASCII.GetBytes(line), out LobsterEvent e, out _));
        Assert.Equal(timeNs, e.TimeNs);
    }

    [Theory]
    [InlineData("281474.976710656,1,1,1,1,1", "time")]
    [InlineData("99999999999999999999,1,1,1,1,1", "time")]
    [InlineData("-1,1,1,1,1,1", "time")]
    [InlineData("+1,1,1,1,1,1", "time")]
    [InlineData("1.2.3,1,1,1,1,1", "time")]
    [InlineData("1.,1,1,1,1,1", "time")]
    [InlineData("1e3,1,1,1,1,1", "time")]
    [InlineData(" 1,1,1,1,1,1", "time")]
    [InlineData("", "time")]
    [InlineData("1", "type")]
    [InlineData("1,0,1,1,1,1", "type")]
    [InlineData("1,11,1,1,1,1", "type")]
    [InlineData("1,1,,1,1,1", "order id")]
    [InlineData("1,1,-1,1,1,1", "order id")]
    [InlineData("1,1,18446744073709551616,1,1,1", "order id")]
    [InlineData("1,1,1,2147483648,1,1", "size")]
    [InlineData("1,1,1,-1,1,1", "size")]
    [InlineData("1,1,1,1.5,1,1", "size")]
    [InlineData("1,1,1,1,x,1", "price")]
    [InlineData("1,1,1,1,9223372036854775808,1", "price")]
    [InlineData("1,1,1,1,1,0", "direction")]
    [InlineData("1,1,1,1,1", "direction")]
    [InlineData("1,1,1,1,1,-", "direction")]
    [InlineData("1,1,1,1,1,1 ", "direction")]
    public void ShouldNameTheFieldWhenItIsDamaged(string line, string field)
    {
        Assert.False(LobsterLine.TryParse(Encoding.ASCII.GetBytes(line), out _, out string? fault));
        Assert.StartsWith("the " + (field == "type" ? "event type" : field), fault, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldTakeLimitsOfEveryField()
    {
        ReadOnlySpan<byte> line = "1,1,18446744073709551615,2147483647,-9999999999,-1,null"u8;
        Assert.True(LobsterLine.TryParse(line, out LobsterEvent e, out _));
        Assert.Equal((ulong.MaxValue, int.MaxValue, -9_999_999_999L, -1), (e.OrderId, e.Size, e.Price, e.Direction));
    }

    [Fact]
    public void ShouldGiveTheEventsOfTheMappingWhenNormalised()
    {
        const string Lines = """
            1,1,11,100,1000000,1
            2,2,11,10,1000000,1
            3,4,11,20,1000050,1
            4,4,12,30,1000100,-1
            5,5,0,40,1000060,1
            6,6,0,50,1000070,-1
            7,7,0,0,-1,-1
            8,7,0,0,0,-1
            9,7,0,0,1,-1
            10,3,11,70,1000000,1
            11,1,13,5,9999999999,-1
            """;
        List<InputEvent> events = Normalise(Bytes(Lines), "X_1.csv");
        Assert.Equal(
            [
                (EventKind.Directory, 1_000_000_000, 0UL, 100, 0, EventSide.Buy, 0),
                (EventKind.Add, 1_000_000_000, 11, 100, 1_000_000, EventSide.Buy, 1),
                (EventKind.Reduce, 2_000_000_000, 11, 10, 0, EventSide.Buy, 2),
                (EventKind.Execute, 3_000_000_000, 11, 20, 1_000_050, EventSide.Buy, 3),
                (EventKind.Execute, 4_000_000_000, 12, 30, 1_000_100, EventSide.Sell, 4),
                (EventKind.Trade, 5_000_000_000, 0, 40, 1_000_060, EventSide.Buy, 5),
                (EventKind.Cross, 6_000_000_000, 0, 50, 1_000_070, EventSide.Buy, 6),
                (EventKind.TradingAction, 7_000_000_000, 0, 'H', 0, EventSide.Buy, 7),
                (EventKind.TradingAction, 8_000_000_000, 0, 'Q', 0, EventSide.Buy, 8),
                (EventKind.TradingAction, 9_000_000_000, 0, 'T', 0, EventSide.Buy, 9),
                (EventKind.Delete, 10_000_000_000, 11, 0, 0, EventSide.Buy, 10),
                (EventKind.Add, 11_000_000_000, 13, 5, uint.MaxValue, EventSide.Sell, 11),
            ],
            events.Select(static e => (e.Kind, e.TimeNs, e.OrderId, e.Quantity, e.Price, e.Side, e.Sequence)));
    }

    [Fact]
    public void ShouldReadExecutionsOfItchAgainWhenStatedExecutionsAreOff()
    {
        byte[] execution = ItchSamples.Frame([ItchSamples.Add("X", 1, 3, 'B', 100, 7)]);
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("X")) { StatedExecutions = true };
        Assert.True(normalizer.StatedExecutions);
        normalizer.StatedExecutions = false;
        Assert.False(normalizer.StatedExecutions);
        InputEvent e = default;
        Assert.True(normalizer.TryNormalize(ref execution[2], execution.Length - 2, 1, ref e));
        byte[] message = new byte[31];
        message[0] = (byte)'E';
        message[2] = 1;
        message[18] = 3;
        message[22] = 9;
        message[30] = 77;
        Assert.True(normalizer.TryNormalize(ref message[0], 31, 2, ref e));
        Assert.Equal((EventKind.Execute, 3UL, 77UL, 9, 0L), (e.Kind, e.OrderId, e.OrderId2, e.Quantity, e.Price));
    }

    [Theory]
    [InlineData("dir/AMZN_2012-06-21_message_1.csv", "AMZN")]
    [InlineData("-", LobsterMessageSource.DefaultSymbol)]
    [InlineData("message.csv", LobsterMessageSource.DefaultSymbol)]
    [InlineData("_x.csv", LobsterMessageSource.DefaultSymbol)]
    [InlineData("MUCHTOOLONG_x.csv", LobsterMessageSource.DefaultSymbol)]
    public void ShouldTakeSymbolFromNameOfFile(string name, string symbol)
    {
        using var source = new LobsterMessageSource(new MemoryStream(Bytes(Small)), name);
        Assert.Equal(symbol, source.Symbol);
    }

    [Fact]
    public void ShouldDeliverEveryWholeLineWhenFileIsCutAtAnyByte()
    {
        byte[] file = Bytes(Small.Replace("\n", "\r\n", StringComparison.Ordinal));
        int[] starts = [0, .. file.Select((b, i) => (b, i)).Where(static x => x.b == '\n').Select(static x => x.i + 1)];
        for (int length = 20; length <= file.Length; length++)
        {
            (int lines, FeedProblem? problem) = Drain(file[..length]);
            int whole = starts.Count(s => s <= length) - 1;
            int rest = length - starts[whole];
            // A last line without its end is a line if it is complete as far as anyone can tell.
            if (problem == null)
            {
                Assert.InRange(lines, whole, whole + 1);
                continue;
            }
            Assert.Equal((whole, FeedErrorCode.Truncated, starts[whole]), (lines, problem.Code, problem.ByteOffset));
            Assert.Contains($"line {whole + 1}:", problem.Message, StringComparison.Ordinal);
            Assert.True(rest > 0);
        }
    }

    [Theory]
    [InlineData("x\n")]
    [InlineData("\n34202,3,1,1,1,1\n")]
    [InlineData("34202,3,1,1,1\n34203,3,1,1,1,1\n")]
    public void ShouldNameLineAndOffsetWhenALineIsDamaged(string tail)
    {
        (int lines, FeedProblem? problem) = Drain(Bytes(Small + tail));
        Assert.Equal(3, lines);
        Assert.Equal((FeedErrorCode.Corrupt, Small.Length), (problem!.Code, problem.ByteOffset));
        Assert.Equal(3, problem.MessageIndex);
        Assert.StartsWith("line 4: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldRefuseALineOfAnyLengthAboveTheLimit()
    {
        string pad = new('0', LobsterLine.MaxBytes);
        (int lines, FeedProblem? problem) = Drain(Bytes(Small + "34202,3," + pad + "1,1,1,1\n"));
        Assert.Equal((3, FeedErrorCode.Corrupt), (lines, problem!.Code));
        Assert.Contains("longer than 256 bytes", problem.Message, StringComparison.Ordinal);
        // An order id may have leading zeros as long as the line stays within the limit.
        string zeros = new('0', LobsterLine.MaxBytes - "34202,3,".Length - "1,1,1,1".Length);
        string fits = "34202,3," + zeros + "1,1,1,1";
        Assert.Equal(LobsterLine.MaxBytes, fits.Length);
        Assert.Equal(4, Drain(Bytes(Small + fits + "\n")).Lines);
    }

    [Fact]
    public void ShouldIgnoreEmptyLinesAtTheEnd() => Assert.Equal((3, null), Drain(Bytes(Small + "\r\n\n\n")));

    [Fact]
    public void ShouldReadTheSameWhenCompressed()
    {
        MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Bytes(Small));
        Assert.Equal((3, null), Drain(zipped.ToArray()));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void ShouldDeliverWhatPrecedesAndNeverThrowWhenBytesAreMutated(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 3_000; round++)
        {
            StringBuilder text = new();
            int count = random.Next(1, 8);
            for (int i = 0; i < count; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{34_200 + i}.{random.Next(1_000_000_000):D9},")
                    .Append(CultureInfo.InvariantCulture, $"{random.Next(1, 8)},{random.Next(9)},{random.Next(1000)},")
                    .Append(CultureInfo.InvariantCulture, $"{random.Next(2_000_000)},{(random.Next(2) * 2) - 1}\n");
            }

            byte[] file = Bytes(text.ToString());
            int first = Array.IndexOf(file, (byte)'\n') + 1;
            // The first line stays: what decides of the kind is tested above.
            if (file.Length > first)
                file[random.Next(first, file.Length)] = (byte)random.Next(256);
            file = file[..random.Next(first, file.Length + 1)];
            (int lines, FeedProblem? problem) = Drain(file);
            Assert.InRange(lines, 1, count + 1);
            if (problem == null)
                continue;
            int start = (int)problem.ByteOffset;
            Assert.Equal((byte)'\n', file[start - 1]);
            Assert.True(lines == file[..start].Count(static b => b == '\n'), $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData("lobster/AMZN_2012-06-21_partial_message_1.csv", "AMZN", 32_315)]
    [InlineData("lobster/AAPL_2012-06-21_34200000_57600000_message_10.head1000.csv", "AAPL", 999)]
    public void ShouldDeliverEveryLineWithItsIndexAndOffsetWhenRecordingIsRead(string file, string symbol, int count)
    {
        if (SharedData.Find(file, output) is not { } path)
            return;
        using MessageSource source = MessageInput.Open(path);
        Assert.Equal((InputKind.Lobster, symbol), (source.Kind, ((LobsterMessageSource)source).Symbol));
        string[] lines = File.ReadAllLines(path);
        long offset = 0;
        Assert.True(source.TryReadBlock(out MessageBlock directory));
        Assert.Equal((1, -1), (directory.Count, directory.FirstIndex));
        foreach (string line in lines)
        {
            Assert.True(source.TryReadBlock(out MessageBlock block));
            MessageBlock.Enumerator message = block.GetEnumerator();
            Assert.True(message.MoveNext());
            Assert.Equal(source.MessageCount - 1, message.Index);
            Assert.Equal(offset, message.Offset);
            string time = line.Split(',')[0];
            // The wire's 48 bits at offset 5.
            string ns = string.Concat(Convert.ToHexString(message.Current.Slice(5, 6)));
            decimal expected = decimal.Parse(time, CultureInfo.InvariantCulture) * 1_000_000_000m;
            Assert.Equal((long)expected, long.Parse(ns, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            offset = source.ByteOffset;
        }

        Assert.False(source.TryReadBlock(out _));
        Assert.Null(source.Problem);
        Assert.Equal((count, new FileInfo(path).Length), ((int)source.MessageCount, source.ByteOffset));
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static (int Lines, FeedProblem? Problem) Drain(byte[] file)
    {
        using MessageSource source = MessageInput.Open(new MemoryStream(file), "test");
        while (source.TryReadBlock(out MessageBlock block))
            Assert.Equal(1, block.Count);
        return ((int)source.MessageCount, source.Problem);
    }

    private static List<InputEvent> Normalise(byte[] file, string name)
    {
        List<InputEvent> events = [];
        using MessageSource source = MessageInput.Open(new MemoryStream(file), name);
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of(name.Split('_')[0]))
        {
            StatedExecutions = source.Kind == InputKind.Lobster,
        };
        while (source.TryReadBlock(out MessageBlock block))
        {
            MessageBlock.Enumerator message = block.GetEnumerator();
            while (message.MoveNext())
            {
                InputEvent e = default;
                Assert.True(normalizer.TryNormalize(ref message.First, message.Length, message.Index + 1, ref e));
                events.Add(e);
            }
        }

        return events;
    }
}
