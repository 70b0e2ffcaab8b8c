namespace HftGateway.MarketData.Events;

/// <summary>Bits of <see cref="InputEvent.Flags"/>.</summary>
[Flags]
public enum EventFlags : byte
{
    /// <summary>No bit set.</summary>
    None = 0,

    /// <summary>An execution with price that is printed to the tape (ITCH C, Printable = Y).</summary>
    Printable = 1,

    /// <summary>Every stage stamps this event for the latency histograms.</summary>
    Stamped = 2,

    /// <summary>The last event of its packet: a batch boundary of the feed.</summary>
    EndOfPacket = 4,

    /// <summary>A message that the session marked as a possible duplicate (FIX 43=Y).</summary>
    PossibleDuplicate = 8,

    /// <summary>
    /// The last event of its instrument in the exchange's matching event: a book by level is consistent from here. Feeds
    /// without such events (ITCH) leave it 0.
    /// </summary>
    EndOfEvent = 16,

    /// <summary>A level of the implied book, which is kept apart from the real one.</summary>
    Implied = 32,

    /// <summary>A fill of an earlier process of the order session, from its store.</summary>
    Restored = 64,
}
