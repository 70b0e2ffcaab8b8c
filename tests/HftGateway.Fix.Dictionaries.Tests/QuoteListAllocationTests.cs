using HftGateway.Fix;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>Quotes, lists and allocations written, validated and read by generated code, groups in groups.</summary>
public sealed class QuoteListAllocationTests
{
    private const long TimeNs = 1_767_607_200_000_000_000; // 2026-01-05 10:00:00

    private readonly FixIndex _index = new();

    [Fact]
    public void ShouldRoundTripMassQuotesOf42()
    {
        var quote = Fix42.MassQuoteWriter.Begin(new FixWriter("FIX.4.2", "S", "T"), 2, TimeNs).QuoteID("q"u8);
        Fix42.QuoteSetsEntries sets = quote.QuoteSets(2);
        sets.QuoteSetID("A"u8).UnderlyingSymbol("U"u8).TotQuoteEntries(2).QuoteEntries(2)
            .QuoteEntryID("1"u8).Symbol("X"u8).BidPx(1001, 2).OfferPx(1002, 2)
            .QuoteEntryID("2"u8).Symbol("Y"u8).BidPx(2001, 2);
        sets.QuoteSetID("B"u8).UnderlyingSymbol("V"u8).TotQuoteEntries(1).QuoteEntries(1).QuoteEntryID("1"u8).OfferPx(3002, 2);
        FixFrame frame = Valid(quote.End(), Schema42);

        Assert.True(Fix42.MassQuoteReader.TryRead(frame, _index, out Fix42.MassQuoteReader read).IsOk);
        Fix42.QuoteSetsGroup readSets = read.QuoteSets;
        Assert.Equal(2, readSets.Count);
        Assert.True(readSets.MoveNext());
        Assert.Equal("U"u8, readSets.UnderlyingSymbol);
        Fix42.QuoteEntriesGroup entries = readSets.QuoteEntries;
        Assert.True(entries.MoveNext());
        Assert.True(entries.TryGetBidPx(4, out long bid) && bid == 100_100);
        Assert.True(entries.MoveNext());
        Assert.Equal("Y"u8, entries.Symbol);
        Assert.False(entries.TryGetOfferPx(2, out _));
        Assert.False(entries.MoveNext());
        Assert.True(readSets.MoveNext());
        entries = readSets.QuoteEntries;
        Assert.True(entries.MoveNext());
        Assert.True(entries.TryGetOfferPx(2, out long offer) && offer == 3002);
        Assert.False(readSets.MoveNext());
    }

    [Fact]
    public void ShouldRoundTripListsAndAllocationsOf42()
    {
        var writer = new FixWriter("FIX.4.2", "S", "T");
        var list = Fix42.NewOrderListWriter.Begin(writer, 2, TimeNs).ListID("l"u8).BidType(Fix42.BidType.NoBiddingProcess)
            .TotNoOrders(1);
        Fix42.OrdersEntries orders = list.Orders(1).ClOrdID("o"u8).ListSeqNo(1);
        orders.Allocs(2).AllocAccount("a"u8).AllocShares(60, 0).AllocAccount("b"u8).AllocShares(40, 0);
        orders.Symbol("X"u8).Side(Fix42.Side.Buy).OrderQty(100, 0);
        FixFrame frame = Valid(list.End(), Schema42);
        Assert.True(Fix42.NewOrderListReader.TryRead(frame, _index, out Fix42.NewOrderListReader readList).IsOk);
        Fix42.OrdersGroup readOrders = readList.Orders;
        Assert.True(readOrders.MoveNext());
        Assert.Equal("X"u8, readOrders.Symbol);
        Assert.Equal(2, readOrders.Allocs.Count);

        var allocation = Fix42.AllocationWriter.Begin(writer, 3, TimeNs).AllocID("a"u8)
            .AllocTransType(Fix42.AllocTransType.New);
        allocation.Orders(1).ClOrdID("o"u8);
        allocation.Execs(2).LastShares(60, 0).LastPx(1001, 2).LastShares(40, 0).LastPx(1002, 2);
        allocation.Side(Fix42.Side.Buy).Symbol("X"u8).Shares(100, 0).AvgPx(10014, 3).TradeDate(20_458);
        allocation.Allocs(1).AllocAccount("acc"u8).AllocShares(100, 0)
            .MiscFees(1).MiscFeeAmt(125, 2).MiscFeeType(Fix42.MiscFeeType.Stamp);
        frame = Valid(allocation.End(), Schema42);
        Assert.True(Fix42.AllocationReader.TryRead(frame, _index, out Fix42.AllocationReader readAllocation).IsOk);
        Fix42.ExecsGroup execs = readAllocation.Execs;
        Assert.True(execs.MoveNext() && execs.MoveNext());
        Assert.True(execs.TryGetLastPx(2, out long last) && last == 1002);
        Assert.False(execs.MoveNext());
        Fix42.Allocs4Group accounts = readAllocation.Allocs;
        Assert.True(accounts.MoveNext());
        Fix42.MiscFeesGroup fees = accounts.MiscFees;
        Assert.True(fees.MoveNext());
        Assert.Equal(Fix42.MiscFeeType.Stamp, fees.MiscFeeType);
    }

    [Fact]
    public void ShouldRoundTripSettlementFiveDeepOf44()
    {
        var report = Fix44.AllocationReportWriter.Begin(new FixWriter("FIX.4.4", "S", "T"), 2, TimeNs).AllocReportID("r"u8)
            .AllocTransType(Fix44.AllocTransType.New)
            .AllocReportType(Fix44.AllocReportType.SellsideCalculatedUsingPreliminary).AllocStatus(Fix44.AllocStatus.Accepted)
            .AllocNoOrdersType(Fix44.AllocNoOrdersType.ExplicitListProvided);
        report.Orders(1).ClOrdID("o"u8).Nested2PartyIDs(1).Nested2PartyID("n"u8).Nested2PartySubIDs(1).Nested2PartySubID("s"u8);
        report.Side(Fix44.Side.Buy).Symbol("X"u8).Quantity(100, 0).AvgPx(1001, 2).TradeDate(20_458);
        report.Allocs(1).AllocAccount("acc"u8).AllocQty(100, 0).DlvyInst(1)
            .SettlInstSource(Fix44.SettlInstSource.Broker).DlvyInstType(Fix44.DlvyInstType.Cash)
            .SettlPartyIDs(2).SettlPartyID("p"u8).SettlPartyRole(10).SettlPartyID("q"u8)
            .SettlPartySubIDs(1).SettlPartySubID("sub"u8).SettlPartySubIDType(2);
        FixFrame frame = Valid(report.End(), Schema44);
        Assert.True(Fix44.AllocationReportReader.TryRead(frame, _index, out Fix44.AllocationReportReader read).IsOk);
        Fix44.Allocs2Group accounts = read.Allocs;
        Assert.True(accounts.MoveNext());
        Fix44.DlvyInstGroup delivery = accounts.DlvyInst;
        Assert.True(delivery.MoveNext());
        Assert.Equal(Fix44.DlvyInstType.Cash, delivery.DlvyInstType);
        Fix44.SettlPartyIDsGroup parties = delivery.SettlPartyIDs;
        Assert.True(parties.MoveNext() && parties.MoveNext());
        Assert.Equal("q"u8, parties.SettlPartyID);
        Fix44.SettlPartySubIDsGroup subs = parties.SettlPartySubIDs;
        Assert.True(subs.MoveNext());
        Assert.Equal("sub"u8, subs.SettlPartySubID);
    }

    [Fact]
    public void ShouldRoundTripQuotesAndListsOf44()
    {
        var writer = new FixWriter("FIX.4.4", "S", "T");
        var request = Fix44.QuoteRequestWriter.Begin(writer, 2, TimeNs).QuoteReqID("r"u8);
        Fix44.RelatedSymEntries symbol = request.RelatedSym(1).Symbol("X"u8);
        symbol.Legs(2).LegSymbol("L1"u8).LegQty(5, 0).LegSymbol("L2"u8).NestedPartyIDs(1).NestedPartyID("n"u8);
        symbol.QuoteQualifiers(2).QuoteQualifier((byte)'A').QuoteQualifier((byte)'B');
        FixFrame frame = Valid(request.End(), Schema44);
        Assert.True(Fix44.QuoteRequestReader.TryRead(frame, _index, out Fix44.QuoteRequestReader readRequest).IsOk);
        Fix44.RelatedSymGroup symbols = readRequest.RelatedSym;
        Assert.True(symbols.MoveNext());
        Assert.Equal((2, 2), (symbols.Legs.Count, symbols.QuoteQualifiers.Count));

        var status = Fix44.ListStatusWriter.Begin(writer, 3, TimeNs).ListID("l"u8).ListStatusType(Fix44.ListStatusType.Ack)
            .NoRpts(1).ListOrderStatus(Fix44.ListOrderStatus.Executing).RptSeq(1).TotNoOrders(2);
        status.Orders(2).ClOrdID("a"u8).CumQty(1, 0).OrdStatus(Fix44.OrdStatus.New).LeavesQty(9, 0).CxlQty(0, 0).AvgPx(0, 0)
            .ClOrdID("b"u8).CumQty(2, 0).OrdStatus(Fix44.OrdStatus.New).LeavesQty(8, 0).CxlQty(0, 0).AvgPx(0, 0);
        frame = Valid(status.End(), Schema44);
        Assert.True(Fix44.ListStatusReader.TryRead(frame, _index, out Fix44.ListStatusReader readStatus).IsOk);
        Assert.True(readStatus.TryGetListOrderStatus(out Fix44.ListOrderStatus order) && order == Fix44.ListOrderStatus.Executing);
        Assert.Equal(2, readStatus.Orders.Count);
    }

    [Fact]
    public void ShouldRoundTripAllocationsAndQuotesOf50Sp2()
    {
        var writer = new FixWriter("FIXT.1.1", "S", "T");
        var allocation = Fix50Sp2.AllocationInstructionWriter.Begin(writer, 2, TimeNs, "1128=9\u0001"u8).AllocID("a"u8)
            .AllocTransType(Fix50Sp2.AllocTransType.New).AllocType(Fix50Sp2.AllocType.Calculated).Side(Fix50Sp2.Side.Sell)
            .Symbol("X"u8).Quantity(10, 0).TradeDate(20_458);
        allocation.PosAmt(1).PosAmtType(Fix50Sp2.PosAmtType.CashAmount).PosAmt(-15, 1);
        allocation.Allocs(2).AllocAccount("a"u8).ClearingInstructions(1)
            .ClearingInstruction(Fix50Sp2.ClearingInstruction.ExClearing).Field(79, "b"u8);
        FixFrame frame = Valid(allocation.End(), Schema50);
        Assert.True(
            Fix50Sp2.AllocationInstructionReader.TryRead(frame, _index, out Fix50Sp2.AllocationInstructionReader read).IsOk);
        Fix50Sp2.PosAmtGroup amounts = read.PosAmt;
        Assert.True(amounts.MoveNext());
        Assert.True(amounts.TryGetPosAmt(2, out long amount) && amount == -150);
        Fix50Sp2.Allocs2Group accounts = read.Allocs;
        Assert.True(accounts.MoveNext() && accounts.MoveNext());
        Assert.Equal("b"u8, accounts.AllocAccount);

        var quote = Fix50Sp2.MassQuoteWriter.Begin(writer, 3, TimeNs, "1128=9\u0001"u8).QuoteID("q"u8);
        Fix50Sp2.QuoteSetsEntries sets = quote.QuoteSets(1).QuoteSetID("A"u8).TotNoQuoteEntries(1);
        sets.QuoteEntries(1).QuoteEntryID("e"u8).Symbol("X"u8).Legs(1).LegSymbol("L"u8);
        frame = Valid(quote.End(), Schema50);
        Assert.True(Fix50Sp2.MassQuoteReader.TryRead(frame, _index, out Fix50Sp2.MassQuoteReader readQuote).IsOk);
        Fix50Sp2.QuoteSetsGroup readSets = readQuote.QuoteSets;
        Assert.True(readSets.MoveNext());
        Fix50Sp2.QuoteEntriesGroup entries = readSets.QuoteEntries;
        Assert.True(entries.MoveNext());
        Assert.Equal(1, entries.Legs.Count);
    }

    private static FixMessageSchema Schema42 => new(FixDictionaries.Get("FIX.4.2"));

    private static FixMessageSchema Schema44 => new(FixDictionaries.Get("FIX.4.4"));

    private static FixMessageSchema Schema50 => new(FixDictionaries.Get("FIXT.1.1"), FixDictionaries.Get("FIX.5.0SP2"));

    private static FixFrame Valid(ReadOnlySpan<byte> message, FixMessageSchema schema)
    {
        Assert.True(FixFrame.TryCreate(message, out FixFrame frame));
        Assert.Equal(FixValidationResult.Valid, new FixMessageValidator(schema).Validate(frame));
        return frame;
    }
}
