using HftGateway.MarketData.Events;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// The ingress thread's way into the ring, as a feed sees it. Implemented by a struct and used only as a generic
/// constraint, so that the calls are direct and inlined.
/// </summary>
internal interface IFeedSink
{
    /// <summary>Where the next event is to be written; it counts only when committed.</summary>
    ref InputEvent Event { get; }

    /// <summary>Commits a market event that was written to <see cref="Event"/>.</summary>
    /// <param name="receivedTicks">Time-stamp counter when its packet was taken.</param>
    /// <param name="decodeTicks">Time-stamp counter when decoding of its message began.</param>
    /// <param name="last">It is the last message of its packet.</param>
    void Commit(long receivedTicks, long decodeTicks, bool last);

    /// <summary>Enters an event that is no message of the feed (gap, recovery, end).</summary>
    /// <param name="kind">Kind.</param>
    /// <param name="code">Sub-type.</param>
    /// <param name="venue">Venue concerned.</param>
    /// <param name="sequence">Feed sequence number.</param>
    /// <param name="value">Goes into OrderId.</param>
    /// <param name="ticks">Time-stamp counter.</param>
    void Enter(EventKind kind, byte code, ushort venue, long sequence, ulong value, long ticks);

    /// <summary>The first packet of all has come: from now on nothing may be allocated.</summary>
    void Warm();

    /// <summary>What follows may allocate (instrument definitions), until <see cref="Warm"/> is called again.</summary>
    /// <returns>False if it was so anyway.</returns>
    bool Cool();
}
