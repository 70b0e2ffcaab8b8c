namespace HftGateway.ILink3;

/// <summary>What <see cref="OpenFrame.Read"/> found.</summary>
public enum OpenFrameStatus
{
    /// <summary>A whole frame.</summary>
    Whole,

    /// <summary>The frame goes on beyond what was received: read more.</summary>
    Incomplete,

    /// <summary>The length is too small for a header and a message.</summary>
    BadLength,

    /// <summary>Another encoding than SBE in little-endian order.</summary>
    BadEncoding,
}
