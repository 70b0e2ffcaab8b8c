namespace HftGateway.MarketData.Arbitration;

/// <summary>What an output of an arbiter is. Outputs come in the order in which they must take effect.</summary>
public enum ArbitratedKind : byte
{
    /// <summary>Not an output.</summary>
    None,

    /// <summary>
    /// New content, the next in order: <see cref="ArbitratedPacket.Packet"/> without its first
    /// <see cref="ArbitratedPacket.Skip"/> messages.
    /// </summary>
    Content,

    /// <summary>
    /// The feed became stale, or stale for one more reason: <see cref="ArbitratedPacket.Reason"/>. With
    /// <see cref="StaleReason.Gap"/> the numbers First, Count are late; nothing is lost yet.
    /// </summary>
    Stale,

    /// <summary>
    /// The numbers First, Count will not come: what follows is behind a hole. Always after Stale with
    /// <see cref="StaleReason.Lost"/>.
    /// </summary>
    Lost,

    /// <summary>
    /// No reason to be stale is left: everything up to here was delivered, or a snapshot replaced it.
    /// </summary>
    Sound,

    /// <summary>
    /// Another session begins, with First as its first number: everything known from the old one is void.
    /// </summary>
    SessionChanged,

    /// <summary>
    /// The numbering went on somewhere else in the same session (First): everything known is void. Always after Stale
    /// with <see cref="StaleReason.Renumbered"/>.
    /// </summary>
    Renumbered,

    /// <summary>
    /// The session is over and everything of it was delivered. First = the number that would come next.
    /// </summary>
    Ended,

    /// <summary>A line has been silent for too long.</summary>
    LineDown,

    /// <summary>A line that was down is heard again.</summary>
    LineUp,

    /// <summary>
    /// Two copies of the message First differ: one of them is false, and it may be the one that was delivered. Always
    /// after Stale with <see cref="StaleReason.Conflict"/>.
    /// </summary>
    Conflict,
}
