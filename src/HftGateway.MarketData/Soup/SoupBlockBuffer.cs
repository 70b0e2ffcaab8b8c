using System.Buffers.Binary;
using HftGateway.Platform;

namespace HftGateway.MarketData.Soup;

/// <summary>
/// Gathers messages with consecutive numbers into a block of the form that everything above decodes: SoupBinTCP puts a
/// type between length and message, a block does not.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> 128 KiB; nothing is allocated after construction.</para>
/// <para><b>Cost.</b> One copy a message.</para>
/// </summary>
[HotPath]
internal sealed class SoupBlockBuffer
{
    private const int LengthBytes = 2;
    private const int Bytes = 128 * 1024;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(Bytes, pinned: true);
    private int _length;
    private int _count;
    private ulong _firstSequence;
    private long _firstIndex;

    /// <summary>Another message of any length fits.</summary>
    public bool HasRoom => Bytes - _length >= LengthBytes + ushort.MaxValue;

    /// <summary>Messages gathered.</summary>
    public int Count => _count;

    /// <summary>The messages; valid until <see cref="Clear"/>.</summary>
    public MessageBlock Block => new()
    {
        Bytes = _buffer.AsSpan(0, _length),
        Count = _count,
        FirstIndex = _firstIndex,
        FirstSequence = (long)_firstSequence,
        PacketUtcNs = MessageBlock.NoTime,
    };

    /// <summary>Begins a block.</summary>
    public void Clear(ulong firstSequence, long firstIndex)
    {
        _length = 0;
        _count = 0;
        _firstSequence = firstSequence;
        _firstIndex = firstIndex;
    }

    /// <summary>Appends a message; the caller has asked <see cref="HasRoom"/>.</summary>
    public void Append(ReadOnlySpan<byte> message, ulong sequence, long index)
    {
        if (_count == 0)
        {
            _firstSequence = sequence;
            _firstIndex = index;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(_length), (ushort)message.Length);
        message.CopyTo(_buffer.AsSpan(_length + LengthBytes));
        _length += LengthBytes + message.Length;
        _count++;
    }
}
