using System.Net.Sockets;
using HftGateway.Disruptor;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;
using HftGateway.Platform.Threads;
using HftGateway.Platform.Timing;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// The inbound side of the order session: connects, reads, checks and parses, reconnects with backoff, and hands
/// everything that matters to ingress through a queue. It never writes to the socket: what must be answered travels
/// through the ring to the encoder stage, the only writer.
/// <para><b>Threading.</b> One thread of its own. <see cref="SocketOf"/> is for the encoder's thread.</para>
/// <para><b>Recovery.</b> The first logon of the process resets both sequence series (141=Y) until the
/// peer has accepted one; later connections continue them, so that reports lost with a connection are
/// asked for and resent. With a durable store that has numbers they go on from the beginning.</para>
/// <para><b>Cost.</b> Not on the tick-to-order path.</para>
/// </summary>
public sealed class OrderConnection : IDisposable
{
    private const int SocketSlots = 16;
    private const int PollUs = 50_000;
    private const int ConnectTimeoutMs = 5_000;

    private readonly OrderConnectionOptions _options;
    private readonly SpscQueue<QueuedInput> _toIngress;
    private readonly WallClock _clock;
    private readonly Action<string> _note;
    private readonly FixFrameReader _reader = new();
    private readonly FixInboundSession _session;
    private readonly ReportTranslator _translator;
    private readonly Socket?[] _sockets = new Socket?[SocketSlots];
    private readonly ManualResetEventSlim _stop = new();
    private IReadOnlyList<RestoredFill> _restored;
    private DedicatedThread? _thread;
    private int _port;
    private long _number;
    private bool _everLoggedOn;
    private bool _gapReported;
    private long _malformed;
    private bool _loggedOnNow;
    private bool _ending;

    /// <summary>Creates the connection; nothing happens before <see cref="Start"/>.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="toIngress">Queue to ingress; this thread is its producer.</param>
    /// <param name="clock">UTC for the session's deadlines.</param>
    /// <param name="note">Receives lines for the operator.</param>
    /// <param name="expected">Next number of the exchange, from the store; 1 for a new series.</param>
    /// <param name="continues">The numbers of an earlier process go on: no reset with the first logon.</param>
    /// <param name="restored">Fills of earlier processes, to be booked before the first connection; null for none.</param>
    public OrderConnection(
        OrderConnectionOptions options, SpscQueue<QueuedInput> toIngress, WallClock clock, Action<string> note,
        ulong expected = 1, bool continues = false, IReadOnlyList<RestoredFill>? restored = null)
    {
        _restored = restored ?? [];
        _everLoggedOn = continues;
        _options = options;
        _port = options.Port;
        _toIngress = toIngress;
        _clock = clock;
        _note = note;
        _session = new FixInboundSession(options.Session, expected);
        _translator = new ReportTranslator(options.Session, _restored);
    }

    /// <summary>Application messages that could not be understood; each is reported.</summary>
    public long MalformedReports => Volatile.Read(ref _malformed);

    /// <summary>Orders may be sent right now.</summary>
    public bool IsLoggedOn => Volatile.Read(ref _loggedOnNow);

    /// <summary>Connections made so far.</summary>
    public long Connections => Volatile.Read(ref _number);

    /// <summary>Garbled messages skipped.</summary>
    public long GarbledMessages => _reader.GarbledCount;

    /// <summary>Sets the port before <see cref="Start"/>.</summary>
    /// <param name="port">TCP port of the acceptor.</param>
    public void SetPort(int port) => _port = port;

    /// <summary>Starts connecting and reading.</summary>
    public void Start() => _thread = DedicatedThread.Start(new ThreadSpec("fix-in"), Run);

    /// <summary>
    /// The operator ends the session: the encoder's Logout is on its way, the answer to it is no surprise, and there
    /// will be no reconnect. Any thread.
    /// </summary>
    public void ExpectEnd() => Volatile.Write(ref _ending, true);

    /// <summary>Ends the thread; the socket is closed.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    /// <summary>The socket of a connection, for the encoder.</summary>
    /// <param name="number">Number from the Connected event.</param>
    /// <returns>The socket, or null if that connection is gone.</returns>
    public Socket? SocketOf(long number) => Volatile.Read(ref _sockets[number % SocketSlots]);

    private void Run()
    {
        foreach (RestoredFill fill in _restored)
        {
            QueuedInput item = default;
            item.Event = fill.Event;
            item.Execution = fill.Execution;
            item.ReceivedTicks = TimeStampCounter.Now();
            Enqueue(in item);
        }

        _restored = []; // a day's fills are memory that nobody needs any more

        int waitMs = _options.ReconnectMinMs;
        while (!_stop.IsSet && !Volatile.Read(ref _ending))
        {
            if (Connect() is { } socket)
            {
                bool loggedOn = Serve(socket);
                waitMs = loggedOn ? _options.ReconnectMinMs : Math.Min(waitMs * 2, _options.ReconnectMaxMs);
            }
            else
            {
                waitMs = Math.Min(waitMs * 2, _options.ReconnectMaxMs);
            }

            _stop.Wait(waitMs);
        }
    }

    private Socket? Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var timeout = new CancellationTokenSource(ConnectTimeoutMs);
            socket.ConnectAsync(_options.Host, _port, timeout.Token).AsTask().GetAwaiter().GetResult();
            return socket;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            string why = error is OperationCanceledException ? "no answer" : error.Message;
            _note($"order session: cannot connect to {_options.Host}:{_port}: {why}; trying again");
            return null;
        }
    }

    // One connection from its first byte to its last. Returns whether it was ever logged on.
    private bool Serve(Socket socket)
    {
        long number = Volatile.Read(ref _number) + 1;
        Volatile.Write(ref _sockets[number % SocketSlots], socket);
        Volatile.Write(ref _number, number);
        bool reset = !_everLoggedOn;
        _reader.Reset();
        _gapReported = false;
        _session.OnConnected(Now(), reset);
        Post(SessionEventType.Connected, (ulong)number, reset ? 1u : 0u, default);
        bool loggedOn = false;
        string reason = "";
        try
        {
            reason = ReadUntilEnd(socket, ref loggedOn);
        }
        catch (SocketException error)
        {
            reason = error.Message;
        }

        _session.OnDisconnected();
        Volatile.Write(ref _loggedOnNow, false);
        // The encoder may still be sending: shut the connection down, but leave closing to it (Detach).
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The peer has already torn the connection down: that is what was wanted.
        }

        if (Volatile.Read(ref _ending))
            _note("order session: ended");
        else if (!_stop.IsSet)
            _note($"order session: {(loggedOn ? "lost" : "not established")}: {reason}; trading stopped, reconnecting");
        Post(SessionEventType.Disconnected, (ulong)number, 0, default);
        return loggedOn;
    }

    private string ReadUntilEnd(Socket socket, ref bool loggedOn)
    {
        bool endNoted = false;
        while (!_stop.IsSet)
        {
            SessionAction action;
            if (!endNoted && Volatile.Read(ref _ending))
            {
                endNoted = true;
                _session.OnLogoutSent(Now());
            }

            if (socket.Poll(PollUs, SelectMode.SelectRead))
            {
                int received = socket.Receive(_reader.GetFree(), SocketFlags.None);
                if (received == 0)
                    return "closed by the exchange";
                _reader.Advance(received);
                if (DrainFrames(ref loggedOn) is { } ended)
                    return ended;
            }

            _session.OnTimer(Now(), out action);
            if (Forward(in action, ref loggedOn) is { } end)
                return end;
        }

        return "stopped";
    }

    private string? DrainFrames(ref bool loggedOn)
    {
        long receivedTicks = TimeStampCounter.Now();
        while (true)
        {
            FrameResult result = _reader.TryRead(out FixFrame frame);
            if (result == FrameResult.NeedMore)
                return null;
            SessionAction action;
            if (result == FrameResult.Garbled)
            {
                _session.OnGarbled(out action);
            }
            else
            {
                _session.OnFrame(in frame, Now(), out action);
                if (action.Has(SessionDo.Deliver))
                    Deliver(in frame, in action, receivedTicks);
            }

            if (Forward(in action, ref loggedOn) is { } end)
                return end;
        }
    }

    // Hands what must be answered to the encoder. Returns the reason when the connection must end.
    private string? Forward(in SessionAction action, ref bool loggedOn)
    {
        if (action.Has(SessionDo.Ready))
        {
            if (!loggedOn)
                _note($"order session: logged on to {_options.Session.TargetCompId}");
            loggedOn = _everLoggedOn = true;
            Volatile.Write(ref _loggedOnNow, true);
        }

        const SessionDo Answers = SessionDo.AnswerResend | SessionDo.SendReject | SessionDo.SendHeartbeat
            | SessionDo.SendResendRequest | SessionDo.SendTestRequest | SessionDo.SendLogout | SessionDo.Established
            | SessionDo.SendLogon | SessionDo.ResetOutbound | SessionDo.Ready;
        if ((action.Do & Answers) != 0)
            Post(Code(in action), (ulong)action.HeartbeatSeconds, 0, in action);
        if (_gapReported && !_session.GapOpen)
            Post(SessionEventType.InboundGapFilled, 0, 0, default);
        _gapReported = _session.GapOpen;
        return action.Has(SessionDo.Disconnect) ? $"{action.End}" : null;
    }

    // The one thing that strategy and risk must know of an action; the encoder carries out all of it.
    private static SessionEventType Code(in SessionAction action)
    {
        if ((action.Do & (SessionDo.SendLogout | SessionDo.Disconnect)) != 0)
            return SessionEventType.Logout;
        if (action.Has(SessionDo.Ready))
            return SessionEventType.LoggedOn;
        if (action.Has(SessionDo.SendResendRequest))
            return SessionEventType.InboundGap;
        if (action.Has(SessionDo.AnswerResend))
            return SessionEventType.ResendRequest;
        if (action.Has(SessionDo.SendReject))
            return SessionEventType.Reject;
        return action.Has(SessionDo.SendTestRequest) ? SessionEventType.InboundSilence : SessionEventType.TestRequest;
    }

    private void Deliver(in FixFrame frame, in SessionAction action, long receivedTicks)
    {
        QueuedInput item = default;
        item.ReceivedTicks = receivedTicks;
        if (_translator.TryTranslate(in frame, in action, ref item, out string? problem))
        {
            Enqueue(in item);
            if (_translator.TryTakeSecond(ref item))
                Enqueue(in item);
        }

        if (problem != null)
        {
            Volatile.Write(ref _malformed, _malformed + 1);
            _note($"order session: message {action.Sequence}: {problem}");
        }
    }

    private void Post(SessionEventType code, ulong first, ulong second, in SessionAction action)
    {
        QueuedInput item = default;
        item.Event.Kind = EventKind.Session;
        item.Event.Code = (byte)code;
        item.Event.Instrument = InputEvent.NoInstrument;
        item.Event.OrderId = first;
        item.Event.OrderId2 = second;
        item.Event.Sequence = (long)action.Sequence;
        item.ReceivedTicks = TimeStampCounter.Now();
        item.Session = action;
        Enqueue(in item);
    }

    // Order responses must not be lost: if ingress is behind, this thread waits and TCP slows the exchange down.
    private void Enqueue(in QueuedInput item)
    {
        var spin = default(SpinWait);
        while (!_toIngress.TryEnqueue(in item) && !_stop.IsSet)
            spin.SpinOnce();
    }

    private long Now() => _clock.UtcNs(TimeStampCounter.Now());
}
