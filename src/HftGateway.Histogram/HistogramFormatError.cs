namespace HftGateway.Histogram;

/// <summary>What is wrong with encoded histogram bytes or a histogram log. Values are stable.</summary>
public enum HistogramFormatError
{
    /// <summary>Not used.</summary>
    None = 0,

    /// <summary>The bytes end before what they announce.</summary>
    Truncated = 1,

    /// <summary>The first four bytes are no cookie of this format.</summary>
    UnknownCookie = 2,

    /// <summary>An older encoding (V0, V1).</summary>
    Unsupported = 3,

    /// <summary>Lowest value, highest value and digits make no valid layout.</summary>
    InvalidParameters = 4,

    /// <summary>A length field is negative or longer than what it describes can be.</summary>
    InvalidLength = 5,

    /// <summary>More counters, or a longer run of zeros, than the layout has.</summary>
    CountsBeyondRange = 6,

    /// <summary>The counts add up to more than 2^63 − 1.</summary>
    CountOverflow = 7,

    /// <summary>The zlib stream is damaged.</summary>
    InvalidCompression = 8,

    /// <summary>The text is not Base64.</summary>
    InvalidBase64 = 9,

    /// <summary>The histogram would need more memory than the reader allows.</summary>
    TooLarge = 10,

    /// <summary>A line of a log has a missing or unreadable field.</summary>
    InvalidLogLine = 11,
}
