namespace HftGateway.Exchange.Orders;

/// <summary>OrdRejReason [103], the values in use.</summary>
internal enum RejectCode
{
    UnknownSymbol = 1,
    ExchangeClosed = 2,
    UnknownOrder = 5,
    Duplicate = 6,
    UnsupportedCharacteristic = 11,
    IncorrectQuantity = 13,
    Other = 99,
}

/// <summary>CxlRejReason [102], the values in use.</summary>
internal enum CancelCode
{
    TooLate = 0,
    UnknownOrder = 1,
    Duplicate = 6,
    Other = 99,
}

/// <summary>CxlRejResponseTo [434].</summary>
internal enum CancelResponse
{
    Cancel = 1,
    Replace = 2,
}

/// <summary>Why all orders of a session leave the book.</summary>
internal enum RemoveCause
{
    Disconnect,
    EndOfDay,
    MassCancel,
}
