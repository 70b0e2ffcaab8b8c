using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books;

// What each kind of event does. Checks come first: a refused event has changed nothing.
public sealed unsafe partial class BookSet
{
    private void Add<TQueues, TUpdates>(ref readonly InputEvent e, ref BookUpdate update)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        if (e.Instrument >= _instruments)
        {
            RefuseWithoutBook(ref update);
            return;
        }
        BookNode* book = _books + e.Instrument;
        Quote before = new(book);
        if (e.Quantity <= 0 || !IsValid(e.Price) || e.Side > EventSide.Sell)
        {
            Refuse(book, AddFault(in e), ref update);
            return;
        }
        if (_table.Find(e.OrderId) != 0)
        {
            Refuse(book, BookAnomaly.RepeatedReference, ref update);
            return;
        }
        if (_liveOrders == _maxOrders)
        {
            book->Status |= IncompleteBits;
            Refuse(book, BookAnomaly.OrderPoolFull, ref update);
            return;
        }
        Enter<TQueues, TUpdates>(
            book, e.Instrument, (uint)e.Side, (int)e.Price, e.Quantity, e.OrderId, ref update.Change0);
        CheckCrossed(book, before);
        if (TUpdates.IsOn)
            PublishNoTrade(book, BookFlags.Changed, new Effect(1, (uint)e.Side, false), before, ref update);
    }

    private void Execute<TQueues, TUpdates>(ref readonly InputEvent e, ref BookUpdate update)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        BookNode* book = FindOrder(in e, out uint order, ref update);
        if (book == null)
            return;
        if (e.Quantity <= 0)
        {
            Refuse(book, BookAnomaly.ZeroShares, ref update);
            return;
        }
        LevelNode* level = _levels + _table.Level(order);
        Quote before = new(book);
        BookFlags flags = BookFlags.Changed;
        // ITCH E states no price (0): the order's own. A recording that states one (LOBSTER) is believed.
        long price = e.Price;
        bool trade = true;
        if (e.Kind == EventKind.Execute)
            price = price == 0 ? level->Price : price;
        else
            trade = (e.Flags & EventFlags.Printable) != 0;
        if (trade && IsValid(price))
            flags |= BookFlags.Trade;
        else if (trade)
            Anomalies.Count(BookAnomaly.BadPrice);
        uint side = _table.Side(order);
        bool atBest = level->Price == book->Best[side];
        int taken = TakeShares<TQueues, TUpdates>(
            book, order, e.Quantity, ref flags, out bool emptied, ref update.Change0);
        if (!TUpdates.IsOn)
            return;
        Publish(book, flags, new Effect(1, side, emptied && atBest), before, ref update);
        update.TradeQuantity = (flags & BookFlags.Trade) != 0 ? taken : 0;
        update.TradePrice = price;
    }

    private void Reduce<TQueues, TUpdates>(ref readonly InputEvent e, ref BookUpdate update)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        BookNode* book = FindOrder(in e, out uint order, ref update);
        if (book == null)
            return;
        if (e.Quantity <= 0)
        {
            Refuse(book, BookAnomaly.ZeroShares, ref update);
            return;
        }
        Quote before = new(book);
        BookFlags flags = BookFlags.Changed;
        uint side = _table.Side(order);
        TakeShares<TQueues, TUpdates>(book, order, e.Quantity, ref flags, out _, ref update.Change0);
        if (TUpdates.IsOn)
            PublishNoTrade(book, flags, new Effect(1, side, false), before, ref update);
    }

    private void Delete<TQueues, TUpdates>(ref readonly InputEvent e, ref BookUpdate update)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        BookNode* book = FindOrder(in e, out uint order, ref update);
        if (book == null)
            return;
        Quote before = new(book);
        uint side = _table.Side(order);
        Leave<TQueues, TUpdates>(book, order, ref update.Change0);
        if (TUpdates.IsOn)
            PublishNoTrade(book, BookFlags.Changed, new Effect(1, side, false), before, ref update);
    }

    private void Replace<TQueues, TUpdates>(ref readonly InputEvent e, ref BookUpdate update)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        BookNode* book = FindOrder(in e, out uint order, ref update);
        if (book == null)
            return;
        Quote before = new(book);
        uint side = _table.Side(order);
        if (e.Quantity <= 0)
        {
            Anomalies.Count(BookAnomaly.ZeroShares);
            Leave<TQueues, TUpdates>(book, order, ref update.Change0);
            if (TUpdates.IsOn)
            {
                PublishNoTrade(
                    book, BookFlags.Changed | BookFlags.Repaired, new Effect(1, side, false), before, ref update);
            }

            return;
        }
        bool repeated = _table.Find(e.OrderId2) != 0;
        if (repeated || !IsValid(e.Price))
        {
            Refuse(book, IsValid(e.Price) ? BookAnomaly.RepeatedReference : BookAnomaly.BadPrice, ref update);
            return;
        }
        Leave<TQueues, TUpdates>(book, order, ref update.Change0);
        Enter<TQueues, TUpdates>(book, e.Instrument, side, (int)e.Price, e.Quantity, e.OrderId2, ref update.Change1);
        CheckCrossed(book, before);
        if (TUpdates.IsOn)
            PublishNoTrade(book, BookFlags.Changed, new Effect(2, side, false), before, ref update);
    }

    private void HiddenTrade(ref readonly InputEvent e, ref BookUpdate update)
    {
        if (e.Instrument >= _instruments)
        {
            RefuseWithoutBook(ref update);
            return;
        }
        BookNode* book = _books + e.Instrument;
        if (e.Quantity <= 0 || !IsValid(e.Price))
        {
            Refuse(book, e.Quantity <= 0 ? BookAnomaly.ZeroShares : BookAnomaly.BadPrice, ref update);
            return;
        }
        Effect effect = new(0, (uint)e.Side, false);
        Publish(book, BookFlags.Trade | BookFlags.Hidden, effect, new Quote(book), ref update);
        update.TradeQuantity = e.Quantity;
        update.TradePrice = e.Price;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ApplyStatus(ref readonly InputEvent e, ref BookUpdate update)
    {
        switch (e.Kind)
        {
            case EventKind.TradingAction:
                SetHaltReason(in e, 1, e.Quantity != 'T', ref update);
                return;
            case EventKind.OperationalHalt when e.Quantity == _haltMarket && e.Quantity2 is 'H' or 'T':
                SetHaltReason(in e, 2, e.Quantity2 == 'H', ref update);
                return;
            case EventKind.Directory:
                if (e.Instrument >= _instruments)
                {
                    RefuseWithoutBook(ref update);
                    return;
                }
                _books[e.Instrument].RoundLot = e.Quantity;
                PublishStatus(_books + e.Instrument, BookFlags.None, ref update);
                return;
            case EventKind.FeedGap:
                _feedStale = StaleBit;
                PublishAll(BookFlags.StateChanged, ref update);
                return;
            case EventKind.FeedRecovered:
                _feedStale = 0;
                PublishAll(BookFlags.StateChanged, ref update);
                return;
            case EventKind.FeedSnapshot:
                ClearAll();
                PublishAll(BookFlags.StateChanged, ref update);
                return;
            default:
                update.Flags = BookFlags.None;
                update.ChangeCount = 0;
                return;
        }
    }

    private void SetHaltReason(ref readonly InputEvent e, uint reason, bool halted, ref BookUpdate update)
    {
        if (e.Instrument >= _instruments)
        {
            RefuseWithoutBook(ref update);
            return;
        }
        BookNode* book = _books + e.Instrument;
        uint before = book->Status;
        book->HaltReasons = (byte)(halted ? book->HaltReasons | reason : book->HaltReasons & ~reason);
        book->Status = book->HaltReasons != 0 ? before | HaltedBit : before & ~HaltedBit;
        PublishStatus(book, before != book->Status ? BookFlags.StateChanged : BookFlags.None, ref update);
    }

    /// <summary>The order that an event names and its book; null after a refusal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BookNode* FindOrder(ref readonly InputEvent e, out uint order, ref BookUpdate update)
    {
        order = _table.Find(e.OrderId);
        // Nobody's level belongs to instrument 0.
        if (order != 0 && _levels[_table.Level(order)].Instrument == e.Instrument)
            return _books + e.Instrument;
        RefuseUnknown(in e, order != 0, ref update);
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseUnknown(ref readonly InputEvent e, bool isLive, ref BookUpdate update)
    {
        if (e.Instrument >= _instruments)
        {
            RefuseWithoutBook(ref update);
            return;
        }
        BookNode* book = _books + e.Instrument;
        if (isLive)
        {
            Refuse(book, BookAnomaly.WrongInstrument, ref update);
            return;
        }
        bool trade = e.Kind == EventKind.Execute && e.Quantity > 0 && IsValid(e.Price) && e.Side <= EventSide.Sell;
        if (!trade)
        {
            Refuse(book, BookAnomaly.UnknownOrder, ref update);
            return;
        }
        Anomalies.Count(BookAnomaly.TradeOfUnknownOrder);
        Publish(book, BookFlags.Trade, new Effect(0, (uint)e.Side, false), new Quote(book), ref update);
        update.TradeQuantity = e.Quantity;
        update.TradePrice = e.Price;
    }

    private static BookAnomaly AddFault(ref readonly InputEvent e) =>
        e.Quantity <= 0 ? BookAnomaly.ZeroShares : e.Side > EventSide.Sell ? BookAnomaly.BadSide : BookAnomaly.BadPrice;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsValid(long price) => (ulong)(price - 1) < MaxPrice;
}
