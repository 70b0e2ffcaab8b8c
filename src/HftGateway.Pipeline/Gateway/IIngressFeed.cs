namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// A feed, or several, that an ingress thread polls: transport, session, arbitration and decoding. Implemented by a
/// struct and used only as a generic constraint; another kind of feed is another struct.
/// </summary>
internal interface IIngressFeed
{
    /// <summary>Takes what has come, up to a bounded amount, and enters it; never waits.</summary>
    /// <typeparam name="TSink">The way into the ring.</typeparam>
    /// <param name="sink">The way into the ring.</param>
    /// <param name="nowTicks">Time-stamp counter of this turn.</param>
    /// <param name="nowUtcNs">The same as UTC, ns since the Unix epoch.</param>
    /// <returns>How much was done; 0 when nothing had come.</returns>
    int Poll<TSink>(TSink sink, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink;
}
