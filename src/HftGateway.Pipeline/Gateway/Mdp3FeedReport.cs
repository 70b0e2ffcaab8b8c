using System.Text.Json;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mdp3;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// What became of a channel of MDP 3.0: each incremental line, gaps, recovery, and what was met in the messages. The
/// objects are the feed's own, read when its thread has stopped.
/// </summary>
/// <param name="Channel">The channel.</param>
/// <param name="Sockets">Of each line that there is: datagrams dropped by the kernel, too long, from a wrong source.</param>
public sealed record Mdp3FeedReport(
    Mdp3Channel Channel, IReadOnlyList<(long Dropped, long TooLong, long WrongSource)> Sockets)
{
    /// <summary>Name in reports.</summary>
    public const string Name = "MDP3";

    /// <summary>The named numbers of a line, in a fixed order.</summary>
    /// <param name="line">Line number.</param>
    public IEnumerable<(string Name, long Count)> LineCounts(int line) =>
        FeedReportLines.Counts(Channel.Arbiter.Line(line), "packets", Sockets[line]);

    /// <summary>The named numbers of arbitration, recovery and decoding, in a fixed order.</summary>
    public IEnumerable<(string Name, long Count)> Counts()
    {
        ArbiterStatistics a = Channel.Arbiter.Statistics;
        Mdp3Statistics s = Channel.Handler.Statistics;
        return
        [
            ("schema_version", s.HighestVersion), ("entries", s.Entries), ("definitions", s.Definitions),
            ("gaps", a.Gaps), ("filled_in_time", a.GapsFilledInTime), ("filled_late", a.GapsFilledLate),
            ("gaps_lost", a.GapsLost), ("lost_packets", s.LostPackets), ("entry_gaps", s.EntryGaps),
            ("intact_after_loss", s.IntactAfterLoss), ("recovered_by_snapshot", s.SnapshotRecoveries),
            ("recovered_by_order", s.OrderRecoveries), ("began_empty", s.EmptyStarts),
            ("snapshots_unused", s.SnapshotsUnused), ("queue_overflows", s.QueueOverflows),
            ("session_changes", s.SessionChanges), ("channel_resets", s.ChannelResets), ("stale_us", a.StaleNs / 1_000),
            ("unknown_templates", s.UnknownTemplates), ("newer_versions", s.NewerVersions),
            ("other_schemas", s.OtherSchemas), ("malformed_messages", s.MalformedMessages),
            ("malformed_packets", s.MalformedPackets), ("bad_entries", s.BadEntries),
            ("inexact_prices", s.InexactPrices), ("refused_definitions", s.RefusedDefinitions),
        ];
    }

    /// <summary>Adds its numbers to those of the run.</summary>
    /// <param name="all">The run's.</param>
    public void AddTo(FeedStatistics all)
    {
        Mdp3Statistics s = Channel.Handler.Statistics;
        all.Gaps += Channel.Arbiter.Statistics.Gaps;
        all.MissingMessages += s.LostPackets;
        all.MalformedMessages += s.MalformedMessages + s.BadEntries + s.InexactPrices;
        for (int i = 0; i < Channel.Arbiter.LineCount; i++)
        {
            LineStatistics line = Channel.Arbiter.Line(i);
            all.DuplicatePackets += line.Second + line.Repeated + line.TooLate;
            all.MalformedPackets += line.Malformed;
        }
    }

    /// <summary>Prints lines and channel, what is zero left out.</summary>
    /// <param name="output">Where to.</param>
    public void WriteText(TextWriter output)
    {
        for (int i = 0; i < Sockets.Count; i++)
            FeedReportLines.WriteText(output, Name, i, LineCounts(i), Channel.Arbiter.Line(i).Lag);
        output.WriteLine($"feed      {Name}: {FeedReportLines.Text(Counts())}"
            + (Channel.Arbiter.IsStale ? $", STALE: {Channel.Arbiter.Reasons}" : ""));
    }

    /// <summary>Writes the channel as one JSON object, zeros included.</summary>
    /// <param name="json">Where to.</param>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteBoolean("stale", Channel.Arbiter.IsStale);
        foreach ((string name, long count) in Counts())
            json.WriteNumber(name, count);
        json.WriteStartArray("lines");
        for (int i = 0; i < Sockets.Count; i++)
            FeedReportLines.WriteJson(json, LineCounts(i), Channel.Arbiter.Line(i).Lag);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
