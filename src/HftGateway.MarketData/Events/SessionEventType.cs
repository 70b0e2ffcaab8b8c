namespace HftGateway.MarketData.Events;

/// <summary>
/// What happened to the order session (<see cref="EventKind.Session"/>), as its inbound side saw it. The encoder stage
/// owns the outbound side: it answers these. Journal numbers: they never change meaning.
/// </summary>
public enum SessionEventType : byte
{
    /// <summary>Not a session event.</summary>
    None = 0,

    /// <summary>A transport connection stands; OrderId = its number. The encoder sends Logon.</summary>
    Connected = 1,

    /// <summary>The peer's Logon was accepted: orders may be sent. OrderId = heartbeat interval in s.</summary>
    LoggedOn = 2,

    /// <summary>The transport is gone; OrderId = its number. Nothing may be sent.</summary>
    Disconnected = 3,

    /// <summary>TestRequest received: answer with a Heartbeat that carries the text (TestReqID [112]).</summary>
    TestRequest = 4,

    /// <summary>
    /// ResendRequest received: OrderId = first, OrderId2 = last sequence number asked for (0 = to the newest).
    /// </summary>
    ResendRequest = 5,

    /// <summary>Inbound messages are missing: ask for OrderId and everything after.</summary>
    InboundGap = 6,

    /// <summary>Every missing inbound message has been received.</summary>
    InboundGapFilled = 7,

    /// <summary>Logout received; the encoder answers unless it asked first.</summary>
    Logout = 8,

    /// <summary>
    /// A message must be rejected (35=3): OrderId = its sequence number,
    /// OrderId2 = SessionRejectReason, Quantity = tag.
    /// </summary>
    Reject = 9,

    /// <summary>The peer has been silent too long: send a TestRequest.</summary>
    InboundSilence = 10,

    /// <summary>
    /// A message was received whose sequence number is too low: send Logout with
    /// OrderId = expected, OrderId2 = received.
    /// </summary>
    SequenceTooLow = 11,

    /// <summary>The peer rejected a message of ours (35=3 or 35=j): OrderId = RefSeqNum, OrderId2 = reason.</summary>
    PeerReject = 12,

    /// <summary>
    /// The peer does not read: new orders are refused, cancels still go out. OrderId = bytes that wait for it.
    /// </summary>
    PeerSlow = 13,

    /// <summary>The peer has caught up: new orders go out again.</summary>
    PeerCaughtUp = 14,

    /// <summary>The last answer to an OrderMassStatusRequest has come.</summary>
    MassStatusComplete = 15,

    /// <summary>The store of the order session takes nothing more: nothing is sent until it does.</summary>
    StoreFull = 16,

    /// <summary>The store takes messages again.</summary>
    StoreHasRoom = 17,
}
