using System.Buffers.Binary;
using System.IO.Compression;

namespace HftGateway.Histogram.Tests;

public class HistogramCodecTests
{
    [Fact]
    public void ShouldStartWithTheKnownTextWhenBase64() =>
        Assert.StartsWith("HISTFAAA", HistogramCodec.EncodeBase64(VectorFiles.Small()));

    [Fact]
    public void ShouldWriteOneCountWhenEmpty()
    {
        byte[] bytes = HistogramCodec.Encode(new LongHistogram(1, 1000, 3));
        Assert.Equal(41, bytes.Length);
        Assert.Equal("1C84931300000001", Convert.ToHexString(bytes.AsSpan(0, 8)));
        Assert.Equal(0, bytes[40]);
    }

    [Theory]
    [InlineData(0L, "00")]
    [InlineData(-1L, "01")]
    [InlineData(1L, "02")]
    [InlineData(-64L, "7F")]
    [InlineData(64L, "8001")]
    [InlineData(long.MaxValue, "FEFFFFFFFFFFFFFFFF")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF")]
    [InlineData(1L << 55, "808080808080808001")]
    [InlineData(1L << 54, "8080808080808040")]
    public void ShouldRoundTripNumberWhenZigZagEncoded(long value, string expectedHex)
    {
        Span<byte> buffer = stackalloc byte[9];
        int length = ZigZagLeb128.Write(buffer, value);
        Span<byte> written = buffer[..length];
        Assert.Equal(length, ZigZagLeb128.Read(written, out long read));
        Assert.Equal(value, read);
        Assert.Equal(expectedHex, Convert.ToHexString(written));
        for (int cut = 0; cut < length; cut++)
            Assert.Equal(0, ZigZagLeb128.Read(written[..cut], out _));
    }

    [Theory]
    [InlineData(0, 0x1c849301, HistogramFormatError.Unsupported)]
    [InlineData(0, 0x1c849328, HistogramFormatError.Unsupported)]
    [InlineData(0, 0x12345678, HistogramFormatError.UnknownCookie)]
    [InlineData(4, -1, HistogramFormatError.InvalidLength)]
    [InlineData(4, int.MaxValue, HistogramFormatError.InvalidLength)]
    [InlineData(4, 4000, HistogramFormatError.Truncated)]
    [InlineData(12, 6, HistogramFormatError.InvalidParameters)]
    [InlineData(12, -1, HistogramFormatError.InvalidParameters)]
    [InlineData(16, int.MaxValue, HistogramFormatError.InvalidParameters)]
    [InlineData(24, -1, HistogramFormatError.InvalidParameters)]
    public void ShouldNameTheErrorWhenAHeaderFieldIsHostile(int offset, int field, HistogramFormatError expected)
    {
        byte[] bytes = HistogramCodec.Encode(new LongHistogram(1, 1000, 3));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(offset), field);
        Assert.Equal(expected, Assert.Throws<HistogramFormatException>(() => HistogramCodec.Decode(bytes)).Error);
    }

    [Theory]
    [InlineData("80", HistogramFormatError.Truncated)]
    [InlineData("FFFFFFFFFFFFFFFFFF", HistogramFormatError.CountsBeyondRange)]
    [InlineData("FF9F01", HistogramFormatError.CountsBeyondRange)]
    [InlineData("FEFFFFFFFFFFFFFFFF02", HistogramFormatError.CountOverflow)]
    public void ShouldNameTheErrorWhenCountsAreHostile(string payload, HistogramFormatError expected)
    {
        byte[] header = HistogramCodec.Encode(new LongHistogram(1, 1000, 3))[..40];
        byte[] bytes = [.. header, .. Convert.FromHexString(payload)];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), bytes.Length - 40);
        Assert.Equal(expected, Assert.Throws<HistogramFormatException>(() => HistogramCodec.Decode(bytes)).Error);
    }

    [Fact]
    public void ShouldRefuseMemoryWhenLayoutIsLargerThanAllowed()
    {
        byte[] bytes = HistogramCodec.Encode(new LongHistogram(1, long.MaxValue, 3));
        var error = Assert.Throws<HistogramFormatException>(() => HistogramCodec.Decode(bytes, maxCounts: 1000));
        Assert.Equal(HistogramFormatError.TooLarge, error.Error);
    }

    [Fact]
    public void ShouldInflateNoMoreThanTheHeaderNeedsWhenStreamIsABomb()
    {
        byte[] bomb = new byte[50_000_000];
        HistogramCodec.Encode(new LongHistogram(1, 1000, 3)).CopyTo(bomb, 0);
        var output = new MemoryStream();
        output.Write([0x1c, 0x84, 0x93, 0x14, 0, 0, 0, 0]);
        using (var zlib = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(bomb);
        byte[] bytes = output.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), bytes.Length - 8);
        HistogramCodec.Decode(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(0, HistogramCodec.Decode(bytes).TotalCount);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes.Length + 1_000_000);
    }

    [Fact]
    public void ShouldThrowOnlyFormatErrorsWhenBytesAreRandomOrMutated()
    {
        byte[][] seeds =
        [
            HistogramCodec.Encode(VectorFiles.Small()),
            HistogramCodec.EncodeCompressed(VectorFiles.Small()),
            HistogramCodec.Encode(VectorFiles.Named("two")),
        ];
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = (byte[])seeds[seed % seeds.Length].Clone();
            if (seed % 7 == 0)
                random.NextBytes(bytes.AsSpan(seed % 2 * 4));
            for (int flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            int length = random.Next(4) == 0 ? random.Next(bytes.Length + 1) : bytes.Length;
            try
            {
                LongHistogram decoded = HistogramCodec.Decode(bytes.AsSpan(0, length), maxCounts: 100_000);
                Assert.True(decoded.TotalCount >= 0, $"seed {seed}");
            }
            catch (HistogramFormatException)
            {
                // The one exception type that damaged input may cause.
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }
    }
}
