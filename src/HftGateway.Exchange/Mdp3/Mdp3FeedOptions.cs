using System.Net;

namespace HftGateway.Exchange.Mdp3;

/// <summary>
/// Where the simulated exchange publishes CME MDP 3.0 beside ITCH: unicast or IPv4 multicast addresses. A feed without
/// an address is not published.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
public sealed record Mdp3FeedOptions
{
    /// <summary>Lines of the incremental feed with the same packets, A first, 1 to 8.</summary>
    public required IReadOnlyList<IPEndPoint> Incremental { get; init; }

    /// <summary>Symbols that the channel carries, all of them the exchange's; empty (default) for all.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Loop of instrument definitions.</summary>
    public IPEndPoint? Definitions { get; init; }

    /// <summary>Loop of snapshots by price.</summary>
    public IPEndPoint? Snapshots { get; init; }

    /// <summary>Loop of snapshots by order; with it, market by order is published in the incremental feed too.</summary>
    public IPEndPoint? OrderSnapshots { get; init; }

    /// <summary>SecurityID of the first symbol; the others follow. Default 1,000.</summary>
    public int FirstSecurityId { get; init; } = 1_000;

    /// <summary>Tick of every symbol in 1/10000 dollar, 1 to 1,000,000. Default 100.</summary>
    public int TickPu { get; init; } = 100;

    /// <summary>Levels a side that are published, 1 to 10. Default 10.</summary>
    public int Depth { get; init; } = 10;

    /// <summary>A packet of each loop is sent after so many ms, 1 to 60,000. Default 10.</summary>
    public int LoopIntervalMs { get; init; } = 10;

    internal void Validate(IReadOnlyList<string> symbols)
    {
        ExchangeOptionException.Check("mdp3.incremental.count", Incremental.Count, 1, 8);
        foreach (IPEndPoint? address in (IEnumerable<IPEndPoint?>)[.. Incremental, Definitions, Snapshots, OrderSnapshots])
            ExchangeOptionException.Check("mdp3.port", address?.Port ?? 1, 1, 65_535);
        foreach (string symbol in Symbols)
        {
            if (!symbols.Contains(symbol))
                throw new ExchangeOptionException("mdp3.symbols", symbol, "one of exchange.symbols");
        }

        ExchangeOptionException.Check("mdp3.first_security_id", FirstSecurityId, 1, int.MaxValue - 20_000);
        ExchangeOptionException.Check("mdp3.tick_pu", TickPu, 1, 1_000_000);
        ExchangeOptionException.Check("mdp3.depth", Depth, 1, 10);
        ExchangeOptionException.Check("mdp3.loop_interval_ms", LoopIntervalMs, 1, 60_000);
    }
}
