using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books;

// The summary line of a BookUpdate.
public sealed unsafe partial class BookSet
{
    /// <summary>Best prices at one moment, 0 for an empty side.</summary>
    private readonly struct Quote
    {
        public readonly int Bid;
        public readonly int Ask;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Quote(BookNode* book)
        {
            Bid = book->Best[0];
            Ask = book->Best[1];
        }

        /// <summary>Both sides are there and not locked or crossed. An ask of 0 is above no bid.</summary>
        public bool IsValid => Bid != 0 && Bid < Ask;
    }

    /// <summary>What stands beside the flags in the first eight bytes of an update.</summary>
    private readonly struct Effect
    {
        public readonly ulong Bits;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Effect(uint changeCount, uint side, bool bestLevelEmptied) =>
            Bits = ((ulong)changeCount << 32) | ((ulong)side << 40) | (bestLevelEmptied ? 1UL << 48 : 0);
    }

    /// <summary>
    /// Writes the summary but for the trade: TradeQuantity always, TradePrice for a trade, are the caller's.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish(BookNode* book, BookFlags flags, Effect effect, Quote before, ref BookUpdate update)
    {
        Quote after = new(book);
        uint bits = (uint)flags | book->Status | _feedStale;
        if (after.IsValid)
            bits |= (uint)BookFlags.QuoteValid;
        if (before.IsValid)
            bits |= (uint)BookFlags.QuoteBeforeValid;
        // Flags, ChangeCount, RestingSide, BestLevelEmptied in one store: they are neighbours and the layout is tested.
        Unsafe.As<BookFlags, ulong>(ref update.Flags) = effect.Bits | bits;
        update.BidQuantity = BestShares(book, 0);
        update.AskQuantity = BestShares(book, 1);
        update.BestBid = after.Bid;
        update.BestAsk = after.Ask;
        update.TwiceMidBefore = (long)before.Bid + before.Ask;
        update.RoundLot = book->RoundLot;
        if ((bits & ClearedBit) != 0)
            book->Status &= ~ClearedBit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PublishNoTrade(BookNode* book, BookFlags flags, Effect effect, Quote before, ref BookUpdate update)
    {
        Publish(book, flags, effect, before, ref update);
        update.TradeQuantity = 0;
    }

    private void PublishStatus(BookNode* book, BookFlags flags, ref BookUpdate update)
    {
        Publish(book, flags, default, new Quote(book), ref update);
        update.TradeQuantity = 0;
    }

    private void PublishAll(BookFlags flags, ref BookUpdate update)
    {
        long doneTicks = update.DoneTicks;
        Unsafe.InitBlockUnaligned(ref Unsafe.As<BookUpdate, byte>(ref update), 0, 64);
        update.DoneTicks = doneTicks;
        update.Flags = flags | (BookFlags)_feedStale;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refuse(BookNode* book, BookAnomaly anomaly, ref BookUpdate update)
    {
        Anomalies.Count(anomaly);
        PublishStatus(book, BookFlags.Refused, ref update);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseWithoutBook(ref BookUpdate update)
    {
        Anomalies.Count(BookAnomaly.UnknownInstrument);
        PublishAll(BookFlags.Refused, ref update);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckCrossed(BookNode* book, Quote before)
    {
        Quote after = new(book);
        if (after.Bid >= after.Ask && after.Ask != 0)
            CountCrossed(book, before, after);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountCrossed(BookNode* book, Quote before, Quote after)
    {
        // Only the event that made it so is counted, and in an auction orders may overlap.
        bool wasSo = before.Ask != 0 && before.Bid >= before.Ask;
        bool worse = before.Bid == before.Ask && after.Bid > after.Ask;
        if ((book->Status & HaltedBit) == 0 && (!wasSo || worse))
            Anomalies.Count(after.Bid > after.Ask ? BookAnomaly.Crossed : BookAnomaly.Locked);
    }
}
