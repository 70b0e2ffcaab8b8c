using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Matching;

/// <summary>
/// Receives the public consequences of each action, in feed order: the ITCH messages A, E, X, D, U and H without their
/// time-stamp, which the sink knows. Implemented by a struct, so that the engine's calls are direct.
/// <para><b>Invariants.</b> Replaying the calls into an empty book gives exactly the engine's book after every
/// action.</para>
/// <para><b>Reference.</b> NASDAQ TotalView-ITCH 5.0, sections 1.3 (add), 1.4 (modify).</para>
/// </summary>
public interface IMarketDataSink
{
    /// <summary>An order, or what is left of it, rests (ITCH A).</summary>
    void OnAdd(ushort symbol, ulong reference, EventSide side, int quantity, long price);

    /// <summary>A resting order traded at its price (ITCH E).</summary>
    void OnExecute(ushort symbol, ulong reference, int quantity, ulong matchNumber);

    /// <summary>A resting order lost shares without trading and keeps its place (ITCH X).</summary>
    void OnReduce(ushort symbol, ulong reference, int quantityRemoved);

    /// <summary>A resting order left the book without trading (ITCH D).</summary>
    void OnDelete(ushort symbol, ulong reference);

    /// <summary>A resting order was replaced and queues anew (ITCH U).</summary>
    void OnReplace(ushort symbol, ulong oldReference, ulong newReference, int quantity, long price);

    /// <summary>The trading state of a symbol changed (ITCH H).</summary>
    void OnTradingState(ushort symbol, TradingState state);
}
