using HftGateway.MarketData.Mdp3.Messages;

namespace HftGateway.Benchmarks.Sbe;

/// <summary>The same as <see cref="HandWrittenBook"/> with the codecs generated from
/// <c>schemas/cme-mdp3.xml</c>.</summary>
internal static class GeneratedBook
{
    /// <summary>Reads everything through the flyweights.</summary>
    /// <returns>The sum of all fields; -1 where the message is not whole.</returns>
    public static long Decode(ReadOnlySpan<byte> message)
    {
        if (!MDIncrementalRefreshBook46Decoder.TryWrap(message, out MDIncrementalRefreshBook46Decoder book))
            return -1;
        long sum = (long)book.TransactTime + (byte)book.MatchEventIndicator;
        foreach (MDIncrementalRefreshBook46Decoder.NoMDEntriesEntry e in book.NoMDEntries)
        {
            sum += e.MDEntryPx.Mantissa + e.MDEntrySize + e.SecurityID + e.RptSeq + e.NumberOfOrders
                + e.MDPriceLevel + (byte)e.MDUpdateAction + (byte)e.MDEntryType + e.TradeableSize;
        }
        foreach (MDIncrementalRefreshBook46Decoder.NoOrderIDEntriesEntry o in book.NoOrderIDEntries)
        {
            sum += (long)o.OrderID + (long)o.MDOrderPriority + o.MDDisplayQty + o.ReferenceID
                + (byte)o.OrderUpdateAction;
        }
        return sum;
    }

    /// <summary>Reads everything, entries as structures where the message's version allows it.</summary>
    /// <returns>The sum of all fields; -1 where the message is not whole.</returns>
    public static long DecodeStructs(ReadOnlySpan<byte> message)
    {
        if (!MDIncrementalRefreshBook46Decoder.TryWrap(message, out MDIncrementalRefreshBook46Decoder book))
            return -1;
        if (!book.NoMDEntries.TryAsStructs(
            out ReadOnlySpan<MDIncrementalRefreshBook46Decoder.NoMDEntriesBlock> entries))
            return Decode(message);
        long sum = (long)book.TransactTime + (byte)book.MatchEventIndicator;
        foreach (ref readonly MDIncrementalRefreshBook46Decoder.NoMDEntriesBlock e in entries)
        {
            sum += e.MDEntryPx.Mantissa + e.MDEntrySize + e.SecurityID + e.RptSeq + e.NumberOfOrders
                + e.MDPriceLevel + (byte)e.MDUpdateAction + (byte)e.MDEntryType + e.TradeableSize;
        }
        foreach (MDIncrementalRefreshBook46Decoder.NoOrderIDEntriesEntry o in book.NoOrderIDEntries)
        {
            sum += (long)o.OrderID + (long)o.MDOrderPriority + o.MDDisplayQty + o.ReferenceID
                + (byte)o.OrderUpdateAction;
        }
        return sum;
    }

    /// <summary>Writes a message; entries begin as nulls.</summary>
    /// <returns>The bytes written; -1 where the buffer is too small.</returns>
    public static int Encode(Span<byte> buffer, ReadOnlySpan<BookEntry> entries, ulong time)
    {
        if (!MDIncrementalRefreshBook46Encoder.TryWrap(buffer, out MDIncrementalRefreshBook46Encoder book))
            return -1;
        book.TransactTime = time;
        book.MatchEventIndicator = (MatchEventIndicator)0x84;
        Fill(book.NoMDEntries(entries.Length), entries);
        book.NoOrderIDEntries(0);
        return book.EncodedLength;
    }

    /// <summary>Writes a message; every field of every entry is set, so that they need not begin as nulls.</summary>
    /// <returns>The bytes written; -1 where the buffer is too small.</returns>
    public static int EncodeUnset(Span<byte> buffer, ReadOnlySpan<BookEntry> entries, ulong time)
    {
        if (!MDIncrementalRefreshBook46Encoder.TryWrap(buffer, out MDIncrementalRefreshBook46Encoder book))
            return -1;
        book.TransactTime = time;
        book.MatchEventIndicator = (MatchEventIndicator)0x84;
        Fill(book.NoMDEntriesUnset(entries.Length), entries);
        book.NoOrderIDEntries(0);
        return book.EncodedLength;
    }

    private static void Fill(MDIncrementalRefreshBook46Encoder.NoMDEntriesGroup group, ReadOnlySpan<BookEntry> entries)
    {
        int i = 0;
        foreach (MDIncrementalRefreshBook46Encoder.NoMDEntriesEntry to in group)
        {
            ref readonly BookEntry from = ref entries[i++];
            to.MDEntryPx = new PRICENULL9(from.Price);
            to.MDEntrySize = from.Size;
            to.SecurityID = from.SecurityId;
            to.RptSeq = from.RptSeq;
            to.NumberOfOrders = from.Orders;
            to.MDPriceLevel = from.Level;
            to.MDUpdateAction = (MDUpdateAction)from.Action;
            to.MDEntryType = (MDEntryTypeBook)from.Type;
            to.TradeableSize = from.TradeableSize;
        }
    }
}
