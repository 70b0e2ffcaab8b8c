using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshDailyStatistics49.</summary>
internal readonly struct Daily49Reader : IEntryReader<StatisticEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 25;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Field.I32(ref entry, 12);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out StatisticEntry value)
    {
        int size = Field.I32(ref entry, 8);
        value.Price = Field.I64(ref entry, 0);
        value.Size = size == Null.Int32 ? Null.UInt64 : (ulong)size;
        value.RptSeq = Field.U32(ref entry, 16);
        value.Detail = Field.U16(ref entry, 20) << 8 | Field.U8(ref entry, 22);
        value.Type = Field.U8(ref entry, 24);
        value.Action = Field.U8(ref entry, 23);
    }
}
