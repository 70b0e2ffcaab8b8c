using Microsoft.Win32.SafeHandles;

namespace HftGateway.Cli;

/// <summary>
/// Standard output as a stream of bytes that tells when its reader has gone. The console's own stream drops what it
/// cannot write to a closed pipe, so that <c>hftgw decode … | head</c> would run to the end of the input for nobody.
/// <para><b>Limits.</b> Not to be mixed with <see cref="System.Console.Out"/> in one command: each has its own buffer.
/// </para>
/// </summary>
public static class StandardOutput
{
    private const int Descriptor = 1;

    // errno; .NET passes it on as the HResult of an IOException. The same number on Linux and macOS.
    private const int BrokenPipe = 32;

    /// <summary>Opens the stream.</summary>
    /// <param name="bufferBytes">Size of its buffer, 0 = none.</param>
    /// <returns>The stream.</returns>
    public static Stream Open(int bufferBytes)
    {
        if (OperatingSystem.IsWindows())
            return System.Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferBytes);
        // In a file, this stream writes at a position of its own and leaves the descriptor's where it was: the next
        // command of a shell line would write over it. Only a pipe needs it; the console's stream does for files.
        return stream.CanSeek ? new BufferedStream(System.Console.OpenStandardOutput(), Math.Max(bufferBytes, 1)) : stream;
    }

    /// <summary>Whether an error says that the reader of the pipe has gone, who had enough: no failure.</summary>
    /// <param name="error">The error.</param>
    /// <returns>True for a broken pipe.</returns>
    public static bool IsReaderGone(Exception error) => error is IOException { HResult: BrokenPipe };
}
