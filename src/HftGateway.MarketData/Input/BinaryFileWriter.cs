using System.Buffers.Binary;
using HftGateway.MarketData.Itch;

namespace HftGateway.MarketData.Input;

/// <summary>
/// Writes a Nasdaq BinaryFILE: messages behind 2-byte big-endian lengths, through one buffer.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> A message has at most 65,535 bytes and at least one: length 0 has another meaning.</para>
/// <para><b>Cost.</b> One copy a message; the stream is written when the buffer is full. No allocation a
/// message.</para>
/// </summary>
public sealed class BinaryFileWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _length;

    /// <summary>A writer to a stream, which it closes.</summary>
    /// <param name="stream">Where the records go.</param>
    public BinaryFileWriter(Stream stream) => _stream = stream;

    /// <summary>Messages written.</summary>
    public long MessageCount { get; private set; }

    /// <summary>Bytes written, framing included.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Writes one message. May block on the stream.</summary>
    /// <param name="message">1 to 65,535 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The message is empty or too long.</exception>
    public void Write(ReadOnlySpan<byte> message)
    {
        ArgumentOutOfRangeException.ThrowIfZero(message.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, ushort.MaxValue);
        int bytes = 2 + message.Length;
        if (_length + bytes > _buffer.Length)
            FlushBuffer();
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(_length), (ushort)message.Length);
        message.CopyTo(_buffer.AsSpan(_length + 2));
        _length += bytes;
        MessageCount++;
        ByteCount += bytes;
    }

    /// <summary>Writes one ITCH message. May block on the stream.</summary>
    public void Write<T>(in T message)
        where T : unmanaged, IItchMessage => Write(ItchMessage.AsBytes(in message));

    /// <summary>Hands everything to the stream and flushes it.</summary>
    public void Flush()
    {
        FlushBuffer();
        _stream.Flush();
    }

    /// <summary>Flushes and closes the stream.</summary>
    public void Dispose()
    {
        Flush();
        _stream.Dispose();
    }

    private void FlushBuffer()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
    }
}
