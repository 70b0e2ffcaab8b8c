using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshVolumeLongQty66.</summary>
internal readonly struct Volume66Reader : IEntryReader<StatisticEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 17;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Field.I32(ref entry, 8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out StatisticEntry value)
    {
        value.Price = Null.Price;
        value.Size = Field.U64(ref entry, 0);
        value.RptSeq = Field.U32(ref entry, 12);
        value.Detail = 0;
        value.Type = (byte)'e';
        value.Action = Field.U8(ref entry, 16);
    }
}
