using System.Text;

namespace HftGateway.Fix.Tests;

public sealed class FixFrameReaderTests
{
    // Published examples with their own lengths and checksums.
    private const string Report42 =
        "8=FIX.4.2|9=178|35=8|49=PHLX|56=PERS|52=20071123-05:30:00.000|11=ATOMNOCCC9990900|"
        + "20=3|150=E|39=E|55=MSFT|167=CS|"
        + "54=1|38=15|40=2|44=15|58=PHLX EQUITY TESTING|59=0|47=C|32=0|31=0|151=15|14=0|6=0|10=128|";

    private const string Logon42 =
        "8=FIX.4.2|9=65|35=A|49=SERVER|56=CLIENT|34=177|52=20090107-18:15:16|98=0|108=30|10=062|";

    private static readonly string Heartbeat = Naive.Text(Naive.Message("35=0|34=7|49=A|56=B|52=20260101-12:00:00|"));

    private static List<string> ReadAll(FixFrameReader reader, ReadOnlySpan<byte> bytes, int chunk)
    {
        var found = new List<string>();
        while (!bytes.IsEmpty)
        {
            Span<byte> free = reader.GetFree();
            Assert.False(free.IsEmpty, "no room although all frames were taken");
            int count = Math.Min(Math.Min(chunk, bytes.Length), free.Length);
            bytes[..count].CopyTo(free);
            reader.Advance(count);
            bytes = bytes[count..];
            FrameResult result;
            while ((result = reader.TryRead(out FixFrame frame)) != FrameResult.NeedMore)
            {
                if (result == FrameResult.Frame)
                    found.Add(Naive.Text(frame.Bytes));
            }
        }
        return found;
    }

    private static (List<string> Found, FixFrameReader Reader) Read(string text, int chunk = int.MaxValue)
    {
        var reader = new FixFrameReader();
        return (ReadAll(reader, Naive.Raw(text), chunk), reader);
    }

    [Theory]
    [InlineData(Report42)]
    [InlineData(Logon42)]
    public void ShouldFrameWhenMessageIsAPublishedExample(string message)
    {
        (List<string> found, FixFrameReader reader) = Read(message);
        Assert.Equal([message], found);
        Assert.Equal(0, reader.GarbledCount);
        Assert.True(FixFrame.TryCreate(Naive.Raw(message), out FixFrame frame));
        Assert.Equal("FIX.4.2", Encoding.ASCII.GetString(frame.BeginString));
    }

    [Fact]
    public void ShouldFrameEveryMessageWhenSplitAnywhereInTwo()
    {
        byte[] bytes = Naive.Raw(Report42 + Heartbeat + Logon42);
        for (int split = 1; split < bytes.Length; split++)
        {
            var reader = new FixFrameReader();
            List<string> found = ReadAll(reader, bytes.AsSpan(0, split), int.MaxValue);
            found.AddRange(ReadAll(reader, bytes.AsSpan(split), int.MaxValue));
            Assert.Equal([Report42, Heartbeat, Logon42], found);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void ShouldFrameAThousandMessagesWhenReadInPieces(int chunk)
    {
        string text = string.Concat(Enumerable.Repeat(Report42 + Heartbeat, 500));
        (List<string> found, FixFrameReader reader) = Read(text, chunk);
        Assert.Equal(1000, found.Count);
        Assert.Equal(1000, reader.FrameCount);
        Assert.Equal(0, reader.GarbledCount);
        Assert.Equal(0, reader.Pending);
    }

    [Fact]
    public void ShouldAcceptWhenBodyLengthHasLeadingZeros()
    {
        string body = "35=0|34=7|49=A|56=B|52=20260101-12:00:00|";
        string start = $"8=FIX.4.4|9=000{body.Length}|{body}";
        int sum = Naive.Raw(start).Sum(b => b) % 256;
        (List<string> found, _) = Read($"{start}10={sum:000}|");
        Assert.Single(found);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void ShouldSkipWholeMessageWhenChecksumIsWrong(int chunk)
    {
        // The text holds a complete valid message: it must not be found inside the garbled one.
        string inner = Heartbeat;
        byte[] garbled = Naive.Message($"35=B|34=8|49=A|56=B|52=20260101-12:00:00|95={inner.Length}|96={inner}|148=x|");
        string text = Naive.Text(garbled);
        text = text[..^4] + ((int.Parse(text[^4..^1]) + 1) % 256).ToString("000") + "|";
        (List<string> found, FixFrameReader reader) = Read(text + Logon42, chunk);
        Assert.Equal([Logon42], found);
        Assert.Equal(1, reader.GarbledCount);
        Assert.Equal(text.Length, reader.SkippedBytes);
    }

    [Theory]
    [InlineData("8=FIX.4.4|9=49|", 1)] // longer than the message: lands inside the next one
    [InlineData("8=FIX.4.4|9=10|", 1)] // shorter
    [InlineData("8=FIX.4.4|9=1|", 1)]
    [InlineData("8=FIX.4.4|9=0|", 1)]
    [InlineData("8=FIX.4.4|9=|", 1)]
    [InlineData("8=FIX.4.4|9=-5|", 1)]
    [InlineData("8=FIX.4.4|9=+5|", 1)]
    [InlineData("8=FIX.4.4|9=999999999|", 1)]
    [InlineData("8=FIX.4.4|9=99999999999999999999|", 1)]
    [InlineData("8=FIX.4.4|9=00000000000000000000|", 1)]
    [InlineData("8=FIX.4.4|34=1|", 1)]
    [InlineData("8=FIX.4.4.but.much.too.long|9=40|", 1)]
    [InlineData("8=FIX|", 1)]
    [InlineData("8=FI", 1)]
    [InlineData("|||||", 1)]
    [InlineData("58=FIX is a word|58=FIX|", 1)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 1)]
    [InlineData("8=FIX.4.4|9=5|34=1|8=FIX.4.4|9=77|34=1|", 2)]
    public void ShouldResynchroniseOnTheNextMessageWhenTheFrameIsWrong(string junk, int garbled)
    {
        foreach (int chunk in (int[])[1, 3, int.MaxValue])
        {
            (List<string> found, FixFrameReader reader) = Read(Heartbeat + junk + Logon42 + Heartbeat, chunk);
            Assert.Equal([Heartbeat, Logon42, Heartbeat], found);
            Assert.Equal(garbled, reader.GarbledCount);
            Assert.Equal(junk.Length, reader.SkippedBytes);
        }
    }

    // A length that reaches into the messages behind swallows them: other engines do, and scripts rely on it.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 0)]
    [InlineData(30, 1)]
    [InlineData(200, 2)]
    public void ShouldReadOnBehindTheWrongBodyLength(int by, int swallowed)
    {
        string body = "35=0|34=7|49=A|56=B|52=20260101-12:00:00|";
        string wrong = $"8=FIX.4.4|9={body.Length + by}|{body}10=000|";
        (List<string> found, FixFrameReader reader) = Read(wrong + Logon42 + Report42 + Heartbeat);
        Assert.Equal(((string[])[Logon42, Report42, Heartbeat])[swallowed..], found);
        Assert.Equal(1, reader.GarbledCount);
    }

    [Theory]
    [InlineData("10=12|")]
    [InlineData("10=1234|")]
    [InlineData("10=12x|")]
    [InlineData("11=123|")]
    public void ShouldSkipWhenTheTrailerIsMalformed(string trailer)
    {
        string body = "35=0|34=7|49=A|56=B|52=20260101-12:00:00|";
        (List<string> found, FixFrameReader reader) = Read(
            $"8=FIX.4.4|9={body.Length}|{body}{trailer}" + Logon42 + Heartbeat);
        Assert.Equal([Logon42, Heartbeat], found);
        Assert.Equal(1, reader.GarbledCount);
    }

    [Fact]
    public void ShouldRefuseBodyLengthAboveTheCapAndAcceptTheLargestMessage()
    {
        var reader = new FixFrameReader(maxMessageBytes: 256);
        string head = "35=0|34=7|49=A|56=B|52=20260101-12:00:00|58=";
        byte[] Fill(int total)
        {
            byte[] message = Naive.Message(head + "|");
            return Naive.Message(head + new string('x', total - message.Length - 1) + "|");
        }
        byte[] largest = Fill(256), tooLarge = Fill(257);
        Assert.Equal(256, largest.Length);
        Assert.Equal(257, tooLarge.Length);
        Assert.Equal(2, ReadAll(reader, largest.Concat(tooLarge).Concat(largest).ToArray(), 1).Count);
        Assert.Equal(1, reader.GarbledCount);
    }

    [Fact]
    public void ShouldNotReportAFrameWhenAnySingleByteIsChanged()
    {
        byte[] good = Naive.Raw(Report42);
        byte[] enough = Naive.Raw(string.Concat(Enumerable.Repeat(Heartbeat, 20))); // more than a three-digit length
        for (int at = 0; at < good.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] bad = (byte[])good.Clone();
                bad[at] ^= (byte)(1 << bit);
                var reader = new FixFrameReader();
                List<string> found = ReadAll(reader, [.. bad, .. enough], int.MaxValue);
                // BeginString's letters are not the framer's business, but they count in the checksum.
                Assert.DoesNotContain(Naive.Text(bad), found);
                Assert.Equal(Heartbeat, found[^1]);
            }
        }
    }

    [Fact]
    public void ShouldAgreeWithTheNaiveParserWhenBytesAreRandomOrMutated()
    {
        const int seed = 20260101;
        var random = new Random(seed);
        byte[][] seeds = [Naive.Raw(Report42), Naive.Raw(Logon42), Naive.Raw(Heartbeat)];
        for (int round = 0; round < 3000; round++)
        {
            var stream = new List<byte>();
            int parts = random.Next(1, 6);
            for (int part = 0; part < parts; part++)
            {
                byte[] bytes = (byte[])seeds[random.Next(seeds.Length)].Clone();
                int mutations = random.Next(4) == 0 ? random.Next(1, 5) : 0;
                for (int i = 0; i < mutations; i++)
                    bytes[random.Next(bytes.Length)] = random.Next(3) == 0
                        ? (byte)(random.Next(256) & 0x7B)
                        : (byte)"0189=FIX\u0001"[random.Next(9)];
                int keep = random.Next(8) == 0 ? random.Next(bytes.Length) : bytes.Length;
                stream.AddRange(bytes.AsSpan(0, keep));
            }
            stream.AddRange(Naive.Raw(Heartbeat)); // enough behind it for lengths that are too long
            stream.AddRange(Naive.Raw(Heartbeat));
            var reader = new FixFrameReader(1024);
            List<string> found = ReadAll(reader, stream.ToArray(), random.Next(1, 64));
            foreach (string message in found)
                Assert.True(Naive.IsFramed(message), $"seed {seed} round {round}: {message}");
            long bytesAccounted = found.Sum(m => (long)m.Length) + reader.SkippedBytes + reader.Pending;
            Assert.True(bytesAccounted == stream.Count, $"seed {seed} round {round}: bytes lost");
        }
    }

    [Fact]
    public void ShouldKeepGoingWhenTheStreamIsNoise()
    {
        const int seed = 7;
        var random = new Random(seed);
        var reader = new FixFrameReader(512);
        var noise = new byte[200_000];
        for (int i = 0; i < noise.Length; i++)
            noise[i] = (byte)"8=FIX.4|9=10|35=\u0001\u0001"[random.Next(18)];
        List<string> found = ReadAll(reader, noise, 97);
        Assert.Empty(found);
        Assert.True(reader.Pending <= 512);
    }

    [Fact]
    public void ShouldThrowWhenMoreIsAdvancedThanWasFree()
    {
        var reader = new FixFrameReader();
        int free = reader.GetFree().Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Advance(free + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Advance(-1));
    }
}
