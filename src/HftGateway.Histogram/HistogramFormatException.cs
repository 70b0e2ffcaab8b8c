namespace HftGateway.Histogram;

/// <summary>
/// Encoded histogram bytes or a log line cannot be read.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
public sealed class HistogramFormatException : FormatException
{
    /// <summary>Describes a defect.</summary>
    /// <param name="error">Its kind.</param>
    /// <param name="position">Byte offset in encoded bytes, or the line number (from 1) in a log.</param>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="inner">Cause, if another exception led here.</param>
    public HistogramFormatException(
        HistogramFormatError error, long position, string message, Exception? inner = null)
        : base($"{message} ({error} at {position})", inner)
    {
        Error = error;
        Position = position;
    }

    /// <summary>Kind of defect.</summary>
    public HistogramFormatError Error { get; }

    /// <summary>Byte offset in encoded bytes, or the line number (from 1) in a log.</summary>
    public long Position { get; }
}
