using System.Runtime.CompilerServices;

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
        int size = Field.I32(ref entry, 8);
        value.Price = Field.I64(ref entry, 0);
        value.Size = size == Null.Int32 ? Null.UInt64 : (ulong)size;
        value.Orders = Field.OrZero(Field.I32(ref entry, 16));
        value.Detail = Field.U8(ref entry, 25) << 8 | Field.U8(ref entry, 21);
        value.Level = Field.U8(ref entry, 20);
        value.Type = Field.U8(ref entry, 22);
    }
}
