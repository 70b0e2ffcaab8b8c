using System.Buffers.Binary;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using HftGateway.Aeron.Client;

namespace HftGateway.Cli.Commands.AeronTools;

/// <summary><c>hftgw aeron publish</c>: lines of standard input, or numbered messages, to a stream.</summary>
internal static class AeronPublishCommand
{
    public static Command Create()
    {
        Option<string> directory = AeronCommand.DirectoryOption();
        Option<string> channel = AeronCommand.ChannelOption();
        Option<int> stream = AeronCommand.StreamOption();
        var count = new Option<long>("--count")
        {
            Description = "publish this many numbered messages instead of the lines of standard input",
        };
        var size = new Option<int>("--size")
        {
            Description = "bytes of a numbered message, at least 8",
            DefaultValueFactory = _ => 32,
        };
        var exclusive = new Option<bool>("--exclusive") { Description = "use an exclusive publication" };
        var command = new Command("publish", "Publishes lines of standard input, or numbered messages. "
            + "Example: echo hello | hftgw aeron publish --channel aeron:udp?endpoint=localhost:40123");
        foreach (Option option in new Option[] { directory, channel, stream, count, size, exclusive })
            command.Options.Add(option);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            r.GetValue(directory)!, r.GetValue(channel)!, r.GetValue(stream), r.GetValue(count), r.GetValue(size),
            r.GetValue(exclusive), r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    private static int Run(
        string directory, string channel, int stream, long count, int size, bool exclusive, bool quiet,
        CancellationToken cancelled)
    {
        if (size < sizeof(long))
            throw new CommandFailure(ExitStatus.WrongInput, $"--size {size}: must be at least {sizeof(long)}");
        using AeronClient client = AeronCommand.Connect(directory, "hftgw-publish");
        Publication publication = exclusive
            ? client.AddExclusivePublication(channel, stream) : client.AddPublication(channel, stream);
        if (size > publication.MaxMessageLength)
        {
            throw new CommandFailure(
                ExitStatus.WrongInput, $"--size {size}: the channel takes at most {publication.MaxMessageLength} bytes");
        }

        long begin = Stopwatch.GetTimestamp();
        long sent = count > 0
            ? PublishNumbers(publication, count, size, cancelled) : PublishLines(publication, cancelled);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        AwaitDelivery(publication, cancelled);
        if (!quiet)
        {
            System.Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{sent} messages in {seconds:F3} s, {sent / Math.Max(seconds, 1e-9) / 1e6:F3} million a second"));
        }

        publication.Dispose();
        return cancelled.IsCancellationRequested && count > 0 && sent < count ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static long PublishNumbers(Publication publication, long count, int size, CancellationToken cancelled)
    {
        byte[] message = new byte[size];
        for (long number = 0; number < count; number++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(message, number);
            if (!Offer(publication, message, cancelled))
                return number;
        }

        return count;
    }

    private static long PublishLines(Publication publication, CancellationToken cancelled)
    {
        long sent = 0;
        while (!cancelled.IsCancellationRequested && System.Console.In.ReadLine() is { } line)
        {
            byte[] message = Encoding.UTF8.GetBytes(line);
            if (message.Length > publication.MaxMessageLength)
            {
                throw new CommandFailure(
                    ExitStatus.Failed,
                    $"line {sent + 1} has {message.Length} bytes: the channel takes at most {publication.MaxMessageLength}");
            }

            if (!Offer(publication, message, cancelled))
                break;
            sent++;
        }

        return sent;
    }

    private static bool Offer(Publication publication, byte[] message, CancellationToken cancelled)
    {
        var spin = new SpinWait();
        while (true)
        {
            long result = publication is ExclusivePublication exclusive
                ? exclusive.Offer(message) : ((ConcurrentPublication)publication).Offer(message);
            if (result > 0)
                return true;
            if (result is PublicationResult.Closed or PublicationResult.MaxPositionExceeded)
            {
                throw new CommandFailure(
                    ExitStatus.Failed, $"publishing to {publication.Channel} ended: {PublicationResult.Name(result)}");
            }

            if (cancelled.IsCancellationRequested)
                return false;
            if (result == PublicationResult.NotConnected)
                Thread.Sleep(1);
            else
                spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    // The driver sends what is in the log after the publication is closed as well; but it says how far it is.
    private static void AwaitDelivery(Publication publication, CancellationToken cancelled)
    {
        long until = Environment.TickCount64 + 1_000;
        while (publication.IsConnected && publication.PositionLimit < publication.Position
            && Environment.TickCount64 < until && !cancelled.IsCancellationRequested)
            Thread.Sleep(1);
    }
}
