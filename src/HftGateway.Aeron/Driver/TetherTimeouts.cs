using HftGateway.Aeron.Channels;

namespace HftGateway.Aeron.Driver;

/// <summary>How a log treats untethered subscribers that are too slow, ns.</summary>
/// <param name="WindowLimitNs">So long may one be beyond the window.</param>
/// <param name="LingerNs">So long its lost image lingers.</param>
/// <param name="RestingNs">So long it rests before it gets the image again.</param>
internal readonly record struct TetherTimeouts(long WindowLimitNs, long LingerNs, long RestingNs)
{
    /// <summary>What a channel says, with the driver's settings for the rest; lingering as long as the limit unless said.</summary>
    /// <exception cref="AeronException">A duration is wrong.</exception>
    public static TetherTimeouts Read(ChannelUri uri, MediaDriverContext context)
    {
        long limitNs = uri.DurationNs(ChannelKey.UntetheredWindowLimitTimeout, 0, long.MaxValue)
            ?? context.UntetheredWindowLimitTimeoutNs;
        return new TetherTimeouts(
            limitNs,
            uri.DurationNs(ChannelKey.UntetheredLingerTimeout, 0, long.MaxValue)
                ?? context.UntetheredLingerTimeoutNs ?? limitNs,
            uri.DurationNs(ChannelKey.UntetheredRestingTimeout, 0, long.MaxValue) ?? context.UntetheredRestingTimeoutNs);
    }
}
