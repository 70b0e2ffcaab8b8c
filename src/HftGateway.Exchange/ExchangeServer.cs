using System.Net;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Faults;
using HftGateway.Platform.Threads;
using HftGateway.Platform.Timing;

namespace HftGateway.Exchange;

/// <summary>
/// A simulated exchange in the process: publishes a day of ITCH 5.0 over MoldUDP64 in real time, and takes orders by
/// FIX 4.4. Client orders rest in the same books as the simulated flow, trade with it, and show up in the feed.
/// <para><b>Use.</b> Construct, <see cref="Start"/>, connect to <see cref="FixEndPoint"/>; then <see cref="Close"/> and
/// <see cref="Wait"/> for a proper end of session, or <see cref="Dispose"/> to stop at once.</para>
/// <para><b>Threading.</b> Everything runs on one thread of its own. The members here may be called by any
/// thread.</para>
/// <para><b>Cost.</b> One core at most; with <see cref="ExchangeWait.Block"/> what the message rate needs. Nothing is
/// allocated per message, so that no garbage collection disturbs a gateway in the same process; a connection allocates
/// its buffers when it opens.</para>
/// </summary>
public sealed class ExchangeServer : IDisposable
{
    private const int LatencySampleCount = 1 << 20;

    private readonly ExchangeLoop _loop;
    private readonly object _gate = new();
    private DedicatedThread? _thread;
    private bool _disposed;

    /// <summary>Opens the sockets: orders may be sent from now on, they are answered after <see
    /// cref="Start"/>.</summary>
    /// <param name="options">Settings.</param>
    /// <exception cref="ExchangeOptionException">A setting is out of range.</exception>
    /// <exception cref="ExchangeBindException">An address is in use or not this machine's.</exception>
    public ExchangeServer(ExchangeOptions options)
    {
        options.Validate();
        Options = options;
        Latencies = new LatencySamples(LatencySampleCount);
        _loop = new ExchangeLoop(options, Statistics, Hooks, Latencies);
    }

    /// <summary>The settings.</summary>
    public ExchangeOptions Options { get; }

    /// <summary>Misbehaviour for tests.</summary>
    public ExchangeTestHooks Hooks { get; } = new();

    /// <summary>Counters.</summary>
    public ExchangeStatistics Statistics { get; } = new();

    /// <summary>Tick-to-order times of orders that name their trigger.</summary>
    public LatencySamples Latencies { get; }

    /// <summary>Where orders are accepted.</summary>
    public IPEndPoint FixEndPoint => _loop.Acceptor.EndPoint;

    /// <summary>Where re-requests are answered; null without a re-request server.</summary>
    public IPEndPoint? RetransmitEndPoint => _loop.Retransmit?.EndPoint;

    /// <summary>Where snapshots are served; null without a snapshot server.</summary>
    public IPEndPoint? GlimpseEndPoint => _loop.Glimpse?.EndPoint;

    /// <summary>Where the feed is served over SoupBinTCP; null without.</summary>
    public IPEndPoint? SoupEndPoint => _loop.SoupFeed?.EndPoint;

    /// <summary>What was done to each line's packets, A first; null for a good line. Exact when it has ended.</summary>
    public IReadOnlyList<FaultStatistics?> LineFaults => [.. _loop.Feed.Lines.Select(static l => l.Faults)];

    /// <summary>The same of the lines of CME MDP 3.0; empty where it is not published.</summary>
    public IReadOnlyList<FaultStatistics?> Mdp3LineFaults => [.. _loop.Mdp3?.LineFaults ?? []];

    /// <summary>Where the day stands.</summary>
    public ExchangePhase Phase
    {
        get
        {
            if (_thread == null)
                return ExchangePhase.Created;
            return _thread.Failure != null ? ExchangePhase.Faulted : _loop.Phase;
        }
    }

    /// <summary>What ended the thread, when it failed.</summary>
    public Exception? Failure => _thread?.Failure;

    /// <summary>How pinning and naming the thread went.</summary>
    public IReadOnlyList<SetupResult> ThreadSetup => _thread?.Setup ?? [];

    /// <summary>Bytes allocated on the exchange's thread during the order flow; known after the close.</summary>
    internal long AllocatedWhileOpen => _loop.AllocatedWhileOpen;

    /// <summary>Publishes the opening and lets the day begin.</summary>
    /// <exception cref="InvalidOperationException">Started before.</exception>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_thread != null)
                throw new InvalidOperationException("the exchange was started before; make a new one for another day");
            // Calibrates the counter now (10 ms) instead of in the first turn.
            _ = TimeStampCounter.IsHardware;
            var spec = new ThreadSpec("hftgw-exchange", Options.Core < 0 ? ThreadSpec.AnyCore : Options.Core);
            _thread = DedicatedThread.Start(spec, _loop.Run);
        }
    }

    /// <summary>Halts a symbol: working orders stay, only cancels and size reductions are taken.</summary>
    /// <param name="symbol">Symbol.</param>
    public void Halt(string symbol) => SetState(symbol, TradingState.Halted);

    /// <summary>Lets a halted symbol trade again.</summary>
    /// <param name="symbol">Symbol.</param>
    public void Resume(string symbol) => SetState(symbol, TradingState.Trading);

    /// <summary>Drops all order connections with a TCP reset.</summary>
    public void DropConnections() => _loop.Commands.Enqueue(loop => loop.Acceptor.DropAll());

    /// <summary>
    /// Ends the day: working orders expire, the closing events and the end-of-session packets are sent, sessions are
    /// logged out. Returns at once.
    /// </summary>
    public void Close() => _loop.AskToClose();

    /// <summary>Waits for the end of the day.</summary>
    /// <param name="timeout">Longest wait.</param>
    /// <returns>False when it has not ended.</returns>
    public bool Wait(TimeSpan timeout) => _thread == null || _thread.Join(timeout);

    /// <summary>Shares that a client holds in a symbol, by sessions of all versions; negative is short.</summary>
    /// <param name="clientCompId">The client's CompID.</param>
    /// <param name="symbol">Symbol.</param>
    public long Position(string clientCompId, string symbol) =>
        Sum(_loop.Desk.Positions, clientCompId, symbol);

    /// <summary>What a client received less what it paid in a symbol, in 1/10000 dollar, without fees.</summary>
    /// <param name="clientCompId">The client's CompID.</param>
    /// <param name="symbol">Symbol.</param>
    public long Cash(string clientCompId, string symbol) =>
        Sum(_loop.Desk.Cash, clientCompId, symbol);

    /// <summary>Stops at once, without the closing messages, and frees everything.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _loop.Abort();
            _thread?.Join();
            _loop.Dispose();
        }
    }

    private void SetState(string symbol, TradingState state)
    {
        var index = (ushort)IndexOf(Options.Symbols, symbol, "symbol");
        _loop.Commands.Enqueue(loop => loop.SetState(index, state));
    }

    // A client has a session for each version, with an account of its own.
    private long Sum(long[] accounts, string client, string symbol)
    {
        int place = (IndexOf(Options.ClientCompIds, client, "client") * Options.Symbols.Count)
            + IndexOf(Options.Symbols, symbol, "symbol");
        long sum = 0;
        for (; place < accounts.Length; place += Options.ClientCompIds.Count * Options.Symbols.Count)
            sum += Volatile.Read(ref accounts[place]);
        return sum;
    }

    private static int IndexOf(IReadOnlyList<string> list, string name, string what)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] == name)
                return i;
        }

        throw new ArgumentException($"the exchange knows no {what} '{name}'");
    }
}
