using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#if NET10_0_OR_GREATER
using System.Runtime.Intrinsics.X86;
#endif

namespace HftGateway.Fix;

/// <summary>
/// Where the fields of the message at hand end, found in the same pass over its bytes that sums them for the checksum; and the
/// orders of fields that this peer's reports came in, so that the next one is compared with them instead of being taken apart.
/// <para><b>Threading.</b> One thread, the one that frames.</para>
/// <para><b>Invariants.</b> A frame knows the turn it was made in: once the map has gone on to the next message, the older frame
/// no longer uses it. Places are of SOH bytes, whatever they mean: only messages without data fields are read by them.</para>
/// <para><b>Limits.</b> Messages of 64 to 65,535 bytes and <see cref="MaxFields"/> fields; of others only the sum is
/// taken.</para>
/// <para><b>Cost.</b> perf/README.md, <c>fix: parse ExecutionReport</c>.</para>
/// </summary>
public sealed unsafe class FixFieldMap
{
    /// <summary>Most fields of a message whose places are kept.</summary>
    public const int MaxFields = 128;

    private const int MinBytes = BlockBytes;
    private const int MaxBytes = ushort.MaxValue;
    private const int BlockBytes = 64;
    private const int AtOnce = 8; // places written without asking how many there are
    private const int MaxOrders = 8;
    private const int FreeMisses = 64;

    // 64 zeros, then 64 bytes of ones: a window into it lets through the last so many bytes of a block.
    private static readonly byte[] LastBytes = MakeLastBytes();

    private readonly ushort[] _places = GC.AllocateArray<ushort>(1 + MaxFields + BlockBytes + AtOnce, pinned: true);
    private readonly FieldOrder[] _orders = new FieldOrder[MaxOrders];
    private readonly ushort* _ends;
    private int _orderCount;
    private int _nextOrder;
    private int _recent;
    private uint _misses;
    private bool _isCompared;
    private FieldOrder? _order;
    private FixTimeMemory _sendingTime;
    private FixTimeMemory _transactTime;

    /// <summary>Makes the map; the only allocation but for a few orders of fields.</summary>
    public FixFieldMap() => _ends = (ushort*)Unsafe.AsPointer(ref _places[1]);

    /// <summary>Rises with each message.</summary>
    internal ulong Turn { get; private set; }

    /// <summary>Fields of the message, the three before MsgType's end and the checksum included; 0 when not known.</summary>
    internal int Count { get; private set; }

    /// <summary>The last SendingTime.</summary>
    internal ref FixTimeMemory SendingTime => ref _sendingTime;

    /// <summary>The last TransactTime.</summary>
    internal ref FixTimeMemory TransactTime => ref _transactTime;

    /// <summary>Offsets of the fields' SOH in the message.</summary>
    internal ushort* Ends => _ends;

    /// <summary>Messages that were read by the order of their fields.</summary>
    public long ShapedCount { get; private set; }

    /// <summary>Takes the next message; returns the sum of its bytes before the checksum field, modulo 256.</summary>
    [SkipLocalsInit]
    internal byte Scan(ReadOnlySpan<byte> message)
    {
        Turn++;
        Count = 0;
        _isCompared = false;
        _order = null;
        if (message.Length is < MinBytes or > MaxBytes)
            return FixChecksum.Sum(message[..^FixChecksum.TrailerBytes]);
        fixed (byte* start = message)
        {
            byte sum;
            ushort* next = _ends;
#if NET10_0_OR_GREATER
            if (Avx512Vbmi2.IsSupported)
                sum = ScanWide(start, message.Length, ref next);
            else
#endif
                sum = ScanBlocks(start, message.Length, ref next);
            if (next > _ends + MaxFields)
                return FixChecksum.Sum(message[..^FixChecksum.TrailerBytes]);
            Count = (int)(next - _ends);
            ulong trailer = *(ulong*)(start + message.Length - 8) >> 8;
            ulong pairs = (trailer & 0x00FF00FF00FF00FF) + ((trailer >> 8) & 0x00FF00FF00FF00FF);
            return (byte)(sum - ((pairs * 0x0001000100010001) >> 48));
        }
    }

    // Sum of all bytes. Stops behind the last place that is kept.
    private byte ScanBlocks(byte* start, int length, ref ushort* places)
    {
        ushort* next = places, limit = next + MaxFields;
        Vector256<byte> lanes = Vector256<byte>.Zero;
        byte* at = start, end = start + length;
        uint offset = 0;
        for (; at <= end - BlockBytes && next <= limit; at += BlockBytes, offset += BlockBytes)
        {
            Vector256<byte> first = Vector256.Load(at), second = Vector256.Load(at + 32);
            lanes += first + second;
            next = Note(next, offset, Bits(first, second));
        }
        long rest = end - at;
        if (rest != 0 && next <= limit)
        {
            // The last block once more, without what has been seen.
            ref byte window = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(LastBytes), (nint)rest);
            Vector256<byte> first = Vector256.Load(end - BlockBytes) & Vector256.LoadUnsafe(ref window);
            Vector256<byte> second = Vector256.Load(end - 32) & Vector256.LoadUnsafe(ref window, 32);
            lanes += first + second;
            next = Note(next, (uint)length - BlockBytes, Bits(first, second));
        }
        places = next;
        return FixChecksum.SumLanes(lanes);
    }

#if NET10_0_OR_GREATER
    // The same with one instruction that gathers the places of a block.
    private byte ScanWide(byte* start, int length, ref ushort* places)
    {
        ushort* next = places, limit = next + MaxFields;
        Vector512<byte> lanes = Vector512<byte>.Zero;
        byte* at = start, end = start + length;
        uint offset = 0;
        for (; at <= end - BlockBytes && next <= limit; at += BlockBytes, offset += BlockBytes)
        {
            Vector512<byte> block = Vector512.Load(at);
            lanes += block;
            next = NoteWide(next, offset, block);
        }
        long rest = end - at;
        if (rest != 0 && next <= limit)
        {
            ref byte window = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(LastBytes), (nint)rest);
            Vector512<byte> block = Vector512.Load(end - BlockBytes) & Vector512.LoadUnsafe(ref window);
            lanes += block;
            next = NoteWide(next, (uint)length - BlockBytes, block);
        }
        places = next;
        return FixChecksum.SumLanes(lanes.GetLower() + lanes.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort* NoteWide(ushort* next, uint offset, Vector512<byte> block)
    {
        Vector512<byte> isSoh = Vector512.Equals(block, Vector512.Create(FixFields.Soh));
        ulong bits = isSoh.ExtractMostSignificantBits();
        int count = BitOperations.PopCount(bits);
        if (count > Vector128<byte>.Count)
            return NoteMany(next, offset, bits); // fields of less than four bytes: not FIX
        Vector512<byte> places = Avx512Vbmi2.Compress(Vector512<byte>.Zero, isSoh, Vector512<byte>.Indices);
        (Avx2.ConvertToVector256Int16(places.GetLower().GetLower()).AsUInt16() + Vector256.Create((ushort)offset))
            .Store(next);
        return next + count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ushort* NoteMany(ushort* next, uint offset, ulong bits) => Note(next, offset, bits);
#endif

    /// <summary>The order that the frame's fields are known to be in; null when they have to be taken apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FieldOrder? OrderOf(in FixFrame frame) => _isCompared ? _order : Compare(in frame);

    /// <summary>Where a report's values are, by that order; null when it has to be taken apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReportShape? ShapeOf(in FixFrame frame) => OrderOf(in frame)?.Report;

    /// <summary>A message was taken apart and found whole: its order is kept for the next ones. Null when it is not.</summary>
    internal FieldOrder? Learn(in FixFrame frame)
    {
        if (OrderOf(in frame) is { } known)
            return known;
        // A peer that puts its fields in ever new orders is not learnt for ever.
        if (++_misses > FreeMisses && _misses % FreeMisses != 0)
            return null;
        if (!FieldOrder.TryMake(in frame, _ends, Count, out FieldOrder? order))
            return null;
        _orders[_nextOrder] = order;
        _orderCount = Math.Max(_orderCount, _nextOrder + 1);
        _nextOrder = (_nextOrder + 1) % MaxOrders;
        return order;
    }

    private FieldOrder? Compare(in FixFrame frame)
    {
        _isCompared = true;
        if (_orderCount == 0)
            return null;
        fixed (byte* message = frame.Bytes)
        {
            FieldOrder recent = _orders[_recent];
            if (recent.MsgType == frame.MsgType && recent.Matches(message, _ends, Count))
                return Found(recent);
            for (int i = 0; i < _orderCount; i++)
            {
                if (i == _recent || _orders[i].MsgType != frame.MsgType || !_orders[i].Matches(message, _ends, Count))
                    continue;
                _recent = i;
                return Found(_orders[i]);
            }
        }
        return null;
    }

    private FieldOrder Found(FieldOrder order)
    {
        ShapedCount++;
        _order = order;
        return order;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> first, Vector256<byte> second)
    {
        Vector256<byte> soh = Vector256.Create(FixFields.Soh);
        return Vector256.Equals(first, soh).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(second, soh).ExtractMostSignificantBits() << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort* Note(ushort* next, uint offset, ulong bits)
    {
        int count = BitOperations.PopCount(bits);
        // Eight whatever there are: a loop that ends when the bits do is mispredicted in every block.
        for (int done = 0; ; done += AtOnce)
        {
            ushort* to = next + done;
            to[0] = (ushort)(offset + (uint)BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            to[1] = (ushort)(offset + (uint)BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            to[2] = (ushort)(offset + (uint)BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            to[3] = (ushort)(offset + (uint)BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            to[4] = (ushort)(offset + (uint)BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            to[5] = (ushort)(offset + (uint)BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            to[6] = (ushort)(offset + (uint)BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            to[7] = (ushort)(offset + (uint)BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            if (count <= done + AtOnce)
                return next + count;
        }
    }

    private static byte[] MakeLastBytes()
    {
        var bytes = new byte[2 * BlockBytes];
        bytes.AsSpan(BlockBytes).Fill(byte.MaxValue);
        return bytes;
    }
}
