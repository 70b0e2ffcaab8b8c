using System.Buffers.Binary;
using HftGateway.Platform;

namespace HftGateway.MarketData.Soup;

/// <summary>
/// Packets that wait to be sent: written whole, handed to the transport in pieces of any size.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> The buffer's size; a packet that does not fit is refused whole. Nothing is allocated after
/// construction.</para>
/// </summary>
[HotPath]
public sealed class SoupOutbox
{
    private const int HeaderBytes = 3;
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    /// <summary>An empty outbox.</summary>
    /// <param name="bufferBytes">Bytes of packets that may wait.</param>
    public SoupOutbox(int bufferBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferBytes, 64);
        _buffer = GC.AllocateArray<byte>(bufferBytes, pinned: true);
    }

    /// <summary>What waits; valid until the next call of any member.</summary>
    public ReadOnlySpan<byte> Pending => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Bytes of packets that may be added now.</summary>
    public int FreeBytes => _buffer.Length - (_end - _start);

    /// <summary>Adds a packet.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="payload">Its payload, at most 65,534 bytes.</param>
    /// <returns>False when it does not fit now, or never.</returns>
    public bool TryWrite(SoupPacketType type, ReadOnlySpan<byte> payload)
    {
        if (!TryClaim(type, payload.Length, out Span<byte> place))
            return false;
        payload.CopyTo(place);
        return true;
    }

    /// <summary>Adds a packet whose payload the caller fills in.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="payloadBytes">Length of the payload.</param>
    /// <param name="payload">Where to write it, whole.</param>
    /// <returns>False when it does not fit now, or never.</returns>
    public bool TryClaim(SoupPacketType type, int payloadBytes, out Span<byte> payload)
    {
        payload = default;
        int bytes = HeaderBytes + payloadBytes;
        if (payloadBytes > ushort.MaxValue - 1 || bytes > FreeBytes)
            return false;
        if (bytes > _buffer.Length - _end)
        {
            Pending.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        Span<byte> place = _buffer.AsSpan(_end, bytes);
        BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)(payloadBytes + 1));
        place[2] = (byte)type;
        payload = place[HeaderBytes..];
        _end += bytes;
        return true;
    }

    /// <summary>States how many bytes of <see cref="Pending"/> the transport took.</summary>
    public void Sent(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_end - _start));
        _start += bytes;
        if (_start == _end)
            _start = _end = 0;
    }

    /// <summary>Forgets everything, for a new connection.</summary>
    public void Clear() => _start = _end = 0;
}
