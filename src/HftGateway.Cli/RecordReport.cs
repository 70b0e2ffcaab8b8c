using System.Globalization;
using System.Text.Json;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Recording;

namespace HftGateway.Cli;

/// <summary>What <c>hftgw record</c> says at its end.</summary>
public static class RecordReport
{
    /// <summary>The report for people.</summary>
    /// <param name="s">What was written.</param>
    /// <param name="lines">The sockets.</param>
    /// <param name="soup">The feed over SoupBinTCP, null if there is none.</param>
    /// <param name="drops">Datagrams that the kernel dropped.</param>
    /// <returns>Lines.</returns>
    public static IEnumerable<string> Lines(RecorderStatistics s, IReadOnlyList<UdpReceiver> lines, SoupPacketLine? soup, long drops)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        yield return string.Create(culture,
            $"wire      {s.Datagrams} datagrams, {s.DatagramsWritten} written, {s.DatagramsQueueFull} not queued, "
            + $"{s.DatagramsDisk} refused by the disk, {drops} dropped by the kernel");
        yield return string.Create(culture,
            $"messages  {s.MessagesWritten} written, {s.Gaps} gaps marked: {s.MissingFeed} lost by the feed, "
            + $"{s.MissingRecorder} not queued, {s.MissingDisk} refused by the disk, {s.MissingEmpty} empty");
        for (int i = 0; i < lines.Count; i++)
        {
            UdpReceiver line = lines[i];
            string others = line.Timestamps == UdpTimestamps.None ? "this process" : "the kernel";
            yield return string.Create(culture,
                $"line {i}    {line.Datagrams} datagrams, {line.TooLong} too long, "
                + $"{line.WrongSource} of other senders, {line.Failures} failures; "
                + $"{line.HardwareStamps} stamped by the network card, the others by {others}");
        }

        if (soup != null)
        {
            yield return string.Create(culture,
                $"soup      {soup.Client.Session.Messages} messages from {soup.Client.Server}, "
                + $"{soup.Client.Logins} logins, {soup.Client.Failures} failures, {soup.TooLong} too long");
        }

        yield return string.Create(culture, $"queue     {s.QueueHighBytes} bytes at most");
        if (s.DiskFailure != null)
            yield return $"disk      {s.DiskFailure}";
    }

    /// <summary>The report as one JSON document.</summary>
    /// <param name="s">What was written.</param>
    /// <param name="lines">The sockets.</param>
    /// <param name="soup">The feed over SoupBinTCP, null if there is none.</param>
    /// <param name="drops">Datagrams that the kernel dropped.</param>
    /// <param name="output">Where to.</param>
    public static void WriteJson(
        RecorderStatistics s, IReadOnlyList<UdpReceiver> lines, SoupPacketLine? soup, long drops, Stream output)
    {
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteNumber("datagrams", s.Datagrams);
            writer.WriteNumber("datagrams_written", s.DatagramsWritten);
            writer.WriteNumber("datagrams_not_queued", s.DatagramsQueueFull);
            writer.WriteNumber("datagrams_refused_by_disk", s.DatagramsDisk);
            writer.WriteNumber("datagrams_dropped_by_kernel", drops);
            writer.WriteNumber("messages_written", s.MessagesWritten);
            writer.WriteNumber("gaps", s.Gaps);
            writer.WriteNumber("missing_feed", s.MissingFeed);
            writer.WriteNumber("missing_recorder", s.MissingRecorder);
            writer.WriteNumber("missing_disk", s.MissingDisk);
            writer.WriteNumber("missing_empty", s.MissingEmpty);
            writer.WriteStartArray("lines");
            foreach (UdpReceiver line in lines)
            {
                writer.WriteStartObject();
                writer.WriteNumber("datagrams", line.Datagrams);
                writer.WriteNumber("too_long", line.TooLong);
                writer.WriteNumber("wrong_source", line.WrongSource);
                writer.WriteNumber("failures", line.Failures);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (soup != null)
            {
                writer.WriteStartObject("soup");
                writer.WriteNumber("messages", soup.Client.Session.Messages);
                writer.WriteNumber("logins", soup.Client.Logins);
                writer.WriteNumber("failures", soup.Client.Failures);
                writer.WriteNumber("too_long", soup.TooLong);
                writer.WriteEndObject();
            }

            writer.WriteNumber("queue_high_bytes", s.QueueHighBytes);
            writer.WriteString("disk_failure", s.DiskFailure);
            writer.WriteBoolean("complete", s.IsComplete && drops == 0);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
        output.Flush();
    }
}
