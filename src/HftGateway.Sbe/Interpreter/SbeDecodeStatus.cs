namespace HftGateway.Sbe.Interpreter;

/// <summary>How decoding a message ended.</summary>
public enum SbeDecodeStatus
{
    /// <summary>The whole message was decoded.</summary>
    Ok,

    /// <summary>The buffer is shorter than the message header.</summary>
    HeaderBeyondBuffer,

    /// <summary>The header names another schema.</summary>
    OtherSchema,

    /// <summary>The schema has no message of the header's template id: skip it, if its framing says how long it is.</summary>
    UnknownTemplate,

    /// <summary>The header's block length goes beyond the buffer.</summary>
    BlockBeyondBuffer,

    /// <summary>A group's dimensions go beyond the buffer.</summary>
    DimensionBeyondBuffer,

    /// <summary>A group's entries go beyond the buffer.</summary>
    GroupBeyondBuffer,

    /// <summary>A group has more entries without bytes than any real message would.</summary>
    TooManyEmptyEntries,

    /// <summary>The length of variable data goes beyond the buffer.</summary>
    DataLengthBeyondBuffer,

    /// <summary>Variable data goes beyond the buffer.</summary>
    DataBeyondBuffer,
}
