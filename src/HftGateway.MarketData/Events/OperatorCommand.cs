namespace HftGateway.MarketData.Events;

/// <summary>
/// An operator's order to the gateway (<see cref="EventKind.Command"/>). Journal numbers: they never change meaning.
/// </summary>
public enum OperatorCommand : byte
{
    /// <summary>Not a command.</summary>
    None = 0,

    /// <summary>Kill switch on: cancel all working orders, refuse every new one.</summary>
    Kill = 1,

    /// <summary>Kill switch off.</summary>
    Resume = 2,

    /// <summary>No new entries; positions are closed and working orders cancelled.</summary>
    Flatten = 3,

    /// <summary>Orderly end: cancel all, then log the order session out.</summary>
    Shutdown = 4,
}
