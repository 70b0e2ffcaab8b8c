using System.Buffers.Text;

namespace HftGateway.MarketData.Lobster;

/// <summary>
/// Writes a LOBSTER line as text with its own fields by name, and the ITCH message type that it stands for.
/// <para><b>Threading.</b> Static and without state.</para>
/// <para><b>Cost.</b> No allocation; not on the hot path.</para>
/// </summary>
public static class LobsterFormatter
{
    /// <summary>A buffer of this size holds any line.</summary>
    public const int MaxLineBytes = 512;

    /// <summary>The CSV heading, without line end.</summary>
    public const string CsvHeader = "index,offset,type,timestamp_ns,event_type,order_id,size,price,direction";

    /// <summary>Writes a line as a JSON object and a line end.</summary>
    /// <param name="e">The event.</param>
    /// <param name="type">ITCH type that it stands for.</param>
    /// <param name="index">0-based line.</param>
    /// <param name="offset">Byte offset of the line.</param>
    /// <param name="to">At least <see cref="MaxLineBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    public static int FormatJson(in LobsterEvent e, byte type, long index, long offset, Span<byte> to)
    {
        int length = Field("{\"index\":"u8, index, to);
        length += Field(",\"offset\":"u8, offset, to[length..]);
        length += Text(",\"type\":\""u8, to[length..]);
        to[length++] = type;
        length += Field("\",\"timestamp_ns\":"u8, e.TimeNs, to[length..]);
        length += Field(",\"event_type\":"u8, (int)e.Type, to[length..]);
        length += Text(",\"order_id\":"u8, to[length..]);
        _ = Utf8Formatter.TryFormat(e.OrderId, to[length..], out int written);
        length += written;
        length += Field(",\"size\":"u8, e.Size, to[length..]);
        length += Field(",\"price\":"u8, e.Price, to[length..]);
        length += Field(",\"direction\":"u8, e.Direction, to[length..]);
        return length + Text("}\n"u8, to[length..]);
    }

    /// <summary>Writes a line as CSV, <see cref="CsvHeader"/>'s columns, and a line end.</summary>
    /// <param name="e">The event.</param>
    /// <param name="type">ITCH type that it stands for.</param>
    /// <param name="index">0-based line.</param>
    /// <param name="offset">Byte offset of the line.</param>
    /// <param name="to">At least <see cref="MaxLineBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    public static int FormatCsv(in LobsterEvent e, byte type, long index, long offset, Span<byte> to)
    {
        int length = Field([], index, to);
        length += Field(","u8, offset, to[length..]);
        to[length++] = (byte)',';
        to[length++] = type;
        length += Field(","u8, e.TimeNs, to[length..]);
        length += Field(","u8, (int)e.Type, to[length..]);
        to[length++] = (byte)',';
        _ = Utf8Formatter.TryFormat(e.OrderId, to[length..], out int written);
        length += written;
        length += Field(","u8, e.Size, to[length..]);
        length += Field(","u8, e.Price, to[length..]);
        length += Field(","u8, e.Direction, to[length..]);
        to[length++] = (byte)'\n';
        return length;
    }

    private static int Field(ReadOnlySpan<byte> before, long value, Span<byte> to)
    {
        before.CopyTo(to);
        _ = Utf8Formatter.TryFormat(value, to[before.Length..], out int written);
        return before.Length + written;
    }

    private static int Text(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text.CopyTo(to);
        return text.Length;
    }
}
