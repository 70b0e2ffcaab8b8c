using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// halted and has_recent_halt: halted, or resumed at most halt_s seconds ago. The resume time is the clock of the last
/// change from halted to not halted.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Two comparisons a row.</para>
/// <para><b>Reference.</b> Features specification, 2.3 and 9.3.</para>
/// </summary>
public struct HaltMonitor
{
    private long _recentNs;
    private long _recentUntilNs;
    private bool _halted;

    /// <summary>The instrument is halted.</summary>
    public readonly bool IsHalted => _halted;

    /// <summary>Before any message: not halted.</summary>
    /// <param name="recentNs">How long a resume is recent, at least 0.</param>
    public void Initialise(long recentNs)
    {
        _recentNs = recentNs;
        _recentUntilNs = long.MinValue;
        _halted = false;
    }

    /// <summary>Takes the trading state at a clock.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(bool halted, long clockNs)
    {
        if (halted == _halted)
            return;
        _halted = halted;
        if (!halted)
            _recentUntilNs = clockNs + _recentNs;
    }

    /// <summary>The last time at which the last resume is recent.</summary>
    public readonly long RecentUntilNs => _recentUntilNs;

    /// <summary>has_recent_halt at a clock.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsRecent(long clockNs) => _halted | (clockNs <= _recentUntilNs);
}
