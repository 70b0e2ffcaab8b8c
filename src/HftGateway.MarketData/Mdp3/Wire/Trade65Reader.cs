using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshTradeSummaryLongQty65.</summary>
internal readonly struct Trade65Reader : IEntryReader<TradeEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 34;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Field.I32(ref entry, 16);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out TradeEntry value)
    {
        value.Price = Field.I64(ref entry, 0);
        value.Size = (long)Math.Min(Field.U64(ref entry, 8), long.MaxValue);
        value.RptSeq = Field.U32(ref entry, 20);
        value.Orders = Field.I32(ref entry, 24);
        value.TradeId = Field.U32(ref entry, 28);
        value.AggressorSide = Field.U8(ref entry, 32);
        value.Action = Field.U8(ref entry, 33);
    }
}
