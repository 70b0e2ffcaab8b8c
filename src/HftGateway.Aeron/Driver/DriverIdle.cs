namespace HftGateway.Aeron.Driver;

/// <summary>What a driver's thread does when there is nothing to do.</summary>
public enum DriverIdle
{
    /// <summary>Spins, then yields, then sleeps up to 1 ms: kind to other threads.</summary>
    Backoff,

    /// <summary>Yields the core.</summary>
    Yield,

    /// <summary>Spins with a pause.</summary>
    Spin,

    /// <summary>Looks again at once.</summary>
    NoOp,

    /// <summary>Sleeps 1 ms.</summary>
    Sleep,
}
