namespace HftGateway.Aeron;

/// <summary>There is no living media driver behind the directory, or it did not answer in time.</summary>
/// <param name="message">What was waited for, where, and what to do.</param>
public sealed class DriverTimeoutException(string message) : AeronException(message);
