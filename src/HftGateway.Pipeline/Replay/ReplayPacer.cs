using HftGateway.Platform.Timing;

namespace HftGateway.Pipeline.Replay;

/// <summary>
/// Holds a replay back to a multiple of the recording's own speed. At full speed it does nothing.
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
internal sealed class ReplayPacer
{
    private const long SleepBeyondNs = 2_000_000;

    private readonly double _speed;
    private long _startTicks;
    private long _firstNs = long.MinValue;

    /// <summary>Creates the pacer.</summary>
    /// <param name="speed">Multiple of the original speed, 0 = as fast as possible.</param>
    public ReplayPacer(double speed) => _speed = speed;

    /// <summary>Whether the pacer ever waits.</summary>
    public bool IsActive => _speed > 0;

    /// <summary>Waits until an event is due.</summary>
    /// <param name="timeNs">Its exchange time.</param>
    public void WaitFor(long timeNs)
    {
        if (_firstNs == long.MinValue)
        {
            _firstNs = timeNs;
            _startTicks = TimeStampCounter.Now();
            return;
        }

        long dueNs = (long)((timeNs - _firstNs) / _speed);
        while (true)
        {
            long aheadNs = dueNs - TimeStampCounter.ToNs(TimeStampCounter.Now() - _startTicks);
            if (aheadNs <= 0)
                return;
            if (aheadNs > SleepBeyondNs)
                Thread.Sleep((int)((aheadNs - (SleepBeyondNs / 2)) / 1_000_000));
            else
                Thread.Yield();
        }
    }
}
