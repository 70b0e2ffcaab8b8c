namespace HftGateway.Aeron.Driver.Network;

/// <summary>How a session stands at a receiving end.</summary>
internal sealed class SessionState
{
    /// <summary>The image, once there is one.</summary>
    public PublicationImage? Image { get; init; }

    /// <summary>Without an image: until when nothing is done for the session, ns.</summary>
    public long UntilNs { get; init; }

    /// <summary>A setup was asked for, and is welcome.</summary>
    public bool IsPendingSetup { get; init; }
}
