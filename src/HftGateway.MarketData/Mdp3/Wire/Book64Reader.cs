using System.Runtime.CompilerServices;
using Entry = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshBookLongQty64Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshBookLongQty64.</summary>
internal readonly struct Book64Reader : IEntryReader<BookEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 31;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Block.Of<Entry>(ref entry).SecurityID;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out BookEntry value)
    {
        ref readonly Entry block = ref Block.Of<Entry>(ref entry);
        value.Price = block.MDEntryPx.Mantissa;
        value.Size = Block.OrZero(block.MDEntrySize);
        value.RptSeq = block.RptSeq;
        value.Orders = Block.OrZero(block.NumberOfOrders);
        value.Level = block.MDPriceLevel;
        value.Action = (byte)block.MDUpdateAction;
        value.Type = (byte)block.MDEntryType;
    }
}
