namespace HftGateway.Fix;

/// <summary>
/// A message that was sent, as the store holds it. A view: valid until the store is reset or disposed of.
/// </summary>
public readonly ref struct StoredMessage
{
    internal StoredMessage(ulong sequence, long utcNs, FixMsgType msgType, ReadOnlySpan<byte> bytes)
    {
        Sequence = sequence;
        UtcNs = utcNs;
        MsgType = msgType;
        Bytes = bytes;
    }

    /// <summary>MsgSeqNum [34].</summary>
    public ulong Sequence { get; }

    /// <summary>When it was written, UTC ns.</summary>
    public long UtcNs { get; }

    /// <summary>MsgType [35].</summary>
    public FixMsgType MsgType { get; }

    /// <summary>The whole message as it was sent; empty for a number that was spent without a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}
