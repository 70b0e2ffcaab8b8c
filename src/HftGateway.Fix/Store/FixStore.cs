using System.Text;

namespace HftGateway.Fix;

/// <summary>
/// The sequence numbers of one session and every message it sent: append-only, in a memory-mapped file, so that a
/// process killed at any instant loses nothing that was sent, never uses a number twice and can answer any resend.
/// <para><b>Threading.</b> One thread, the session's. A file belongs to one process: it is locked.</para>
/// <para><b>Invariants.</b> A message is in the store, whole and under its checksum, before a byte of it is sent.
/// <see cref="NextOutbound"/> is above every number in the store. What a killed process left unfinished was not sent
/// and is taken away at the next opening.</para>
/// <para><b>Damage.</b> A file that is cut short, damaged before its end, or another session's is refused and left as it
/// is. A last record whose checksum is wrong (a machine that lost power) is dropped, its number counts as used. What
/// lies before a checkpoint (<see cref="CheckpointBytes"/>) is checked when it is asked for: a message that is damaged
/// there is not found.</para>
/// <para><b>Limits.</b> Numbers below 2^48; a message of at most a quarter of a segment. Survives the death of the
/// process, not of the machine: the system writes the pages when it pleases.</para>
/// <para><b>Cost.</b> A copy and a checksum per message, no allocation except when the store grows by a
/// segment.</para>
/// </summary>
public sealed unsafe partial class FixStore : IDisposable
{
    /// <summary>Greatest number.</summary>
    public const ulong MaxSequence = (1UL << 48) - 2;

    /// <summary>
    /// A checkpoint is written each time so many bytes have been appended: opening reads what lies behind the last one.
    /// </summary>
    public const int CheckpointBytes = 1 << 20;

    private const int ReserveBytes = 1024;

    private readonly FixStoreOptions _options;
    private readonly StoreIndex _index = new();
    private readonly byte[] _identity;
    private StoreSegments _segments;
    private FileStream? _file;
    private byte* _header;
    private long _end;
    private long _segmentEnd;
    private long _allocatedEnd; // of the space taken from the disk, in the last segment
    private ulong _epoch;
    private int _expectedTurn;
    private int _lengthTurn;
    private int _checkpointTurn;
    private long _lastRecord;
    private long _checkpointEnd;  // what was appended behind it is not in a checkpoint
    private long _seriesStart;
    private long _unreadEnd;      // records from _seriesStart to here were not read when the file was opened; 0 for none
    private ulong _expected = 1;
    private bool _disposed;

    private FixStore(string? path, string identity, FixStoreOptions options)
    {
        options.Validate();
        _options = options;
        Path = path;
        Identity = identity;
        _identity = Encoding.UTF8.GetBytes(identity);
        if (_identity.Length is 0 or > StoreLayout.MaxIdentityBytes)
            throw new ArgumentException(
                $"'{identity}': 1 to {StoreLayout.MaxIdentityBytes} bytes are allowed", nameof(identity));
        MaxMessageBytes = (options.SegmentBytes / 4) - StoreLayout.RecordHeaderBytes;
        _segments = new StoreSegments(null, options.SegmentBytes, options.MemorySegments);
    }

    /// <summary>Where the store lies; null in memory.</summary>
    public string? Path { get; }

    /// <summary>Whose store it is.</summary>
    public string Identity { get; }

    /// <summary>Longest message.</summary>
    public int MaxMessageBytes { get; }

    /// <summary>When the current series of numbers began, UTC ns.</summary>
    public long CreatedUtcNs { get; private set; }

    /// <summary>Number of the next message sent.</summary>
    public ulong NextOutbound { get; private set; } = 1;

    /// <summary>
    /// Number of the next message expected from the peer. Where the two halves of a session live on two threads, the
    /// receiving one's sets it, except that it keeps still while the sending one resets.
    /// </summary>
    public ulong ExpectedInbound
    {
        get => _expected;
        set
        {
            if (value is 0 or > MaxSequence)
                throw new ArgumentOutOfRangeException(nameof(value), value, "not a sequence number of this store");
            _expected = value;
            if (_header is not null)
            {
                StoreLayout.WriteCell(
                    _header + StoreLayout.ExpectedCellAt, (_epoch << 48) | value, ref _expectedTurn);
            }
        }
    }

    /// <summary>What opening found and mended, for people; empty when the store was whole.</summary>
    public string Recovery { get; private set; } = "";

    /// <summary>Why the last message was not stored; empty while all is well.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Number of the oldest message of the current series that can be sent again; 0 for none.</summary>
    public ulong OldestStored
    {
        get
        {
            ReadEarlier();
            return _index.First;
        }
    }

    /// <summary>Bytes in use.</summary>
    public long UsedBytes => _end;

    /// <summary>Makes a store in memory: numbers and messages are gone with the process.</summary>
    /// <param name="identity">Whose store it is.</param>
    /// <param name="utcNs">Time of its creation.</param>
    /// <param name="options">Sizes; null for the usual ones.</param>
    public static FixStore InMemory(string identity, long utcNs, FixStoreOptions? options = null)
    {
        var store = new FixStore(null, identity, options ?? new FixStoreOptions());
        store._segments.Add();
        store.StartRecords(utcNs);
        return store;
    }

    /// <summary>Opens a store file, or makes it.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="identity">Whose store it is, for example <c>FIX.4.4:US->THEM</c>.</param>
    /// <param name="utcNs">Time of its creation when it is made.</param>
    /// <param name="options">Sizes; null for the usual ones. An existing file keeps its own.</param>
    /// <exception cref="FixStoreException">The file is cut short, damaged, another session's, or in use.</exception>
    public static FixStore Open(string path, string identity, long utcNs, FixStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new FixStoreOptions();
        if (!File.Exists(path))
            StoreFile.Create(path, identity, utcNs, options);
        FileStream file = StoreFile.Lock(path);
        FixStore? store = null;
        try
        {
            int segmentBytes = StoreFile.CheckHeader(file, path, identity);
            store = new FixStore(
                path, identity,
                new FixStoreOptions { SegmentBytes = segmentBytes, MemorySegments = options.MemorySegments });
            store.Attach(file);
            return store;
        }
        catch
        {
            store?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stores a message under <see cref="NextOutbound"/> and spends the number. To be called before the first byte of
    /// it is sent.
    /// </summary>
    /// <param name="msgType">Its type.</param>
    /// <param name="utcNs">Its SendingTime.</param>
    /// <param name="message">The whole message.</param>
    /// <returns>
    /// False when it is too long, the numbers are used up, or the disk is full (<see cref="Problem"/>); nothing happened
    /// then.
    /// </returns>
    public bool TryAppend(FixMsgType msgType, long utcNs, ReadOnlySpan<byte> message)
    {
        if (message.Length > MaxMessageBytes || NextOutbound > MaxSequence)
            return false;
        if (!HasRoom(message.Length))
            return false;
        long at = AppendRecord(StoreLayout.KindMessage, msgType, NextOutbound, utcNs, message);
        _index.Add(NextOutbound, at);
        NextOutbound++;
        return true;
    }

    /// <summary>Spends numbers without a message: the next message gets <paramref name="next"/>.</summary>
    /// <param name="next">Above or equal to <see cref="NextOutbound"/>.</param>
    /// <param name="utcNs">Time.</param>
    public void SkipTo(ulong next, long utcNs)
    {
        if (next < NextOutbound || next > MaxSequence)
            throw new ArgumentOutOfRangeException(nameof(next), next, "a number that was used, or out of range");
        if (next == NextOutbound)
            return;
        AppendRecord(StoreLayout.KindSkip, FixMsgType.Unknown, next, utcNs, default);
        NextOutbound = next;
    }

    /// <summary>The agreed reset: both series begin at 1 again, the messages sent so far are forgotten.</summary>
    /// <param name="utcNs">Time of the reset.</param>
    public void Reset(long utcNs)
    {
        if (_epoch == 0xFFFF && _file is not null)
            StartNewFile(utcNs);
        // A full disk: where nothing was sent yet there is nothing to reset, and the reserve is kept.
        if (NextOutbound != 1 || HasRoom(0))
        {
            AppendRecord(StoreLayout.KindReset, FixMsgType.Unknown, 1, utcNs, default);
            BeginSeries(utcNs, _end);
        }

        ExpectedInbound = 1;
    }

    /// <summary>
    /// A new session day: the file is put aside under its name with the time its series began, and a new one is made.
    /// In memory the same as <see cref="Reset"/>.
    /// </summary>
    /// <param name="utcNs">Time of the change.</param>
    public void Rotate(long utcNs)
    {
        if (_file is null)
            Reset(utcNs);
        else
            StartNewFile(utcNs);
    }

    /// <summary>Finds a message of the current series. False when it was not stored, or is no longer.</summary>
    public bool TryFind(ulong sequence, out StoredMessage message)
    {
        message = default;
        if (_unreadEnd != 0 && sequence < _index.First | _index.First == 0)
            ReadEarlier();
        long offset = _index.Find(sequence, this);
        if (offset < 0)
            return false;
        byte* record = _segments.At(offset);
        int length = (int)*(uint*)record;
        message = new StoredMessage(
            sequence, *(long*)(record + 16), (FixMsgType)(*(ulong*)(record + 24) >> 16),
            new ReadOnlySpan<byte>(record + StoreLayout.RecordHeaderBytes, length));
        return true;
    }

    /// <summary>Gives the file up. It stays as it is.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _segments.Dispose();
        _header = null;
        _file?.Dispose();
    }

    // Offset of the message behind the one at an offset.
    internal long NextMessage(long offset)
    {
        do
        {
            offset = Step(offset);
        }
        while (*(byte*)(_segments.At(offset) + 24) != StoreLayout.KindMessage);
        return offset;
    }

    internal bool IsHeld(long offset) => offset / _options.SegmentBytes >= _segments.First;

    internal ulong SequenceAt(long offset) => *(ulong*)(_segments.At(offset) + 8);

    private long Step(long offset)
    {
        offset += StoreLayout.RecordBytes((int)*(uint*)_segments.At(offset));
        if (offset % _options.SegmentBytes != 0 && *(ulong*)_segments.At(offset) == StoreLayout.PadWord)
            offset = ((offset / _options.SegmentBytes) + 1) * _options.SegmentBytes;
        return offset;
    }

    private long AppendRecord(byte kind, FixMsgType type, ulong sequence, long utcNs, ReadOnlySpan<byte> payload)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int bytes = StoreLayout.RecordBytes(payload.Length);
        // Before the record: what the numbers say now is what the records so far say.
        if (_end - _checkpointEnd >= CheckpointBytes)
            WriteCheckpoint();
        if (_end + bytes > _allocatedEnd)
            Grow(bytes);
        long at = _end;
        byte* record = _segments.At(at);
        payload.CopyTo(new Span<byte>(record + StoreLayout.RecordHeaderBytes, payload.Length));
        *(ulong*)(record + 8) = sequence;
        *(long*)(record + 16) = utcNs;
        *(ulong*)(record + 24) = kind | ((ulong)type << 16);
        ulong crc = StoreLayout.RecordCrc(record, payload.Length);
        // Everything above is in place before the record exists.
        Volatile.Write(ref *(ulong*)record, (uint)payload.Length | (crc << 32));
        _end += bytes;
        _lastRecord = at;
        return at;
    }

    // Messages and notes leave a reserve in each segment, so that a reset or skipped numbers find room on a full disk.
    private bool HasRoom(int payloadBytes) =>
        _end + StoreLayout.RecordBytes(payloadBytes) + ReserveBytes <= _allocatedEnd || TryGrow(payloadBytes);

    private bool TryGrow(int messageBytes)
    {
        try
        {
            Grow(StoreLayout.RecordBytes(messageBytes) + ReserveBytes);
            Problem = "";
            return true;
        }
        catch (IOException error)
        {
            Problem = error.Message;
            return false;
        }
    }

    // Makes room for a record.
    private void Grow(int bytes)
    {
        if (_end + bytes > _segmentEnd)
            GrowBySegment();
        long needed = _end + bytes;
        if (_file is not null && needed > _allocatedEnd)
        {
            long start = Math.Max(_allocatedEnd, _end);
            _allocatedEnd = start + StoreFile.Allocate(
                _file, start, (int)(needed - start),
                (int)Math.Min(Math.Max(StoreFile.AllocationBytes, needed - start), _segmentEnd - start));
        }
        else
        {
            _allocatedEnd = _segmentEnd;
        }
    }

    private void GrowBySegment()
    {
        if (_segments.Length == _segmentEnd)
            _segments.Add();
        if (_end < _segmentEnd && _file is not null && _end + sizeof(ulong) > _allocatedEnd)
            StoreFile.Allocate(_file, _end, sizeof(ulong));
        if (_end < _segmentEnd)
            Volatile.Write(ref *(ulong*)_segments.At(_end), StoreLayout.PadWord);
        _end = _segmentEnd;
        _segmentEnd += _options.SegmentBytes;
        if (_header is not null)
            StoreLayout.WriteCell(_header + StoreLayout.LengthCellAt, (ulong)_segments.Length, ref _lengthTurn);
        else
            _index.DropBefore(this);
    }

    private void BeginSeries(long utcNs, long start)
    {
        _epoch++;
        _index.Clear();
        _seriesStart = start;
        _unreadEnd = 0;
        _notedInbound = 0;
        CreatedUtcNs = utcNs;
        NextOutbound = 1;
        _expected = 1;
    }

    private void StartRecords(long utcNs)
    {
        CreatedUtcNs = utcNs;
        _end = _seriesStart = _checkpointEnd = StoreLayout.HeaderBytes;
        _segmentEnd = _options.SegmentBytes;
        _allocatedEnd = _file is null ? _segmentEnd : 0;
        _lastRecord = _lastNote = _unreadEnd = 0;
        _notedInbound = 0;
    }
}
