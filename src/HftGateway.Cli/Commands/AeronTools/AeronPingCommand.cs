using System.Buffers.Binary;
using System.CommandLine;
using System.Diagnostics;
using HftGateway.Aeron.Client;
using HftGateway.Histogram;

namespace HftGateway.Cli.Commands.AeronTools;

/// <summary><c>hftgw aeron ping</c>: round-trip times through a driver.</summary>
internal static class AeronPingCommand
{
    private const long HighestNs = 10_000_000_000;

    public static Command Create()
    {
        Option<string> directory = AeronCommand.DirectoryOption();
        Option<string> pingChannel = AeronCommand.ChannelOption("--ping-channel");
        Option<string> pongChannel = AeronCommand.ChannelOption("--pong-channel");
        Option<int> pingStream = AeronCommand.StreamOption("--ping-stream", 1002);
        Option<int> pongStream = AeronCommand.StreamOption("--pong-stream", 1003);
        var count = new Option<int>("--count") { Description = "round trips", DefaultValueFactory = _ => 100_000 };
        var warmUp = new Option<int>("--warm-up")
        {
            Description = "round trips before those that count", DefaultValueFactory = _ => 100_000,
        };
        var size = new Option<int>("--size") { Description = "bytes, at least 8", DefaultValueFactory = _ => 32 };
        var spin = new Option<bool>("--spin") { Description = "spin instead of yielding the core" };
        var command = new Command("ping", "Round-trip times through a driver, with pong at the other end. "
            + "Example: hftgw aeron ping --count 1000000 --spin");
        foreach (Option option in new Option[]
            { directory, pingChannel, pingStream, pongChannel, pongStream, count, warmUp, size, spin })
            command.Options.Add(option);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            new Request(
                r.GetValue(directory)!, r.GetValue(pingChannel)!, r.GetValue(pingStream), r.GetValue(pongChannel)!,
                r.GetValue(pongStream), r.GetValue(count), r.GetValue(warmUp), r.GetValue(size), r.GetValue(spin)),
            cancelled)));
        return command;
    }

    private static int Run(Request request, CancellationToken cancelled)
    {
        if (request.Size < sizeof(long) || request.Count < 1)
            throw new CommandFailure(ExitStatus.WrongInput, "--size must be at least 8 and --count at least 1");
        using AeronClient client = AeronCommand.Connect(request.Directory, "hftgw-ping");
        using Subscription pong = client.AddSubscription(request.PongChannel, request.PongStream);
        using ExclusivePublication ping = client.AddExclusivePublication(request.PingChannel, request.PingStream);
        while (!ping.IsConnected || !pong.IsConnected)
        {
            if (cancelled.WaitHandle.WaitOne(1))
                return ExitStatus.Failed;
        }

        var histogram = new LongHistogram(1, HighestNs, 3);
        bool isDone = Exchange(client, ping, pong, request, request.WarmUp, null, cancelled)
            && Exchange(client, ping, pong, request, request.Count, histogram, cancelled);
        PercentileReport.WriteHgrm(histogram, System.Console.Out, unitRatio: 1_000);
        return isDone ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static bool Exchange(
        AeronClient client, ExclusivePublication ping, Subscription pong, Request request, int count,
        LongHistogram? histogram, CancellationToken cancelled)
    {
        byte[] message = new byte[request.Size];
        var handler = new Arrived();
        for (int i = 0; i < count; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            BinaryPrimitives.WriteInt64LittleEndian(message, begin);
            while (ping.Offer(message) < 0)
            {
                if (cancelled.IsCancellationRequested || client.IsClosed)
                    return false;
            }

            while (pong.Poll(ref handler, 1) == 0)
            {
                if (cancelled.IsCancellationRequested || client.IsClosed)
                    return false;
                if (!request.IsSpinning)
                    Thread.Yield();
            }

            if (handler.SentAt != begin)
                throw new CommandFailure(ExitStatus.Failed, "pong sent back something else: is another ping running?");
            // Not by TimeSpan, whose resolution is 100 ns. The frequency is 1e9 on Linux.
            histogram?.TryRecord(Math.Max(1, (Stopwatch.GetTimestamp() - begin) * 1_000_000_000 / Stopwatch.Frequency));
        }

        return true;
    }

    private sealed record Request(
        string Directory, string PingChannel, int PingStream, string PongChannel, int PongStream, int Count, int WarmUp,
        int Size, bool IsSpinning);

    private struct Arrived : IFragmentHandler
    {
        public long SentAt { get; private set; }

        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header) =>
            SentAt = BinaryPrimitives.ReadInt64LittleEndian(payload);
    }
}
