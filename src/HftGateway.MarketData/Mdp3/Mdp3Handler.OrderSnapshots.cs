using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3.Messages;
using HftGateway.MarketData.Mdp3.Wire;
using OrderBlock = HftGateway.MarketData.Mdp3.Messages.SnapshotFullRefreshOrderBook53Decoder.NoMDEntriesBlock;

namespace HftGateway.MarketData.Mdp3;

// Recovery by order: the chunks of one instrument are staged and take effect together, or not at all.
public sealed partial class Mdp3Handler
{
    private const int OrderSnapshotEntryBytes = 29;

    private readonly InputEvent[] _stagedOrders = [];
    private int _stagedInstrument = -1;
    private uint _stagedPacket;
    private uint _stagedChunk;
    private int _stagedCount;

    private bool OrderSnapshot<TSink>(scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ReadOnlySpan<byte> body = message.Body;
        if (message.BlockLength < SnapshotFullRefreshOrderBook53Decoder.BlockLength || body.Length < message.BlockLength)
            return false;
        int offset = message.BlockLength;
        if (!WireGroup.TryRead(
            body, ref offset, WireGroup.SmallDimension, OrderSnapshotEntryBytes, out WireGroup group))
        {
            return false;
        }

        ref readonly SnapshotFullRefreshOrderBook53Block root =
            ref Block.Of<SnapshotFullRefreshOrderBook53Block>(ref MemoryMarshal.GetReference(body));
        int index = _ids.Find(root.SecurityID);
        if (index == InputEvent.NoInstrument || !_options.Orders)
            return true;
        uint packet = root.LastMsgSeqNumProcessed;
        ref Mdp3Instrument instrument = ref _instruments[index];
        if (instrument.Orders == RecoveryState.Sound || packet < instrument.OrderLostPacket)
        {
            Statistics.SnapshotsUnused++;
            return true;
        }

        InputEvent common = Common(packet, root.TransactTime, utcNs);
        if (!TryStage(index, packet, root.CurrentChunk, in group, in common))
            return true;
        if (root.CurrentChunk == root.NoChunks)
            RecoverOrders(index, ref instrument, packet, in common, ref sink);
        _ = sequence;
        return true;
    }

    private bool TryStage(
        int index, uint packet, uint chunk, scoped in WireGroup group, scoped in InputEvent common)
    {
        if (chunk == 1)
        {
            if (_stagedInstrument >= 0)
                Statistics.OrderSnapshotsCut++;
            _stagedInstrument = index;
            _stagedPacket = packet;
            _stagedChunk = 0;
            _stagedCount = 0;
        }

        bool follows = _stagedInstrument == index && _stagedPacket == packet && chunk == _stagedChunk + 1;
        if (!follows || _stagedCount + group.Count > _stagedOrders.Length)
        {
            if (_stagedInstrument >= 0)
                Statistics.OrderSnapshotsCut++;
            _stagedInstrument = -1;
            return false;
        }

        _stagedChunk = chunk;
        for (int i = 0; i < group.Count; i++)
        {
            ref readonly OrderBlock order = ref Block.Of<OrderBlock>(ref group.Entry(i));
            byte type = (byte)order.MDEntryType;
            if (type is not ((byte)'0' or (byte)'1')
                || !_instruments[index].Scale.TryConvert(order.MDEntryPx.Mantissa, out long price))
            {
                Statistics.BadEntries++;
                _stagedInstrument = -1;
                return false;
            }

            ref InputEvent e = ref _stagedOrders[_stagedCount++];
            e = common;
            e.Kind = EventKind.OrderEntry;
            e.Code = (byte)OrderEntryAction.New;
            e.Side = (EventSide)(type & 1);
            e.Instrument = EventIndex(index);
            e.OrderId = order.OrderID;
            e.OrderId2 = order.MDOrderPriority;
            e.Price = price;
            e.Quantity = order.MDDisplayQty;
        }

        return true;
    }

    private void RecoverOrders<TSink>(
        int index, ref Mdp3Instrument instrument, uint packet, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Statistics.OrderRecoveries++;
        Reset(index, ref instrument, BookScope.ByOrder, in common, ref sink);
        for (int i = 0; i < _stagedCount; i++)
            Emit(ref sink, in _stagedOrders[i]);
        _stagedInstrument = -1;
        ReleaseOrders(ref instrument, packet, ref sink);
        SetOrders(ref instrument, RecoveryState.Sound);
        Show(index, ref instrument, 0, 0, in common, ref sink);
    }

    // What the snapshot already has is dropped: orders carry no count, but the number of their packet.
    private void ReleaseOrders<TSink>(ref Mdp3Instrument instrument, uint packet, ref TSink sink)
        where TSink : struct, IEventSink
    {
        while (instrument.WaitingOrders.Head != 0)
        {
            ref InputEvent waiting = ref _queue.At(instrument.WaitingOrders.Head);
            if (waiting.Sequence > packet)
                Emit(ref sink, in waiting);
            _queue.RemoveFirst(ref instrument.WaitingOrders);
        }
    }
}
