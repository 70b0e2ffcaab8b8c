namespace HftGateway.Fix;

/// <summary>An instant on the two clocks that a session needs.</summary>
/// <param name="UtcNs">UTC, nanoseconds since 1970: goes on the wire and is compared with schedules.</param>
/// <param name="TickNs">
/// A monotonic clock in nanoseconds: measures timeouts, so that a step of UTC ends no session.
/// </param>
public readonly record struct FixTime(long UtcNs, long TickNs);
