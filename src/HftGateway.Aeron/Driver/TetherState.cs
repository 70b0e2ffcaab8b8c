namespace HftGateway.Aeron.Driver;

/// <summary>How an untethered subscriber stands.</summary>
internal enum TetherState
{
    /// <summary>It counts.</summary>
    Active,

    /// <summary>It was too slow and was told that the image is gone.</summary>
    Linger,

    /// <summary>It waits to be let in again.</summary>
    Resting,
}
