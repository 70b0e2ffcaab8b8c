namespace HftGateway.Strategies;

/// <summary>What happens to positions when the kill switch goes on (<c>kill_action</c>). Working orders are always
/// cancelled.</summary>
public enum KillAction : byte
{
    /// <summary>Positions are closed: only orders that reduce a position leave.</summary>
    Flatten = 0,

    /// <summary>Positions are held: no order leaves.</summary>
    Hold = 1,
}
