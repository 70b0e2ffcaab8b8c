using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// How one ITCH message type becomes an <see cref="InputEvent"/>: from where each field is loaded, and the bits kept.
/// <para><b>Invariants.</b> One cache line. Every offset plus the width of its load is at most <see cref="Length"/>, so
/// that loads stay inside the message; a field that the type lacks has mask 0 and any legal offset.</para>
/// <para>Loads are as wide as the event's field needs at most and end with the wire field's last byte; what a load
/// catches
/// of the bytes before it is masked away. So a letter at offset 19 is the 8 bytes at 12 with mask 0xFF.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
internal struct ItchEventLayout
{
    public const int SizeBytes = 64;

    public ulong OrderIdMask;
    public ulong OrderId2Mask;
    public ulong QuantityMask;
    public uint PriceMask;
    public uint Quantity2Mask;
    public byte Length;
    public EventKind Kind;
    public byte OrderIdOffset;
    public byte OrderId2Offset;
    public byte QuantityOffset;
    public byte PriceOffset;
    public byte Quantity2Offset;
    public byte SideOffset;

    // 1 where the message states a side.
    public byte SideMask;

    // 0xFF where a side other than B and S makes the message useless (A, F).
    public byte SideCheckMask;
    public byte PrintableOffset;

    // 1 where the message has a Printable field.
    public byte PrintableMask;

    // 1 where locate 0 stands for the whole venue and the event is passed on without an instrument (S, V, W, K).
    public byte VenueWide;

    // Offset of the stock field from which a locate may be learnt, 0 where it may not.
    public byte LearnOffset;

    /// <summary>The table for every type byte; entries of undefined types have length 0.</summary>
    public static unsafe void Fill(ItchEventLayout* table)
    {
        new Span<ItchEventLayout>(table, 256).Clear();
        foreach (byte type in ItchLength.Types)
            table[type] = new ItchEventLayout { Kind = EventKind.Information, Length = (byte)ItchLength.Of(type) };
        FillOrders(table);
        FillTrades(table);
        FillStatus(table);
        table['V'].VenueWide = 1;
        table['K'].VenueWide = 1;
    }

    /// <summary>The row of E: as ITCH has it, or with price and side stated where the match number stands.</summary>
    public static unsafe void FillExecution(ItchEventLayout* table, bool stated)
    {
        ItchEventLayout layout = new() { Kind = EventKind.Execute, Length = (byte)ItchLength.Of((byte)'E') };
        layout.OrderId(11).Quantity(19, 4);
        if (stated)
            layout.Side(23, check: false).Price(27);
        else
            layout.OrderId2(23);
        table['E'] = layout;
    }

    private static unsafe void FillOrders(ItchEventLayout* table)
    {
        foreach (char type in "AF")
        {
            table[type].Kind = EventKind.Add;
            table[type].OrderId(11).Quantity(20, 4).Price(32).Side(19, check: true);
            table[type].LearnOffset = 24;
        }

        FillExecution(table, stated: false);
        table['C'].Kind = EventKind.ExecuteWithPrice;
        table['C'].OrderId(11).Quantity(19, 4).OrderId2(23).Price(32);
        table['C'].PrintableOffset = 31;
        table['C'].PrintableMask = 1;
        table['X'].Kind = EventKind.Reduce;
        table['X'].OrderId(11).Quantity(19, 4);
        table['D'].Kind = EventKind.Delete;
        table['D'].OrderId(11);
        table['U'].Kind = EventKind.Replace;
        table['U'].OrderId(11).OrderId2(19).Quantity(27, 4).Price(31);
    }

    private static unsafe void FillTrades(ItchEventLayout* table)
    {
        table['P'].Kind = EventKind.Trade;
        table['P'].OrderId(11).Quantity(20, 4).Price(32).OrderId2(36).Side(19, check: false);
        table['P'].LearnOffset = 24;
        table['Q'].Kind = EventKind.Cross;
        table['Q'].Quantity(11, 8).Price(27).OrderId2(31).Letter2(39);
        table['B'].Kind = EventKind.BrokenTrade;
        table['B'].OrderId2(11);
    }

    private static unsafe void FillStatus(ItchEventLayout* table)
    {
        table['S'].Kind = EventKind.SystemEvent;
        table['S'].Quantity(11, 1);
        table['S'].VenueWide = 1;
        table['W'].Kind = EventKind.CircuitBreaker;
        table['W'].Quantity(11, 1);
        table['W'].VenueWide = 1;
        table['R'].Kind = EventKind.Directory;
        table['R'].Quantity(21, 4);
        table['R'].LearnOffset = 11;
        table['H'].Kind = EventKind.TradingAction;
        table['H'].Quantity(19, 1);
        table['H'].LearnOffset = 11;
        table['h'].Kind = EventKind.OperationalHalt;
        table['h'].Quantity(19, 1).Letter2(20);
        table['h'].LearnOffset = 11;
        table['Y'].Kind = EventKind.ShortSaleRestriction;
        table['Y'].Quantity(19, 1);
        // Reference price, and the upper and lower collar as 4-byte fields inside 8-byte loads.
        table['J'].Kind = EventKind.PriceCollar;
        table['J'].Price(19);
        table['J'].OrderIdOffset = 23 - 4;
        table['J'].OrderIdMask = uint.MaxValue;
        table['J'].OrderId2Offset = 27 - 4;
        table['J'].OrderId2Mask = uint.MaxValue;
    }
}
