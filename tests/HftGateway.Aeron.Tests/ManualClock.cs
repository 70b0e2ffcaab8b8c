namespace HftGateway.Aeron.Tests;

/// <summary>Time that a test moves; wall time is the machine's.</summary>
internal sealed class ManualClock : AeronClock
{
    private long _nanoTime = 1_000_000_000;

    public override long NanoTime => _nanoTime;

    public void Advance(long ns) => _nanoTime += ns;
}
