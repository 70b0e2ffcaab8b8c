using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 527 to 531: every field written, and read back.</summary>
public sealed class RoundTrip527To531Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripExecutionReportTradeSpreadLeg527()
    {
        Assert.True(ExecutionReportTradeSpreadLeg527Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 41u;
        e.UUID = 43UL;
        e.ExecID = "V"u8;
        e.SenderID = "W"u8;
        e.ClOrdID = "X"u8;
        e.Volatility = new Decimal64NULL(858, -2);
        e.PartyDetailsListReqID = 50UL;
        e.LastPx = new PRICE9(862);
        e.OrderID = 54UL;
        e.UnderlyingPx = new PRICENULL9(866);
        e.TransactTime = 58UL;
        e.SendingTimeEpoch = 60UL;
        e.SecExecID = 62UL;
        e.Location = "O"u8;
        e.OptionDelta = new Decimal32NULL(875, -2);
        e.TimeToExpiration = new Decimal32NULL(877, -2);
        e.RiskFreeRate = new Decimal32NULL(879, -2);
        e.SecurityID = 71;
        e.LastQty = 73u;
        e.CumQty = 75u;
        e.SideTradeID = 77u;
        e.TradeDate = 79;
        e.OrdStatus = (OrdStatusTrd)113;
        e.OrdType = (OrderType)115;
        e.Side = (SideReq)117;
        e.PossRetransFlag = (BooleanFlag)119;
        e.SettlDate = 89;
        e.CalculatedCcyLastQty = new Decimal64NULL(901, -2);
        e.GrossTradeAmt = new Decimal64NULL(903, -2);
        foreach (var entry in e.NoFills(2))
        {
            entry.FillPx = new PRICE9(905);
            entry.FillQty = 7u;
            entry.FillExecID = "X"u8;
            entry.FillYieldType = 10;
        }
        foreach (var entry in e.NoOrderEvents(2))
        {
            entry.OrderEventPx = new PRICE9(912);
            entry.OrderEventText = "C"u8;
            entry.OrderEventExecID = 15u;
            entry.OrderEventQty = 17u;
            entry.OrderEventType = (OrderEventType)51;
            entry.OrderEventReason = 21;
            entry.ContraGrossTradeAmt = new Decimal64NULL(923, -2);
            entry.ContraCalculatedCcyLastQty = new Decimal64NULL(925, -2);
        }

        Assert.True(ExecutionReportTradeSpreadLeg527Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(41u, d.SeqNum);
        Assert.Equal(43UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("V"u8));
        Assert.True(d.SenderID.SequenceEqual("W"u8));
        Assert.True(d.ClOrdID.SequenceEqual("X"u8));
        Assert.Equal(new Decimal64NULL(858, -2), d.Volatility);
        Assert.Equal(50UL, d.PartyDetailsListReqID);
        Assert.Equal(new PRICE9(862), d.LastPx);
        Assert.Equal(54UL, d.OrderID);
        Assert.Equal(new PRICENULL9(866), d.UnderlyingPx);
        Assert.Equal(58UL, d.TransactTime);
        Assert.Equal(60UL, d.SendingTimeEpoch);
        Assert.Equal(62UL, d.SecExecID);
        Assert.True(d.Location.SequenceEqual("O"u8));
        Assert.Equal(new Decimal32NULL(875, -2), d.OptionDelta);
        Assert.Equal(new Decimal32NULL(877, -2), d.TimeToExpiration);
        Assert.Equal(new Decimal32NULL(879, -2), d.RiskFreeRate);
        Assert.Equal(71, d.SecurityID);
        Assert.Equal(73u, d.LastQty);
        Assert.Equal(75u, d.CumQty);
        Assert.Equal(77u, d.SideTradeID);
        Assert.Equal((ushort)79, d.TradeDate);
        Assert.Equal((OrdStatusTrd)113, d.OrdStatus);
        Assert.Equal((OrderType)115, d.OrdType);
        Assert.Equal((SideReq)117, d.Side);
        Assert.Equal((BooleanFlag)119, d.PossRetransFlag);
        Assert.Equal((ushort)89, d.SettlDate);
        Assert.Equal(new Decimal64NULL(901, -2), d.CalculatedCcyLastQty);
        Assert.Equal(new Decimal64NULL(903, -2), d.GrossTradeAmt);
        Assert.Equal(2, d.NoFills.Count);
        foreach (var entry in d.NoFills)
        {
            Assert.Equal(new PRICE9(905), entry.FillPx);
            Assert.Equal(7u, entry.FillQty);
            Assert.True(entry.FillExecID.SequenceEqual("X"u8));
            Assert.Equal((byte)10, entry.FillYieldType);
        }
        Assert.Equal(2, d.NoOrderEvents.Count);
        foreach (var entry in d.NoOrderEvents)
        {
            Assert.Equal(new PRICE9(912), entry.OrderEventPx);
            Assert.True(entry.OrderEventText.SequenceEqual("C"u8));
            Assert.Equal(15u, entry.OrderEventExecID);
            Assert.Equal(17u, entry.OrderEventQty);
            Assert.Equal((OrderEventType)51, entry.OrderEventType);
            Assert.Equal((byte)21, entry.OrderEventReason);
            Assert.Equal(new Decimal64NULL(923, -2), entry.ContraGrossTradeAmt);
            Assert.Equal(new Decimal64NULL(925, -2), entry.ContraCalculatedCcyLastQty);
        }
        AssertRefusedWhenShorter(ExecutionReportTradeSpreadLeg527Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripQuoteCancel528()
    {
        Assert.True(QuoteCancel528Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 27UL;
        e.SendingTimeEpoch = 29UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)63;
        e.SeqNum = 33u;
        e.SenderID = "X"u8;
        e.Location = "Y"u8;
        e.QuoteID = 37u;
        e.QuoteCancelType = (QuoteCxlTyp)71;
        e.LiquidityFlag = (BooleanNULL)73;
        e.OrigOrderUser = "F"u8;
        e.QuoteEntryOpen = (BooleanNULL)76;
        foreach (var entry in e.NoQuoteEntries(2))
        {
            entry.SecurityGroup = "I"u8;
            entry.SecurityID = 47;
        }
        foreach (var entry in e.NoQuoteSets(2))
        {
            entry.BidSize = 49u;
            entry.OfferSize = 51u;
            entry.QuoteSetID = 53;
        }

        Assert.True(QuoteCancel528Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(27UL, d.PartyDetailsListReqID);
        Assert.Equal(29UL, d.SendingTimeEpoch);
        Assert.Equal((ManualOrdIndReq)63, d.ManualOrderIndicator);
        Assert.Equal(33u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("X"u8));
        Assert.True(d.Location.SequenceEqual("Y"u8));
        Assert.Equal(37u, d.QuoteID);
        Assert.Equal((QuoteCxlTyp)71, d.QuoteCancelType);
        Assert.Equal((BooleanNULL)73, d.LiquidityFlag);
        Assert.True(d.OrigOrderUser.SequenceEqual("F"u8));
        Assert.Equal((BooleanNULL)76, d.QuoteEntryOpen);
        Assert.Equal(2, d.NoQuoteEntries.Count);
        foreach (var entry in d.NoQuoteEntries)
        {
            Assert.True(entry.SecurityGroup.SequenceEqual("I"u8));
            Assert.Equal(47, entry.SecurityID);
        }
        Assert.Equal(2, d.NoQuoteSets.Count);
        foreach (var entry in d.NoQuoteSets)
        {
            Assert.Equal(49u, entry.BidSize);
            Assert.Equal(51u, entry.OfferSize);
            Assert.Equal((ushort)53, entry.QuoteSetID);
        }
        AssertRefusedWhenShorter(QuoteCancel528Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripOrderMassActionRequest529()
    {
        Assert.True(OrderMassActionRequest529Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 55UL;
        e.OrderRequestID = 57UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)91;
        e.SeqNum = 61u;
        e.SenderID = "Z"u8;
        e.SendingTimeEpoch = 64UL;
        e.SecurityGroup = "C"u8;
        e.Location = "D"u8;
        e.SecurityID = 68;
        e.MassActionScope = (MassActionScope)102;
        e.MarketSegmentID = 72;
        e.MassCancelRequestType = (MassCxlReqTyp)106;
        e.Side = (SideNULL)108;
        e.OrdType = (MassActionOrdTyp)110;
        e.TimeInForce = (MassCancelTIF)112;
        e.LiquidityFlag = (BooleanNULL)114;
        e.OrigOrderUser = "U"u8;

        Assert.True(OrderMassActionRequest529Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(55UL, d.PartyDetailsListReqID);
        Assert.Equal(57UL, d.OrderRequestID);
        Assert.Equal((ManualOrdIndReq)91, d.ManualOrderIndicator);
        Assert.Equal(61u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("Z"u8));
        Assert.Equal(64UL, d.SendingTimeEpoch);
        Assert.True(d.SecurityGroup.SequenceEqual("C"u8));
        Assert.True(d.Location.SequenceEqual("D"u8));
        Assert.Equal(68, d.SecurityID);
        Assert.Equal((MassActionScope)102, d.MassActionScope);
        Assert.Equal((byte)72, d.MarketSegmentID);
        Assert.Equal((MassCxlReqTyp)106, d.MassCancelRequestType);
        Assert.Equal((SideNULL)108, d.Side);
        Assert.Equal((MassActionOrdTyp)110, d.OrdType);
        Assert.Equal((MassCancelTIF)112, d.TimeInForce);
        Assert.Equal((BooleanNULL)114, d.LiquidityFlag);
        Assert.True(d.OrigOrderUser.SequenceEqual("U"u8));
        AssertRefusedWhenShorter(OrderMassActionRequest529Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripOrderMassStatusRequest530()
    {
        Assert.True(OrderMassStatusRequest530Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 85UL;
        e.MassStatusReqID = 87UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)121;
        e.SeqNum = 1u;
        e.SenderID = "D"u8;
        e.SendingTimeEpoch = 4UL;
        e.SecurityGroup = "G"u8;
        e.Location = "H"u8;
        e.SecurityID = 8;
        e.MassStatusReqType = (MassStatusReqTyp)42;
        e.OrdStatusReqType = (MassStatusOrdTyp)44;
        e.TimeInForce = (MassStatusTIF)46;
        e.MarketSegmentID = 16;

        Assert.True(OrderMassStatusRequest530Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(85UL, d.PartyDetailsListReqID);
        Assert.Equal(87UL, d.MassStatusReqID);
        Assert.Equal((ManualOrdIndReq)121, d.ManualOrderIndicator);
        Assert.Equal(1u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("D"u8));
        Assert.Equal(4UL, d.SendingTimeEpoch);
        Assert.True(d.SecurityGroup.SequenceEqual("G"u8));
        Assert.True(d.Location.SequenceEqual("H"u8));
        Assert.Equal(8, d.SecurityID);
        Assert.Equal((MassStatusReqTyp)42, d.MassStatusReqType);
        Assert.Equal((MassStatusOrdTyp)44, d.OrdStatusReqType);
        Assert.Equal((MassStatusTIF)46, d.TimeInForce);
        Assert.Equal((byte)16, d.MarketSegmentID);
        AssertRefusedWhenShorter(OrderMassStatusRequest530Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripExecutionReportModify531()
    {
        Assert.True(ExecutionReportModify531Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 18u;
        e.UUID = 20UL;
        e.ExecID = "W"u8;
        e.SenderID = "X"u8;
        e.ClOrdID = "Y"u8;
        e.PartyDetailsListReqID = 25UL;
        e.OrderID = 27UL;
        e.Price = new PRICE9(1019);
        e.StopPx = new PRICENULL9(1021);
        e.TransactTime = 33UL;
        e.SendingTimeEpoch = 35UL;
        e.OrderRequestID = 37UL;
        e.CrossID = 39UL;
        e.HostCrossID = 41UL;
        e.Location = "R"u8;
        e.SecurityID = 44;
        e.OrderQty = 46u;
        e.CumQty = 48u;
        e.LeavesQty = 50u;
        e.MinQty = 52u;
        e.DisplayQty = 54u;
        e.ExpireDate = 56;
        e.DelayDuration = 58;
        e.OrdType = (OrderType)92;
        e.Side = (SideReq)94;
        e.TimeInForce = (TimeInForce)96;
        e.ManualOrderIndicator = (ManualOrdIndReq)98;
        e.PossRetransFlag = (BooleanFlag)100;
        e.SplitMsg = (SplitMsg)102;
        e.CrossType = 72;
        e.ExecInst = (ExecInst)106;
        e.ExecutionMode = (ExecMode)108;
        e.LiquidityFlag = (BooleanNULL)110;
        e.ManagedOrder = (BooleanNULL)112;
        e.ShortSaleType = (ShortSaleType)114;
        e.DelayToTime = 84UL;
        e.DiscretionPrice = new PRICENULL9(1076);
        e.PriorityIndicator = 88;

        Assert.True(ExecutionReportModify531Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(18u, d.SeqNum);
        Assert.Equal(20UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("W"u8));
        Assert.True(d.SenderID.SequenceEqual("X"u8));
        Assert.True(d.ClOrdID.SequenceEqual("Y"u8));
        Assert.Equal(25UL, d.PartyDetailsListReqID);
        Assert.Equal(27UL, d.OrderID);
        Assert.Equal(new PRICE9(1019), d.Price);
        Assert.Equal(new PRICENULL9(1021), d.StopPx);
        Assert.Equal(33UL, d.TransactTime);
        Assert.Equal(35UL, d.SendingTimeEpoch);
        Assert.Equal(37UL, d.OrderRequestID);
        Assert.Equal(39UL, d.CrossID);
        Assert.Equal(41UL, d.HostCrossID);
        Assert.True(d.Location.SequenceEqual("R"u8));
        Assert.Equal(44, d.SecurityID);
        Assert.Equal(46u, d.OrderQty);
        Assert.Equal(48u, d.CumQty);
        Assert.Equal(50u, d.LeavesQty);
        Assert.Equal(52u, d.MinQty);
        Assert.Equal(54u, d.DisplayQty);
        Assert.Equal((ushort)56, d.ExpireDate);
        Assert.Equal((ushort)58, d.DelayDuration);
        Assert.Equal((OrderType)92, d.OrdType);
        Assert.Equal((SideReq)94, d.Side);
        Assert.Equal((TimeInForce)96, d.TimeInForce);
        Assert.Equal((ManualOrdIndReq)98, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)100, d.PossRetransFlag);
        Assert.Equal((SplitMsg)102, d.SplitMsg);
        Assert.Equal((byte)72, d.CrossType);
        Assert.Equal((ExecInst)106, d.ExecInst);
        Assert.Equal((ExecMode)108, d.ExecutionMode);
        Assert.Equal((BooleanNULL)110, d.LiquidityFlag);
        Assert.Equal((BooleanNULL)112, d.ManagedOrder);
        Assert.Equal((ShortSaleType)114, d.ShortSaleType);
        Assert.Equal(84UL, d.DelayToTime);
        Assert.Equal(new PRICENULL9(1076), d.DiscretionPrice);
        Assert.Equal((byte)88, d.PriorityIndicator);
        AssertRefusedWhenShorter(ExecutionReportModify531Decoder.TemplateId, e.EncodedLength);
    }
}
