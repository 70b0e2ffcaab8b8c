using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests.RoundTrips;

/// <summary>Templates 500 to 514: every field written, and read back.</summary>
public sealed class RoundTrip500To514Tests : RoundTrip
{
    [Fact]
    public void ShouldRoundTripNegotiate500()
    {
        Assert.True(Negotiate500Encoder.TryWrap(_buffer, out var e));
        e.HMACSignature = "B"u8;
        e.AccessKeyID = "C"u8;
        e.UUID = 5UL;
        e.RequestTimestamp = 7UL;
        e.Session = "H"u8;
        e.Firm = "I"u8;
        e.SetCredentials("secret"u8);

        Assert.True(Negotiate500Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.True(d.HMACSignature.SequenceEqual("B"u8));
        Assert.True(d.AccessKeyID.SequenceEqual("C"u8));
        Assert.Equal(5UL, d.UUID);
        Assert.Equal(7UL, d.RequestTimestamp);
        Assert.True(d.Session.SequenceEqual("H"u8));
        Assert.True(d.Firm.SequenceEqual("I"u8));
        Assert.True(d.Credentials.SequenceEqual("secret"u8));
        AssertRefusedWhenShorter(Negotiate500Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripNegotiationResponse501()
    {
        Assert.True(NegotiationResponse501Encoder.TryWrap(_buffer, out var e));
        e.UUID = 11UL;
        e.RequestTimestamp = 13UL;
        e.SecretKeySecureIDExpiration = 15;
        e.FaultToleranceIndicator = (FTI)49;
        e.SplitMsg = (SplitMsg)51;
        e.PreviousSeqNo = 21u;
        e.PreviousUUID = 23UL;
        e.EnvironmentIndicator = 25;
        e.SetCredentials("secret"u8);

        Assert.True(NegotiationResponse501Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(11UL, d.UUID);
        Assert.Equal(13UL, d.RequestTimestamp);
        Assert.Equal((ushort)15, d.SecretKeySecureIDExpiration);
        Assert.Equal((FTI)49, d.FaultToleranceIndicator);
        Assert.Equal((SplitMsg)51, d.SplitMsg);
        Assert.Equal(21u, d.PreviousSeqNo);
        Assert.Equal(23UL, d.PreviousUUID);
        Assert.Equal((byte)25, d.EnvironmentIndicator);
        Assert.True(d.Credentials.SequenceEqual("secret"u8));
        AssertRefusedWhenShorter(NegotiationResponse501Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripNegotiationReject502()
    {
        Assert.True(NegotiationReject502Encoder.TryWrap(_buffer, out var e));
        e.Reason = "Z"u8;
        e.UUID = 28UL;
        e.RequestTimestamp = 30UL;
        e.ErrorCodes = 32;
        e.FaultToleranceIndicator = (FTI)66;
        e.SplitMsg = (SplitMsg)68;
        e.EnvironmentIndicator = 38;

        Assert.True(NegotiationReject502Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.True(d.Reason.SequenceEqual("Z"u8));
        Assert.Equal(28UL, d.UUID);
        Assert.Equal(30UL, d.RequestTimestamp);
        Assert.Equal((ushort)32, d.ErrorCodes);
        Assert.Equal((FTI)66, d.FaultToleranceIndicator);
        Assert.Equal((SplitMsg)68, d.SplitMsg);
        Assert.Equal((byte)38, d.EnvironmentIndicator);
        AssertRefusedWhenShorter(NegotiationReject502Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripEstablish503()
    {
        Assert.True(Establish503Encoder.TryWrap(_buffer, out var e));
        e.HMACSignature = "M"u8;
        e.AccessKeyID = "N"u8;
        e.TradingSystemName = "O"u8;
        e.TradingSystemVersion = "P"u8;
        e.TradingSystemVendor = "Q"u8;
        e.UUID = 45UL;
        e.RequestTimestamp = 47UL;
        e.NextSeqNo = 49u;
        e.Session = "X"u8;
        e.Firm = "Y"u8;
        e.KeepAliveInterval = 53;
        e.SetCredentials("secret"u8);

        Assert.True(Establish503Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.True(d.HMACSignature.SequenceEqual("M"u8));
        Assert.True(d.AccessKeyID.SequenceEqual("N"u8));
        Assert.True(d.TradingSystemName.SequenceEqual("O"u8));
        Assert.True(d.TradingSystemVersion.SequenceEqual("P"u8));
        Assert.True(d.TradingSystemVendor.SequenceEqual("Q"u8));
        Assert.Equal(45UL, d.UUID);
        Assert.Equal(47UL, d.RequestTimestamp);
        Assert.Equal(49u, d.NextSeqNo);
        Assert.True(d.Session.SequenceEqual("X"u8));
        Assert.True(d.Firm.SequenceEqual("Y"u8));
        Assert.Equal((ushort)53, d.KeepAliveInterval);
        Assert.True(d.Credentials.SequenceEqual("secret"u8));
        AssertRefusedWhenShorter(Establish503Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripEstablishmentAck504()
    {
        Assert.True(EstablishmentAck504Encoder.TryWrap(_buffer, out var e));
        e.UUID = 55UL;
        e.RequestTimestamp = 57UL;
        e.NextSeqNo = 59u;
        e.PreviousSeqNo = 61u;
        e.PreviousUUID = 63UL;
        e.KeepAliveInterval = 65;
        e.SecretKeySecureIDExpiration = 67;
        e.FaultToleranceIndicator = (FTI)101;
        e.SplitMsg = (SplitMsg)103;
        e.EnvironmentIndicator = 73;

        Assert.True(EstablishmentAck504Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(55UL, d.UUID);
        Assert.Equal(57UL, d.RequestTimestamp);
        Assert.Equal(59u, d.NextSeqNo);
        Assert.Equal(61u, d.PreviousSeqNo);
        Assert.Equal(63UL, d.PreviousUUID);
        Assert.Equal((ushort)65, d.KeepAliveInterval);
        Assert.Equal((ushort)67, d.SecretKeySecureIDExpiration);
        Assert.Equal((FTI)101, d.FaultToleranceIndicator);
        Assert.Equal((SplitMsg)103, d.SplitMsg);
        Assert.Equal((byte)73, d.EnvironmentIndicator);
        AssertRefusedWhenShorter(EstablishmentAck504Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripEstablishmentReject505()
    {
        Assert.True(EstablishmentReject505Encoder.TryWrap(_buffer, out var e));
        e.Reason = "V"u8;
        e.UUID = 76UL;
        e.RequestTimestamp = 78UL;
        e.NextSeqNo = 80u;
        e.ErrorCodes = 82;
        e.FaultToleranceIndicator = (FTI)116;
        e.SplitMsg = (SplitMsg)118;
        e.EnvironmentIndicator = 88;

        Assert.True(EstablishmentReject505Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.True(d.Reason.SequenceEqual("V"u8));
        Assert.Equal(76UL, d.UUID);
        Assert.Equal(78UL, d.RequestTimestamp);
        Assert.Equal(80u, d.NextSeqNo);
        Assert.Equal((ushort)82, d.ErrorCodes);
        Assert.Equal((FTI)116, d.FaultToleranceIndicator);
        Assert.Equal((SplitMsg)118, d.SplitMsg);
        Assert.Equal((byte)88, d.EnvironmentIndicator);
        AssertRefusedWhenShorter(EstablishmentReject505Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripSequence506()
    {
        Assert.True(Sequence506Encoder.TryWrap(_buffer, out var e));
        e.UUID = 90UL;
        e.NextSeqNo = 2u;
        e.FaultToleranceIndicator = (FTI)36;
        e.KeepAliveIntervalLapsed = (KeepAliveLapsed)38;

        Assert.True(Sequence506Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(90UL, d.UUID);
        Assert.Equal(2u, d.NextSeqNo);
        Assert.Equal((FTI)36, d.FaultToleranceIndicator);
        Assert.Equal((KeepAliveLapsed)38, d.KeepAliveIntervalLapsed);
        AssertRefusedWhenShorter(Sequence506Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripTerminate507()
    {
        Assert.True(Terminate507Encoder.TryWrap(_buffer, out var e));
        e.Reason = "S"u8;
        e.UUID = 9UL;
        e.RequestTimestamp = 11UL;
        e.ErrorCodes = 13;
        e.SplitMsg = (SplitMsg)47;

        Assert.True(Terminate507Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.True(d.Reason.SequenceEqual("S"u8));
        Assert.Equal(9UL, d.UUID);
        Assert.Equal(11UL, d.RequestTimestamp);
        Assert.Equal((ushort)13, d.ErrorCodes);
        Assert.Equal((SplitMsg)47, d.SplitMsg);
        AssertRefusedWhenShorter(Terminate507Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripRetransmitRequest508()
    {
        Assert.True(RetransmitRequest508Encoder.TryWrap(_buffer, out var e));
        e.UUID = 17UL;
        e.LastUUID = 19UL;
        e.RequestTimestamp = 21UL;
        e.FromSeqNo = 23u;
        e.MsgCount = 25;

        Assert.True(RetransmitRequest508Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(17UL, d.UUID);
        Assert.Equal(19UL, d.LastUUID);
        Assert.Equal(21UL, d.RequestTimestamp);
        Assert.Equal(23u, d.FromSeqNo);
        Assert.Equal((ushort)25, d.MsgCount);
        AssertRefusedWhenShorter(RetransmitRequest508Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripRetransmission509()
    {
        Assert.True(Retransmission509Encoder.TryWrap(_buffer, out var e));
        e.UUID = 27UL;
        e.LastUUID = 29UL;
        e.RequestTimestamp = 31UL;
        e.FromSeqNo = 33u;
        e.MsgCount = 35;
        e.SplitMsg = (SplitMsg)69;

        Assert.True(Retransmission509Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(27UL, d.UUID);
        Assert.Equal(29UL, d.LastUUID);
        Assert.Equal(31UL, d.RequestTimestamp);
        Assert.Equal(33u, d.FromSeqNo);
        Assert.Equal((ushort)35, d.MsgCount);
        Assert.Equal((SplitMsg)69, d.SplitMsg);
        AssertRefusedWhenShorter(Retransmission509Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripRetransmitReject510()
    {
        Assert.True(RetransmitReject510Encoder.TryWrap(_buffer, out var e));
        e.Reason = "X"u8;
        e.UUID = 40UL;
        e.LastUUID = 42UL;
        e.RequestTimestamp = 44UL;
        e.ErrorCodes = 46;
        e.SplitMsg = (SplitMsg)80;

        Assert.True(RetransmitReject510Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.True(d.Reason.SequenceEqual("X"u8));
        Assert.Equal(40UL, d.UUID);
        Assert.Equal(42UL, d.LastUUID);
        Assert.Equal(44UL, d.RequestTimestamp);
        Assert.Equal((ushort)46, d.ErrorCodes);
        Assert.Equal((SplitMsg)80, d.SplitMsg);
        AssertRefusedWhenShorter(RetransmitReject510Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripNotApplied513()
    {
        Assert.True(NotApplied513Encoder.TryWrap(_buffer, out var e));
        e.UUID = 50UL;
        e.FromSeqNo = 52u;
        e.MsgCount = 54u;
        e.SplitMsg = (SplitMsg)88;

        Assert.True(NotApplied513Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(50UL, d.UUID);
        Assert.Equal(52u, d.FromSeqNo);
        Assert.Equal(54u, d.MsgCount);
        Assert.Equal((SplitMsg)88, d.SplitMsg);
        AssertRefusedWhenShorter(NotApplied513Decoder.TemplateId, e.EncodedLength);
    }

    [Fact]
    public void ShouldRoundTripNewOrderSingle514()
    {
        Assert.True(NewOrderSingle514Encoder.TryWrap(_buffer, out var e));
        e.Price = new PRICENULL9(148);
        e.OrderQty = 60u;
        e.SecurityID = 62;
        e.Side = (SideReq)96;
        e.SeqNum = 66u;
        e.SenderID = "A"u8;
        e.ClOrdID = "B"u8;
        e.PartyDetailsListReqID = 70UL;
        e.OrderRequestID = 72UL;
        e.SendingTimeEpoch = 74UL;
        e.StopPx = new PRICENULL9(166);
        e.Location = "K"u8;
        e.MinQty = 79u;
        e.DisplayQty = 81u;
        e.ExpireDate = 83;
        e.OrdType = (OrderTypeReq)117;
        e.TimeInForce = (TimeInForce)119;
        e.ManualOrderIndicator = (ManualOrdIndReq)121;
        e.ExecInst = (ExecInst)33;
        e.ExecutionMode = (ExecMode)35;
        e.LiquidityFlag = (BooleanNULL)37;
        e.ManagedOrder = (BooleanNULL)39;
        e.ShortSaleType = (ShortSaleType)41;
        e.DiscretionPrice = new PRICENULL9(191);
        e.ReservationPrice = new PRICENULL9(193);

        Assert.True(NewOrderSingle514Decoder.TryWrap(_buffer.AsSpan(0, e.EncodedLength), out var d));
        Assert.Equal(new PRICENULL9(148), d.Price);
        Assert.Equal(60u, d.OrderQty);
        Assert.Equal(62, d.SecurityID);
        Assert.Equal((SideReq)96, d.Side);
        Assert.Equal(66u, d.SeqNum);
        Assert.True(d.SenderID.SequenceEqual("A"u8));
        Assert.True(d.ClOrdID.SequenceEqual("B"u8));
        Assert.Equal(70UL, d.PartyDetailsListReqID);
        Assert.Equal(72UL, d.OrderRequestID);
        Assert.Equal(74UL, d.SendingTimeEpoch);
        Assert.Equal(new PRICENULL9(166), d.StopPx);
        Assert.True(d.Location.SequenceEqual("K"u8));
        Assert.Equal(79u, d.MinQty);
        Assert.Equal(81u, d.DisplayQty);
        Assert.Equal((ushort)83, d.ExpireDate);
        Assert.Equal((OrderTypeReq)117, d.OrdType);
        Assert.Equal((TimeInForce)119, d.TimeInForce);
        Assert.Equal((ManualOrdIndReq)121, d.ManualOrderIndicator);
        Assert.Equal((ExecInst)33, d.ExecInst);
        Assert.Equal((ExecMode)35, d.ExecutionMode);
        Assert.Equal((BooleanNULL)37, d.LiquidityFlag);
        Assert.Equal((BooleanNULL)39, d.ManagedOrder);
        Assert.Equal((ShortSaleType)41, d.ShortSaleType);
        Assert.Equal(new PRICENULL9(191), d.DiscretionPrice);
        Assert.Equal(new PRICENULL9(193), d.ReservationPrice);
        AssertRefusedWhenShorter(NewOrderSingle514Decoder.TemplateId, e.EncodedLength);
    }
}
