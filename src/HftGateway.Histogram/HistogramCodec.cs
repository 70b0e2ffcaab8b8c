using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace HftGateway.Histogram;

/// <summary>
/// Histograms to and from the V2 encoding, plain, zlib-compressed and as Base64: what Java, JavaScript, .NET, C, Go
/// and Rust implementations of HdrHistogram exchange.
/// <para><b>Threading.</b> Pure functions; the histogram must not change meanwhile.</para>
/// <para><b>Invariants.</b> Decoding trusts nothing: every length is checked against what is there and against the
/// layout before memory is taken, and a compressed stream is never inflated beyond what its header can need.</para>
/// <para><b>Limits.</b> V2 only; V0 and V1 are named and refused.</para>
/// <para><b>Cost.</b> Not on the hot path; allocates.</para>
/// <para><b>Reference.</b> HdrHistogram V2 encoding, all fields big endian.</para>
/// </summary>
public static class HistogramCodec
{
    /// <summary>Counters that a decoded histogram may have at most unless the caller says otherwise (64 MiB).</summary>
    public const int DefaultMaxCounts = 1 << 23;

    internal const int HeaderBytes = 40;
    private const int CompressedHeaderBytes = 8;
    private const int CookieV2 = 0x1c849303;
    private const int CookieV2Compressed = 0x1c849304;
    private const int CookieV1 = 0x1c849301;
    private const int CookieV1Compressed = 0x1c849302;
    private const int CookieV0 = 0x1c849308;
    private const int CookieV0Compressed = 0x1c849309;

    /// <summary>Bits of the cookie that hold a word size of no meaning in V2; written as 1.</summary>
    private const int WordSizeMask = 0xf0;
    private const int WordSizeWritten = 0x10;

    /// <summary>Most bytes that <see cref="Encode(LongHistogram, Span{byte})"/> can write.</summary>
    /// <param name="histogram">The histogram, as it is now.</param>
    public static int MaxEncodedLength(LongHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        return HeaderBytes + ZigZagLeb128.MaxBytes * (histogram.Layout.IndexOf(histogram.Max) + 1);
    }

    /// <summary>Encodes without compression.</summary>
    /// <param name="histogram">What to encode.</param>
    /// <param name="destination">At least <see cref="MaxEncodedLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public static int Encode(LongHistogram histogram, Span<byte> destination)
    {
        if (destination.Length < MaxEncodedLength(histogram))
            throw new ArgumentException("the destination is shorter than MaxEncodedLength", nameof(destination));
        int end = EncodeCounts(histogram, destination);
        HistogramLayout layout = histogram.Layout;
        BinaryPrimitives.WriteInt32BigEndian(destination, CookieV2 | WordSizeWritten);
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], end - HeaderBytes);
        BinaryPrimitives.WriteInt32BigEndian(destination[8..], 0);
        BinaryPrimitives.WriteInt32BigEndian(destination[12..], layout.SignificantDigits);
        BinaryPrimitives.WriteInt64BigEndian(destination[16..], layout.LowestDiscernible);
        BinaryPrimitives.WriteInt64BigEndian(destination[24..], layout.HighestTrackable);
        BinaryPrimitives.WriteDoubleBigEndian(destination[32..], 1.0);
        return end;
    }

    /// <summary>Encodes without compression into a new array.</summary>
    /// <param name="histogram">What to encode.</param>
    public static byte[] Encode(LongHistogram histogram)
    {
        var bytes = new byte[MaxEncodedLength(histogram)];
        Array.Resize(ref bytes, Encode(histogram, bytes));
        return bytes;
    }

    /// <summary>Encodes with zlib compression.</summary>
    /// <param name="histogram">What to encode.</param>
    /// <param name="level">Effort; readers do not care.</param>
    public static byte[] EncodeCompressed(LongHistogram histogram, CompressionLevel level = CompressionLevel.Optimal)
    {
        byte[] plain = Encode(histogram);
        using var output = new MemoryStream(CompressedHeaderBytes + plain.Length / 2);
        output.Write(stackalloc byte[CompressedHeaderBytes]);
        using (var zlib = new ZLibStream(output, level, leaveOpen: true))
            zlib.Write(plain);
        byte[] bytes = output.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, CookieV2Compressed | WordSizeWritten);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), bytes.Length - CompressedHeaderBytes);
        return bytes;
    }

    /// <summary>Encodes compressed, as Base64 without line breaks: the payload of a histogram log.</summary>
    /// <param name="histogram">What to encode.</param>
    public static string EncodeBase64(LongHistogram histogram) => Convert.ToBase64String(EncodeCompressed(histogram));

    /// <summary>Decodes either form, told apart by the cookie.</summary>
    /// <param name="source">The encoded bytes; bytes behind the announced length are ignored.</param>
    /// <param name="maxCounts">Counters that the result may have at most.</param>
    /// <exception cref="HistogramFormatException">The bytes are no valid encoding or need too much memory.</exception>
    public static LongHistogram Decode(ReadOnlySpan<byte> source, int maxCounts = DefaultMaxCounts)
    {
        if (source.Length < CompressedHeaderBytes)
            throw Error(HistogramFormatError.Truncated, 0, $"{source.Length} bytes are less than any header");
        int cookie = BinaryPrimitives.ReadInt32BigEndian(source) & ~WordSizeMask;
        int length = BinaryPrimitives.ReadInt32BigEndian(source[4..]);
        if (cookie != CookieV2Compressed)
            return DecodePlain(source, maxCounts);
        if (length < 0)
            throw Error(HistogramFormatError.InvalidLength, 4, $"compressed length {length} is negative");
        if (length > source.Length - CompressedHeaderBytes)
            throw Error(HistogramFormatError.Truncated, 4, $"compressed length {length} exceeds the bytes given");
        return Inflate(source.Slice(CompressedHeaderBytes, length), maxCounts);
    }

    /// <summary>Decodes Base64 of either form.</summary>
    /// <param name="text">Base64; white space is allowed.</param>
    /// <param name="maxCounts">Counters that the result may have at most.</param>
    /// <exception cref="HistogramFormatException">The text is no valid encoding or needs too much memory.</exception>
    public static LongHistogram DecodeBase64(ReadOnlySpan<char> text, int maxCounts = DefaultMaxCounts)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(text.Length / 4 * 3 + 3);
        try
        {
            if (!Convert.TryFromBase64Chars(text, bytes, out int length))
                throw Error(HistogramFormatError.InvalidBase64, 0, "the text is not Base64");
            return Decode(bytes.AsSpan(0, length), maxCounts);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static int EncodeCounts(LongHistogram histogram, Span<byte> destination)
    {
        ReadOnlySpan<long> counts = histogram.Counts[..(histogram.Layout.IndexOf(histogram.Max) + 1)];
        int end = HeaderBytes;
        for (int i = 0; i < counts.Length;)
        {
            if (counts[i] != 0)
            {
                end += ZigZagLeb128.Write(destination[end..], counts[i++]);
                continue;
            }
            int zeros = counts[i..].IndexOfAnyExcept(0L);
            if (zeros < 0)
                zeros = counts.Length - i;
            // One zero is itself; a negative number is a run of zeros, which no count can be mistaken for.
            end += ZigZagLeb128.Write(destination[end..], zeros == 1 ? 0 : -zeros);
            i += zeros;
        }
        return end;
    }

    private static LongHistogram DecodePlain(ReadOnlySpan<byte> source, int maxCounts)
    {
        LongHistogram histogram = ReadHeader(source, maxCounts, out int payloadLength);
        if (payloadLength > source.Length - HeaderBytes)
            throw Error(HistogramFormatError.Truncated, 4, $"payload length {payloadLength} exceeds the bytes given");
        DecodeCounts(source.Slice(HeaderBytes, payloadLength), histogram);
        return histogram;
    }

    private static LongHistogram Inflate(ReadOnlySpan<byte> compressed, int maxCounts)
    {
        try
        {
            using var input = new MemoryStream(compressed.ToArray(), writable: false);
            using var zlib = new ZLibStream(input, CompressionMode.Decompress);
            Span<byte> header = stackalloc byte[HeaderBytes];
            if (zlib.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
                throw Error(HistogramFormatError.Truncated, CompressedHeaderBytes, "the inflated header is incomplete");
            LongHistogram histogram = ReadHeader(header, maxCounts, out int payloadLength);
            // Bounded by the layout in ReadHeader: a bomb inflates to at most nine bytes for each counter held anyway.
            var payload = new byte[payloadLength];
            if (zlib.ReadAtLeast(payload, payloadLength, throwOnEndOfStream: false) < payloadLength)
                throw Error(HistogramFormatError.Truncated, CompressedHeaderBytes, "the inflated payload is cut short");
            DecodeCounts(payload, histogram);
            return histogram;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new HistogramFormatException(
                HistogramFormatError.InvalidCompression, CompressedHeaderBytes, "damaged zlib stream", exception);
        }
    }

    private static LongHistogram ReadHeader(ReadOnlySpan<byte> source, int maxCounts, out int payloadLength)
    {
        CheckCookie(BinaryPrimitives.ReadInt32BigEndian(source));
        if (source.Length < HeaderBytes)
            throw Error(HistogramFormatError.Truncated, 0, $"{source.Length} bytes are less than the header");
        payloadLength = BinaryPrimitives.ReadInt32BigEndian(source[4..]);
        // Two fields are not read. The normalizing index offset (8) only says how the writer's array was turned: the
        // counts are in order of value in any case. The conversion ratio (32) means something to histograms of doubles
        // only. The JavaScript writer puts an integer 1 into both, which as a double is 5E-324.
        int digits = BinaryPrimitives.ReadInt32BigEndian(source[12..]);
        long lowest = BinaryPrimitives.ReadInt64BigEndian(source[16..]);
        long highest = BinaryPrimitives.ReadInt64BigEndian(source[24..]);
        if (HistogramLayout.Problem(lowest, highest, digits) is { } problem)
            throw Error(HistogramFormatError.InvalidParameters, 12, problem);
        var layout = new HistogramLayout(lowest, highest, digits);
        if (layout.CountsLength > maxCounts)
            throw Error(HistogramFormatError.TooLarge, 12, $"{layout.CountsLength} counters, allowed are {maxCounts}");
        if (payloadLength < 0 || payloadLength > (long)layout.CountsLength * ZigZagLeb128.MaxBytes)
            throw Error(HistogramFormatError.InvalidLength, 4, $"payload length {payloadLength}");
        return new LongHistogram(layout);
    }

    private static void CheckCookie(int cookie)
    {
        switch (cookie & ~WordSizeMask)
        {
            case CookieV2:
                return;
            case CookieV0 or CookieV0Compressed or CookieV1 or CookieV1Compressed:
                throw Error(HistogramFormatError.Unsupported, 0, $"encoding older than V2, cookie 0x{cookie:x8}");
            default:
                throw Error(HistogramFormatError.UnknownCookie, 0, $"cookie 0x{cookie:x8}");
        }
    }

    private static void DecodeCounts(ReadOnlySpan<byte> payload, LongHistogram histogram)
    {
        long[] counts = histogram.CountsArray;
        long total = 0;
        int index = 0;
        for (int position = 0; position < payload.Length;)
        {
            int length = ZigZagLeb128.Read(payload[position..], out long value);
            if (length == 0)
                throw Error(HistogramFormatError.Truncated, HeaderBytes + position, "the last count is incomplete");
            // Compared without negating: the negation of long.MinValue is itself.
            long slots = value < 0 ? value : -1;
            if (slots < index - counts.Length)
                throw Error(HistogramFormatError.CountsBeyondRange, HeaderBytes + position, "too many counts");
            if (value > 0)
            {
                if (value > long.MaxValue - total)
                    throw Error(HistogramFormatError.CountOverflow, HeaderBytes + position, "total exceeds 2^63 - 1");
                total += value;
                counts[index] = value;
            }
            index -= (int)slots;
            position += length;
        }
        histogram.RecomputeFromCounts();
    }

    private static HistogramFormatException Error(HistogramFormatError error, long position, string message) =>
        new(error, position, message);
}
