namespace HftGateway.Fix.Dictionaries;

/// <summary>A message found in a log.</summary>
/// <param name="Bytes">The message with SOH between fields, whatever the log had there.</param>
/// <param name="Prefix">What stands before it on its line, without blanks at its ends.</param>
/// <param name="Offset">Where it begins, counted from the start of the log.</param>
/// <param name="Problem">Why it is garbled; null when it is not.</param>
public sealed record FixLogMessage(byte[] Bytes, string Prefix, long Offset, string? Problem);
