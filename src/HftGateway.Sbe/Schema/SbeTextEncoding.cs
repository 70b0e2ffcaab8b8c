namespace HftGateway.Sbe.Schema;

/// <summary>How the bytes of a character array or of variable data become text.</summary>
public enum SbeTextEncoding
{
    /// <summary>Not text: numbers, or bytes without a <c>characterEncoding</c>.</summary>
    None,

    /// <summary>US-ASCII, the default of <c>char</c>. A byte above 127 is not text.</summary>
    Ascii,

    /// <summary>ISO 8859-1.</summary>
    Latin1,

    /// <summary>UTF-8.</summary>
    Utf8,

    /// <summary>Text in an encoding that this library does not convert: its bytes are available, its characters are not.</summary>
    Other,
}
