using System.Runtime.CompilerServices;
using HftGateway.Platform.Memory;

namespace HftGateway.Strategies;

/// <summary>
/// The counters of one strategy.
/// <para><b>Threading.</b> The strategy stage's thread writes, any thread reads; a page of its own, so that readers
/// disturb nothing else. Counters are read one by one: together they are no snapshot of one moment.</para>
/// <para><b>Cost.</b> An increment of a 64-bit number.</para>
/// </summary>
public sealed unsafe class StrategyCounters : IDisposable
{
    private const int MaxBlocks = 32;
    private readonly NativeRegion _region;
    private readonly long* _blocks;
    private readonly long* _counters;

    /// <summary>Makes counters that are all 0.</summary>
    public StrategyCounters()
    {
        _region = new NativeRegion((MaxBlocks + (int)StrategyCounter.Count) * sizeof(long), hugePages: false);
        _blocks = (long*)_region.Pointer;
        _counters = _blocks + MaxBlocks;
    }

    /// <summary>How often a counter went up.</summary>
    /// <param name="counter">Which.</param>
    public long this[StrategyCounter counter] =>
        (uint)counter < (uint)StrategyCounter.Count ? Volatile.Read(ref _counters[(int)counter]) : 0;

    /// <summary>How many wanted entries were refused for a reason.</summary>
    /// <param name="block">Which.</param>
    public long this[EntryBlock block] => (int)block < MaxBlocks ? Volatile.Read(ref _blocks[(int)block]) : 0;

    /// <summary>Returns the memory; nothing may count or read afterwards.</summary>
    public void Dispose() => _region.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(StrategyCounter counter) => _counters[(int)counter]++;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(EntryBlock block) => _blocks[(int)block]++;
}
