namespace HftGateway.Benchmarks.Features;

/// <summary>What kind of instrument a <see cref="FeatureFeed"/> is of.</summary>
public enum FeedShape
{
    /// <summary>Hundreds of orders, some twenty levels a side, next to no births and deaths of levels.</summary>
    Busy,

    /// <summary>
    /// A dozen orders at most, up to 200 ticks from one another: most rows make or end a level, sides are empty at
    /// times, executions empty the best level.
    /// </summary>
    Sparse,

    /// <summary>The same, with up to 400 ms between rows: the clock has work to do on nearly every row.</summary>
    Slow,
}
