using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace HftGateway.Fix;

/// <summary>
/// A log of a session's messages for people: one line each, with time and direction, <c>|</c> for SOH, passwords masked.
/// The session's thread only copies the message into a ring; a thread of all logs writes the file.
/// <para><b>Threading.</b> One session thread writes.</para>
/// <para><b>Limits.</b> Messages that find the ring or the disk full are not logged but counted; the log says how many as
/// soon as it can. The store has them all the same.</para>
/// <para><b>Format.</b> <c>2026-01-01T12:00:00.123456789Z I 8=FIX.4.4|9=…|</c>; I is in, O is out, N is a note.</para>
/// </summary>
public sealed class FixMessageLog : IDisposable
{
    private const int RingBytes = 1 << 20;
    private const int HeaderBytes = 16;

    private readonly byte[] _ring = new byte[RingBytes];
    private readonly string _path;
    private readonly byte[] _line = new byte[RingBytes];
    private readonly Lock _draining = new();
    private FileStream _file;
    private long _written; // by the session's thread
    private long _read;    // by the writing thread
    private long _dropped;
    private long _droppedNoted;
    private long _unwritten; // by the writing thread: the disk did not take them
    private int _fill;
    private int _lines;
    private bool _disposed;

    /// <summary>Opens a log; an existing file is continued.</summary>
    /// <param name="path">The file.</param>
    public FixMessageLog(string path)
    {
        _path = path;
        _file = Open(path);
        FixLogPump.Add(this);
    }

    /// <summary>Messages that were not logged because they came faster than the file took them.</summary>
    public long Dropped => Volatile.Read(ref _dropped) + Volatile.Read(ref _unwritten);

    /// <summary>Logs a message received.</summary>
    public void Incoming(ReadOnlySpan<byte> message, long utcNs) => Write((byte)'I', message, utcNs);

    /// <summary>Logs a message sent.</summary>
    public void Outgoing(ReadOnlySpan<byte> message, long utcNs) => Write((byte)'O', message, utcNs);

    /// <summary>Logs a note.</summary>
    public void Note(string text, long utcNs) => Write((byte)'N', Encoding.UTF8.GetBytes(text), utcNs);

    /// <summary>
    /// A new session day: behind all that was logged before, the file is put aside under its name with the time its day
    /// began, as the store's is, and a new one is begun. If that fails the old one is continued and says why.
    /// </summary>
    /// <param name="beganUtcNs">When the day that is over began.</param>
    /// <param name="utcNs">Time of the change.</param>
    public void Rotate(long beganUtcNs, long utcNs)
    {
        Span<byte> began = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(began, beganUtcNs);
        Write((byte)'R', began, utcNs);
    }

    /// <summary>Writes what is left and closes the file.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        FixLogPump.Remove(this);
        lock (_draining)
        {
            DrainLocked();
            _file.Dispose();
        }
    }

    internal bool Drain()
    {
        lock (_draining)
            return !_disposed && DrainLocked();
    }

    private void Write(byte kind, ReadOnlySpan<byte> message, long utcNs)
    {
        int bytes = HeaderBytes + ((message.Length + 7) & ~7);
        long start = _written;
        int at = (int)(start & (RingBytes - 1));
        int skip = at + bytes > RingBytes ? RingBytes - at : 0;
        if (bytes > RingBytes / 4 || start + skip + bytes - Volatile.Read(ref _read) > RingBytes)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return;
        }
        if (skip != 0)
        {
            // Zero length: the reader goes to the beginning. There are always 8 bytes left.
            BinaryPrimitives.WriteUInt32LittleEndian(_ring.AsSpan(at), uint.MaxValue);
            at = 0;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(_ring.AsSpan(at), (uint)message.Length);
        _ring[at + 4] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(_ring.AsSpan(at + 8), utcNs);
        message.CopyTo(_ring.AsSpan(at + HeaderBytes));
        Volatile.Write(ref _written, start + skip + bytes);
    }

    private bool DrainLocked()
    {
        bool worked = false;
        while (_read < Volatile.Read(ref _written))
        {
            int at = (int)(_read & (RingBytes - 1));
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(_ring.AsSpan(at));
            if (length == uint.MaxValue)
            {
                Volatile.Write(ref _read, _read + RingBytes - at);
                continue;
            }
            long utcNs = BinaryPrimitives.ReadInt64LittleEndian(_ring.AsSpan(at + 8));
            ReadOnlySpan<byte> message = _ring.AsSpan(at + HeaderBytes, (int)length);
            if (_ring[at + 4] == (byte)'R')
                PutAside(BinaryPrimitives.ReadInt64LittleEndian(message), utcNs);
            else
                WriteLine(_ring[at + 4], utcNs, message);
            Volatile.Write(ref _read, _read + HeaderBytes + ((length + 7) & ~7));
            worked = true;
        }
        Flush();
        long dropped = Dropped;
        if (dropped != _droppedNoted)
        {
            WriteLine((byte)'N', FixClock.Now.UtcNs, Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{dropped - _droppedNoted} messages were not logged")));
            _lines = 0; // not a message
            if (Flush())
                _droppedNoted = dropped;
        }
        return worked;
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    // The old file stays open until the new one is: whatever fails, there is one to write to.
    private void PutAside(long beganUtcNs, long utcNs)
    {
        Flush();
        try
        {
            File.Move(_path, StoreFile.PutAsideName(_path, beganUtcNs), overwrite: false);
            FileStream next = Open(_path);
            _file.Dispose();
            _file = next;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            WriteLine((byte)'N', utcNs, Encoding.UTF8.GetBytes("the log could not be put aside: " + error.Message));
        }
    }

    private void WriteLine(byte kind, long utcNs, ReadOnlySpan<byte> message)
    {
        DateTime time = DateTime.UnixEpoch.AddTicks(utcNs / 100);
        string start = string.Create(
            CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss}.{utcNs % 1_000_000_000:000000000}Z {(char)kind} ");
        if (_fill + start.Length + message.Length + 1 > _line.Length)
            Flush();
        _fill += Encoding.ASCII.GetBytes(start, _line.AsSpan(_fill));
        _fill += FixLogText.Write(message, _line.AsSpan(_fill));
        _line[_fill++] = (byte)'\n';
        _lines++;
    }

    // False when the disk is full: then these lines are counted as not logged, and no part of them stays.
    private bool Flush()
    {
        if (_fill == 0)
            return true;
        long before = _file.Position;
        bool written = true;
        try
        {
            _file.Write(_line, 0, _fill);
        }
        catch (IOException)
        {
            written = false;
            Volatile.Write(ref _unwritten, _unwritten + _lines);
            _file.SetLength(before);
        }
        _fill = _lines = 0;
        return written;
    }
}
