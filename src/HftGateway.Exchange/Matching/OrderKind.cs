namespace HftGateway.Exchange.Matching;

/// <summary>Whether an order has a limit price.</summary>
public enum OrderKind : byte
{
    /// <summary>Trades at its price or better.</summary>
    Limit = 0,

    /// <summary>Trades at any price; what is left expires, it never rests.</summary>
    Market = 1,
}
