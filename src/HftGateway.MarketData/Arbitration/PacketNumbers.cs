namespace HftGateway.MarketData.Arbitration;

/// <summary>Which numbers a packet carries.</summary>
public struct PacketNumbers
{
    /// <summary>Session that the numbers belong to.</summary>
    public SessionKey Session;

    /// <summary>Number of the first message, or of the packet; for a packet without content that of the next.</summary>
    public ulong First;

    /// <summary>How many consecutive numbers: the messages of the packet, or 1 where packets are numbered.</summary>
    public int Count;

    /// <summary>Offset in the packet at which the first numbered message begins.</summary>
    public int Start;
}
