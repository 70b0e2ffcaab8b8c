namespace HftGateway.Exchange;

/// <summary>A trading halt planned in advance.</summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="AfterSeconds">When it begins, in seconds after the flow began.</param>
/// <param name="ForSeconds">How long it lasts in seconds.</param>
public sealed record ScheduledHalt(string Symbol, double AfterSeconds, double ForSeconds);
