using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshSessionStatisticsLongQty67.</summary>
internal readonly struct Session67Reader : IEntryReader<StatisticEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 27;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Field.I32(ref entry, 16);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out StatisticEntry value)
    {
        value.Price = Field.I64(ref entry, 0);
        value.Size = Field.U64(ref entry, 8);
        value.RptSeq = Field.U32(ref entry, 20);
        value.Detail = Field.U8(ref entry, 24);
        value.Type = Field.U8(ref entry, 26);
        value.Action = Field.U8(ref entry, 25);
    }
}
