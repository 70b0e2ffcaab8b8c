using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;

namespace HftGateway.Strategies.Tests;

/// <summary>
/// A strategy with the slot around it. Each call is one event; <see cref="Intents"/> are those it caused.
/// </summary>
internal sealed class StrategyRig : IDisposable
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;

    private InputEvent _input;
    private BookUpdate _update;
    private FeatureRow _features;
    private StrategyOutput _output;

    public StrategyRig(
        OfiMomentumOptions? options = null, int instruments = 1, OrderIdAllocator? ids = null, bool ready = true)
    {
        var infos = new InstrumentInfo[instruments];
        for (int i = 0; i < instruments; i++)
            infos[i] = new InstrumentInfo("S" + i);
        Strategy = new OfiMomentumStrategy(
            options ?? new OfiMomentumOptions(), infos, ids ?? new OrderIdAllocator(100_000, 100));
        if (ready)
            Session(SessionEventType.LoggedOn);
    }

    public OfiMomentumStrategy Strategy { get; }

    /// <summary>10:00:00 unless a test moves it.</summary>
    public long NowNs { get; set; } = 36_000 * Second;

    public List<OrderIntent> Intents { get; } = [];

    /// <summary>The gates that are closed.</summary>
    public FeatureGates Gates { get; set; }

    public StrategyCounters Counters => Strategy.Counters;

    public StrategyState State => Strategy.View(0).State;

    public long Position => Strategy.View(0).Position;

    public void Dispose() => Strategy.Dispose();

    /// <summary>A row: quote 10.00 to 10.01 with 1000 shares a side unless said otherwise.</summary>
    public void Row(
        double z = 0, long bid = 100_000, long ask = 100_100, double edge = 0, int size = 1000, ushort instrument = 0,
        BookFlags flags = BookFlags.QuoteValid, FeatureFlags features = FeatureFlags.Row)
    {
        _input = new InputEvent { Kind = EventKind.Add, Instrument = instrument };
        _update = new BookUpdate
        {
            Flags = flags | BookFlags.Changed, BestBid = bid, BestAsk = ask, BidQuantity = size, AskQuantity = size,
        };
        _features = new FeatureRow { Flags = features, ClosedGates = Gates };
        _features[OfiMomentumStrategy.SignalZ] = z;
        _features[OfiMomentumStrategy.ExecutionEdge] = edge;
        Publish();
    }

    public void Timer(long advanceNs = 0)
    {
        NowNs += advanceNs;
        _input = new InputEvent { Kind = EventKind.Timer, Instrument = InputEvent.NoInstrument };
        Publish();
    }

    public void Session(SessionEventType type)
    {
        _input = new InputEvent { Kind = EventKind.Session, Code = (byte)type, Instrument = InputEvent.NoInstrument };
        Publish();
    }

    public void Command(OperatorCommand command, ushort instrument = InputEvent.NoInstrument)
    {
        _input = new InputEvent { Kind = EventKind.Command, Code = (byte)command, Instrument = instrument };
        Publish();
    }

    public void Feed(EventKind kind)
    {
        _input = new InputEvent { Kind = kind, Instrument = InputEvent.NoInstrument };
        Publish();
    }

    public void Report(
        OrderEventType type, ulong id, ulong id2 = 0, int quantity = 0, int leaves = 0, long price = 0)
    {
        _input = new InputEvent
        {
            Kind = EventKind.Order, Code = (byte)type, OrderId = id, OrderId2 = id2, Quantity = quantity,
            Quantity2 = leaves, Price = price,
        };
        Publish();
    }

    public void Fill(OrderIntent order, long price) =>
        Report(OrderEventType.Filled, order.OrderId, quantity: order.Quantity, price: price);

    /// <summary>The one intent of the last event.</summary>
    public OrderIntent Only(IntentAction action, IntentReason reason)
    {
        OrderIntent intent = Assert.Single(Intents);
        Assert.Equal((action, reason), (intent.Action, (IntentReason)intent.Reason));
        return intent;
    }

    /// <summary>Enters long 200 shares at 10.01; returns the resting target's order.</summary>
    public OrderIntent Open()
    {
        Row(z: 3);
        OrderIntent entry = Only(IntentAction.New, IntentReason.Entry);
        Fill(entry, entry.Price);
        OrderIntent target = Only(IntentAction.New, IntentReason.Target);
        Report(OrderEventType.Accepted, target.OrderId, leaves: target.Quantity);
        Assert.Equal(StrategyState.Open, State);
        return target;
    }

    private void Publish()
    {
        _input.TimeNs = NowNs;
        Strategy.OnEvent(in _input, in _update, in _features, ref _output);
        Intents.Clear();
        for (int i = 0; i < _output.Count; i++)
            Intents.Add(_output.Intents[i]);
        _update = default;
        _features = default;
    }
}
