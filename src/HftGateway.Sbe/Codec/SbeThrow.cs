using System.Diagnostics.CodeAnalysis;

namespace HftGateway.Sbe;

/// <summary>The exceptions of generated codecs, out of line so that their callers stay small.</summary>
public static class SbeThrow
{
    /// <summary>An encoder's buffer is too small.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void BufferTooSmall(string what)
        => throw new ArgumentException($"the buffer is too small for {what}");

    /// <summary>More entries or bytes than the length member of the wire can count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Always.</exception>
    [DoesNotReturn]
    public static void TooMany(string what, long given, long highest)
        => throw new ArgumentOutOfRangeException(what, given, $"{what}: at most {highest}");

    /// <summary>An index outside a group or array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Always.</exception>
    [DoesNotReturn]
    public static void Index(int index, int count)
        => throw new ArgumentOutOfRangeException(nameof(index), index, $"index outside 0 to {count - 1}");

    /// <summary>A value of another length than its field.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void Length(int given, int length)
        => throw new ArgumentException($"{given} bytes do not fit a field of {length}");

    /// <summary>Groups or data written out of order or not to their end (checked in debug builds).</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void OutOfOrder(string what, string member)
        => throw new InvalidOperationException(
            $"{what}: {member} must be written once, in the schema's order, after the groups before it are complete");

    /// <summary>A block seen as a structure although the message's block is an older or shorter one.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void NotAStruct(string what)
        => throw new InvalidOperationException($"{what}: the message's block is older or shorter than the structure");
}
