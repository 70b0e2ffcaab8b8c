using HftGateway.Platform;

namespace HftGateway.Pipeline.Gateway;

/// <summary>All feeds of a gateway: the ITCH ones, and CME MDP 3.0 where it is configured, polled in turn.</summary>
[HotPath]
internal readonly struct GatewayFeeds(ItchFeeds itch, Mdp3LiveFeed? mdp3) : IIngressFeed
{
    public int Poll<TSink>(TSink sink, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink
    {
        int work = itch.Poll(sink, nowTicks, nowUtcNs);
        return mdp3 == null ? work : work + mdp3.Poll(sink, nowTicks, nowUtcNs);
    }
}
