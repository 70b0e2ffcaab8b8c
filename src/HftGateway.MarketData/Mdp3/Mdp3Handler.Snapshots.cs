using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3.Messages;
using HftGateway.MarketData.Mdp3.Wire;

namespace HftGateway.MarketData.Mdp3;

// Recovery by level from the snapshot loop: a snapshot is used if nothing is missing between it and what waits.
public sealed partial class Mdp3Handler
{
    // Entries of a snapshot by type (bid, ask, implied bid, implied ask) and level.
    private readonly int[] _levelEntries = new int[4 * MostLevels];
    private uint _cycle;
    private uint _cycleReports;
    private uint _cycleNext;
    private bool _cycleIsWhole;

    private void BeginLoopPacket(Mdp3Feed feed, uint sequence)
    {
        if (feed == Mdp3Feed.Definitions)
        {
            _definitionsAreWhole = sequence == 1 || (_definitionsAreWhole && sequence == _definitionNext);
            if (sequence == 1)
                _definitionReports = 0;
            _definitionNext = sequence + 1;
        }
        else if (feed == Mdp3Feed.Snapshots)
        {
            if (sequence == 1)
            {
                _cycle++;
                _cycleReports = 0;
            }

            _cycleIsWhole = sequence == 1 || (_cycleIsWhole && sequence == _cycleNext);
            _cycleNext = sequence + 1;
        }
    }

    private bool Snapshot<TSink>(scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ReadOnlySpan<byte> body = message.Body;
        if (message.BlockLength < SnapshotFullRefresh52Decoder.BlockLength || body.Length < message.BlockLength)
            return false;
        int offset = message.BlockLength;
        if (!WireGroup.TryRead(body, ref offset, WireGroup.SmallDimension, Snapshot52Reader.Bytes, out WireGroup group))
            return false;
        ref readonly SnapshotFullRefresh52Block root =
            ref Block.Of<SnapshotFullRefresh52Block>(ref MemoryMarshal.GetReference(body));
        int index = _ids.Find(root.SecurityID);
        if (index != InputEvent.NoInstrument)
        {
            ref Mdp3Instrument instrument = ref _instruments[index];
            instrument.SeenCycle = _cycle;
            if (instrument.Levels == RecoveryState.Sound
                || !IsContinued(ref instrument, root.LastMsgSeqNumProcessed, root.RptSeq))
            {
                Statistics.SnapshotsUnused++;
            }
            else
            {
                InputEvent common = Common(root.LastMsgSeqNumProcessed, root.TransactTime, utcNs);
                Recover(index, ref instrument, in group, in root, in common, ref sink);
            }
        }

        _cycleReports++;
        if (_cycleIsWhole && _cycleReports == root.TotNumReports)
            EndCycle(sequence, root.TransactTime, utcNs, ref sink);
        return true;
    }

    /// <summary>
    /// Whether a snapshot and what waits make a whole: the first count that waits follows the snapshot's, and those
    /// behind follow each other; or, if nothing waits, the snapshot reflects the last packet that was lost.
    /// </summary>
    private bool IsContinued(ref Mdp3Instrument instrument, uint packet, uint count)
    {
        while (instrument.Waiting.Head != 0 && (uint)_queue.At(instrument.Waiting.Head).OrderId2 <= count)
            _queue.RemoveFirst(ref instrument.Waiting);
        if (instrument.Waiting.Head == 0)
        {
            // A suspect one that is as far as the snapshot has missed nothing; what the snapshot has not, it must have.
            return packet >= instrument.LostPacket && count >= instrument.LastSeen;
        }

        uint next = count + 1;
        for (int handle = instrument.Waiting.Head; handle != 0; handle = _queue.After(handle))
        {
            uint found = (uint)_queue.At(handle).OrderId2;
            // Several events may come of one entry.
            if (found != next && found + 1 != next)
                return false;
            next = found + 1;
        }

        return true;
    }

    private void Recover<TSink>(
        int index, ref Mdp3Instrument instrument, scoped in WireGroup group, scoped in SnapshotFullRefresh52Block root,
        scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        uint count = root.RptSeq;
        if (!CollectLevels<Snapshot52Reader>(in group, index))
            return;
        Statistics.SnapshotRecoveries++;
        Reset(index, ref instrument, BookScope.ByLevel, in common, ref sink);
        EmitLevels<TSink, Snapshot52Reader>(index, in group, count, in common, ref sink);
        EmitSnapshotStatistics<TSink, Snapshot52Reader>(index, in group, in common, ref sink);
        EmitState(index, (byte)root.MDSecurityTradingStatus, 0, in common, ref sink);
        EmitLimits(
            index, root.HighLimitPrice.Mantissa, root.LowLimitPrice.Mantissa, root.MaxPriceVariation.Mantissa, in common,
            ref sink);
        uint last = Release(ref instrument, count, ref sink);
        instrument.Expected = last + 1;
        instrument.LastSeen = last;
        instrument.SnapshotPacket = (uint)common.Sequence;
        SetLevels(ref instrument, RecoveryState.Sound);
        Show(index, ref instrument, 0, 0, in common, ref sink);
    }

    // What waited takes effect now; it ends in the middle of an event only if that event is still open.
    private uint Release<TSink>(ref Mdp3Instrument instrument, uint last, ref TSink sink)
        where TSink : struct, IEventSink
    {
        while (instrument.Waiting.Head != 0)
        {
            ref InputEvent waiting = ref _queue.At(instrument.Waiting.Head);
            last = (uint)waiting.OrderId2;
            if (waiting.Kind != EventKind.None)
            {
                bool isLast = _queue.After(instrument.Waiting.Head) == 0;
                if (!isLast || instrument.Dirty == 0)
                    waiting.Flags |= EventFlags.EndOfEvent;
                Emit(ref sink, in waiting);
            }

            _queue.RemoveFirst(ref instrument.Waiting);
        }

        return last;
    }

    /// <summary>Finds the entry of each level. False if a price of one cannot be represented.</summary>
    private bool CollectLevels<TReader>(scoped in WireGroup group, int index)
        where TReader : struct, IBlockReader<SnapshotEntry>
    {
        Array.Clear(_levelEntries);
        for (int i = 0; i < group.Count; i++)
        {
            TReader.Read(ref group.Entry(i), out SnapshotEntry entry);
            int book = BookOf(entry.Type);
            if (book < 0 || entry.Level is 0 or > MostLevels)
                continue;
            if (!_instruments[index].Scale.TryConvert(entry.Price, out _))
            {
                Statistics.InexactPrices++;
                return false;
            }

            _levelEntries[book * MostLevels + entry.Level - 1] = i + 1;
        }

        return true;
    }

    private void EmitLevels<TSink, TReader>(
        int index, scoped in WireGroup group, uint count, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
        where TReader : struct, IBlockReader<SnapshotEntry>
    {
        for (int place = 0; place < _levelEntries.Length; place++)
        {
            if (_levelEntries[place] == 0)
                continue;
            int book = place / MostLevels;
            TReader.Read(ref group.Entry(_levelEntries[place] - 1), out SnapshotEntry entry);
            _instruments[index].Scale.TryConvert(entry.Price, out long price);
            long size = entry.Size == Null.UInt64 ? 0 : (long)Math.Min(entry.Size, long.MaxValue);
            ref InputEvent e = ref sink.Next;
            e = common;
            e.Kind = EventKind.LevelInsert;
            e.Side = (EventSide)(book & 1);
            e.Code = (byte)(place % MostLevels + 1);
            e.Instrument = EventIndex(index);
            e.Price = price;
            e.OrderId = (ulong)size;
            e.Quantity = (int)Math.Min(size, int.MaxValue);
            e.Quantity2 = entry.Orders;
            e.OrderId2 = count;
            e.Flags = EventFlags.EndOfEvent | (book >= 2 ? EventFlags.Implied : EventFlags.None);
            sink.Commit();
        }
    }

    private void EmitSnapshotStatistics<TSink, TReader>(
        int index, scoped in WireGroup group, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
        where TReader : struct, IBlockReader<SnapshotEntry>
    {
        for (int i = 0; i < group.Count; i++)
        {
            TReader.Read(ref group.Entry(i), out SnapshotEntry entry);
            if (BookOf(entry.Type) >= 0 || entry.Type is (byte)'J' or (byte)'g')
                continue;
            StatisticEntry statistic = default;
            statistic.Price = entry.Price;
            statistic.Size = entry.Size;
            statistic.Type = entry.Type;
            statistic.Detail = entry.Detail;
            EmitStatistic(index, in statistic, in common, ref sink);
        }
    }

    // A whole cycle went by: what was not in it had no activity this week and is empty.
    private void EndCycle<TSink>(uint sequence, ulong transactTimeNs, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        InputEvent common = Common(sequence, transactTimeNs, utcNs);
        for (int i = 0; i < _count; i++)
        {
            ref Mdp3Instrument instrument = ref _instruments[i];
            bool empty = instrument is { IsBound: true, Levels: RecoveryState.Broken, LastSeen: 0 };
            if (empty && instrument.SeenCycle != _cycle)
                StartEmpty(i, ref instrument, in common, ref sink);
        }

        _cycleIsWhole = false;
    }

    // A conflated picture of one instrument: each message is the whole book.
    private bool TcpSnapshot<TSink, TReader>(
        scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
        where TReader : struct, IBlockReader<SnapshotEntry>
    {
        ReadOnlySpan<byte> body = message.Body;
        if (message.BlockLength < SnapshotFullRefreshTCP61Decoder.BlockLength || body.Length < message.BlockLength)
            return false;
        int offset = message.BlockLength;
        if (!WireGroup.TryRead(body, ref offset, WireGroup.SmallDimension, TReader.Bytes, out WireGroup group))
            return false;
        // The same root in both templates.
        ref readonly SnapshotFullRefreshTCP61Block root =
            ref Block.Of<SnapshotFullRefreshTCP61Block>(ref MemoryMarshal.GetReference(body));
        int index = _ids.Find(root.SecurityID);
        if (index == InputEvent.NoInstrument || !CollectLevels<TReader>(in group, index))
            return true;
        ref Mdp3Instrument instrument = ref _instruments[index];
        InputEvent common = Common(sequence, root.TransactTime, utcNs);
        Reset(index, ref instrument, BookScope.ByLevel, in common, ref sink);
        EmitLevels<TSink, TReader>(index, in group, 0, in common, ref sink);
        EmitSnapshotStatistics<TSink, TReader>(index, in group, in common, ref sink);
        EmitLimits(
            index, root.HighLimitPrice.Mantissa, root.LowLimitPrice.Mantissa, root.MaxPriceVariation.Mantissa, in common,
            ref sink);
        // No count matches: entries of this feed are taken as they come, by a stream that loses nothing.
        instrument.IsConflated = true;
        instrument.Expected = uint.MaxValue;
        SetLevels(ref instrument, RecoveryState.Sound);
        Show(index, ref instrument, 0, 0, in common, ref sink);
        return true;
    }

    private static int BookOf(byte type) => type switch
    {
        (byte)'0' => 0,
        (byte)'1' => 1,
        (byte)'E' => 2,
        (byte)'F' => 3,
        _ => -1,
    };
}
