using System.Diagnostics.CodeAnalysis;

namespace HftGateway.Disruptor;

/// <summary>Throws, out of line, so that the callers stay small enough to inline.</summary>
internal static class ThrowHelper
{
    [DoesNotReturn]
    public static void ThrowGatingTooLate() => throw new InvalidOperationException(
        "a gating sequence can only be added before the first claim: a later one could already have been lapped");

    [DoesNotReturn]
    public static void ThrowClaimCount(int count, int size) => throw new ArgumentOutOfRangeException(
        nameof(count), count, $"a claim takes from 1 to {size} slots, the size of the ring");

    [DoesNotReturn]
    public static void ThrowRecordLength(int length, int maximum) => throw new ArgumentOutOfRangeException(
        nameof(length), length, $"a record has from 0 to {maximum} bytes");

    [DoesNotReturn]
    public static void ThrowNothingClaimed() =>
        throw new InvalidOperationException("there is no claim of at least this length to commit");

    [DoesNotReturn]
    public static void ThrowRewindLimit(long sequence, int attempts) =>
        throw new RewindLimitException(sequence, attempts);
}
