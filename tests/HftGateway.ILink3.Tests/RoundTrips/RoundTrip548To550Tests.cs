using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 548 to 550: every field written, and read back.</summary>
public sealed class RoundTrip548To550Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripExecutionReportTradeAddendumOutright548()
    {
        Assert.True(ExecutionReportTradeAddendumOutright548Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 7u;
        e.UUID = 9UL;
        e.ExecID = "F"u8;
        e.SenderID = "G"u8;
        e.ClOrdID = "H"u8;
        e.PartyDetailsListReqID = 14UL;
        e.LastPx = new PRICE9(1546);
        e.OrderID = 18UL;
        e.TransactTime = 20UL;
        e.SendingTimeEpoch = 22UL;
        e.SecExecID = 24UL;
        e.OrigSecondaryExecutionID = 26UL;
        e.Location = "W"u8;
        e.SecurityID = 29;
        e.LastQty = 31u;
        e.SideTradeID = 33u;
        e.OrigSideTradeID = 35u;
        e.TradeDate = 37;
        e.OrdStatus = (OrdStatusTrdCxl)71;
        e.ExecType = (ExecTypTrdCxl)73;
        e.Side = (SideReq)75;
        e.ManualOrderIndicator = (ManualOrdIndReq)77;
        e.PossRetransFlag = (BooleanFlag)79;
        e.ExecInst = (ExecInst)81;
        e.ExecutionMode = (ExecMode)83;
        e.LiquidityFlag = (BooleanNULL)85;
        e.ManagedOrder = (BooleanNULL)87;
        e.ShortSaleType = (ShortSaleType)89;
        e.DiscretionPrice = new PRICENULL9(1589);
        e.TrdType = 61;
        e.ExecRestatementReason = (ExecReason)95;
        e.SettlDate = 65;
        e.MaturityDate = 67;
        e.CalculatedCcyLastQty = new Decimal64NULL(1599, -2);
        e.GrossTradeAmt = new Decimal64NULL(1601, -2);
        e.BenchmarkPrice = new PRICENULL9(1603);
        e.MDTradeEntryID = 75u;
        e.ExecRefID = "T"u8;
        foreach (var entry in e.NoFills(2))
        {
            entry.FillPx = new PRICE9(1608);
            entry.FillQty = 80u;
            entry.FillExecID = "Y"u8;
            entry.FillYieldType = 83;
        }
        foreach (var entry in e.NoOrderEvents(2))
        {
            entry.OrderEventPx = new PRICE9(1615);
            entry.OrderEventText = "D"u8;
            entry.OrderEventExecID = 88u;
            entry.OrderEventQty = 90u;
            entry.OrderEventType = (TradeAddendum)34;
            entry.OrderEventReason = 4;
            entry.OriginalOrderEventExecID = 6u;
            entry.ContraGrossTradeAmt = new Decimal64NULL(1628, -2);
            entry.ContraCalculatedCcyLastQty = new Decimal64NULL(1630, -2);
        }

        ReadOnlySpan<byte> written = _buffer.AsSpan(0, e.EncodedLength);
        Assert.True(ExecutionReportTradeAddendumOutright548Decoder.TryWrap(written, out var d));
        Assert.Equal(7u, d.SeqNum);
        Assert.Equal(9UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("F"u8));
        Assert.True(d.SenderID.SequenceEqual("G"u8));
        Assert.True(d.ClOrdID.SequenceEqual("H"u8));
        Assert.Equal(14UL, d.PartyDetailsListReqID);
        Assert.Equal(new PRICE9(1546), d.LastPx);
        Assert.Equal(18UL, d.OrderID);
        Assert.Equal(20UL, d.TransactTime);
        Assert.Equal(22UL, d.SendingTimeEpoch);
        Assert.Equal(24UL, d.SecExecID);
        Assert.Equal(26UL, d.OrigSecondaryExecutionID);
        Assert.True(d.Location.SequenceEqual("W"u8));
        Assert.Equal(29, d.SecurityID);
        Assert.Equal(31u, d.LastQty);
        Assert.Equal(33u, d.SideTradeID);
        Assert.Equal(35u, d.OrigSideTradeID);
        Assert.Equal((ushort)37, d.TradeDate);
        Assert.Equal((OrdStatusTrdCxl)71, d.OrdStatus);
        Assert.Equal((ExecTypTrdCxl)73, d.ExecType);
        Assert.Equal((SideReq)75, d.Side);
        Assert.Equal((ManualOrdIndReq)77, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)79, d.PossRetransFlag);
        Assert.Equal((ExecInst)81, d.ExecInst);
        Assert.Equal((ExecMode)83, d.ExecutionMode);
        Assert.Equal((BooleanNULL)85, d.LiquidityFlag);
        Assert.Equal((BooleanNULL)87, d.ManagedOrder);
        Assert.Equal((ShortSaleType)89, d.ShortSaleType);
        Assert.Equal(new PRICENULL9(1589), d.DiscretionPrice);
        Assert.Equal((ushort)61, d.TrdType);
        Assert.Equal((ExecReason)95, d.ExecRestatementReason);
        Assert.Equal((ushort)65, d.SettlDate);
        Assert.Equal((ushort)67, d.MaturityDate);
        Assert.Equal(new Decimal64NULL(1599, -2), d.CalculatedCcyLastQty);
        Assert.Equal(new Decimal64NULL(1601, -2), d.GrossTradeAmt);
        Assert.Equal(new PRICENULL9(1603), d.BenchmarkPrice);
        Assert.Equal(75u, d.MDTradeEntryID);
        Assert.True(d.ExecRefID.SequenceEqual("T"u8));
        Assert.Equal(2, d.NoFills.Count);
        foreach (var entry in d.NoFills)
        {
            Assert.Equal(new PRICE9(1608), entry.FillPx);
            Assert.Equal(80u, entry.FillQty);
            Assert.True(entry.FillExecID.SequenceEqual("Y"u8));
            Assert.Equal((byte)83, entry.FillYieldType);
        }
        Assert.Equal(2, d.NoOrderEvents.Count);
        foreach (var entry in d.NoOrderEvents)
        {
            Assert.Equal(new PRICE9(1615), entry.OrderEventPx);
            Assert.True(entry.OrderEventText.SequenceEqual("D"u8));
            Assert.Equal(88u, entry.OrderEventExecID);
            Assert.Equal(90u, entry.OrderEventQty);
            Assert.Equal((TradeAddendum)34, entry.OrderEventType);
            Assert.Equal((byte)4, entry.OrderEventReason);
            Assert.Equal(6u, entry.OriginalOrderEventExecID);
            Assert.Equal(new Decimal64NULL(1628, -2), entry.ContraGrossTradeAmt);
            Assert.Equal(new Decimal64NULL(1630, -2), entry.ContraCalculatedCcyLastQty);
        }
        AssertRefusedWhenShorter(ExecutionReportTradeAddendumOutright548Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripExecutionReportTradeAddendumSpread549()
    {
        Assert.True(ExecutionReportTradeAddendumSpread549Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 12u;
        e.UUID = 14UL;
        e.ExecID = "W"u8;
        e.SenderID = "X"u8;
        e.ClOrdID = "Y"u8;
        e.PartyDetailsListReqID = 19UL;
        e.LastPx = new PRICE9(1641);
        e.OrderID = 23UL;
        e.TransactTime = 25UL;
        e.SendingTimeEpoch = 27UL;
        e.SecExecID = 29UL;
        e.OrigSecondaryExecutionID = 31UL;
        e.Location = "N"u8;
        e.SecurityID = 34;
        e.MDTradeEntryID = 36u;
        e.LastQty = 38u;
        e.SideTradeID = 40u;
        e.OrigSideTradeID = 42u;
        e.TradeDate = 44;
        e.OrdStatus = (OrdStatusTrdCxl)78;
        e.ExecType = (ExecTypTrdCxl)80;
        e.OrdType = (OrderType)82;
        e.Side = (SideReq)84;
        e.ManualOrderIndicator = (ManualOrdIndReq)86;
        e.PossRetransFlag = (BooleanFlag)88;
        e.TotalNumSecurities = 58;
        e.ExecInst = (ExecInst)92;
        e.ExecutionMode = (ExecMode)94;
        e.LiquidityFlag = (BooleanNULL)96;
        e.ManagedOrder = (BooleanNULL)98;
        e.ShortSaleType = (ShortSaleType)100;
        e.ExecRefID = "Y"u8;
        foreach (var entry in e.NoFills(2))
        {
            entry.FillPx = new PRICE9(1691);
            entry.FillQty = 73u;
            entry.FillExecID = "D"u8;
            entry.FillYieldType = 76;
        }
        foreach (var entry in e.NoLegs(2))
        {
            entry.LegExecID = 78UL;
            entry.LegLastPx = new PRICE9(1700);
            entry.LegExecRefID = 82UL;
            entry.LegTradeID = 84u;
            entry.LegTradeRefID = 86u;
            entry.LegSecurityID = 88;
            entry.LegLastQty = 90u;
            entry.LegSide = (SideReq)34;
        }
        foreach (var entry in e.NoOrderEvents(2))
        {
            entry.OrderEventPx = new PRICE9(1714);
            entry.OrderEventText = "Y"u8;
            entry.OrderEventExecID = 7u;
            entry.OrderEventQty = 9u;
            entry.OrderEventType = (TradeAddendum)43;
            entry.OrderEventReason = 13;
            entry.OriginalOrderEventExecID = 15u;
        }

        ReadOnlySpan<byte> written = _buffer.AsSpan(0, e.EncodedLength);
        Assert.True(ExecutionReportTradeAddendumSpread549Decoder.TryWrap(written, out var d));
        Assert.Equal(12u, d.SeqNum);
        Assert.Equal(14UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("W"u8));
        Assert.True(d.SenderID.SequenceEqual("X"u8));
        Assert.True(d.ClOrdID.SequenceEqual("Y"u8));
        Assert.Equal(19UL, d.PartyDetailsListReqID);
        Assert.Equal(new PRICE9(1641), d.LastPx);
        Assert.Equal(23UL, d.OrderID);
        Assert.Equal(25UL, d.TransactTime);
        Assert.Equal(27UL, d.SendingTimeEpoch);
        Assert.Equal(29UL, d.SecExecID);
        Assert.Equal(31UL, d.OrigSecondaryExecutionID);
        Assert.True(d.Location.SequenceEqual("N"u8));
        Assert.Equal(34, d.SecurityID);
        Assert.Equal(36u, d.MDTradeEntryID);
        Assert.Equal(38u, d.LastQty);
        Assert.Equal(40u, d.SideTradeID);
        Assert.Equal(42u, d.OrigSideTradeID);
        Assert.Equal((ushort)44, d.TradeDate);
        Assert.Equal((OrdStatusTrdCxl)78, d.OrdStatus);
        Assert.Equal((ExecTypTrdCxl)80, d.ExecType);
        Assert.Equal((OrderType)82, d.OrdType);
        Assert.Equal((SideReq)84, d.Side);
        Assert.Equal((ManualOrdIndReq)86, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)88, d.PossRetransFlag);
        Assert.Equal((byte)58, d.TotalNumSecurities);
        Assert.Equal((ExecInst)92, d.ExecInst);
        Assert.Equal((ExecMode)94, d.ExecutionMode);
        Assert.Equal((BooleanNULL)96, d.LiquidityFlag);
        Assert.Equal((BooleanNULL)98, d.ManagedOrder);
        Assert.Equal((ShortSaleType)100, d.ShortSaleType);
        Assert.True(d.ExecRefID.SequenceEqual("Y"u8));
        Assert.Equal(2, d.NoFills.Count);
        foreach (var entry in d.NoFills)
        {
            Assert.Equal(new PRICE9(1691), entry.FillPx);
            Assert.Equal(73u, entry.FillQty);
            Assert.True(entry.FillExecID.SequenceEqual("D"u8));
            Assert.Equal((byte)76, entry.FillYieldType);
        }
        Assert.Equal(2, d.NoLegs.Count);
        foreach (var entry in d.NoLegs)
        {
            Assert.Equal(78UL, entry.LegExecID);
            Assert.Equal(new PRICE9(1700), entry.LegLastPx);
            Assert.Equal(82UL, entry.LegExecRefID);
            Assert.Equal(84u, entry.LegTradeID);
            Assert.Equal(86u, entry.LegTradeRefID);
            Assert.Equal(88, entry.LegSecurityID);
            Assert.Equal(90u, entry.LegLastQty);
            Assert.Equal((SideReq)34, entry.LegSide);
        }
        Assert.Equal(2, d.NoOrderEvents.Count);
        foreach (var entry in d.NoOrderEvents)
        {
            Assert.Equal(new PRICE9(1714), entry.OrderEventPx);
            Assert.True(entry.OrderEventText.SequenceEqual("Y"u8));
            Assert.Equal(7u, entry.OrderEventExecID);
            Assert.Equal(9u, entry.OrderEventQty);
            Assert.Equal((TradeAddendum)43, entry.OrderEventType);
            Assert.Equal((byte)13, entry.OrderEventReason);
            Assert.Equal(15u, entry.OriginalOrderEventExecID);
        }
        AssertRefusedWhenShorter(ExecutionReportTradeAddendumSpread549Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripExecutionReportTradeAddendumSpreadLeg550()
    {
        Assert.True(ExecutionReportTradeAddendumSpreadLeg550Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 17u;
        e.UUID = 19UL;
        e.ExecID = "N"u8;
        e.SenderID = "O"u8;
        e.ClOrdID = "P"u8;
        e.PartyDetailsListReqID = 24UL;
        e.LastPx = new PRICE9(1736);
        e.OrderID = 28UL;
        e.TransactTime = 30UL;
        e.SendingTimeEpoch = 32UL;
        e.SecExecID = 34UL;
        e.OrigSecondaryExecutionID = 36UL;
        e.Location = "E"u8;
        e.SecurityID = 39;
        e.LastQty = 41u;
        e.SideTradeID = 43u;
        e.OrigSideTradeID = 45u;
        e.TradeDate = 47;
        e.OrdStatus = (OrdStatusTrdCxl)81;
        e.ExecType = (ExecTypTrdCxl)83;
        e.ManualOrderIndicator = (ManualOrdIndReq)85;
        e.PossRetransFlag = (BooleanFlag)87;
        e.Side = (SideReq)89;
        e.SettlDate = 59;
        e.CalculatedCcyLastQty = new Decimal64NULL(1771, -2);
        e.GrossTradeAmt = new Decimal64NULL(1773, -2);
        e.ExecRefID = "F"u8;
        foreach (var entry in e.NoFills(2))
        {
            entry.FillPx = new PRICE9(1776);
            entry.FillQty = 68u;
            entry.FillExecID = "K"u8;
            entry.FillYieldType = 71;
        }
        foreach (var entry in e.NoOrderEvents(2))
        {
            entry.OrderEventPx = new PRICE9(1783);
            entry.OrderEventText = "P"u8;
            entry.OrderEventExecID = 76u;
            entry.OrderEventQty = 78u;
            entry.OrderEventType = (TradeAddendum)112;
            entry.OrderEventReason = 82;
            entry.OriginalOrderEventExecID = 84u;
            entry.ContraGrossTradeAmt = new Decimal64NULL(1796, -2);
            entry.ContraCalculatedCcyLastQty = new Decimal64NULL(1798, -2);
        }

        ReadOnlySpan<byte> written = _buffer.AsSpan(0, e.EncodedLength);
        Assert.True(ExecutionReportTradeAddendumSpreadLeg550Decoder.TryWrap(written, out var d));
        Assert.Equal(17u, d.SeqNum);
        Assert.Equal(19UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("N"u8));
        Assert.True(d.SenderID.SequenceEqual("O"u8));
        Assert.True(d.ClOrdID.SequenceEqual("P"u8));
        Assert.Equal(24UL, d.PartyDetailsListReqID);
        Assert.Equal(new PRICE9(1736), d.LastPx);
        Assert.Equal(28UL, d.OrderID);
        Assert.Equal(30UL, d.TransactTime);
        Assert.Equal(32UL, d.SendingTimeEpoch);
        Assert.Equal(34UL, d.SecExecID);
        Assert.Equal(36UL, d.OrigSecondaryExecutionID);
        Assert.True(d.Location.SequenceEqual("E"u8));
        Assert.Equal(39, d.SecurityID);
        Assert.Equal(41u, d.LastQty);
        Assert.Equal(43u, d.SideTradeID);
        Assert.Equal(45u, d.OrigSideTradeID);
        Assert.Equal((ushort)47, d.TradeDate);
        Assert.Equal((OrdStatusTrdCxl)81, d.OrdStatus);
        Assert.Equal((ExecTypTrdCxl)83, d.ExecType);
        Assert.Equal((ManualOrdIndReq)85, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)87, d.PossRetransFlag);
        Assert.Equal((SideReq)89, d.Side);
        Assert.Equal((ushort)59, d.SettlDate);
        Assert.Equal(new Decimal64NULL(1771, -2), d.CalculatedCcyLastQty);
        Assert.Equal(new Decimal64NULL(1773, -2), d.GrossTradeAmt);
        Assert.True(d.ExecRefID.SequenceEqual("F"u8));
        Assert.Equal(2, d.NoFills.Count);
        foreach (var entry in d.NoFills)
        {
            Assert.Equal(new PRICE9(1776), entry.FillPx);
            Assert.Equal(68u, entry.FillQty);
            Assert.True(entry.FillExecID.SequenceEqual("K"u8));
            Assert.Equal((byte)71, entry.FillYieldType);
        }
        Assert.Equal(2, d.NoOrderEvents.Count);
        foreach (var entry in d.NoOrderEvents)
        {
            Assert.Equal(new PRICE9(1783), entry.OrderEventPx);
            Assert.True(entry.OrderEventText.SequenceEqual("P"u8));
            Assert.Equal(76u, entry.OrderEventExecID);
            Assert.Equal(78u, entry.OrderEventQty);
            Assert.Equal((TradeAddendum)112, entry.OrderEventType);
            Assert.Equal((byte)82, entry.OrderEventReason);
            Assert.Equal(84u, entry.OriginalOrderEventExecID);
            Assert.Equal(new Decimal64NULL(1796, -2), entry.ContraGrossTradeAmt);
            Assert.Equal(new Decimal64NULL(1798, -2), entry.ContraCalculatedCcyLastQty);
        }
        AssertRefusedWhenShorter(ExecutionReportTradeAddendumSpreadLeg550Decoder.TemplateId, e.EncodedLength);
    }
}
