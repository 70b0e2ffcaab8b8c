using System.Buffers.Text;

namespace HftGateway.Exchange.Orders;

/// <summary>
/// Builds the body of a FIX message; the session puts header and trailer around it. The exchange's own, so that the
/// gateway's encoder is tested against another one.
/// <para><b>Limits.</b> What does not fit is a programming error (texts are bounded) and throws.</para>
/// </summary>
internal ref struct FixWriter
{
    private const byte Soh = 1;
    private readonly Span<byte> _buffer;
    private int _at;

    public FixWriter(Span<byte> buffer)
    {
        _buffer = buffer;
        _at = 0;
    }

    /// <summary>The fields written so far.</summary>
    public readonly ReadOnlySpan<byte> Body => _buffer[.._at];

    public void Text(int tag, scoped ReadOnlySpan<byte> value)
    {
        Tag(tag);
        value.CopyTo(_buffer[_at..]);
        _at += value.Length;
        _buffer[_at++] = Soh;
    }

    public void Number(int tag, long value)
    {
        Tag(tag);
        Digits(value);
        _buffer[_at++] = Soh;
    }

    public void Char(int tag, byte value)
    {
        Tag(tag);
        _buffer[_at++] = value;
        _buffer[_at++] = Soh;
    }

    /// <summary>A price in 1/10000, with two decimals, or four where they are needed.</summary>
    public void Price(int tag, long price)
    {
        Tag(tag);
        Digits(price / 10_000);
        _buffer[_at++] = (byte)'.';
        int fraction = (int)(price % 10_000);
        Padded(fraction % 100 == 0 ? fraction / 100 : fraction, fraction % 100 == 0 ? 2 : 4);
        _buffer[_at++] = Soh;
    }

    /// <summary>A UTC time with milliseconds.</summary>
    public void Time(int tag, long utcNs)
    {
        Tag(tag);
        var time = new DateTime(DateTime.UnixEpoch.Ticks + utcNs / 100, DateTimeKind.Utc);
        Padded(time.Year, 4);
        Padded(time.Month, 2);
        Padded(time.Day, 2);
        _buffer[_at++] = (byte)'-';
        Padded(time.Hour, 2);
        _buffer[_at++] = (byte)':';
        Padded(time.Minute, 2);
        _buffer[_at++] = (byte)':';
        Padded(time.Second, 2);
        _buffer[_at++] = (byte)'.';
        Padded(time.Millisecond, 3);
        _buffer[_at++] = Soh;
    }

    private void Tag(int tag)
    {
        Digits(tag);
        _buffer[_at++] = (byte)'=';
    }

    private void Digits(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer[_at..], out int written);
        _at += written;
    }

    private void Padded(int value, int digits)
    {
        for (int i = digits - 1; i >= 0; i--, value /= 10)
            _buffer[_at + i] = (byte)('0' + value % 10);
        _at += digits;
    }
}
