using HftGateway.Fix;

namespace HftGateway.Exchange.Orders;

/// <summary>
/// The fields of a NewOrderSingle, a cancel, replace or status request, and of mass requests, that the exchange reads.
/// </summary>
internal struct OrderRequest
{
    public FixRange ClOrdId;
    public FixRange OrigClOrdId;
    public FixRange Symbol;
    public FixRange OrderId;
    public FixRange StatusId;
    public FixRange MassStatusId;
    public byte MassStatusType;
    public byte MassCancelType;
    public byte Side;
    public byte OrderType;
    public byte TimeInForce;
    public bool PostOnly;
    public bool HasPrice;
    public bool HasQuantity;
    public bool PriceTooFine;
    public long Price;
    public long Quantity;
    public ulong Trigger;

    /// <summary>Reads the body of a message.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="bodyOffset">Where its body begins.</param>
    /// <param name="triggerTag">Tag of the trigger sequence; 0 for none.</param>
    /// <param name="request">What was read.</param>
    /// <returns>What makes the message unacceptable on the session level.</returns>
    public static FixParseResult Parse(in FixFrame frame, int bodyOffset, int triggerTag, out OrderRequest request)
    {
        request = default;
        request.TimeInForce = (byte)FixTimeInForce.Day;
        var fields = new FixFields(frame, bodyOffset);
        while (fields.MoveNext())
        {
            if (fields.Error != FixParseError.None)
                return new FixParseResult(fields.Error, fields.Tag);
            FixParseError error = fields.Tag == triggerTag && triggerTag != 0
                ? request.TakeTrigger(fields.Value)
                : request.Take(in fields);
            if (error != FixParseError.None)
                return new FixParseResult(error, fields.Tag);
        }

        return request.CheckRequired(frame.MsgType);
    }

    private FixParseError TakeTrigger(ReadOnlySpan<byte> value) =>
        FixValue.TryParseUInt64(value, out Trigger) ? FixParseError.None : FixParseError.BadFormat;

    private FixParseError Take(in FixFields fields)
    {
        ReadOnlySpan<byte> value = fields.Value;
        switch (fields.Tag)
        {
            case FixTags.ClOrdId:
                ClOrdId = fields.Range;
                return value.Length <= ClientText.MaxLength ? FixParseError.None : FixParseError.OutOfRange;
            case FixTags.OrigClOrdId:
                OrigClOrdId = fields.Range;
                return value.Length <= ClientText.MaxLength ? FixParseError.None : FixParseError.OutOfRange;
            case FixTags.Symbol:
                Symbol = fields.Range;
                return FixParseError.None;
            case FixTags.OrderId:
                OrderId = fields.Range;
                return FixParseError.None;
            case OrderDesk.TagOrdStatusReqId:
                StatusId = fields.Range;
                return value.Length <= ClientText.MaxLength ? FixParseError.None : FixParseError.OutOfRange;
            case OrderDesk.TagMassStatusReqId:
                MassStatusId = fields.Range;
                return value.Length <= ClientText.MaxLength ? FixParseError.None : FixParseError.OutOfRange;
            case OrderDesk.TagMassStatusReqType:
                return TakeChar(value, "12345678"u8, ref MassStatusType);
            case OrderDesk.TagMassCancelRequestType:
                return TakeChar(value, "12345679ABC"u8, ref MassCancelType);
            case FixTags.Side:
                return TakeChar(value, "1256"u8, ref Side);
            case FixTags.OrdType:
                return TakeChar(value, "12"u8, ref OrderType);
            case FixTags.TimeInForce:
                return TakeChar(value, "03"u8, ref TimeInForce);
            case FixTags.ExecInst:
                PostOnly = value.Contains((byte)'6');
                return FixParseError.None;
            case FixTags.OrderQty:
                HasQuantity = true;
                return FixValue.ParseQuantity(value, out Quantity) is FixParseError.BadFormat
                    ? FixParseError.BadFormat
                    : FixParseError.None;
            case FixTags.Price:
                HasPrice = true;
                FixParseError price = FixValue.ParsePrice(value, out Price);
                PriceTooFine = price is not (FixParseError.None or FixParseError.BadFormat);
                return price is FixParseError.BadFormat ? price : FixParseError.None;
            default:
                return FixParseError.None;
        }
    }

    private static FixParseError TakeChar(ReadOnlySpan<byte> value, ReadOnlySpan<byte> allowed, ref byte result)
    {
        if (value.Length != 1)
            return FixParseError.BadFormat;
        result = value[0];
        return allowed.Contains(result) ? FixParseError.None : FixParseError.OutOfRange;
    }

    private readonly FixParseResult CheckRequired(FixMsgType type)
    {
        int missing = 0;
        if (type == FixMsgType.OrderMassStatusRequest)
        {
            missing = !MassStatusId.IsPresent ? OrderDesk.TagMassStatusReqId
                : MassStatusType == 0 ? OrderDesk.TagMassStatusReqType : 0;
        }
        else if (type == FixMsgType.OrderMassCancelRequest)
        {
            missing = !ClOrdId.IsPresent ? FixTags.ClOrdId
                : MassCancelType == 0 ? OrderDesk.TagMassCancelRequestType : 0;
        }
        else if (!ClOrdId.IsPresent)
            missing = FixTags.ClOrdId;
        else if (!Symbol.IsPresent)
            missing = FixTags.Symbol;
        else if (Side == 0)
            missing = FixTags.Side;
        else if (type is FixMsgType.OrderCancelRequest or FixMsgType.OrderCancelReplaceRequest
            && !OrigClOrdId.IsPresent)
            missing = FixTags.OrigClOrdId;
        else if (type is FixMsgType.NewOrderSingle or FixMsgType.OrderCancelReplaceRequest)
            missing = MissingInOrder();
        return missing == 0 ? FixParseResult.Ok : new FixParseResult(FixParseError.RequiredTagMissing, missing);
    }

    private readonly int MissingInOrder()
    {
        if (OrderType == 0)
            return FixTags.OrdType;
        if (!HasQuantity)
            return FixTags.OrderQty;
        return OrderType == (byte)FixOrderType.Limit && !HasPrice ? FixTags.Price : 0;
    }
}
