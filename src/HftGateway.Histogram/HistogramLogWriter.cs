using System.Globalization;

namespace HftGateway.Histogram;

/// <summary>
/// Writes interval logs (<c>.hlog</c>): one compressed histogram a line, with start, length and maximum in plain text.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Never reads a clock: all times come from the caller or the histogram.</para>
/// <para><b>Cost.</b> Not on the hot path; allocates.</para>
/// <para><b>Reference.</b> Histogram log format version 1.3.</para>
/// </summary>
public sealed class HistogramLogWriter
{
    /// <summary>Divides the maximum column by default: nanoseconds shown as milliseconds.</summary>
    public const double DefaultMaxRatio = 1_000_000;

    private readonly TextWriter _output;
    private long _baseTimeMs;

    /// <summary>Writes to a text stream, which stays open.</summary>
    /// <param name="output">Receives lines ending in a line feed.</param>
    public HistogramLogWriter(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>Writes the comment naming the format version; the first line of a log.</summary>
    public void WriteFormatVersion() => WriteComment("[Histogram log format version 1.3]");

    /// <summary>Writes a comment.</summary>
    /// <param name="text">One line without its leading <c>#</c>.</param>
    /// <exception cref="ArgumentException">The text has a line break.</exception>
    public void WriteComment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny('\r', '\n') >= 0)
            throw new ArgumentException("a comment is a single line", nameof(text));
        _output.Write($"#{text}\n");
    }

    /// <summary>Writes the start time of the recording.</summary>
    /// <param name="startTimeMs">Milliseconds since the epoch.</param>
    public void WriteStartTime(long startTimeMs)
    {
        string date = DateTimeOffset.FromUnixTimeMilliseconds(startTimeMs)
            .ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
        WriteComment($"[StartTime: {Seconds(startTimeMs)} (seconds since epoch), {date}]");
    }

    /// <summary>Writes the base time; later intervals are written relative to it.</summary>
    /// <param name="baseTimeMs">Milliseconds since the epoch.</param>
    public void WriteBaseTime(long baseTimeMs)
    {
        _baseTimeMs = baseTimeMs;
        WriteComment($"[BaseTime: {Seconds(baseTimeMs)} (seconds since epoch)]");
    }

    /// <summary>Writes the line naming the columns.</summary>
    public void WriteLegend() => _output.Write(
        "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n");

    /// <summary>Writes an interval by the histogram's own times and tag.</summary>
    /// <param name="histogram">What was recorded in the interval.</param>
    /// <param name="maxRatio">Divides the maximum column.</param>
    /// <exception cref="ArgumentException">The tag breaks the line's form, or the times are not set.</exception>
    public void WriteInterval(LongHistogram histogram, double maxRatio = DefaultMaxRatio)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        if (histogram.StartTimeMs == long.MaxValue || histogram.EndTimeMs < histogram.StartTimeMs)
            throw new ArgumentException("the histogram's interval is not set", nameof(histogram));
        string tag = "";
        if (histogram.Tag is { Length: > 0 } text)
        {
            if (text.AsSpan().IndexOfAny(", \r\n") >= 0)
                throw new ArgumentException($"tag '{text}' holds a comma, space or line break", nameof(histogram));
            tag = $"Tag={text},";
        }
        string start = Seconds(histogram.StartTimeMs - _baseTimeMs);
        string length = Seconds(histogram.EndTimeMs - histogram.StartTimeMs);
        string max = ReportNumbers.Fixed(histogram.Max / maxRatio, 3);
        _output.Write($"{tag}{start},{length},{max},{HistogramCodec.EncodeBase64(histogram)}\n");
    }

    private static string Seconds(long milliseconds) => ReportNumbers.Fixed(milliseconds / 1000.0, 3);
}
