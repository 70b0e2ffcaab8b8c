using HftGateway.Pipeline.Gateway;

namespace HftGateway.Pipeline.Tests.Gateway;

/// <summary>Lines for the operator that the hot path only posts.</summary>
public sealed class OperatorNotesTests
{
    [Fact]
    public void ShouldWriteEveryNoteInOrderAndAllocateNothingWhenPosting()
    {
        List<string> lines = [];
        using (var notes = new OperatorNotes(["NASDAQ", "BX"], lines.Add))
        {
            notes.Post(new OperatorNote(OperatorNoteKind.Late, 1, 17, 3));
            long before = GC.GetAllocatedBytesForCurrentThread();
            notes.Post(new OperatorNote(OperatorNoteKind.Sound, 0, 20));
            notes.Post(new OperatorNote(OperatorNoteKind.LineDown, 0, 1));
            notes.Post(new OperatorNote(OperatorNoteKind.PeerSlow, First: 4_096));
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            notes.Start();
        }

        Assert.Equal(
            [
                "feed BX: 3 messages late from 17; books are stale, no order leaves",
                "feed NASDAQ: recovered, sound from message 20",
                "feed NASDAQ: line B is silent",
                "ALARM: order session: the exchange does not read, 4096 bytes wait; no new orders, cancels go on",
            ],
            lines);
    }

    [Fact]
    public void ShouldHaveALineForEveryKind()
    {
        string[] lines = [.. Enum.GetValues<OperatorNoteKind>().Select(k => new OperatorNote(k, 0, 1, 2).Text(["X"]))];
        Assert.Equal(lines.Length, lines.Distinct().Count());
    }

    [Fact]
    public void ShouldSayHowManyNotesWereLostWhenTheyComeTooFast()
    {
        List<string> lines = [];
        using (var notes = new OperatorNotes([], lines.Add))
        {
            for (int i = 0; i < 1_030; i++)
                notes.Post(new OperatorNote(OperatorNoteKind.KillSwitch));
        }

        Assert.Equal(1_025, lines.Count);
        Assert.Equal("6 further notes were not written: they came too fast", lines[^1]);
    }
}
