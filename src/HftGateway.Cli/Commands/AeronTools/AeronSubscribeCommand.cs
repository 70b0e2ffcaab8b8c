using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HftGateway.Aeron.Client;

namespace HftGateway.Cli.Commands.AeronTools;

/// <summary><c>hftgw aeron subscribe</c>: the messages of a stream on standard output.</summary>
internal static class AeronSubscribeCommand
{
    private const int Fragments = 64;

    public static Command Create()
    {
        Option<string> directory = AeronCommand.DirectoryOption();
        Option<string> channel = AeronCommand.ChannelOption();
        Option<int> stream = AeronCommand.StreamOption();
        var count = new Option<long>("--count") { Description = "end after this many messages; 0: at Ctrl-C" };
        var format = new Option<string>("--format")
        {
            Description = "text, hex, jsonl or count",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "hex", "jsonl", "count");
        var command = new Command("subscribe", "Prints the messages of a stream. "
            + "Example: hftgw aeron subscribe --channel aeron:udp?endpoint=localhost:40123 --count 10");
        foreach (Option option in new Option[] { directory, channel, stream, count, format })
            command.Options.Add(option);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            r.GetValue(directory)!, r.GetValue(channel)!, r.GetValue(stream), r.GetValue(count), r.GetValue(format)!,
            r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    private static int Run(
        string directory, string channel, int stream, long count, string format, bool quiet, CancellationToken cancelled)
    {
        using AeronClient client = AeronCommand.Connect(directory, "hftgw-subscribe");
        using Subscription subscription = client.AddSubscription(
            channel, stream,
            image => Note(quiet, $"image of session {image.SessionId} from {image.SourceIdentity} at {image.JoinPosition}"),
            image => Note(quiet, $"image of session {image.SessionId} ended at {image.Position}"));
        using Stream output = StandardOutput.Open(65536);
        var handler = new FragmentAssembler<Printer>(new Printer(output, format));
        var spin = new SpinWait();
        while (!cancelled.IsCancellationRequested && (count == 0 || handler.Handler.Count < count))
        {
            int limit = count == 0 ? Fragments : (int)Math.Min(Fragments, count - handler.Handler.Count);
            if (subscription.Poll(ref handler, limit) > 0)
            {
                spin.Reset();
                continue;
            }

            output.Flush();
            if (client.IsClosed)
                throw new CommandFailure(ExitStatus.Failed, "the media driver is gone");
            spin.SpinOnce(sleep1Threshold: 100);
        }

        if (format == "count")
            output.Write(Encoding.ASCII.GetBytes(handler.Handler.Count.ToString(CultureInfo.InvariantCulture) + "\n"));
        return count > 0 && handler.Handler.Count < count ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static void Note(bool quiet, string text)
    {
        if (!quiet)
            System.Console.Error.WriteLine("note: " + text);
    }

    private struct Printer(Stream output, string format) : IFragmentHandler
    {
        public long Count { get; private set; }

        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
        {
            Count++;
            switch (format)
            {
                case "text":
                    output.Write(payload);
                    output.WriteByte((byte)'\n');
                    break;
                case "hex":
                    output.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(payload) + "\n"));
                    break;
                case "jsonl":
                    output.Write(Encoding.UTF8.GetBytes(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{{\"session_id\":{header.SessionId},\"stream_id\":{header.StreamId},\"position\":{header.Position},")
                        + $"\"payload\":\"{JsonEncodedText.Encode(Encoding.UTF8.GetString(payload))}\"}}\n"));
                    break;
            }
        }
    }
}
