using HftGateway.Fix;

namespace HftGateway.Exchange.Orders;

/// <summary>
/// One client's session in one FIX version: a <see cref="FixSession"/> and what ties it to the exchange. Numbers and
/// sent messages outlive its connections.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Every application message has a number and is in the store, connected or not.</para>
/// </summary>
internal sealed class AcceptorSession : FixApplication, IDisposable
{
    private const int ScratchBytes = 2048;
    private const int AverageMessageBytes = 256;
    private const int MaxMessageBytes = 8192;
    private const int LargestSegment = 1 << 30;
    private const int SegmentStep = 1 << 16;
    private const int MaxHeartbeatSeconds = 3600;
    private const int MaxWaitingBytes = 4 << 20;
    private const int LogoutWaitSeconds = 5;

    private readonly byte[] _scratch = new byte[ScratchBytes];
    private readonly ExchangeClock _clock;
    private readonly ExchangeStatistics _statistics;
    private readonly ExchangeTestHooks _hooks;
    private readonly OrderDesk _desk;
    private readonly FixStore _store;
    private readonly int _triggerTag;
    private OrderRequest _request;
    private ulong _counted = 1;

    public AcceptorSession(
        int index, string client, FixVersion version, ExchangeOptions options, ExchangeClock clock,
        ExchangeStatistics statistics, ExchangeTestHooks hooks, OrderDesk desk)
    {
        Index = index;
        Version = version;
        _clock = clock;
        _statistics = statistics;
        _hooks = hooks;
        _desk = desk;
        _triggerTag = options.TriggerTag;
        var settings = new FixSessionSettings
        {
            Id = new FixSessionId(version, options.CompId, client),
            Role = FixRole.Acceptor,
            DefaultApplVerId = version == FixVersion.Fixt11 ? "9" : null,
            MaxLatencySeconds = options.MaxSendingTimeErrorSeconds,
            LogonTimeoutSeconds = options.LogonTimeoutSeconds,
            LogoutTimeoutSeconds = LogoutWaitSeconds,
            StoreWhileDisconnected = true,
            RequiresOrigSendingTime = false,
            MaxMessageBytes = MaxMessageBytes,
            MaxPendingBytes = MaxWaitingBytes,
        };
        _store = FixStore.InMemory(settings.Id.ToString(), clock.UtcNs, StoreSize(options.ResendMessages));
        Session = new FixSession(settings, _store, this) { Validate = Check };
    }

    public int Index { get; }

    public FixVersion Version { get; }

    public FixSession Session { get; }

    /// <summary>When the bytes that are being handled were read.</summary>
    public long ReceiveTicks { get; set; }

    /// <summary>The time for the session.</summary>
    public FixTime Now => new(_clock.UtcNs, _clock.ElapsedNs);

    /// <summary>Starts the body of a message.</summary>
    public FixWriter Begin() => new(_scratch);

    /// <summary>Numbers, stores and, when connected, sends an application message.</summary>
    public void Send(ReadOnlySpan<byte> type, ref FixWriter body)
    {
        Session.SetTime(Now);
        Session.Send(type, body.Body);
    }

    /// <summary>Says goodbye; the connection is closed when the client answers, or by the timer.</summary>
    public void Logout(string text)
    {
        Session.SetTime(Now);
        Session.Logout(text);
    }

    /// <summary>Counts what was sent since the last call.</summary>
    public void CountSent()
    {
        ulong next = _store.NextOutbound;
        _statistics.FixMessagesOut += (long)(next >= _counted ? next - _counted : next - 1);
        _counted = next;
    }

    public override bool OnMessage(FixSession session, in FixMessage message)
    {
        if (!IsServed(message.MsgType))
            return message.MsgType == FixMsgType.BusinessMessageReject;
        // Parsed when the session had it checked, just before.
        _desk.OnRequest(this, message.Frame, in _request, ReceiveTicks);
        return true;
    }

    public override string? OnLogonRequest(FixSession session, in FixMessage message) =>
        _hooks.RefuseLogon ? "logon refused" : null;

    public override void OnLogon(FixSession session) => _statistics.Logons++;

    public override void OnDisconnect(FixSession session, SessionEnd end, bool wasLoggedOn)
    {
        if (!wasLoggedOn)
            return;
        _statistics.Disconnects++;
        _desk.SessionLost(Index);
    }

    public void Dispose() => _store.Dispose();

    // The exchange has no dictionary: it reads what it needs, and takes no offence at the rest.
    private FixVerdict Check(in FixFrame frame)
    {
        FixHeader.Parse(in frame, out FixHeader header);
        switch (frame.MsgType)
        {
            case var type when IsServed(type):
                FixParseResult parsed = OrderRequest.Parse(
                    in frame, header.BodyFieldsOffset, _triggerTag, out _request);
                return parsed.IsOk ? default : new FixVerdict(parsed.RejectReason, parsed.Tag);
            case FixMsgType.Logon:
                return CheckLogon(in frame, in header);
            default:
                return IsInSpecification(frame.Value(frame.MsgTypeRange))
                    ? default : new FixVerdict(FixRejectReason.InvalidMsgType);
        }
    }

    // Mass requests came with FIX 4.3; in 4.2 they are types that the specification does not have.
    private bool IsServed(FixMsgType type) => type switch
    {
        FixMsgType.NewOrderSingle or FixMsgType.OrderCancelRequest or FixMsgType.OrderCancelReplaceRequest
            or FixMsgType.OrderStatusRequest => true,
        FixMsgType.OrderMassStatusRequest or FixMsgType.OrderMassCancelRequest => Version > FixVersion.Fix42,
        _ => false,
    };

    private static FixVerdict CheckLogon(in FixFrame frame, in FixHeader header)
    {
        int heartbeat = -1;
        var fields = new FixFields(frame, header.BodyFieldsOffset);
        while (fields.MoveNext())
        {
            if (fields.Tag == FixTags.HeartBtInt && !FixValue.TryParseInt32(fields.Value, out heartbeat))
                heartbeat = -1;
            else if (fields.Tag == FixTags.ResetSeqNumFlag && fields.Value.SequenceEqual("Y"u8)
                && header.Sequence != 1)
                return new FixVerdict(FixRejectReason.ValueOutOfRange, FixTags.MsgSeqNum);
        }

        return heartbeat is < 0 or > MaxHeartbeatSeconds
            ? new FixVerdict(FixRejectReason.ValueOutOfRange, FixTags.HeartBtInt) : default;
    }

    // The versions' own types are one letter or digit, or A or B and a letter; what they have but this exchange has not
    // is answered by a BusinessMessageReject.
    private static bool IsInSpecification(ReadOnlySpan<byte> type) =>
        (type.Length == 1 && char.IsAsciiLetterOrDigit((char)type[0]))
        || (type.Length == 2 && type[0] is (byte)'A' or (byte)'B' && char.IsAsciiLetterUpper((char)type[1]));

    private static FixStoreOptions StoreSize(int messages)
    {
        long half = (long)messages * AverageMessageBytes / 2;
        long segment = Math.Clamp((half + SegmentStep - 1) / SegmentStep * SegmentStep, SegmentStep, LargestSegment);
        return new FixStoreOptions { SegmentBytes = (int)segment, MemorySegments = 2 };
    }
}
