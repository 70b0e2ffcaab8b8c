using HftGateway.Cli.Console;
using HftGateway.MarketData;
using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Mdp3.Capture;

namespace HftGateway.Cli.Commands.Mdp3;

/// <summary>Plays a capture through a channel: the same arbitration and recovery as live, by the capture's times.</summary>
internal static class Mdp3Playback
{
    /// <summary>Plays a capture to its end or its damage.</summary>
    public static void Run<TSink>(
        Mdp3CaptureSource source, Mdp3Channel channel, ref TSink sink, ProgressReporter progress,
        CancellationToken cancelled)
        where TSink : struct, IMdp3PlaybackSink
    {
        long nowNs = 0;
        while (!cancelled.IsCancellationRequested && source.TryRead(out Mdp3CapturedPacket packet))
        {
            nowNs = packet.UtcNs != MessageBlock.NoTime ? packet.UtcNs : nowNs + 1;
            sink.Packet = source.Packets - 1;
            sink.IsOfLoop = packet.Feed != Mdp3Feed.Incremental;
            channel.OnTime(nowNs, true, ref sink);
            if (packet.Feed == Mdp3Feed.Incremental)
                channel.OnIncremental(packet.Line, packet.Payload, nowNs, true, ref sink);
            else
                channel.OnLoop(packet.Feed, packet.Payload, nowNs, true, ref sink);
            progress.Report(source.Packets);
        }

        sink.IsOfLoop = false;
        channel.Finish(nowNs, ref sink);
    }

    /// <summary>Whether everything was understood; if not, says so.</summary>
    public static bool IsUnderstood(Mdp3Channel channel)
    {
        Mdp3Statistics s = channel.Handler.Statistics;
        long packets = s.MalformedPackets;
        for (int i = 0; i < channel.Arbiter.LineCount; i++)
            packets += channel.Arbiter.Line(i).Malformed;
        if (s.MalformedMessages + packets == 0)
            return true;
        System.Console.Error.WriteLine(
            $"error: {packets} packets and {s.MalformedMessages} messages were not understood; hftgw decode says where");
        return false;
    }
}
