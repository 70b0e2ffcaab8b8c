using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshBookLongQty64.</summary>
internal readonly struct Book64Reader : IEntryReader<BookEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 31;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Field.I32(ref entry, 16);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out BookEntry value)
    {
        ulong size = Field.U64(ref entry, 8);
        value.Price = Field.I64(ref entry, 0);
        value.Size = size == Null.UInt64 ? 0 : (long)Math.Min(size, long.MaxValue);
        value.RptSeq = Field.U32(ref entry, 20);
        value.Orders = Field.OrZero(Field.I32(ref entry, 24));
        value.Level = Field.U8(ref entry, 28);
        value.Action = Field.U8(ref entry, 29);
        value.Type = Field.U8(ref entry, 30);
    }
}
