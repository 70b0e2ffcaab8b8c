namespace HftGateway.Features;

/// <summary>What closes a bar.</summary>
public enum BarKind
{
    /// <summary>Its end on the clock: bar k covers [k·D, (k + 1)·D).</summary>
    Time = 0,

    /// <summary>The trade with which its volume reaches bar_size shares.</summary>
    Volume = 1,

    /// <summary>Its bar_size-th trade.</summary>
    Tick = 2,

    /// <summary>The trade with which its turnover reaches bar_size dollars.</summary>
    Dollar = 3,
}
