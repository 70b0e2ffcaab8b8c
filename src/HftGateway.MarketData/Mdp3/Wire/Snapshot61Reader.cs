using System.Runtime.CompilerServices;
using Entry = HftGateway.MarketData.Mdp3.Messages.SnapshotFullRefreshTCP61Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of SnapshotFullRefreshTCP61.</summary>
internal readonly struct Snapshot61Reader : IBlockReader<SnapshotEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 26;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out SnapshotEntry value)
    {
        ref readonly Entry block = ref Block.Of<Entry>(ref entry);
        value.Price = block.MDEntryPx.Mantissa;
        value.Size = Block.OrNull(block.MDEntrySize);
        value.Orders = Block.OrZero(block.NumberOfOrders);
        value.Detail = (byte)block.SettlPriceType << 8 | (byte)block.OpenCloseSettlFlag;
        value.Level = (byte)block.MDPriceLevel;
        value.Type = (byte)block.MDEntryType;
    }
}
