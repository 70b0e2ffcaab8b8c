namespace HftGateway.Aeron.Counters;

/// <summary>
/// The driver's own counters. The number is the counter's id, key and registration id; tools know them by it.
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_system_counters</c>.</para>
/// </summary>
public enum SystemCounter
{
    /// <summary>Bytes sent to sockets.</summary>
    BytesSent = 0,

    /// <summary>Bytes received from sockets.</summary>
    BytesReceived = 1,

    /// <summary>Offers to the receiver's queue that failed.</summary>
    ReceiverProxyFails = 2,

    /// <summary>Offers to the sender's queue that failed.</summary>
    SenderProxyFails = 3,

    /// <summary>Offers to the conductor's queue that failed.</summary>
    ConductorProxyFails = 4,

    /// <summary>NAKs sent.</summary>
    NakMessagesSent = 5,

    /// <summary>NAKs received.</summary>
    NakMessagesReceived = 6,

    /// <summary>Status messages sent.</summary>
    StatusMessagesSent = 7,

    /// <summary>Status messages received.</summary>
    StatusMessagesReceived = 8,

    /// <summary>Heartbeats sent.</summary>
    HeartbeatsSent = 9,

    /// <summary>Heartbeats received.</summary>
    HeartbeatsReceived = 10,

    /// <summary>Retransmissions.</summary>
    RetransmitsSent = 11,

    /// <summary>Packets below the flow-control window.</summary>
    FlowControlUnderRuns = 12,

    /// <summary>Packets above the flow-control window.</summary>
    FlowControlOverRuns = 13,

    /// <summary>Packets that are none of the protocol.</summary>
    InvalidPackets = 14,

    /// <summary>Errors, see the error log.</summary>
    Errors = 15,

    /// <summary>Sends that took less than they should.</summary>
    ShortSends = 16,

    /// <summary>Files that could not be freed.</summary>
    FreeFails = 17,

    /// <summary>How often a sender was stopped by its limit.</summary>
    SenderFlowControlLimits = 18,

    /// <summary>Publications unblocked.</summary>
    UnblockedPublications = 19,

    /// <summary>Command rings unblocked.</summary>
    UnblockedCommands = 20,

    /// <summary>Channels whose two ends have different times to live.</summary>
    PossibleTtlAsymmetry = 21,

    /// <summary>Status of a controllable idle strategy.</summary>
    ControllableIdleStrategy = 22,

    /// <summary>Gaps filled with padding.</summary>
    LossGapFills = 23,

    /// <summary>Clients that timed out.</summary>
    ClientTimeouts = 24,

    /// <summary>Names that resolved to another address than before.</summary>
    ResolutionChanges = 25,

    /// <summary>Longest duty cycle of the conductor, ns.</summary>
    ConductorMaxCycleTime = 26,

    /// <summary>Conductor duty cycles above the threshold.</summary>
    ConductorCycleTimeThresholdExceeded = 27,

    /// <summary>Longest duty cycle of the sender, ns.</summary>
    SenderMaxCycleTime = 28,

    /// <summary>Sender duty cycles above the threshold.</summary>
    SenderCycleTimeThresholdExceeded = 29,

    /// <summary>Longest duty cycle of the receiver, ns.</summary>
    ReceiverMaxCycleTime = 30,

    /// <summary>Receiver duty cycles above the threshold.</summary>
    ReceiverCycleTimeThresholdExceeded = 31,

    /// <summary>Longest name resolution, ns.</summary>
    NameResolverMaxTime = 32,

    /// <summary>Name resolutions above the threshold.</summary>
    NameResolverTimeThresholdExceeded = 33,

    /// <summary>Version of the driver.</summary>
    AeronVersion = 34,

    /// <summary>Bytes mapped.</summary>
    BytesCurrentlyMapped = 35,

    /// <summary>Bytes sent again.</summary>
    RetransmittedBytes = 36,

    /// <summary>Retransmissions not begun because too many were going on.</summary>
    RetransmitOverflow = 37,

    /// <summary>ERR frames received.</summary>
    ErrorFramesReceived = 38,

    /// <summary>ERR frames sent.</summary>
    ErrorFramesSent = 39,

    /// <summary>Publications revoked.</summary>
    PublicationsRevoked = 40,

    /// <summary>Images revoked.</summary>
    PublicationImagesRevoked = 41,

    /// <summary>Images rejected.</summary>
    ImagesRejected = 42,

    /// <summary>Version of the control protocol; clients look at it.</summary>
    ControlProtocolVersion = 43,

    /// <summary>Status messages that were not believed.</summary>
    StatusMessagesRejected = 44,

    /// <summary>Offers to the native resource agent that failed.</summary>
    NativeResourceAgentProxyFails = 45,
}
