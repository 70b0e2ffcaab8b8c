using System.Buffers.Binary;
using HftGateway.Platform;

namespace HftGateway.MarketData.Soup;

/// <summary>
/// Finds SoupBinTCP packets in a stream of bytes that arrives in pieces of any size.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Every length is checked before it is used; a length of 0 (no packet type) makes the stream
/// malformed for good, since nobody knows where the next packet begins. Nothing is allocated after
/// construction.</para>
/// <para><b>Limits.</b> Packets up to 65,535 bytes, all that the length can state.</para>
/// <para><b>Reference.</b> SoupBinTCP 3.00, section 1.1.</para>
/// </summary>
[HotPath]
public sealed class SoupFrameReader
{
    /// <summary>Largest packet, its length field included.</summary>
    public const int MaxPacketBytes = 2 + ushort.MaxValue;

    private const int LengthBytes = 2;
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    /// <summary>A reader with its buffer.</summary>
    /// <param name="bufferBytes">Bytes, at least <see cref="MaxPacketBytes"/>.</param>
    public SoupFrameReader(int bufferBytes = 256 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferBytes, MaxPacketBytes);
        _buffer = GC.AllocateArray<byte>(bufferBytes, pinned: true);
    }

    /// <summary>The stream contradicts the protocol; no packet will come any more.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Bytes received and not yet read as packets.</summary>
    public int PendingBytes => _end - _start;

    /// <summary>
    /// Room for bytes to be received; empty only when packets are waiting to be read. Ends the life of packets read
    /// before.
    /// </summary>
    public Span<byte> Free()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_buffer.Length - _start < MaxPacketBytes || _end == _buffer.Length)
        {
            // The packet that has begun must fit behind its start.
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        return _buffer.AsSpan(_end);
    }

    /// <summary>States how many bytes were put into <see cref="Free"/>.</summary>
    public void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_buffer.Length - _end));
        _end += bytes;
    }

    /// <summary>Takes the next whole packet.</summary>
    /// <param name="type">Its type; any byte.</param>
    /// <param name="payload">What follows the type; valid until <see cref="Free"/> is called.</param>
    /// <returns>False when no whole packet is there, or the stream is malformed.</returns>
    public bool TryRead(out SoupPacketType type, out ReadOnlySpan<byte> payload)
    {
        type = default;
        payload = default;
        ReadOnlySpan<byte> pending = _buffer.AsSpan(_start, _end - _start);
        if (pending.Length < LengthBytes || IsMalformed)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(pending);
        if (length == 0)
        {
            IsMalformed = true;
            return false;
        }

        if (length > pending.Length - LengthBytes)
            return false;
        type = (SoupPacketType)pending[LengthBytes];
        payload = pending.Slice(LengthBytes + 1, length - 1);
        _start += LengthBytes + length;
        return true;
    }

    /// <summary>Forgets everything, for a new connection.</summary>
    public void Reset()
    {
        _start = _end = 0;
        IsMalformed = false;
    }
}
