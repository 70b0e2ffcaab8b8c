using System.Globalization;

namespace HftGateway.Histogram;

/// <summary>
/// Reads interval logs (<c>.hlog</c>) line by line.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> A damaged line throws and is consumed: the caller may go on with the next one.</para>
/// <para><b>Limits.</b> Lines are as long as the text reader makes them; histograms by <c>maxCounts</c>.</para>
/// <para><b>Cost.</b> Not on the hot path; allocates.</para>
/// <para><b>Reference.</b> Histogram log format versions 1.0 to 1.3.</para>
/// </summary>
public sealed class HistogramLogReader
{
    private const string StartTimePrefix = "#[StartTime: ";
    private const string BaseTimePrefix = "#[BaseTime: ";
    private const string TagPrefix = "Tag=";
    private const double SecondsPerYear = 365.0 * 24 * 3600;
    private const double LargestSeconds = 1e12;

    private readonly TextReader _input;
    private readonly int _maxCounts;
    private double _baseTimeS;
    private bool _baseTimeDecided;

    /// <summary>Reads from a text stream, which stays open.</summary>
    /// <param name="input">The log.</param>
    /// <param name="maxCounts">Counters that a histogram may have at most.</param>
    public HistogramLogReader(TextReader input, int maxCounts = HistogramCodec.DefaultMaxCounts)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
        _maxCounts = maxCounts;
    }

    /// <summary>Start time found in the comments so far, in seconds since the epoch; null when none was.</summary>
    public double? StartTimeS { get; private set; }

    /// <summary>Base time found in the comments so far, in seconds since the epoch; null when none was.</summary>
    public double? BaseTimeS { get; private set; }

    /// <summary>Number of the line read last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Reads the next interval, its times and tag set.</summary>
    /// <returns>Null at the end of the log.</returns>
    /// <exception cref="HistogramFormatException">A line cannot be read.</exception>
    public LongHistogram? Read()
    {
        while (_input.ReadLine() is { } line)
        {
            LineNumber++;
            if (line.StartsWith('#'))
                ReadComment(line);
            else if (line.Length > 0 && !line.StartsWith("\"StartTimestamp\"", StringComparison.Ordinal))
                return ReadInterval(line);
        }
        return null;
    }

    private void ReadComment(string line)
    {
        if (line.StartsWith(StartTimePrefix, StringComparison.Ordinal))
            StartTimeS = CommentSeconds(line.AsSpan(StartTimePrefix.Length));
        else if (line.StartsWith(BaseTimePrefix, StringComparison.Ordinal))
            BaseTimeS = CommentSeconds(line.AsSpan(BaseTimePrefix.Length));
    }

    private double CommentSeconds(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOf(' ');
        return ParseSeconds(end < 0 ? rest.TrimEnd(']') : rest[..end], "time in comment");
    }

    private LongHistogram ReadInterval(ReadOnlySpan<char> line)
    {
        string? tag = null;
        if (line.StartsWith(TagPrefix, StringComparison.Ordinal))
            tag = NextField(ref line, "tag")[TagPrefix.Length..].ToString();
        double timestampS = ParseSeconds(NextField(ref line, "start"), "start");
        double lengthS = ParseSeconds(NextField(ref line, "length"), "length");
        // The maximum is for people; the histogram holds it exactly.
        NextField(ref line, "maximum");
        LongHistogram histogram;
        try
        {
            histogram = HistogramCodec.DecodeBase64(line.Trim(), _maxCounts);
        }
        catch (HistogramFormatException exception)
        {
            throw new HistogramFormatException(exception.Error, LineNumber, "histogram in log line", exception);
        }
        double startS = timestampS + BaseOf(timestampS);
        histogram.Tag = tag;
        histogram.StartTimeMs = (long)Math.Round(startS * 1000);
        histogram.EndTimeMs = (long)Math.Round((startS + lengthS) * 1000);
        return histogram;
    }

    private double BaseOf(double firstTimestampS)
    {
        if (BaseTimeS is { } written)
            return written;
        if (_baseTimeDecided)
            return _baseTimeS;
        _baseTimeDecided = true;
        // More than a year before the recording began can only mean "since the recording began".
        if (StartTimeS is { } start && firstTimestampS < start - SecondsPerYear)
            _baseTimeS = start;
        return _baseTimeS;
    }

    private ReadOnlySpan<char> NextField(ref ReadOnlySpan<char> line, string name)
    {
        int comma = line.IndexOf(',');
        if (comma < 0)
            throw LineError($"no field behind {name}");
        ReadOnlySpan<char> field = line[..comma];
        line = line[(comma + 1)..];
        return field;
    }

    private double ParseSeconds(ReadOnlySpan<char> text, string name)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && Math.Abs(seconds) <= LargestSeconds)
        {
            return seconds;
        }
        throw LineError($"{name} '{text}' is no time");
    }

    private HistogramFormatException LineError(string message) =>
        new(HistogramFormatError.InvalidLogLine, LineNumber, message);
}
