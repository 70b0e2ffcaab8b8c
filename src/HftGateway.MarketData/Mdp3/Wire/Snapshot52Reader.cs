using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of SnapshotFullRefresh52.</summary>
internal readonly struct Snapshot52Reader : IBlockReader<SnapshotEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 22;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out SnapshotEntry value)
    {
        int size = Field.I32(ref entry, 8);
        value.Price = Field.I64(ref entry, 0);
        value.Size = size == Null.Int32 ? Null.UInt64 : (ulong)size;
        value.Orders = Field.OrZero(Field.I32(ref entry, 12));
        value.Detail = Field.U16(ref entry, 17) << 16 | Field.U8(ref entry, 20) << 8 | Field.U8(ref entry, 19);
        value.Level = Field.U8(ref entry, 16);
        value.Type = Field.U8(ref entry, 21);
    }
}
