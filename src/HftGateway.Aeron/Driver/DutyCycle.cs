using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Driver;

/// <summary>
/// How long an agent's turns take: the longest, and how many took longer than the threshold.
/// <para><b>Threading.</b> The agent's thread. One clock reading a turn, which the agent needs anyway: a turn lasts until
/// the next one begins.</para>
/// </summary>
internal struct DutyCycle(SystemCounters counters, SystemCounter longest, SystemCounter exceeded, long thresholdNs)
{
    private long _lastNs;

    /// <summary>A turn begins.</summary>
    public void OnTurn(long nowNs)
    {
        long cycleNs = _lastNs == 0 ? 0 : nowNs - _lastNs;
        _lastNs = nowNs;
        if (cycleNs > counters[longest])
            counters[longest] = cycleNs;
        if (cycleNs > thresholdNs)
            counters.Increment(exceeded);
    }
}
