using System.Runtime.CompilerServices;
using Entry = HftGateway.MarketData.Mdp3.Messages.SnapshotFullRefreshTCPLongQty68Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of SnapshotFullRefreshTCPLongQty68.</summary>
internal readonly struct Snapshot68Reader : IBlockReader<SnapshotEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 23;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out SnapshotEntry value)
    {
        ref readonly Entry block = ref Block.Of<Entry>(ref entry);
        value.Price = block.MDEntryPx.Mantissa;
        value.Size = block.MDEntrySize;
        value.Orders = Block.OrZero(block.NumberOfOrders);
        value.Detail = (byte)block.OpenCloseSettlFlag;
        value.Level = (byte)block.MDPriceLevel;
        value.Type = (byte)block.MDEntryType;
    }
}
