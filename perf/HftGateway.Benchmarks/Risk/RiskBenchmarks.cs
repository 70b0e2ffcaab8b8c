using BenchmarkDotNet.Attributes;
using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Risk;
using HftGateway.Strategies;

namespace HftGateway.Benchmarks.Risk;

/// <summary>Pre-trade risk: the usual row without intents, a passed check with the end of its order, a
/// refusal.</summary>
[MemoryDiagnoser]
public class RiskBenchmarks
{
    private const int Rounds = 1000;
    private const uint Capacity = 1 << 20;

    private RiskEngine _engine = null!;
    private InputEvent _row;
    private InputEvent _report;
    private BookUpdate _update;
    private FeatureRow _features;
    private StrategyOutput _none;
    private StrategyOutput _one;
    private RiskVerdicts _verdicts;
    private uint _nextId;

    /// <summary>Logs on and sets a quote.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _row = new InputEvent { Kind = EventKind.Add, TimeNs = 34_200_000_000_000 };
        _report = new InputEvent { Kind = EventKind.Order, Code = (byte)OrderEventType.Expired };
        _update = new BookUpdate
        {
            Flags = BookFlags.Changed | BookFlags.QuoteValid, BestBid = 100_000, BestAsk = 100_100,
        };
        _features = default;
        _none = default;
        _one.Count = 1;
        _one.Intents[0] = new OrderIntent { Action = IntentAction.New, Quantity = 100, Price = 100_100 };
        Restart();
    }

    /// <summary>A row that causes nothing.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public void Row()
    {
        for (int i = 0; i < Rounds; i++)
            _engine.OnEvent(in _row, in _update, in _features, in _none, ref _verdicts);
    }

    /// <summary>A row with an order that passes every rule, and the report that it expired.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public void PassedOrderAndItsEnd()
    {
        if (_nextId + Rounds > Capacity)
            Restart();
        for (int i = 0; i < Rounds; i++)
        {
            _row.TimeNs += 10_000;
            _one.Intents[0].OrderId = _nextId;
            _engine.OnEvent(in _row, in _update, in _features, in _one, ref _verdicts);
            _report.TimeNs = _row.TimeNs;
            _report.OrderId = _nextId++;
            _engine.OnEvent(in _report, in _update, in _features, in _none, ref _verdicts);
        }
    }

    /// <summary>A row with an order that is refused by the last rule: every rule is evaluated, nothing is
    /// registered.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public void RefusedByTheLastRule()
    {
        for (int i = 0; i < Rounds; i++)
        {
            _row.TimeNs += 10_000;
            _one.Intents[0].OrderId = 0;
            _engine.OnEvent(in _row, in _update, in _features, in _one, ref _verdicts);
        }
    }

    /// <summary>Frees the memory.</summary>
    [GlobalCleanup]
    public void Cleanup() => _engine.Dispose();

    private void Restart()
    {
        _engine?.Dispose();
        var limits = new RiskLimits { MaxOrdersPerSecond = 1_000_000, MaxOrdersPerSecondTotal = 1_000_000 };
        _engine = new RiskEngine(limits, [new InstrumentInfo("A")], Capacity);
        _nextId = 1;
        var logon = new InputEvent { Kind = EventKind.Session, Code = (byte)SessionEventType.LoggedOn };
        _engine.OnEvent(in logon, in _update, in _features, in _none, ref _verdicts);
    }
}
