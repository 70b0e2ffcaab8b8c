namespace HftGateway.MarketData.Arbitration;

/// <summary>What a packet of a numbered feed is.</summary>
public enum PacketKind : byte
{
    /// <summary>Not a whole, sound packet of the protocol; nothing of it is used.</summary>
    Malformed,

    /// <summary>Numbered content.</summary>
    Data,

    /// <summary>No content: states the number of what comes next.</summary>
    Heartbeat,

    /// <summary>The session is over; states the number that would come next.</summary>
    EndOfSession,
}
