using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshVolume37.</summary>
internal readonly struct Volume37Reader : IEntryReader<StatisticEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 13;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Field.I32(ref entry, 4);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out StatisticEntry value)
    {
        int size = Field.I32(ref entry, 0);
        value.Price = Null.Price;
        value.Size = size == Null.Int32 ? Null.UInt64 : (ulong)size;
        value.RptSeq = Field.U32(ref entry, 8);
        value.Detail = 0;
        value.Type = (byte)'e';
        value.Action = Field.U8(ref entry, 12);
    }
}
