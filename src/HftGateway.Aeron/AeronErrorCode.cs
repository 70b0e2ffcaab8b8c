namespace HftGateway.Aeron;

/// <summary>Why a driver refused a command. The numbers travel in ON_ERROR responses and ERR frames.</summary>
public enum AeronErrorCode
{
    /// <summary>A local failure, not one that the driver sent.</summary>
    None = 0,

    /// <summary>The channel cannot be parsed or contradicts itself.</summary>
    InvalidChannel = 1,

    /// <summary>No such subscription.</summary>
    UnknownSubscription = 2,

    /// <summary>No such publication.</summary>
    UnknownPublication = 3,

    /// <summary>A socket of the channel failed.</summary>
    ChannelEndpointError = 4,

    /// <summary>No such counter.</summary>
    UnknownCounter = 5,

    /// <summary>A command id that the driver does not know.</summary>
    UnknownCommandTypeId = 6,

    /// <summary>A command shorter than its layout.</summary>
    MalformedCommand = 7,

    /// <summary>The driver does not do that.</summary>
    NotSupported = 8,

    /// <summary>A host name has no address.</summary>
    UnknownHost = 9,

    /// <summary>Try again.</summary>
    ResourceTemporarilyUnavailable = 10,

    /// <summary>Anything else.</summary>
    GenericError = 11,

    /// <summary>No room for a file.</summary>
    StorageSpace = 12,

    /// <summary>A subscriber rejected the image.</summary>
    ImageRejected = 13,

    /// <summary>The publication was revoked.</summary>
    PublicationRevoked = 14,
}
