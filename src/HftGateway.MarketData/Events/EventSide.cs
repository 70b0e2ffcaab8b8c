namespace HftGateway.MarketData.Events;

/// <summary>Side of an order, as an index: 0 bid (buy), 1 ask (sell).</summary>
public enum EventSide : byte
{
    /// <summary>Buy order, bid side of the book.</summary>
    Buy = 0,

    /// <summary>Sell order, ask side of the book.</summary>
    Sell = 1,
}
