namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// The name of a feed's session as it stands on the wire, at most 16 bytes; default where a protocol has none.
/// </summary>
/// <param name="High">The first eight bytes.</param>
/// <param name="Low">What follows.</param>
public readonly record struct SessionKey(ulong High, ulong Low);
