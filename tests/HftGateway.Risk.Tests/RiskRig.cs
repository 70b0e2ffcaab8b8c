using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Risk.Tests;

/// <summary>A risk engine with the slot around it: tests speak in orders and reports.</summary>
internal sealed class RiskRig : IDisposable
{
    public const long Second = 1_000_000_000;

    private InputEvent _input;
    private BookUpdate _update;
    private FeatureRow _features;
    private StrategyOutput _output;
    private RiskVerdicts _verdicts;
    private uint _nextId = 1;

    public RiskRig(RiskLimits? limits = null, uint capacity = 1000, int instruments = 2, bool ready = true)
    {
        var infos = new InstrumentInfo[instruments];
        for (int i = 0; i < instruments; i++)
            infos[i] = new InstrumentInfo("S" + i);
        Engine = new RiskEngine(limits ?? new RiskLimits(), infos, capacity);
        if (!ready)
            return;
        Session(SessionEventType.LoggedOn);
        for (int i = 0; i < instruments; i++)
            Quote(100_000, 100_200, instrument: (ushort)i);
    }

    public RiskEngine Engine { get; }

    public long NowNs { get; set; } = 34_200 * Second;

    public uint LastId => _nextId - 1;

    /// <summary>The gates that are closed on the next rows.</summary>
    public FeatureGates Gates { get; set; }

    public void Dispose() => Engine.Dispose();

    public void Quote(long bid, long ask, BookFlags flags = BookFlags.QuoteValid, ushort instrument = 0)
    {
        _input = new InputEvent { Kind = EventKind.Add, Instrument = instrument };
        _update = new BookUpdate { Flags = flags | BookFlags.Changed, BestBid = bid, BestAsk = ask };
        _features = new FeatureRow { Flags = FeatureFlags.Row, ClosedGates = Gates };
        Publish();
    }

    /// <summary>A message of an instrument that is no row: its gates mean nothing.</summary>
    public void NoRow(FeatureGates gates, ushort instrument = 0)
    {
        _input = new InputEvent { Kind = EventKind.TradingAction, Instrument = instrument };
        _update = new BookUpdate { Flags = BookFlags.QuoteValid, BestBid = 100_000, BestAsk = 100_200 };
        _features = new FeatureRow { ClosedGates = gates };
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
        OrderEventType type, ulong id, ulong id2 = 0, int quantity = 0, int leaves = 0, long price = 0,
        ushort instrument = 0, EventSide side = EventSide.Buy)
    {
        _input = new InputEvent
        {
            Kind = EventKind.Order, Code = (byte)type, OrderId = id, OrderId2 = id2, Quantity = quantity,
            Quantity2 = leaves, Price = price, Instrument = instrument, Side = side,
        };
        Publish();
    }

    public RiskReason Send(OrderIntent intent)
    {
        _input = new InputEvent { Kind = EventKind.Timer, Instrument = InputEvent.NoInstrument };
        _output.Count = 1;
        _output.Intents[0] = intent;
        Publish();
        _output.Count = 0;
        return _verdicts.Reasons[0];
    }

    public OrderIntent Intent(
        EventSide side, int quantity, long price = 100_100, ushort instrument = 0,
        IntentFlags flags = IntentFlags.None) => new()
    {
        Action = IntentAction.New, Side = side, Quantity = quantity, Price = price, Instrument = instrument,
        Flags = flags, OrderId = _nextId++,
    };

    public RiskReason Buy(int quantity, long price = 100_100) => Send(Intent(EventSide.Buy, quantity, price));

    public RiskReason Sell(int quantity, long price = 100_100) => Send(Intent(EventSide.Sell, quantity, price));

    public RiskReason Cancel(uint target) =>
        Send(new OrderIntent { Action = IntentAction.Cancel, TargetOrderId = target, OrderId = _nextId++ });

    public RiskReason Replace(uint target, EventSide side, int quantity, long price = 100_100) => Send(new OrderIntent
    {
        Action = IntentAction.Replace, TargetOrderId = target, OrderId = _nextId++, Side = side, Quantity = quantity,
        Price = price,
    });

    /// <summary>An order that passes and is filled at once: a position.</summary>
    public void Hold(EventSide side, int quantity, long price = 100_100)
    {
        Assert.Equal(RiskReason.None, Send(Intent(side, quantity, price)));
        Report(OrderEventType.Filled, LastId, quantity: quantity, leaves: 0, price: price);
    }

    private void Publish()
    {
        _input.TimeNs = NowNs;
        Engine.OnEvent(in _input, in _update, in _features, in _output, ref _verdicts);
        _update = default;
        _features = default;
    }
}
