using System.Runtime.CompilerServices;

namespace HftGateway.Aeron.Memory;

/// <summary>Rounding up to powers of two.</summary>
internal static class Align
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Up(int value, int alignment) => (value + (alignment - 1)) & ~(alignment - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Up(long value, long alignment) => (value + (alignment - 1)) & ~(alignment - 1);

    public static bool IsPowerOfTwo(int value) => value > 0 && (value & (value - 1)) == 0;
}
