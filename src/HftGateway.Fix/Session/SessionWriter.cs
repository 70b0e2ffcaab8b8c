using System.Buffers.Text;

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
    private const int ResendBytes = 96; // 43 and 122 of a message sent again, up to 9 decimals

    private readonly byte[] _buffer;
    private readonly int _limit;
    private readonly byte[] _beginString;
    private readonly FixTimestamp _timestamp;
    private int _length;
    private bool _overflow;

    internal SessionWriter(FixVersion version, FixTimestamp timestamp, int maxMessageBytes)
    {
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

    /// <summary>The message, valid until the next <see cref="Begin"/>; empty when it did not fit.</summary>
    internal ReadOnlySpan<byte> Finish()
    {
        if (_overflow || _length + FixChecksum.TrailerBytes > _limit)
            return default;
        Span<byte> number = stackalloc byte[12];
        Utf8Formatter.TryFormat(_length - HeadRoom, number, out int digits);
        number[digits] = FixFields.Soh;
        int start = HeadRoom - digits - 1 - _beginString.Length;
        _beginString.CopyTo(_buffer, start);
        number[..(digits + 1)].CopyTo(_buffer.AsSpan(start + _beginString.Length));
        fixed (byte* p = _buffer)
        {
            byte* end = FixChecksum.Close(p + start, p + _length);
            return new ReadOnlySpan<byte>(p + start, (int)(end - p) - start);
        }
    }
}
