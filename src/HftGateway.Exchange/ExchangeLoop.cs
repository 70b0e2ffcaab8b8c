using System.Collections.Concurrent;
using HftGateway.Exchange.Feed;
using HftGateway.Exchange.Flow;
using HftGateway.Exchange.Matching;
using HftGateway.Exchange.Mdp3;
using HftGateway.Exchange.Orders;
using HftGateway.Platform.Timing;

namespace HftGateway.Exchange;

/// <summary>
/// What the exchange's thread does: serves the order connections, lets the order flow act when its time has come,
/// publishes, waits. One turn after another; everything in it belongs to this thread.
/// <para><b>Invariants.</b> The consequences of an action are published before the next turn begins.</para>
/// </summary>
internal sealed class ExchangeLoop : IDisposable
{
    private const long MillisecondNs = 1_000_000;
    private const double SecondNs = 1e9;
    private const int MaxActionsPerTurn = 64;
    private const long SlipNs = 200 * MillisecondNs;
    private const long LongestWaitNs = MillisecondNs;
    private const long ShortestSleepNs = 3_000;
    private const long LogoutWaitNs = 2_000 * MillisecondNs;

    private readonly ExchangeOptions _options;
    private readonly ExchangeStatistics _statistics;
    private readonly ExchangeTestHooks _hooks;
    private readonly LatencySamples _latencies;
    private readonly ExchangeClock _clock;
    private readonly FeedPublisher _feed;
    private readonly Mdp3Publisher? _mdp3;
    private readonly RetransmitServer? _retransmit;
    private readonly GlimpseServer? _glimpse;
    private readonly SoupFeedServer? _soupFeed;
    private readonly OrderFlowGenerator _flow;
    private readonly MatchingEngine<FeedSink, ExchangeOwners> _engine;
    private readonly FixAcceptor _acceptor;
    private readonly SocketWait _wait = new();
    private readonly List<(long TimeNs, ushort Symbol, TradingState State)> _plan = [];
    private volatile bool _abort;
    private volatile bool _closeAsked;
    private volatile int _phase = (int)ExchangePhase.Opening;
    private long _nextAcceptNs;
    private long _openedNs;
    private long _flowStartNs;
    private long _lastActionNs;
    private long _closedNs;
    private int _endPackets;

    public ExchangeLoop(
        ExchangeOptions options, ExchangeStatistics statistics, ExchangeTestHooks hooks, LatencySamples latencies)
    {
        _options = options;
        _statistics = statistics;
        _hooks = hooks;
        _latencies = latencies;
        _clock = new ExchangeClock(options.StartTimeOfDay);
        int clientRoom = Math.Min(options.MaxClientOrders, 100_000);
        var books = new OrderBooks(options.Symbols.Count, options.Symbols.Count * options.Flow.MaxOrders + clientRoom);
        _flow = new OrderFlowGenerator(options.Flow, books);
        _feed = new FeedPublisher(options, _clock, statistics);
        if (options.Mdp3 != null)
            _mdp3 = OpenMdp3(options, books, clientRoom);
        Desk = new OrderDesk(options, statistics, _clock);
        _engine = new(books, new FeedSink(_feed, _mdp3), new ExchangeOwners(_flow, Desk));
        Desk.Engine = _engine;
        Desk.OnTrigger = Measure;
        try
        {
            _acceptor = new FixAcceptor(options, _clock, statistics, hooks, Desk);
            if (options.RetransmitAddress != null)
                _retransmit = new RetransmitServer(options, _feed, statistics);
            if (options.GlimpseAddress != null)
                _glimpse = new GlimpseServer(options, _feed, books, _clock, statistics, hooks);
            if (options.SoupAddress != null)
                _soupFeed = new SoupFeedServer(options, _feed, _clock, statistics);
        }
        catch
        {
            _acceptor?.Dispose();
            _retransmit?.Dispose();
            _glimpse?.Dispose();
            _feed.Dispose();
            _mdp3?.Dispose();
            throw;
        }
    }

    /// <summary>What other threads ask for; run between turns.</summary>
    public ConcurrentQueue<Action<ExchangeLoop>> Commands { get; } = new();

    public OrderDesk Desk { get; }

    public FixAcceptor Acceptor => _acceptor;

    public FeedPublisher Feed => _feed;

    public Mdp3Publisher? Mdp3 => _mdp3;

    public RetransmitServer? Retransmit => _retransmit;

    public GlimpseServer? Glimpse => _glimpse;

    public SoupFeedServer? SoupFeed => _soupFeed;

    public ExchangePhase Phase => (ExchangePhase)_phase;

    /// <summary>Bytes that the thread allocated between the beginning of the flow and the close.</summary>
    public long AllocatedWhileOpen { get; private set; }

    public void Abort() => _abort = true;

    public void AskToClose() => _closeAsked = true;

    public void SetState(ushort symbol, TradingState state)
    {
        if (Phase is ExchangePhase.Opening or ExchangePhase.Open)
            _engine.SetTradingState(symbol, state);
    }

    public void Run()
    {
        SocketWait.Prepare();
        _clock.Refresh();
        PublishOpening();
        while (!_abort && Phase != ExchangePhase.Ended)
        {
            _clock.Refresh();
            while (Commands.TryDequeue(out Action<ExchangeLoop>? command))
                command(this);
            ServeClients();
            switch (Phase)
            {
                case ExchangePhase.Opening:
                    TryBegin();
                    break;
                case ExchangePhase.Open:
                    RunPlan();
                    Act();
                    if (_closeAsked || PastDuration())
                        Close();
                    break;
                default:
                    Finish();
                    break;
            }

            Flush();
            _feed.PollLines();
            _mdp3?.RunLoops();
            _acceptor.Flush();
            if (_clock.ElapsedNs - _feed.LastSentNs >= _options.FeedHeartbeatMs * MillisecondNs
                && Phase != ExchangePhase.Closing)
                _feed.Heartbeat();
            if (_mdp3 != null && _clock.ElapsedNs - _mdp3.LastSentNs >= _options.FeedHeartbeatMs * MillisecondNs)
                _mdp3.Heartbeat();
            Wait();
        }
    }

    public void Dispose()
    {
        _acceptor.Dispose();
        _retransmit?.Dispose();
        _glimpse?.Dispose();
        _soupFeed?.Dispose();
        _feed.Dispose();
        _mdp3?.Dispose();
    }

    private Mdp3Publisher OpenMdp3(ExchangeOptions options, OrderBooks books, int clientRoom)
    {
        try
        {
            int orders = options.Symbols.Count * options.Flow.MaxOrders + clientRoom;
            return new Mdp3Publisher(options, books, _clock, _statistics, orders);
        }
        catch
        {
            _feed.Dispose();
            throw;
        }
    }

    private void Flush()
    {
        _feed.Flush();
        _mdp3?.Flush();
    }

    private void PublishOpening()
    {
        _feed.SystemEvent('O');
        for (ushort i = 0; i < _options.Symbols.Count; i++)
            _feed.Directory(i);
        for (ushort i = 0; i < _options.Symbols.Count; i++)
            _engine.SetTradingState(i, TradingState.Trading);
        _feed.SystemEvent('S');
        _feed.SystemEvent('Q');
        _feed.Flush();
    }

    private void TryBegin()
    {
        if (_closeAsked)
        {
            Close();
            return;
        }

        if (_options.WaitForLogon && _statistics.Logons == 0)
            return;
        _openedNs = _flowStartNs = _clock.ElapsedNs;
        foreach (ScheduledHalt halt in _options.Halts)
        {
            ushort symbol = 0;
            while (_options.Symbols[symbol] != halt.Symbol)
                symbol++;
            long begin = _flowStartNs + (long)(halt.AfterSeconds * SecondNs);
            _plan.Add((begin, symbol, TradingState.Halted));
            _plan.Add((begin + (long)(halt.ForSeconds * SecondNs), symbol, TradingState.Trading));
        }

        _plan.Sort((a, b) => a.TimeNs.CompareTo(b.TimeNs));
        AllocatedWhileOpen = -GC.GetAllocatedBytesForCurrentThread();
        _phase = (int)ExchangePhase.Open;
    }

    private void ServeClients()
    {
        if (_clock.ElapsedNs >= _nextAcceptNs)
        {
            _acceptor.Accept();
            _nextAcceptNs = _clock.ElapsedNs + MillisecondNs;
        }

        _acceptor.Poll();
        _retransmit?.Poll();
        _glimpse?.Poll();
        _soupFeed?.Poll();
        // What an order did is on the wire before the flow goes on.
        Flush();
    }

    private void RunPlan()
    {
        while (_plan.Count > 0 && _plan[0].TimeNs <= _clock.ElapsedNs)
        {
            _engine.SetTradingState(_plan[0].Symbol, _plan[0].State);
            _plan.RemoveAt(0);
        }
    }

    private void Act()
    {
        long due = _clock.ElapsedNs - _flowStartNs;
        long instantNs = (long)(_options.InstantUs * 1000);
        for (int i = 0; i < MaxActionsPerTurn && _flow.NextTimeNs <= due; i++)
        {
            if (_feed.HasPending && _flow.NextTimeNs - _lastActionNs > instantNs)
            {
                Flush();
                _clock.Refresh();
            }

            _lastActionNs = _flow.NextTimeNs;
            _flow.Step(_engine);
        }

        _statistics.Actions = _flow.Actions;
        _statistics.Trades = (long)_engine.LastMatch;
        long lag = due - _flow.NextTimeNs;
        if (lag > SlipNs)
        {
            _flowStartNs += lag;
            _statistics.ScheduleSlips++;
        }
    }

    private bool PastDuration() =>
        _options.DurationSeconds > 0 && _clock.ElapsedNs - _openedNs >= _options.DurationSeconds * SecondNs;

    private void Close()
    {
        AllocatedWhileOpen += GC.GetAllocatedBytesForCurrentThread();
        Desk.EndOfDay();
        for (ushort i = 0; i < _options.Symbols.Count; i++)
            _engine.SetTradingState(i, TradingState.Closed);
        _mdp3?.Close();
        _feed.SystemEvent('M');
        _feed.SystemEvent('E');
        _feed.SystemEvent('C');
        _feed.Flush();
        _acceptor.LogoutAll("end of day");
        _closedNs = _clock.ElapsedNs;
        _phase = (int)ExchangePhase.Closing;
    }

    private void Finish()
    {
        long since = _clock.ElapsedNs - _closedNs;
        if (_endPackets < _options.EndOfSessionRepeats)
        {
            if (since < _endPackets * _options.EndOfSessionIntervalMs * MillisecondNs)
                return;
            _feed.EndSession();
            _soupFeed?.EndSession();
            _endPackets++;
        }
        else if (_acceptor.LoggedOn == 0 || since > LogoutWaitNs)
        {
            _phase = (int)ExchangePhase.Ended;
        }
    }

    private void Measure(int symbol, ulong sequence, long receiveTicks)
    {
        // Of a symbol that MDP 3.0 carries the clients follow that: their triggers are its packet numbers.
        long sentTicks;
        bool isKnown = _mdp3 != null && symbol >= 0 && _mdp3.Carries(symbol)
            ? _mdp3.TryGetSentTicks(sequence, out sentTicks) : _feed.TryGetSentTicks(sequence, out sentTicks);
        if (isKnown)
            _latencies.Add(TimeStampCounter.ToNs(receiveTicks - sentTicks));
        else
            _statistics.UnknownTriggers++;
    }

    private void Wait()
    {
        if (_options.Wait == ExchangeWait.Spin)
            return;
        long ns = LongestWaitNs;
        if (Phase == ExchangePhase.Open)
        {
            // The clock moved on while the turn's work was done.
            _clock.Refresh();
            ns = Math.Min(ns, _flowStartNs + _flow.NextTimeNs - _clock.ElapsedNs);
        }

        if (ns <= 0)
            return;
        if (_options.Wait == ExchangeWait.Yield || ns < ShortestSleepNs)
            Thread.Yield();
        else
            _wait.Sleep(_acceptor, !_hooks.StopReading, ns);
    }
}
