using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.MarketData.Mdp3;

// What is missing, who is affected by it, and what waits meanwhile.
public sealed partial class Mdp3Handler
{
    private const int MostLevels = 16;

    private InputEvent _nowhere;
    private int _unsoundLevels;
    private int _unsoundOrders;

    /// <summary>
    /// Packets of the incremental feed are lost for good. Books by level are in doubt until their own count shows that
    /// nothing of theirs was among them; books by order are stale until a snapshot.
    /// </summary>
    /// <param name="first">First number lost.</param>
    /// <param name="count">How many.</param>
    /// <param name="utcNs">Time of the notice, ns since the Unix epoch.</param>
    /// <param name="sink">Where the events go.</param>
    /// <typeparam name="TSink">The sink's struct.</typeparam>
    public void OnLost<TSink>(ulong first, ulong count, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (count == 0)
            return;
        Statistics.LostPackets += (long)count;
        _incrementalPacket = (uint)(first + count - 1);
        Doubt(_incrementalPacket, utcNs, ref sink);
    }

    /// <summary>
    /// The incremental feed is silent, late or otherwise not to be believed, or is so no longer: while it is, every book
    /// is shown as stale, and nothing else changes.
    /// </summary>
    /// <param name="silent">Whether it is.</param>
    /// <param name="utcNs">Time of the notice.</param>
    /// <param name="sink">Where the events go.</param>
    /// <typeparam name="TSink">The sink's struct.</typeparam>
    public void OnSilence<TSink>(bool silent, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        _silent = silent;
        InputEvent common = Common(_incrementalPacket, (ulong)utcNs, utcNs);
        for (int i = 0; i < _count; i++)
            Show(i, ref _instruments[i], 0, 0, in common, ref sink);
    }

    /// <summary>
    /// The packet numbers begin anew (each week, or after a failure of the exchange): everything known is void.
    /// </summary>
    /// <param name="utcNs">Time of the notice.</param>
    /// <param name="sink">Where the events go.</param>
    /// <typeparam name="TSink">The sink's struct.</typeparam>
    public void OnSessionChanged<TSink>(long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Statistics.SessionChanges++;
        _incrementalPacket = 0;
        _changedCount = 0;
        _cycleIsWhole = false;
        _stagedInstrument = -1;
        InputEvent common = Common(0, (ulong)utcNs, utcNs);
        for (int i = 0; i < _count; i++)
        {
            ref Mdp3Instrument instrument = ref _instruments[i];
            Forget(ref instrument);
            SetLevels(ref instrument, RecoveryState.Broken);
            SetOrders(ref instrument, RecoveryState.Broken);
            Show(i, ref instrument, 0, 0, in common, ref sink);
            Reset(i, ref instrument, BookScope.Both, in common, ref sink);
        }
    }

    private bool TryBeginIncremental<TSink>(scoped in Mdp3PacketHeader header, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        uint sequence = header.Sequence;
        if (_incrementalPacket == 0)
        {
            BeginFeed(in header, utcNs, ref sink);
        }
        else if (sequence != _incrementalPacket + 1)
        {
            if (sequence <= _incrementalPacket)
            {
                Statistics.OldPackets++;
                return false;
            }

            long now = utcNs != 0 ? utcNs : (long)header.SendingTimeNs;
            OnLost(_incrementalPacket + 1, sequence - _incrementalPacket - 1, now, ref sink);
        }

        _incrementalPacket = sequence;
        return true;
    }

    // Everything before the first packet is unknown, but what a snapshot already told.
    private void BeginFeed<TSink>(scoped in Mdp3PacketHeader header, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        uint before = header.Sequence - 1;
        InputEvent common = Common(header.Sequence, header.SendingTimeNs, utcNs);
        for (int i = 0; i < _count; i++)
        {
            ref Mdp3Instrument instrument = ref _instruments[i];
            instrument.LostPacket = before;
            instrument.OrderLostPacket = before;
            if (instrument.SnapshotPacket >= before)
                continue;
            if (instrument.Levels == RecoveryState.Sound)
                SetLevels(ref instrument, RecoveryState.Suspect);
            SetOrders(ref instrument, RecoveryState.Broken);
            Show(i, ref instrument, 0, 0, in common, ref sink);
        }
    }

    private void OnMalformedMessage<TSink>(Mdp3Feed feed, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Statistics.MalformedMessages++;
        if (feed == Mdp3Feed.Incremental)
            Doubt(sequence, utcNs, ref sink);
        else if (feed == Mdp3Feed.Snapshots)
            _cycleIsWhole = false;
        else if (feed == Mdp3Feed.OrderSnapshots)
            _stagedInstrument = -1;
    }

    // The contents of a packet are missing, in whole or in part.
    private void Doubt<TSink>(uint packet, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        InputEvent common = Common(packet, (ulong)utcNs, utcNs);
        for (int i = 0; i < _count; i++)
        {
            ref Mdp3Instrument instrument = ref _instruments[i];
            instrument.LostPacket = packet;
            instrument.OrderLostPacket = packet;
            if (instrument.Levels == RecoveryState.Sound)
                SetLevels(ref instrument, RecoveryState.Suspect);
            _queue.Clear(ref instrument.WaitingOrders);
            SetOrders(ref instrument, RecoveryState.Broken);
            Show(i, ref instrument, instrument.Expected, 0, in common, ref sink);
        }
    }

    /// <summary>An entry that does not simply follow the one before.</summary>
    /// <param name="index">The instrument.</param>
    /// <param name="instrument">Its state.</param>
    /// <param name="count">The entry's count, RptSeq.</param>
    /// <param name="common">Times and sequence.</param>
    /// <param name="sink">Where the events go.</param>
    /// <param name="accepted">Whether it takes effect now; if not, it waits.</param>
    /// <returns>False if it is an old one, to be dropped.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AcceptUncommon<TSink>(
        int index, ref Mdp3Instrument instrument, uint count, scoped in InputEvent common, ref TSink sink,
        out bool accepted)
        where TSink : struct, IEventSink
    {
        accepted = false;
        if (instrument.IsConflated && count == 0)
        {
            accepted = instrument.Levels == RecoveryState.Sound;
            return accepted;
        }

        if (instrument.Levels != RecoveryState.Broken)
        {
            // A suspect one whose next count follows has missed nothing.
            accepted = count == instrument.Expected;
            if (accepted)
            {
                Statistics.IntactAfterLoss++;
                SetLevels(ref instrument, RecoveryState.Sound);
                Show(index, ref instrument, 0, 0, in common, ref sink);
            }
            else if (count < instrument.Expected)
            {
                Statistics.OldEntries++;
                return false;
            }
            else
            {
                Statistics.EntryGaps++;
                Break(index, ref instrument, instrument.Expected, count, in common, ref sink);
            }
        }
        else if (count == 1 && instrument.LastSeen == 0)
        {
            // The first entry of the week: before it the book was empty.
            StartEmpty(index, ref instrument, in common, ref sink);
            accepted = true;
        }
        else if (count <= instrument.LastSeen)
        {
            Statistics.OldEntries++;
            return false;
        }

        instrument.LastSeen = count;
        if (accepted)
            instrument.Expected = count + 1;
        return true;
    }

    /// <summary>Notes that a book by level misses something: from here on its entries wait.</summary>
    private void Break<TSink>(
        int index, ref Mdp3Instrument instrument, uint expected, uint received, scoped in InputEvent common,
        ref TSink sink)
        where TSink : struct, IEventSink
    {
        SetLevels(ref instrument, RecoveryState.Broken);
        instrument.LostPacket = Math.Max(instrument.LostPacket, (uint)common.Sequence);
        _queue.Clear(ref instrument.Waiting);
        Show(index, ref instrument, expected, received, in common, ref sink);
    }

    private void BreakOrders<TSink>(
        int index, ref Mdp3Instrument instrument, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        SetOrders(ref instrument, RecoveryState.Broken);
        instrument.OrderLostPacket = Math.Max(instrument.OrderLostPacket, (uint)common.Sequence);
        _queue.Clear(ref instrument.WaitingOrders);
        Show(index, ref instrument, 0, 0, in common, ref sink);
    }

    private void StartEmpty<TSink>(
        int index, ref Mdp3Instrument instrument, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Statistics.EmptyStarts++;
        instrument.Expected = 1;
        SetLevels(ref instrument, RecoveryState.Sound);
        Reset(index, ref instrument, BookScope.ByLevel, in common, ref sink);
        // The orders of a book that never had an entry are as empty as its levels.
        if (_options.Orders && instrument.Orders != RecoveryState.Sound)
        {
            SetOrders(ref instrument, RecoveryState.Sound);
            Reset(index, ref instrument, BookScope.ByOrder, in common, ref sink);
            // Those of the same event come before its levels.
            ReleaseOrders(ref instrument, 0, ref sink);
        }

        Show(index, ref instrument, 0, 0, in common, ref sink);
    }

    // The exchange empties one book: whatever was missing before does not matter any more.
    private void EmptyBook<TSink>(
        int index, ref Mdp3Instrument instrument, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        _queue.Clear(ref instrument.Waiting);
        instrument.Expected = instrument.LastSeen + 1;
        instrument.Dirty = 0;
        SetLevels(ref instrument, RecoveryState.Sound);
        Reset(index, ref instrument, BookScope.ByLevel, in common, ref sink);
        Show(index, ref instrument, 0, 0, in common, ref sink);
    }

    private void Reset<TSink>(
        int index, ref Mdp3Instrument instrument, BookScope scope, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        InputEvent e = common;
        e.Kind = EventKind.BookReset;
        e.Instrument = EventIndex(index);
        e.Code = (byte)scope;
        e.Quantity = instrument.Depth;
        e.Quantity2 = instrument.ImpliedDepth;
        e.Flags = EventFlags.EndOfEvent;
        Emit(ref sink, in e);
    }

    /// <summary>Tells the later stages what changed in an instrument's soundness, if anything did.</summary>
    private void Show<TSink>(
        int index, ref Mdp3Instrument instrument, uint expected, uint received, scoped in InputEvent common,
        ref TSink sink)
        where TSink : struct, IEventSink
    {
        bool levels = _silent || instrument.Levels != RecoveryState.Sound;
        bool orders = _options.Orders && (_silent || instrument.Orders != RecoveryState.Sound);
        if (levels != instrument.ShownStale)
        {
            instrument.ShownStale = levels;
            Tell(index, levels, BookScope.ByLevel, expected, received, in common, ref sink);
        }

        if (_options.Orders && orders != instrument.OrdersShownStale)
        {
            instrument.OrdersShownStale = orders;
            Tell(index, orders, BookScope.ByOrder, 0, 0, in common, ref sink);
        }
    }

    private void Tell<TSink>(
        int index, bool stale, BookScope scope, uint expected, uint received, scoped in InputEvent common,
        ref TSink sink)
        where TSink : struct, IEventSink
    {
        InputEvent e = common;
        e.Kind = stale ? EventKind.BookStale : EventKind.BookRecovered;
        e.Instrument = EventIndex(index);
        e.Code = (byte)scope;
        e.OrderId = expected;
        e.OrderId2 = received;
        Emit(ref sink, in e);
    }

    /// <summary>A place in an instrument's queue; when there is none the queue is given up.</summary>
    private ref InputEvent Wait(ref EventQueue.List list, out bool accepted)
    {
        accepted = false;
        if (!_queue.HasRoom)
        {
            Statistics.QueueOverflows++;
            _queue.Clear(ref list);
            if (!_queue.HasRoom)
                return ref _nowhere;
        }

        return ref _queue.Append(ref list);
    }

    // An entry that changes no level still counts: without it the ones behind would not follow.
    private void Mark(ref Mdp3Instrument instrument, uint count)
    {
        ref InputEvent e = ref Wait(ref instrument.Waiting, out _);
        e = default;
        e.OrderId2 = count;
    }

    private void Forget(ref Mdp3Instrument instrument)
    {
        _queue.Clear(ref instrument.Waiting);
        _queue.Clear(ref instrument.WaitingOrders);
        instrument.Expected = 0;
        instrument.LastSeen = 0;
        instrument.LostPacket = 0;
        instrument.OrderLostPacket = 0;
        instrument.SnapshotPacket = 0;
        instrument.Dirty = 0;
        instrument.IsListed = false;
    }

    private void SetLevels(ref Mdp3Instrument instrument, RecoveryState state)
    {
        if (instrument.IsBound)
            _unsoundLevels += (state != RecoveryState.Sound ? 1 : 0) - (instrument.Levels != RecoveryState.Sound ? 1 : 0);
        instrument.Levels = state;
        NeedsSnapshots = _unsoundLevels != 0;
    }

    private void SetOrders(ref Mdp3Instrument instrument, RecoveryState state)
    {
        if (!_options.Orders)
            return;
        if (instrument.IsBound)
            _unsoundOrders += (state != RecoveryState.Sound ? 1 : 0) - (instrument.Orders != RecoveryState.Sound ? 1 : 0);
        instrument.Orders = state;
        NeedsOrderSnapshots = _unsoundOrders != 0;
    }
}
