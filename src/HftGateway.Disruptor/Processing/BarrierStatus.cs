namespace HftGateway.Disruptor;

/// <summary>How a wait at a barrier ended.</summary>
public enum BarrierStatus
{
    /// <summary>There are events to handle.</summary>
    Ready,

    /// <summary>Nothing came within the time-out.</summary>
    TimedOut,

    /// <summary>
    /// The barrier was told to stop, and if it was told to drain, everything due has been handed out.
    /// </summary>
    Stopped,
}
