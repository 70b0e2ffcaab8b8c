using System.Runtime.CompilerServices;
using Entry = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshVolumeLongQty66Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries of MDIncrementalRefreshVolumeLongQty66.</summary>
internal readonly struct Volume66Reader : IEntryReader<StatisticEntry>
{
    /// <inheritdoc/>
    public static int Bytes => 17;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SecurityId(ref byte entry) => Block.Of<Entry>(ref entry).SecurityID;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(ref byte entry, out StatisticEntry value)
    {
        ref readonly Entry block = ref Block.Of<Entry>(ref entry);
        value.Price = Null.Price;
        value.Size = block.MDEntrySize;
        value.RptSeq = block.RptSeq;
        value.Detail = 0;
        value.Type = (byte)'e';
        value.Action = (byte)block.MDUpdateAction;
    }
}
