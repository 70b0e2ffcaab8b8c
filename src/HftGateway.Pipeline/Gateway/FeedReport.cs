using System.Text.Json;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Recovery;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// What became of one venue's feed: each line, the gaps and how they were mended, requests and snapshots. The objects
/// are the feed's own, read when its thread has stopped.
/// </summary>
/// <param name="Name">Venue.</param>
/// <param name="Feed">The feed.</param>
/// <param name="Sockets">Of each line: datagrams received, dropped by the kernel, too long, from a wrong source.</param>
/// <param name="Servers">Addresses of the request servers.</param>
public sealed record FeedReport(
    string Name,
    MoldFeed Feed,
    IReadOnlyList<(long Received, long Dropped, long TooLong, long WrongSource)> Sockets,
    IReadOnlyList<string> Servers)
{
    /// <summary>Arbitration's counters.</summary>
    public ArbiterStatistics Arbitration => Feed.Arbiter.Statistics;

    /// <summary>Whether there is more to tell than that one line went well.</summary>
    public bool IsRemarkable => Feed.Arbiter.LineCount > 1 || Arbitration.Gaps > 0 || Arbitration.Stales > 0
        || Feed.Arbiter.Line(0).Malformed + Feed.Arbiter.Line(0).OtherSession + Sockets[0].Dropped > 0;

    /// <summary>The named numbers of a line, in a fixed order.</summary>
    /// <param name="line">Line number.</param>
    public IEnumerable<(string Name, long Count)> LineCounts(int line)
    {
        (long _, long dropped, long tooLong, long wrongSource) = Sockets[line];
        return FeedReportLines.Counts(Feed.Arbiter.Line(line), "messages", (dropped, tooLong, wrongSource));
    }

    /// <summary>The named numbers of gaps and recovery, in a fixed order.</summary>
    public IEnumerable<(string Name, long Count)> RecoveryCounts()
    {
        ArbiterStatistics a = Arbitration;
        RecoveryStatistics r = Feed.Statistics;
        long requests = 0, answers = 0, timeouts = 0, useless = 0;
        for (int i = 0; i < Feed.Requests.ServerCount; i++)
        {
            RerequestServerStatistics s = Feed.Requests.Server(i);
            requests += s.Requests;
            answers += s.Answers;
            timeouts += s.Timeouts;
            useless += s.Garbage + s.OtherSessions + s.WrongRanges;
        }

        return
        [
            ("gaps", a.Gaps), ("filled_in_time", a.GapsFilledInTime), ("filled_late", a.GapsFilledLate),
            ("filled_by_request", a.GapsFilledByRequest), ("gaps_lost", a.GapsLost),
            ("lost_messages", (long)a.LostMessages), ("conflicts", a.Conflicts),
            ("unverified", Feed.Arbiter.CountUnverified()), ("session_changes", a.SessionChanges),
            ("renumberings", a.Renumberings), ("requests", requests), ("answers", answers),
            ("request_timeouts", timeouts), ("useless_answers", useless), ("snapshots_used", r.SnapshotsUsed),
            ("snapshots_failed", r.SnapshotsFailed + r.SnapshotsTooOld), ("spliced_messages", r.SplicedMessages),
            ("stale_times", a.Stales), ("stale_us", a.StaleNs / 1_000),
            ("longest_fill_us", a.LongestFillNs / 1_000), ("buffer_high", a.BufferHigh),
        ];
    }

    /// <summary>Prints the feed's lines and recovery, what is zero left out.</summary>
    /// <param name="output">Where to.</param>
    public void WriteText(TextWriter output)
    {
        for (int i = 0; i < Feed.Arbiter.LineCount; i++)
            FeedReportLines.WriteText(output, Name, i, LineCounts(i), Feed.Arbiter.Line(i).Lag);
        string session = Feed.Arbiter.HasSession ? MoldNumbering.Session(Feed.Arbiter.Session).ToString() : "none";
        string recovery = FeedReportLines.Text(RecoveryCounts());
        output.WriteLine($"feed      {Name}: session {session}, {(recovery.Length == 0 ? "no gap" : recovery)}"
            + (Feed.Arbiter.IsStale ? $", STALE: {Feed.Arbiter.Reasons}" : ""));
    }

    /// <summary>Writes the feed as one JSON object, zeros included.</summary>
    /// <param name="json">Where to.</param>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteBoolean("stale", Feed.Arbiter.IsStale);
        foreach ((string name, long count) in RecoveryCounts())
            json.WriteNumber(name, count);
        json.WriteStartArray("lines");
        for (int i = 0; i < Feed.Arbiter.LineCount; i++)
            FeedReportLines.WriteJson(json, LineCounts(i), Feed.Arbiter.Line(i).Lag);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
