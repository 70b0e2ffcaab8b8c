namespace HftGateway.MarketData.Soup;

/// <summary>What a SoupBinTCP session has to tell its user.</summary>
public enum SoupEvent
{
    /// <summary>Nothing more now.</summary>
    None,

    /// <summary>Client: logged in; session and next sequence number are known.</summary>
    LoginAccepted,

    /// <summary>The next message of the sequence.</summary>
    SequencedData,

    /// <summary>A message outside the sequence.</summary>
    UnsequencedData,

    /// <summary>Text for people.</summary>
    Debug,

    /// <summary>Client: the session is over, there will be no more messages.</summary>
    EndOfSession,

    /// <summary>Server: a client wants to log in; accept or reject it.</summary>
    LoginRequest,

    /// <summary>Server: the client wants the connection ended.</summary>
    LogoutRequest,

    /// <summary>The session cannot go on over this connection: see its failure.</summary>
    Failed,
}
