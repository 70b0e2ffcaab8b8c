using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HftGateway.Fix;

/// <summary>
/// Walks the fields of a message in place. Each step yields a tag and the bytes of its value; nothing is copied.
/// <para><b>Invariants.</b> Reads only inside the span. Every step moves forward at least one byte. A malformed field
/// is
/// yielded with <see cref="Error"/> set, so that the caller can name it and go on.</para>
/// <para><b>Limits.</b> Tags below 10,000,000. Data fields are read by the length in the field before them.</para>
/// <para><b>Cost.</b> SOH positions are found 64 bytes at a time; a tag of up to 7 digits is read in one step.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2, field syntax.</para>
/// </summary>
public ref struct FixFields
{
    /// <summary>The byte that ends every field.</summary>
    public const byte Soh = 1;

    private readonly ref byte _bytes;
    private readonly int _end;
    private readonly int _readable;
    private readonly FixDataFields _pairs;
    private int _next;
    private int _blockStart;
    private ulong _sohBits;
    private int _dataTag;
    private int _dataLength;
    private int _valueStart;
    private int _valueLength;

    /// <summary>Fields of a frame behind MsgType, up to the trailer's checksum.</summary>
    public FixFields(in FixFrame frame)
        : this(frame, frame.FieldsOffset)
    {
    }

    /// <summary>Fields of a frame from <paramref name="offset"/> (a field's first byte) up to its checksum.</summary>
    public FixFields(in FixFrame frame, int offset)
        : this(frame.Bytes, offset, frame.TrailerOffset)
    {
    }

    /// <summary>
    /// Fields in <paramref name="bytes"/> from <paramref name="offset"/> to before <paramref name="end"/>.
    /// </summary>
    public FixFields(ReadOnlySpan<byte> bytes, int offset, int end)
        : this(bytes, offset, end, FixDataFields.Standard)
    {
    }

    /// <summary>
    /// Fields in <paramref name="bytes"/> from <paramref name="offset"/> to before <paramref name="end"/>, with the data
    /// fields of a dictionary.
    /// </summary>
    public FixFields(ReadOnlySpan<byte> bytes, int offset, int end, FixDataFields pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _pairs = pairs;
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)end, (uint)bytes.Length, nameof(end));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)end, nameof(offset));
        _bytes = ref MemoryMarshal.GetReference(bytes);
        _readable = bytes.Length;
        _end = end;
        _next = offset;
        LoadBlock(offset);
    }

    /// <summary>Tag of the current field; 0 when it could not be read.</summary>
    public int Tag { get; private set; }

    /// <summary>What is wrong with the current field.</summary>
    public FixParseError Error { get; private set; }

    /// <summary>Offset of the current field's first byte.</summary>
    public int FieldOffset { get; private set; }

    /// <summary>Offset of the next field's first byte.</summary>
    public readonly int NextOffset => _next;

    /// <summary>Value of the current field; empty when it is malformed.</summary>
    public readonly ReadOnlySpan<byte> Value =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _bytes, _valueStart), _valueLength);

    /// <summary>Where the current value lies, counted from the start of the span given to the constructor.</summary>
    public readonly FixRange Range => new(_valueStart, _valueLength);

    /// <summary>Goes to the next field. False at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        int start = _next;
        if (start >= _end)
            return false;
        FieldOffset = start;
        Error = FixParseError.None;
        int soh = NextSoh();
        int digits = ReadTag(start, out int tag);
        Tag = tag;
        int valueStart = start + digits + 1;
        _valueStart = valueStart;
        // One test for everything unusual: bad tag, empty value, no SOH, a data field, a length field.
        if (digits == 0 || soh <= valueStart || _dataTag != 0 || _pairs.DataTagOf(tag) != 0)
            return MoveNextUnusual(start, soh, digits, valueStart);
        _valueLength = soh - valueStart;
        _next = soh + 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool MoveNextUnusual(int start, int soh, int digits, int valueStart)
    {
        int dataTag = _dataTag, dataLength = _dataLength;
        _dataTag = 0;
        if (soh < 0)
            soh = _end; // the last field is not ended; frames always end in SOH, other spans may not
        _next = Math.Min(soh + 1, _end);
        if (digits == 0 || valueStart > soh)
        {
            Tag = 0;
            return Fail(start, FixParseError.InvalidTag);
        }
        if (dataTag != 0)
            return ReadData(dataTag, dataLength, valueStart);
        if (soh == valueStart)
            return Fail(valueStart, FixParseError.EmptyValue);
        _valueLength = soh - valueStart;
        if (soh == _end)
            return Fail(valueStart, FixParseError.BadFormat);
        int follows = _pairs.DataTagOf(Tag);
        if (follows != 0)
        {
            if (!FixValue.TryParseUInt32(Value, out uint length) || length > (uint)_end)
                return Fail(valueStart, FixParseError.DataLength);
            _dataTag = follows;
            _dataLength = (int)length;
        }
        return true;
    }

    private bool ReadData(int dataTag, int dataLength, int valueStart)
    {
        if (Tag != dataTag || dataLength >= _end - valueStart || Unsafe.Add(ref _bytes, valueStart + dataLength) != Soh)
        {
            _next = _end; // where the data ends is unknown, and so is everything behind it
            return Fail(valueStart, FixParseError.DataLength);
        }
        _valueLength = dataLength;
        _next = valueStart + dataLength + 1;
        LoadBlock(_next);
        return dataLength != 0 || Fail(valueStart, FixParseError.EmptyValue);
    }

    private bool Fail(int at, FixParseError error)
    {
        _valueStart = Math.Min(at, _end);
        _valueLength = 0;
        Error = error;
        return true;
    }

    // Digits of the tag; 0 when it is not digits, '='.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int ReadTag(int start, out int tag)
    {
        if (start + 8 > _readable)
            return ReadTagSlowly(start, out tag);
        ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref _bytes, start));
        ulong equals = word ^ 0x3D3D3D3D3D3D3D3D;
        ulong found = (equals - 0x0101010101010101) & ~equals & 0x8080808080808080;
        int shift = BitOperations.TrailingZeroCount(found) - 7; // 8 × digits; 57 when there is no '='
        if ((uint)(shift - 8) > 48)
        {
            tag = 0;
            return 0;
        }
        // Digits to the top of the word, first digit lowest; zeros fill from below.
        ulong digits = (word ^ 0x3030303030303030) << (64 - shift);
        ulong notDigit = ((digits + 0x7676767676767676) | digits) & 0x8080808080808080;
        if (notDigit != 0 || (word & 0xFF) == '0')
        {
            tag = 0;
            return 0;
        }
        digits = (digits * 10) + (digits >> 8);
        digits = (((digits & 0x000000FF000000FF) * 0x000F424000000064) +
                  (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
        tag = (int)digits;
        return shift >> 3;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int ReadTagSlowly(int start, out int tag)
    {
        tag = 0;
        int at = start;
        for (; at < _end && at - start < 7; at++)
        {
            uint digit = (uint)Unsafe.Add(ref _bytes, at) - '0';
            if (digit > 9)
                break;
            tag = (tag * 10) + (int)digit;
        }
        if (at > start && at < _end && Unsafe.Add(ref _bytes, at) == '=' && Unsafe.Add(ref _bytes, start) != '0')
            return at - start;
        tag = 0;
        return 0;
    }

    // Position of the next SOH not yet used, or -1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextSoh()
    {
        while (_sohBits == 0)
        {
            if (_end - _blockStart <= 64)
                return -1;
            LoadBlock(_blockStart + 64);
        }
        int at = _blockStart + BitOperations.TrailingZeroCount(_sohBits);
        _sohBits &= _sohBits - 1;
        return at;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LoadBlock(int start)
    {
        _blockStart = start;
        int usable = _end - start;
        if (start + 64 <= _readable)
        {
            ulong low = SohBits(start), high = SohBits(start + 32);
            _sohBits = low | (high << 32);
        }
        else if (_readable >= 64)
        {
            // The block's tail lies behind the span: load the span's last 64 bytes and drop those before the block.
            int from = _readable - 64;
            ulong low = SohBits(from), high = SohBits(from + 32);
            _sohBits = start - from >= 64 ? 0 : (low | (high << 32)) >> (start - from);
        }
        else
        {
            _sohBits = 0;
            for (int i = 0; i < usable; i++)
                _sohBits |= Unsafe.Add(ref _bytes, start + i) == Soh ? 1UL << i : 0;
        }
        if (usable < 64)
            _sohBits &= usable <= 0 ? 0 : (1UL << usable) - 1;
    }

    private readonly ulong SohBits(int at) => Vector256.Equals(
        Vector256.LoadUnsafe(ref _bytes, (nuint)at), Vector256.Create(Soh)).ExtractMostSignificantBits();
}
