using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books.MarketByPrice;

// The summary line of a BookUpdate.
public sealed unsafe partial class LevelBookSet
{
    /// <summary>Writes the summary but for the trade, which is the caller's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Publish(LevelBookNode* book, uint flags, uint side, int changes, ref BookUpdate update)
    {
        LevelEntry* bids = &book->FirstEntry;
        LevelEntry* asks = bids + LevelBookNode.Capacity;
        bool hasBid = book->Counts[0] != 0;
        bool hasAsk = book->Counts[1] != 0;
        long bid = hasBid ? bids->Price : 0;
        long ask = hasAsk ? asks->Price : 0;
        bool valid = hasBid & hasAsk & (bid < ask) & ((book->Status & MidEventBit) == 0);
        uint bits = flags | book->Status;
        bits |= valid ? (uint)BookFlags.QuoteValid : 0;
        bits |= book->ShownValid != 0 ? (uint)BookFlags.QuoteBeforeValid : 0;
        // Flags, ChangeCount, RestingSide, BestLevelEmptied in one store: they are neighbours and the layout is tested.
        Unsafe.As<BookFlags, ulong>(ref update.Flags) = ((ulong)side << 40) | ((ulong)(uint)changes << 32) | bits;
        update.BidQuantity = hasBid ? Saturated(bids->Quantity) : 0;
        update.AskQuantity = hasAsk ? Saturated(asks->Quantity) : 0;
        update.BestBid = bid;
        update.BestAsk = ask;
        update.TwiceMidBefore = book->ShownTwiceMid;
        // Contracts are traded one by one.
        update.RoundLot = 1;
        book->ShownValid = valid ? 1 : 0;
        book->ShownTwiceMid = bid + ask;
    }

    private static void PublishState(LevelBookNode* book, uint before, ref BookUpdate update)
    {
        uint flags = before != book->Status ? (uint)BookFlags.StateChanged : 0;
        Publish(book, flags, 0, 0, ref update);
        update.TradeQuantity = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseWithoutBook(ref readonly InputEvent e, ref BookUpdate update)
    {
        Anomalies.Count(BookAnomaly.UnknownInstrument);
        long doneTicks = update.DoneTicks;
        Unsafe.InitBlockUnaligned(ref Unsafe.As<BookUpdate, byte>(ref update), 0, 64);
        update.DoneTicks = doneTicks;
        update.Flags = BookFlags.Refused;
        update.RestingSide = e.Side;
    }
}
