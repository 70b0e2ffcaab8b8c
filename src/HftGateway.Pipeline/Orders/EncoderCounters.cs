using HftGateway.Strategies;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// What the encoder stage sent and refused. Copied as a whole when read from another thread; each number is exact, the
/// set may be a few events apart.
/// </summary>
public struct EncoderCounters
{
    /// <summary>NewOrderSingle messages.</summary>
    public long NewOrders;

    /// <summary>OrderCancelRequest messages.</summary>
    public long Cancels;

    /// <summary>OrderCancelReplaceRequest messages.</summary>
    public long Replaces;

    /// <summary>Administrative messages.</summary>
    public long Administrative;

    /// <summary>Bytes that the connection took.</summary>
    public long Bytes;

    /// <summary>Intents that could not be sent: no connection, or the peer is too slow.</summary>
    public long Refused;

    /// <summary>Connections broken off because the peer did not read.</summary>
    public long Overruns;

    /// <summary>Times that the peer fell behind so far that new orders were stopped.</summary>
    public long Pressures;

    /// <summary>Refusals that could not be fed back because the queue to ingress was full.</summary>
    public long FeedbackLost;

    /// <summary>Orders that a status report showed with shares that no fill had told of.</summary>
    public long MissedFills;

    /// <summary>Orders that the exchange had accepted and later did not know: people must look.</summary>
    public long Contradictions;

    /// <summary>Counts an encoded intent.</summary>
    /// <param name="action">Its kind.</param>
    internal void Count(IntentAction action)
    {
        switch (action)
        {
            case IntentAction.New:
                NewOrders++;
                break;
            case IntentAction.Cancel:
                Cancels++;
                break;
            default:
                Replaces++;
                break;
        }
    }
}
