namespace HftGateway.MarketData.Input;

/// <summary>
/// A moving window over a stream: the bytes read and not yet used, contiguous, with their offset in the stream.
/// <para>Large reads into one buffer rather than a memory mapping: a file that is cut short while it is read then ends,
/// where a mapping would kill the process with SIGBUS; and pipes and compressed streams come the same way.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> A failing read ends the stream and is kept as <see cref="Failure"/>; what came before
/// stays.</para>
/// </summary>
internal sealed class StreamWindow : IDisposable
{
    private readonly Stream _stream;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private bool _isEnded;

    public StreamWindow(Stream stream, int bufferBytes = 256 * 1024)
        : this(stream, GC.AllocateUninitializedArray<byte>(bufferBytes, pinned: true))
    {
    }

    /// <summary>A window over a buffer that its owner uses again afterwards.</summary>
    public StreamWindow(Stream stream, byte[] buffer)
    {
        _stream = stream;
        _buffer = buffer;
    }

    /// <summary>Bytes read and not yet consumed.</summary>
    public ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Offset in the stream of the first available byte.</summary>
    public long Offset { get; private set; }

    /// <summary>No byte will follow the available ones.</summary>
    public bool IsEnded => _isEnded;

    /// <summary>Why the stream ended early, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Reads until at least this many bytes are available, or the stream ends.</summary>
    /// <returns>Whether that many are available.</returns>
    public bool Fill(int bytes)
    {
        if (_end - _start >= bytes)
            return true;
        if (_isEnded)
            return false;
        Available.CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < bytes)
        {
            // Grown with what really comes: a length in a damaged file is no reason to take that much memory.
            if (_end == _buffer.Length)
                Array.Resize(ref _buffer, (int)Math.Min(bytes, 2L * _buffer.Length));
            if (!ReadSome())
                break;
        }

        return _end >= bytes;
    }

    /// <summary>Marks bytes as used.</summary>
    public void Consume(int bytes)
    {
        _start += bytes;
        Offset += bytes;
    }

    /// <summary>Reads over bytes without keeping them.</summary>
    /// <returns>Whether there were that many.</returns>
    public bool Skip(long bytes)
    {
        while (bytes > 0)
        {
            if (!Fill(1))
                return false;
            int step = (int)Math.Min(bytes, _end - _start);
            Consume(step);
            bytes -= step;
        }

        return true;
    }

    public void Dispose() => _stream.Dispose();

    private bool ReadSome()
    {
        try
        {
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _isEnded = read == 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Failure = e;
            _isEnded = true;
        }

        return !_isEnded;
    }
}
