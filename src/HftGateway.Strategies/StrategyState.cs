namespace HftGateway.Strategies;

/// <summary>State of a strategy on one instrument (strategies specification 1.1).</summary>
public enum StrategyState : byte
{
    /// <summary>No position, no working order.</summary>
    Flat = 0,

    /// <summary>Entries disabled.</summary>
    Off = 1,

    /// <summary>An entry order works.</summary>
    Enter = 2,

    /// <summary>A position, no entry order working.</summary>
    Open = 3,

    /// <summary>The position is being reduced to zero.</summary>
    Exit = 4,

    /// <summary>Waiting after a trade.</summary>
    Cool = 5,
}
