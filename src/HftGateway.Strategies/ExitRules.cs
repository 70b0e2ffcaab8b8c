namespace HftGateway.Strategies;

/// <summary>The exit rules that are the same for every trade of a strategy.</summary>
/// <param name="TargetTicks">Distance of the profit target in ticks, at least 1.</param>
/// <param name="StopTicks">Distance of the stop in ticks, at least 1.</param>
/// <param name="MaxHoldNs">Longest holding time in ns.</param>
internal readonly record struct ExitRules(int TargetTicks, int StopTicks, long MaxHoldNs);
