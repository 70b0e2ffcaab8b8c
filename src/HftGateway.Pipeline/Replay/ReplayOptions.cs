using System.Globalization;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Replay;

/// <summary>What answers the orders of a replay.</summary>
public enum ReplayOrders
{
    /// <summary>The recorded exchange: own orders among the recorded ones.</summary>
    Exchange,

    /// <summary>Nobody: every order is accepted and expires unfilled, so that only the pipeline is measured.</summary>
    Null,
}

/// <summary>Settings of a replay.</summary>
public sealed record ReplayOptions
{
    /// <summary>
    /// Decision to arrival at the exchange, ns: feed + compute + order (strategies specification 4.1).
    /// </summary>
    public long OrderLatencyNs { get; init; } = 32_000;

    /// <summary>Event at the exchange to its report at the strategy, ns.</summary>
    public long AcknowledgeNs { get; init; } = 20_000;

    /// <summary>Timer events, ns of exchange time apart.</summary>
    public long TimerNs { get; init; } = 100_000_000;

    /// <summary>Stamp every n-th event.</summary>
    public int StampEvery { get; init; } = 64;

    /// <summary>Midnight of the recording's day in ns since the Unix epoch.</summary>
    public long MidnightUtcNs { get; init; }

    /// <summary>Multiple of the original speed, 0 = as fast as possible.</summary>
    public double Speed { get; init; }

    /// <summary>What answers the orders.</summary>
    public ReplayOrders Orders { get; init; } = ReplayOrders.Exchange;

    /// <summary>Reads the section <c>replay</c>.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="speed">Multiple of the original speed, 0 = as fast as possible.</param>
    /// <param name="orders">What answers the orders.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ConfigurationException">The date is not one.</exception>
    public static ReplayOptions From(EffectiveConfiguration c, double speed, ReplayOrders orders)
    {
        if (!DateTimeOffset.TryParseExact(c.Text("replay.date"), "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
        {
            throw new ConfigurationException(
                $"{c.Source("replay.date")}: replay.date: '{c.Text("replay.date")}' is no date yyyy-MM-dd");
        }

        return new ReplayOptions
        {
            OrderLatencyNs = c.Long("replay.feed_ns") + c.Long("replay.compute_ns") + c.Long("replay.order_ns"),
            AcknowledgeNs = c.Long("replay.ack_ns"),
            TimerNs = c.Long("replay.timer_ms") * 1_000_000,
            StampEvery = c.Int("replay.stamp_every"),
            MidnightUtcNs = ExchangeDay.MidnightUtcNs(
                DateOnly.FromDateTime(date.UtcDateTime), c.Text("feed.time_zone")),
            Speed = speed,
            Orders = orders,
        };
    }
}
