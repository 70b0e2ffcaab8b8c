using System.Runtime.CompilerServices;
using Entry = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshTradeSummaryLongQty65Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshTradeSummaryLongQty65.</summary>
internal readonly struct Trade65Reader : IEntryReader<TradeEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 34;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Block.Of<Entry>(ref entry).SecurityID;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out TradeEntry value)
    {
        ref readonly Entry block = ref Block.Of<Entry>(ref entry);
        value.Price = block.MDEntryPx.Mantissa;
        value.Size = Block.OrZero(block.MDEntrySize);
        value.RptSeq = block.RptSeq;
        value.Orders = block.NumberOfOrders;
        value.TradeId = block.MDTradeEntryID;
        value.AggressorSide = (byte)block.AggressorSide;
        value.Action = (byte)block.MDUpdateAction;
    }
}
