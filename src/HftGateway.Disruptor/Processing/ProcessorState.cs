namespace HftGateway.Disruptor;

/// <summary>Where a processor is in its life.</summary>
public enum ProcessorState
{
    /// <summary>Never run.</summary>
    Idle,

    /// <summary>In <see cref="EventProcessor.Run"/>.</summary>
    Running,

    /// <summary>Stopped as ordered; may run again.</summary>
    Halted,

    /// <summary>Stopped by a fault.</summary>
    Faulted,
}
