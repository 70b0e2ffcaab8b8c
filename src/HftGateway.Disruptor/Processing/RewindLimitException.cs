namespace HftGateway.Disruptor;

/// <summary>The fault of an event whose handler asked for one rewind too many.</summary>
public sealed class RewindLimitException(long sequence, int attempts)
    : Exception($"event {sequence} asked for rewind number {attempts}, beyond the policy's limit");
