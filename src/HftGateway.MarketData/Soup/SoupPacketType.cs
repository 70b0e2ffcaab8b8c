namespace HftGateway.MarketData.Soup;

/// <summary>
/// The packet types of SoupBinTCP, as they stand on the wire.
/// <para><b>Reference.</b> SoupBinTCP 3.00, section 2.</para>
/// </summary>
public enum SoupPacketType : byte
{
    /// <summary>Either side: text for people, to be ignored.</summary>
    Debug = (byte)'+',

    /// <summary>Server: session and sequence number of the next message.</summary>
    LoginAccepted = (byte)'A',

    /// <summary>Server: a reason code.</summary>
    LoginRejected = (byte)'J',

    /// <summary>Server: the next message of the session.</summary>
    SequencedData = (byte)'S',

    /// <summary>Either side: a message outside the sequence.</summary>
    UnsequencedData = (byte)'U',

    /// <summary>Server: alive.</summary>
    ServerHeartbeat = (byte)'H',

    /// <summary>Server: the session is over.</summary>
    EndOfSession = (byte)'Z',

    /// <summary>Client: user, password, session and sequence number wanted.</summary>
    LoginRequest = (byte)'L',

    /// <summary>Client: alive.</summary>
    ClientHeartbeat = (byte)'R',

    /// <summary>Client: wants the connection ended.</summary>
    LogoutRequest = (byte)'O',
}
