using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 525 to 526: every field written, and read back.</summary>
public sealed class RoundTrip525To526Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripExecutionReportTradeOutright525()
    {
        Assert.True(ExecutionReportTradeOutright525Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 85u;
        e.UUID = 87UL;
        e.ExecID = "D"u8;
        e.SenderID = "E"u8;
        e.ClOrdID = "F"u8;
        e.PartyDetailsListReqID = 2UL;
        e.LastPx = new PRICE9(634);
        e.OrderID = 6UL;
        e.Price = new PRICE9(638);
        e.StopPx = new PRICENULL9(640);
        e.TransactTime = 12UL;
        e.SendingTimeEpoch = 14UL;
        e.OrderRequestID = 16UL;
        e.SecExecID = 18UL;
        e.CrossID = 20UL;
        e.HostCrossID = 22UL;
        e.Location = "C"u8;
        e.SecurityID = 25;
        e.OrderQty = 27u;
        e.LastQty = 29u;
        e.CumQty = 31u;
        e.MDTradeEntryID = 33u;
        e.SideTradeID = 35u;
        e.TradeLinkID = 37u;
        e.LeavesQty = 39u;
        e.TradeDate = 41;
        e.ExpireDate = 43;
        e.OrdStatus = (OrdStatusTrd)77;
        e.OrdType = (OrderType)79;
        e.Side = (SideReq)81;
        e.TimeInForce = (TimeInForce)83;
        e.ManualOrderIndicator = (ManualOrdIndReq)85;
        e.PossRetransFlag = (BooleanFlag)87;
        e.AggressorIndicator = (BooleanFlag)89;
        e.CrossType = 59;
        e.ExecInst = (ExecInst)93;
        e.ExecutionMode = (ExecMode)95;
        e.LiquidityFlag = (BooleanNULL)97;
        e.ManagedOrder = (BooleanNULL)99;
        e.ShortSaleType = (ShortSaleType)101;
        e.Ownership = 71;
        e.DiscretionPrice = new PRICENULL9(703);
        e.TrdType = 75;
        e.ExecRestatementReason = (ExecReason)109;
        e.SettlDate = 79;
        e.MaturityDate = 81;
        e.CalculatedCcyLastQty = new Decimal64NULL(713, -2);
        e.GrossTradeAmt = new Decimal64NULL(715, -2);
        e.BenchmarkPrice = new PRICENULL9(717);
        e.ReservationPrice = new PRICENULL9(719);
        e.PriorityIndicator = 1;
        e.DisplayLimitPrice = new PRICENULL9(723);
        foreach (var entry in e.NoFills(2))
        {
            entry.FillPx = new PRICE9(725);
            entry.FillQty = 7u;
            entry.FillExecID = "Z"u8;
            entry.FillYieldType = 10;
        }
        foreach (var entry in e.NoOrderEvents(2))
        {
            entry.OrderEventPx = new PRICE9(732);
            entry.OrderEventText = "E"u8;
            entry.OrderEventExecID = 15u;
            entry.OrderEventQty = 17u;
            entry.OrderEventType = (OrderEventType)51;
            entry.OrderEventReason = 21;
            entry.ContraGrossTradeAmt = new Decimal64NULL(743, -2);
            entry.ContraCalculatedCcyLastQty = new Decimal64NULL(745, -2);
        }

        Assert.True(ExecutionReportTradeOutright525Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(85u, d.SeqNum);
        Assert.Equal(87UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("D"u8));
        Assert.True(d.SenderID.SequenceEqual("E"u8));
        Assert.True(d.ClOrdID.SequenceEqual("F"u8));
        Assert.Equal(2UL, d.PartyDetailsListReqID);
        Assert.Equal(new PRICE9(634), d.LastPx);
        Assert.Equal(6UL, d.OrderID);
        Assert.Equal(new PRICE9(638), d.Price);
        Assert.Equal(new PRICENULL9(640), d.StopPx);
        Assert.Equal(12UL, d.TransactTime);
        Assert.Equal(14UL, d.SendingTimeEpoch);
        Assert.Equal(16UL, d.OrderRequestID);
        Assert.Equal(18UL, d.SecExecID);
        Assert.Equal(20UL, d.CrossID);
        Assert.Equal(22UL, d.HostCrossID);
        Assert.True(d.Location.SequenceEqual("C"u8));
        Assert.Equal(25, d.SecurityID);
        Assert.Equal(27u, d.OrderQty);
        Assert.Equal(29u, d.LastQty);
        Assert.Equal(31u, d.CumQty);
        Assert.Equal(33u, d.MDTradeEntryID);
        Assert.Equal(35u, d.SideTradeID);
        Assert.Equal(37u, d.TradeLinkID);
        Assert.Equal(39u, d.LeavesQty);
        Assert.Equal((ushort)41, d.TradeDate);
        Assert.Equal((ushort)43, d.ExpireDate);
        Assert.Equal((OrdStatusTrd)77, d.OrdStatus);
        Assert.Equal((OrderType)79, d.OrdType);
        Assert.Equal((SideReq)81, d.Side);
        Assert.Equal((TimeInForce)83, d.TimeInForce);
        Assert.Equal((ManualOrdIndReq)85, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)87, d.PossRetransFlag);
        Assert.Equal((BooleanFlag)89, d.AggressorIndicator);
        Assert.Equal((byte)59, d.CrossType);
        Assert.Equal((ExecInst)93, d.ExecInst);
        Assert.Equal((ExecMode)95, d.ExecutionMode);
        Assert.Equal((BooleanNULL)97, d.LiquidityFlag);
        Assert.Equal((BooleanNULL)99, d.ManagedOrder);
        Assert.Equal((ShortSaleType)101, d.ShortSaleType);
        Assert.Equal((byte)71, d.Ownership);
        Assert.Equal(new PRICENULL9(703), d.DiscretionPrice);
        Assert.Equal((ushort)75, d.TrdType);
        Assert.Equal((ExecReason)109, d.ExecRestatementReason);
        Assert.Equal((ushort)79, d.SettlDate);
        Assert.Equal((ushort)81, d.MaturityDate);
        Assert.Equal(new Decimal64NULL(713, -2), d.CalculatedCcyLastQty);
        Assert.Equal(new Decimal64NULL(715, -2), d.GrossTradeAmt);
        Assert.Equal(new PRICENULL9(717), d.BenchmarkPrice);
        Assert.Equal(new PRICENULL9(719), d.ReservationPrice);
        Assert.Equal((byte)1, d.PriorityIndicator);
        Assert.Equal(new PRICENULL9(723), d.DisplayLimitPrice);
        Assert.Equal(2, d.NoFills.Count);
        foreach (var entry in d.NoFills)
        {
            Assert.Equal(new PRICE9(725), entry.FillPx);
            Assert.Equal(7u, entry.FillQty);
            Assert.True(entry.FillExecID.SequenceEqual("Z"u8));
            Assert.Equal((byte)10, entry.FillYieldType);
        }
        Assert.Equal(2, d.NoOrderEvents.Count);
        foreach (var entry in d.NoOrderEvents)
        {
            Assert.Equal(new PRICE9(732), entry.OrderEventPx);
            Assert.True(entry.OrderEventText.SequenceEqual("E"u8));
            Assert.Equal(15u, entry.OrderEventExecID);
            Assert.Equal(17u, entry.OrderEventQty);
            Assert.Equal((OrderEventType)51, entry.OrderEventType);
            Assert.Equal((byte)21, entry.OrderEventReason);
            Assert.Equal(new Decimal64NULL(743, -2), entry.ContraGrossTradeAmt);
            Assert.Equal(new Decimal64NULL(745, -2), entry.ContraCalculatedCcyLastQty);
        }
        AssertRefusedWhenShorter(ExecutionReportTradeOutright525Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripExecutionReportTradeSpread526()
    {
        Assert.True(ExecutionReportTradeSpread526Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 27u;
        e.UUID = 29UL;
        e.ExecID = "V"u8;
        e.SenderID = "W"u8;
        e.ClOrdID = "X"u8;
        e.PartyDetailsListReqID = 34UL;
        e.LastPx = new PRICE9(756);
        e.OrderID = 38UL;
        e.Price = new PRICE9(760);
        e.StopPx = new PRICENULL9(762);
        e.TransactTime = 44UL;
        e.SendingTimeEpoch = 46UL;
        e.OrderRequestID = 48UL;
        e.SecExecID = 50UL;
        e.CrossID = 52UL;
        e.HostCrossID = 54UL;
        e.Location = "U"u8;
        e.SecurityID = 57;
        e.OrderQty = 59u;
        e.LastQty = 61u;
        e.CumQty = 63u;
        e.MDTradeEntryID = 65u;
        e.SideTradeID = 67u;
        e.LeavesQty = 69u;
        e.TradeDate = 71;
        e.ExpireDate = 73;
        e.OrdStatus = (OrdStatusTrd)107;
        e.OrdType = (OrderType)109;
        e.Side = (SideReq)111;
        e.TimeInForce = (TimeInForce)113;
        e.ManualOrderIndicator = (ManualOrdIndReq)115;
        e.PossRetransFlag = (BooleanFlag)117;
        e.AggressorIndicator = (BooleanFlag)119;
        e.CrossType = 89;
        e.TotalNumSecurities = 1;
        e.ExecInst = (ExecInst)35;
        e.ExecutionMode = (ExecMode)37;
        e.LiquidityFlag = (BooleanNULL)39;
        e.ShortSaleType = (ShortSaleType)41;
        foreach (var entry in e.NoFills(2))
        {
            entry.FillPx = new PRICE9(821);
            entry.FillQty = 13u;
            entry.FillExecID = "R"u8;
            entry.FillYieldType = 16;
        }
        foreach (var entry in e.NoLegs(2))
        {
            entry.LegExecID = 18UL;
            entry.LegLastPx = new PRICE9(830);
            entry.LegSecurityID = 22;
            entry.LegTradeID = 24u;
            entry.LegLastQty = 26u;
            entry.LegSide = (SideReq)60;
        }
        foreach (var entry in e.NoOrderEvents(2))
        {
            entry.OrderEventPx = new PRICE9(840);
            entry.OrderEventText = "I"u8;
            entry.OrderEventExecID = 33u;
            entry.OrderEventQty = 35u;
            entry.OrderEventType = (OrderEventType)69;
            entry.OrderEventReason = 39;
        }

        Assert.True(ExecutionReportTradeSpread526Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(27u, d.SeqNum);
        Assert.Equal(29UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("V"u8));
        Assert.True(d.SenderID.SequenceEqual("W"u8));
        Assert.True(d.ClOrdID.SequenceEqual("X"u8));
        Assert.Equal(34UL, d.PartyDetailsListReqID);
        Assert.Equal(new PRICE9(756), d.LastPx);
        Assert.Equal(38UL, d.OrderID);
        Assert.Equal(new PRICE9(760), d.Price);
        Assert.Equal(new PRICENULL9(762), d.StopPx);
        Assert.Equal(44UL, d.TransactTime);
        Assert.Equal(46UL, d.SendingTimeEpoch);
        Assert.Equal(48UL, d.OrderRequestID);
        Assert.Equal(50UL, d.SecExecID);
        Assert.Equal(52UL, d.CrossID);
        Assert.Equal(54UL, d.HostCrossID);
        Assert.True(d.Location.SequenceEqual("U"u8));
        Assert.Equal(57, d.SecurityID);
        Assert.Equal(59u, d.OrderQty);
        Assert.Equal(61u, d.LastQty);
        Assert.Equal(63u, d.CumQty);
        Assert.Equal(65u, d.MDTradeEntryID);
        Assert.Equal(67u, d.SideTradeID);
        Assert.Equal(69u, d.LeavesQty);
        Assert.Equal((ushort)71, d.TradeDate);
        Assert.Equal((ushort)73, d.ExpireDate);
        Assert.Equal((OrdStatusTrd)107, d.OrdStatus);
        Assert.Equal((OrderType)109, d.OrdType);
        Assert.Equal((SideReq)111, d.Side);
        Assert.Equal((TimeInForce)113, d.TimeInForce);
        Assert.Equal((ManualOrdIndReq)115, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)117, d.PossRetransFlag);
        Assert.Equal((BooleanFlag)119, d.AggressorIndicator);
        Assert.Equal((byte)89, d.CrossType);
        Assert.Equal((byte)1, d.TotalNumSecurities);
        Assert.Equal((ExecInst)35, d.ExecInst);
        Assert.Equal((ExecMode)37, d.ExecutionMode);
        Assert.Equal((BooleanNULL)39, d.LiquidityFlag);
        Assert.Equal((ShortSaleType)41, d.ShortSaleType);
        Assert.Equal(2, d.NoFills.Count);
        foreach (var entry in d.NoFills)
        {
            Assert.Equal(new PRICE9(821), entry.FillPx);
            Assert.Equal(13u, entry.FillQty);
            Assert.True(entry.FillExecID.SequenceEqual("R"u8));
            Assert.Equal((byte)16, entry.FillYieldType);
        }
        Assert.Equal(2, d.NoLegs.Count);
        foreach (var entry in d.NoLegs)
        {
            Assert.Equal(18UL, entry.LegExecID);
            Assert.Equal(new PRICE9(830), entry.LegLastPx);
            Assert.Equal(22, entry.LegSecurityID);
            Assert.Equal(24u, entry.LegTradeID);
            Assert.Equal(26u, entry.LegLastQty);
            Assert.Equal((SideReq)60, entry.LegSide);
        }
        Assert.Equal(2, d.NoOrderEvents.Count);
        foreach (var entry in d.NoOrderEvents)
        {
            Assert.Equal(new PRICE9(840), entry.OrderEventPx);
            Assert.True(entry.OrderEventText.SequenceEqual("I"u8));
            Assert.Equal(33u, entry.OrderEventExecID);
            Assert.Equal(35u, entry.OrderEventQty);
            Assert.Equal((OrderEventType)69, entry.OrderEventType);
            Assert.Equal((byte)39, entry.OrderEventReason);
        }
        AssertRefusedWhenShorter(ExecutionReportTradeSpread526Decoder.TemplateId, e.EncodedLength);
    }
}
