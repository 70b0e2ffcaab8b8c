using HftGateway.MarketData.Arbitration;

namespace HftGateway.MarketData.Recovery;

/// <summary>
/// One output of a <see cref="MoldFeed"/>.
/// <para><b>Threading.</b> A view: valid until the feed is called again.</para>
/// </summary>
public ref struct FeedOutput
{
    /// <summary>What this is; it says which fields have a meaning.</summary>
    public FeedOutputKind Kind;

    /// <summary>Why the books are stale.</summary>
    public StaleReason Reason;

    /// <summary>Line concerned.</summary>
    public int Line;

    /// <summary>First number concerned.</summary>
    public ulong First;

    /// <summary>How many numbers.</summary>
    public ulong Count;

    /// <summary>When the packet was received, or the notice arose, in the caller's ns.</summary>
    public long ReceivedNs;

    /// <summary>The messages.</summary>
    public MessageBlock Block;
}
