namespace HftGateway.MarketData.Input;

/// <summary>
/// What a <see cref="StreamWindow"/> still has and will have, as a stream: for content that was recognised first.
/// </summary>
internal sealed class WindowStream(StreamWindow window) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => window.Offset;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (!window.Fill(1))
            return window.Failure == null ? 0 : throw new IOException(window.Failure.Message, window.Failure);
        int bytes = Math.Min(buffer.Length, window.Available.Length);
        window.Available[..bytes].CopyTo(buffer);
        window.Consume(bytes);
        return bytes;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            window.Dispose();
        base.Dispose(disposing);
    }
}
