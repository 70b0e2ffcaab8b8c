using System.Diagnostics;
using System.Globalization;
using HftGateway.Aeron.Client;
using HftGateway.Aeron.Driver;

namespace HftGateway.Aeron.Tests;

/// <summary>
/// The other process of a test, or both by hand on any driver, Aeron's own included:
/// <code>
/// dotnet HftGateway.Aeron.Tests.dll driver DIRECTORY [NAME=VALUE...] [loss=RATE]
/// dotnet HftGateway.Aeron.Tests.dll publish DIRECTORY CHANNEL STREAM COUNT LONGEST SEED
/// dotnet HftGateway.Aeron.Tests.dll subscribe DIRECTORY CHANNEL STREAM COUNT LONGEST SEED
/// dotnet HftGateway.Aeron.Tests.dll ask DIRECTORY CHANNEL STREAM ANSWER-CHANNEL ANSWER-STREAM COUNT
/// dotnet HftGateway.Aeron.Tests.dll answer DIRECTORY CHANNEL STREAM ANSWER-CHANNEL ANSWER-STREAM
/// </code>
/// The subscriber checks every byte and exits with 1 when one differs. COUNT 0 does not end. Who asks does so over a response channel,
/// and exits with 1 when an answer is not its question; who answers sends each question back until its input ends. The driver loses datagrams that
/// carry data, at the rate given. Clients take no pause of the machine for a dead driver, however long it is.
/// </summary>
internal static class Program
{
    private const long DriverTimeoutMs = 600_000;

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["driver", var directory, .. var settings]:
                return Drive(directory, settings);
            case [("publish" or "subscribe") and var what, var directory, var channel, var streamId, var count, var longest, var seed]:
                CultureInfo c = CultureInfo.InvariantCulture;
                var stream = new TestStream(int.Parse(longest, c), int.Parse(seed, c));
                return what == "publish" ? Publish(directory, channel, int.Parse(streamId, c), long.Parse(count, c), stream)
                    : Subscribe(directory, channel, int.Parse(streamId, c), long.Parse(count, c), stream);
            case ["ask", var directory, var channel, var streamId, var answerChannel, var answerStreamId, var count]:
                return ResponseRun.Ask(
                    Connect(directory), channel, Number(streamId), answerChannel, Number(answerStreamId), Number(count));
            case ["answer", var directory, var channel, var streamId, var answerChannel, var answerStreamId]:
                return ResponseRun.Answer(
                    Connect(directory), channel, Number(streamId), answerChannel, Number(answerStreamId));
            default:
                Console.Error.WriteLine("usage: driver DIRECTORY [NAME=VALUE...] [loss=RATE]");
                Console.Error.WriteLine("       publish|subscribe DIRECTORY CHANNEL STREAM COUNT LONGEST SEED");
                Console.Error.WriteLine("       ask DIRECTORY CHANNEL STREAM ANSWER-CHANNEL ANSWER-STREAM COUNT");
                Console.Error.WriteLine("       answer DIRECTORY CHANNEL STREAM ANSWER-CHANNEL ANSWER-STREAM");
                return 2;
        }
    }

    private static int Drive(string directory, string[] settings)
    {
        var pairs = new List<KeyValuePair<string, string>> { new("aeron.dir", directory) };
        SeededFaults? faults = null;
        foreach (string setting in settings)
        {
            if (setting.StartsWith("loss=", StringComparison.Ordinal))
            {
                faults = new SeededFaults(1, double.Parse(setting.AsSpan(5), CultureInfo.InvariantCulture), 0);
                continue;
            }

            pairs.Add(new(setting.Split('=')[0], setting[(setting.IndexOf('=') + 1)..]));
        }

        using MediaDriver driver = MediaDriver.Launch(
            MediaDriverContext.FromSettings(pairs) with { DatagramFilter = faults });
        Console.WriteLine("ready");
        while (Console.In.Read() >= 0)
        {
        }

        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static AeronClient Connect(string directory) => AeronClient.Connect(new AeronContext
    {
        AeronDirectoryName = directory, DriverTimeoutMs = DriverTimeoutMs,
    });

    private static int Publish(string directory, string channel, int streamId, long count, TestStream stream)
    {
        using AeronClient client = Connect(directory);
        using ExclusivePublication publication = client.AddExclusivePublication(channel, streamId);
        Console.WriteLine("ready");
        for (long number = 0; number < count || count == 0; number++)
        {
            long result;
            while ((result = publication.Offer(stream[number])) < 0)
            {
                if (result is PublicationResult.Closed or PublicationResult.MaxPositionExceeded)
                    return 1;
                Thread.Yield();
            }
        }

        // Until the subscriber has it all and goes, or for a while.
        long until = Environment.TickCount64 + DriverTimeoutMs;
        while (publication.IsConnected && Environment.TickCount64 < until)
            Thread.Sleep(1);
        return 0;
    }

    private static int Subscribe(string directory, string channel, int streamId, long count, TestStream stream)
    {
        using AeronClient client = Connect(directory);
        using Subscription subscription = client.AddSubscription(channel, streamId);
        Console.WriteLine("ready");
        var handler = new FragmentAssembler<StreamChecker>(new StreamChecker(stream));
        long begin = 0;
        while ((handler.Handler.Next < count || count == 0) && handler.Handler.Problem == null)
        {
            if (subscription.Poll(ref handler, 64) == 0)
            {
                if (client.IsClosed)
                    break;
                Thread.Yield();
            }
            else if (begin == 0)
            {
                begin = Stopwatch.GetTimestamp();
            }
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{handler.Handler.Next} messages, {handler.Handler.Bytes} bytes in {seconds:F1} s: "
            + $"{handler.Handler.Problem ?? "every byte as published"}"));
        return handler.Handler.Problem == null && handler.Handler.Next == count ? 0 : 1;
    }
}
