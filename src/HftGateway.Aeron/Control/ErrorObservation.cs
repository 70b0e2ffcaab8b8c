namespace HftGateway.Aeron.Control;

/// <summary>One distinct error of a driver's log.</summary>
/// <param name="Count">How often it was seen.</param>
/// <param name="FirstMs">First time, ms since the epoch.</param>
/// <param name="LastMs">Last time, ms since the epoch.</param>
/// <param name="Text">What happened.</param>
public readonly record struct ErrorObservation(int Count, long FirstMs, long LastMs, string Text);
