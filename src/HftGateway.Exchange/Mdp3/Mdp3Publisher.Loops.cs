using System.Buffers.Binary;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;

namespace HftGateway.Exchange.Mdp3;

// The loops that late subscribers and those with a gap read: definitions, snapshots by price, snapshots by order.
internal sealed partial class Mdp3Publisher
{
    private const int DefinitionBytes = 224;
    private const int SnapshotBytes = 59;
    private const int SnapshotLevelBytes = 22;
    private const int OrderSnapshotBytes = 28;
    private const int OrderSnapshotOrderBytes = 29;
    private const int DefinitionRoom = Mdp3Message.HeaderBytes + DefinitionBytes + 4 * 3 + 8;

    private readonly Mdp3PacketWriter _snapshot;
    private readonly RestingOrder[] _sideOrders = new RestingOrder[1 << 14];
    private int _nextDefinition;
    private uint _definitionSequence;
    private int _nextSnapshot;
    private uint _snapshotSequence;
    private int _nextOrderSnapshot;
    private uint _orderSnapshotSequence;

    private void SendDefinitions()
    {
        if (_definitionLine == null)
            return;
        if (_nextDefinition == 0)
            _definitionSequence = 0;
        _snapshot.Begin(++_definitionSequence, NowNs);
        while (_nextDefinition < _carried.Length && _snapshot.Room >= DefinitionRoom)
            WriteDefinition(_carried[_nextDefinition++]);
        if (_nextDefinition == _carried.Length)
            _nextDefinition = 0;
        SendLoop(_definitionLine);
    }

    private void WriteDefinition(int symbol)
    {
        Span<byte> root = _snapshot.BeginMessage(Mdp3Template.DefinitionFuture, DefinitionBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(root[1..], (uint)_carried.Length);
        root[5] = (byte)'A';
        BinaryPrimitives.WriteUInt64LittleEndian(root[6..], NowNs);
        root[14] = _symbols[symbol].State;
        "SIM"u8.CopyTo(root[19..]);
        "SIM"u8.CopyTo(root[23..]);
        "SIM"u8.CopyTo(root[29..]);
        _names[symbol].CopyTo(root[35..]);
        BinaryPrimitives.WriteInt32LittleEndian(root[55..], SecurityId(symbol));
        "FUT"u8.CopyTo(root[59..]);
        "USD"u8.CopyTo(root[76..]);
        root[82] = (byte)'F';
        BinaryPrimitives.WriteUInt32LittleEndian(root[83..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(root[87..], int.MaxValue);
        BinaryPrimitives.WriteInt64LittleEndian(root[91..], _feeds.TickPu * MantissaPerPu);
        BinaryPrimitives.WriteInt64LittleEndian(root[99..], 1_000_000_000);
        _snapshot.AddGroup(9, 0);
        Span<byte> feeds = _snapshot.AddGroup(4, 2);
        "GBX"u8.CopyTo(feeds);
        feeds[3] = (byte)_feeds.Depth;
        "GBI"u8.CopyTo(feeds[4..]);
        feeds[7] = 2;
        _snapshot.AddGroup(4, 0);
        _snapshot.AddGroup(5, 0);
        _snapshot.EndMessage();
    }

    // One instrument a packet.
    private void SendSnapshots()
    {
        if (_snapshotLine == null)
            return;
        if (_nextSnapshot == 0)
            _snapshotSequence = 0;
        int symbol = _carried[_nextSnapshot];
        _nextSnapshot = _nextSnapshot + 1 == _carried.Length ? 0 : _nextSnapshot + 1;
        SymbolChannel channel = _symbols[symbol];
        _snapshot.Begin(++_snapshotSequence, NowNs);
        Span<byte> root = _snapshot.BeginMessage(Mdp3Template.Snapshot, SnapshotBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(root, LastSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(root[4..], (uint)_carried.Length);
        BinaryPrimitives.WriteInt32LittleEndian(root[8..], SecurityId(symbol));
        BinaryPrimitives.WriteUInt32LittleEndian(root[12..], channel.Entries);
        BinaryPrimitives.WriteUInt64LittleEndian(root[16..], NowNs);
        BinaryPrimitives.WriteUInt64LittleEndian(root[24..], NowNs);
        BinaryPrimitives.WriteUInt16LittleEndian(root[32..], ushort.MaxValue);
        root[34] = channel.State;
        for (int offset = 35; offset < SnapshotBytes; offset += sizeof(long))
            BinaryPrimitives.WriteInt64LittleEndian(root[offset..], long.MaxValue);
        int bids = channel.Counts[(int)EventSide.Buy];
        int asks = channel.Counts[(int)EventSide.Sell];
        Span<byte> at = _snapshot.AddGroup(SnapshotLevelBytes, bids + asks);
        WriteSnapshotLevels(at, channel.Of(EventSide.Buy), (byte)'0');
        WriteSnapshotLevels(at[(bids * SnapshotLevelBytes)..], channel.Of(EventSide.Sell), (byte)'1');
        _snapshot.EndMessage();
        SendLoop(_snapshotLine);
    }

    private static void WriteSnapshotLevels(Span<byte> at, ReadOnlySpan<PublishedLevel> levels, byte type)
    {
        for (int i = 0; i < levels.Length; i++, at = at[SnapshotLevelBytes..])
        {
            BinaryPrimitives.WriteInt64LittleEndian(at, levels[i].Price * MantissaPerPu);
            BinaryPrimitives.WriteInt32LittleEndian(at[8..], levels[i].Quantity);
            BinaryPrimitives.WriteInt32LittleEndian(at[12..], levels[i].Orders);
            at[16] = (byte)(i + 1);
            BinaryPrimitives.WriteUInt16LittleEndian(at[17..], ushort.MaxValue);
            at[19] = byte.MaxValue;
            at[21] = type;
        }
    }

    // All orders of one instrument, in as many chunks, each a packet, as they need.
    private void SendOrderSnapshots()
    {
        if (_orderSnapshotLine == null)
            return;
        if (_nextOrderSnapshot == 0)
            _orderSnapshotSequence = 0;
        int symbol = _carried[_nextOrderSnapshot];
        _nextOrderSnapshot = _nextOrderSnapshot + 1 == _carried.Length ? 0 : _nextOrderSnapshot + 1;
        int bids = _books.CopyOrders(symbol, EventSide.Buy, _sideOrders);
        int asks = _books.CopyOrders(symbol, EventSide.Sell, _sideOrders.AsSpan(bids));
        int total = bids + asks;
        int room = _options.FeedPayloadBytes - Mdp3PacketHeader.SizeBytes - Mdp3Message.HeaderBytes - OrderSnapshotBytes;
        int perChunk = Math.Min(255, (room - 3) / OrderSnapshotOrderBytes);
        int chunks = Math.Max(1, (total + perChunk - 1) / perChunk);
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            int first = chunk * perChunk;
            WriteOrderChunk(symbol, chunks, chunk + 1, _sideOrders.AsSpan(first, Math.Min(perChunk, total - first)));
            SendLoop(_orderSnapshotLine);
        }
    }

    private void WriteOrderChunk(int symbol, int chunks, int chunk, ReadOnlySpan<RestingOrder> orders)
    {
        _snapshot.Begin(++_orderSnapshotSequence, NowNs);
        Span<byte> root = _snapshot.BeginMessage(Mdp3Template.OrderSnapshot, OrderSnapshotBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(root, LastSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(root[4..], (uint)_carried.Length);
        BinaryPrimitives.WriteInt32LittleEndian(root[8..], SecurityId(symbol));
        BinaryPrimitives.WriteUInt32LittleEndian(root[12..], (uint)chunks);
        BinaryPrimitives.WriteUInt32LittleEndian(root[16..], (uint)chunk);
        BinaryPrimitives.WriteUInt64LittleEndian(root[20..], NowNs);
        Span<byte> at = _snapshot.AddGroup(OrderSnapshotOrderBytes, orders.Length);
        for (int i = 0; i < orders.Length; i++, at = at[OrderSnapshotOrderBytes..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(at, orders[i].Reference);
            BinaryPrimitives.WriteUInt64LittleEndian(at[8..], orders[i].Reference);
            BinaryPrimitives.WriteInt64LittleEndian(at[16..], orders[i].Price * MantissaPerPu);
            BinaryPrimitives.WriteInt32LittleEndian(at[24..], orders[i].Quantity);
            at[28] = orders[i].Side == EventSide.Buy ? (byte)'0' : (byte)'1';
        }

        _snapshot.EndMessage();
    }
}
