namespace HftGateway.Fix.Tests;

/// <summary>One end of a session with both halves, driven by hand-made messages of the other end.</summary>
internal sealed class SessionHarness
{
    internal const long Second = 1_000_000_000;

    private readonly byte[] _buffer = new byte[64 * 1024];

    internal SessionHarness(
        FixRole role, ulong expected = 1, ulong next = 1, FixResendStore? store = null, bool confirm = false,
        int accuracySeconds = 0, bool requireOrig = true, int memory = 1024)
    {
        Options = new FixSessionOptions
        {
            Role = role, SenderCompId = "US", TargetCompId = "THEM", HeartbeatSeconds = 30, Symbols = ["AAPL"],
            ConfirmAfterLogon = confirm, MaxSendingTimeErrorSeconds = accuracySeconds,
            RequireOrigSendingTime = requireOrig, ClOrdIdPrefix = "C", SentOrderMemory = memory,
        };
        In = new FixInboundSession(Options, expected);
        Out = new FixOutboundSession(Options, next, store);
    }

    internal FixSessionOptions Options { get; }

    internal FixInboundSession In { get; }

    internal FixOutboundSession Out { get; }

    internal long Now { get; set; } = Naive.Noon;

    /// <summary>The last action, also in force after <see cref="Feed"/> and <see cref="Tick"/>.</summary>
    internal SessionAction Action { get; private set; }

    /// <summary>Connects and logs on; what was sent for it is forgotten.</summary>
    internal static SessionHarness LoggedOn(
        FixRole role = FixRole.Acceptor, bool confirm = false, int accuracySeconds = 0,
        bool requireOrig = true, FixResendStore? store = null, int memory = 1024)
    {
        var harness = new SessionHarness(role, 1, 1, store, confirm, accuracySeconds, requireOrig, memory);
        harness.Connect();
        harness.Feed(1, "A", "98=0|108=30|");
        Assert.Equal(FixSessionState.LoggedOn, harness.In.State);
        Assert.Equal(2ul, harness.In.Expected);
        return harness;
    }

    internal List<string> Connect(bool reset = false)
    {
        In.OnConnected(Now, reset);
        if (Options.Role == FixRole.Acceptor)
            return [];
        return Naive.Split(_buffer.AsSpan(0, Out.WriteLogon(_buffer, Now, reset)));
    }

    /// <summary>Feeds a message of the peer and returns what we send in answer.</summary>
    internal List<string> Feed(
        ulong sequence, string type, string body = "", string header = "", string sender = "THEM",
        string target = "US", string beginString = "FIX.4.4", string? time = null) =>
        FeedRaw(Naive.Message(
            $"35={type}|34={sequence}|49={sender}|52={time ?? Naive.Time(Now, 3)}|56={target}|{header}{body}",
            beginString));

    internal List<string> FeedDup(ulong sequence, string type, string body = "") =>
        Feed(sequence, type, body, $"43=Y|122={Naive.Time(Now - Second, 3)}|");

    internal List<string> FeedRaw(byte[] message)
    {
        Assert.True(FixFrame.TryCreate(message, out FixFrame frame), Naive.Text(message));
        In.OnFrame(frame, Now, out SessionAction action);
        Action = action;
        return Execute();
    }

    internal List<string> Tick(double seconds)
    {
        Now += (long)(seconds * Second);
        In.OnTimer(Now, out SessionAction action);
        Action = action;
        return Execute();
    }

    internal string SendOrder(uint id)
    {
        var order = new NewOrder
        {
            OrderId = id, Price = 10_000, Quantity = 1, Side = FixSide.Buy, OrderType = FixOrderType.Limit,
            TimeInForce = FixTimeInForce.Day,
        };
        int length = Out.WriteOrder(order, Now, _buffer);
        Assert.True(length > 0);
        return Assert.Single(Naive.Split(_buffer.AsSpan(0, length)));
    }

    internal List<string> Continue() => Naive.Split(_buffer.AsSpan(0, Out.ContinueResend(_buffer, Now)));

    private List<string> Execute()
    {
        SessionAction action = Action;
        List<string> sent = Naive.Split(_buffer.AsSpan(0, Out.Execute(in action, _buffer, Now)));
        while (Out.ResendPending)
            sent.AddRange(Continue());
        return sent;
    }
}
