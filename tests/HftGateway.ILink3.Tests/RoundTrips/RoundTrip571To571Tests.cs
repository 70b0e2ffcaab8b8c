using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 571 to 571: every field written, and read back.</summary>
public sealed class RoundTrip571To571Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripMassQuoteResponse571()
    {
        Assert.True(MassQuoteResponse571Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 89u;
        e.UUID = 1UL;
        e.Text = "P"u8;
        e.SenderID = "Q"u8;
        e.PartyDetailsListReqID = 5UL;
        e.TransactTime = 7UL;
        e.SendingTimeEpoch = 9UL;
        e.QuoteReqID = 11UL;
        e.Location = "Z"u8;
        e.QuoteID = 14u;
        e.QuoteRejectReason = 16;
        e.QuoteStatus = (QuoteAckStatus)50;
        e.ManualOrderIndicator = (ManualOrdIndReq)52;
        e.NoProcessedEntries = 22;
        e.MMProtectionReset = (BooleanFlag)56;
        e.SplitMsg = (SplitMsg)58;
        e.LiquidityFlag = (BooleanNULL)60;
        e.ShortSaleType = (ShortSaleType)62;
        e.TotNoQuoteEntries = 32;
        e.PossRetransFlag = (BooleanFlag)66;
        e.DelayToTime = 36UL;
        e.QuoteEntryOpen = (BooleanNULL)70;
        e.QuoteEntryControl = (BooleanNULL)72;
        foreach (var entry in e.NoQuoteEntries(2))
        {
            entry.OrderID = 42UL;
            entry.QuoteEntryID = 44u;
            entry.QuoteSetID = 46;
            entry.SecurityID = 48;
            entry.Side = (Side)82;
            entry.QuoteEntryRejectReason = 52;
        }

        Assert.True(MassQuoteResponse571Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(89u, d.SeqNum);
        Assert.Equal(1UL, d.UUID);
        Assert.True(d.Text.SequenceEqual("P"u8));
        Assert.True(d.SenderID.SequenceEqual("Q"u8));
        Assert.Equal(5UL, d.PartyDetailsListReqID);
        Assert.Equal(7UL, d.TransactTime);
        Assert.Equal(9UL, d.SendingTimeEpoch);
        Assert.Equal(11UL, d.QuoteReqID);
        Assert.True(d.Location.SequenceEqual("Z"u8));
        Assert.Equal(14u, d.QuoteID);
        Assert.Equal((ushort)16, d.QuoteRejectReason);
        Assert.Equal((QuoteAckStatus)50, d.QuoteStatus);
        Assert.Equal((ManualOrdIndReq)52, d.ManualOrderIndicator);
        Assert.Equal((byte)22, d.NoProcessedEntries);
        Assert.Equal((BooleanFlag)56, d.MMProtectionReset);
        Assert.Equal((SplitMsg)58, d.SplitMsg);
        Assert.Equal((BooleanNULL)60, d.LiquidityFlag);
        Assert.Equal((ShortSaleType)62, d.ShortSaleType);
        Assert.Equal((byte)32, d.TotNoQuoteEntries);
        Assert.Equal((BooleanFlag)66, d.PossRetransFlag);
        Assert.Equal(36UL, d.DelayToTime);
        Assert.Equal((BooleanNULL)70, d.QuoteEntryOpen);
        Assert.Equal((BooleanNULL)72, d.QuoteEntryControl);
        Assert.Equal(2, d.NoQuoteEntries.Count);
        foreach (var entry in d.NoQuoteEntries)
        {
            Assert.Equal(42UL, entry.OrderID);
            Assert.Equal(44u, entry.QuoteEntryID);
            Assert.Equal((ushort)46, entry.QuoteSetID);
            Assert.Equal(48, entry.SecurityID);
            Assert.Equal((Side)82, entry.Side);
            Assert.Equal((byte)52, entry.QuoteEntryRejectReason);
        }
        AssertRefusedWhenShorter(MassQuoteResponse571Decoder.TemplateId, e.EncodedLength);
    }
}
