namespace HftGateway.Aeron.Driver;

/// <summary>A log that subscriptions read: an IPC publication, a spied one, or a rebuilt image.</summary>
internal interface IImageSource
{
    /// <summary>Id of the image, the same for all subscriptions.</summary>
    long ImageId { get; }

    /// <summary>Session.</summary>
    int SessionId { get; }

    /// <summary>Stream.</summary>
    int StreamId { get; }

    /// <summary>Log file.</summary>
    string LogPath { get; }

    /// <summary>Where it comes from, for people.</summary>
    string Source { get; }

    /// <summary>Position at which a new subscriber begins.</summary>
    long JoinPosition { get; }

    /// <summary>What becomes of slow untethered subscribers.</summary>
    TetherTimeouts Tether { get; }

    /// <summary>The subscribers.</summary>
    IReadOnlyList<SubscriberPosition> Readers { get; }

    /// <summary>A subscriber comes.</summary>
    void AddReader(SubscriberPosition reader);

    /// <summary>A subscriber goes.</summary>
    void RemoveReader(SubscriberPosition reader);
}
