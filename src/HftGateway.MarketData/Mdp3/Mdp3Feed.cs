namespace HftGateway.MarketData.Mdp3;

/// <summary>The feeds of one channel; each numbers its packets on its own.</summary>
public enum Mdp3Feed : byte
{
    /// <summary>Incremental: books, trades, statistics, states, in order and without gaps after arbitration.</summary>
    Incremental,

    /// <summary>The loop of instrument definitions.</summary>
    Definitions,

    /// <summary>The loop of snapshots by price.</summary>
    Snapshots,

    /// <summary>The loop of snapshots by order.</summary>
    OrderSnapshots,
}
