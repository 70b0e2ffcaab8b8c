namespace HftGateway.Fix;

/// <summary>
/// The names of session reject reasons.
/// <para><b>Reference.</b> FIX 4.4 and FIXT.1.1, SessionRejectReason [373].</para>
/// </summary>
public static class FixRejectReasons
{
    /// <summary>The reason as the specification prints it, for Text [58].</summary>
    public static ReadOnlySpan<byte> Text(FixRejectReason reason) => reason switch
    {
        FixRejectReason.InvalidTagNumber => "Invalid tag number"u8,
        FixRejectReason.RequiredTagMissing => "Required tag missing"u8,
        FixRejectReason.TagNotDefinedForMessage => "Tag not defined for this message type"u8,
        FixRejectReason.UndefinedTag => "Undefined Tag"u8,
        FixRejectReason.TagWithoutValue => "Tag specified without a value"u8,
        FixRejectReason.ValueOutOfRange => "Value is incorrect (out of range) for this tag"u8,
        FixRejectReason.IncorrectFormat => "Incorrect data format for value"u8,
        FixRejectReason.Decryption => "Decryption problem"u8,
        FixRejectReason.Signature => "Signature problem"u8,
        FixRejectReason.CompId => "CompID problem"u8,
        FixRejectReason.SendingTimeAccuracy => "SendingTime accuracy problem"u8,
        FixRejectReason.InvalidMsgType => "Invalid MsgType"u8,
        FixRejectReason.XmlValidation => "XML validation error"u8,
        FixRejectReason.TagTwice => "Tag appears more than once"u8,
        FixRejectReason.TagOutOfOrder => "Tag specified out of required order"u8,
        FixRejectReason.GroupOrder => "Repeating group fields out of order"u8,
        FixRejectReason.GroupCount => "Incorrect NumInGroup count for repeating group"u8,
        FixRejectReason.SohInValue => "Non \"Data\" value includes field delimiter (SOH character)"u8,
        FixRejectReason.ApplicationVersion => "Invalid/Unsupported Application Version"u8,
        _ => "Other"u8,
    };
}
