using System.Globalization;
using System.Text;

namespace HftGateway.Fix.Tests.Engine;

/// <summary>One process of the model: a session, its store, and an application with a journal that survives.</summary>
internal sealed class ModelEnd(FixSessionSettings settings, string path, Random random) : FixApplication, IDisposable
{
    private readonly FixFrameReader _reader = new(2048);
    private readonly Dictionary<string, string> _numbers = [];
    private readonly List<byte> _wire = [];
    private FixStore _store = null!;
    private ulong _lastJournaled;
    private int _nextPayload;
    private bool _crashAfter;

    internal FixSession Session { get; private set; } = null!;

    internal FixOutput Output { get; private set; } = new(8192);

    internal List<int> Sent { get; } = [];

    internal List<int> Received { get; } = [];

    internal bool CrashInNextCall { get; set; }

    /// <summary>Sessions may end by a cut, a silent peer or a gap that takes too long, not by a broken rule.</summary>
    internal bool IsFine => Session.LastEnd is SessionEnd.None or SessionEnd.ConnectionLost
        or SessionEnd.HeartbeatTimeout or SessionEnd.GapNotFilled or SessionEnd.LogonTimeout
        or SessionEnd.LogoutComplete or SessionEnd.LogoutTimeout;

    internal void Open(FixTime now)
    {
        _store = FixStore.Open(
            path, settings.Id.ToString(), now.UtcNs, new FixStoreOptions { SegmentBytes = 1 << 16 });
        Session = new FixSession(settings, _store, this);
    }

    public void Dispose() => _store?.Dispose();

    /// <summary>kill -9: what was in memory is gone, and nothing was said to anyone.</summary>
    internal void Kill() => Dispose();

    internal void Connect(FixTime now)
    {
        if (Session is null)
            Open(now);
        _reader.Reset();
        _wire.Clear();
        Output = new FixOutput(8192);
        Session!.OnConnected(Output, now);
    }

    internal void Cut(FixTime now, bool lose)
    {
        // What the socket still holds may or may not have been read by the other side; here it is lost.
        if (lose)
            Output.Clear();
        Output = new FixOutput(8192);
        if (Session.State != FixSessionState.Disconnected)
        {
            try
            {
                Session.OnDisconnected(now);
            }
            catch (ObjectDisposedException)
            {
                // The process that was killed does not notice.
            }
        }
    }

    internal void Send(FixTime now)
    {
        if (Session is null)
            Open(now);
        Session!.SetTime(now);
        int payload = _nextPayload + 1;
        FixSendResult result = Session.Send(
            "B"u8, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"148={payload}\u0001")));
        if (result is not (FixSendResult.Sent or FixSendResult.Stored))
            return;
        _nextPayload = payload;
        Sent.Add(payload);
    }

    // False when the process died while it handled a message.
    internal bool Receive(byte[] bytes, FixTime now)
    {
        for (int at = 0; at < bytes.Length;)
        {
            Span<byte> free = _reader.GetFree();
            int part = Math.Min(free.Length, bytes.Length - at);
            bytes.AsSpan(at, part).CopyTo(free);
            _reader.Advance(part);
            at += part;
            while (_reader.TryRead(out FixFrame frame) is var result && result != FrameResult.NeedMore)
            {
                Assert.Equal(FrameResult.Frame, result);
                try
                {
                    Session.OnFrame(in frame, now);
                }
                catch (OperationCanceledException)
                {
                    return false;
                }
                if (Session.State == FixSessionState.Disconnected)
                    return true;
            }
        }
        return true;
    }

    public override bool OnMessage(FixSession session, in FixMessage message)
    {
        bool crash = CrashInNextCall;
        if (crash)
        {
            CrashInNextCall = false;
            _crashAfter = random.Next(2) == 0;
            if (!_crashAfter)
                throw new OperationCanceledException();
        }
        // A message that comes a second time, because this process died before its number was counted, says so.
        Assert.True(message.Sequence > _lastJournaled || message.PossDup, $"{message.Sequence} twice");
        if (message.Sequence > _lastJournaled)
        {
            _lastJournaled = message.Sequence;
            Assert.True(message.TryFind(148, out ReadOnlySpan<byte> value));
            Received.Add(int.Parse(value, CultureInfo.InvariantCulture));
        }
        if (crash)
            throw new OperationCanceledException();
        return true;
    }

    /// <summary>Watches what leaves: no number stands for two messages.</summary>
    internal void Note(byte[] bytes)
    {
        _wire.AddRange(bytes);
        while (true)
        {
            string text = Encoding.Latin1.GetString(_wire.ToArray());
            int end = text.IndexOf("\u000110=", StringComparison.Ordinal);
            if (end < 0 || end + 8 > text.Length)
                return;
            string message = text[..(end + 8)].Replace('\u0001', '|');
            _wire.RemoveRange(0, end + 8);
            string number = Naive.Field(message, 34)!;
            bool again = Naive.Field(message, 43) == "Y";
            string content = $"{Naive.Field(message, 35)} {Naive.Field(message, 148)}";
            if (again && Naive.Field(message, 35) == "4")
                continue;
            Assert.True(!_numbers.TryGetValue(number, out string? before) || (again && before == content),
                $"number {number} of {settings.Id}: '{before}', then '{content}'");
            _numbers[number] = content;
        }
    }

    internal void AssertReceived(List<int> sent, string who)
    {
        Assert.True(sent.SequenceEqual(Received),
            $"{who}: sent {sent.Count}, received {Received.Count}; "
            + $"first difference at {sent.Zip(Received).TakeWhile(p => p.First == p.Second).Count()}");
    }
}
