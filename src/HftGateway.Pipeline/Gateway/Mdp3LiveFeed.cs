using System.Runtime.CompilerServices;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Configuration;
using HftGateway.Platform;
using HftGateway.Platform.Timing;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// One channel of CME MDP 3.0 in a live gateway: joins the sockets of its feeds and the ring to
/// <see cref="Mdp3Channel"/>, which does the thinking.
/// <para><b>Threading.</b> The ingress thread; statistics are read by others when it has stopped.</para>
/// <para><b>Order.</b> Incremental packets first; a loop is read only while something waits for it, a bounded number of
/// packets a turn. What stood in its socket since before is older than what is wanted and refused by its numbers.</para>
/// <para><b>Cost.</b> One system call a packet; no allocation but for instrument definitions.</para>
/// </summary>
[HotPath]
internal sealed class Mdp3LiveFeed : IDisposable
{
    private const int PacketsPerTurn = 16;
    private const int LoopPacketsPerTurn = 4;

    private static readonly string[] LoopKeys = ["mdp3.definitions", "mdp3.snapshots", "mdp3.order_snapshots"];

    private readonly UdpReceiver[] _lines;
    private readonly UdpReceiver?[] _loops = new UdpReceiver?[3];
    private readonly Mdp3Channel _channel;
    private readonly WallClock _clock;
    private readonly FeedStatistics _statistics;
    private readonly Action<string> _note;
    private bool _hadDefinitions;

    public Mdp3LiveFeed(
        EffectiveConfiguration configuration, IReadOnlyList<string> symbols, long midnightUtcNs, WallClock clock,
        FeedStatistics statistics, Action<string> note)
    {
        _clock = clock;
        _statistics = statistics;
        _note = note;
        IReadOnlyList<UdpReceiverOptions> lines = Mdp3Settings.Lines(configuration);
        _lines = new UdpReceiver[lines.Count];
        try
        {
            _channel = new Mdp3Channel(
                Mdp3Settings.Handler(configuration, symbols, midnightUtcNs),
                Mdp3Settings.Arbiter(configuration, lines.Count));
            for (int i = 0; i < _lines.Length; i++)
                _lines[i] = new UdpReceiver(lines[i]);
            for (int i = 0; i < _loops.Length; i++)
            {
                if (Mdp3Settings.Loop(configuration, LoopKeys[i]) is { } loop)
                    _loops[i] = new UdpReceiver(loop);
            }
        }
        catch (ArgumentException error)
        {
            Dispose();
            throw new ConfigurationException($"section mdp3: {error.Message}", error);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The channel, for reports and tests.</summary>
    public Mdp3Channel Channel => _channel;

    /// <summary>Port of an incremental line, as the system chose it.</summary>
    public int Port(int line) => _lines[line].Port;

    /// <summary>Port of a loop: 0 definitions, 1 snapshots, 2 snapshots by order; 0 where there is none.</summary>
    public int LoopPort(int loop) => _loops[loop]?.Port ?? 0;

    /// <inheritdoc cref="IIngressFeed.Poll"/>
    public int Poll<TSink>(TSink sink, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink
    {
        var ring = new RingSink<TSink>(sink, _statistics, nowTicks);
        _channel.OnTime(nowUtcNs, false, ref ring);
        int work = 0;
        for (int i = 0; i < _lines.Length; i++)
        {
            int packets = 0;
            while (packets++ < PacketsPerTurn && _lines[i].TryReceive(out ReadOnlySpan<byte> packet))
            {
                work++;
                ring.ReceivedTicks = Count(sink);
                _statistics.Messages += _channel.OnIncremental(
                    i, packet, _clock.UtcNs(ring.ReceivedTicks), false, ref ring);
            }
        }

        for (int i = 0; i < _loops.Length; i++)
        {
            if (_loops[i] != null && _channel.Wants(FeedOf(i)))
                work += PollLoop(sink, i, ref ring);
        }

        return work;
    }

    /// <summary>Adds what it counted to the run's statistics.</summary>
    /// <param name="all">The run's statistics.</param>
    public void Report(FeedStatistics all)
    {
        Mdp3Statistics s = _channel.Handler.Statistics;
        all.Gaps += _channel.Arbiter.Statistics.Gaps;
        all.MissingMessages += s.LostPackets;
        all.MalformedMessages += s.MalformedMessages + s.BadEntries + s.InexactPrices;
        for (int i = 0; i < _lines.Length; i++)
        {
            LineStatistics line = _channel.Arbiter.Line(i);
            all.DuplicatePackets += line.Second + line.Repeated + line.TooLate;
            all.MalformedPackets += line.Malformed;
        }

        _note($"mdp3: {s.Messages} messages, {s.Entries} entries, schema version {s.HighestVersion}; "
            + $"{s.LostPackets} packets lost, {s.EntryGaps} entry gaps, {s.IntactAfterLoss} intact after a loss, "
            + $"{s.SnapshotRecoveries} recovered, {s.OrderRecoveries} by order, {s.EmptyStarts} began empty; "
            + $"unknown templates {s.UnknownTemplates}, newer versions {s.NewerVersions}, "
            + $"malformed {s.MalformedMessages}, refused definitions {s.RefusedDefinitions}");
    }

    public void Dispose()
    {
        foreach (UdpReceiver? line in _lines)
            line?.Dispose();
        foreach (UdpReceiver? loop in _loops)
            loop?.Dispose();
        _channel?.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int PollLoop<TSink>(TSink sink, int loop, ref RingSink<TSink> ring)
        where TSink : struct, IFeedSink
    {
        int packets = 0;
        while (packets < LoopPacketsPerTurn && _loops[loop]!.TryReceive(out ReadOnlySpan<byte> packet))
        {
            packets++;
            ring.ReceivedTicks = TimeStampCounter.Now();
            _channel.OnLoop(
                FeedOf(loop), packet, _clock.UtcNs(ring.ReceivedTicks), false, ref ring);
        }

        if (_channel.Handler.HasDefinitions && !_hadDefinitions)
        {
            // Definitions allocate; from here on nothing does.
            _hadDefinitions = true;
            sink.Warm();
            _note("mdp3: instrument definitions are complete");
        }

        return packets;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Count<TSink>(TSink sink)
        where TSink : struct, IFeedSink
    {
        _statistics.Packets++;
        if (_hadDefinitions)
            sink.Warm();
        return TimeStampCounter.Now();
    }

    private static Mdp3Feed FeedOf(int loop) => (Mdp3Feed)((int)Mdp3Feed.Definitions + loop);

    /// <summary>The ring as a sink of events.</summary>
    private struct RingSink<TSink>(TSink sink, FeedStatistics statistics, long receivedTicks) : IEventSink
        where TSink : struct, IFeedSink
    {
        public long ReceivedTicks = receivedTicks;

        public readonly ref InputEvent Next
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ref sink.Event;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Commit()
        {
            statistics.Events++;
            sink.Commit(ReceivedTicks, ReceivedTicks, false);
        }
    }
}
