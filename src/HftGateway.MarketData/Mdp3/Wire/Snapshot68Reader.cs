using System.Runtime.CompilerServices;

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
        value.Price = Field.I64(ref entry, 0);
        value.Size = Field.U64(ref entry, 8);
        value.Orders = Field.OrZero(Field.I32(ref entry, 16));
        value.Detail = Field.U8(ref entry, 21);
        value.Level = Field.U8(ref entry, 20);
        value.Type = Field.U8(ref entry, 22);
    }
}
