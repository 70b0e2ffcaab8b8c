namespace HftGateway.Exchange.Flow;

/// <summary>Settings of the order-flow generator. A tick is one cent.</summary>
public sealed record FlowOptions
{
    /// <summary>Seed; equal seeds and settings give equal flow. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Average feed messages per second, 1 to 10,000,000. Default 20,000.</summary>
    public double MessagesPerSecond { get; init; } = 20_000;

    /// <summary>Rate inside a burst over the average rate, 1 (no bursts) to 9. Default 4.</summary>
    public double BurstFactor { get; init; } = 4;

    /// <summary>Mean length of a rate burst in ms, 0.1 to 10,000; a tenth of the time is burst. Default 20.</summary>
    public double BurstMs { get; init; } = 20;

    /// <summary>How uneven the symbols' activity is: weight of the k-th is k^-this. 0 (even) to 3. Default
    /// 0.8.</summary>
    public double ActivityExponent { get; init; } = 0.8;

    /// <summary>Resting orders per symbol to hover around, 20 to 10,000. Default 160.</summary>
    public int TargetOrders { get; init; } = 160;

    /// <summary>Resting orders per symbol never exceeded by the generator, at least the target. Default 320.</summary>
    public int MaxOrders { get; init; } = 320;

    /// <summary>Fair price volatility in ticks per square root of a second, 0 to 1,000. Default 1.5.</summary>
    public double VolatilityTicks { get; init; } = 1.5;

    /// <summary>One-sided bursts per symbol and minute, 0 to 600. Default 12.</summary>
    public double MomentumPerMinute { get; init; } = 12;

    /// <summary>Largest move of a one-sided burst in ticks, 1 to 1,000; the smallest is a third of it. Default
    /// 12.</summary>
    public double MomentumTicks { get; init; } = 12;

    /// <summary>Share of new orders that are odd lots, 0 to 1. Default 0.12.</summary>
    public double OddLotShare { get; init; } = 0.12;

    /// <summary>Permanent impact of a trade on the fair price, ticks per 100 shares, 0 to 1. Default 0.02.</summary>
    public double ImpactTicks { get; init; } = 0.02;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ExchangeOptionException">A value is out of range.</exception>
    public void Validate()
    {
        ExchangeOptionException.Check("flow.messages_per_second", MessagesPerSecond, 1, 10_000_000);
        ExchangeOptionException.Check("flow.burst_factor", BurstFactor, 1, 9);
        ExchangeOptionException.Check("flow.burst_ms", BurstMs, 0.1, 10_000);
        ExchangeOptionException.Check("flow.activity_exponent", ActivityExponent, 0, 3);
        ExchangeOptionException.Check("flow.target_orders", TargetOrders, 20, 10_000);
        ExchangeOptionException.Check("flow.max_orders", MaxOrders, TargetOrders, 20_000);
        ExchangeOptionException.Check("flow.volatility_ticks", VolatilityTicks, 0, 1_000);
        ExchangeOptionException.Check("flow.momentum_per_minute", MomentumPerMinute, 0, 600);
        ExchangeOptionException.Check("flow.momentum_ticks", MomentumTicks, 1, 1_000);
        ExchangeOptionException.Check("flow.odd_lot_share", OddLotShare, 0, 1);
        ExchangeOptionException.Check("flow.impact_ticks", ImpactTicks, 0, 1);
    }
}
