using HftGateway.MarketData.Wire;

namespace HftGateway.Cli.Tables;

/// <summary>The leading columns of a row; what the layout does not have is not looked at.</summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="Index">0-based index of the message in the input.</param>
/// <param name="TimestampNs">The message's own time.</param>
/// <param name="Type">Its ITCH type.</param>
public readonly record struct RowKey(Alpha8 Symbol, long Index, long TimestampNs, byte Type);
