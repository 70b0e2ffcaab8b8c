using System.Globalization;
using System.Text;

namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// Finds FIX messages in logs as programs and people write them: one per line or joined, SOH, <c>|</c> or <c>^A</c> between
/// fields, time stamps and other text before. Not for the hot path.
/// <para><b>How a message ends.</b> Where BodyLength says, if <c>10=</c> is there: data may contain anything then. Else at the
/// first <c>10=</c> behind a field, or at the line's end; such a message is garbled.</para>
/// <para><b>Limits.</b> Messages up to <see cref="MaxMessageBytes"/>.</para>
/// </summary>
public sealed class FixLogScanner
{
    /// <summary>Longest message that is found whole.</summary>
    public const int MaxMessageBytes = 16 << 20;

    private const int MaxPrefixBytes = 512;
    private const int MaxBeginStringBytes = 24;

    private readonly Stream _input;
    private byte[] _buffer = new byte[1 << 20];
    private int _start;
    private int _end;
    private long _offset;
    private bool _isFinal;

    /// <summary>Makes a scanner; the stream stays the caller's.</summary>
    public FixLogScanner(Stream input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = input;
    }

    /// <summary>The next message; null at the end.</summary>
    public FixLogMessage? Next()
    {
        int searched = 0;
        while (true)
        {
            ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _end - _start);
            int at = bytes[searched..].IndexOf("8=FIX"u8);
            if (at >= 0 && IsStart(bytes, at += searched))
            {
                if (TryTake(bytes, at, out FixLogMessage? message))
                    return message;
            }
            else if (at >= 0)
            {
                searched = at + 1;
                continue;
            }
            else
            {
                // What may be the beginning of a message's line stays.
                Skip(Math.Max(0, bytes.Length - MaxPrefixBytes));
            }
            if (_isFinal)
                return null;
            searched = 0;
            Fill();
        }
    }

    // "58=FIX" in the middle of a value is no start.
    private static bool IsStart(ReadOnlySpan<byte> bytes, int at) => at == 0 || bytes[at - 1] is not (>= (byte)'0' and <= (byte)'9');

    private bool TryTake(ReadOnlySpan<byte> bytes, int at, out FixLogMessage? message)
    {
        message = null;
        ReadOnlySpan<byte> rest = bytes[at..];
        int delimiterBytes = Delimiter(rest, out byte first);
        if (delimiterBytes == 0 && rest.Length < MaxBeginStringBytes && !_isFinal)
            return false;
        int length = Framed(rest, first, delimiterBytes, out string? problem);
        if (length == 0)
        {
            if (!_isFinal && rest.Length < MaxMessageBytes)
                return false;
            length = Math.Min(LineLength(rest), MaxMessageBytes);
        }
        byte[] normal = Normalize(rest[..length], first, delimiterBytes);
        problem ??= Check(normal);
        message = new FixLogMessage(normal, PrefixOf(bytes[..at]), _offset + at, problem);
        Skip(at + length);
        return true;
    }

    // Bytes of the delimiter, found behind BeginString; 0 when there is none.
    private static int Delimiter(ReadOnlySpan<byte> message, out byte first)
    {
        ReadOnlySpan<byte> begin = message[..Math.Min(message.Length, MaxBeginStringBytes)];
        int at = begin.IndexOfAny((byte)1, (byte)'|', (byte)'^');
        first = at < 0 ? (byte)0 : begin[at];
        if (first == '^')
            return at + 1 < begin.Length && begin[at + 1] == 'A' ? 2 : 0;
        return at < 0 ? 0 : 1;
    }

    // The message's length in the log; 0: more bytes are needed.
    private int Framed(ReadOnlySpan<byte> rest, byte first, int delimiterBytes, out string? problem)
    {
        problem = null;
        if (delimiterBytes == 0)
        {
            problem = "no delimiter behind BeginString";
            return LineIsComplete(rest) ? LineLength(rest) : 0;
        }
        if (delimiterBytes == 1)
        {
            int length = ByBodyLength(rest, first, out bool more);
            if (length > 0 || (more && !_isFinal))
                return length;
        }
        // "^A" is longer than SOH, so that BodyLength does not count these bytes; and a wrong one counts nothing.
        ReadOnlySpan<byte> ending = first == '^' ? "^A10="u8 : [first, (byte)'1', (byte)'0', (byte)'='];
        int end = rest.IndexOf(ending);
        int line = LineLength(rest);
        if (end >= 0 && end < line)
            return Math.Min(line, end + ending.Length + 3 + (IsDelimiter(rest, end + ending.Length + 3, first) ? delimiterBytes : 0));
        if (!LineIsComplete(rest))
            return 0;
        problem = "no CheckSum at its end";
        return line;
    }

    private static bool IsDelimiter(ReadOnlySpan<byte> bytes, int at, byte first) => at < bytes.Length && bytes[at] == first;

    private static int ByBodyLength(ReadOnlySpan<byte> rest, byte delimiter, out bool more)
    {
        more = false;
        int begin = rest.IndexOf(delimiter);
        ReadOnlySpan<byte> second = rest[(begin + 1)..];
        if (!second.StartsWith("9="u8))
            return 0;
        int digits = second[2..].IndexOf(delimiter);
        if (digits is < 1 or > 9 || !FixValue.TryParseUInt32(second.Slice(2, digits), out uint body) || body > MaxMessageBytes)
            return 0;
        long at = begin + 1 + 2 + digits + 1 + (long)body;
        more = at + 6 > rest.Length;
        if (more)
            return 0;
        ReadOnlySpan<byte> trailer = rest[(int)at..];
        if (rest[(int)at - 1] != delimiter || !trailer.StartsWith("10="u8) || trailer.Length < 6)
            return 0;
        return (int)at + 6 + (IsDelimiter(trailer, 6, delimiter) ? 1 : 0);
    }

    private static byte[] Normalize(ReadOnlySpan<byte> message, byte first, int delimiterBytes)
    {
        var normal = new List<byte>(message.Length + 1);
        for (int i = 0; i < message.Length; i++)
        {
            bool isDelimiter = delimiterBytes != 0 && message[i] == first
                && (delimiterBytes == 1 || (i + 1 < message.Length && message[i + 1] == 'A'));
            normal.Add(isDelimiter ? FixFields.Soh : message[i]);
            i += isDelimiter ? delimiterBytes - 1 : 0;
        }
        if (normal.Count > 0 && normal[^1] != FixFields.Soh)
            normal.Add(FixFields.Soh);
        return [.. normal];
    }

    private static string? Check(byte[] message)
    {
        if (FixFrame.TryCreate(message, out _))
            return null;
        string text = Encoding.Latin1.GetString(message);
        int second = text.IndexOf("\u00019=", StringComparison.Ordinal), body = second < 0 ? -1 : text.IndexOf('\u0001', second + 1);
        int trailer = text.LastIndexOf("\u000110=", StringComparison.Ordinal);
        if (second < 0 || body < 0 || text.IndexOf('\u0001') != second)
            return "BodyLength is not the second field";
        if (trailer < 0)
            return "no CheckSum at its end";
        string said = text[(second + 3)..body];
        int length = trailer - body;
        if (!int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out int bodyLength) || bodyLength != length)
            return $"BodyLength is {said}, the body has {length} bytes";
        int sum = FixChecksum.Sum(message.AsSpan(0, trailer + 1));
        string checksum = text[(trailer + 4)..].TrimEnd('\u0001');
        return checksum == sum.ToString("000", CultureInfo.InvariantCulture)
            ? "MsgType is not the third field"
            : $"CheckSum is {checksum}, the bytes give {sum:000}";
    }

    private static string PrefixOf(ReadOnlySpan<byte> before)
    {
        int line = before.LastIndexOfAny((byte)'\n', (byte)'\r', (byte)1);
        ReadOnlySpan<byte> prefix = before[(line + 1)..];
        if (prefix.Length > MaxPrefixBytes)
            prefix = prefix[^MaxPrefixBytes..];
        return Encoding.UTF8.GetString(prefix).Trim(' ', '\t', ':', '-', '<', '>', '[', ']', '(', ')', '\0');
    }

    private bool LineIsComplete(ReadOnlySpan<byte> bytes) => _isFinal || bytes.IndexOf((byte)'\n') >= 0 || bytes.Length >= MaxMessageBytes;

    private static int LineLength(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        // Two messages on one line, the first one without an end.
        ReadOnlySpan<byte> line = end < 0 ? bytes : bytes[..end];
        for (int at = 1; at < line.Length; at++)
        {
            int next = line[at..].IndexOf("8=FIX"u8);
            if (next < 0)
                break;
            at += next;
            if (IsStart(line, at))
                return at;
        }
        return line.Length;
    }

    private void Skip(int bytes)
    {
        _start += bytes;
        _offset += bytes;
    }

    private void Fill()
    {
        if (_start != 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = _input.Read(_buffer, _end, _buffer.Length - _end);
        _isFinal = read == 0;
        _end += read;
    }
}
