using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Faults;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Recovery;

namespace HftGateway.MarketData.Tests.Recovery;

/// <summary>
/// A feed in simulated time: an exchange that publishes, two bad lines, request servers and snapshots, and the client
/// under test. Everything follows from a seed.
/// </summary>
internal sealed class FeedSimulation : IDisposable
{
    private const long HeartbeatNs = 500_000;
    private readonly List<byte[]> _messages = [];
    private readonly FaultInjector[] _lines;
    private readonly SimulatedServer[] _servers;
    private readonly bool _hasSnapshots;
    private FaultRandom _random;
    private long _nowNs = 1_000_000_000;
    private long _snapshotDueNs = long.MaxValue;
    private ulong _snapshotNext;

    public FeedSimulation(ulong seed, SimulationPlan plan)
    {
        _random = new FaultRandom(seed);
        MaxRequest = plan.MaxRequest;
        _hasSnapshots = plan.HasSnapshots;
        _lines = [.. plan.Lines.Select(o => new FaultInjector(o))];
        _servers = [.. plan.Servers.Select(m => new SimulatedServer(this, m, 100_000))];
        Judge = new StreamJudge(n => n <= Published ? _messages[(int)n - 1] : [], $"seed {seed}");
        Feed = new MoldFeed(new MoldFeedOptions
        {
            Arbiter = new ArbiterOptions
            {
                Lines = plan.Lines.Length,
                FirstSequence = 1,
                ReorderWaitNs = 200_000,
                GiveUpNs = 5_000_000,
                LineTimeoutNs = 3_000_000,
                BufferPackets = 256,
                HistoryLength = 1 << 12,
                MaxJump = 1 << 16,
                ConfirmNs = 1_500_000,
                VerifyCopies = plan.Verify,
            },
            Rerequest = new RerequestOptions
            {
                Servers = _servers.Length,
                MaxMessages = plan.MaxRequest,
                IntervalNs = 20_000,
                TimeoutNs = 300_000,
                MaxTimeoutNs = 1_000_000,
                MaxAttempts = 5,
            },
            HasSnapshots = plan.HasSnapshots,
            HoldBytes = 1 << 16,
            SnapshotRetryNs = 500_000,
        });
    }

    public MoldFeed Feed { get; }

    public StreamJudge Judge { get; }

    public int MaxRequest { get; }

    public ulong Published => (ulong)_messages.Count;

    /// <summary>Publishes for a number of packets, then lets everything come to rest.</summary>
    public void Run(int packets)
    {
        MoldUdp64PacketBuilder builder = new("SIM", 1, 600);
        for (int i = 0; i < packets; i++)
        {
            int count = 1 + _random.Below(6);
            for (int m = 0; m < count; m++)
            {
                byte[] message = new byte[9 + _random.Below(40)];
                for (int b = 0; b < message.Length; b++)
                    message[b] = (byte)_random.Next();
                Assert.True(builder.TryAppend(message));
                _messages.Add(message);
            }

            Publish(builder.Packet);
            builder.Clear();
            // Mostly a burst, now and then a pause with heartbeats.
            long pauseNs = _random.Below(50) == 0 ? _random.Below(2_000_000) : _random.Below(40_000);
            Pause(builder, pauseNs);
        }

        for (int i = 0; i < 6; i++)
        {
            Publish(builder.EndOfSession());
            Elapse(HeartbeatNs);
        }

        for (int i = 0; i < 40; i++)
            Elapse(HeartbeatNs);
    }

    /// <summary>A packet with messages that were published, as many as fit; null when there is none.</summary>
    public byte[]? PacketOf(ulong first, int count, string session)
    {
        MoldUdp64PacketBuilder builder = new(session, first, 600);
        for (ulong n = first; n < first + (ulong)count && n <= Published; n++)
        {
            if (!builder.TryAppend(_messages[(int)n - 1]))
                break;
        }

        return builder.MessageCount == 0 ? null : builder.Packet.ToArray();
    }

    public void Dispose()
    {
        Feed.Dispose();
        foreach (FaultInjector line in _lines)
            line.Dispose();
    }

    private void Pause(MoldUdp64PacketBuilder builder, long ns)
    {
        while (ns > HeartbeatNs)
        {
            Elapse(HeartbeatNs);
            ns -= HeartbeatNs;
            Publish(builder.Heartbeat());
        }

        Elapse(ns);
    }

    private void Publish(ReadOnlySpan<byte> packet)
    {
        foreach (FaultInjector line in _lines)
            line.Put(packet, _nowNs);
    }

    private void Elapse(long ns)
    {
        long endNs = _nowNs + ns;
        while (true)
        {
            _nowNs = Math.Min(endNs, _nowNs + 50_000);
            Turn();
            if (_nowNs == endNs)
                return;
        }
    }

    private void Turn()
    {
        Feed.OnTime(_nowNs);
        Drain();
        for (int i = 0; i < _lines.Length; i++)
        {
            while (_lines[i].TryTake(_nowNs, out ReadOnlySpan<byte> packet, out _))
                Take(Feed.OnPacket(i, packet, _nowNs, out FeedOutput output), output);
        }

        if (Feed.TryTakeRequest(_nowNs, out int server, out ReadOnlySpan<byte> request))
            _servers[server].Ask(request, _nowNs, ref _random);
        for (int i = 0; i < _servers.Length; i++)
        {
            while (_servers[i].TryTake(_nowNs, out byte[] answer))
                Take(Feed.OnAnswer(i, answer, _nowNs, out FeedOutput output), output);
        }

        PollSnapshot();
    }

    private void PollSnapshot()
    {
        if (!Feed.WantsSnapshot)
            return;
        Assert.True(_hasSnapshots);
        if (_snapshotDueNs == long.MaxValue)
        {
            // Taken now, complete later.
            _snapshotNext = Published + 1;
            _snapshotDueNs = _nowNs + 200_000 + _random.Below(1_000_000);
            Feed.BeginSnapshot();
            Drain();
        }
        else if (_nowNs >= _snapshotDueNs)
        {
            _snapshotDueNs = long.MaxValue;
            if (_random.Below(4) == 0)
            {
                Feed.FailSnapshot(_nowNs);
                return;
            }

            if (Feed.EndSnapshot(_snapshotNext, _nowNs))
                Judge.ApplySnapshot(_snapshotNext);
            Drain();
        }
    }

    private void Take(bool any, FeedOutput output)
    {
        while (any)
        {
            Judge.Take(in output);
            any = Feed.TryNext(out output);
        }
    }

    private void Drain() => Take(Feed.TryNext(out FeedOutput output), output);
}

/// <summary>What a simulation consists of.</summary>
internal sealed record SimulationPlan
{
    public required FaultOptions[] Lines { get; init; }

    public ServerManner[] Servers { get; init; } = [];

    public bool HasSnapshots { get; init; }

    public bool Verify { get; init; }

    public int MaxRequest { get; init; } = 50;
}
