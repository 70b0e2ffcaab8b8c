using HftGateway.Fix;

namespace HftGateway.Pipeline.Orders;

/// <summary>What the encoder stage does about orders of earlier connections and processes.</summary>
public sealed record OrderRecovery
{
    /// <summary>
    /// The numbers of an earlier process go on: with the first logon everything that it left working is cancelled.
    /// </summary>
    public bool IsContinued { get; init; }

    /// <summary>
    /// The exchange knows OrderMassCancelRequest and OrderMassStatusRequest (35=q, AF). Without them orders are asked for one
    /// by one, and those of earlier processes are left to people.
    /// </summary>
    public bool MassRequests { get; init; } = true;

    /// <summary>The store of the session, in which fills are noted; null for none.</summary>
    public FixStore? Store { get; init; }

    /// <summary>Symbols by instrument index.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];
}
