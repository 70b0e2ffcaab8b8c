namespace HftGateway.MarketData.Tcp;

/// <summary>Where a <see cref="TcpConnection"/> stands.</summary>
public enum TcpState
{
    /// <summary>The peer has not answered yet.</summary>
    Connecting,

    /// <summary>Bytes may pass in both directions.</summary>
    Connected,

    /// <summary>Over: never established, closed by the peer, broken, or disposed of.</summary>
    Closed,
}
