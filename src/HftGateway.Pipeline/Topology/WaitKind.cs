using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Topology;

/// <summary>How a thread of the pipeline waits.</summary>
public enum WaitKind
{
    /// <summary>Looks again at once. Needs an isolated core.</summary>
    BusySpin,

    /// <summary>Looks again after a pause instruction: less power, friendlier to the other hyper-thread.</summary>
    PauseSpin,

    /// <summary>Spins shortly, then gives the core to whoever wants it.</summary>
    Yielding,

    /// <summary>Spins, yields, then sleeps 50 µs at a time.</summary>
    Sleeping,

    /// <summary>Blocks until the producer signals.</summary>
    Blocking,

    /// <summary>Spins 1 µs, yields 100 µs, then sleeps.</summary>
    PhasedBackoff,
}

/// <summary>Names of <see cref="WaitKind"/> in the configuration.</summary>
public static class WaitKinds
{
    /// <summary>Reads a checked configuration value.</summary>
    /// <param name="text">One of the names of the configuration.</param>
    /// <returns>The kind.</returns>
    /// <exception cref="ConfigurationException">Not a name.</exception>
    public static WaitKind Parse(string text) => text switch
    {
        "busy_spin" => WaitKind.BusySpin,
        "pause_spin" => WaitKind.PauseSpin,
        "yielding" => WaitKind.Yielding,
        "sleeping" => WaitKind.Sleeping,
        "blocking" => WaitKind.Blocking,
        "phased_backoff" => WaitKind.PhasedBackoff,
        _ => throw new ConfigurationException($"'{text}' is no wait strategy"),
    };
}
