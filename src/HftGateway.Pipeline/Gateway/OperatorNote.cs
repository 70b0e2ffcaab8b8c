namespace HftGateway.Pipeline.Gateway;

/// <summary>A line for the operator before it is text. Blittable.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Venue">Index of the feed concerned, 0 if none is.</param>
/// <param name="First">First message, line, snapshot's last message or bytes waiting, as the kind says.</param>
/// <param name="Count">How many messages.</param>
internal readonly record struct OperatorNote(OperatorNoteKind Kind, int Venue = 0, ulong First = 0, ulong Count = 0)
{
    /// <summary>The line.</summary>
    /// <param name="venues">Names of the feeds.</param>
    public string Text(IReadOnlyList<string> venues)
    {
        const string stale = "; books are stale, no order leaves";
        string feed = Venue < venues.Count ? $"feed {venues[Venue]}: " : "feed: ";
        return Kind switch
        {
            OperatorNoteKind.Late => $"{feed}{Count} messages late from {First}{stale}",
            OperatorNoteKind.Silence => $"{feed}no line is heard{stale}",
            OperatorNoteKind.Lost => $"{feed}{Count} messages lost from {First}{stale}",
            OperatorNoteKind.Conflict => $"{feed}copies of message {First} differ{stale}",
            OperatorNoteKind.Renumbered => $"{feed}the numbering goes on at {First}{stale}",
            OperatorNoteKind.Sound => $"{feed}recovered, sound from message {First}",
            OperatorNoteKind.NewSession => $"{feed}a new session begins",
            OperatorNoteKind.LineDown => $"{feed}line {(char)('A' + (int)First)} is silent",
            OperatorNoteKind.LineUp => $"{feed}line {(char)('A' + (int)First)} is heard again",
            OperatorNoteKind.SnapshotUsed => $"{feed}snapshot of {Count} messages up to {First}",
            OperatorNoteKind.SnapshotTooOld =>
                $"{feed}snapshot of {Count} messages up to {First} is too old, another will be fetched",
            OperatorNoteKind.Mdp3Stale => "mdp3: books are stale, waiting for snapshots",
            OperatorNoteKind.Mdp3Sound => "mdp3: every book is sound",
            OperatorNoteKind.PeerSlow => $"ALARM: order session: the exchange does not read, {First} bytes wait; "
                + "no new orders, cancels go on",
            OperatorNoteKind.PeerReads => "order session: the exchange reads again; new orders go out",
            OperatorNoteKind.StoreFull => "ALARM: order session: the store takes nothing more (is the disk full?); nothing is "
                + "sent, the connection is broken off and tried again",
            OperatorNoteKind.StoreHasRoom => "order session: the store takes messages again",
            _ => "kill switch: tripped by a risk rule",
        };
    }
}
