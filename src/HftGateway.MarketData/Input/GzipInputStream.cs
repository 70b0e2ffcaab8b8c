using System.IO.Compression;

namespace HftGateway.MarketData.Input;

/// <summary>
/// Decompresses gzip, members one after the other, and finds damage exactly: everything that the good bytes yield is
/// delivered, then reading throws <see cref="InvalidDataException"/> with the place.
/// <para>The framework's decoder alone does neither: it takes a file that ends inside a member for complete, and it
/// drops
/// what it had decoded in the call that met a bad byte. So, first, behind the last byte it is fed one more member of
/// known
/// content: only a decoder that stood between two members decodes that. Second, when it fails, a seekable input is
/// decoded
/// again up to the last bytes before the failure, which are then fed one at a time.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> On an input that cannot seek, what the last 256 compressed bytes before the damage yield may be
/// missing.</para>
/// </summary>
internal sealed class GzipInputStream : Stream
{
    private readonly Stream _inner;
    private Feed _feed;
    private GZipStream _decoder;
    private long _delivered;
    private bool _isFinished;
    private InvalidDataException? _damage;

    public GzipInputStream(Stream inner)
    {
        _inner = inner;
        _feed = new Feed(inner, long.MaxValue);
        _decoder = new GZipStream(_feed, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _delivered;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_isFinished || buffer.IsEmpty)
            return 0;
        if (_damage != null)
            throw _damage;
        int read;
        try
        {
            read = _decoder.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            // Behind the last byte the decoder met the end member where it did not expect one: the file is cut short.
            if (_feed.IsAtEndMember)
                throw Truncated();
            if (!_feed.MayReplay || !_inner.CanSeek)
                throw Damaged("the gzip data is damaged", e);
            Replay(_feed.ChunkStart);
            return Read(buffer);
        }

        if (_feed.IsAtEndMember)
        {
            if (!IsEndMember(buffer[..read]))
                throw Truncated();
            _isFinished = true;
            return 0;
        }

        if (read == 0)
            throw Damaged("bytes follow the gzip data", null);
        _delivered += read;
        return read;
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
        {
            _decoder.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // What the decoder yields behind the last byte must be the end member's content, the whole of it and nothing else.
    private bool IsEndMember(ReadOnlySpan<byte> start)
    {
        Span<byte> content = stackalloc byte[Feed.EndContent.Length + 1];
        start[..Math.Min(start.Length, content.Length)].CopyTo(content);
        int length = Math.Min(start.Length, content.Length);
        try
        {
            while (length < content.Length)
            {
                int read = _decoder.Read(content[length..]);
                if (read == 0)
                    break;
                length += read;
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return start.Length <= content.Length && content[..length].SequenceEqual(Feed.EndContent);
    }

    private void Replay(long carefulFrom)
    {
        _decoder.Dispose();
        _inner.Position = 0;
        _feed = new Feed(_inner, carefulFrom);
        _decoder = new GZipStream(_feed, CompressionMode.Decompress, leaveOpen: true);
        byte[] scratch = new byte[64 * 1024];
        long left = _delivered;
        while (left > 0)
        {
            int read = _decoder.Read(scratch, 0, (int)Math.Min(left, scratch.Length));
            if (read == 0)
                break;
            left -= read;
        }
    }

    private InvalidDataException Truncated() =>
        _damage = new InvalidDataException($"the gzip data ends inside a member, at compressed offset {_feed.Length}");

    private InvalidDataException Damaged(string what, Exception? cause) =>
        _damage = new InvalidDataException($"{what}, near compressed offset {_feed.ChunkStart}", cause);

    /// <summary>Hands the compressed bytes on in small pieces, and after the last one the end member.</summary>
    private sealed class Feed(Stream inner, long carefulFrom) : Stream
    {
        private const int ChunkBytes = 256;
        private static readonly byte[] EndMember = MakeEndMember();
        private readonly byte[] _buffer = new byte[128 * 1024];
        private int _next;
        private int _end;
        private long _position;
        private int _endMemberPosition;

        public static ReadOnlySpan<byte> EndContent => "hftgateway: end of gzip input"u8;

        /// <summary>Offset of the piece handed out last.</summary>
        public long ChunkStart { get; private set; }

        /// <summary>The inner stream is used up and the end member has been asked for.</summary>
        public bool IsAtEndMember { get; private set; }

        public bool MayReplay => carefulFrom == long.MaxValue;

        public override long Length => _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (!IsAtEndMember && _next == _end)
            {
                _next = 0;
                _end = inner.Read(_buffer, 0, _buffer.Length);
                IsAtEndMember = _end == 0;
            }

            if (IsAtEndMember)
            {
                int rest = Math.Min(buffer.Length, EndMember.Length - _endMemberPosition);
                EndMember.AsSpan(_endMemberPosition, rest).CopyTo(buffer);
                _endMemberPosition += rest;
                return rest;
            }

            int chunk = _position >= carefulFrom ? 1 : (int)Math.Min(ChunkBytes, carefulFrom - _position);
            int bytes = Math.Min(Math.Min(buffer.Length, chunk), _end - _next);
            _buffer.AsSpan(_next, bytes).CopyTo(buffer);
            _next += bytes;
            ChunkStart = _position;
            _position += bytes;
            return bytes;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static byte[] MakeEndMember()
        {
            using MemoryStream member = new();
            using (GZipStream encoder = new(member, CompressionLevel.Fastest, leaveOpen: true))
                encoder.Write(EndContent);
            return member.ToArray();
        }
    }
}
