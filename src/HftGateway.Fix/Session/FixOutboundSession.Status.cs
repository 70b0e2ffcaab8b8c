namespace HftGateway.Fix;

/// <content>Questions about orders: what became of them, and the demand to cancel all.</content>
public sealed partial class FixOutboundSession
{
    /// <summary>Writes an OrderStatusRequest (35=H).</summary>
    /// <param name="orderId">Own id of the order.</param>
    /// <param name="symbol">Its symbol's index.</param>
    /// <param name="side">Its side.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="utcNs">SendingTime.</param>
    public int WriteStatusRequest(uint orderId, int symbol, FixSide side, Span<byte> destination, long utcNs)
    {
        if (ResendPending || symbol >= Symbols.Count)
            return 0;
        Span<byte> id = stackalloc byte[_ids.Width];
        _ids.Encode(orderId, id);
        FixMessageWriter writer = Begin(destination, "35=H\u000134="u8, NextSequence, utcNs);
        writer.Field("11="u8, id);
        writer.Field("54="u8, (char)side);
        writer.Field("55="u8, Symbols[symbol]);
        return Spend(writer.Finish(), utcNs, orderId, FixMsgType.OrderStatusRequest, destination);
    }

    /// <summary>Writes an OrderMassStatusRequest (35=AF) for all orders of the session (585=7).</summary>
    public int WriteMassStatusRequest(Span<byte> destination, long utcNs)
    {
        if (ResendPending)
            return 0;
        Span<byte> id = stackalloc byte[RequestIdBytes];
        FixMessageWriter writer = Begin(destination, "35=AF\u000134="u8, NextSequence, utcNs);
        writer.Field("584="u8, id[..RequestId('S', id)]);
        writer.Field("585="u8, '7');
        return Spend(writer.Finish(), utcNs, destination, store: false);
    }

    /// <summary>Writes an OrderMassCancelRequest (35=q) for all orders of the session (530=7).</summary>
    public int WriteMassCancel(Span<byte> destination, long utcNs)
    {
        if (ResendPending)
            return 0;
        Span<byte> id = stackalloc byte[RequestIdBytes];
        FixMessageWriter writer = Begin(destination, "35=q\u000134="u8, NextSequence, utcNs);
        writer.Field("11="u8, id[..RequestId('Q', id)]);
        writer.Time("60="u8, _timestamp, utcNs);
        writer.Field("530="u8, '7');
        return Spend(writer.Finish(), utcNs, destination, store: false);
    }

    // Prefix, letter, number of the message: no ClOrdID of an order has a letter there.
    private int RequestId(char letter, Span<byte> id)
    {
        _ids.Prefix.CopyTo(id);
        int length = _ids.Prefix.Length;
        id[length++] = (byte)letter;
        System.Buffers.Text.Utf8Formatter.TryFormat(NextSequence, id[length..], out int digits);
        return length + digits;
    }
}
