using System.Runtime.CompilerServices;
using HftGateway.Platform.Memory;

namespace HftGateway.Risk;

/// <summary>
/// The counters of the risk stage.
/// <para><b>Threading.</b> The risk stage's thread writes, any thread reads, number by number.</para>
/// </summary>
public sealed unsafe class RiskCounters : IDisposable
{
    private const int MaxReasons = 32;
    private readonly NativeRegion _region;
    private readonly long* _reasons;
    private readonly long* _counters;

    /// <summary>Makes counters that are all 0.</summary>
    public RiskCounters()
    {
        _region = new NativeRegion((MaxReasons + (int)RiskCounter.Count) * sizeof(long), hugePages: false);
        _reasons = (long*)_region.Pointer;
        _counters = _reasons + MaxReasons;
    }

    /// <summary>How often a counter went up.</summary>
    /// <param name="counter">Which.</param>
    public long this[RiskCounter counter] =>
        (uint)counter < (uint)RiskCounter.Count ? Volatile.Read(ref _counters[(int)counter]) : 0;

    /// <summary>How many intents were refused for a reason.</summary>
    /// <param name="reason">Which.</param>
    public long this[RiskReason reason] => (int)reason < MaxReasons ? Volatile.Read(ref _reasons[(int)reason]) : 0;

    /// <summary>Returns the memory; nothing may count or read afterwards.</summary>
    public void Dispose() => _region.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(RiskCounter counter) => _counters[(int)counter]++;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(RiskReason reason) => _reasons[(int)reason]++;
}
