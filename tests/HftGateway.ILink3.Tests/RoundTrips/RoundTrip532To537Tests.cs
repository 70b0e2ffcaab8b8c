using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 532 to 537: every field written, and read back.</summary>
public sealed class RoundTrip532To537Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripExecutionReportStatus532()
    {
        Assert.True(ExecutionReportStatus532Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 90u;
        e.UUID = 2UL;
        e.Text = "Q"u8;
        e.ExecID = "R"u8;
        e.SenderID = "S"u8;
        e.ClOrdID = "T"u8;
        e.PartyDetailsListReqID = 8UL;
        e.OrderID = 10UL;
        e.Price = new PRICENULL9(1092);
        e.StopPx = new PRICENULL9(1094);
        e.TransactTime = 16UL;
        e.SendingTimeEpoch = 18UL;
        e.OrderRequestID = 20UL;
        e.OrdStatusReqID = 22UL;
        e.MassStatusReqID = 24UL;
        e.CrossID = 26UL;
        e.HostCrossID = 28UL;
        e.Location = "Q"u8;
        e.SecurityID = 31;
        e.OrderQty = 33u;
        e.CumQty = 35u;
        e.LeavesQty = 37u;
        e.MinQty = 39u;
        e.DisplayQty = 41u;
        e.ExpireDate = 43;
        e.OrdStatus = (OrderStatus)77;
        e.OrdType = (OrderType)79;
        e.Side = (SideReq)81;
        e.TimeInForce = (TimeInForce)83;
        e.ManualOrderIndicator = (ManualOrdIndReq)85;
        e.PossRetransFlag = (BooleanFlag)87;
        e.LastRptRequested = (BooleanNULL)89;
        e.CrossType = 59;
        e.ExecInst = (ExecInst)93;
        e.ExecutionMode = (ExecMode)95;
        e.LiquidityFlag = (BooleanNULL)97;
        e.ManagedOrder = (BooleanNULL)99;
        e.ShortSaleType = (ShortSaleType)101;
        e.DiscretionPrice = new PRICENULL9(1151);
        e.ReservationPrice = new PRICENULL9(1153);
        e.PriorityIndicator = 75;
        e.OrigOrderUser = "L"u8;
        e.CancelText = "M"u8;

        Assert.True(ExecutionReportStatus532Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(90u, d.SeqNum);
        Assert.Equal(2UL, d.UUID);
        Assert.True(d.Text.SequenceEqual("Q"u8));
        Assert.True(d.ExecID.SequenceEqual("R"u8));
        Assert.True(d.SenderID.SequenceEqual("S"u8));
        Assert.True(d.ClOrdID.SequenceEqual("T"u8));
        Assert.Equal(8UL, d.PartyDetailsListReqID);
        Assert.Equal(10UL, d.OrderID);
        Assert.Equal(new PRICENULL9(1092), d.Price);
        Assert.Equal(new PRICENULL9(1094), d.StopPx);
        Assert.Equal(16UL, d.TransactTime);
        Assert.Equal(18UL, d.SendingTimeEpoch);
        Assert.Equal(20UL, d.OrderRequestID);
        Assert.Equal(22UL, d.OrdStatusReqID);
        Assert.Equal(24UL, d.MassStatusReqID);
        Assert.Equal(26UL, d.CrossID);
        Assert.Equal(28UL, d.HostCrossID);
        Assert.True(d.Location.SequenceEqual("Q"u8));
        Assert.Equal(31, d.SecurityID);
        Assert.Equal(33u, d.OrderQty);
        Assert.Equal(35u, d.CumQty);
        Assert.Equal(37u, d.LeavesQty);
        Assert.Equal(39u, d.MinQty);
        Assert.Equal(41u, d.DisplayQty);
        Assert.Equal((ushort)43, d.ExpireDate);
        Assert.Equal((OrderStatus)77, d.OrdStatus);
        Assert.Equal((OrderType)79, d.OrdType);
        Assert.Equal((SideReq)81, d.Side);
        Assert.Equal((TimeInForce)83, d.TimeInForce);
        Assert.Equal((ManualOrdIndReq)85, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)87, d.PossRetransFlag);
        Assert.Equal((BooleanNULL)89, d.LastRptRequested);
        Assert.Equal((byte)59, d.CrossType);
        Assert.Equal((ExecInst)93, d.ExecInst);
        Assert.Equal((ExecMode)95, d.ExecutionMode);
        Assert.Equal((BooleanNULL)97, d.LiquidityFlag);
        Assert.Equal((BooleanNULL)99, d.ManagedOrder);
        Assert.Equal((ShortSaleType)101, d.ShortSaleType);
        Assert.Equal(new PRICENULL9(1151), d.DiscretionPrice);
        Assert.Equal(new PRICENULL9(1153), d.ReservationPrice);
        Assert.Equal((byte)75, d.PriorityIndicator);
        Assert.True(d.OrigOrderUser.SequenceEqual("L"u8));
        Assert.True(d.CancelText.SequenceEqual("M"u8));
        AssertRefusedWhenShorter(ExecutionReportStatus532Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripOrderStatusRequest533()
    {
        Assert.True(OrderStatusRequest533Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 79UL;
        e.OrdStatusReqID = 81UL;
        e.ManualOrderIndicator = (ManualOrdIndReq)115;
        e.SeqNum = 85u;
        e.SenderID = "V"u8;
        e.OrderID = 88UL;
        e.SendingTimeEpoch = 90UL;
        e.Location = "A"u8;

        Assert.True(OrderStatusRequest533Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(79UL, d.PartyDetailsListReqID);
        Assert.Equal(81UL, d.OrdStatusReqID);
        Assert.Equal((ManualOrdIndReq)115, d.ManualOrderIndicator);
        Assert.Equal(85u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("V"u8));
        Assert.Equal(88UL, d.OrderID);
        Assert.Equal(90UL, d.SendingTimeEpoch);
        Assert.True(d.Location.SequenceEqual("A"u8));
        AssertRefusedWhenShorter(OrderStatusRequest533Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripExecutionReportCancel534()
    {
        Assert.True(ExecutionReportCancel534Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 3u;
        e.UUID = 5UL;
        e.ExecID = "F"u8;
        e.SenderID = "G"u8;
        e.ClOrdID = "H"u8;
        e.PartyDetailsListReqID = 10UL;
        e.OrderID = 12UL;
        e.Price = new PRICE9(1184);
        e.StopPx = new PRICENULL9(1186);
        e.TransactTime = 18UL;
        e.SendingTimeEpoch = 20UL;
        e.OrderRequestID = 22UL;
        e.CrossID = 24UL;
        e.HostCrossID = 26UL;
        e.Location = "A"u8;
        e.SecurityID = 29;
        e.OrderQty = 31u;
        e.CumQty = 33u;
        e.MinQty = 35u;
        e.DisplayQty = 37u;
        e.ExpireDate = 39;
        e.DelayDuration = 41;
        e.OrdType = (OrderType)75;
        e.Side = (SideReq)77;
        e.TimeInForce = (TimeInForce)79;
        e.ManualOrderIndicator = (ManualOrdIndReq)81;
        e.PossRetransFlag = (BooleanFlag)83;
        e.SplitMsg = (SplitMsg)85;
        e.ExecRestatementReason = (ExecReason)87;
        e.CrossType = 57;
        e.ExecInst = (ExecInst)91;
        e.ExecutionMode = (ExecMode)93;
        e.LiquidityFlag = (BooleanNULL)95;
        e.ManagedOrder = (BooleanNULL)97;
        e.ShortSaleType = (ShortSaleType)99;
        e.DelayToTime = 69UL;
        e.DiscretionPrice = new PRICENULL9(1241);
        e.ReservationPrice = new PRICENULL9(1243);
        e.PriorityIndicator = 75;
        e.OrigOrderUser = "X"u8;
        e.CancelText = "Y"u8;

        Assert.True(ExecutionReportCancel534Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(3u, d.SeqNum);
        Assert.Equal(5UL, d.UUID);
        Assert.True(d.ExecID.SequenceEqual("F"u8));
        Assert.True(d.SenderID.SequenceEqual("G"u8));
        Assert.True(d.ClOrdID.SequenceEqual("H"u8));
        Assert.Equal(10UL, d.PartyDetailsListReqID);
        Assert.Equal(12UL, d.OrderID);
        Assert.Equal(new PRICE9(1184), d.Price);
        Assert.Equal(new PRICENULL9(1186), d.StopPx);
        Assert.Equal(18UL, d.TransactTime);
        Assert.Equal(20UL, d.SendingTimeEpoch);
        Assert.Equal(22UL, d.OrderRequestID);
        Assert.Equal(24UL, d.CrossID);
        Assert.Equal(26UL, d.HostCrossID);
        Assert.True(d.Location.SequenceEqual("A"u8));
        Assert.Equal(29, d.SecurityID);
        Assert.Equal(31u, d.OrderQty);
        Assert.Equal(33u, d.CumQty);
        Assert.Equal(35u, d.MinQty);
        Assert.Equal(37u, d.DisplayQty);
        Assert.Equal((ushort)39, d.ExpireDate);
        Assert.Equal((ushort)41, d.DelayDuration);
        Assert.Equal((OrderType)75, d.OrdType);
        Assert.Equal((SideReq)77, d.Side);
        Assert.Equal((TimeInForce)79, d.TimeInForce);
        Assert.Equal((ManualOrdIndReq)81, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)83, d.PossRetransFlag);
        Assert.Equal((SplitMsg)85, d.SplitMsg);
        Assert.Equal((ExecReason)87, d.ExecRestatementReason);
        Assert.Equal((byte)57, d.CrossType);
        Assert.Equal((ExecInst)91, d.ExecInst);
        Assert.Equal((ExecMode)93, d.ExecutionMode);
        Assert.Equal((BooleanNULL)95, d.LiquidityFlag);
        Assert.Equal((BooleanNULL)97, d.ManagedOrder);
        Assert.Equal((ShortSaleType)99, d.ShortSaleType);
        Assert.Equal(69UL, d.DelayToTime);
        Assert.Equal(new PRICENULL9(1241), d.DiscretionPrice);
        Assert.Equal(new PRICENULL9(1243), d.ReservationPrice);
        Assert.Equal((byte)75, d.PriorityIndicator);
        Assert.True(d.OrigOrderUser.SequenceEqual("X"u8));
        Assert.True(d.CancelText.SequenceEqual("Y"u8));
        AssertRefusedWhenShorter(ExecutionReportCancel534Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripOrderCancelReject535()
    {
        Assert.True(OrderCancelReject535Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 79u;
        e.UUID = 81UL;
        e.Text = "D"u8;
        e.ExecID = "E"u8;
        e.SenderID = "F"u8;
        e.ClOrdID = "G"u8;
        e.PartyDetailsListReqID = 87UL;
        e.OrderID = 89UL;
        e.TransactTime = 1UL;
        e.SendingTimeEpoch = 3UL;
        e.OrderRequestID = 5UL;
        e.Location = "R"u8;
        e.CxlRejReason = 8;
        e.DelayDuration = 10;
        e.ManualOrderIndicator = (ManualOrdIndReq)44;
        e.PossRetransFlag = (BooleanFlag)46;
        e.SplitMsg = (SplitMsg)48;
        e.LiquidityFlag = (BooleanNULL)50;
        e.DelayToTime = 20UL;

        Assert.True(OrderCancelReject535Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(79u, d.SeqNum);
        Assert.Equal(81UL, d.UUID);
        Assert.True(d.Text.SequenceEqual("D"u8));
        Assert.True(d.ExecID.SequenceEqual("E"u8));
        Assert.True(d.SenderID.SequenceEqual("F"u8));
        Assert.True(d.ClOrdID.SequenceEqual("G"u8));
        Assert.Equal(87UL, d.PartyDetailsListReqID);
        Assert.Equal(89UL, d.OrderID);
        Assert.Equal(1UL, d.TransactTime);
        Assert.Equal(3UL, d.SendingTimeEpoch);
        Assert.Equal(5UL, d.OrderRequestID);
        Assert.True(d.Location.SequenceEqual("R"u8));
        Assert.Equal((ushort)8, d.CxlRejReason);
        Assert.Equal((ushort)10, d.DelayDuration);
        Assert.Equal((ManualOrdIndReq)44, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)46, d.PossRetransFlag);
        Assert.Equal((SplitMsg)48, d.SplitMsg);
        Assert.Equal((BooleanNULL)50, d.LiquidityFlag);
        Assert.Equal(20UL, d.DelayToTime);
        AssertRefusedWhenShorter(OrderCancelReject535Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripOrderCancelReplaceReject536()
    {
        Assert.True(OrderCancelReplaceReject536Encoder.TryWrap(_buffer, out var e));
        e.SeqNum = 22u;
        e.UUID = 24UL;
        e.Text = "K"u8;
        e.ExecID = "L"u8;
        e.SenderID = "M"u8;
        e.ClOrdID = "N"u8;
        e.PartyDetailsListReqID = 30UL;
        e.OrderID = 32UL;
        e.TransactTime = 34UL;
        e.SendingTimeEpoch = 36UL;
        e.OrderRequestID = 38UL;
        e.Location = "Y"u8;
        e.CxlRejReason = 41;
        e.DelayDuration = 43;
        e.ManualOrderIndicator = (ManualOrdIndReq)77;
        e.PossRetransFlag = (BooleanFlag)79;
        e.SplitMsg = (SplitMsg)81;
        e.LiquidityFlag = (BooleanNULL)83;
        e.DelayToTime = 53UL;

        Assert.True(OrderCancelReplaceReject536Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(22u, d.SeqNum);
        Assert.Equal(24UL, d.UUID);
        Assert.True(d.Text.SequenceEqual("K"u8));
        Assert.True(d.ExecID.SequenceEqual("L"u8));
        Assert.True(d.SenderID.SequenceEqual("M"u8));
        Assert.True(d.ClOrdID.SequenceEqual("N"u8));
        Assert.Equal(30UL, d.PartyDetailsListReqID);
        Assert.Equal(32UL, d.OrderID);
        Assert.Equal(34UL, d.TransactTime);
        Assert.Equal(36UL, d.SendingTimeEpoch);
        Assert.Equal(38UL, d.OrderRequestID);
        Assert.True(d.Location.SequenceEqual("Y"u8));
        Assert.Equal((ushort)41, d.CxlRejReason);
        Assert.Equal((ushort)43, d.DelayDuration);
        Assert.Equal((ManualOrdIndReq)77, d.ManualOrderIndicator);
        Assert.Equal((BooleanFlag)79, d.PossRetransFlag);
        Assert.Equal((SplitMsg)81, d.SplitMsg);
        Assert.Equal((BooleanNULL)83, d.LiquidityFlag);
        Assert.Equal(53UL, d.DelayToTime);
        AssertRefusedWhenShorter(OrderCancelReplaceReject536Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripPartyDetailsListRequest537()
    {
        Assert.True(PartyDetailsListRequest537Encoder.TryWrap(_buffer, out var e));
        e.PartyDetailsListReqID = 55UL;
        e.SendingTimeEpoch = 57UL;
        e.SeqNum = 59u;
        foreach (var entry in e.NoRequestingPartyIDs(2))
        {
            entry.RequestingPartyID = "T"u8;
            entry.RequestingPartyIDSource = 62;
            entry.RequestingPartyRole = 64;
        }
        foreach (var entry in e.NoPartyIDs(2))
        {
            entry.PartyID = 66UL;
            entry.PartyIDSource = 68;
            entry.PartyRole = 70;
        }

        Assert.True(PartyDetailsListRequest537Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(55UL, d.PartyDetailsListReqID);
        Assert.Equal(57UL, d.SendingTimeEpoch);
        Assert.Equal(59u, d.SeqNum);
        Assert.Equal(2, d.NoRequestingPartyIDs.Count);
        foreach (var entry in d.NoRequestingPartyIDs)
        {
            Assert.True(entry.RequestingPartyID.SequenceEqual("T"u8));
            Assert.Equal((byte)62, entry.RequestingPartyIDSource);
            Assert.Equal((byte)64, entry.RequestingPartyRole);
        }
        Assert.Equal(2, d.NoPartyIDs.Count);
        foreach (var entry in d.NoPartyIDs)
        {
            Assert.Equal(66UL, entry.PartyID);
            Assert.Equal((byte)68, entry.PartyIDSource);
            Assert.Equal((ushort)70, entry.PartyRole);
        }
        AssertRefusedWhenShorter(PartyDetailsListRequest537Decoder.TemplateId, e.EncodedLength);
    }
}
