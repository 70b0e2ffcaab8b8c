namespace HftGateway.MarketData.Mold;

/// <summary>What a <see cref="MoldUdp64Receiver"/> made of a packet.</summary>
public enum MoldPacketStatus
{
    /// <summary>The block has messages that are new.</summary>
    Messages,

    /// <summary>A heartbeat; the block has no message, but may report a gap.</summary>
    Heartbeat,

    /// <summary>The end of the session; the block has no message, but may report a gap.</summary>
    EndOfSession,

    /// <summary>Every message was received before.</summary>
    Duplicate,

    /// <summary>The packet belongs to another session than the receiver's and was not touched.</summary>
    OtherSession,

    /// <summary>No message of the packet could be used.</summary>
    Malformed,
}
