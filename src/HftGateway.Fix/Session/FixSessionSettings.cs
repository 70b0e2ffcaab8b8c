using System.Text;

namespace HftGateway.Fix;

/// <summary>
/// Settings of a <see cref="FixSession"/>. Names are those of the fields or of QuickFIX's settings where there is one.
/// </summary>
public sealed record FixSessionSettings
{
    /// <summary>Longest CompID or SubID in bytes.</summary>
    public const int MaxIdBytes = 64;

    /// <summary>Which side this is.</summary>
    public FixRole Role { get; init; }

    /// <summary>Who talks with whom, in which version.</summary>
    public required FixSessionId Id { get; init; }

    /// <summary>DefaultApplVerID [1137] of a FIXT session, as its number ("9" is FIX 5.0 SP2).</summary>
    public string? DefaultApplVerId { get; init; }

    /// <summary>SenderSubID [50] on every message; null for none.</summary>
    public string? SenderSubId { get; init; }

    /// <summary>TargetSubID [57] on every message; null for none.</summary>
    public string? TargetSubId { get; init; }

    /// <summary>SenderLocationID [142] on every message; null for none.</summary>
    public string? SenderLocationId { get; init; }

    /// <summary>TargetLocationID [143] on every message; null for none.</summary>
    public string? TargetLocationId { get; init; }

    /// <summary>HeartBtInt [108] of an initiator, seconds; 0 for no heartbeats.</summary>
    public int HeartbeatSeconds { get; init; } = 30;

    /// <summary>Username [553] in the Logon; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>Password [554] in the Logon; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Both series restart at 1 with every Logon.</summary>
    public bool ResetOnLogon { get; init; }

    /// <summary>Both series restart at 1 after a Logout.</summary>
    public bool ResetOnLogout { get; init; }

    /// <summary>Both series restart at 1 when a connection is lost.</summary>
    public bool ResetOnDisconnect { get; init; }

    /// <summary>Reset both series when a peer's Logon carries 141=Y; otherwise such a Logon is refused.</summary>
    public bool AcceptResetRequest { get; init; } = true;

    /// <summary>Send and obey NextExpectedMsgSeqNum [789] in Logons (4.4 and later).</summary>
    public bool EnableNextExpectedMsgSeqNum { get; init; }

    /// <summary>LastMsgSeqNumProcessed [369] on every message.</summary>
    public bool EnableLastMsgSeqNumProcessed { get; init; }

    /// <summary>Decimals of SendingTime: 0, 3, 6 or 9. FIX 4.0 and 4.1 always send 0.</summary>
    public int TimestampDigits { get; init; } = 3;

    /// <summary>Largest error of the peer's SendingTime in seconds; 0 for any.</summary>
    public int MaxLatencySeconds { get; init; } = 120;

    /// <summary>Refuse messages with other CompIDs than the session's.</summary>
    public bool CheckCompId { get; init; } = true;

    /// <summary>Refuse PossDup messages without OrigSendingTime [122].</summary>
    public bool RequiresOrigSendingTime { get; init; } = true;

    /// <summary>Refuse fields without a value.</summary>
    public bool ValidateFieldsHaveValues { get; init; } = true;

    /// <summary>Refuse header fields behind body fields.</summary>
    public bool ValidateFieldsOutOfOrder { get; init; } = true;

    /// <summary>
    /// After Logon send a TestRequest, and refuse new orders until it is answered: then the peer has seen the Logon's
    /// number and asked for what it lacks. Off: ready with the Logon.
    /// </summary>
    public bool ConfirmAfterLogon { get; init; }

    /// <summary>Seconds that a connection may stay without a Logon.</summary>
    public int LogonTimeoutSeconds { get; init; } = 10;

    /// <summary>Seconds to wait for the answer to a Logout.</summary>
    public int LogoutTimeoutSeconds { get; init; } = 2;

    /// <summary>Send a Logout before closing on a silent peer.</summary>
    public bool LogoutOnHeartbeatTimeout { get; init; }

    /// <summary>Numbers asked for by one ResendRequest; 0 for all that are missing (16=0).</summary>
    public int ResendRequestChunk { get; init; }

    /// <summary>Ask again at each message that is too high while a resend is under way.</summary>
    public bool SendRedundantResendRequests { get; init; }

    /// <summary>Seconds without progress after which a gap is requested again.</summary>
    public int GapTimeoutSeconds { get; init; } = 10;

    /// <summary>Requests without progress before the session is ended.</summary>
    public int MaxGapRequests { get; init; } = 3;

    /// <summary>Messages received ahead of a gap that are kept, a power of two; further ones are asked for again.</summary>
    public int GapQueueMessages { get; init; } = 4096;

    /// <summary>Bytes of such messages that are kept.</summary>
    public int GapQueueBytes { get; init; } = 1 << 20;

    /// <summary>
    /// Age in seconds from which order messages are gap-filled and reported instead of sent again; 0 never sends one
    /// again, null always does.
    /// </summary>
    public int? StaleOrderSeconds { get; init; }

    /// <summary>Types [35] that count as order messages for <see cref="StaleOrderSeconds"/>.</summary>
    public IReadOnlyList<string> OrderMessageTypes { get; init; } = ["D", "E", "F", "G", "q", "s", "t", "u", "AB", "AC"];

    /// <summary>
    /// Take messages while not logged on: they get their numbers and are sent when the peer asks for them after the
    /// next Logon. Otherwise they are refused.
    /// </summary>
    public bool StoreWhileDisconnected { get; init; }

    /// <summary>Longest message sent or received, bytes.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes that may wait for the peer to read; beyond, the connection is broken off.</summary>
    public int MaxPendingBytes { get; init; } = 16 << 20;

    /// <summary>Waiting bytes from which new orders are refused while cancels still go out.</summary>
    public int BackPressureBytes { get; init; } = 1 << 20;

    /// <summary>When the session is open; null for always.</summary>
    public FixSchedule? Schedule { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Id);
        FixText.ToBytes(Id.SenderCompId, 1, MaxIdBytes, nameof(Id.SenderCompId));
        FixText.ToBytes(Id.TargetCompId, 1, MaxIdBytes, nameof(Id.TargetCompId));
        ReadOnlySpan<string?> texts =
            [SenderSubId, TargetSubId, SenderLocationId, TargetLocationId, Username, Password];
        foreach (string? text in texts)
        {
            if (text is not null)
                FixText.ToBytes(text, 1, MaxIdBytes, nameof(FixSessionSettings));
        }
        InRange(HeartbeatSeconds, 0, 86_400, nameof(HeartbeatSeconds));
        InRange(MaxLatencySeconds, 0, 31_536_000, nameof(MaxLatencySeconds));
        InRange(LogonTimeoutSeconds, 1, 86_400, nameof(LogonTimeoutSeconds));
        InRange(LogoutTimeoutSeconds, 1, 86_400, nameof(LogoutTimeoutSeconds));
        InRange(ResendRequestChunk, 0, 1_000_000_000, nameof(ResendRequestChunk));
        InRange(GapTimeoutSeconds, 1, 86_400, nameof(GapTimeoutSeconds));
        InRange(MaxGapRequests, 1, 1_000_000, nameof(MaxGapRequests));
        InRange(GapQueueMessages, 1, 1 << 24, nameof(GapQueueMessages));
        InRange(GapQueueBytes, 1024, 1 << 30, nameof(GapQueueBytes));
        InRange(StaleOrderSeconds ?? 0, 0, int.MaxValue, nameof(StaleOrderSeconds));
        InRange(MaxMessageBytes, 512, 16 << 20, nameof(MaxMessageBytes));
        InRange(MaxPendingBytes, 2 * MaxMessageBytes, 1 << 30, nameof(MaxPendingBytes));
        InRange(BackPressureBytes, 1, MaxPendingBytes - MaxMessageBytes, nameof(BackPressureBytes));
        if (TimestampDigits is not (0 or 3 or 6 or 9))
            throw new ArgumentException($"{TimestampDigits}: 0, 3, 6 or 9 are allowed", nameof(TimestampDigits));
        if (!System.Numerics.BitOperations.IsPow2(GapQueueMessages))
            throw new ArgumentException($"{GapQueueMessages} is not a power of two", nameof(GapQueueMessages));
        if (Id.Version == FixVersion.Fixt11 && FixVersions.ParseApplVerId(DefaultApplVerId ?? "") != DefaultApplVerId)
            throw new ArgumentException(
                $"'{DefaultApplVerId}': a FIXT.1.1 session needs a number from 0 to 10", nameof(DefaultApplVerId));
    }

    internal byte[]? Bytes(string? text) => text is null ? null : Encoding.ASCII.GetBytes(text);

    private static void InRange(int value, int least, int most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentException($"{value}: {least} to {most} are allowed", name);
    }
}
