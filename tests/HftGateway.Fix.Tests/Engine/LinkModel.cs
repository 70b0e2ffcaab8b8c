namespace HftGateway.Fix.Tests.Engine;

/// <summary>
/// Two sessions of this engine over a link that delivers bytes in pieces, late, or not at all, with processes that are
/// killed and begin again with their stores. Everything follows from one seed.
/// </summary>
internal sealed class LinkModel : IDisposable
{
    private const long Millisecond = 1_000_000;

    private readonly Random _random;
    private readonly string _folder = Directory.CreateTempSubdirectory("fixmodel").FullName;
    private readonly ModelEnd _initiator;
    private readonly ModelEnd _acceptor;
    private FixTime _now = new(Naive.Noon, 1_000_000_000);
    private bool _connected;

    internal LinkModel(int seed)
    {
        _random = new Random(seed);
        int chunk = _random.Next(3) == 0 ? _random.Next(1, 5) : 0;
        bool nextExpected = _random.Next(3) == 0;
        bool away = _random.Next(2) == 0;
        int queue = 1 << _random.Next(1, 7);
        _initiator = new ModelEnd(Settings(FixRole.Initiator, "GW", "EX"), Path.Combine(_folder, "i"), _random);
        _acceptor = new ModelEnd(Settings(FixRole.Acceptor, "EX", "GW"), Path.Combine(_folder, "a"), _random);

        FixSessionSettings Settings(FixRole role, string own, string peer) => new()
        {
            Role = role, Id = new FixSessionId(FixVersion.Fix44, own, peer), HeartbeatSeconds = 5,
            ResendRequestChunk = chunk, EnableNextExpectedMsgSeqNum = nextExpected, StoreWhileDisconnected = away,
            GapQueueMessages = queue, GapTimeoutSeconds = 2, MaxGapRequests = 5, MaxMessageBytes = 1024,
            GapQueueBytes = 1 << 16,
            MaxPendingBytes = 1 << 20, BackPressureBytes = 1 << 19,
        };
    }

    internal int Connections { get; private set; }

    internal int Kills { get; private set; }

    internal int Messages => _initiator.Sent.Count + _acceptor.Sent.Count;

    public void Dispose()
    {
        _initiator.Dispose();
        _acceptor.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal void Run(int steps)
    {
        for (int i = 0; i < steps; i++)
            Step();
        // The link heals: everything that was accepted must arrive.
        for (int i = 0; i < 20_000 && !IsSettled(); i++)
        {
            if (!_connected)
                Connect();
            Pass(100 * Millisecond);
            Deliver(_initiator, _acceptor, int.MaxValue);
            Deliver(_acceptor, _initiator, int.MaxValue);
        }
        _initiator.AssertReceived(_acceptor.Sent, "initiator");
        _acceptor.AssertReceived(_initiator.Sent, "acceptor");
    }

    private bool IsSettled() => _connected && _initiator.Session.IsLoggedOn && _acceptor.Session.IsLoggedOn
        && _initiator.Received.Count >= _acceptor.Sent.Count && _acceptor.Received.Count >= _initiator.Sent.Count
        && !_initiator.Session.IsGapOpen && !_acceptor.Session.IsGapOpen;

    private void Step()
    {
        Pass(_random.Next(200) * Millisecond);
        ModelEnd end = _random.Next(2) == 0 ? _initiator : _acceptor;
        ModelEnd other = end == _initiator ? _acceptor : _initiator;
        switch (_random.Next(100))
        {
            case < 40:
                end.Send(_now);
                break;
            case < 90 when _connected:
                Deliver(end, other, _random.Next(1, 400));
                break;
            case < 93 when _connected:
                Cut();
                break;
            case < 95:
                Kills++;
                end.Kill();
                Cut();
                end.Open(_now);
                break;
            case < 96:
                end.CrashInNextCall = true;
                break;
            default:
                if (!_connected)
                    Connect();
                break;
        }
    }

    private void Pass(long ns)
    {
        _now = new FixTime(_now.UtcNs + ns, _now.TickNs + ns);
        if (!_connected)
            return;
        _initiator.Session.OnTimer(_now);
        _acceptor.Session.OnTimer(_now);
        CloseIfWanted();
    }

    private void Connect()
    {
        Connections++;
        _connected = true;
        _acceptor.Connect(_now);
        _initiator.Connect(_now);
    }

    private void Cut()
    {
        if (!_connected)
            return;
        _connected = false;
        foreach (ModelEnd end in (ModelEnd[])[_initiator, _acceptor])
        {
            end.Cut(_now, lose: _random.Next(2) == 0);
        }
    }

    private void CloseIfWanted()
    {
        if (_connected && (_initiator.Session.WantsClose || _acceptor.Session.WantsClose))
        {
            Assert.True(_initiator.IsFine && _acceptor.IsFine,
                $"{_initiator.Session.LastEnd} {_acceptor.Session.LastEnd}");
            Cut();
        }
    }

    private void Deliver(ModelEnd from, ModelEnd to, int most)
    {
        from.Session.OnWritable(_now);
        ReadOnlySpan<byte> pending = from.Output.Pending;
        int count = Math.Min(most, pending.Length);
        byte[] bytes = pending[..count].ToArray();
        from.Note(bytes);
        from.Output.Consume(count);
        if (!to.Receive(bytes, _now))
        {
            Kills++;
            to.Kill();
            Cut();
            to.Open(_now);
        }
        CloseIfWanted();
    }
}
