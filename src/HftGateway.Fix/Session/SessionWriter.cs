namespace HftGateway.Fix;

/// <summary>
/// Builds one message of a session: body first, the length known before the beginning is written in front of it, so
/// nothing is moved. Fields of the header are written in ascending order of their tags.
/// <para><b>Threading.</b> One thread. One message at a time.</para>
/// <para><b>Limits.</b> <see cref="FixSessionSettings.MaxMessageBytes"/> and what a resend adds; once something did not fit,
/// <see cref="Finish"/> returns nothing.</para>
/// </summary>
internal sealed unsafe class SessionWriter
{
    private const int HeadRoom = 48; // 8=FIXT.1.1<SOH>9=99999999<SOH>
    private const int Slack = 64;
    private const int UsualBytes = 96; // tags, a number and a time of the usual header
    private const int ResendBytes = 96; // 43 and 122 of a message sent again, up to 9 decimals

    private readonly byte[] _buffer;
    private readonly int _limit;
    private readonly byte[] _beginString;
    private readonly byte[] _senderAndTime; // <SOH>49=OWN<SOH>52=
    private readonly byte[] _target;        // <SOH>56=PEER<SOH>
    private readonly FixTimestamp _timestamp;
    private int _length;
    private bool _overflow;

    internal SessionWriter(
        FixVersion version, FixTimestamp timestamp, int maxMessageBytes, ReadOnlySpan<byte> own, ReadOnlySpan<byte> peer)
    {
        _senderAndTime = [.. "\u000149="u8, .. own, .. "\u000152="u8];
        _target = [.. "\u000156="u8, .. peer, FixFields.Soh];
        _beginString = System.Text.Encoding.ASCII.GetBytes($"8={version.BeginString()}\u00019=");
        _timestamp = timestamp;
        _limit = HeadRoom + maxMessageBytes + ResendBytes;
        _buffer = GC.AllocateArray<byte>(_limit + Slack, pinned: true);
    }

    internal void Begin()
    {
        _length = HeadRoom;
        _overflow = false;
    }

    /// <summary>Begins a message with the usual header: 35, 34, 49, 52, 56.</summary>
    internal void Begin(ReadOnlySpan<byte> msgType, ulong sequence, long utcNs)
    {
        Begin();
        if (msgType.Length + _senderAndTime.Length + _target.Length + UsualBytes > _limit - _length)
        {
            _overflow = true;
            return;
        }
        FixTimestamp.Text text = _timestamp.Format(utcNs);
        fixed (byte* buffer = _buffer)
        {
            byte* p = buffer + _length;
            *(uint*)p = '3' | ('5' << 8) | ('=' << 16);
            p = Put(p + 3, msgType);
            *(uint*)p = FixFields.Soh | ('3' << 8) | ('4' << 16) | ('=' << 24);
            p = Put(FixDigits.Write(p + 4, sequence), _senderAndTime);
            p = Put(_timestamp.Store(p, in text), _target);
            _length = (int)(p - buffer);
        }
    }

    private static byte* Put(byte* p, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(p, bytes.Length));
        return p + bytes.Length;
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _limit - _length)
        {
            _overflow = true;
            return;
        }
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    internal void Field(ReadOnlySpan<byte> tagAndEquals, ReadOnlySpan<byte> value)
    {
        Append(tagAndEquals);
        Append(value);
        Soh();
    }

    internal void Field(ReadOnlySpan<byte> tagAndEquals, ulong value)
    {
        Append(tagAndEquals);
        Number(value);
        Soh();
    }

    internal void Time(ReadOnlySpan<byte> tagAndEquals, long utcNs)
    {
        Append(tagAndEquals);
        if (_length + FixTimestamp.Slack > _limit)
        {
            _overflow = true;
            return;
        }
        FixTimestamp.Text text = _timestamp.Format(utcNs);
        fixed (byte* p = &_buffer[_length])
            _length += (int)(_timestamp.Store(p, in text) - p);
        Soh();
    }

    internal void Number(ulong value)
    {
        if (_length + 20 > _limit)
        {
            _overflow = true;
            return;
        }
        fixed (byte* p = &_buffer[_length])
            _length += (int)(FixDigits.Write(p, value) - p); // stores up to eight bytes more, within the slack
    }

    internal void Soh() => Append([FixFields.Soh]);

    /// <summary>The message, valid until the next <see cref="Begin()"/>; empty when it did not fit.</summary>
    internal ReadOnlySpan<byte> Finish()
    {
        if (_overflow || _length + FixChecksum.TrailerBytes > _limit)
            return default;
        fixed (byte* p = _buffer)
        {
            byte* start = p + HeadRoom;
            *--start = FixFields.Soh;
            for (uint rest = (uint)(_length - HeadRoom); rest != 0; rest /= 10)
                *--start = (byte)('0' + (rest % 10));
            start -= _beginString.Length;
            Put(start, _beginString);
            byte* end = FixChecksum.Close(start, p + _length);
            return new ReadOnlySpan<byte>(start, (int)(end - start));
        }
    }
}
