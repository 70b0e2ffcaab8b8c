namespace HftGateway.Books;

/// <summary>What stands before an order in the queue of its price.</summary>
/// <param name="OrdersAhead">Orders that are executed before it; 0 at the front.</param>
/// <param name="SharesAhead">Their shares.</param>
public readonly record struct QueuePosition(int OrdersAhead, long SharesAhead);
