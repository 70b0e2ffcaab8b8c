namespace HftGateway.Pipeline.Recording;

/// <summary>
/// A file of a recording that stays valid when the disk is full: a write that fails is taken back as a whole, so that
/// the file ends where the last good one did.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> <see cref="GoodBytes"/> bytes are written; nothing behind them counts. After a failure
/// nothing is tried before <see cref="RetryAfterMs"/> have passed: a full disk is not asked for every packet.</para>
/// </summary>
internal sealed class RecordingFile : Stream
{
    /// <summary>Pause after a failed write.</summary>
    public const long RetryAfterMs = 1_000;

    private readonly Stream _inner;
    private long _retryMs = long.MinValue;

    /// <summary>A file to write from its beginning.</summary>
    /// <param name="inner">The file itself; closed with this.</param>
    public RecordingFile(Stream inner) => _inner = inner;

    /// <summary>Bytes written for good.</summary>
    public long GoodBytes { get; private set; }

    /// <summary>Writes that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>What the last one failed of.</summary>
    public string? Failure { get; private set; }

    /// <summary>A write may be tried now.</summary>
    public bool MayWrite => _retryMs == long.MinValue || Environment.TickCount64 >= _retryMs;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => GoodBytes;

    /// <inheritdoc/>
    public override long Position
    {
        get => GoodBytes;
        set => throw new NotSupportedException();
    }

    /// <summary>Writes all of it, or nothing.</summary>
    /// <param name="bytes">Whole packets or messages.</param>
    /// <returns>Whether it was written.</returns>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _inner.Write(bytes);
            _inner.Flush();
            GoodBytes += bytes.Length;
            _retryMs = long.MinValue;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failures++;
            Failure = e.Message;
            _retryMs = Environment.TickCount64 + RetryAfterMs;
            TakeBack();
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!TryWrite(buffer.AsSpan(offset, count)))
            throw new IOException(Failure);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Every write has been handed to the system already.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private void TakeBack()
    {
        if (!_inner.CanSeek)
            return;
        try
        {
            _inner.SetLength(GoodBytes);
            _inner.Position = GoodBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // A device: there is nothing to take back. A reader finds the last packet cut, which it reports.
            Failure = $"{Failure}; {e.Message}";
        }
    }
}
