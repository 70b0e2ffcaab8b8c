using System.Text;

namespace HftGateway.Fix.Tests.Engine;

/// <summary>A <see cref="FixSession"/> driven by hand-made messages of the other side.</summary>
internal sealed class EngineSide : FixApplication
{
    internal const long Second = 1_000_000_000;

    private readonly FixOutput _output = new(256 * 1024);
    private FixTime _now = new(Naive.Noon, 5 * Second);

    internal EngineSide(FixSessionSettings settings, FixStore? store = null)
    {
        Store = store ?? FixStore.InMemory(settings.Id.ToString(), Naive.Noon - Second);
        Session = new FixSession(settings, Store, this);
    }

    internal FixSession Session { get; }

    internal FixStore Store { get; }

    internal List<string> Delivered { get; } = [];

    internal List<ulong> NotDelivered { get; } = [];

    internal List<string> Events { get; } = [];

    internal bool Serves { get; set; } = true;

    internal string? Refusal { get; set; }

    internal FixTime Now => _now;

    internal static FixSessionSettings Settings(
        FixRole role = FixRole.Acceptor, FixVersion version = FixVersion.Fix44) => new()
    {
        Role = role, Id = new FixSessionId(version, "US", "THEM"),
        DefaultApplVerId = version == FixVersion.Fixt11 ? "9" : null,
    };

    internal static EngineSide LoggedOn(FixSessionSettings? settings = null, int heartbeat = 30, string extra = "")
    {
        var side = new EngineSide(settings ?? Settings());
        side.Connect();
        string applVer = side.Session.Id.Version == FixVersion.Fixt11 ? "1137=9|" : "";
        side.Feed(1, "A", $"98=0|108={heartbeat}|{extra}{applVer}");
        Assert.True(side.Session.IsLoggedOn);
        return side;
    }

    internal List<string> Connect()
    {
        Session.OnConnected(_output, _now);
        return Take();
    }

    internal void Cut() => Session.OnDisconnected(_now);

    internal List<string> Feed(
        ulong sequence, string type, string body = "", string header = "", string sender = "THEM",
        string target = "US", string? beginString = null, string? time = null) => FeedRaw(Naive.Message(
            $"35={type}|34={sequence}|49={sender}|52={time ?? Naive.Time(_now.UtcNs, 3)}|56={target}|{header}{body}",
            beginString ?? Session.Id.Version.BeginString()));

    internal List<string> FeedDup(ulong sequence, string type, string body = "") =>
        Feed(sequence, type, body, $"43=Y|122={Naive.Time(_now.UtcNs - Second, 3)}|");

    internal List<string> FeedRaw(byte[] message)
    {
        Assert.True(FixFrame.TryCreate(message, out FixFrame frame), Naive.Text(message));
        Session.OnFrame(in frame, _now);
        return Take();
    }

    internal List<string> Tick(double seconds)
    {
        _now = new FixTime(_now.UtcNs + (long)(seconds * Second), _now.TickNs + (long)(seconds * Second));
        Session.OnTimer(_now);
        return Take();
    }

    internal void StepUtc(double seconds) => _now = _now with { UtcNs = _now.UtcNs + (long)(seconds * Second) };

    internal FixSendResult Send(string type, string body, FixSendKind kind = FixSendKind.Normal, string header = "")
    {
        Session.SetTime(_now);
        return Session.Send(Naive.Raw(type), Naive.Raw(body), kind, Naive.Raw(header));
    }

    internal List<string> Take()
    {
        List<string> sent = Naive.Split(_output.Pending);
        _output.Consume(_output.Pending.Length);
        return sent;
    }

    internal List<string> TakeAll()
    {
        List<string> sent = Take();
        for (List<string> more; ; sent.AddRange(more))
        {
            Session.OnWritable(_now);
            more = Take();
            if (more.Count == 0)
                return sent;
        }
    }

    public override bool OnMessage(FixSession session, in FixMessage message)
    {
        Delivered.Add(Encoding.Latin1.GetString(message.Frame.Value(message.Frame.MsgTypeRange)) + message.Sequence);
        return Serves;
    }

    public override void OnReject(FixSession session, in FixMessage message) => Events.Add("reject");

    public override void OnLogon(FixSession session) => Events.Add("logon");

    public override string? OnLogonRequest(FixSession session, in FixMessage message) => Refusal;

    public override void OnDisconnect(FixSession session, SessionEnd end, bool wasLoggedOn) =>
        Events.Add($"{end}{(wasLoggedOn ? " after logon" : "")}");

    public override void OnBackPressure(FixSession session, bool isPressed) => Events.Add($"pressed {isPressed}");

    public override void OnNotDelivered(FixSession session, in StoredMessage message) =>
        NotDelivered.Add(message.Sequence);
}
