using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshTradeSummary48.</summary>
internal readonly struct Trade48Reader : IEntryReader<TradeEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 30;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Field.I32(ref entry, 12);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out TradeEntry value)
    {
        value.Price = Field.I64(ref entry, 0);
        value.Size = Field.I32(ref entry, 8);
        value.RptSeq = Field.U32(ref entry, 16);
        value.Orders = Field.I32(ref entry, 20);
        value.TradeId = Field.U32(ref entry, 26);
        value.AggressorSide = Field.U8(ref entry, 24);
        value.Action = Field.U8(ref entry, 25);
    }
}
