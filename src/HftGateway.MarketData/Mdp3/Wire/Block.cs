using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>
/// The compiled schema's blocks in place. The caller has checked that the fields it reads lie in the message; a block of
/// an older version may end before the structure does, so a field is read only where its bytes were checked. This
/// machine is little-endian as the blocks are (tested where the handler is made).
/// </summary>
internal static class Block
{
    /// <summary>A block at its first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly T Of<T>(ref byte at)
        where T : unmanaged => ref Unsafe.As<byte, T>(ref at);

    /// <summary>A 32-bit size or count: 0 for null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OrZero(int value) => value == Null.Int32 ? 0 : value;

    /// <summary>A 32-bit size as a 64-bit one, with the null of the latter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OrNull(int value) => value == Null.Int32 ? Null.UInt64 : (ulong)value;

    /// <summary>A 64-bit size as a signed one: 0 for null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long OrZero(ulong value) => value == Null.UInt64 ? 0 : (long)Math.Min(value, long.MaxValue);
}
