using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Pcap;

namespace HftGateway.Pipeline.Recording;

/// <summary>
/// The writing half of a <see cref="FeedRecorder"/>: records become packets of a capture, messages of a BinaryFILE, and
/// marks.
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Invariants.</b> The numbers decide: a message whose number does not follow on the last one written is
/// preceded by a mark. Messages that were gathered for a write that failed are missing like any others.</para>
/// </summary>
internal sealed class RecordWriter
{
    private const int LengthBytes = 2;
    private const int BufferBytes = 1 << 20;
    private const int MarksReserveBytes = 4_096;
    private static readonly int HeaderBytes = Marshal.SizeOf<RecordHeader>();

    private readonly RecorderStatistics _statistics;
    private readonly RecordingFile? _wireFile;
    private readonly PcapWriter? _wire;
    private readonly RecordingFile? _messages;
    private readonly Stream? _marks;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly int _flushMs;
    private readonly List<RecordingMark> _pendingMarks = [];
    private int _length;
    private long _goodMessages;
    private long _bufferedMessages;
    private long _wireSettled;
    private ulong _next;
    private ulong _goodNext;
    private MoldSession _session;
    private MoldSession _dropped;
    private ulong _droppedEnd;
    private bool _hasSession;
    private bool _diskFailed;
    private long _flushedMs = Environment.TickCount64;

    public RecordWriter(RecorderOptions options, RecorderStatistics statistics)
    {
        _statistics = statistics;
        _flushMs = options.FlushMs;
        if (options.Wire != null)
        {
            _wireFile = new RecordingFile(options.Wire);
            _wire = new PcapWriter(_wireFile);
            // The header now: it must not be among what a full disk refuses later.
            _wire.Flush();
        }

        if (options.Messages == null)
            return;
        _messages = new RecordingFile(options.Messages);
        _marks = options.Marks;
        // Room for the news that the disk is full, taken while it is not.
        Mark(RecordingMarks.Title);
        Reserve();
    }

    public void Take(ReadOnlySpan<byte> record)
    {
        RecordHeader header = MemoryMarshal.Read<RecordHeader>(record);
        ReadOnlySpan<byte> payload = record[HeaderBytes..];
        switch (header.Kind)
        {
            case RecordHeader.Datagram:
                TakeDatagram(in header, payload);
                break;
            case RecordHeader.Messages when !_messages!.MayWrite:
                // Missing: the next message that can be written will tell how many.
                _diskFailed = true;
                _dropped = header.Session;
                _droppedEnd = header.First + (ulong)header.Count;
                break;
            case RecordHeader.Messages:
                Follow(header.Session, header.First);
                TakeMessages(payload, header.Count);
                break;
            case RecordHeader.Lost:
                Follow(header.Session, header.First);
                Miss(header.First, header.Second, RecordingLoss.Feed);
                break;
        }
    }

    public void FlushIfDue()
    {
        if (Environment.TickCount64 - _flushedMs >= _flushMs)
            Flush();
    }

    /// <summary>Writes everything, marks what was lost at the end, and closes the files.</summary>
    public void Close(MoldSession session, ulong end)
    {
        if (_messages != null && end != 0)
            Follow(session, end);
        Flush();
        // A second time: what the first could not write is known as missing now.
        if (_messages != null && end != 0)
            Follow(session, end);
        WriteMarks();
        _statistics.MessagesWritten = _goodMessages;
        _statistics.DiskFailure = _messages?.Failure ?? _wireFile?.Failure ?? _statistics.DiskFailure;
        CloseFiles();
    }

    private void CloseFiles()
    {
        try
        {
            _wire?.Dispose();
            _messages?.Dispose();
            if (_marks is { CanSeek: true })
                _marks.SetLength(_marks.Position);
            _marks?.Dispose();
        }
        catch (IOException e)
        {
            _statistics.DiskFailure = e.Message;
        }
    }

    private void TakeDatagram(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        if (!_wireFile!.MayWrite)
        {
            _statistics.DatagramsDisk++;
            return;
        }

        UdpFrame datagram = new()
        {
            SourceAddress = (uint)(header.First >> 16),
            SourcePort = (ushort)header.First,
            DestinationAddress = (uint)(header.Second >> 16),
            DestinationPort = (ushort)header.Second,
            Payload = payload,
        };
        try
        {
            long before = _wireFile.GoodBytes;
            _wire!.Write(in datagram, header.UtcNs);
            // It went into the buffer behind those that made room for it.
            if (_wireFile.GoodBytes != before)
                SettleWire(_wire.PacketCount - 1, isWritten: true);
        }
        catch (IOException)
        {
            SettleWire(_wire!.PacketCount, isWritten: false);
            _statistics.DatagramsDisk++;
        }
    }

    // The packets up to a number are written, or lost with the write that failed.
    private void SettleWire(long packets, bool isWritten)
    {
        long settled = packets - _wireSettled;
        _wireSettled = packets;
        if (isWritten)
        {
            _statistics.DatagramsWritten += settled;
            return;
        }

        _statistics.DatagramsDisk += settled;
        _statistics.DiskFailure = _wireFile!.Failure;
    }

    private void Follow(MoldSession session, ulong first)
    {
        // Lower numbers in the same session: the exchange began to count anew.
        if (!_hasSession || session != _session || first < _next)
        {
            ulong end = _hasSession && _dropped == _session ? Math.Max(_next, _droppedEnd) : _next;
            Flush();
            if (_next < end)
                Miss(_next, end - _next, RecordingLoss.Disk);
            _hasSession = true;
            _session = session;
            _next = _goodNext = first;
            _pendingMarks.Add(new RecordingMark(Index, session.ToString(), first, 0, RecordingLoss.None));
        }
        else if (first > _next)
        {
            Miss(_next, first - _next, _diskFailed ? RecordingLoss.Disk : RecordingLoss.Recorder);
        }
    }

    private long Index => _goodMessages + _bufferedMessages;

    private void Miss(ulong first, ulong count, RecordingLoss loss)
    {
        _diskFailed &= loss != RecordingLoss.Disk;
        _pendingMarks.Add(new RecordingMark(Index, _session.ToString(), first, count, loss));
        _next = first + count;
    }

    private void TakeMessages(ReadOnlySpan<byte> framed, int count)
    {
        for (int i = 0; i < count && framed.Length >= LengthBytes; i++)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(framed);
            if (length == 0)
            {
                Miss(_next, 1, RecordingLoss.Empty);
                framed = framed[LengthBytes..];
                continue;
            }

            int bytes = LengthBytes + length;
            if (bytes > BufferBytes - _length && !FlushMessages())
                return;
            framed[..bytes].CopyTo(_buffer.AsSpan(_length));
            framed = framed[bytes..];
            _length += bytes;
            _bufferedMessages++;
            _next++;
        }
    }

    private void Flush()
    {
        _flushedMs = Environment.TickCount64;
        if (_messages != null && FlushMessages())
            WriteMarks();
        if (_wire == null || !_wireFile!.MayWrite)
            return;
        try
        {
            _wire.Flush();
            SettleWire(_wire.PacketCount, isWritten: true);
        }
        catch (IOException)
        {
            SettleWire(_wire.PacketCount, isWritten: false);
        }
    }

    private bool FlushMessages()
    {
        if (_length == 0)
        {
            // Nothing waits: what lies before the next number is settled by the marks that are written now.
            _goodNext = _next;
            return true;
        }

        bool isWritten = _messages!.TryWrite(_buffer.AsSpan(0, _length));
        _length = 0;
        if (isWritten)
        {
            _goodMessages += _bufferedMessages;
            _goodNext = _next;
            _bufferedMessages = 0;
            return true;
        }

        // What was gathered is gone, and with it the marks in it: all of it is one gap now.
        _bufferedMessages = 0;
        _pendingMarks.RemoveAll(mark => mark.Loss != RecordingLoss.None && mark.First >= _goodNext);
        _next = _goodNext;
        _diskFailed = true;
        _statistics.DiskFailure = _messages.Failure;
        return false;
    }

    private void WriteMarks()
    {
        foreach (RecordingMark mark in _pendingMarks)
        {
            Mark(RecordingMarks.Format(in mark));
            Count(in mark);
        }

        if (_pendingMarks.Count > 0)
            TryOnMarks(static marks => marks.Flush());
        _pendingMarks.Clear();
    }

    private void Count(in RecordingMark mark)
    {
        _statistics.Gaps += mark.Loss == RecordingLoss.None ? 0 : 1;
        switch (mark.Loss)
        {
            case RecordingLoss.Feed:
                _statistics.MissingFeed += mark.Count;
                break;
            case RecordingLoss.Recorder:
                _statistics.MissingRecorder += mark.Count;
                break;
            case RecordingLoss.Disk:
                _statistics.MissingDisk += mark.Count;
                break;
            case RecordingLoss.Empty:
                _statistics.MissingEmpty += mark.Count;
                break;
        }
    }

    private void Mark(string line) => TryOnMarks(marks =>
    {
        long before = marks.CanSeek ? marks.Position : 0;
        try
        {
            marks.Write(Encoding.ASCII.GetBytes(line + "\n"));
        }
        catch (IOException) when (marks.CanSeek)
        {
            // Half a line would make the whole file unreadable.
            marks.SetLength(before);
            marks.Position = before;
            throw;
        }
    });

    private void Reserve() => TryOnMarks(static marks =>
    {
        if (!marks.CanSeek)
            return;
        long position = marks.Position;
        byte[] blank = new byte[MarksReserveBytes];
        blank.AsSpan().Fill((byte)'\n');
        marks.Write(blank);
        marks.Flush();
        marks.Position = position;
    });

    private void TryOnMarks(Action<Stream> action)
    {
        try
        {
            if (_marks != null)
                action(_marks);
        }
        catch (IOException e)
        {
            _statistics.DiskFailure = e.Message;
        }
    }
}
