namespace HftGateway.Disruptor;

/// <summary>What a rewindable handler says about an event.</summary>
public enum EventOutcome
{
    /// <summary>Handled.</summary>
    Done,

    /// <summary>The whole batch must be handled again from its first event.</summary>
    Rewind,
}
