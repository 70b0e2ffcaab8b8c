using HftGateway.MarketData.Events;

namespace HftGateway.Books.Tests.MarketByPrice;

/// <summary>Events of level-based books, short to write.</summary>
internal static class LevelEvents
{
    public static InputEvent Level(
        EventKind kind, EventSide side, int level, long price = 0, long size = 0, int orders = 1, bool end = true,
        ushort instrument = 0, bool implied = false) => new()
        {
            Kind = kind,
            Side = side,
            Code = (byte)level,
            Price = price,
            OrderId = (ulong)size,
            Quantity = (int)Math.Min(size, int.MaxValue),
            Quantity2 = kind == EventKind.LevelDelete ? 0 : orders,
            Instrument = instrument,
            Flags = (end ? EventFlags.EndOfEvent : 0) | (implied ? EventFlags.Implied : 0),
        };

    public static InputEvent Of(EventKind kind, ushort instrument = 0, int quantity = 0, byte code = 0) =>
        new() { Kind = kind, Instrument = instrument, Quantity = quantity, Code = code };

    public static InputEvent Order(
        OrderEntryAction action, ulong id, EventSide side, long price, int quantity, ulong priority,
        ushort instrument = 0) => new()
        {
            Kind = EventKind.OrderEntry,
            Code = (byte)action,
            OrderId = id,
            OrderId2 = priority,
            Side = side,
            Price = price,
            Quantity = quantity,
            Instrument = instrument,
        };

    /// <summary>A set whose first instrument is sound and trading.</summary>
    public static MarketByPriceBooks Open(int depth = 10, int maxOrders = 0, int maxOrderLevels = 64)
    {
        var books = new Books.MarketByPrice.LevelBookSet(new Books.MarketByPrice.LevelBookSetOptions
        {
            Instruments = 3, Depth = depth, MaxOrders = maxOrders, MaxOrderLevels = maxOrderLevels, HugePages = false,
        });
        var opened = new MarketByPriceBooks(books);
        for (ushort i = 0; i < 3; i++)
        {
            opened.Apply(Of(EventKind.BookRecovered, i));
            opened.Apply(Of(EventKind.SecurityState, i, Books.MarketByPrice.LevelBookSet.ReadyToTrade));
        }

        return opened;
    }
}
