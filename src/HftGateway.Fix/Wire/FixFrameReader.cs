using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// Finds messages in a stream of bytes that arrive split anywhere and joined in any number. Owns one fixed receive
/// buffer: the caller reads from its socket into <see cref="GetFree"/>, says how much with <see cref="Advance"/>, and
/// calls <see cref="TryRead"/> until it answers <see cref="FrameResult.NeedMore"/>.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> A garbled message is skipped and counted, never reported as a frame. With a wrong
/// checksum but
/// right framing the whole message is skipped, so that bytes inside a data field are never taken for a message; with a
/// wrong frame, reading resumes at the next <c>8=FIX</c> behind the place where BodyLength says the message ends.
/// Each call makes progress or answers NeedMore; nothing a peer sends can make it loop, wait for more than the largest
/// message, or allocate.</para>
/// <para><b>Limits.</b> Messages of at most <see cref="MaxMessageBytes"/> bytes; larger BodyLengths are garbled.
/// BodyLength has at most 9 digits, leading zeros included; BeginString at most 16 bytes.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2, message format; FIX session test cases 2 and 3 (garbled messages).</para>
/// </summary>
public sealed class FixFrameReader
{
    /// <summary>Default for the largest message.</summary>
    public const int DefaultMaxMessageBytes = 8192;

    private const int MaxBeginStringBytes = 16;
    private const int MaxBodyLengthDigits = 9;
    private const int MinBodyBytes = 5; // 35=X<SOH>

    private readonly byte[] _buffer;
    private readonly FixFieldMap _map = new();
    private int _start;
    private int _end;
    private int _need;
    private bool _resynchronising;
    private bool _afterSoh = true;

    /// <summary>Makes the buffer; the only allocation.</summary>
    /// <param name="maxMessageBytes">Largest message, 64 to 16 MiB.</param>
    /// <param name="bufferBytes">Receive buffer, at least twice the largest message; 0 for eight times it.</param>
    public FixFrameReader(int maxMessageBytes = DefaultMaxMessageBytes, int bufferBytes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxMessageBytes, 16 << 20);
        if (bufferBytes == 0)
            bufferBytes = 8 * maxMessageBytes;
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferBytes, 2 * maxMessageBytes);
        MaxMessageBytes = maxMessageBytes;
        _buffer = GC.AllocateArray<byte>(bufferBytes, pinned: true);
    }

    /// <summary>Largest message that is accepted, in bytes.</summary>
    public int MaxMessageBytes { get; }

    /// <summary>Garbled messages skipped since construction.</summary>
    public long GarbledCount { get; private set; }

    /// <summary>Bytes skipped as garbled since construction.</summary>
    public long SkippedBytes { get; private set; }

    /// <summary>Frames handed out since construction.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Bytes received that are not yet part of a frame.</summary>
    public int Pending => _end - _start;

    /// <summary>
    /// Where to receive into. Invalidates every frame handed out before. Never empty while the caller drains
    /// <see cref="TryRead"/> between reads.
    /// </summary>
    public Span<byte> GetFree()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_buffer.Length - _end < MaxMessageBytes && _start != 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        return _buffer.AsSpan(_end);
    }

    /// <summary>Says that <paramref name="count"/> bytes were received at the start of <see cref="GetFree"/>.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _end), nameof(count));
        _end += count;
    }

    /// <summary>Forgets all bytes (a new connection); the counters stay.</summary>
    public void Reset()
    {
        _start = _end = _need = 0;
        _resynchronising = false;
        _afterSoh = true;
    }

    /// <summary>Takes the next message out of the buffer.</summary>
    /// <param name="frame">The message when the answer is <see cref="FrameResult.Frame"/>.</param>
    public FrameResult TryRead(out FixFrame frame)
    {
        frame = default;
        while (true)
        {
            int available = _end - _start;
            // Known length, not yet here: a read of one byte costs one comparison.
            if (available == 0 || available < _need)
                return FrameResult.NeedMore;

            ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, available);
            switch (Probe(bytes, MaxMessageBytes, _map, out int total, out int beginEnd, out int bodyOffset))
            {
                case FrameProbe.NeedMore:
                    _need = total;
                    return FrameResult.NeedMore;
                case FrameProbe.Complete:
                    frame = new FixFrame(bytes[..total], beginEnd, bodyOffset, _map);
                    Consume(total);
                    FrameCount++;
                    return FrameResult.Frame;
                case FrameProbe.BadChecksum:
                    Consume(total);
                    GarbledCount++;
                    SkippedBytes += total;
                    return FrameResult.Garbled;
                default:
                    if (Resynchronise(bytes, Math.Max(1, total - FixChecksum.TrailerBytes)))
                        return FrameResult.Garbled;
                    break;
            }
        }
    }

    private void Consume(int total)
    {
        _start += total;
        _need = 0;
        _resynchronising = false;
        _afterSoh = true;
    }

    // Moves to the next possible message start. True when the skipped bytes count as a message of their own: the first
    // junk after a good message, or a candidate that stands where a message may stand. "58=FIX" inside junk does not.
    // What lies within a wrong length is part of the garbled message: a length that is too long swallows the following
    // message too, as other engines do, and its number is found missing by the next one.
    private bool Resynchronise(ReadOnlySpan<byte> bytes, int from)
    {
        bool counts = !_resynchronising || (_afterSoh && bytes.StartsWith("8=FIX"u8));
        int found = bytes[from..].IndexOf("8=FIX"u8);
        int skipped = found >= 0 ? from + found : bytes.Length - PartialPrefixAtEnd(bytes[from..]);
        _afterSoh = bytes[skipped - 1] == FixFields.Soh;
        _start += skipped;
        _need = 0;
        SkippedBytes += skipped;
        _resynchronising = true;
        if (counts)
            GarbledCount++;
        return counts;
    }

    private static int PartialPrefixAtEnd(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> prefix = "8=FIX"u8;
        for (int length = Math.Min(prefix.Length - 1, bytes.Length); length > 0; length--)
        {
            if (bytes.EndsWith(prefix[..length]))
                return length;
        }
        return 0;
    }

    // total: the message's length once known; on NeedMore the bytes needed before asking again makes sense (0: any).
    internal static FrameProbe Probe(
        ReadOnlySpan<byte> bytes, int maxMessageBytes, FixFieldMap? map, out int total, out int beginEnd,
        out int bodyOffset)
    {
        if (ProbeUsual(bytes, maxMessageBytes, out total, out beginEnd, out bodyOffset, out uint stated))
        {
            ReadOnlySpan<byte> message = bytes[..total];
            byte sum = map is null ? FixChecksum.Sum(message[..^FixChecksum.TrailerBytes]) : map.Scan(message);
            return sum == stated ? FrameProbe.Complete : FrameProbe.BadChecksum;
        }
        total = bodyOffset = 0;
        FrameProbe length = ProbeStart(bytes, out beginEnd);
        if (length != FrameProbe.Complete)
            return length;
        length = ProbeBodyLength(bytes, beginEnd + 3, out int bodyLength, out bodyOffset);
        if (length != FrameProbe.Complete)
            return length;
        if (bodyLength < MinBodyBytes || bodyLength > maxMessageBytes - bodyOffset - FixChecksum.TrailerBytes)
            return FrameProbe.Malformed;

        if (!MatchesAsFarAsItGoes(bytes[bodyOffset..], "35="u8))
            return FrameProbe.Malformed;
        total = bodyOffset + bodyLength + FixChecksum.TrailerBytes;
        return bytes.Length < total ? FrameProbe.NeedMore : ProbeTrailer(bytes[..total], map);
    }

    // A whole message of FIX.4.x or FIXT.1.x with a BodyLength of up to seven digits, in a few loads. False for anything else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool ProbeUsual(
        ReadOnlySpan<byte> bytes, int maxMessageBytes, out int total, out int beginEnd, out int bodyOffset,
        out uint checksum)
    {
        const ulong fix4 = 0x2E_34_2E_58_49_46_3D_38, fixt1 = 0x31_2E_54_58_49_46_3D_38; // "8=FIX.4.", "8=FIXT.1"
        const uint lengthField = FixFields.Soh | ('9' << 8) | ('=' << 16);
        total = beginEnd = bodyOffset = 0;
        checksum = 0;
        if (bytes.Length < 32)
            return false;
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        ulong version = Load<ulong>(ref start, 0), rest = Load<ulong>(ref start, 8);
        if (version == fix4 && (uint)(rest >> 8) << 8 == lengthField << 8 && (byte)rest != FixFields.Soh)
            beginEnd = 9;
        else if (version == fixt1 && (rest >> 16 & 0xFF_FFFF) == lengthField && (byte)rest == '.'
            && (byte)(rest >> 8) != FixFields.Soh)
            beginEnd = 10;
        else
            return false;
        int at = beginEnd + 3;
        ulong digits = Load<ulong>(ref start, at), soh = digits ^ 0x0101010101010101;
        soh = (soh - 0x0101010101010101) & ~soh & 0x8080808080808080;
        int bits = BitOperations.TrailingZeroCount(soh) - 7; // eight for each digit
        if ((uint)(bits - 8) > 48)
            return false;
        digits = (digits ^ 0x3030303030303030) << (64 - bits);
        if (!FixScan.IsDigits(digits))
            return false;
        int bodyLength = (int)FixScan.Eight(digits);
        bodyOffset = at + (bits >> 3) + 1;
        if (bodyLength < MinBodyBytes || bodyLength > maxMessageBytes - bodyOffset - FixChecksum.TrailerBytes
            || (Load<uint>(ref start, bodyOffset) & 0xFF_FFFF) != ('3' | ('5' << 8) | ('=' << 16)))
            return false;
        total = bodyOffset + bodyLength + FixChecksum.TrailerBytes;
        if (total > bytes.Length)
            return false;
        ulong trailer = Load<ulong>(ref start, total - 8); // SOH, "10=", three digits, SOH
        uint number = (uint)(trailer >> 32) & 0xFF_FFFF ^ 0x303030;
        checksum = ((number & 0xFF) * 100) + ((number >> 8 & 0xFF) * 10) + (number >> 16);
        return (trailer & 0xFF000000_FFFFFFFF) == 0x01000000_3D303101
            && (((number + 0x767676) | number) & 0x808080) == 0;
    }

    private static T Load<T>(ref byte start, int at) => Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref start, at));

    // "8=FIX", the version, SOH, "9=".
    private static FrameProbe ProbeStart(ReadOnlySpan<byte> bytes, out int beginEnd)
    {
        beginEnd = 0;
        if (!MatchesAsFarAsItGoes(bytes, "8=FIX"u8))
            return FrameProbe.Malformed;
        ReadOnlySpan<byte> beginString = bytes[..Math.Min(bytes.Length, 2 + MaxBeginStringBytes + 1)];
        beginEnd = beginString.IndexOf(FixFields.Soh);
        if (beginEnd < 0)
            return beginString.Length <= 2 + MaxBeginStringBytes ? FrameProbe.NeedMore : FrameProbe.Malformed;
        if (!MatchesAsFarAsItGoes(bytes[(beginEnd + 1)..], "9="u8))
            return FrameProbe.Malformed;
        return bytes.Length < beginEnd + 3 ? FrameProbe.NeedMore : FrameProbe.Complete;
    }

    private static bool MatchesAsFarAsItGoes(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> expected)
    {
        for (int i = 0; i < expected.Length && i < bytes.Length; i++)
        {
            if (bytes[i] != expected[i])
                return false;
        }
        return true;
    }

    private static FrameProbe ProbeBodyLength(ReadOnlySpan<byte> bytes, int at, out int value, out int bodyOffset)
    {
        value = bodyOffset = 0;
        int first = at;
        for (; at < bytes.Length; at++)
        {
            uint digit = (uint)bytes[at] - '0';
            if (digit <= 9 && at - first < MaxBodyLengthDigits)
            {
                value = (value * 10) + (int)digit;
                continue;
            }
            if (bytes[at] != FixFields.Soh || at == first)
                return FrameProbe.Malformed;
            bodyOffset = at + 1;
            return FrameProbe.Complete;
        }
        return FrameProbe.NeedMore;
    }

    private static FrameProbe ProbeTrailer(ReadOnlySpan<byte> message, FixFieldMap? map)
    {
        int at = message.Length - FixChecksum.TrailerBytes;
        if (message[at - 1] != FixFields.Soh || !message.Slice(at, 3).SequenceEqual("10="u8)
            || message[^1] != FixFields.Soh)
            return FrameProbe.Malformed;
        uint hundreds = (uint)message[at + 3] - '0', tens = (uint)message[at + 4] - '0',
            ones = (uint)message[at + 5] - '0';
        if (hundreds > 9 || tens > 9 || ones > 9)
            return FrameProbe.Malformed;
        byte sum = map is null ? FixChecksum.Sum(message[..at]) : map.Scan(message);
        return (hundreds * 100) + (tens * 10) + ones == sum
            ? FrameProbe.Complete
            : FrameProbe.BadChecksum;
    }
}
