namespace HftGateway.MarketData;

/// <summary>
/// An input of messages for offline work: decoding, building books, replaying, backtesting. Yields blocks of whole
/// messages; one virtual call a block, none a message.
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Invariants.</b> Everything before the first damaged byte is delivered; then <see cref="TryReadBlock"/>
/// returns
/// false and <see cref="Problem"/> says what and where. Without damage <see cref="Problem"/> stays null.</para>
/// </summary>
public abstract class MessageSource : IDisposable
{
    /// <summary>The path, or <c>-</c> for standard input.</summary>
    public abstract string Name { get; }

    /// <summary>What the (decompressed) content was recognised as.</summary>
    public abstract InputKind Kind { get; }

    /// <summary>
    /// Why the input ended early; null while it is sound. Look at it when <see cref="TryReadBlock"/> returns false.
    /// </summary>
    public abstract FeedProblem? Problem { get; }

    /// <summary>Messages delivered so far.</summary>
    public abstract long MessageCount { get; }

    /// <summary>Byte offset in the (decompressed) stream up to which everything has been delivered.</summary>
    public abstract long ByteOffset { get; }

    /// <summary>
    /// What was met and not delivered, as lines "name: count" (packets of other protocols, duplicates, malformed
    /// packets);
    /// empty when everything was understood.
    /// </summary>
    public abstract IReadOnlyList<string> Remarks { get; }

    /// <summary>
    /// The next block of messages, in place: valid until the next call. May block on the input; does not allocate once
    /// the
    /// input is open.
    /// </summary>
    /// <param name="block">The block; it may have no message when it reports a gap or the end of a session.</param>
    /// <returns>False at the end, whether sound or damaged: see <see cref="Problem"/>.</returns>
    public abstract bool TryReadBlock(out MessageBlock block);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the input.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
