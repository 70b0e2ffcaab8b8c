using System.Runtime.CompilerServices;
using Entry = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshVolume37Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshVolume37.</summary>
internal readonly struct Volume37Reader : IEntryReader<StatisticEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 13;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Block.Of<Entry>(ref entry).SecurityID;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out StatisticEntry value)
    {
        ref readonly Entry block = ref Block.Of<Entry>(ref entry);
        value.Price = Null.Price;
        value.Size = Block.OrNull(block.MDEntrySize);
        value.RptSeq = block.RptSeq;
        value.Detail = 0;
        value.Type = (byte)'e';
        value.Action = (byte)block.MDUpdateAction;
    }
}
