namespace HftGateway.Cli.Tables;

/// <summary>The leading columns of a row; what the layout does not have is not looked at.</summary>
/// <param name="Symbol">Symbol, ASCII, at most <see cref="TableLayout.SymbolBytes"/>.</param>
/// <param name="Index">0-based index of the message in the input.</param>
/// <param name="TimestampNs">The message's own time.</param>
/// <param name="Type">Its ITCH type, or a letter for its kind.</param>
public readonly record struct RowKey(byte[] Symbol, long Index, long TimestampNs, byte Type);
