using System.Globalization;
using System.Numerics;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Topology;

/// <summary>How the pipeline is laid out over memory, threads and cores.</summary>
public sealed record PipelineOptions
{
    /// <summary>Which thread runs which stages.</summary>
    public TopologyPlan Topology { get; init; } = TopologyPlan.Fused;

    /// <summary>Slots of the ring, a power of two.</summary>
    public int RingSize { get; init; } = 1024;

    /// <summary>How stages wait for events.</summary>
    public WaitKind Wait { get; init; } = WaitKind.Yielding;

    /// <summary>How ingress waits for packets.</summary>
    public WaitKind IngressWait { get; init; } = WaitKind.Yielding;

    /// <summary>Cores of ingress and each group, in order; empty = not pinned.</summary>
    public IReadOnlyList<int> Cores { get; init; } = [];

    /// <summary>SCHED_FIFO priority, 0 = none.</summary>
    public int RealtimePriority { get; init; }

    /// <summary>Lock the process's memory.</summary>
    public bool LockMemory { get; init; }

    /// <summary>Reads the section <c>gateway</c>.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ConfigurationException">Cores that are no numbers or too few for the topology.</exception>
    public static PipelineOptions From(EffectiveConfiguration c)
    {
        TopologyPlan plan = TopologyPlan.Parse(c.Text("gateway.topology"));
        var cores = new List<int>();
        foreach (string text in c.List("gateway.cores"))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int core))
                throw new ConfigurationException(
                    $"{c.Source("gateway.cores")}: gateway.cores: '{text}' is no core number");
            cores.Add(core);
        }

        if (cores.Count > 0 && cores.Count != plan.Threads)
        {
            throw new ConfigurationException($"{c.Source("gateway.cores")}: gateway.cores: {cores.Count} cores for "
                + $"{plan.Threads} threads of the topology; give one for ingress and one for each group, or none");
        }

        return new PipelineOptions
        {
            Topology = plan,
            RingSize = (int)BitOperations.RoundUpToPowerOf2((uint)c.Int("gateway.ring_size")),
            Wait = WaitKinds.Parse(c.Text("gateway.wait")),
            IngressWait = WaitKinds.Parse(c.Text("gateway.ingress_wait")),
            Cores = cores,
            RealtimePriority = c.Int("gateway.realtime_priority"),
            LockMemory = c.Boolean("gateway.lock_memory"),
        };
    }
}
