using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// Builds one message of any kind, field by field, with every write checked. For administrative messages and reports;
/// orders have <see cref="FixMessageTemplates"/>.
/// <para><b>Invariants.</b> Writes inside the destination only; once something did not fit, <see cref="Finish"/>
/// returns 0.</para>
/// <para><b>Limits.</b> Bodies up to 9,999 bytes. The destination needs <see cref="SlackBytes"/> bytes more than the
/// message, because numbers are stored eight digits at a time.</para>
/// </summary>
internal unsafe ref struct FixMessageWriter
{
    /// <summary>Room needed behind the message.</summary>
    internal const int SlackBytes = 48;

    private const int LengthDigits = 4; // reserved; the message is moved when fewer are needed
    private readonly Span<byte> _destination;
    private int _length;
    private bool _overflow;

    internal FixMessageWriter(Span<byte> destination, scoped ReadOnlySpan<byte> beginString)
    {
        _destination = destination;
        Append("8="u8);
        Append(beginString);
        Append("\u00019="u8);
        BodyLengthAt = _length;
        Append("0000"u8);
        AppendByte(FixFields.Soh);
        BodyStart = _length;
    }

    private int BodyLengthAt { get; }

    private int BodyStart { get; }

    /// <summary>Appends bytes as they are, complete fields with their SOH.</summary>
    internal void Append(scoped ReadOnlySpan<byte> bytes)
    {
        if (_overflow || bytes.Length > _destination.Length - _length)
        {
            _overflow = true;
            return;
        }
        bytes.CopyTo(_destination[_length..]);
        _length += bytes.Length;
    }

    internal void Field(scoped ReadOnlySpan<byte> tagAndEquals, scoped ReadOnlySpan<byte> value)
    {
        Append(tagAndEquals);
        Append(value);
        AppendByte(FixFields.Soh);
    }

    internal void Field(scoped ReadOnlySpan<byte> tagAndEquals, ulong value)
    {
        Append(tagAndEquals);
        if (!Reserve(FixDigits.MaxUInt64Digits + 8))
            return;
        fixed (byte* p = &_destination[_length])
            _length += (int)(FixDigits.Write(p, value) - p);
        AppendByte(FixFields.Soh);
    }

    internal void Field(scoped ReadOnlySpan<byte> tagAndEquals, char value)
    {
        Append(tagAndEquals);
        AppendByte((byte)value);
        AppendByte(FixFields.Soh);
    }

    internal void Price(scoped ReadOnlySpan<byte> tagAndEquals, long price, int minDecimals)
    {
        Append(tagAndEquals);
        if (!Reserve(FixDigits.MaxUInt64Digits + 16))
            return;
        fixed (byte* p = &_destination[_length])
            _length += (int)(FixDigits.WritePrice(p, price, minDecimals) - p);
        AppendByte(FixFields.Soh);
    }

    internal void Time(scoped ReadOnlySpan<byte> tagAndEquals, FixTimestamp timestamp, long utcNs)
    {
        Append(tagAndEquals);
        if (!Reserve(FixTimestamp.Slack))
            return;
        FixTimestamp.Text text = timestamp.Format(utcNs);
        fixed (byte* p = &_destination[_length])
            _length += (int)(timestamp.Store(p, in text) - p);
        AppendByte(FixFields.Soh);
    }

    /// <summary>A tag that is known only at run time.</summary>
    internal void Tag(uint tag)
    {
        if (!Reserve(FixDigits.MaxUInt64Digits + 8))
            return;
        fixed (byte* p = &_destination[_length])
            _length += (int)(FixDigits.Write(p, tag) - p);
        AppendByte((byte)'=');
    }

    /// <summary>Fills in BodyLength, appends CheckSum; the message's length, or 0 when it did not fit.</summary>
    internal int Finish()
    {
        int bodyLength = _length - BodyStart;
        if (_overflow || bodyLength > 9999 || FixChecksum.TrailerBytes > _destination.Length - _length)
            return 0;
        int digits = bodyLength < 10 ? 1 : bodyLength < 100 ? 2 : bodyLength < 1000 ? 3 : 4;
        int spare = LengthDigits - digits;
        if (spare != 0)
            _destination[(BodyStart - 1).._length].CopyTo(_destination[(BodyStart - 1 - spare)..]);
        _length -= spare;
        for (int i = digits - 1, rest = bodyLength; i >= 0; i--, rest /= 10)
            _destination[BodyLengthAt + i] = (byte)('0' + (rest % 10));
        byte sum = FixChecksum.Sum(_destination[.._length]);
        Span<byte> trailer = stackalloc byte[8];
        fixed (byte* p = trailer)
            FixChecksum.WriteTrailer(p, sum);
        Append(trailer[..FixChecksum.TrailerBytes]);
        return _overflow ? 0 : _length;
    }

    private void AppendByte(byte value)
    {
        if (_overflow || _length >= _destination.Length)
        {
            _overflow = true;
            return;
        }
        _destination[_length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Reserve(int bytes)
    {
        _overflow |= bytes > _destination.Length - _length;
        return !_overflow;
    }
}
