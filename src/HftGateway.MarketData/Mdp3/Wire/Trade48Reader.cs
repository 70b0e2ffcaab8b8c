using System.Runtime.CompilerServices;
using Entry = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshTradeSummary48Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshTradeSummary48.</summary>
internal readonly struct Trade48Reader : IEntryReader<TradeEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 30;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Block.Of<Entry>(ref entry).SecurityID;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out TradeEntry value)
    {
        ref readonly Entry block = ref Block.Of<Entry>(ref entry);
        value.Price = block.MDEntryPx.Mantissa;
        value.Size = block.MDEntrySize;
        value.RptSeq = block.RptSeq;
        value.Orders = block.NumberOfOrders;
        value.TradeId = block.MDTradeEntryID;
        value.AggressorSide = (byte)block.AggressorSide;
        value.Action = (byte)block.MDUpdateAction;
    }
}
