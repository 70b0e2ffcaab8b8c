using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HftGateway.Fix;

/// <summary>
/// Runs FIX sessions over TCP: listens, connects and reconnects, reads, writes, keeps the timers. Many sessions on one
/// thread; several engines in a process share nothing.
/// <para><b>Threading.</b> One thread does everything, the engine's own (<see cref="Start"/>) or the caller's
/// (<see cref="DoWork"/>). Adding, removing, stopping and <see cref="Post"/> may come from any.</para>
/// <para><b>Invariants.</b> Never blocks on a peer. A session has at most one connection; a second one of the same
/// identity is closed without a word and the first does not notice. An identity is free as soon as the end of its
/// connection is seen.</para>
/// <para><b>Limits.</b> <see cref="FixEngineOptions"/>.</para>
/// </summary>
public sealed partial class FixEngine : IDisposable
{
    private const long TickIntervalNs = 5_000_000;

    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly ConcurrentDictionary<FixSessionId, FixSessionEntry> _entries = new();
    private readonly List<FixListener> _listeners = [];
    private readonly List<FixConnection> _connections = [];
    private readonly List<Dial> _dials = [];
    private readonly WakeUp _wakeUp = new();
    private readonly List<Socket> _readable = [];
    private readonly List<Socket> _writable = [];
    private FixSessionEntry[] _initiators = [];
    private Thread? _thread;
    private volatile bool _stopping;
    private volatile bool _stopped;
    private long _lastTickNs = long.MinValue / 2;
    private int _maxMessageBytes = 64 * 1024;

    /// <summary>Makes an engine without sessions.</summary>
    public FixEngine(FixEngineOptions? options = null) => Options = options ?? new FixEngineOptions();

    /// <summary>How it works.</summary>
    public FixEngineOptions Options { get; }

    /// <summary>
    /// Makes sessions for identities that none was added for (CompIDs as the own side sees them); null refuses them.
    /// Called on the engine's thread, once per Logon of a stranger.
    /// </summary>
    public Func<FixSessionId, FixSessionEntry?>? Template { get; set; }

    /// <summary>The sessions.</summary>
    public IEnumerable<FixSessionEntry> Sessions => _entries.Values;

    /// <summary>The exception that ended the engine's thread; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Listens on an address; the port may be 0. To be called before <see cref="Start"/>, or on its thread.</summary>
    /// <returns>Where it listens.</returns>
    /// <exception cref="SocketException">The address is taken.</exception>
    public IPEndPoint Listen(IPEndPoint endPoint, FixTlsSettings? tls = null)
    {
        var listener = new FixListener(endPoint, tls);
        _listeners.Add(listener);
        return listener.EndPoint;
    }

    /// <summary>Adds a session, also while the engine runs.</summary>
    /// <exception cref="ArgumentException">There is a session of this identity.</exception>
    public void Add(FixSessionEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!_entries.TryAdd(entry.Session.Id, entry))
            throw new ArgumentException($"{entry.Session.Id} is there already", nameof(entry));
        entry.Session.Log = entry.Log;
        Post(() =>
        {
            _maxMessageBytes = Math.Max(_maxMessageBytes, entry.Session.Settings.MaxMessageBytes);
            _initiators = _entries.Values.Where(e => e.Connect.Count != 0).ToArray();
        });
    }

    /// <summary>
    /// Takes a session out: it is logged out, its connection closed, its store and log are closed. Returns at once.
    /// </summary>
    public void Remove(FixSessionId id) => Post(() =>
    {
        if (!_entries.TryGetValue(id, out FixSessionEntry? entry) || entry.IsLeaving)
            return;
        entry.IsLeaving = true;
        entry.IsEnabled = false;
        entry.Session.SetTime(FixClock.Now);
        entry.Session.Logout();
        if (entry.Connection is null)
            Leave(entry);
    });

    /// <summary>Lets an initiator connect, or logs it out and keeps it from connecting.</summary>
    public void Enable(FixSessionId id, bool isEnabled) => Post(() =>
    {
        if (!_entries.TryGetValue(id, out FixSessionEntry? entry))
            return;
        entry.IsEnabled = isEnabled;
        entry.NextAttemptNs = 0;
        if (!isEnabled)
        {
            entry.Session.SetTime(FixClock.Now);
            entry.Session.Logout();
        }
    });

    /// <summary>
    /// Runs an action on the engine's thread: the only place from which sessions may be used.
    /// </summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        _wakeUp.Set();
    }

    /// <summary>Finds a session.</summary>
    public bool TryGet(FixSessionId id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FixSessionEntry? entry)
        => _entries.TryGetValue(id, out entry);

    /// <summary>Starts the engine's own thread.</summary>
    public void Start()
    {
        if (_thread is not null)
            throw new InvalidOperationException("the engine runs");
        _thread = new Thread(Run) { IsBackground = true, Name = "fix-engine" };
        _thread.Start();
    }

    /// <summary>
    /// Logs all sessions out, waits for the answers as long as their settings say, and ends the thread.
    /// </summary>
    public void Stop()
    {
        if (_stopped)
            return;
        _stopping = true;
        _wakeUp.Set();
        if (_thread is { } thread)
        {
            thread.Join();
            return;
        }
        while (!_stopped)
        {
            if (!DoWork(FixClock.Now))
                Thread.Sleep(1);
        }
    }

    /// <summary>Stops, and closes stores and logs.</summary>
    public void Dispose()
    {
        Stop();
        foreach (FixSessionEntry entry in _entries.Values)
            Close(entry);
        _entries.Clear();
        foreach (FixListener listener in _listeners)
            listener.Dispose();
        _wakeUp.Dispose();
    }

    /// <summary>
    /// One round of the duty cycle: accepts, reads, handles, writes, looks after the timers. Does not wait.
    /// </summary>
    /// <returns>Whether there was anything to do.</returns>
    public bool DoWork(FixTime now)
    {
        bool worked = RunPosted();
        for (int i = _connections.Count - 1; i >= 0; i--)
        {
            worked |= _connections[i].Work(now);
            RemoveIfClosed(i);
        }
        if (now.TickNs - _lastTickNs < TickIntervalNs)
            return worked;
        _lastTickNs = now.TickNs;
        worked |= Accept(now);
        for (int i = _connections.Count - 1; i >= 0; i--)
        {
            _connections[i].Tick(now);
            RemoveIfClosed(i);
        }
        Dials(now);
        if (_stopping)
            GoOnStopping(now);
        return worked;
    }

    internal void Note(string text) => Options.Note?.Invoke(text);

    internal void OnDetached(FixSessionEntry entry)
    {
        ScheduleDial(entry, FixClock.Now);
        if (entry.IsLeaving)
            Post(() => Leave(entry));
    }

    // Finds the session that a connection's first message names. False: close it, no answer.
    internal bool Identify(FixConnection connection, in FixFrame frame, FixTime now)
    {
        if (_stopping || !FixIdentity.TryRead(in frame, out FixSessionId? id))
        {
            Note($"{connection.Peer}: began with no usable Logon; closed");
            return false;
        }
        FixSessionEntry? entry = FixIdentity.Find(_entries, id, connection.Port);
        if (entry is null && frame.MsgType == FixMsgType.Logon && Template?.Invoke(id) is { } made)
        {
            Add(made);
            entry = made;
        }
        if (entry is null)
        {
            Note($"{connection.Peer}: no session {id}; closed");
            return false;
        }
        if (entry.Connection is not null || entry.IsLeaving)
        {
            Note($"{connection.Peer}: {id} has a connection already; closed");
            return false;
        }
        connection.Attach(entry, now);
        return true;
    }

    private void Run()
    {
        try
        {
            while (!_stopped)
            {
                if (!DoWork(FixClock.Now) && !Options.Spin)
                    WaitForWork();
            }
        }
        catch (Exception error)
        {
            Failure = error;
            Note($"the engine failed: {error}");
            _stopped = true;
        }
    }

    private bool RunPosted()
    {
        bool worked = false;
        while (_posted.TryDequeue(out Action? action))
        {
            worked = true;
            try
            {
                action();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Note($"an action that was posted failed: {error.GetType().Name}: {error.Message}");
            }
        }
        return worked;
    }

    private bool Accept(FixTime now)
    {
        bool worked = false;
        foreach (FixListener listener in _listeners)
        {
            while (!_stopping && listener.Socket.Poll(0, SelectMode.SelectRead))
            {
                Socket socket;
                try
                {
                    socket = listener.Socket.Accept();
                }
                catch (SocketException)
                {
                    break; // it went away while it waited
                }
                worked = true;
                AcceptOne(listener, socket, now);
            }
        }
        return worked;
    }

    private void AcceptOne(FixListener listener, Socket socket, FixTime now)
    {
        string peer = socket.RemoteEndPoint?.ToString() ?? "?";
        if (_connections.Count(c => c.Entry is null) >= Options.MaxUnknownConnections)
        {
            Note($"{peer}: too many connections that do not log on; closed");
            socket.Dispose();
            return;
        }
        socket.NoDelay = true;
        if (listener.Tls is null)
        {
            _connections.Add(new FixConnection(this, socket, listener.EndPoint.Port, peer, _maxMessageBytes, now));
            return;
        }
        listener.Tls.Accept(
            socket,
            plain => Post(() => _connections.Add(
                new FixConnection(this, plain, listener.EndPoint.Port, peer, _maxMessageBytes, FixClock.Now))),
            problem => Note($"{peer}: {problem}"));
    }

    private void RemoveIfClosed(int index)
    {
        if (!_connections[index].IsClosed)
            return;
        _connections[index] = _connections[^1];
        _connections.RemoveAt(_connections.Count - 1);
    }

    private void WaitForWork()
    {
        _readable.Clear();
        _writable.Clear();
        _readable.Add(_wakeUp.Socket);
        foreach (FixListener listener in _listeners)
            _readable.Add(listener.Socket);
        foreach (FixConnection connection in _connections)
        {
            _readable.Add(connection.Socket);
            if (connection.WantsWrite)
                _writable.Add(connection.Socket);
        }
        Socket.Select(_readable, _writable, null, Options.MaxSleepMs * 1000);
        _wakeUp.Reset();
        // A knock at the door does not wait for the next tick.
        if (_listeners.Count != 0 && _readable.Exists(s => _listeners.Exists(l => l.Socket == s)))
            _lastTickNs = long.MinValue / 2;
    }

    private void GoOnStopping(FixTime now)
    {
        bool busy = false;
        foreach (FixSessionEntry entry in _entries.Values)
        {
            entry.IsEnabled = false;
            if (entry.Connection is null)
                continue;
            entry.Session.SetTime(now);
            entry.Session.Logout();
            busy = true;
        }
        if (busy || _connections.Exists(c => c.IsLingering && c.WantsWrite))
            return;
        foreach (FixConnection connection in _connections)
            connection.Close();
        _connections.Clear();
        _dials.Clear();
        _stopped = true;
    }

    private void Leave(FixSessionEntry entry)
    {
        if (_entries.TryRemove(entry.Session.Id, out _))
            Close(entry);
        _initiators = _entries.Values.Where(e => e.Connect.Count != 0).ToArray();
    }

    private static void Close(FixSessionEntry entry)
    {
        entry.Session.Abort(SessionEnd.Stopped);
        entry.Log?.Dispose();
        if (entry.OwnsStore)
            entry.Session.Store.Dispose();
    }
}
