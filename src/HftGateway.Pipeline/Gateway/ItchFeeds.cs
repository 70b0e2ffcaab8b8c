using HftGateway.Platform;

namespace HftGateway.Pipeline.Gateway;

/// <summary>The ITCH feeds of a gateway, one a venue, polled in turn.</summary>
[HotPath]
internal readonly struct ItchFeeds(ItchFeed[] feeds) : IIngressFeed
{
    public int Poll<TSink>(TSink sink, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink
    {
        int work = 0;
        foreach (ItchFeed feed in feeds)
            work += feed.Poll(sink, nowTicks, nowUtcNs);
        return work;
    }
}
