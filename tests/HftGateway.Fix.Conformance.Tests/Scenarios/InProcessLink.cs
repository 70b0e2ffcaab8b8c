using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>
/// The engine's sessions without sockets and with a clock that is moved by hand: fast, and the same every time.
/// </summary>
internal sealed class InProcessLink : IScenarioLink
{
    private const long TickNs = 50_000_000;

    private readonly ScenarioVersion _version;
    private readonly FixSession _session;
    private readonly FixStore _store;
    private readonly int _pieceBytes;
    private readonly Dictionary<int, Connection> _connections = [];
    private FixTime _now;
    private Connection? _attached;

    /// <summary>Makes the session of one scenario.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="schema">Its dictionaries.</param>
    /// <param name="settings">Kind of session.</param>
    /// <param name="pieceBytes">What is sent arrives in pieces of so many bytes; 0 for whole.</param>
    public InProcessLink(ScenarioVersion version, FixMessageSchema? schema, string settings, int pieceBytes)
    {
        _version = version;
        _pieceBytes = pieceBytes;
        long utcNs = (new DateTime(2026, 1, 5, 12, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks * 100;
        _now = new FixTime(utcNs, 1_000_000_000);
        Assert.True(FixVersions.TryParse(version.BeginString, out FixVersion protocol));
        var sessionSettings = new FixSessionSettings
        {
            Id = new FixSessionId(protocol, ScenarioVersion.Server, version.Client),
            Role = FixRole.Acceptor,
            DefaultApplVerId = version.ApplVerId,
            ResetOnLogon = settings == "reset",
        };
        _store = FixStore.InMemory(
            sessionSettings.Id.ToString(), utcNs,
            new FixStoreOptions { SegmentBytes = 512 * 1024, MemorySegments = 2 });
        _session = new FixSession(sessionSettings, _store, new FixEchoApplication(schema));
        if (schema is not null)
            _session.Validate = new FixSessionValidation(schema).Check;
    }

    public DateTime Now => DateTime.UnixEpoch.AddTicks(_now.UtcNs / 100);

    public void Connect(int connection)
    {
        _connections[connection] = new Connection { OpenedNs = _now.TickNs };
    }

    public void Disconnect(int connection)
    {
        Connection c = _connections[connection];
        c.IsClosed = true;
        if (_attached == c)
        {
            _attached = null;
            _session.OnDisconnected(_now);
        }
    }

    public void Send(int connection, byte[] bytes)
    {
        Connection c = _connections[connection];
        int piece = _pieceBytes == 0 ? bytes.Length : _pieceBytes;
        for (int at = 0; at < bytes.Length && !c.IsClosed; at += piece)
        {
            ReadOnlySpan<byte> part = bytes.AsSpan(at, Math.Min(piece, bytes.Length - at));
            part.CopyTo(c.Reader.GetFree());
            c.Reader.Advance(part.Length);
            Drain(c);
        }
    }

    public byte[]? Receive(int connection) => WireText.TakeMessage(_connections[connection].Inbox);

    public bool IsSilent(int connection) =>
        _connections[connection].Inbox.Count == 0 && !_connections[connection].IsClosed;

    public bool IsClosed(int connection) =>
        _connections[connection].IsClosed && _connections[connection].Inbox.Count == 0;

    public void Advance(TimeSpan time)
    {
        long end = _now.TickNs + (time.Ticks * 100);
        // Long waits go in steps of a second: nothing but minutes of silence happens in them.
        long step = time.TotalSeconds > 300 ? 1_000_000_000 : TickNs;
        while (_now.TickNs < end)
        {
            _now = new FixTime(_now.UtcNs + step, _now.TickNs + step);
            _session.OnTimer(_now);
            if (_attached is { } attached)
                AfterSession(attached);
            foreach (Connection c in _connections.Values)
                c.IsClosed |= c != _attached && _now.TickNs - c.OpenedNs >= 10_000_000_000;
        }
    }

    public void Dispose() => _store.Dispose();

    // What the engine's connection does: the first message says who it is.
    private void Drain(Connection c)
    {
        FrameResult result;
        while (!c.IsClosed && (result = c.Reader.TryRead(out FixFrame frame)) != FrameResult.NeedMore)
        {
            if (c != _attached)
            {
                if (result == FrameResult.Garbled || _attached is not null || !IsKnown(in frame))
                {
                    c.IsClosed = true;
                    return;
                }

                _attached = c;
                _session.OnConnected(c.Output, _now);
            }

            if (result == FrameResult.Garbled)
                _session.OnGarbled(_now);
            else
                _session.OnFrame(in frame, _now);
            AfterSession(c);
        }
    }

    private void AfterSession(Connection c)
    {
        while (!c.Output.Pending.IsEmpty)
        {
            c.Inbox.AddRange(c.Output.Pending.ToArray());
            c.Output.Consume(c.Output.Pending.Length);
            _session.OnWritable(_now);
        }

        if (_session.State == FixSessionState.Disconnected)
        {
            c.IsClosed = true;
            _attached = null;
        }
    }

    private bool IsKnown(in FixFrame frame)
    {
        List<KeyValuePair<int, string>> fields = WireText.Fields(frame.Bytes.ToArray());
        string? Value(int tag) => fields.Where(f => f.Key == tag).Select(f => f.Value).FirstOrDefault();
        return Value(8) == _version.BeginString && Value(49) == _version.Client && Value(56) == ScenarioVersion.Server;
    }

    private sealed class Connection
    {
        public FixFrameReader Reader { get; } = new(64 * 1024, 256 * 1024);

        public FixOutput Output { get; } = new(256 * 1024);

        public List<byte> Inbox { get; } = [];

        public long OpenedNs { get; init; }

        public bool IsClosed { get; set; }
    }
}
