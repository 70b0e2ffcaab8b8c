using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshBook46.</summary>
internal readonly struct Book46Reader : IEntryReader<BookEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 27;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Field.I32(ref entry, 12);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out BookEntry value)
    {
        value.Price = Field.I64(ref entry, 0);
        value.Size = Field.OrZero(Field.I32(ref entry, 8));
        value.RptSeq = Field.U32(ref entry, 16);
        value.Orders = Field.OrZero(Field.I32(ref entry, 20));
        value.Level = Field.U8(ref entry, 24);
        value.Action = Field.U8(ref entry, 25);
        value.Type = Field.U8(ref entry, 26);
    }
}
