using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshSessionStatistics51; the size came with version 10, behind the rest.</summary>
internal readonly struct Session51Reader : IEntryReader<StatisticEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 19;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Field.I32(ref entry, 8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out StatisticEntry value)
    {
        value.Price = Field.I64(ref entry, 0);
        value.Size = Null.UInt64;
        value.RptSeq = Field.U32(ref entry, 12);
        value.Detail = Field.U8(ref entry, 16);
        value.Type = Field.U8(ref entry, 18);
        value.Action = Field.U8(ref entry, 17);
    }
}
