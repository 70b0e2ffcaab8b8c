using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// Writes messages of one session into its own buffer: what generated writers stand on. BodyLength is written without
/// leading zeros by starting the message that much later.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Writes inside its buffer only. A field that does not fit, has no value, or has SOH in it where
/// that is not allowed makes <see cref="End"/> return nothing and <see cref="Failure"/> say why: a message that is not what
/// was asked for is never returned. Nothing is allocated after construction.</para>
/// <para><b>Limits.</b> Bodies up to 999,999 bytes; tags of at most 7 digits.</para>
/// <para><b>Cost.</b> perf/README.md, <c>fix: write NewOrderSingle, generated</c>.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2, message format.</para>
/// </summary>
public sealed unsafe class FixWriter
{
    private const int BodyStart = 64;
    private const int Slack = 64; // stores of whole words, a timestamp, the trailer's vector
    private const int MaxBodyBytes = 999_999;
    private const uint Soh = FixFields.Soh;

    private readonly byte[] _array;
    private readonly byte* _buffer;
    private readonly byte* _limit;
    private readonly byte[] _prefix;
    private readonly byte[] _sender;
    private readonly byte[] _target;
    private readonly FixTimestamp _timestamp;
    private byte* _next;

    /// <summary>Makes a writer.</summary>
    /// <param name="beginString">BeginString [8], 1 to 16 characters.</param>
    /// <param name="senderCompId">SenderCompID [49], 1 to 64 characters.</param>
    /// <param name="targetCompId">TargetCompID [56], 1 to 64 characters.</param>
    /// <param name="timestampDigits">Decimals of seconds: 0, 3, 6 or 9.</param>
    /// <param name="capacityBytes">Largest message, 256 bytes to 1,000,000.</param>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public FixWriter(
        string beginString, string senderCompId, string targetCompId, int timestampDigits = 3, int capacityBytes = 8192)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, 256);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacityBytes, 1_000_000);
        byte[] begin = FixText.ToBytes(beginString, 1, 16, nameof(beginString));
        _prefix = [.. "8="u8, .. begin, FixFields.Soh, .. "9="u8];
        _sender = [FixFields.Soh, .. "49="u8, .. FixText.ToBytes(senderCompId, 1, 64, nameof(senderCompId)), FixFields.Soh,
            .. "52="u8];
        _target = [FixFields.Soh, .. "56="u8, .. FixText.ToBytes(targetCompId, 1, 64, nameof(targetCompId)), FixFields.Soh];
        _timestamp = new FixTimestamp(timestampDigits);
        _array = GC.AllocateArray<byte>(BodyStart + capacityBytes + Slack, pinned: true);
        _buffer = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        _limit = _buffer + BodyStart + capacityBytes;
        _next = _buffer + BodyStart;
    }

    /// <summary>Why <see cref="End"/> would return, or returned, nothing; None while all is well.</summary>
    public FixParseError Failure { get; private set; }

    /// <summary>Begins a message: 35, 34, 49, 52, 56 behind BeginString and BodyLength.</summary>
    /// <param name="msgType">MsgType [35].</param>
    /// <param name="sequence">MsgSeqNum [34].</param>
    /// <param name="utcNs">SendingTime [52].</param>
    /// <param name="behindMsgType">Complete fields with their SOH to stand behind MsgType (FIXT's 1128); none usually.</param>
    public void Begin(
        ReadOnlySpan<byte> msgType, ulong sequence, long utcNs, ReadOnlySpan<byte> behindMsgType = default)
    {
        Failure = FixParseError.None;
        _next = _buffer + BodyStart;
        Text('3' | ('5' << 8) | ((ulong)'=' << 16), 3, msgType);
        if (!behindMsgType.IsEmpty)
            Raw(behindMsgType);
        if (!Reserve(_sender.Length + _target.Length + 96))
            return;
        byte* p = _next;
        *(uint*)p = '3' | ('4' << 8) | ('=' << 16);
        p = FixDigits.Write(p + 3, sequence);
        p = Copy(p, _sender);
        FixTimestamp.Text time = _timestamp.Format(utcNs);
        p = _timestamp.Store(p, in time);
        _next = Copy(p, _target);
    }

    /// <summary>Text without SOH.</summary>
    /// <param name="tag">The tag's digits and <c>=</c>, the first one lowest.</param>
    /// <param name="tagLength">Their number.</param>
    /// <param name="value">The value, at least one byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Text(ulong tag, int tagLength, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Contains(FixFields.Soh))
        {
            Fail(value.IsEmpty ? FixParseError.EmptyValue : FixParseError.BadFormat);
            return;
        }
        Unchecked(tag, tagLength, value);
    }

    /// <summary>A length field and the data field behind it; the data may contain anything.</summary>
    public void Data(ulong lengthTag, int lengthTagLength, ulong tag, int tagLength, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            Fail(FixParseError.EmptyValue);
            return;
        }
        Int(lengthTag, lengthTagLength, value.Length);
        Unchecked(tag, tagLength, value);
    }

    /// <summary>A whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Int(ulong tag, int tagLength, long value)
    {
        if (!Reserve(Slack))
            return;
        byte* p = Tag(tag, tagLength);
        *p = (byte)'-';
        p += value < 0 ? 1 : 0;
        p = FixDigits.Write(p, value < 0 ? 0UL - (ulong)value : (ulong)value);
        *p = FixFields.Soh;
        _next = p + 1;
    }

    /// <summary>One character; SOH is refused.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Char(ulong tag, int tagLength, byte value)
    {
        if (value <= FixFields.Soh)
        {
            Fail(value == 0 ? FixParseError.EmptyValue : FixParseError.BadFormat);
            return;
        }
        if (!Reserve(Slack))
            return;
        byte* p = Tag(tag, tagLength);
        *(ushort*)p = (ushort)(value | (Soh << 8));
        _next = p + 2;
    }

    /// <summary>Y or N.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Boolean(ulong tag, int tagLength, bool value) => Char(tag, tagLength, value ? (byte)'Y' : (byte)'N');

    /// <summary>A code of up to eight characters, the first one lowest.</summary>
    public void Code(ulong tag, int tagLength, ulong code)
    {
        int length = 8 - (System.Numerics.BitOperations.LeadingZeroCount(code) >> 3);
        Text(tag, tagLength, new ReadOnlySpan<byte>(&code, length));
    }

    /// <summary>A decimal number: <paramref name="value"/> times 10^-<paramref name="decimals"/>, all decimals written.</summary>
    /// <param name="tag">The tag's digits and <c>=</c>, the first one lowest.</param>
    /// <param name="tagLength">Their number.</param>
    /// <param name="value">The scaled number.</param>
    /// <param name="decimals">0 to 18.</param>
    public void Decimal(ulong tag, int tagLength, long value, int decimals)
    {
        if ((uint)decimals > 18)
        {
            Fail(FixParseError.OutOfRange);
            return;
        }
        if (!Reserve(Slack))
            return;
        byte* p = Tag(tag, tagLength);
        *p = (byte)'-';
        p += value < 0 ? 1 : 0;
        ulong magnitude = value < 0 ? 0UL - (ulong)value : (ulong)value;
        ulong scale = Power(decimals);
        ulong whole = magnitude / scale;
        p = FixDigits.Write(p, whole);
        if (decimals != 0)
        {
            *p++ = (byte)'.';
            ulong fraction = magnitude - (whole * scale);
            if (decimals <= 8)
            {
                // In front of the digits zeros: they are shifted out.
                *(ulong*)p = FixDigits.Eight((uint)fraction) >> (8 * (8 - decimals));
            }
            else
            {
                for (int i = decimals - 1; i >= 0; i--, fraction /= 10)
                    p[i] = (byte)('0' + (fraction % 10));
            }
            p += decimals;
        }
        *p = FixFields.Soh;
        _next = p + 1;
    }

    /// <summary>UTCTimestamp with the session's decimals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Timestamp(ulong tag, int tagLength, long utcNs)
    {
        if (!Reserve(Slack))
            return;
        byte* p = Tag(tag, tagLength);
        FixTimestamp.Text time = _timestamp.Format(utcNs);
        p = _timestamp.Store(p, in time);
        *p = FixFields.Soh;
        _next = p + 1;
    }

    /// <summary>YYYYMMDD from days since 1970-01-01; 0 to 84,000.</summary>
    public void Date(ulong tag, int tagLength, int days)
    {
        if ((uint)days > 84_000)
        {
            Fail(FixParseError.OutOfRange);
            return;
        }
        if (!Reserve(Slack))
            return;
        byte* p = Tag(tag, tagLength);
        DateTime date = DateTime.UnixEpoch.AddDays(days);
        *(ulong*)p = FixDigits.Eight((uint)((date.Year * 10_000) + (date.Month * 100) + date.Day));
        p[8] = FixFields.Soh;
        _next = p + 9;
    }

    /// <summary>HH:MM:SS with nine decimals from nanoseconds since midnight.</summary>
    public void Time(ulong tag, int tagLength, long ns)
    {
        if ((ulong)ns >= 86_400_000_000_000)
        {
            Fail(FixParseError.OutOfRange);
            return;
        }
        if (!Reserve(Slack))
            return;
        byte* p = Tag(tag, tagLength);
        long seconds = ns / 1_000_000_000;
        uint fraction = (uint)(ns - (seconds * 1_000_000_000));
        uint clock = (uint)((seconds / 3600 * 10_000) + (seconds / 60 % 60 * 100) + (seconds % 60));
        ulong digits = FixDigits.Eight(clock); // 00HHMMSS
        *(ushort*)p = (ushort)(digits >> 16);
        p[2] = (byte)':';
        *(ushort*)(p + 3) = (ushort)(digits >> 32);
        p[5] = (byte)':';
        *(ushort*)(p + 6) = (ushort)(digits >> 48);
        p[8] = (byte)'.';
        *(ulong*)(p + 9) = FixDigits.Eight(fraction / 10);
        p[17] = (byte)('0' + (fraction % 10));
        p[18] = FixFields.Soh;
        _next = p + 19;
    }

    /// <summary>Complete fields as they are, with their SOH.</summary>
    public void Raw(ReadOnlySpan<byte> fields)
    {
        if (fields.IsEmpty || fields[^1] != FixFields.Soh)
        {
            Fail(FixParseError.BadFormat);
            return;
        }
        if (Reserve(fields.Length))
            _next = Copy(_next, fields);
    }

    /// <summary>Any field, by its number: for user-defined tags.</summary>
    public void Field(int tag, ReadOnlySpan<byte> value)
    {
        if (tag is < 1 or > 9_999_999)
        {
            Fail(FixParseError.InvalidTag);
            return;
        }
        ulong text = 0;
        byte* end = FixDigits.Write((byte*)&text, (uint)tag);
        int length = (int)(end - (byte*)&text);
        text = (length == 8 ? text : text & ((1UL << (8 * length)) - 1)) | ((ulong)'=' << (8 * length));
        Text(text, length + 1, value);
    }

    /// <summary>
    /// Ends the message. The bytes are valid until the next <see cref="Begin"/>; none when something failed.
    /// </summary>
    public ReadOnlySpan<byte> End()
    {
        byte* body = _buffer + BodyStart, end = _next;
        int bodyLength = (int)(end - body);
        if (Failure == FixParseError.None && (bodyLength > MaxBodyBytes || end + FixChecksum.TrailerBytes > _limit))
            Failure = FixParseError.OutOfRange;
        if (Failure != FixParseError.None)
            return default;
        int digits = bodyLength < 100 ? 2 : bodyLength < 1000 ? 3 : bodyLength < 10_000 ? 4 : bodyLength < 100_000 ? 5 : 6;
        byte* start = body - 1 - digits - _prefix.Length;
        ulong text = FixDigits.Eight((uint)bodyLength);
        // Eight digits ending where the SOH is; the prefix then covers the zeros in front.
        *(ulong*)(body - 9) = text;
        body[-1] = FixFields.Soh;
        _prefix.AsSpan().CopyTo(new Span<byte>(start, _prefix.Length));
        byte* last = FixChecksum.Close(start, end);
        return new ReadOnlySpan<byte>(start, (int)(last - start));
    }

    private void Unchecked(ulong tag, int tagLength, ReadOnlySpan<byte> value)
    {
        if (!Reserve(value.Length + Slack))
            return;
        byte* p = Copy(Tag(tag, tagLength), value);
        *p = FixFields.Soh;
        _next = p + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Tag(ulong tag, int tagLength)
    {
        byte* p = _next;
        *(ulong*)p = tag;
        return p + tagLength;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Copy(byte* p, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(p, bytes.Length));
        return p + bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Reserve(int bytes)
    {
        if (bytes <= _limit - _next)
            return true;
        Fail(FixParseError.OutOfRange);
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fail(FixParseError error)
    {
        if (Failure == FixParseError.None)
            Failure = error;
    }

    private static ulong Power(int decimals)
    {
        ReadOnlySpan<ulong> powers =
        [
            1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
            100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
            10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
        ];
        return powers[decimals];
    }
}
