namespace HftGateway.Exchange;

/// <summary>
/// Counters of the exchange. While it runs they are each up to date but not of one instant.
/// <para><b>Threading.</b> Written by the exchange's thread, read by any.</para>
/// </summary>
public sealed class ExchangeStatistics
{
    /// <summary>Actions of the order flow.</summary>
    public long Actions { get; internal set; }

    /// <summary>Feed messages published.</summary>
    public long FeedMessages { get; internal set; }

    /// <summary>Feed packets sent, heartbeats and end-of-session packets included.</summary>
    public long FeedPackets { get; internal set; }

    /// <summary>Feed packets that the kernel refused.</summary>
    public long FeedSendErrors { get; internal set; }

    /// <summary>Heartbeat packets sent.</summary>
    public long FeedHeartbeats { get; internal set; }

    /// <summary>Messages sent again on request.</summary>
    public long Retransmitted { get; internal set; }

    /// <summary>GLIMPSE snapshots begun.</summary>
    public long Snapshots { get; internal set; }

    /// <summary>Clients of the feed over SoupBinTCP whose login was accepted.</summary>
    public long SoupLogins { get; internal set; }

    /// <summary>Clients of feed and snapshots over SoupBinTCP that were refused, failed, or were too slow.</summary>
    public long SoupFailures { get; internal set; }

    /// <summary>Trades, each counted once.</summary>
    public long Trades { get; internal set; }

    /// <summary>Times the flow fell so far behind its schedule that the schedule was moved.</summary>
    public long ScheduleSlips { get; internal set; }

    /// <summary>Logons accepted.</summary>
    public long Logons { get; internal set; }

    /// <summary>Connections closed without an accepted Logon.</summary>
    public long RefusedConnections { get; internal set; }

    /// <summary>Sessions that ended, in whatever way.</summary>
    public long Disconnects { get; internal set; }

    /// <summary>FIX messages received.</summary>
    public long FixMessagesIn { get; internal set; }

    /// <summary>FIX messages sent or stored for a later resend.</summary>
    public long FixMessagesOut { get; internal set; }

    /// <summary>Garbled FIX messages ignored.</summary>
    public long FixGarbled { get; internal set; }

    /// <summary>New orders received from clients.</summary>
    public long OrdersReceived { get; internal set; }

    /// <summary>New orders accepted.</summary>
    public long OrdersAccepted { get; internal set; }

    /// <summary>New orders refused.</summary>
    public long OrdersRejected { get; internal set; }

    /// <summary>Fills of client orders.</summary>
    public long Fills { get; internal set; }

    /// <summary>Shares of client orders filled.</summary>
    public long SharesFilled { get; internal set; }

    /// <summary>Client orders cancelled, on request or on disconnect.</summary>
    public long Cancels { get; internal set; }

    /// <summary>Client orders replaced.</summary>
    public long Replaces { get; internal set; }

    /// <summary>Client orders or remainders expired.</summary>
    public long Expired { get; internal set; }

    /// <summary>Cancel and replace requests refused.</summary>
    public long CancelRejects { get; internal set; }

    /// <summary>Status and mass status requests.</summary>
    public long StatusRequests { get; internal set; }

    /// <summary>Orders whose trigger sequence was too old or unknown, so that no latency was measured.</summary>
    public long UnknownTriggers { get; internal set; }
}
