namespace HftGateway.Fix;

/// <summary>Which side of the connection this is.</summary>
public enum FixRole : byte
{
    /// <summary>Connects and sends the first Logon.</summary>
    Initiator = 0,

    /// <summary>Accepts connections and answers the Logon.</summary>
    Acceptor = 1,
}

/// <summary>
/// Settings of one order session, shared by its inbound and its outbound half. Checked by <see cref="Validate"/>, which
/// both halves call at construction.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
public sealed class FixSessionOptions
{
    /// <summary>DefaultApplVerID [1137] of a session over FIXT: 9, FIX 5.0 SP2.</summary>
    public const string DefaultApplVerId = "9";

    /// <summary>Longest CompID in bytes.</summary>
    public const int MaxCompIdBytes = 64;

    /// <summary>Which side this is.</summary>
    public FixRole Role { get; init; } = FixRole.Initiator;

    /// <summary>
    /// Version of the session and its orders: FIX 4.2, FIX 4.4, or FIX 5.0 SP2 over FIXT 1.1. BeginString [8] of every
    /// message.
    /// </summary>
    public FixVersion Version { get; init; } = FixVersion.Fix44;

    /// <summary>Own CompID: SenderCompID [49] of what is sent.</summary>
    public required string SenderCompId { get; init; }

    /// <summary>The peer's CompID: TargetCompID [56] of what is sent.</summary>
    public required string TargetCompId { get; init; }

    /// <summary>
    /// HeartBtInt [108] in seconds, 0 to 3600; 0 switches heartbeats off. An acceptor takes the initiator's.
    /// </summary>
    public int HeartbeatSeconds { get; init; } = 30;

    /// <summary>Decimals of SendingTime [52] and TransactTime [60] that are sent: 0, 3, 6 or 9.</summary>
    public int TimestampDigits { get; init; } = 3;

    /// <summary>
    /// Fewest decimals of a price that is sent, 0 to 4; more are written only where they are not zero.
    /// </summary>
    public int PriceDecimals { get; init; } = 2;

    /// <summary>Prefix of every ClOrdID [11].</summary>
    public string ClOrdIdPrefix { get; init; } = "";

    /// <summary>Symbols [55], by the index that orders carry.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>User-defined tag that carries the trigger sequence in orders, 0 for none, else 5000 to 9999.</summary>
    public int TriggerTag { get; init; } = 7001;

    /// <summary>Send HandlInst [21] = 1 in orders. FIX 4.2 requires it, there it is always sent.</summary>
    public bool SendHandlInst { get; init; }

    /// <summary>Username [553] in Logon; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>Password [554] in Logon; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// Largest difference of the peer's SendingTime from the own clock in seconds; 0 switches the check off.
    /// </summary>
    public int MaxSendingTimeErrorSeconds { get; init; } = 120;

    /// <summary>Refuse PossDup messages without OrigSendingTime [122].</summary>
    public bool RequireOrigSendingTime { get; init; } = true;

    /// <summary>Seconds that a connection may stay without a Logon.</summary>
    public int LogonTimeoutSeconds { get; init; } = 10;

    /// <summary>Seconds to wait for the answer to a Logout, or for the peer to close after it.</summary>
    public int LogoutTimeoutSeconds { get; init; } = 5;

    /// <summary>Seconds without progress after which a gap is requested again.</summary>
    public int GapTimeoutSeconds { get; init; } = 10;

    /// <summary>Requests for one gap before the session is given up.</summary>
    public int MaxGapRequests { get; init; } = 3;

    /// <summary>
    /// After Logon, send a TestRequest and report <see cref="SessionDo.Ready"/> only when it is answered: then the
    /// peer has
    /// no resend of its own pending and orders may go out. Off: ready with the Logon.
    /// </summary>
    public bool ConfirmAfterLogon { get; init; } = true;

    /// <summary>Own messages whose order id the outbound session remembers; a power of two.</summary>
    public int SentOrderMemory { get; init; } = 65_536;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        FixText.ToBytes(SenderCompId, 1, MaxCompIdBytes, nameof(SenderCompId));
        FixText.ToBytes(TargetCompId, 1, MaxCompIdBytes, nameof(TargetCompId));
        FixText.ToBytes(ClOrdIdPrefix, 0, ClOrdId.MaxPrefixBytes, nameof(ClOrdIdPrefix));
        FixText.ToBytes(Username ?? "", 0, 64, nameof(Username));
        FixText.ToBytes(Password ?? "", 0, 64, nameof(Password));
        InRange(HeartbeatSeconds, 0, 3600, nameof(HeartbeatSeconds));
        InRange(PriceDecimals, 0, 4, nameof(PriceDecimals));
        InRange(MaxSendingTimeErrorSeconds, 0, 86_400, nameof(MaxSendingTimeErrorSeconds));
        InRange(LogonTimeoutSeconds, 1, 3600, nameof(LogonTimeoutSeconds));
        InRange(LogoutTimeoutSeconds, 1, 3600, nameof(LogoutTimeoutSeconds));
        InRange(GapTimeoutSeconds, 1, 3600, nameof(GapTimeoutSeconds));
        InRange(MaxGapRequests, 1, 1000, nameof(MaxGapRequests));
        InRange(SentOrderMemory, 16, 1 << 26, nameof(SentOrderMemory));
        if (Version is not (FixVersion.Fix42 or FixVersion.Fix44 or FixVersion.Fixt11))
            throw new ArgumentException($"{Version.BeginString()}: FIX.4.2, FIX.4.4, FIXT.1.1 are allowed", nameof(Version));
        if (TimestampDigits is not (0 or 3 or 6 or 9))
            throw new ArgumentException($"{TimestampDigits}: 0, 3, 6 or 9 are allowed", nameof(TimestampDigits));
        if (TriggerTag is not 0 and not (>= 5000 and <= 9999))
            throw new ArgumentException($"{TriggerTag}: 0 or 5000 to 9999 are allowed", nameof(TriggerTag));
        if (!System.Numerics.BitOperations.IsPow2(SentOrderMemory))
            throw new ArgumentException($"{SentOrderMemory} is not a power of two", nameof(SentOrderMemory));
    }

    private static void InRange(int value, int least, int most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentException($"{value}: {least} to {most} are allowed", name);
    }
}
