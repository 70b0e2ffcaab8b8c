using System.Runtime.CompilerServices;
using HftGateway.MarketData;
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
    private const long MantissaPerPu = 100_000;

    private readonly UdpReceiver[] _lines;
    private readonly UdpReceiver?[] _loops = new UdpReceiver?[Mdp3Settings.LoopKeys.Length];
    private readonly Mdp3Channel _channel;
    private readonly WallClock _clock;
    private readonly FeedStatistics _statistics;
    private readonly IReadOnlyList<string> _symbols;
    private readonly int _tickPu;
    private readonly OperatorNotes _notes;
    private bool _hadDefinitions;
    private bool _wasStale = true;

    /// <summary>Opens the sockets and takes the memory.</summary>
    /// <param name="configuration">Configuration in force.</param>
    /// <param name="plan">The instruments.</param>
    /// <param name="venue">Venue number of the events.</param>
    /// <param name="midnightUtcNs">Midnight of the exchange's day.</param>
    /// <param name="clock">UTC.</param>
    /// <param name="statistics">Receives the counts of packets, messages and events.</param>
    /// <param name="notes">Lines for the operator.</param>
    /// <exception cref="ConfigurationException">A value is not understood.</exception>
    /// <exception cref="FeedException">A socket cannot be opened.</exception>
    public Mdp3LiveFeed(
        EffectiveConfiguration configuration, InstrumentPlan plan, ushort venue, long midnightUtcNs, WallClock clock,
        FeedStatistics statistics, OperatorNotes notes)
    {
        _clock = clock;
        _statistics = statistics;
        _notes = notes;
        _symbols = plan.Mdp3;
        _tickPu = configuration.Int("features.tick_pu");
        IReadOnlyList<UdpReceiverOptions> lines = Mdp3Settings.Lines(configuration);
        _lines = new UdpReceiver[lines.Count];
        try
        {
            _channel = new Mdp3Channel(
                Mdp3Settings.Handler(configuration, plan, venue, midnightUtcNs),
                Mdp3Settings.Arbiter(configuration, lines.Count));
            for (int i = 0; i < _lines.Length; i++)
                _lines[i] = new UdpReceiver(lines[i]);
            for (int i = 0; i < _loops.Length; i++)
            {
                if (Mdp3Settings.Loop(configuration, Mdp3Settings.LoopKeys[i]) is { } loop)
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

    /// <summary>The channel, for tests.</summary>
    public Mdp3Channel Channel => _channel;

    /// <summary>The ports, as the system chose them.</summary>
    public Mdp3Ports Ports => new(
        [.. _lines.Select(static l => l.Port)], _loops[0]?.Port ?? 0, _loops[1]?.Port ?? 0, _loops[2]?.Port ?? 0);

    /// <summary>What the sockets could not be given, a line each.</summary>
    public IEnumerable<string> Degradations => _lines.SelectMany(static l => l.Degradations);

    /// <inheritdoc cref="IIngressFeed.Poll"/>
    public int Poll<TSink>(TSink sink, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink
    {
        var ring = new RingSink<TSink>(sink, _statistics, nowTicks);
        _channel.OnTime(nowUtcNs, false, ref ring);
        int work = 0;
        for (int i = 0; i < _lines.Length; i++)
            work += PollLine(sink, i, ref ring);
        for (int i = 0; i < _loops.Length; i++)
        {
            if (_loops[i] != null && _channel.Wants(FeedOf(i)))
                work += PollLoop(sink, i, ref ring);
        }

        if (_channel.Handler.NeedsSnapshots != _wasStale)
            NoteSoundness();
        return work;
    }

    /// <summary>What it did; complete when the thread has stopped.</summary>
    public Mdp3FeedReport Report() =>
        new(_channel, [.. _lines.Select(static l => (l.ReadDrops(), l.TooLong, l.WrongSource))]);

    public void Dispose()
    {
        foreach (UdpReceiver? line in _lines)
            line?.Dispose();
        foreach (UdpReceiver? loop in _loops)
            loop?.Dispose();
        _channel?.Dispose();
    }

    private int PollLine<TSink>(TSink sink, int line, ref RingSink<TSink> ring)
        where TSink : struct, IFeedSink
    {
        int packets = 0;
        while (packets < PacketsPerTurn && _lines[line].TryReceiveDatagram(out UdpDatagram datagram))
        {
            packets++;
            _statistics.Packets++;
            if (_hadDefinitions)
                sink.Warm();
            ring.Begin(TimeStampCounter.Now());
            long utcNs = datagram.UtcNs == MessageBlock.NoTime ? _clock.UtcNs(ring.ReceivedTicks) : datagram.UtcNs;
            _statistics.Messages += _channel.OnIncremental(line, datagram.Payload, utcNs, false, ref ring);
        }

        return packets;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int PollLoop<TSink>(TSink sink, int loop, ref RingSink<TSink> ring)
        where TSink : struct, IFeedSink
    {
        int packets = 0;
        // Definitions allocate; another feed may have begun to trade already.
        bool wasWarm = FeedOf(loop) == Mdp3Feed.Definitions && sink.Cool();
        while (packets < LoopPacketsPerTurn && _loops[loop]!.TryReceive(out ReadOnlySpan<byte> packet))
        {
            packets++;
            ring.Begin(TimeStampCounter.Now());
            _channel.OnLoop(FeedOf(loop), packet, _clock.UtcNs(ring.ReceivedTicks), false, ref ring);
        }

        if (_channel.Handler.HasDefinitions && !_hadDefinitions)
        {
            // From here on nothing allocates.
            _hadDefinitions = true;
            NoteDefinitions();
        }

        if (wasWarm)
            sink.Warm();

        return packets;
    }

    // What would be traded on wrong terms, or not at all, is said once, before anything is traded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoteDefinitions()
    {
        int missing = 0;
        for (int i = 0; i < _symbols.Count; i++)
        {
            if (_channel.Handler.Definition(i) is not { } definition)
            {
                missing++;
                _notes.Write($"mdp3: no usable definition of {_symbols[i]}: it is not on this channel, or its tick is finer than "
                    + "0.0001; it is not traded");
            }
            else if (definition.MinPriceIncrement > 0 && definition.MinPriceIncrement != _tickPu * MantissaPerPu)
            {
                _notes.Write($"mdp3: {_symbols[i]} has a tick of {definition.MinPriceIncrement}e-9, features.tick_pu is {_tickPu} "
                    + "(1/10000): ticks of features, strategy and risk are the configured ones");
            }
        }

        _notes.Write($"mdp3: instrument definitions are complete, {_symbols.Count - missing} of {_symbols.Count} found");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoteSoundness()
    {
        _wasStale = _channel.Handler.NeedsSnapshots;
        // A channel that loses much would fill the terminal: its numbers are in the report.
        if (_channel.Handler.Statistics.SnapshotRecoveries < 100)
            _notes.Post(new OperatorNote(_wasStale ? OperatorNoteKind.Mdp3Stale : OperatorNoteKind.Mdp3Sound));
    }

    private static Mdp3Feed FeedOf(int loop) => (Mdp3Feed)((int)Mdp3Feed.Definitions + loop);

    /// <summary>The ring as a sink of events.</summary>
    private struct RingSink<TSink>(TSink sink, FeedStatistics statistics, long receivedTicks) : IEventSink
        where TSink : struct, IFeedSink
    {
        private long _decodeTicks = receivedTicks;

        public long ReceivedTicks { get; private set; } = receivedTicks;

        public readonly ref InputEvent Next
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ref sink.Event;
        }

        /// <summary>A packet was taken.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Begin(long ticks)
        {
            ReceivedTicks = ticks;
            _decodeTicks = ticks;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Commit()
        {
            statistics.Events++;
            sink.Commit(ReceivedTicks, _decodeTicks, false);
            _decodeTicks = TimeStampCounter.Now();
        }
    }
}
