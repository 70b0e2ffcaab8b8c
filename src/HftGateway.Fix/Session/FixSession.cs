using System.Text;

namespace HftGateway.Fix;

/// <summary>Checks a message against a dictionary; called for messages whose number is the expected one.</summary>
/// <param name="frame">The message.</param>
public delegate FixVerdict FixValidate(in FixFrame frame);

/// <summary>
/// One FIX session, both directions: a state machine without sockets, clocks or threads. Messages and the time go in;
/// calls to the <see cref="FixApplication"/>, and bytes in a <see cref="FixOutput"/>, come out.
/// <para><b>Threading.</b> One thread: the one that owns everything that leaves the connection.</para>
/// <para><b>Invariants.</b> A number is spent by writing its message to the store, before a byte of it can leave; the
/// store outlives connections and processes. Messages are delivered in the order of their numbers, each at least once
/// and, unless the process died in between, exactly once; the expected number rises only after the application has
/// returned. At most one Logout per connection. What is waiting for the peer waits in the store: memory and buffers are
/// of fixed size.</para>
/// <para><b>Limits.</b> In <see cref="FixSessionSettings"/>, each with its name.</para>
/// <para><b>Cost.</b> Allocates nothing once it is made, except for notes to the operator.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2 and FIXT.1.1, session protocol; FIX session test cases.</para>
/// </summary>
public sealed partial class FixSession
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly FixSessionSettings _settings;
    private readonly FixStore _store;
    private readonly FixApplication _application;
    private readonly FixVersion _version;
    private readonly byte[] _beginString;
    private readonly byte[] _own;
    private readonly byte[] _peer;
    private FixOutput? _output;
    private FixTime _now;

    /// <summary>Makes the session.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="store">Its numbers and messages. The session does not dispose of it.</param>
    /// <param name="application">Who uses it.</param>
    public FixSession(FixSessionSettings settings, FixStore store, FixApplication application)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(application);
        settings.Validate();
        if (store.Identity != settings.Id.ToString())
            throw new ArgumentException($"the store is of session {store.Identity}", nameof(store));
        if (store.MaxMessageBytes < settings.MaxMessageBytes)
            throw new ArgumentException(
                $"the store takes messages of {store.MaxMessageBytes} bytes, the session of "
                + $"{settings.MaxMessageBytes}", nameof(store));
        _settings = settings;
        _store = store;
        _application = application;
        _version = settings.Id.Version;
        _beginString = Encoding.ASCII.GetBytes(_version.BeginString());
        _own = Encoding.ASCII.GetBytes(settings.Id.SenderCompId);
        _peer = Encoding.ASCII.GetBytes(settings.Id.TargetCompId);
        _writer = new SessionWriter(
            _version, new FixTimestamp(_version <= FixVersion.Fix41 ? 0 : settings.TimestampDigits),
            settings.MaxMessageBytes, _own, _peer);
        _subIds = SubIds(settings);
        _username = settings.Bytes(settings.Username);
        _password = settings.Bytes(settings.Password);
        _applVerId = settings.Bytes(settings.DefaultApplVerId);
        _orderTypes = settings.OrderMessageTypes.Select(t => FixMsgTypes.Parse(Encoding.ASCII.GetBytes(t))).ToArray();
        _queue = new GapQueue(settings.GapQueueMessages, settings.GapQueueBytes);
        _testReqId = new byte[settings.MaxMessageBytes];
        HeartbeatSeconds = settings.HeartbeatSeconds;
    }

    /// <summary>Who talks with whom.</summary>
    public FixSessionId Id => _settings.Id;

    /// <summary>The settings.</summary>
    public FixSessionSettings Settings => _settings;

    /// <summary>The numbers and messages.</summary>
    public FixStore Store => _store;

    /// <summary>The check against a dictionary; null for none.</summary>
    public FixValidate? Validate { get; set; }

    /// <summary>Log of the messages sent; whoever reads the connection logs those received.</summary>
    public FixMessageLog? Log { get; set; }

    /// <summary>For whoever uses the session.</summary>
    public object? Tag { get; set; }

    /// <summary>Where the session stands.</summary>
    public FixSessionState State { get; private set; }

    /// <summary>Logged on: messages may be sent.</summary>
    public bool IsLoggedOn => State == FixSessionState.LoggedOn;

    /// <summary>
    /// New orders may go out: logged on, and with <see cref="FixSessionSettings.ConfirmAfterLogon"/> the peer has
    /// answered a TestRequest, so that it has no resend of the last connection to ask for.
    /// </summary>
    public bool IsReady { get; private set; }

    /// <summary>Heartbeat interval in force, seconds; 0 for none.</summary>
    public int HeartbeatSeconds { get; private set; }

    /// <summary>The connection is to be closed once what is in its output has been sent.</summary>
    public bool WantsClose { get; private set; }

    /// <summary>It was logged on since this was last cleared.</summary>
    internal bool WasEstablished { get; set; }

    /// <summary>Why the last connection ended.</summary>
    public SessionEnd LastEnd { get; private set; }

    /// <summary>The time of the last call; messages are stamped with it.</summary>
    public FixTime Now => _now;

    /// <summary>A connection is up. An initiator sends its Logon now.</summary>
    /// <param name="output">Where to write; belongs to this connection.</param>
    /// <param name="now">The time.</param>
    public void OnConnected(FixOutput output, FixTime now)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (State != FixSessionState.Disconnected)
            throw new InvalidOperationException($"{Id} is connected");
        if (output.CapacityBytes < 2 * _settings.MaxMessageBytes)
            throw new ArgumentException(
                $"{output.CapacityBytes} bytes; {2 * _settings.MaxMessageBytes} are needed", nameof(output));
        _now = now;
        CheckSessionDay();
        _output = output;
        WantsClose = false;
        LastEnd = SessionEnd.None;
        _wasLoggedOn = _logoutSent = _resetSent = IsReady = false;
        _end = SessionEnd.None;
        ForgetGap();
        ForgetResends();
        StartTimers();
        if (_settings.Role == FixRole.Acceptor)
        {
            State = FixSessionState.AwaitingLogon;
            return;
        }
        State = FixSessionState.LogonSent;
        if (_settings.ResetOnLogon && _version >= FixVersion.Fix41)
        {
            _store.Reset(now.UtcNs);
            _resetSent = true;
        }
        _unsentFrom = _store.NextOutbound;
        SendLogon(_resetSent);
    }

    /// <summary>The connection is gone, whoever closed it. Does nothing after the session closed it itself.</summary>
    public void OnDisconnected(FixTime now)
    {
        _now = now;
        if (State != FixSessionState.Disconnected)
            End(_end == SessionEnd.None ? SessionEnd.ConnectionLost : _end);
    }

    /// <summary>
    /// Ends the session in an orderly way: Logout, its answer, close. A session that is not logged on is closed.
    /// </summary>
    public void Logout(string text = "")
    {
        if (State == FixSessionState.LoggedOn)
        {
            State = FixSessionState.LogoutSent;
            IsReady = false;
            _deadlineNs = _now.TickNs + (_settings.LogoutTimeoutSeconds * NanosecondsPerSecond);
            SendLogout(Encoding.ASCII.GetBytes(text));
        }
        else if (State is FixSessionState.AwaitingLogon or FixSessionState.LogonSent)
        {
            End(SessionEnd.LogoutComplete);
        }
    }

    /// <summary>Closes the connection without a word.</summary>
    public void Abort(SessionEnd end)
    {
        if (State != FixSessionState.Disconnected)
            End(end);
    }

    /// <summary>
    /// Restarts both series at 1 while not connected, as agreed with the peer.
    /// </summary>
    public void Reset(FixTime now)
    {
        if (State != FixSessionState.Disconnected)
            throw new InvalidOperationException($"{Id} is connected; log out first");
        _store.Reset(now.UtcNs);
    }

    /// <summary>Sets the clock of the calls that follow, for messages sent outside of any.</summary>
    public void SetTime(FixTime now) => _now = now;

    private void End(SessionEnd end)
    {
        bool wasLoggedOn = _wasLoggedOn;
        State = FixSessionState.Disconnected;
        LastEnd = end;
        WantsClose = true;
        _output = null;
        _wasLoggedOn = IsReady = false;
        SetPressed(false);
        ForgetGap();
        ForgetResends();
        if (wasLoggedOn && (end == SessionEnd.LogoutComplete ? _settings.ResetOnLogout : _settings.ResetOnDisconnect))
            _store.Reset(_now.UtcNs);
        _application.OnDisconnect(this, end, wasLoggedOn);
    }

    private void Note(string text)
    {
        Log?.Note(text, _now.UtcNs);
        _application.OnNote(this, text);
    }
}
