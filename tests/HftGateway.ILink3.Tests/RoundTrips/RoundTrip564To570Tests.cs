using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 564 to 570: every field written, and read back.</summary>
public sealed class RoundTrip564To570Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripExecutionReportPendingCancel564()
    {
        Assert.True(ExecutionReportPendingCancel564Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 38u;
        e.UUID = 40UL;
        e.ExecID = "S"u8;
        e.SenderID = "T"u8;
        e.ClOrdID = "U"u8;
        e.PartyDetailsListReqID = 45UL;
        e.OrderID = 47UL;
        e.Price = new PRICE9(2029);
        e.TransactTime = 51UL;
        e.SendingTimeEpoch = 53UL;
        e.OrderRequestID = 55UL;
        e.Location = "H"u8;
        e.SecurityID = 58;
        e.OrderQty = 60u;
        e.CumQty = 62u;
        e.LeavesQty = 64u;
        e.MinQty = 66u;
        e.DisplayQty = 68u;
        e.ExpireDate = 70;
        e.OrdType = (OrderType)104;
        e.Side = (SideReq)106;
        e.TimeInForce = (TimeInForce)108;
        e.ManualOrderIndicator = (ManualOrdIndReq)110;
        e.PossRetransFlag = (BooleanFlag)112;
        e.SplitMsg = (SplitMsg)114;
        e.LiquidityFlag = (BooleanNULL)116;
        e.DelayToTime = 86UL;
        e.DiscretionPrice = new PRICENULL9(2068);
        e.ReservationPrice = new PRICENULL9(2070);
        e.PriorityIndicator = 2;
        e.OrigOrderUser = "S"u8;
        e.CancelText = "T"u8;

        Assert.True(ExecutionReportPendingCancel564Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(38u, d.SeqNum);
        Assert.Equal(40UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("S"u8));
        Assert.True(d.SenderID.SequenceEqual("T"u8));
        Assert.True(d.ClOrdID.SequenceEqual("U"u8));
        Assert.Equal(45UL, d.PartyDetailsListReqID);
        Assert.Equal(47UL, d.OrderID);
        Assert.Equal(new PRICE9(2029), d.Price);
        Assert.Equal(51UL, d.TransactTime);
        Assert.Equal(53UL, d.SendingTimeEpoch);
        Assert.Equal(55UL, d.OrderRequestID);
        Assert.True(d.Location.SequenceEqual("H"u8));
        Assert.Equal(58, d.SecurityID);
        Assert.Equal(60u, d.OrderQty);
        Assert.Equal(62u, d.CumQty);
        Assert.Equal(64u, d.LeavesQty);
        Assert.Equal(66u, d.MinQty);
        Assert.Equal(68u, d.DisplayQty);
        Assert.Equal((ushort)70, d.ExpireDate);
        Assert.Equal((OrderType)104, d.OrdType);
        Assert.Equal((SideReq)106, d.Side);
        Assert.Equal((TimeInForce)108, d.TimeInForce);
        Assert.Equal((ManualOrdIndReq)110, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)112, d.PossRetransFlag);
        Assert.Equal((SplitMsg)114, d.SplitMsg);
        Assert.Equal((BooleanNULL)116, d.LiquidityFlag);
        Assert.Equal(86UL, d.DelayToTime);
        Assert.Equal(new PRICENULL9(2068), d.DiscretionPrice);
        Assert.Equal(new PRICENULL9(2070), d.ReservationPrice);
        Assert.Equal((byte)2, d.PriorityIndicator);
        Assert.True(d.OrigOrderUser.SequenceEqual("S"u8));
        Assert.True(d.CancelText.SequenceEqual("T"u8));
        AssertRefusedWhenShorter(ExecutionReportPendingCancel564Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripExecutionReportPendingReplace565()
    {
        Assert.True(ExecutionReportPendingReplace565Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 6u;
        e.UUID = 8UL;
        e.ExecID = "Y"u8;
        e.SenderID = "Z"u8;
        e.ClOrdID = "A"u8;
        e.PartyDetailsListReqID = 13UL;
        e.OrderID = 15UL;
        e.Price = new PRICE9(2087);
        e.TransactTime = 19UL;
        e.SendingTimeEpoch = 21UL;
        e.OrderRequestID = 23UL;
        e.Location = "N"u8;
        e.SecurityID = 26;
        e.OrderQty = 28u;
        e.CumQty = 30u;
        e.LeavesQty = 32u;
        e.MinQty = 34u;
        e.DisplayQty = 36u;
        e.ExpireDate = 38;
        e.OrdType = (OrderType)72;
        e.Side = (SideReq)74;
        e.TimeInForce = (TimeInForce)76;
        e.ManualOrderIndicator = (ManualOrdIndReq)78;
        e.PossRetransFlag = (BooleanFlag)80;
        e.SplitMsg = (SplitMsg)82;
        e.LiquidityFlag = (BooleanNULL)84;
        e.ShortSaleType = (ShortSaleType)86;
        e.DelayToTime = 56UL;
        e.DiscretionPrice = new PRICENULL9(2128);
        e.PriorityIndicator = 60;

        Assert.True(ExecutionReportPendingReplace565Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(6u, d.SeqNum);
        Assert.Equal(8UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("Y"u8));
        Assert.True(d.SenderID.SequenceEqual("Z"u8));
        Assert.True(d.ClOrdID.SequenceEqual("A"u8));
        Assert.Equal(13UL, d.PartyDetailsListReqID);
        Assert.Equal(15UL, d.OrderID);
        Assert.Equal(new PRICE9(2087), d.Price);
        Assert.Equal(19UL, d.TransactTime);
        Assert.Equal(21UL, d.SendingTimeEpoch);
        Assert.Equal(23UL, d.OrderRequestID);
        Assert.True(d.Location.SequenceEqual("N"u8));
        Assert.Equal(26, d.SecurityID);
        Assert.Equal(28u, d.OrderQty);
        Assert.Equal(30u, d.CumQty);
        Assert.Equal(32u, d.LeavesQty);
        Assert.Equal(34u, d.MinQty);
        Assert.Equal(36u, d.DisplayQty);
        Assert.Equal((ushort)38, d.ExpireDate);
        Assert.Equal((OrderType)72, d.OrdType);
        Assert.Equal((SideReq)74, d.Side);
        Assert.Equal((TimeInForce)76, d.TimeInForce);
        Assert.Equal((ManualOrdIndReq)78, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)80, d.PossRetransFlag);
        Assert.Equal((SplitMsg)82, d.SplitMsg);
        Assert.Equal((BooleanNULL)84, d.LiquidityFlag);
        Assert.Equal((ShortSaleType)86, d.ShortSaleType);
        Assert.Equal(56UL, d.DelayToTime);
        Assert.Equal(new PRICENULL9(2128), d.DiscretionPrice);
        Assert.Equal((byte)60, d.PriorityIndicator);
        AssertRefusedWhenShorter(ExecutionReportPendingReplace565Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripRequestForCross566()
    {
        Assert.True(RequestForCross566Encoder.TryWrap(_buffer, out var e));
        e.CrossID = 62UL;
        e.OrderRequestID = 64UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)98;
        e.SeqNum = 68u;
        e.SenderID = "G"u8;
        e.CrossType = (CrossTypeEnum)103;
        e.Price = new PRICE9(2143);
        e.SendingTimeEpoch = 75UL;
        e.Location = "N"u8;
        e.SecurityID = 78;
        foreach (var entry in e.NoSides(2))
        {
            entry.ClOrdID = "Q"u8;
            entry.PartyDetailsListReqID = 81UL;
            entry.OrderQty = 83u;
            entry.Side = (SideReq)117;
            entry.SideTimeInForce = (SideTimeInForce)119;
        }

        Assert.True(RequestForCross566Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(62UL, d.CrossID);
        Assert.Equal(64UL, d.OrderRequestID);
        Assert.Equal((ManualOrdIndReq)98, d.ManualOrderIndicator);
        Assert.Equal(68u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("G"u8));
        Assert.Equal((CrossTypeEnum)103, d.CrossType);
        Assert.Equal(new PRICE9(2143), d.Price);
        Assert.Equal(75UL, d.SendingTimeEpoch);
        Assert.True(d.Location.SequenceEqual("N"u8));
        Assert.Equal(78, d.SecurityID);
        Assert.Equal(2, d.NoSides.Count);
        foreach (var entry in d.NoSides)
        {
            Assert.True(entry.ClOrdID.SequenceEqual("Q"u8));
            Assert.Equal(81UL, entry.PartyDetailsListReqID);
            Assert.Equal(83u, entry.OrderQty);
            Assert.Equal((SideReq)117, entry.Side);
            Assert.Equal((SideTimeInForce)119, entry.SideTimeInForce);
        }
        AssertRefusedWhenShorter(RequestForCross566Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripMassQuoteRequest567()
    {
        Assert.True(MassQuoteRequest567Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 89UL;
        e.SendingTimeEpoch = 1UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)35;
        e.SeqNum = 5u;
        e.SenderID = "H"u8;
        e.QuoteReqID = 8UL;
        e.Location = "K"u8;
        e.QuoteID = 11u;
        e.TotNoQuoteEntries = 13;
        e.MMProtectionReset = (BooleanFlag)47;
        e.LiquidityFlag = (BooleanNULL)49;
        e.ShortSaleType = (ShortSaleType)51;
        e.QuoteEntryOpen = (BooleanNULL)53;
        e.QuoteEntryControl = (BooleanNULL)55;
        e.Reserved = "Z"u8;
        foreach (var entry in e.NoQuoteEntries(2))
        {
            entry.SecurityID = 26;
            entry.Price = new PRICE9(2188);
            entry.OrderQty = 30u;
            entry.Side = (Side)64;
            entry.QuoteEntryID = 34u;
            entry.QuoteSetID = 36;
        }

        Assert.True(MassQuoteRequest567Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(89UL, d.PartyDetailsListReqID);
        Assert.Equal(1UL, d.SendingTimeEpoch);
        Assert.Equal((ManualOrdIndReq)35, d.ManualOrderIndicator);
        Assert.Equal(5u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("H"u8));
        Assert.Equal(8UL, d.QuoteReqID);
        Assert.True(d.Location.SequenceEqual("K"u8));
        Assert.Equal(11u, d.QuoteID);
        Assert.Equal((byte)13, d.TotNoQuoteEntries);
        Assert.Equal((BooleanFlag)47, d.MMProtectionReset);
        Assert.Equal((BooleanNULL)49, d.LiquidityFlag);
        Assert.Equal((ShortSaleType)51, d.ShortSaleType);
        Assert.Equal((BooleanNULL)53, d.QuoteEntryOpen);
        Assert.Equal((BooleanNULL)55, d.QuoteEntryControl);
        Assert.True(d.Reserved.SequenceEqual("Z"u8));
        Assert.Equal(2, d.NoQuoteEntries.Count);
        foreach (var entry in d.NoQuoteEntries)
        {
            Assert.Equal(26, entry.SecurityID);
            Assert.Equal(new PRICE9(2188), entry.Price);
            Assert.Equal(30u, entry.OrderQty);
            Assert.Equal((Side)64, entry.Side);
            Assert.Equal(34u, entry.QuoteEntryID);
            Assert.Equal((ushort)36, entry.QuoteSetID);
        }
        AssertRefusedWhenShorter(MassQuoteRequest567Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripQuoteCancelBySet568()
    {
        Assert.True(QuoteCancelBySet568Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 38UL;
        e.SendingTimeEpoch = 40UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)74;
        e.SeqNum = 44u;
        e.SenderID = "U"u8;
        e.Location = "V"u8;
        e.QuoteID = 48u;
        e.CxlLinkedSessions = (BooleanNULL)82;
        e.QuoteEntryControl = (BooleanNULL)84;
        foreach (var entry in e.NoQuoteSets(2))
        {
            entry.QuoteSetID = 54;
        }

        Assert.True(QuoteCancelBySet568Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(38UL, d.PartyDetailsListReqID);
        Assert.Equal(40UL, d.SendingTimeEpoch);
        Assert.Equal((ManualOrdIndReq)74, d.ManualOrderIndicator);
        Assert.Equal(44u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("U"u8));
        Assert.True(d.Location.SequenceEqual("V"u8));
        Assert.Equal(48u, d.QuoteID);
        Assert.Equal((BooleanNULL)82, d.CxlLinkedSessions);
        Assert.Equal((BooleanNULL)84, d.QuoteEntryControl);
        Assert.Equal(2, d.NoQuoteSets.Count);
        foreach (var entry in d.NoQuoteSets)
        {
            Assert.Equal((ushort)54, entry.QuoteSetID);
        }
        AssertRefusedWhenShorter(QuoteCancelBySet568Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripQuoteCancelByGroup569()
    {
        Assert.True(QuoteCancelByGroup569Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 56UL;
        e.SendingTimeEpoch = 58UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)92;
        e.SeqNum = 62u;
        e.SenderID = "M"u8;
        e.Location = "N"u8;
        e.QuoteID = 66u;
        e.CxlLinkedSessions = (BooleanNULL)100;
        e.QuoteEntryControl = (BooleanNULL)102;
        foreach (var entry in e.NoQuoteEntries(2))
        {
            entry.SecurityGroup = "U"u8;
        }

        Assert.True(QuoteCancelByGroup569Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(56UL, d.PartyDetailsListReqID);
        Assert.Equal(58UL, d.SendingTimeEpoch);
        Assert.Equal((ManualOrdIndReq)92, d.ManualOrderIndicator);
        Assert.Equal(62u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("M"u8));
        Assert.True(d.Location.SequenceEqual("N"u8));
        Assert.Equal(66u, d.QuoteID);
        Assert.Equal((BooleanNULL)100, d.CxlLinkedSessions);
        Assert.Equal((BooleanNULL)102, d.QuoteEntryControl);
        Assert.Equal(2, d.NoQuoteEntries.Count);
        foreach (var entry in d.NoQuoteEntries)
        {
            Assert.True(entry.SecurityGroup.SequenceEqual("U"u8));
        }
        AssertRefusedWhenShorter(QuoteCancelByGroup569Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripQuoteCancelByInstrument570()
    {
        Assert.True(QuoteCancelByInstrument570Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 73UL;
        e.SendingTimeEpoch = 75UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)109;
        e.SeqNum = 79u;
        e.SenderID = "D"u8;
        e.Location = "E"u8;
        e.QuoteID = 83u;
        e.CxlLinkedSessions = (BooleanNULL)117;
        foreach (var entry in e.NoQuoteEntries(2))
        {
            entry.SecurityID = 87;
        }

        Assert.True(QuoteCancelByInstrument570Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(73UL, d.PartyDetailsListReqID);
        Assert.Equal(75UL, d.SendingTimeEpoch);
        Assert.Equal((ManualOrdIndReq)109, d.ManualOrderIndicator);
        Assert.Equal(79u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("D"u8));
        Assert.True(d.Location.SequenceEqual("E"u8));
        Assert.Equal(83u, d.QuoteID);
        Assert.Equal((BooleanNULL)117, d.CxlLinkedSessions);
        Assert.Equal(2, d.NoQuoteEntries.Count);
        foreach (var entry in d.NoQuoteEntries)
        {
            Assert.Equal(87, entry.SecurityID);
        }
        AssertRefusedWhenShorter(QuoteCancelByInstrument570Decoder.TemplateId, e.EncodedLength);
    }
}
