using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using HftGateway.MarketData.Itch;
using HftGateway.Platform.Memory;

namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// Lays ITCH messages into a large buffer, each behind its two-byte big-endian length (BinaryFILE), and hands full
/// buffers to a stream.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Callers set every field of the message given: the buffer is not cleared.</para>
/// <para><b>Cost.</b> A comparison and four stores a message, plus the message's own fields.</para>
/// </summary>
internal sealed unsafe class ItchDayWriter : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private const int LengthBytes = 2;

    private readonly Stream _output;
    private readonly Action<long>? _progress;
    private readonly NativeRegion _buffer = new(BufferBytes);
    private readonly byte* _start;
    private byte* _next;

    public ItchDayWriter(Stream output, Action<long>? progress)
    {
        _output = output;
        _progress = progress;
        _start = _buffer.Pointer;
        _next = _start;
    }

    /// <summary>Messages begun so far.</summary>
    public long Messages { get; private set; }

    /// <summary>Begins a message; its type, locate, time and tracking number are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Begin<T>(int symbol, ulong timestampNs)
        where T : unmanaged, IItchMessage
    {
        if (_next - _start > BufferBytes - LengthBytes - ItchLength.Longest)
            Flush();
        byte* message = _next + LengthBytes;
        *(ushort*)_next = BinaryPrimitives.ReverseEndianness((ushort)T.Length);
        ref ItchHeader header = ref Unsafe.AsRef<ItchHeader>(message);
        header.MessageType = T.Code;
        // Locate codes count from 1; a message about no symbol is given −1.
        header.StockLocate = (ushort)(symbol + 1);
        header.TrackingNumber = 0;
        header.Timestamp = timestampNs;
        _next = message + T.Length;
        Messages++;
        return ref Unsafe.AsRef<T>(message);
    }

    /// <summary>Hands what is buffered to the stream. The stream's exceptions pass through.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Flush()
    {
        int length = (int)(_next - _start);
        _next = _start;
        _output.Write(new ReadOnlySpan<byte>(_start, length));
        _progress?.Invoke(Messages);
    }

    public void Dispose() => _buffer.Dispose();
}
