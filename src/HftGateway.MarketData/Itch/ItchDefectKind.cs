namespace HftGateway.MarketData.Itch;

/// <summary>Why a message was not decoded.</summary>
public enum ItchDefectKind : byte
{
    /// <summary>It was.</summary>
    None = 0,

    /// <summary>No byte.</summary>
    Empty = 1,

    /// <summary>The type byte is none of the specification's.</summary>
    UnknownType = 2,

    /// <summary>The length is not the type's.</summary>
    WrongLength = 3,

    /// <summary>
    /// A field has a value that the specification does not allow and that a decision would depend on.
    /// </summary>
    BadField = 4,
}
