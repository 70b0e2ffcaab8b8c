namespace HftGateway.Exchange;

/// <summary>How the exchange's thread waits until its next action is due.</summary>
public enum ExchangeWait
{
    /// <summary>Sleeps in the kernel until the next action or until an order arrives: gentle, some 50 µs
    /// late.</summary>
    Block,

    /// <summary>Gives the core away between looks at the clock and the sockets.</summary>
    Yield,

    /// <summary>Never gives the core away: for a machine with a core to spare.</summary>
    Spin,
}
