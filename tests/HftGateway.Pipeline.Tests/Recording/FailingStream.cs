namespace HftGateway.Pipeline.Tests.Recording;

/// <summary>A file on a disk with a limit, which may be raised; a write beyond it is done in part and fails.</summary>
internal sealed class FailingStream : Stream
{
    private readonly MemoryStream _inner = new();

    public long Limit { get; set; } = long.MaxValue;

    public Action? OnWrite { get; set; }

    public byte[] Bytes => _inner.ToArray();

    public override bool CanRead => false;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _inner.Length;

    public override long Position { get => _inner.Position; set => _inner.Position = value; }

    public override void Write(byte[] buffer, int offset, int count)
    {
        OnWrite?.Invoke();
        int fits = (int)Math.Clamp(Limit - _inner.Position, 0, count);
        _inner.Write(buffer, offset, fits);
        if (fits < count)
            throw new IOException("No space left on device");
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => _inner.Seek(offset, origin);

    public override void SetLength(long value) => _inner.SetLength(value);
}
