using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Glimpse;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Wire;

namespace HftGateway.Exchange.Feed;

/// <summary>
/// Writes the books as the ITCH messages of a GLIMPSE snapshot, each behind its length.
/// <para><b>Threading.</b> The exchange's thread.</para>
/// <para><b>Invariants.</b> The orders of a side come as they would trade, so that whoever adds them in this order has
/// every queue right. The End of Snapshot number is that of the first message that is not contained.</para>
/// </summary>
internal sealed class SnapshotWriter(FeedPublisher feed, OrderBooks books, ExchangeClock clock)
{
    private const int LengthBytes = 2;

    public byte[] Write()
    {
        long timeNs = clock.FeedNs;
        var bytes = new MemoryStream(64 + (books.Symbols * 80) + (books.TotalOrders * 40));
        if (feed.LastSystemEvent != 0)
            Append(bytes, FeedMessages.SystemEvent(feed.LastSystemEvent, timeNs));
        for (ushort symbol = 0; symbol < books.Symbols; symbol++)
            Append(bytes, FeedMessages.Directory(symbol, feed.Symbols[symbol], timeNs));
        for (ushort symbol = 0; symbol < books.Symbols; symbol++)
        {
            // A closed symbol has no trading action of its own: it stands as it stood before the close.
            if (books.State(symbol) != TradingState.Closed)
                Append(bytes, FeedMessages.TradingAction(symbol, feed.Symbols[symbol], books.State(symbol), timeNs));
        }

        RestingOrder[] orders = new RestingOrder[books.TotalOrders];
        for (ushort symbol = 0; symbol < books.Symbols; symbol++)
        {
            Alpha8 stock = feed.Symbols[symbol];
            foreach (EventSide side in (ReadOnlySpan<EventSide>)[EventSide.Buy, EventSide.Sell])
            {
                int count = books.CopyOrders(symbol, side, orders);
                foreach (ref readonly RestingOrder order in orders.AsSpan(0, count))
                {
                    Append(bytes, FeedMessages.Add(
                        symbol, stock, order.Reference, side, order.Quantity, order.Price, timeNs));
                }
            }
        }

        Span<byte> end = stackalloc byte[GlimpseReader.EndOfSnapshotBytes];
        end[0] = GlimpseReader.EndOfSnapshot;
        _ = SoupText.TryWriteNumber(end[1..], (ulong)feed.NextSequence);
        Append(bytes, end);
        return bytes.ToArray();
    }

    private static void Append<T>(MemoryStream bytes, in T message)
        where T : unmanaged, IItchMessage =>
        Append(bytes, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in message)));

    private static void Append(MemoryStream bytes, ReadOnlySpan<byte> message)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)message.Length);
        bytes.Write(length);
        bytes.Write(message);
    }
}
