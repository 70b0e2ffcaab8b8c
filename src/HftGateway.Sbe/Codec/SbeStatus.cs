namespace HftGateway.Sbe;

/// <summary>What wrapping a message found. A value of the wire is never an exception.</summary>
public enum SbeStatus : byte
{
    /// <summary>The message is whole: every block, group and variable data lies inside the buffer.</summary>
    Ok,

    /// <summary>The buffer is shorter than the message header.</summary>
    HeaderTooShort,

    /// <summary>The header names another schema.</summary>
    OtherSchema,

    /// <summary>The header names another template.</summary>
    OtherTemplate,

    /// <summary>The header's block length goes beyond the buffer.</summary>
    BlockBeyondBuffer,

    /// <summary>A group's dimension, or as many entries as it announces, goes beyond the buffer.</summary>
    GroupBeyondBuffer,

    /// <summary>Variable data, or its length, goes beyond the buffer.</summary>
    DataBeyondBuffer,
}
