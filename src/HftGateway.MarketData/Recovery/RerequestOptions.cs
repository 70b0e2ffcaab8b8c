namespace HftGateway.MarketData.Recovery;

/// <summary>How missing messages are asked for. Times are in ns of the caller's clock.</summary>
public sealed record RerequestOptions
{
    /// <summary>Request servers; 0 = nothing can be asked for.</summary>
    public int Servers { get; init; }

    /// <summary>Most messages of one request, 1 to 65,534.</summary>
    public int MaxMessages { get; init; } = 1_000;

    /// <summary>Least time between two requests.</summary>
    public long IntervalNs { get; init; } = 100_000;

    /// <summary>How long the first answer is waited for; doubles with each attempt that brings nothing.</summary>
    public long TimeoutNs { get; init; } = 5_000_000;

    /// <summary>Longest such wait.</summary>
    public long MaxTimeoutNs { get; init; } = 100_000_000;

    /// <summary>Attempts without any progress after which the servers are given up for this hole, at least 1.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>A hole of more messages is not asked for at all: a snapshot is faster.</summary>
    public ulong MaxHole { get; init; } = 100_000;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside its range.</exception>
    public void Validate()
    {
        Check(Servers, 0, 64, nameof(Servers));
        Check(MaxMessages, 1, 65_534, nameof(MaxMessages));
        Check(IntervalNs, 0, long.MaxValue / 4, nameof(IntervalNs));
        Check(TimeoutNs, 1, long.MaxValue / 4, nameof(TimeoutNs));
        Check(MaxTimeoutNs, TimeoutNs, long.MaxValue / 4, nameof(MaxTimeoutNs));
        Check(MaxAttempts, 1, 1_000_000, nameof(MaxAttempts));
    }

    private static void Check(long value, long low, long high, string name)
    {
        if (value < low || value > high)
            throw new ArgumentOutOfRangeException(name, value, $"must be {low} to {high}");
    }
}
