using System.Diagnostics;
using System.Net;
using System.Text;
using HftGateway.Fix;

namespace HftGateway.Benchmarks.FixSessions;

/// <summary>
/// Two engines with a session between them over loopback, each spinning on a thread of its own and on a durable store.
/// The initiator sends orders, the acceptor answers each with a report.
/// </summary>
internal sealed class EnginePair : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hftgw-fix-bench-").FullName;
    private readonly FixEngine _acceptor;
    private readonly FixEngine _initiator;
    private readonly FixSession _session;
    private readonly Sender _sender = new();
    private readonly ManualResetEventSlim _awake = new(initialState: true, spinCount: 0);

    public EnginePair()
    {
        _acceptor = new FixEngine(new FixEngineOptions { Spin = true });
        _initiator = new FixEngine(new FixEngineOptions { Spin = true });
        IPEndPoint endPoint = _acceptor.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        _acceptor.Add(new FixSessionEntry { Session = Session(FixRole.Acceptor, "E", "C", new Answerer()) });
        _session = Session(FixRole.Initiator, "C", "E", _sender);
        _initiator.Add(new FixSessionEntry
        {
            Session = _session, Connect = [new DnsEndPoint("127.0.0.1", endPoint.Port)], ReconnectSeconds = 0.1,
        });
        _acceptor.Start();
        _initiator.Start();
        if (!SpinWait.SpinUntil(() => _session.IsLoggedOn, 10_000))
            throw new InvalidOperationException("no logon");
        RoundTrips(10);
    }

    /// <summary>Bytes of an order as sent.</summary>
    public int OrderBytes => _sender.Template.Length + HeaderAndTrailer;

    /// <summary>Bytes of a report as received.</summary>
    public int ReportBytes { get; private set; }

    // 8, 9, 35, 34, 49, 52, 56 and 10 of these sessions, with numbers of six digits.
    private const int HeaderAndTrailer = 75;

    /// <summary>Sends orders one at a time, each when the report of the last is there.</summary>
    /// <returns>Ticks of each round trip.</returns>
    public long[] RoundTrips(int count) => Run(count, 1);

    /// <summary>Sends orders, never more than so many without their report.</summary>
    public void InFlight(int inFlight, int count) => Run(count, inFlight);

    public void Dispose()
    {
        _awake.Set();
        _initiator.Dispose();
        _acceptor.Dispose();
        _awake.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Between measurements the engines' threads wait instead of spinning.
    private void Pause()
    {
        _awake.Reset();
        _initiator.Post(_awake.Wait);
        _acceptor.Post(_awake.Wait);
    }

    private long[] Run(int count, int inFlight)
    {
        _awake.Set();
        using var done = new ManualResetEventSlim();
        long[] ticks = new long[count];
        _initiator.Post(() => _sender.Begin(_session, ticks, inFlight, done));
        if (!done.Wait(120_000))
            throw new InvalidOperationException($"{_sender.Received} of {count} reports came");
        ReportBytes = _sender.ReportBytes;
        Pause();
        return ticks;
    }

    private static byte[] Fields(string text) => Encoding.ASCII.GetBytes(text.Replace('|', '\u0001'));

    private FixSession Session(FixRole role, string own, string peer, FixApplication application)
    {
        var settings = new FixSessionSettings { Id = new FixSessionId(FixVersion.Fix44, own, peer), Role = role };
        FixStore store = FixStore.Open(Path.Combine(_folder, own + ".fixstore"), settings.Id.ToString(),
            (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100, new FixStoreOptions { SegmentBytes = 256 << 20 });
        return new FixSession(settings, store, application);
    }

    private sealed class Sender : FixApplication
    {
        private readonly byte[] _order = Fields(
            "11=00000000|38=100|40=2|44=187.25|54=1|55=AAPL|59=0|60=20260105-14:30:00.000|");

        private long[] _ticks = [];
        private long[] _sentTicks = [];
        private ManualResetEventSlim? _done;
        private int _sent;

        public ReadOnlySpan<byte> Template => _order;

        public int Received { get; private set; }

        public int ReportBytes { get; private set; }

        public void Begin(FixSession session, long[] ticks, int inFlight, ManualResetEventSlim done)
        {
            (_ticks, _done, _sent, Received) = (ticks, done, 0, 0);
            _sentTicks = new long[ticks.Length];
            for (int i = 0; i < inFlight; i++)
                SendNext(session);
        }

        public override bool OnMessage(FixSession session, in FixMessage message)
        {
            _ticks[Received] = Stopwatch.GetTimestamp() - _sentTicks[Received];
            ReportBytes = message.Frame.Bytes.Length;
            Received++;
            if (_sent < _ticks.Length)
                SendNext(session);
            else if (Received == _ticks.Length)
                _done!.Set();
            return true;
        }

        private void SendNext(FixSession session)
        {
            int number = _sent;
            for (int at = 10; at > 2; at--, number /= 10)
                _order[at] = (byte)('0' + (number % 10));
            _sentTicks[_sent] = Stopwatch.GetTimestamp();
            if (session.Send("D"u8, _order, FixSendKind.NewOrder) > FixSendResult.Stored)
                throw new InvalidOperationException("the order was refused");
            _sent++;
        }
    }

    private sealed class Answerer : FixApplication
    {
        private readonly byte[] _report = Fields(
            "6=0|11=00000000|14=0|17=00000000|37=00000000|38=100|39=0|54=1|55=AAPL|150=0|151=100|");

        public override bool OnMessage(FixSession session, in FixMessage message)
        {
            // ClOrdID is the first field of the body.
            ReadOnlySpan<byte> id = message.Frame.Bytes.Slice(message.BodyOffset + 3, 8);
            id.CopyTo(_report.AsSpan(7));
            id.CopyTo(_report.AsSpan(24));
            id.CopyTo(_report.AsSpan(36));
            session.Send("8"u8, _report);
            return true;
        }
    }
}
