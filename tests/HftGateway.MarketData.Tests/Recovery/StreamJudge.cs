using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Recovery;

namespace HftGateway.MarketData.Tests.Recovery;

/// <summary>
/// The consumer of a simulated feed: compares what it gets with what was published, and fails on anything that differs
/// without having been told.
/// </summary>
internal sealed class StreamJudge(Func<ulong, byte[]> original, string name)
{
    private readonly List<(ulong Number, byte[] Bytes)> _different = [];

    /// <summary>Number that must come next; what was before has been delivered or told to be lost.</summary>
    public ulong Next { get; private set; } = 1;

    /// <summary>The consumer believes its books.</summary>
    public bool IsSound { get; private set; } = true;

    /// <summary>Everything from 1, or from a snapshot, up to Next was delivered.</summary>
    public bool IsWhole { get; private set; } = true;

    public long Messages { get; private set; }

    public ulong Lost { get; private set; }

    /// <summary>Messages whose bytes are not those of the message published under their number, then or later.</summary>
    public long Different => _different.Count(
        m => original(m.Number) is { Length: > 0 } bytes && !bytes.AsSpan().SequenceEqual(m.Bytes));

    public string DifferentNumbers => string.Join(',', _different.Select(static m => m.Number));

    /// <summary>Messages under numbers that were never published.</summary>
    public long Invented => _different.Count(m => original(m.Number).Length == 0);

    public long Conflicts { get; private set; }

    public long Renumberings { get; private set; }

    public bool Ended { get; private set; }

    public void Take(in FeedOutput output)
    {
        switch (output.Kind)
        {
            case FeedOutputKind.Messages:
                TakeMessages(in output);
                break;
            case FeedOutputKind.Stale:
                IsSound = false;
                TakeStale(in output);
                break;
            case FeedOutputKind.SnapshotBegin:
                Assert.False(IsSound, name);
                IsWhole = false;
                break;
            case FeedOutputKind.Sound:
                Assert.True(IsWhole, $"{name}: said to be sound after a loss");
                IsSound = true;
                break;
            case FeedOutputKind.SessionChanged:
                // What came before is void: told so, whatever it was.
                _different.Clear();
                Next = output.First;
                IsWhole = true;
                break;
            case FeedOutputKind.Ended:
                Ended = true;
                break;
        }
    }

    /// <summary>A snapshot with everything before a number was applied.</summary>
    public void ApplySnapshot(ulong next)
    {
        Assert.True(next >= Next || !IsWhole, name);
        Next = next;
        IsWhole = true;
    }

    private void TakeStale(in FeedOutput output)
    {
        if (output.Reason == StaleReason.Lost)
        {
            // What is lost begins where the stream stands, unless a hold for a snapshot is under way.
            if (IsWhole)
                Assert.True(output.First == Next, $"{name}: lost from {output.First}, {Next} is next");
            Assert.True(output.Count > 0, $"{name}: nothing lost at {output.First}");
            Lost += output.Count;
            IsWhole = false;
            Next = output.First + output.Count;
        }
        else if (output.Reason == StaleReason.Conflict)
        {
            Conflicts += (long)output.Count;
            IsWhole = false;
        }
        else if (output.Reason == StaleReason.Renumbered)
        {
            Renumberings++;
            IsWhole = false;
            Next = output.First;
        }
    }

    private void TakeMessages(in FeedOutput output)
    {
        if (IsWhole || !IsSound)
            Assert.True(output.First == Next, $"{name}: {output.First} came, {Next} is next");
        ulong number = output.First;
        foreach (ReadOnlySpan<byte> message in output.Block)
        {
            if (!message.SequenceEqual(original(number)))
                _different.Add((number, message.ToArray()));
            number++;
            Messages++;
        }

        Assert.Equal(output.First + output.Count, number);
        Next = number;
    }
}
