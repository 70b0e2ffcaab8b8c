using BenchmarkDotNet.Attributes;
using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Benchmarks.Risk;

/// <summary>OFI momentum: a row without a signal, and a whole trade from signal to cooldown.</summary>
[MemoryDiagnoser]
public class StrategyBenchmarks
{
    private const int Rounds = 1000;
    private const uint Capacity = 1 << 20;

    private OfiMomentumStrategy _strategy;
    private bool _made;
    private InputEvent _row;
    private InputEvent _report;
    private BookUpdate _update;
    private BookUpdate _noUpdate;
    private FeatureRow _quiet;
    private FeatureRow _signal;
    private StrategyOutput _output;
    private uint _used;

    /// <summary>Logs on and sets a quote.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _row = new InputEvent { Kind = EventKind.Add, TimeNs = 36_000_000_000_000 };
        _report = new InputEvent { Kind = EventKind.Order, Code = (byte)OrderEventType.Filled };
        _update = new BookUpdate
        {
            Flags = BookFlags.Changed | BookFlags.QuoteValid, BestBid = 100_000, BestAsk = 100_100,
            BidQuantity = 1000, AskQuantity = 1000,
        };
        _noUpdate = default;
        _quiet = new FeatureRow { Flags = FeatureFlags.Row };
        _quiet[OfiMomentumStrategy.SignalZ] = 1;
        _signal = new FeatureRow { Flags = FeatureFlags.Row };
        _signal[OfiMomentumStrategy.SignalZ] = 3;
        Restart();
    }

    /// <summary>A row whose signal is below the threshold.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public void QuietRow()
    {
        for (int i = 0; i < Rounds; i++)
            _strategy.OnEvent(in _row, in _update, in _quiet, ref _output);
    }

    /// <summary>Three events: the row that enters, the entry's fill, the target's fill.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public void WholeTrade()
    {
        if (_used + 2 * Rounds > Capacity)
            Restart();
        for (int i = 0; i < Rounds; i++)
        {
            _row.TimeNs += 10_000;
            _strategy.OnEvent(in _row, in _update, in _signal, ref _output);
            for (int fill = 0; fill < 2; fill++)
            {
                ref OrderIntent order = ref _output.Intents[0];
                _report.TimeNs = _row.TimeNs;
                _report.OrderId = order.OrderId;
                _report.Quantity = order.Quantity;
                _report.Price = order.Price;
                _strategy.OnEvent(in _report, in _noUpdate, in _quiet, ref _output);
            }
        }

        _used += 2 * Rounds;
    }

    /// <summary>Frees the memory.</summary>
    [GlobalCleanup]
    public void Cleanup() => _strategy.Dispose();

    private void Restart()
    {
        if (_made)
            _strategy.Dispose();
        var options = new OfiMomentumOptions { CooldownMs = 0, UseSessionWindow = false };
        _strategy = new OfiMomentumStrategy(options, [new InstrumentInfo("A")], new OrderIdAllocator(Capacity, 0));
        _made = true;
        _used = 0;
        var logon = new InputEvent { Kind = EventKind.Session, Code = (byte)SessionEventType.LoggedOn };
        _strategy.OnEvent(in logon, in _noUpdate, in _quiet, ref _output);
    }
}
