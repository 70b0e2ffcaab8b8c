using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;

namespace HftGateway.Strategies.Tests;

/// <summary>
/// The strategy against an unkind exchange, feed and session. At every event: the position is what the
/// reported fills say, nothing new leaves when it must not, at most one entry works; and at the end, asked to
/// flatten, it becomes flat.
/// </summary>
public sealed class SimulationTests
{
    private const int Instruments = 3;
    private const long Millisecond = 1_000_000;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 20)]
    [InlineData(5, 20)]
    [InlineData(6, 60)]
    [InlineData(7, 60)]
    public void ShouldKeepItsInvariantsAndEndFlatWhenEverythingGoesWrong(int seed, int lossPerMille)
    {
        var world = new World(seed, lossPerMille);
        for (int i = 0; i < 60_000; i++)
            world.Step();
        world.Settle();
        Assert.True(world.Entries > 100, $"seed {seed}: only {world.Entries} entries");
    }

    private sealed class World
    {
        private readonly Random _random;
        private readonly string _name;
        private readonly ToyExchange _exchange;
        private readonly OfiMomentumStrategy _strategy;
        private readonly long[] _bid = new long[Instruments];
        private readonly long[] _spread = new long[Instruments];
        private readonly bool[] _halted = new bool[Instruments];
        private readonly Dictionary<uint, OrderIntent> _open = [];
        private readonly HashSet<uint> _ids = [];
        private StrategyOutput _output;
        private long _nowNs = 36_000_000_000_000;
        private long _lastFeedNs;
        private bool _gap;
        private bool _loggedOn;
        private bool _killed;
        private bool _unkind = true;

        public World(int seed, int lossPerMille)
        {
            _random = new Random(seed);
            _name = $"seed {seed}, loss {lossPerMille}";
            _exchange = new ToyExchange(_random) { LossPerMille = lossPerMille };
            var options = new OfiMomentumOptions
            {
                CooldownMs = 20, CooldownStopMs = 50, ExitRetryMs = 20, OrderTimeoutMs = 200, MaxHoldMs = 500,
                MaxExitSlipBps = 200, UseSessionWindow = false,
            };
            var infos = new InstrumentInfo[Instruments];
            for (int i = 0; i < Instruments; i++)
            {
                infos[i] = new InstrumentInfo("S" + i);
                _bid[i] = 100_000;
                _spread[i] = 100;
            }

            _strategy = new OfiMomentumStrategy(options, infos, new OrderIdAllocator(1 << 20, 1000));
        }

        public int Entries { get; private set; }

        public void Step()
        {
            _nowNs += _random.Next(10) == 0 ? _random.Next(5) * Millisecond : _random.Next(200_000);
            _exchange.Work(i => (_bid[i], _bid[i] + _spread[i], !_halted[i]));
            while (_exchange.TryReceive(out InputEvent report))
                Publish(report);
            int what = _random.Next(1000);
            if (what < 600)
                Row((ushort)_random.Next(Instruments));
            else if (what < 960)
                Publish(new InputEvent { Kind = EventKind.Timer, Instrument = InputEvent.NoInstrument });
            else if (_unkind)
                Disturb(what);
            else
                Row((ushort)_random.Next(Instruments));
        }

        // Everything sound again, the operator flattens: the strategy must come to rest without a position.
        public void Settle()
        {
            _unkind = false;
            _exchange.RejectPercent = 0;
            _exchange.LossPerMille = 0;
            if (!_exchange.Connected)
                _exchange.Connect();
            Session(SessionEventType.LoggedOn);
            _gap = false;
            Publish(new InputEvent { Kind = EventKind.FeedRecovered, Instrument = InputEvent.NoInstrument });
            for (ushort i = 0; i < Instruments; i++)
            {
                _halted[i] = false;
                Row(i);
            }

            Command(OperatorCommand.Flatten);
            for (int i = 0; i < 20_000 && !AllRest(); i++)
                Step();
            for (int i = 0; i < Instruments; i++)
            {
                StrategyInstrumentView view = _strategy.View(i);
                Assert.True(
                    view is { State: StrategyState.Off, Position: 0, WorkingOrders: 0 },
                    $"{_name}: {i} ends as {view}");
            }

            Assert.Equal(0, _exchange.LiveCount(0) + _exchange.LiveCount(1) + _exchange.LiveCount(2));
            _strategy.Dispose();
        }

        private bool AllRest()
        {
            for (int i = 0; i < Instruments; i++)
            {
                if (_strategy.View(i) is not { State: StrategyState.Off, Position: 0, WorkingOrders: 0 })
                    return false;
            }

            return _exchange.Quiet;
        }

        private void Disturb(int what)
        {
            ushort instrument = (ushort)_random.Next(Instruments);
            switch (what % 10)
            {
                case 0:
                    _exchange.Disconnect();
                    Session(SessionEventType.Disconnected);
                    break;
                case 1 or 2 or 3:
                    _exchange.Connect();
                    if (!_loggedOn)
                        Session(SessionEventType.LoggedOn);
                    break;
                case 4:
                    _gap = true;
                    Publish(new InputEvent { Kind = EventKind.FeedGap, Instrument = InputEvent.NoInstrument });
                    break;
                case 5:
                    _gap = false;
                    Publish(new InputEvent { Kind = EventKind.FeedRecovered, Instrument = InputEvent.NoInstrument });
                    break;
                case 6:
                    _halted[instrument] = !_halted[instrument];
                    Row(instrument);
                    break;
                case 7:
                    Command(_random.Next(3) == 0 ? OperatorCommand.Kill : OperatorCommand.Resume);
                    break;
                case 8:
                    _nowNs += 1500 * Millisecond; // The feed falls silent.
                    Publish(new InputEvent { Kind = EventKind.Timer, Instrument = InputEvent.NoInstrument });
                    break;
                default:
                    Command(OperatorCommand.Resume);
                    break;
            }
        }

        private void Row(ushort instrument)
        {
            // A walk that turns back at its ends, so that every price is seen again.
            _bid[instrument] = Math.Clamp(_bid[instrument] + _random.Next(-1, 2) * 100, 99_000, 101_000);
            _spread[instrument] = _random.Next(1, 4) * 100;
            var update = new BookUpdate
            {
                Flags = BookFlags.Changed | (_halted[instrument] ? BookFlags.Halted : 0)
                    | (_gap ? BookFlags.Stale : BookFlags.QuoteValid),
                BestBid = _bid[instrument], BestAsk = _bid[instrument] + _spread[instrument],
                BidQuantity = _random.Next(2000), AskQuantity = _random.Next(2000),
            };
            if (!_gap && _random.Next(50) == 0)
                update.Flags &= ~BookFlags.QuoteValid;
            var features = new FeatureRow { Flags = FeatureFlags.Row };
            features[OfiMomentumStrategy.SignalZ] =
                _random.Next(20) == 0 ? double.NaN : _random.NextDouble() * 8 - 4;
            _lastFeedNs = _nowNs;
            Publish(new InputEvent { Kind = EventKind.Add, Instrument = instrument }, update, features);
        }

        private void Session(SessionEventType type)
        {
            _loggedOn = type == SessionEventType.LoggedOn;
            Publish(new InputEvent
            {
                Kind = EventKind.Session, Code = (byte)type, Instrument = InputEvent.NoInstrument,
            });
        }

        private void Command(OperatorCommand command)
        {
            _killed = command != OperatorCommand.Resume;
            Publish(new InputEvent
            {
                Kind = EventKind.Command, Code = (byte)command, Instrument = InputEvent.NoInstrument,
            });
        }

        private void Publish(InputEvent input, BookUpdate update = default, FeatureRow features = default)
        {
            input.TimeNs = _nowNs;
            if (input.Kind == EventKind.Order)
                Forget(input);
            _strategy.OnEvent(in input, in update, in features, ref _output);
            Check();
        }

        private void Forget(InputEvent report)
        {
            var type = (OrderEventType)report.Code;
            bool ends = type is OrderEventType.Rejected or OrderEventType.Expired or OrderEventType.NotDelivered
                || (type == OrderEventType.Filled && report.Quantity2 == 0);
            if (ends)
                _open.Remove((uint)report.OrderId);
            if (type == OrderEventType.Cancelled)
                _open.Remove((uint)(report.OrderId2 != 0 ? report.OrderId2 : report.OrderId));
        }

        private void Check()
        {
            Assert.InRange(_output.Count, 0, StrategyOutput.MaxIntents);
            int entries = 0;
            for (int i = 0; i < _output.Count; i++)
            {
                OrderIntent intent = _output.Intents[i];
                Assert.True(_ids.Add(intent.OrderId) && intent.OrderId == _ids.Count, $"{_name}: id {intent.OrderId}");
                Assert.True(_loggedOn, $"{_name}: {intent.Action} without a session");
                if (intent.Action == IntentAction.New)
                {
                    CheckNew(intent);
                    entries += intent.Reason == (int)IntentReason.Entry ? 1 : 0;
                }

                _exchange.Send(intent);
            }

            Assert.True(entries <= 1, $"{_name}: {entries} entries in one event");
            Entries += entries;
            for (int i = 0; i < Instruments; i++)
                Assert.True(_strategy.View(i).Position == _exchange.Reported[i], $"{_name}: position of {i}");
        }

        private void CheckNew(OrderIntent intent)
        {
            int instrument = intent.Instrument;
            Assert.True(!_gap && !_halted[instrument], $"{_name}: an order on an unsafe book");
            Assert.True(_nowNs - _lastFeedNs <= 1000 * Millisecond, $"{_name}: an order on a silent feed");
            bool entry = intent.Reason == (int)IntentReason.Entry;
            Assert.True(!entry || !_killed, $"{_name}: an entry while killed");
            // Orders that the exchange lost without a word are given up in the end; all others stand in the way.
            if (_exchange.LossPerMille == 0 && _unkind)
                Assert.True(_open.Values.All(o => o.Instrument != instrument), $"{_name}: a second order works");
            long position = _exchange.Reported[instrument];
            if (entry)
                Assert.True(position == 0, $"{_name}: an entry with a position");
            else
                Assert.True(
                    intent.Quantity <= Math.Abs(position) && (position > 0) == (intent.Side == EventSide.Sell),
                    $"{_name}: an exit of {intent.Quantity} from {position}");
            _open[intent.OrderId] = intent;
        }
    }
}
