namespace HftGateway.Aeron.Counters;

/// <summary>Type ids of the counters that drivers and clients make; those of applications begin at 1000.</summary>
public static class CounterType
{
    /// <summary>A counter of the driver itself, see <see cref="SystemCounter"/>.</summary>
    public const int System = 0;

    /// <summary>Position up to which a publication may write.</summary>
    public const int PublisherLimit = 1;

    /// <summary>Position up to which the sender has sent.</summary>
    public const int SenderPosition = 2;

    /// <summary>Highest position that a receiver has seen.</summary>
    public const int ReceiverHwm = 3;

    /// <summary>Position of a subscriber.</summary>
    public const int SubscriberPosition = 4;

    /// <summary>Position up to which a receiver's image is without a hole.</summary>
    public const int ReceiverPosition = 5;

    /// <summary>State of a sending channel.</summary>
    public const int SendChannelStatus = 6;

    /// <summary>State of a receiving channel.</summary>
    public const int ReceiveChannelStatus = 7;

    /// <summary>Position up to which the sender may send.</summary>
    public const int SenderLimit = 9;

    /// <summary>What an image counts for itself, such as its congestion window.</summary>
    public const int PerImage = 10;

    /// <summary>When a client was last alive.</summary>
    public const int ClientHeartbeat = 11;

    /// <summary>Position of a publication.</summary>
    public const int PublisherPosition = 12;

    /// <summary>How often the sender was stopped by its limit.</summary>
    public const int SenderBackPressure = 13;

    /// <summary>Address to which a channel's socket is bound.</summary>
    public const int LocalSocketAddress = 14;

    /// <summary>Receivers that flow control knows.</summary>
    public const int FlowControlReceivers = 17;

    /// <summary>Destinations of a multi-destination cast.</summary>
    public const int MdcDestinations = 18;

    /// <summary>NAKs that a publication received.</summary>
    public const int SenderNaksReceived = 19;

    /// <summary>NAKs that an image sent.</summary>
    public const int ReceiverNaksSent = 20;

    /// <summary>First type id of applications.</summary>
    public const int FirstOfApplications = 1000;
}
