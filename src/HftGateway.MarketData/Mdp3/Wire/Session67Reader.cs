using System.Runtime.CompilerServices;
using Entry = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshSessionStatisticsLongQty67Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshSessionStatisticsLongQty67.</summary>
internal readonly struct Session67Reader : IEntryReader<StatisticEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 27;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Block.Of<Entry>(ref entry).SecurityID;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out StatisticEntry value)
    {
        ref readonly Entry block = ref Block.Of<Entry>(ref entry);
        value.Price = block.MDEntryPx.Mantissa;
        value.Size = block.MDEntrySize;
        value.RptSeq = block.RptSeq;
        value.Detail = (byte)block.OpenCloseSettlFlag;
        value.Type = (byte)block.MDEntryType;
        value.Action = (byte)block.MDUpdateAction;
    }
}
