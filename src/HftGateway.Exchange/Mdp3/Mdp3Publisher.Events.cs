using System.Buffers.Binary;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;

namespace HftGateway.Exchange.Mdp3;

// One matching event: trades, volume, orders, levels.
internal sealed partial class Mdp3Publisher
{
    private const int RootBytes = 11;
    private const int LevelBytes = 32;
    private const int OrderBytes = 40;
    private const int TradeBytes = 32;
    private const int TradeOrderBytes = 16;
    private const int VolumeBytes = 16;
    private const int StatusBytes = 30;
    private const int GroupOverhead = Mdp3Message.HeaderBytes + RootBytes + 3 + 8;

    /// <summary>Publishes what happened since the last flush as one matching event.</summary>
    public void Flush()
    {
        if (_changed.Count == 0)
            return;
        ulong time = NowNs;
        WriteTrades(time);
        WriteOrders(time);
        WriteBooks(time);
        _trades.Clear();
        _orders.Clear();
        foreach (int symbol in _changed)
        {
            SymbolChannel channel = _symbols[symbol];
            channel.IsListed = false;
            channel.HasTraded = false;
            channel.IsChanged.AsSpan().Clear();
        }

        _changed.Clear();
        Send();
    }

    private void WriteTrades(ulong time)
    {
        for (int first = 0; first < _trades.Count;)
        {
            // Fills of one aggressor at one price are one trade; its orders follow the aggressor, which has no number.
            int end = first + 1;
            int quantity = _trades[first].Quantity;
            while (end < _trades.Count && end - first < 60 && _trades[end].Symbol == _trades[first].Symbol
                && _trades[end].Price == _trades[first].Price && _trades[end].RestingSide == _trades[first].RestingSide)
            {
                quantity += _trades[end++].Quantity;
            }

            WriteTrade(time, first, end, quantity);
            first = end;
        }

        foreach (int symbol in _changed)
        {
            if (_symbols[symbol].HasTraded)
                WriteVolume(time, symbol);
        }
    }

    private void WriteTrade(ulong time, int first, int end, int quantity)
    {
        int orders = end - first + 1;
        PendingTrade trade = _trades[first];
        SymbolChannel channel = _symbols[trade.Symbol];
        channel.Volume += quantity;
        Reserve(GroupOverhead + TradeBytes + orders * TradeOrderBytes);
        BeginEventMessage(Mdp3Template.TradeSummary, time, LastTrade);
        Span<byte> at = _packet.AddGroup(TradeBytes, 1);
        BinaryPrimitives.WriteInt64LittleEndian(at, trade.Price * MantissaPerPu);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], quantity);
        BinaryPrimitives.WriteInt32LittleEndian(at[12..], SecurityId(trade.Symbol));
        BinaryPrimitives.WriteUInt32LittleEndian(at[16..], ++channel.Entries);
        BinaryPrimitives.WriteInt32LittleEndian(at[20..], orders);
        at[24] = trade.RestingSide == EventSide.Sell ? (byte)1 : (byte)2;
        BinaryPrimitives.WriteUInt32LittleEndian(at[26..], (uint)trade.Match);
        Span<byte> list = _packet.AddGroup(TradeOrderBytes, orders, isAligned: true);
        BinaryPrimitives.WriteInt32LittleEndian(list[8..], quantity);
        for (int i = first; i < end; i++)
        {
            list = list[TradeOrderBytes..];
            BinaryPrimitives.WriteUInt64LittleEndian(list, _trades[i].Reference);
            BinaryPrimitives.WriteInt32LittleEndian(list[8..], _trades[i].Quantity);
        }

        _packet.EndMessage();
        _statistics.FeedMessages++;
    }

    private void WriteVolume(ulong time, int symbol)
    {
        Reserve(GroupOverhead + VolumeBytes);
        BeginEventMessage(Mdp3Template.Volume, time, LastVolume);
        Span<byte> at = _packet.AddGroup(VolumeBytes, 1);
        BinaryPrimitives.WriteInt32LittleEndian(at, (int)Math.Min(_symbols[symbol].Volume, int.MaxValue - 1));
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], SecurityId(symbol));
        BinaryPrimitives.WriteUInt32LittleEndian(at[8..], ++_symbols[symbol].Entries);
        _packet.EndMessage();
        _statistics.FeedMessages++;
    }

    private void WriteOrders(ulong time)
    {
        for (int first = 0; first < _orders.Count;)
        {
            Reserve(GroupOverhead + OrderBytes);
            int count = Math.Min(_orders.Count - first, Math.Min(255, (_packet.Room - GroupOverhead) / OrderBytes));
            BeginEventMessage(Mdp3Template.OrderBook, time, 0);
            Span<byte> at = _packet.AddGroup(OrderBytes, count);
            for (int i = first; i < first + count; i++, at = at[OrderBytes..])
            {
                PendingOrder order = _orders[i];
                BinaryPrimitives.WriteUInt64LittleEndian(at, order.Reference);
                BinaryPrimitives.WriteUInt64LittleEndian(at[8..], order.Reference);
                BinaryPrimitives.WriteInt64LittleEndian(at[16..], order.Price * MantissaPerPu);
                BinaryPrimitives.WriteInt32LittleEndian(at[24..], order.Quantity);
                BinaryPrimitives.WriteInt32LittleEndian(at[28..], SecurityId(order.Symbol));
                at[32] = (byte)order.Action;
                at[33] = order.Side == EventSide.Buy ? (byte)'0' : (byte)'1';
            }

            _packet.EndMessage();
            _statistics.FeedMessages++;
            first += count;
        }
    }

    // A message a changed side; the last one ends the event, or one without entries if no displayed level changed.
    private void WriteBooks(ulong time)
    {
        int messages = 0;
        for (int i = 0; i < _changed.Count; i++)
        {
            for (EventSide side = EventSide.Buy; side <= EventSide.Sell; side++)
            {
                int count = Compare(_changed[i], side);
                if (count == 0)
                    continue;
                WriteLevels(time, _changed[i], side, count);
                messages++;
            }
        }

        if (messages == 0)
        {
            Reserve(GroupOverhead);
            BeginEventMessage(Mdp3Template.Book, time, 0);
            _packet.AddGroup(LevelBytes, 0);
            _packet.AddGroup(24, 0, isAligned: true);
            _packet.EndMessage();
            _statistics.FeedMessages++;
        }

        _packet.LastRoot[8] = LastQuote | EndOfEvent;
    }

    private int Compare(int symbol, EventSide side)
    {
        SymbolChannel channel = _symbols[symbol];
        if (!channel.IsChanged[(int)side])
            return 0;
        int count = 0;
        while (count < _feeds.Depth && _books.TryGetLevel(symbol, side, count, out var level))
        {
            int quantity = (int)Math.Min(level.Quantity, int.MaxValue - 1);
            _now[count++] = new PublishedLevel(level.Price, quantity, level.Count);
        }

        return LevelDiff.Update(
            channel.Levels[(int)side], ref channel.Counts[(int)side], _now.AsSpan(0, count), _feeds.Depth,
            side == EventSide.Buy, _changes);
    }

    private void WriteLevels(ulong time, int symbol, EventSide side, int count)
    {
        SymbolChannel channel = _symbols[symbol];
        // At most 20 entries: they fit into every packet that the options allow.
        Reserve(GroupOverhead + count * LevelBytes);
        BeginEventMessage(Mdp3Template.Book, time, 0);
        Span<byte> at = _packet.AddGroup(LevelBytes, count);
        for (int i = 0; i < count; i++, at = at[LevelBytes..])
        {
            LevelChangeEntry entry = _changes[i];
            BinaryPrimitives.WriteInt64LittleEndian(at, entry.Contents.Price * MantissaPerPu);
            BinaryPrimitives.WriteInt32LittleEndian(at[8..], entry.Contents.Quantity);
            BinaryPrimitives.WriteInt32LittleEndian(at[12..], SecurityId(symbol));
            BinaryPrimitives.WriteUInt32LittleEndian(at[16..], ++channel.Entries);
            BinaryPrimitives.WriteInt32LittleEndian(at[20..], entry.Contents.Orders);
            at[24] = (byte)entry.Level;
            at[25] = entry.Action;
            at[26] = side == EventSide.Buy ? (byte)'0' : (byte)'1';
            BinaryPrimitives.WriteInt32LittleEndian(at[27..], int.MaxValue);
        }

        _packet.AddGroup(24, 0, isAligned: true);
        _packet.EndMessage();
        _statistics.FeedMessages++;
    }

    private void WriteState(int symbol)
    {
        Reserve(Mdp3Message.HeaderBytes + StatusBytes);
        Span<byte> root = _packet.BeginMessage(Mdp3Template.SecurityStatus, StatusBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(root, NowNs);
        "SIM"u8.CopyTo(root[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(root[20..], SecurityId(symbol));
        BinaryPrimitives.WriteUInt16LittleEndian(root[24..], ushort.MaxValue);
        root[26] = EndOfEvent;
        root[27] = _symbols[symbol].State;
        root[28] = 1;
        _packet.EndMessage();
        _statistics.FeedMessages++;
    }

    private void BeginEventMessage(Mdp3Template template, ulong time, byte indicator)
    {
        Span<byte> root = _packet.BeginMessage(template, RootBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(root, time);
        root[8] = indicator;
    }

    private void Reserve(int bytes)
    {
        if (_packet.Room < bytes)
            Send();
    }

    private int SecurityId(int symbol) => _feeds.FirstSecurityId + symbol;
}
