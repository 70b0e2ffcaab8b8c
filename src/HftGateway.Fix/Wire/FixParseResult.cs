namespace HftGateway.Fix;

/// <summary>What is wrong with a field.</summary>
public enum FixParseError : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The tag is not a positive number without leading zeros, or there is no <c>=</c>.</summary>
    InvalidTag,

    /// <summary>A field that must be there is not.</summary>
    RequiredTagMissing,

    /// <summary>Nothing between <c>=</c> and SOH.</summary>
    EmptyValue,

    /// <summary>The value has the right format but is not allowed, or does not fit.</summary>
    OutOfRange,

    /// <summary>The value does not have its type's format.</summary>
    BadFormat,

    /// <summary>A price with more significant decimals than four.</summary>
    PricePrecision,

    /// <summary>The tag appears twice.</summary>
    DuplicateTag,

    /// <summary>A header field behind the first body field.</summary>
    OutOfOrder,

    /// <summary>A length field that does not fit the data field behind it.</summary>
    DataLength,
}

/// <summary>SessionRejectReason [373].</summary>
public enum FixRejectReason : byte
{
    /// <summary>Invalid tag number.</summary>
    InvalidTagNumber = 0,

    /// <summary>Required tag missing.</summary>
    RequiredTagMissing = 1,

    /// <summary>Tag not defined for this message type.</summary>
    TagNotDefinedForMessage = 2,

    /// <summary>Undefined tag.</summary>
    UndefinedTag = 3,

    /// <summary>Tag specified without a value.</summary>
    TagWithoutValue = 4,

    /// <summary>Value is incorrect (out of range) for this tag.</summary>
    ValueOutOfRange = 5,

    /// <summary>Incorrect data format for value.</summary>
    IncorrectFormat = 6,

    /// <summary>Decryption problem.</summary>
    Decryption = 7,

    /// <summary>Signature problem.</summary>
    Signature = 8,

    /// <summary>CompID problem.</summary>
    CompId = 9,

    /// <summary>SendingTime accuracy problem.</summary>
    SendingTimeAccuracy = 10,

    /// <summary>Invalid MsgType.</summary>
    InvalidMsgType = 11,

    /// <summary>XML validation error.</summary>
    XmlValidation = 12,

    /// <summary>Tag appears more than once.</summary>
    TagTwice = 13,

    /// <summary>Tag specified out of required order.</summary>
    TagOutOfOrder = 14,

    /// <summary>Repeating group fields out of order.</summary>
    GroupOrder = 15,

    /// <summary>Incorrect NumInGroup count for repeating group.</summary>
    GroupCount = 16,

    /// <summary>A value that is not data contains SOH.</summary>
    SohInValue = 17,

    /// <summary>Invalid or unsupported application version.</summary>
    ApplicationVersion = 18,

    /// <summary>Other.</summary>
    Other = 99,
}

/// <summary>A parser's verdict: what is wrong, and with which tag.</summary>
/// <param name="Error">What is wrong.</param>
/// <param name="Tag">The offending tag, 0 when there is none.</param>
public readonly record struct FixParseResult(FixParseError Error, int Tag)
{
    /// <summary>No error.</summary>
    public static FixParseResult Ok => default;

    /// <summary>Nothing is wrong.</summary>
    public bool IsOk => Error == FixParseError.None;

    /// <summary>The session-level reject reason [373] that answers this error.</summary>
    public FixRejectReason RejectReason => Error switch
    {
        FixParseError.InvalidTag => FixRejectReason.InvalidTagNumber,
        FixParseError.RequiredTagMissing => FixRejectReason.RequiredTagMissing,
        FixParseError.EmptyValue => FixRejectReason.TagWithoutValue,
        FixParseError.OutOfRange or FixParseError.PricePrecision => FixRejectReason.ValueOutOfRange,
        FixParseError.BadFormat or FixParseError.DataLength => FixRejectReason.IncorrectFormat,
        FixParseError.DuplicateTag => FixRejectReason.TagTwice,
        FixParseError.OutOfOrder => FixRejectReason.TagOutOfOrder,
        _ => FixRejectReason.Other,
    };
}
