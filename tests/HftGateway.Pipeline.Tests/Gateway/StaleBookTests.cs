using System.Net;
using HftGateway.Disruptor;
using HftGateway.MarketData;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Faults;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Latency;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Replay;
using HftGateway.Pipeline.Slots;
using HftGateway.Pipeline.Stages;
using HftGateway.Pipeline.Tests.Replay;
using HftGateway.Platform.Timing;
using HftGateway.Risk;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Tests.Gateway;

/// <summary>
/// No order leaves on a stale book: whole feeds over bad lines through the real ingress feed and the real stages, for
/// many loss patterns, each from a seed.
/// </summary>
public sealed class StaleBookTests(SyntheticRecording recording) : IClassFixture<SyntheticRecording>
{
    private const int Patterns = 20;
    private const int Messages = 20_000;

    [Fact]
    public void ShouldSendNoOrderBetweenGapAndRecoveryForAnyLossPattern()
    {
        int orders = 0, gaps = 0, recoveries = 0, refused = 0;
        for (ulong seed = 1; seed <= Patterns; seed++)
        {
            using var rig = new Rig(recording, seed);
            rig.Run(recording, Messages);
            orders += rig.Orders;
            gaps += rig.Gaps;
            recoveries += rig.Recoveries;
            refused += rig.Refused;
            Assert.Empty(rig.Violations);
        }

        // The patterns must have met orders, gaps and recoveries, or the test shows nothing.
        Assert.True(
            orders > 300 && gaps > 5 * Patterns && recoveries > 2 * Patterns,
            $"{orders} orders, {gaps} gaps, {recoveries} recoveries, {refused} refused");
    }

    private sealed class Rig : IDisposable
    {
        private const int PerPacket = 6;
        private readonly SpscQueue<QueuedInput> _feedback = new(1 << 14);
        private readonly SpscByteQueue _sent = new(ReplayTransport.QueueBytes);
        private readonly StageSet<OfiMomentumStrategy, ReplayTransport> _stages;
        private readonly StageRange<Rank0, Rank5, OfiMomentumStrategy, ReplayTransport> _range;
        private readonly ItchFeed _feed;
        private readonly UdpSender[] _senders;
        private readonly FaultInjector[] _lines;
        private readonly WallClock _clock = new();
        private readonly Queue<InputEvent> _answers = new();
        private readonly Slot[] _slot = new Slot[1];
        private long _sequence;
        private long _timeNs;
        private bool _isStale;
        private bool _isAnswering;

        public Rig(SyntheticRecording recording, ulong seed)
        {
            var random = new FaultRandom(seed);
            EffectiveConfiguration c = EffectiveConfiguration.Load(
                null,
                new Dictionary<string, string>
                {
                    ["gateway.order_capacity"] = "100_000",
                    ["instruments.max_live_orders"] = "100_000",
                    ["features.z_sample_ns"] = "10_000_000",
                    ["strategy.z_window"] = "20",
                    ["strategy.z_entry"] = "0.6",
                    ["strategy.require_edge"] = "false",
                    ["strategy.max_spread_ticks"] = "100",
                    ["strategy.cooldown_ms"] = "1",
                    ["strategy.feed_stale_ms"] = "600000",
                    ["risk.collar_ticks"] = "10000",
                    ["risk.collar_bps"] = "10000",
                },
                []);
            var session = OrderConnectionOptions.From(c, recording.Symbols).Session;
            _stages = StageFactory.Create(
                c, recording.Symbols, session, new ReplayTransport(_sent), _feedback, new LatencyRecorder());
            _range = new StageRange<Rank0, Rank5, OfiMomentumStrategy, ReplayTransport>(_stages);
            var line = new UdpReceiverOptions { Address = IPAddress.Loopback, Port = 0 };
            _feed = new ItchFeed(
                new FeedVenue
                {
                    Name = "TEST",
                    Index = 0,
                    Lines = [line, line],
                    Feed = new MoldFeedOptions
                    {
                        Arbiter = new ArbiterOptions
                        {
                            FirstSequence = 1,
                            ReorderWaitNs = 0,
                            GiveUpNs = random.Below(4) == 0 ? 0 : 2_000_000_000,
                            BufferPackets = 64,
                            LineTimeoutNs = 0,
                        },
                    },
                },
                new ItchNormalizer(InstrumentUniverse.Of(recording.Symbols)), _clock, new FeedStatistics(),
                new OperatorNotes(["TEST"], static _ => { }));
            _feed.Connect(0, 0);
            _senders = [.. Enumerable.Range(0, 2).Select(i => new UdpSender(
                new UdpSenderOptions { Address = IPAddress.Loopback, Port = _feed.Port(i) }))];
            double loss = 0.001 * (1 + random.Below(10));
            _lines = [.. Enumerable.Range(0, 2).Select(i => new FaultInjector(new FaultOptions
            {
                Seed = random.Next(),
                Loss = random.Below(3) == 0 ? 0 : loss,
                Burst = loss / 10,
                BurstPackets = 2 + random.Below(30),
                Reorder = 0.15,
                ReorderPackets = 1 + random.Below(10),
                ReorderHoldNs = 100_000,
                Duplicate = 0.01,
            }))];
        }

        public int Orders { get; private set; }

        public int Refused { get; private set; }

        public int Gaps { get; private set; }

        public int Recoveries { get; private set; }

        public List<string> Violations { get; } = [];

        public void Run(SyntheticRecording recording, int messages)
        {
            EnterSession(SessionEventType.Connected, 1, 1);
            EnterSession(SessionEventType.LoggedOn, 30, 0);
            MoldUdp64PacketBuilder builder = new("TEST");
            using MessageSource source = recording.Open();
            long nowNs = 0;
            while (messages > 0 && source.TryReadBlock(out MessageBlock block))
            {
                foreach (ReadOnlySpan<byte> message in block)
                {
                    Assert.True(builder.TryAppend(message));
                    if (builder.MessageCount == PerPacket)
                    {
                        Send(builder.Packet, nowNs += 1_000);
                        builder.Clear();
                        Poll();
                    }

                    if (--messages == 0)
                        break;
                }
            }
        }

        public void Dispose()
        {
            _feed.Dispose();
            foreach (UdpSender sender in _senders)
                sender.Dispose();
            foreach (FaultInjector line in _lines)
                line.Dispose();
            _stages.Dispose();
            _sent.Dispose();
            _feedback.Dispose();
        }

        public ref Slot Slot => ref _slot[0];

        public void Commit()
        {
            ref Slot slot = ref Slot;
            _timeNs = Math.Max(_timeNs, slot.Ingress.Event.TimeNs);
            EventKind kind = slot.Ingress.Event.Kind;
            if (kind == EventKind.FeedGap)
            {
                _isStale = true;
                Gaps++;
            }

            _range.OnEvent(ref slot, _sequence++, true);
            if (kind == EventKind.FeedRecovered)
            {
                _isStale = false;
                Recoveries++;
            }

            Judge(in slot);
            while (_sent.TryRead(out _))
                _sent.Release();
            Answer();
        }

        private void Judge(in Slot slot)
        {
            for (int i = 0; i < slot.Strategy.Count; i++)
            {
                OrderIntent intent = slot.Strategy.Intents[i];
                if (intent.Action == IntentAction.Cancel)
                    continue;
                if (slot.Risk.Reasons[i] != RiskReason.None)
                {
                    Refused++;
                    continue;
                }

                Orders++;
                if (_isStale || _stages.Books.IsStale(intent.Instrument))
                    Violations.Add($"order {intent.OrderId} at event {_sequence}, {slot.Ingress.Event.Kind}");
                _answers.Enqueue(Report(in intent, OrderEventType.Accepted));
                _answers.Enqueue(Report(in intent, OrderEventType.Expired));
            }
        }

        // Every order is accepted and expires, so that the strategy goes on.
        private void Answer()
        {
            if (_isAnswering)
                return;
            _isAnswering = true;
            while (_answers.TryDequeue(out InputEvent report))
            {
                Slot.Ingress.Event = report;
                Slot.Ingress.Event.TimeNs = _timeNs;
                Commit();
            }

            while (_feedback.TryDequeue(out QueuedInput refusal))
            {
                Slot.Ingress.Event = refusal.Event;
                Slot.Ingress.Event.TimeNs = _timeNs;
                Commit();
            }

            _isAnswering = false;
        }

        private static InputEvent Report(in OrderIntent intent, OrderEventType type) => new()
        {
            Kind = EventKind.Order,
            Code = (byte)type,
            Instrument = intent.Instrument,
            Side = intent.Side,
            OrderId = intent.OrderId,
            Price = intent.Price,
            Quantity2 = type == OrderEventType.Accepted ? intent.Quantity : 0,
        };

        private void EnterSession(SessionEventType code, ulong value, ulong second)
        {
            Slot.Ingress.Event = new InputEvent
            {
                Kind = EventKind.Session, Code = (byte)code, Instrument = InputEvent.NoInstrument, OrderId = value,
                OrderId2 = second,
            };
            Slot.Ingress.Session = default;
            Commit();
        }

        private void Send(ReadOnlySpan<byte> packet, long nowNs)
        {
            for (int i = 0; i < _lines.Length; i++)
            {
                _lines[i].Put(packet, nowNs);
                while (_lines[i].TryTake(nowNs, out ReadOnlySpan<byte> out1, out _))
                    _senders[i].TrySend(out1);
            }
        }

        private void Poll()
        {
            long ticks = TimeStampCounter.Now();
            while (_feed.Poll(new Sink(this), ticks, _clock.UtcNs(ticks)) > 0)
                ticks = TimeStampCounter.Now();
        }

        private readonly struct Sink(Rig rig) : IFeedSink
        {
            public ref InputEvent Event => ref rig.Slot.Ingress.Event;

            public void Commit(long receivedTicks, long decodeTicks, bool last) => rig.Commit();

            public void Enter(EventKind kind, byte code, ushort venue, long sequence, ulong value, long ticks)
            {
                rig.Slot.Ingress.Event = new InputEvent
                {
                    Kind = kind, Code = code, Venue = venue, Instrument = InputEvent.NoInstrument,
                    Sequence = sequence, OrderId = value, TimeNs = rig._timeNs,
                };
                rig.Commit();
            }

            public void Warm()
            {
            }

            public bool Cool() => false;
        }
    }
}
