using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 538 to 546: every field written, and read back.</summary>
public sealed class RoundTrip538To546Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripPartyDetailsListReport538()
    {
        Assert.True(PartyDetailsListReport538Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 72u;
        e.UUID = 74UL;
        e.AvgPxGroupID = "I"u8;
        e.PartyDetailsListReqID = 77UL;
        e.PartyDetailsListReportID = 79UL;
        e.SendingTimeEpoch = 81UL;
        e.SelfMatchPreventionID = 83UL;
        e.TotNumParties = 85;
        e.RequestResult = (ReqResult)119;
        e.LastFragment = (BooleanFlag)121;
        e.CustOrderCapacity = (CustOrderCapacity)33;
        e.ClearingAccountType = (ClearingAcctType)35;
        e.SelfMatchPreventionInstruction = (SMPI)37;
        e.AvgPxIndicator = (AvgPxInd)39;
        e.ClearingTradePriceType = (SLEDS)41;
        e.CmtaGiveupCD = (CmtaGiveUpCD)43;
        e.CustOrderHandlingInst = (CustOrdHandlInst)45;
        e.Executor = 15UL;
        e.IDMShortCode = 17UL;
        e.PossRetransFlag = (BooleanFlag)51;
        e.SplitMsg = (SplitMsg)53;
        foreach (var entry in e.NoPartyDetails(2))
        {
            entry.PartyDetailID = "T"u8;
            entry.PartyDetailRole = (PartyDetailRole)56;
        }
        foreach (var entry in e.NoTrdRegPublications(2))
        {
            entry.TrdRegPublicationType = 26;
            entry.TrdRegPublicationReason = 28;
        }

        Assert.True(PartyDetailsListReport538Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(72u, d.SeqNum);
        Assert.Equal(74UL, d.UUID);
        Assert.True(d.AvgPxGroupID.SequenceEqual("I"u8));
        Assert.Equal(77UL, d.PartyDetailsListReqID);
        Assert.Equal(79UL, d.PartyDetailsListReportID);
        Assert.Equal(81UL, d.SendingTimeEpoch);
        Assert.Equal(83UL, d.SelfMatchPreventionID);
        Assert.Equal((ushort)85, d.TotNumParties);
        Assert.Equal((ReqResult)119, d.RequestResult);
        Assert.Equal((BooleanFlag)121, d.LastFragment);
        Assert.Equal((CustOrderCapacity)33, d.CustOrderCapacity);
        Assert.Equal((ClearingAcctType)35, d.ClearingAccountType);
        Assert.Equal((SMPI)37, d.SelfMatchPreventionInstruction);
        Assert.Equal((AvgPxInd)39, d.AvgPxIndicator);
        Assert.Equal((SLEDS)41, d.ClearingTradePriceType);
        Assert.Equal((CmtaGiveUpCD)43, d.CmtaGiveupCD);
        Assert.Equal((CustOrdHandlInst)45, d.CustOrderHandlingInst);
        Assert.Equal(15UL, d.Executor);
        Assert.Equal(17UL, d.IDMShortCode);
        Assert.Equal((BooleanFlag)51, d.PossRetransFlag);
        Assert.Equal((SplitMsg)53, d.SplitMsg);
        Assert.Equal(2, d.NoPartyDetails.Count);
        foreach (var entry in d.NoPartyDetails)
        {
            Assert.True(entry.PartyDetailID.SequenceEqual("T"u8));
            Assert.Equal((PartyDetailRole)56, entry.PartyDetailRole);
        }
        Assert.Equal(2, d.NoTrdRegPublications.Count);
        foreach (var entry in d.NoTrdRegPublications)
        {
            Assert.Equal((byte)26, entry.TrdRegPublicationType);
            Assert.Equal((byte)28, entry.TrdRegPublicationReason);
        }
        AssertRefusedWhenShorter(PartyDetailsListReport538Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripExecutionAck539()
    {
        Assert.True(ExecutionAck539Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 30UL;
        e.OrderID = 32UL;
        e.ExecAckStatus = (ExecAckStatus)66;
        e.SeqNum = 36u;
        e.ClOrdID = "I"u8;
        e.SecExecID = 39UL;
        e.LastPx = new PRICE9(1391);
        e.SecurityID = 43;
        e.LastQty = 45u;
        e.DKReason = (DKReason)79;
        e.Side = (SideReq)81;
        e.SenderID = "V"u8;
        e.SendingTimeEpoch = 52UL;
        e.Location = "Y"u8;
        e.ManualOrderIndicator = (ManualOrdIndReq)87;

        Assert.True(ExecutionAck539Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(30UL, d.PartyDetailsListReqID);
        Assert.Equal(32UL, d.OrderID);
        Assert.Equal((ExecAckStatus)66, d.ExecAckStatus);
        Assert.Equal(36u, d.SeqNum);
        Assert.True(d.ClOrdID.SequenceEqual("I"u8));
        Assert.Equal(39UL, d.SecExecID);
        Assert.Equal(new PRICE9(1391), d.LastPx);
        Assert.Equal(43, d.SecurityID);
        Assert.Equal(45u, d.LastQty);
        Assert.Equal((DKReason)79, d.DKReason);
        Assert.Equal((SideReq)81, d.Side);
        Assert.True(d.SenderID.SequenceEqual("V"u8));
        Assert.Equal(52UL, d.SendingTimeEpoch);
        Assert.True(d.Location.SequenceEqual("Y"u8));
        Assert.Equal((ManualOrdIndReq)87, d.ManualOrderIndicator);
        AssertRefusedWhenShorter(ExecutionAck539Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripRequestForQuote543()
    {
        Assert.True(RequestForQuote543Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 57UL;
        e.QuoteReqID = 59UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)93;
        e.SeqNum = 63u;
        e.SenderID = "J"u8;
        e.SendingTimeEpoch = 66UL;
        e.Location = "M"u8;
        e.QuoteType = (QuoteTyp)101;
        foreach (var entry in e.NoRelatedSym(2))
        {
            entry.SecurityID = 71;
            entry.OrderQty = 73u;
            entry.Side = (RFQSide)107;
        }

        Assert.True(RequestForQuote543Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(57UL, d.PartyDetailsListReqID);
        Assert.Equal(59UL, d.QuoteReqID);
        Assert.Equal((ManualOrdIndReq)93, d.ManualOrderIndicator);
        Assert.Equal(63u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("J"u8));
        Assert.Equal(66UL, d.SendingTimeEpoch);
        Assert.True(d.Location.SequenceEqual("M"u8));
        Assert.Equal((QuoteTyp)101, d.QuoteType);
        Assert.Equal(2, d.NoRelatedSym.Count);
        foreach (var entry in d.NoRelatedSym)
        {
            Assert.Equal(71, entry.SecurityID);
            Assert.Equal(73u, entry.OrderQty);
            Assert.Equal((RFQSide)107, entry.Side);
        }
        AssertRefusedWhenShorter(RequestForQuote543Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripNewOrderCross544()
    {
        Assert.True(NewOrderCross544Encoder.TryWrap(_buffer, out var e));
        e.CrossID = 77UL;
        e.OrderRequestID = 79UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)113;
        e.SeqNum = 83u;
        e.SenderID = "D"u8;
        e.Price = new PRICE9(1436);
        e.TransBkdTime = 88UL;
        e.SendingTimeEpoch = 90UL;
        e.Location = "K"u8;
        e.SecurityID = 3;
        foreach (var entry in e.NoSides(2))
        {
            entry.ClOrdID = "N"u8;
            entry.PartyDetailsListReqID = 6UL;
            entry.OrderQty = 8u;
            entry.Side = (SideReq)42;
            entry.SideTimeInForce = (SideTimeInForce)44;
        }

        Assert.True(NewOrderCross544Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(77UL, d.CrossID);
        Assert.Equal(79UL, d.OrderRequestID);
        Assert.Equal((ManualOrdIndReq)113, d.ManualOrderIndicator);
        Assert.Equal(83u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("D"u8));
        Assert.Equal(new PRICE9(1436), d.Price);
        Assert.Equal(88UL, d.TransBkdTime);
        Assert.Equal(90UL, d.SendingTimeEpoch);
        Assert.True(d.Location.SequenceEqual("K"u8));
        Assert.Equal(3, d.SecurityID);
        Assert.Equal(2, d.NoSides.Count);
        foreach (var entry in d.NoSides)
        {
            Assert.True(entry.ClOrdID.SequenceEqual("N"u8));
            Assert.Equal(6UL, entry.PartyDetailsListReqID);
            Assert.Equal(8u, entry.OrderQty);
            Assert.Equal((SideReq)42, entry.Side);
            Assert.Equal((SideTimeInForce)44, entry.SideTimeInForce);
        }
        AssertRefusedWhenShorter(NewOrderCross544Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripMassQuoteAck545()
    {
        Assert.True(MassQuoteAck545Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 14u;
        e.UUID = 16UL;
        e.Text = "A"u8;
        e.SenderID = "B"u8;
        e.PartyDetailsListReqID = 20UL;
        e.RequestTime = 22UL;
        e.SendingTimeEpoch = 24UL;
        e.QuoteReqID = 26UL;
        e.Location = "K"u8;
        e.QuoteID = 29u;
        e.QuoteRejectReason = 31;
        e.DelayDuration = 33;
        e.QuoteStatus = (QuoteAckStatus)67;
        e.ManualOrderIndicator = (ManualOrdIndReq)69;
        e.NoProcessedEntries = 39;
        e.MMProtectionReset = (BooleanFlag)73;
        e.SplitMsg = (SplitMsg)75;
        e.LiquidityFlag = (BooleanNULL)77;
        e.ShortSaleType = (ShortSaleType)79;
        e.TotNoQuoteEntries = 49;
        e.PossRetransFlag = (BooleanFlag)83;
        e.DelayToTime = 53UL;
        e.QuoteEntryOpen = (BooleanNULL)87;
        e.QuoteEntryControl = (BooleanNULL)89;
        foreach (var entry in e.NoQuoteEntries(2))
        {
            entry.QuoteEntryID = 59u;
            entry.SecurityID = 61;
            entry.QuoteSetID = 63;
            entry.QuoteEntryRejectReason = 65;
        }

        Assert.True(MassQuoteAck545Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(14u, d.SeqNum);
        Assert.Equal(16UL, d.UUID);
        Assert.True(d.Text.SequenceEqual("A"u8));
        Assert.True(d.SenderID.SequenceEqual("B"u8));
        Assert.Equal(20UL, d.PartyDetailsListReqID);
        Assert.Equal(22UL, d.RequestTime);
        Assert.Equal(24UL, d.SendingTimeEpoch);
        Assert.Equal(26UL, d.QuoteReqID);
        Assert.True(d.Location.SequenceEqual("K"u8));
        Assert.Equal(29u, d.QuoteID);
        Assert.Equal((ushort)31, d.QuoteRejectReason);
        Assert.Equal((ushort)33, d.DelayDuration);
        Assert.Equal((QuoteAckStatus)67, d.QuoteStatus);
        Assert.Equal((ManualOrdIndReq)69, d.ManualOrderIndicator);
        Assert.Equal((byte)39, d.NoProcessedEntries);
        Assert.Equal((BooleanFlag)73, d.MMProtectionReset);
        Assert.Equal((SplitMsg)75, d.SplitMsg);
        Assert.Equal((BooleanNULL)77, d.LiquidityFlag);
        Assert.Equal((ShortSaleType)79, d.ShortSaleType);
        Assert.Equal((byte)49, d.TotNoQuoteEntries);
        Assert.Equal((BooleanFlag)83, d.PossRetransFlag);
        Assert.Equal(53UL, d.DelayToTime);
        Assert.Equal((BooleanNULL)87, d.QuoteEntryOpen);
        Assert.Equal((BooleanNULL)89, d.QuoteEntryControl);
        Assert.Equal(2, d.NoQuoteEntries.Count);
        foreach (var entry in d.NoQuoteEntries)
        {
            Assert.Equal(59u, entry.QuoteEntryID);
            Assert.Equal(61, entry.SecurityID);
            Assert.Equal((ushort)63, entry.QuoteSetID);
            Assert.Equal((byte)65, entry.QuoteEntryRejectReason);
        }
        AssertRefusedWhenShorter(MassQuoteAck545Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripRequestForQuoteAck546()
    {
        Assert.True(RequestForQuoteAck546Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 67u;
        e.UUID = 69UL;
        e.Text = "B"u8;
        e.SenderID = "C"u8;
        e.ExchangeQuoteReqID = "D"u8;
        e.PartyDetailsListReqID = 74UL;
        e.RequestTime = 76UL;
        e.SendingTimeEpoch = 78UL;
        e.QuoteReqID = 80UL;
        e.Location = "M"u8;
        e.QuoteRejectReason = 83;
        e.DelayDuration = 85;
        e.QuoteStatus = (QuoteAckStatus)119;
        e.ManualOrderIndicator = (ManualOrdIndReq)121;
        e.SplitMsg = (SplitMsg)33;
        e.PossRetransFlag = (BooleanFlag)35;
        e.DelayToTime = 5UL;

        Assert.True(RequestForQuoteAck546Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(67u, d.SeqNum);
        Assert.Equal(69UL, d.UUID);
        Assert.True(d.Text.SequenceEqual("B"u8));
        Assert.True(d.SenderID.SequenceEqual("C"u8));
        Assert.True(d.ExchangeQuoteReqID.SequenceEqual("D"u8));
        Assert.Equal(74UL, d.PartyDetailsListReqID);
        Assert.Equal(76UL, d.RequestTime);
        Assert.Equal(78UL, d.SendingTimeEpoch);
        Assert.Equal(80UL, d.QuoteReqID);
        Assert.True(d.Location.SequenceEqual("M"u8));
        Assert.Equal((ushort)83, d.QuoteRejectReason);
        Assert.Equal((ushort)85, d.DelayDuration);
        Assert.Equal((QuoteAckStatus)119, d.QuoteStatus);
        Assert.Equal((ManualOrdIndReq)121, d.ManualOrderIndicator);
        Assert.Equal((SplitMsg)33, d.SplitMsg);
        Assert.Equal((BooleanFlag)35, d.PossRetransFlag);
        Assert.Equal(5UL, d.DelayToTime);
        AssertRefusedWhenShorter(RequestForQuoteAck546Decoder.TemplateId, e.EncodedLength);
    }
}
