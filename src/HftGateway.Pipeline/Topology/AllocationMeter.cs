namespace HftGateway.Pipeline.Topology;

/// <summary>
/// Bytes that one hot-path thread took from the garbage-collected heap while it ran: the proof, in every run's report,
/// that the hot path makes no garbage.
/// <para><b>Threading.</b> Begun and ended by the thread that is measured; read by others when it has ended.</para>
/// </summary>
public sealed class AllocationMeter
{
    private long _start;
    private long _bytes;

    /// <summary>Creates a meter.</summary>
    /// <param name="name">Name of the thread.</param>
    public AllocationMeter(string name) => Name = name;

    /// <summary>Name of the thread.</summary>
    public string Name { get; }

    /// <summary>Bytes allocated between begin and end, all runs added up.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Begins measuring the calling thread.</summary>
    public void Begin() => _start = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>Ends measuring the calling thread.</summary>
    public void End() => Volatile.Write(ref _bytes, _bytes + GC.GetAllocatedBytesForCurrentThread() - _start);
}
