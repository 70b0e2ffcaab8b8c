using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 560 to 563: every field written, and read back.</summary>
public sealed class RoundTrip560To563Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripSecurityDefinitionRequest560()
    {
        Assert.True(SecurityDefinitionRequest560Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 90UL;
        e.SecurityReqID = 2UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)36;
        e.SeqNum = 6u;
        e.SenderID = "M"u8;
        e.SendingTimeEpoch = 9UL;
        e.SecuritySubType = "P"u8;
        e.Location = "Q"u8;
        e.StartDate = 13;
        e.EndDate = 15;
        e.MaxNoOfSubstitutions = 17;
        e.SourceRepoID = 19;
        e.BrokenDateTermType = 21;
        foreach (var entry in e.NoLegs(2))
        {
            entry.LegPrice = new PRICENULL9(1823);
            entry.LegSecurityID = 25;
            entry.LegOptionDelta = new Decimal32NULL(1827, -2);
            entry.LegSide = (SideReq)61;
            entry.LegRatioQty = 31;
        }
        foreach (var entry in e.NoBrokenDates(2))
        {
            entry.BrokenDateStart = 33;
            entry.BrokenDateEnd = 35;
        }

        Assert.True(SecurityDefinitionRequest560Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(90UL, d.PartyDetailsListReqID);
        Assert.Equal(2UL, d.SecurityReqID);
        Assert.Equal((ManualOrdIndReq)36, d.ManualOrderIndicator);
        Assert.Equal(6u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("M"u8));
        Assert.Equal(9UL, d.SendingTimeEpoch);
        Assert.True(d.SecuritySubType.SequenceEqual("P"u8));
        Assert.True(d.Location.SequenceEqual("Q"u8));
        Assert.Equal((ushort)13, d.StartDate);
        Assert.Equal((ushort)15, d.EndDate);
        Assert.Equal((byte)17, d.MaxNoOfSubstitutions);
        Assert.Equal(19, d.SourceRepoID);
        Assert.Equal((byte)21, d.BrokenDateTermType);
        Assert.Equal(2, d.NoLegs.Count);
        foreach (var entry in d.NoLegs)
        {
            Assert.Equal(new PRICENULL9(1823), entry.LegPrice);
            Assert.Equal(25, entry.LegSecurityID);
            Assert.Equal(new Decimal32NULL(1827, -2), entry.LegOptionDelta);
            Assert.Equal((SideReq)61, entry.LegSide);
            Assert.Equal((byte)31, entry.LegRatioQty);
        }
        Assert.Equal(2, d.NoBrokenDates.Count);
        foreach (var entry in d.NoBrokenDates)
        {
            Assert.Equal((ushort)33, entry.BrokenDateStart);
            Assert.Equal((ushort)35, entry.BrokenDateEnd);
        }
        AssertRefusedWhenShorter(SecurityDefinitionRequest560Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripSecurityDefinitionResponse561()
    {
        Assert.True(SecurityDefinitionResponse561Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 37u;
        e.UUID = 39UL;
        e.Text = "T"u8;
        e.FinancialInstrumentFullName = "U"u8;
        e.SenderID = "V"u8;
        e.Symbol = "W"u8;
        e.PartyDetailsListReqID = 45UL;
        e.SecurityReqID = 47UL;
        e.SecurityResponseID = 49UL;
        e.SendingTimeEpoch = 51UL;
        e.SecurityGroup = "F"u8;
        e.SecurityType = "G"u8;
        e.Location = "H"u8;
        e.SecurityID = 56;
        e.Currency = "K"u8;
        e.DelayDuration = 59;
        e.StartDate = 61;
        e.EndDate = 63;
        e.MaxNoOfSubstitutions = 65;
        e.SourceRepoID = 67;
        e.TerminationType = "V"u8;
        e.SecurityResponseType = (SecRspTyp)102;
        e.ExpirationCycle = (ExpCycle)104;
        e.ManualOrderIndicator = (ManualOrdIndReq)106;
        e.SplitMsg = (SplitMsg)108;
        e.AutoQuoteRequest = (BooleanFlag)110;
        e.PossRetransFlag = (BooleanFlag)112;
        e.BrokenDateTermType = 82;
        foreach (var entry in e.NoLegs(2))
        {
            entry.LegPrice = new PRICENULL9(1884);
            entry.LegOptionDelta = new Decimal32NULL(1886, -2);
            entry.LegSecurityID = 88;
            entry.LegSide = (SideReq)122;
            entry.LegRatioQty = 2;
        }
        foreach (var entry in e.NoBrokenDates(2))
        {
            entry.BrokenDateGUID = 4UL;
            entry.BrokenDateSecurityID = 6;
            entry.BrokenDateStart = 8;
            entry.BrokenDateEnd = 10;
        }

        Assert.True(SecurityDefinitionResponse561Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(37u, d.SeqNum);
        Assert.Equal(39UL, d.UUID);
        Assert.True(d.Text.SequenceEqual("T"u8));
        Assert.True(d.FinancialInstrumentFullName.SequenceEqual("U"u8));
        Assert.True(d.SenderID.SequenceEqual("V"u8));
        Assert.True(d.Symbol.SequenceEqual("W"u8));
        Assert.Equal(45UL, d.PartyDetailsListReqID);
        Assert.Equal(47UL, d.SecurityReqID);
        Assert.Equal(49UL, d.SecurityResponseID);
        Assert.Equal(51UL, d.SendingTimeEpoch);
        Assert.True(d.SecurityGroup.SequenceEqual("F"u8));
        Assert.True(d.SecurityType.SequenceEqual("G"u8));
        Assert.True(d.Location.SequenceEqual("H"u8));
        Assert.Equal(56, d.SecurityID);
        Assert.True(d.Currency.SequenceEqual("K"u8));
        Assert.Equal((ushort)59, d.DelayDuration);
        Assert.Equal((ushort)61, d.StartDate);
        Assert.Equal((ushort)63, d.EndDate);
        Assert.Equal((byte)65, d.MaxNoOfSubstitutions);
        Assert.Equal(67, d.SourceRepoID);
        Assert.True(d.TerminationType.SequenceEqual("V"u8));
        Assert.Equal((SecRspTyp)102, d.SecurityResponseType);
        Assert.Equal((ExpCycle)104, d.ExpirationCycle);
        Assert.Equal((ManualOrdIndReq)106, d.ManualOrderIndicator);
        Assert.Equal((SplitMsg)108, d.SplitMsg);
        Assert.Equal((BooleanFlag)110, d.AutoQuoteRequest);
        Assert.Equal((BooleanFlag)112, d.PossRetransFlag);
        Assert.Equal((byte)82, d.BrokenDateTermType);
        Assert.Equal(2, d.NoLegs.Count);
        foreach (var entry in d.NoLegs)
        {
            Assert.Equal(new PRICENULL9(1884), entry.LegPrice);
            Assert.Equal(new Decimal32NULL(1886, -2), entry.LegOptionDelta);
            Assert.Equal(88, entry.LegSecurityID);
            Assert.Equal((SideReq)122, entry.LegSide);
            Assert.Equal((byte)2, entry.LegRatioQty);
        }
        Assert.Equal(2, d.NoBrokenDates.Count);
        foreach (var entry in d.NoBrokenDates)
        {
            Assert.Equal(4UL, entry.BrokenDateGUID);
            Assert.Equal(6, entry.BrokenDateSecurityID);
            Assert.Equal((ushort)8, entry.BrokenDateStart);
            Assert.Equal((ushort)10, entry.BrokenDateEnd);
        }
        AssertRefusedWhenShorter(SecurityDefinitionResponse561Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripOrderMassActionReport562()
    {
        Assert.True(OrderMassActionReport562Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 12u;
        e.UUID = 14UL;
        e.SenderID = "G"u8;
        e.PartyDetailsListReqID = 17UL;
        e.TransactTime = 19UL;
        e.SendingTimeEpoch = 21UL;
        e.OrderRequestID = 23UL;
        e.MassActionReportID = 25UL;
        e.SecurityGroup = "R"u8;
        e.Location = "S"u8;
        e.SecurityID = 29;
        e.DelayDuration = 31;
        e.MassActionResponse = (MassActionResponse)65;
        e.ManualOrderIndicator = (ManualOrdIndReq)67;
        e.MassActionScope = (MassActionScope)69;
        e.TotalAffectedOrders = 39u;
        e.LastFragment = (BooleanFlag)73;
        e.MassActionRejectReason = 43;
        e.MarketSegmentID = 45;
        e.MassCancelRequestType = (MassCxlReqTyp)79;
        e.Side = (SideNULL)81;
        e.OrdType = (MassActionOrdTyp)83;
        e.TimeInForce = (MassCancelTIF)85;
        e.SplitMsg = (SplitMsg)87;
        e.LiquidityFlag = (BooleanNULL)89;
        e.PossRetransFlag = (BooleanFlag)91;
        e.DelayToTime = 61UL;
        e.OrigOrderUser = "B"u8;
        e.CancelText = "C"u8;
        foreach (var entry in e.NoAffectedOrders(2))
        {
            entry.OrigCIOrdID = "D"u8;
            entry.AffectedOrderID = 66UL;
            entry.CxlQuantity = 68u;
        }

        Assert.True(OrderMassActionReport562Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(12u, d.SeqNum);
        Assert.Equal(14UL, d.UUID);
        Assert.True(d.SenderID.SequenceEqual("G"u8));
        Assert.Equal(17UL, d.PartyDetailsListReqID);
        Assert.Equal(19UL, d.TransactTime);
        Assert.Equal(21UL, d.SendingTimeEpoch);
        Assert.Equal(23UL, d.OrderRequestID);
        Assert.Equal(25UL, d.MassActionReportID);
        Assert.True(d.SecurityGroup.SequenceEqual("R"u8));
        Assert.True(d.Location.SequenceEqual("S"u8));
        Assert.Equal(29, d.SecurityID);
        Assert.Equal((ushort)31, d.DelayDuration);
        Assert.Equal((MassActionResponse)65, d.MassActionResponse);
        Assert.Equal((ManualOrdIndReq)67, d.ManualOrderIndicator);
        Assert.Equal((MassActionScope)69, d.MassActionScope);
        Assert.Equal(39u, d.TotalAffectedOrders);
        Assert.Equal((BooleanFlag)73, d.LastFragment);
        Assert.Equal((byte)43, d.MassActionRejectReason);
        Assert.Equal((byte)45, d.MarketSegmentID);
        Assert.Equal((MassCxlReqTyp)79, d.MassCancelRequestType);
        Assert.Equal((SideNULL)81, d.Side);
        Assert.Equal((MassActionOrdTyp)83, d.OrdType);
        Assert.Equal((MassCancelTIF)85, d.TimeInForce);
        Assert.Equal((SplitMsg)87, d.SplitMsg);
        Assert.Equal((BooleanNULL)89, d.LiquidityFlag);
        Assert.Equal((BooleanFlag)91, d.PossRetransFlag);
        Assert.Equal(61UL, d.DelayToTime);
        Assert.True(d.OrigOrderUser.SequenceEqual("B"u8));
        Assert.True(d.CancelText.SequenceEqual("C"u8));
        Assert.Equal(2, d.NoAffectedOrders.Count);
        foreach (var entry in d.NoAffectedOrders)
        {
            Assert.True(entry.OrigCIOrdID.SequenceEqual("D"u8));
            Assert.Equal(66UL, entry.AffectedOrderID);
            Assert.Equal(68u, entry.CxlQuantity);
        }
        AssertRefusedWhenShorter(OrderMassActionReport562Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripQuoteCancelAck563()
    {
        Assert.True(QuoteCancelAck563Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 70u;
        e.UUID = 72UL;
        e.Text = "M"u8;
        e.SenderID = "N"u8;
        e.PartyDetailsListReqID = 76UL;
        e.RequestTime = 78UL;
        e.SendingTimeEpoch = 80UL;
        e.CancelledSymbol = "U"u8;
        e.Location = "V"u8;
        e.QuoteID = 84u;
        e.QuoteRejectReason = 86;
        e.DelayDuration = 88;
        e.ManualOrderIndicator = (ManualOrdIndReq)122;
        e.QuoteStatus = (QuoteCxlStatus)34;
        e.NoProcessedEntries = 4u;
        e.MMProtectionReset = (BooleanFlag)38;
        e.UnsolicitedCancelType = 8;
        e.SplitMsg = (SplitMsg)42;
        e.TotNoQuoteEntries = 12;
        e.LiquidityFlag = (BooleanNULL)46;
        e.PossRetransFlag = (BooleanFlag)48;
        e.DelayToTime = 18UL;
        e.OrigOrderUser = "W"u8;
        e.CancelText = "X"u8;
        e.QuoteEntryOpen = (BooleanNULL)54;
        e.CxlLinkedSessions = (BooleanNULL)56;
        e.QuoteEntryControl = (BooleanNULL)58;
        foreach (var entry in e.NoQuoteEntries(2))
        {
            entry.QuoteEntryID = 28u;
            entry.SecurityID = 30;
            entry.QuoteEntryRejectReason = 32;
        }
        foreach (var entry in e.NoQuoteSets(2))
        {
            entry.QuoteSetID = 34;
            entry.QuoteErrorCode = 36;
        }

        Assert.True(QuoteCancelAck563Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(70u, d.SeqNum);
        Assert.Equal(72UL, d.UUID);
        Assert.True(d.Text.SequenceEqual("M"u8));
        Assert.True(d.SenderID.SequenceEqual("N"u8));
        Assert.Equal(76UL, d.PartyDetailsListReqID);
        Assert.Equal(78UL, d.RequestTime);
        Assert.Equal(80UL, d.SendingTimeEpoch);
        Assert.True(d.CancelledSymbol.SequenceEqual("U"u8));
        Assert.True(d.Location.SequenceEqual("V"u8));
        Assert.Equal(84u, d.QuoteID);
        Assert.Equal((ushort)86, d.QuoteRejectReason);
        Assert.Equal((ushort)88, d.DelayDuration);
        Assert.Equal((ManualOrdIndReq)122, d.ManualOrderIndicator);
        Assert.Equal((QuoteCxlStatus)34, d.QuoteStatus);
        Assert.Equal(4u, d.NoProcessedEntries);
        Assert.Equal((BooleanFlag)38, d.MMProtectionReset);
        Assert.Equal((byte)8, d.UnsolicitedCancelType);
        Assert.Equal((SplitMsg)42, d.SplitMsg);
        Assert.Equal((byte)12, d.TotNoQuoteEntries);
        Assert.Equal((BooleanNULL)46, d.LiquidityFlag);
        Assert.Equal((BooleanFlag)48, d.PossRetransFlag);
        Assert.Equal(18UL, d.DelayToTime);
        Assert.True(d.OrigOrderUser.SequenceEqual("W"u8));
        Assert.True(d.CancelText.SequenceEqual("X"u8));
        Assert.Equal((BooleanNULL)54, d.QuoteEntryOpen);
        Assert.Equal((BooleanNULL)56, d.CxlLinkedSessions);
        Assert.Equal((BooleanNULL)58, d.QuoteEntryControl);
        Assert.Equal(2, d.NoQuoteEntries.Count);
        foreach (var entry in d.NoQuoteEntries)
        {
            Assert.Equal(28u, entry.QuoteEntryID);
            Assert.Equal(30, entry.SecurityID);
            Assert.Equal((byte)32, entry.QuoteEntryRejectReason);
        }
        Assert.Equal(2, d.NoQuoteSets.Count);
        foreach (var entry in d.NoQuoteSets)
        {
            Assert.Equal((ushort)34, entry.QuoteSetID);
            Assert.Equal((ushort)36, entry.QuoteErrorCode);
        }
        AssertRefusedWhenShorter(QuoteCancelAck563Decoder.TemplateId, e.EncodedLength);
    }
}
