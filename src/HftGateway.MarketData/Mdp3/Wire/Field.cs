using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>
/// Little-endian fields at an offset. The caller has checked that they lie in the message; this machine is little-endian
/// too (tested where the handler is made).
/// </summary>
internal static class Field
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte U8(ref byte at, int offset) => Unsafe.Add(ref at, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort U16(ref byte at, int offset) =>
        Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref at, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32(ref byte at, int offset) => Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref at, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint U32(ref byte at, int offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64(ref byte at, int offset) => Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref at, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong U64(ref byte at, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, offset));

    /// <summary>A 32-bit size or count as a 64-bit one: 0 for null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OrZero(int value) => value == Null.Int32 ? 0 : value;
}
