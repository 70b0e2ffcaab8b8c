using HftGateway.MarketData.Lobster;
using HftGateway.MarketData.Pcap;

namespace HftGateway.MarketData.Input;

/// <summary>
/// Opens recordings of ITCH messages, of whatever kind: BinaryFILE, pcap or pcapng, or LOBSTER message files, plain or
/// compressed with gzip. The kind is told from the content.
/// </summary>
public static class MessageInput
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>
    /// Opens a recording; one that <c>hftgw record</c> made comes with the gaps that stand in the file beside it.
    /// </summary>
    /// <param name="path">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="filter">In captures: which datagrams to keep; null keeps everything.</param>
    /// <exception cref="FeedException">It cannot be opened, or its content is of no kind that is
    /// understood.</exception>
    public static MessageSource Open(string path, PcapFilter? filter = null)
    {
        MessageSource source = Open(OpenStream(path), path, filter);
        if (path == StandardInput || source is not BinaryFileReader reader)
            return source;
        try
        {
            return RecordingMarks.ReadBeside(path) is { } marks ? new MarkedSource(reader, marks) : source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens a stream that holds a recording; closed with the source.</summary>
    /// <param name="stream">Positioned at the start.</param>
    /// <param name="name">What to call it in reports.</param>
    /// <param name="filter">In captures: which datagrams to keep; null keeps everything.</param>
    /// <exception cref="FeedException">Its content is of no kind that is understood.</exception>
    public static MessageSource Open(Stream stream, string name, PcapFilter? filter = null)
    {
        if (stream.CanSeek)
        {
            // Recognised first, so that the decompressor gets the seekable stream itself and not a window over it.
            Span<byte> head = stackalloc byte[InputRecognizer.BytesNeeded];
            int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            stream.Position = 0;
            if (InputRecognizer.Recognize(head[..length]) == InputKind.Gzip)
                stream = new GzipInputStream(stream);
        }

        StreamWindow window = new(stream);
        _ = window.Fill(InputRecognizer.BytesNeeded);
        if (!stream.CanSeek && stream is not GzipInputStream
            && InputRecognizer.Recognize(window.Available) == InputKind.Gzip)
        {
            window = new StreamWindow(new GzipInputStream(new WindowStream(window)));
            _ = window.Fill(InputRecognizer.BytesNeeded);
        }

        InputKind kind = InputRecognizer.Recognize(window.Available);
        switch (kind)
        {
            case InputKind.BinaryFile or InputKind.Empty:
                return new BinaryFileReader(window, name);
            case InputKind.Pcap or InputKind.PcapNg:
                return new PcapMessageSource(window, name, filter);
            case InputKind.Lobster:
                return new LobsterMessageSource(window, name);
            default:
                string content = Convert.ToHexString(window.Available[..Math.Min(8, window.Available.Length)]);
                window.Dispose();
                throw new FeedException(
                    FeedErrorCode.NotRecognised,
                    kind == InputKind.Gzip ? "gzip inside gzip" : $"the content begins with {content}",
                    name,
                    "Give an ITCH 5.0 BinaryFILE, a pcap or pcapng capture or a LOBSTER message file, plain or gzip.");
        }
    }

    private static Stream OpenStream(string path)
    {
        if (path == StandardInput)
            return Console.OpenStandardInput();
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite,
                BufferSize = 0,
                Options = FileOptions.SequentialScan,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new FeedException(
                FeedErrorCode.CannotOpen, e.Message, path, "Check that the path names a file that may be read.", e);
        }
    }
}
