using System.Runtime.CompilerServices;
using Entry = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshDailyStatistics49Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshDailyStatistics49.</summary>
internal readonly struct Daily49Reader : IEntryReader<StatisticEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 25;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Block.Of<Entry>(ref entry).SecurityID;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out StatisticEntry value)
    {
        ref readonly Entry block = ref Block.Of<Entry>(ref entry);
        value.Price = block.MDEntryPx.Mantissa;
        value.Size = Block.OrNull(block.MDEntrySize);
        value.RptSeq = block.RptSeq;
        value.Detail = block.TradingReferenceDate << 8 | (byte)block.SettlPriceType;
        value.Type = (byte)block.MDEntryType;
        value.Action = (byte)block.MDUpdateAction;
    }
}
