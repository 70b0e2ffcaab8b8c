using HftGateway.MarketData.Events;

namespace HftGateway.Books.Tests;

/// <summary>Makes events in the smallest literal form.</summary>
internal static class TestEvents
{
    public static InputEvent Add(ulong id, EventSide side, long price, int shares, ushort instrument = 0) => new()
    {
        Kind = EventKind.Add, OrderId = id, Side = side, Price = price, Quantity = shares, Instrument = instrument,
    };

    public static InputEvent Execute(ulong id, int shares, ushort instrument = 0) => new()
    {
        Kind = EventKind.Execute, OrderId = id, Quantity = shares, Instrument = instrument,
    };

    public static InputEvent ExecuteAt(ulong id, int shares, long price, bool printable, ushort instrument = 0) => new()
    {
        Kind = EventKind.ExecuteWithPrice, OrderId = id, Quantity = shares, Price = price, Instrument = instrument,
        Flags = printable ? EventFlags.Printable : EventFlags.None,
    };

    public static InputEvent Reduce(ulong id, int shares, ushort instrument = 0) => new()
    {
        Kind = EventKind.Reduce, OrderId = id, Quantity = shares, Instrument = instrument,
    };

    public static InputEvent Delete(ulong id, ushort instrument = 0) => new()
    {
        Kind = EventKind.Delete, OrderId = id, Instrument = instrument,
    };

    public static InputEvent Replace(ulong old, ulong id, long price, int shares, ushort instrument = 0) => new()
    {
        Kind = EventKind.Replace, OrderId = old, OrderId2 = id, Price = price, Quantity = shares,
        Instrument = instrument,
    };

    public static InputEvent Trade(long price, int shares, ushort instrument = 0) => new()
    {
        Kind = EventKind.Trade, Price = price, Quantity = shares, Instrument = instrument,
    };

    public static InputEvent Halt(char state, ushort instrument = 0) => new()
    {
        Kind = EventKind.TradingAction, Quantity = state, Instrument = instrument,
    };

    public static InputEvent OperationalHalt(char market, char action, ushort instrument = 0) => new()
    {
        Kind = EventKind.OperationalHalt, Quantity = market, Quantity2 = action, Instrument = instrument,
    };

    public static InputEvent Venue(EventKind kind) => new() { Kind = kind, Instrument = InputEvent.NoInstrument };

    public static BookUpdate Feed(this BookSet books, in InputEvent e)
    {
        BookUpdate update = default;
        books.Apply(in e, ref update);
        return update;
    }
}
