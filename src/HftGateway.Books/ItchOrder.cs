using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HftGateway.Books;

/// <summary>
/// Fields of the ITCH messages that concern orders (A, F, E, C, X, D, U), read in place.
/// <para><b>Limits.</b> The caller has checked that the message has its type's length: all reads lie inside.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, sections 1.3 and 1.4.</para>
/// </summary>
internal static unsafe class ItchOrder
{
    /// <summary>Order reference number; of a replace the original one. All have it at the same place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Reference(byte* message) => Read64(message + 11);

    /// <summary>Stock locate code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Locate(byte* message) =>
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(message + 1));

    /// <summary>Shares of E, C, X: executed or cancelled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Taken(byte* message) => Read32(message + 19);

    /// <summary>Side letter of A and F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Side(byte* message) => message[19];

    /// <summary>Shares of A and F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AddedShares(byte* message) => Read32(message + 20);

    /// <summary>Price of A and F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AddedPrice(byte* message) => Read32(message + 32);

    /// <summary>New reference of U.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong NewReference(byte* message) => Read64(message + 19);

    /// <summary>New shares of U.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NewShares(byte* message) => Read32(message + 27);

    /// <summary>New price of U.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NewPrice(byte* message) => Read32(message + 31);

    /// <summary>All ones for A, F and U, which place an order; 0 for the others. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PlacingMask(byte* message) => 0 - (uint)((PlacingBits >> (*message & 63)) & 1);

    /// <summary>1 for A and F of a sell order, 0 for those of a buy order and for all others. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SideBit(byte* message)
    {
        // B is even and S odd. The types without a side are shorter: their last byte before is read instead.
        uint isAdd = (uint)(AddBits >> (*message & 63)) & 1;
        return message[18 + isAdd] & isAdd;
    }

    /// <summary>Price at which A, F and U place their order; of the others something. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PlacedPrice(byte* message)
    {
        uint isAdd = (uint)(AddBits >> (*message & 63)) & 1;
        uint isPlacing = (uint)(PlacingBits >> (*message & 63)) & 1;
        return Read32(message + ((isPlacing << 4) + 15 + isAdd));
    }

    private const ulong AddBits = (1UL << ('A' & 63)) | (1UL << ('F' & 63));
    private const ulong PlacingBits = AddBits | (1UL << ('U' & 63));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Read32(byte* at) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read64(byte* at) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(at));
}
