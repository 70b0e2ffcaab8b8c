using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 515 to 521: every field written, and read back.</summary>
public sealed class RoundTrip515To521Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripOrderCancelReplaceRequest515()
    {
        Assert.True(OrderCancelReplaceRequest515Encoder.TryWrap(_buffer, out var e));
        e.Price = new PRICENULL9(195);
        e.OrderQty = 17u;
        e.SecurityID = 19;
        e.Side = (SideReq)53;
        e.SeqNum = 23u;
        e.SenderID = "V"u8;
        e.ClOrdID = "W"u8;
        e.PartyDetailsListReqID = 27UL;
        e.OrderID = 29UL;
        e.StopPx = new PRICENULL9(211);
        e.OrderRequestID = 33UL;
        e.SendingTimeEpoch = 35UL;
        e.Location = "H"u8;
        e.MinQty = 38u;
        e.DisplayQty = 40u;
        e.ExpireDate = 42;
        e.OrdType = (OrderTypeReq)76;
        e.TimeInForce = (TimeInForce)78;
        e.ManualOrderIndicator = (ManualOrdIndReq)80;
        e.OFMOverride = (OFMOverrideReq)82;
        e.ExecInst = (ExecInst)84;
        e.ExecutionMode = (ExecMode)86;
        e.LiquidityFlag = (BooleanNULL)88;
        e.ManagedOrder = (BooleanNULL)90;
        e.ShortSaleType = (ShortSaleType)92;
        e.DiscretionPrice = new PRICENULL9(242);

        Assert.True(OrderCancelReplaceRequest515Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(new PRICENULL9(195), d.Price);
        Assert.Equal(17u, d.OrderQty);
        Assert.Equal(19, d.SecurityID);
        Assert.Equal((SideReq)53, d.Side);
        Assert.Equal(23u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("V"u8));
        Assert.True(d.ClOrdID.SequenceEqual("W"u8));
        Assert.Equal(27UL, d.PartyDetailsListReqID);
        Assert.Equal(29UL, d.OrderID);
        Assert.Equal(new PRICENULL9(211), d.StopPx);
        Assert.Equal(33UL, d.OrderRequestID);
        Assert.Equal(35UL, d.SendingTimeEpoch);
        Assert.True(d.Location.SequenceEqual("H"u8));
        Assert.Equal(38u, d.MinQty);
        Assert.Equal(40u, d.DisplayQty);
        Assert.Equal((ushort)42, d.ExpireDate);
        Assert.Equal((OrderTypeReq)76, d.OrdType);
        Assert.Equal((TimeInForce)78, d.TimeInForce);
        Assert.Equal((ManualOrdIndReq)80, d.ManualOrderIndicator);
        Assert.Equal((OFMOverrideReq)82, d.OFMOverride);
        Assert.Equal((ExecInst)84, d.ExecInst);
        Assert.Equal((ExecMode)86, d.ExecutionMode);
        Assert.Equal((BooleanNULL)88, d.LiquidityFlag);
        Assert.Equal((BooleanNULL)90, d.ManagedOrder);
        Assert.Equal((ShortSaleType)92, d.ShortSaleType);
        Assert.Equal(new PRICENULL9(242), d.DiscretionPrice);
        AssertRefusedWhenShorter(OrderCancelReplaceRequest515Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripOrderCancelRequest516()
    {
        Assert.True(OrderCancelRequest516Encoder.TryWrap(_buffer, out var e));
        e.OrderID = 64UL;
        e.PartyDetailsListReqID = 66UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)100;
        e.SeqNum = 70u;
        e.SenderID = "Q"u8;
        e.ClOrdID = "R"u8;
        e.OrderRequestID = 74UL;
        e.SendingTimeEpoch = 76UL;
        e.Location = "W"u8;
        e.SecurityID = 79;
        e.Side = (SideReq)113;
        e.LiquidityFlag = (BooleanNULL)115;
        e.OrigOrderUser = "D"u8;

        Assert.True(OrderCancelRequest516Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(64UL, d.OrderID);
        Assert.Equal(66UL, d.PartyDetailsListReqID);
        Assert.Equal((ManualOrdIndReq)100, d.ManualOrderIndicator);
        Assert.Equal(70u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("Q"u8));
        Assert.True(d.ClOrdID.SequenceEqual("R"u8));
        Assert.Equal(74UL, d.OrderRequestID);
        Assert.Equal(76UL, d.SendingTimeEpoch);
        Assert.True(d.Location.SequenceEqual("W"u8));
        Assert.Equal(79, d.SecurityID);
        Assert.Equal((SideReq)113, d.Side);
        Assert.Equal((BooleanNULL)115, d.LiquidityFlag);
        Assert.True(d.OrigOrderUser.SequenceEqual("D"u8));
        AssertRefusedWhenShorter(OrderCancelRequest516Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripMassQuote517()
    {
        Assert.True(MassQuote517Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 86UL;
        e.SendingTimeEpoch = 88UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)122;
        e.SeqNum = 2u;
        e.SenderID = "M"u8;
        e.QuoteReqID = 5UL;
        e.Location = "P"u8;
        e.QuoteID = 8u;
        e.TotNoQuoteEntries = 10;
        e.MMProtectionReset = (BooleanFlag)44;
        e.LiquidityFlag = (BooleanNULL)46;
        e.ShortSaleType = (ShortSaleType)48;
        e.Reserved = "A"u8;
        e.Reserved1 = "B"u8;
        e.QuoteEntryOpen = (BooleanNULL)52;
        foreach (var entry in e.NoQuoteEntries(2))
        {
            entry.BidPx = new PRICENULL9(292);
            entry.OfferPx = new PRICENULL9(294);
            entry.QuoteEntryID = 26u;
            entry.SecurityID = 28;
            entry.BidSize = 30u;
            entry.OfferSize = 32u;
            entry.UnderlyingSecurityID = 34;
            entry.QuoteSetID = 36;
        }

        Assert.True(MassQuote517Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(86UL, d.PartyDetailsListReqID);
        Assert.Equal(88UL, d.SendingTimeEpoch);
        Assert.Equal((ManualOrdIndReq)122, d.ManualOrderIndicator);
        Assert.Equal(2u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("M"u8));
        Assert.Equal(5UL, d.QuoteReqID);
        Assert.True(d.Location.SequenceEqual("P"u8));
        Assert.Equal(8u, d.QuoteID);
        Assert.Equal((byte)10, d.TotNoQuoteEntries);
        Assert.Equal((BooleanFlag)44, d.MMProtectionReset);
        Assert.Equal((BooleanNULL)46, d.LiquidityFlag);
        Assert.Equal((ShortSaleType)48, d.ShortSaleType);
        Assert.True(d.Reserved.SequenceEqual("A"u8));
        Assert.True(d.Reserved1.SequenceEqual("B"u8));
        Assert.Equal((BooleanNULL)52, d.QuoteEntryOpen);
        Assert.Equal(2, d.NoQuoteEntries.Count);
        foreach (var entry in d.NoQuoteEntries)
        {
            Assert.Equal(new PRICENULL9(292), entry.BidPx);
            Assert.Equal(new PRICENULL9(294), entry.OfferPx);
            Assert.Equal(26u, entry.QuoteEntryID);
            Assert.Equal(28, entry.SecurityID);
            Assert.Equal(30u, entry.BidSize);
            Assert.Equal(32u, entry.OfferSize);
            Assert.Equal(34, entry.UnderlyingSecurityID);
            Assert.Equal((ushort)36, entry.QuoteSetID);
        }
        AssertRefusedWhenShorter(MassQuote517Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripPartyDetailsDefinitionRequest518()
    {
        Assert.True(PartyDetailsDefinitionRequest518Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 38UL;
        e.SendingTimeEpoch = 40UL;
        e.ListUpdateAction = (ListUpdAct)74;
        e.SeqNum = 44u;
        e.Memo = "C"u8;
        e.AvgPxGroupID = "D"u8;
        e.SelfMatchPreventionID = 48UL;
        e.CmtaGiveupCD = (CmtaGiveUpCD)82;
        e.CustOrderCapacity = (CustOrderCapacity)84;
        e.ClearingAccountType = (ClearingAcctType)86;
        e.SelfMatchPreventionInstruction = (SMPI)88;
        e.AvgPxIndicator = (AvgPxInd)90;
        e.ClearingTradePriceType = (SLEDS)92;
        e.CustOrderHandlingInst = (CustOrdHandlInst)94;
        e.Executor = 64UL;
        e.IDMShortCode = 66UL;
        foreach (var entry in e.NoPartyDetails(2))
        {
            entry.PartyDetailID = "Y"u8;
            entry.PartyDetailRole = (PartyDetailRole)101;
        }
        foreach (var entry in e.NoTrdRegPublications(2))
        {
            entry.TrdRegPublicationType = 71;
            entry.TrdRegPublicationReason = 73;
        }

        Assert.True(PartyDetailsDefinitionRequest518Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(38UL, d.PartyDetailsListReqID);
        Assert.Equal(40UL, d.SendingTimeEpoch);
        Assert.Equal((ListUpdAct)74, d.ListUpdateAction);
        Assert.Equal(44u, d.SeqNum);
        Assert.True(d.Memo.SequenceEqual("C"u8));
        Assert.True(d.AvgPxGroupID.SequenceEqual("D"u8));
        Assert.Equal(48UL, d.SelfMatchPreventionID);
        Assert.Equal((CmtaGiveUpCD)82, d.CmtaGiveupCD);
        Assert.Equal((CustOrderCapacity)84, d.CustOrderCapacity);
        Assert.Equal((ClearingAcctType)86, d.ClearingAccountType);
        Assert.Equal((SMPI)88, d.SelfMatchPreventionInstruction);
        Assert.Equal((AvgPxInd)90, d.AvgPxIndicator);
        Assert.Equal((SLEDS)92, d.ClearingTradePriceType);
        Assert.Equal((CustOrdHandlInst)94, d.CustOrderHandlingInst);
        Assert.Equal(64UL, d.Executor);
        Assert.Equal(66UL, d.IDMShortCode);
        Assert.Equal(2, d.NoPartyDetails.Count);
        foreach (var entry in d.NoPartyDetails)
        {
            Assert.True(entry.PartyDetailID.SequenceEqual("Y"u8));
            Assert.Equal((PartyDetailRole)101, entry.PartyDetailRole);
        }
        Assert.Equal(2, d.NoTrdRegPublications.Count);
        foreach (var entry in d.NoTrdRegPublications)
        {
            Assert.Equal((byte)71, entry.TrdRegPublicationType);
            Assert.Equal((byte)73, entry.TrdRegPublicationReason);
        }
        AssertRefusedWhenShorter(PartyDetailsDefinitionRequest518Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripPartyDetailsDefinitionRequestAck519()
    {
        Assert.True(PartyDetailsDefinitionRequestAck519Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 75u;
        e.UUID = 77UL;
        e.Memo = "J"u8;
        e.AvgPxGroupID = "K"u8;
        e.PartyDetailsListReqID = 81UL;
        e.SendingTimeEpoch = 83UL;
        e.SelfMatchPreventionID = 85UL;
        e.PartyDetailRequestStatus = 87;
        e.CustOrderCapacity = (CustOrderCapacity)121;
        e.ClearingAccountType = (ClearingAcctType)33;
        e.SelfMatchPreventionInstruction = (SMPI)35;
        e.AvgPxIndicator = (AvgPxInd)37;
        e.ClearingTradePriceType = (SLEDS)39;
        e.CmtaGiveupCD = (CmtaGiveUpCD)41;
        e.CustOrderHandlingInst = (CustOrdHandlInst)43;
        e.ListUpdateAction = (ListUpdAct)45;
        e.PartyDetailDefinitionStatus = 15;
        e.Executor = 17UL;
        e.IDMShortCode = 19UL;
        e.PossRetransFlag = (BooleanFlag)53;
        e.SplitMsg = (SplitMsg)55;
        foreach (var entry in e.NoPartyDetails(2))
        {
            entry.PartyDetailID = "T"u8;
            entry.PartyDetailRole = (PartyDetailRole)58;
        }
        foreach (var entry in e.NoTrdRegPublications(2))
        {
            entry.TrdRegPublicationType = 28;
            entry.TrdRegPublicationReason = 30;
        }

        Assert.True(PartyDetailsDefinitionRequestAck519Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(75u, d.SeqNum);
        Assert.Equal(77UL, d.UUID);
        Assert.True(d.Memo.SequenceEqual("J"u8));
        Assert.True(d.AvgPxGroupID.SequenceEqual("K"u8));
        Assert.Equal(81UL, d.PartyDetailsListReqID);
        Assert.Equal(83UL, d.SendingTimeEpoch);
        Assert.Equal(85UL, d.SelfMatchPreventionID);
        Assert.Equal((byte)87, d.PartyDetailRequestStatus);
        Assert.Equal((CustOrderCapacity)121, d.CustOrderCapacity);
        Assert.Equal((ClearingAcctType)33, d.ClearingAccountType);
        Assert.Equal((SMPI)35, d.SelfMatchPreventionInstruction);
        Assert.Equal((AvgPxInd)37, d.AvgPxIndicator);
        Assert.Equal((SLEDS)39, d.ClearingTradePriceType);
        Assert.Equal((CmtaGiveUpCD)41, d.CmtaGiveupCD);
        Assert.Equal((CustOrdHandlInst)43, d.CustOrderHandlingInst);
        Assert.Equal((ListUpdAct)45, d.ListUpdateAction);
        Assert.Equal((byte)15, d.PartyDetailDefinitionStatus);
        Assert.Equal(17UL, d.Executor);
        Assert.Equal(19UL, d.IDMShortCode);
        Assert.Equal((BooleanFlag)53, d.PossRetransFlag);
        Assert.Equal((SplitMsg)55, d.SplitMsg);
        Assert.Equal(2, d.NoPartyDetails.Count);
        foreach (var entry in d.NoPartyDetails)
        {
            Assert.True(entry.PartyDetailID.SequenceEqual("T"u8));
            Assert.Equal((PartyDetailRole)58, entry.PartyDetailRole);
        }
        Assert.Equal(2, d.NoTrdRegPublications.Count);
        foreach (var entry in d.NoTrdRegPublications)
        {
            Assert.Equal((byte)28, entry.TrdRegPublicationType);
            Assert.Equal((byte)30, entry.TrdRegPublicationReason);
        }
        AssertRefusedWhenShorter(PartyDetailsDefinitionRequestAck519Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripBusinessReject521()
    {
        Assert.True(BusinessReject521Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 32u;
        e.UUID = 34UL;
        e.Text = "E"u8;
        e.SenderID = "F"u8;
        e.PartyDetailsListReqID = 38UL;
        e.SendingTimeEpoch = 40UL;
        e.BusinessRejectRefID = 42UL;
        e.Location = "M"u8;
        e.RefSeqNum = 45u;
        e.RefTagID = 47;
        e.BusinessRejectReason = 49;
        e.RefMsgType = "T"u8;
        e.PossRetransFlag = (BooleanFlag)84;
        e.ManualOrderIndicator = (ManualOrdInd)86;
        e.SplitMsg = (SplitMsg)88;

        Assert.True(BusinessReject521Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(32u, d.SeqNum);
        Assert.Equal(34UL, d.UUID);
        Assert.True(d.Text.SequenceEqual("E"u8));
        Assert.True(d.SenderID.SequenceEqual("F"u8));
        Assert.Equal(38UL, d.PartyDetailsListReqID);
        Assert.Equal(40UL, d.SendingTimeEpoch);
        Assert.Equal(42UL, d.BusinessRejectRefID);
        Assert.True(d.Location.SequenceEqual("M"u8));
        Assert.Equal(45u, d.RefSeqNum);
        Assert.Equal((ushort)47, d.RefTagID);
        Assert.Equal((ushort)49, d.BusinessRejectReason);
        Assert.True(d.RefMsgType.SequenceEqual("T"u8));
        Assert.Equal((BooleanFlag)84, d.PossRetransFlag);
        Assert.Equal((ManualOrdInd)86, d.ManualOrderIndicator);
        Assert.Equal((SplitMsg)88, d.SplitMsg);
        AssertRefusedWhenShorter(BusinessReject521Decoder.TemplateId, e.EncodedLength);
    }
}
