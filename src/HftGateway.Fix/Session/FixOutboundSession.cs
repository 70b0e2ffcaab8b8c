using System.Text;

namespace HftGateway.Fix;

/// <summary>
/// The sending half of an order session (FIX 4.2, 4.4, 5.0 SP2 over FIXT): owns the outbound sequence number and writes every message that leaves. Has
/// no
/// socket, clock or thread; each method writes into the caller's buffer and returns the length.
/// <para><b>Threading.</b> One thread; the receiving half may live on another.</para>
/// <para><b>Invariants.</b> A number is spent exactly when a method returns a length above 0: the caller must then send
/// those bytes, in that order. 0 means that the destination is too short, or that the durable store takes nothing more
/// (<see cref="StoreProblem"/>); nothing happened then.</para>
/// <para><b>Resends.</b> Without a <see cref="FixResendStore"/> (a gateway) every number asked for again is gap-filled:
/// a stale order is never sent twice. With a store (an exchange) application messages go out again.</para>
/// <para><b>Limits.</b> Remembers the order ids of the last <see cref="FixSessionOptions.SentOrderMemory"/> numbers.
/// Administrative messages need <see cref="ActionBytes"/> bytes of room, orders
/// <see cref="FixMessageTemplates.MaxMessageBytes"/> to be written without a copy.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2, session protocol.</para>
/// </summary>
public sealed partial class FixOutboundSession
{
    /// <summary>Room that <see cref="Execute"/> asks for.</summary>
    public const int ActionBytes = 4096;

    private const int RequestIdBytes = ClOrdId.MaxPrefixBytes + 24;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly FixSessionOptions _options;
    private readonly FixTimestamp _timestamp;
    private readonly FixMessageTemplates _templates;
    private readonly ClOrdId _ids;
    private readonly byte[] _beginString;
    private readonly byte[] _applVerId = Encoding.ASCII.GetBytes(FixSessionOptions.DefaultApplVerId);
    private readonly byte[] _sender;
    private readonly byte[] _target;
    private readonly byte[]? _username;
    private readonly byte[]? _password;
    private readonly FixResendStore? _store;
    private readonly FixStore? _durable;
    private readonly SentOrder[] _sent;

    /// <summary>Makes the half.</summary>
    /// <param name="options">Settings of the session.</param>
    /// <param name="nextSequence">Next outbound number: 1, or what it was when the session was last seen.</param>
    /// <param name="store">Sent application messages, to answer resend requests with; null to gap-fill
    /// everything.</param>
    /// <param name="durable">
    /// Numbers and messages that outlive the process: a message is in it before its bytes are returned, and the next
    /// number is what it says. Null for none. The session does not dispose of it.
    /// </param>
    public FixOutboundSession(
        FixSessionOptions options, ulong nextSequence = 1, FixResendStore? store = null, FixStore? durable = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(nextSequence);
        options.Validate();
        _options = options;
        Symbols = new FixSymbolTable(options.Symbols);
        _templates = new FixMessageTemplates(options, Symbols);
        _timestamp = new FixTimestamp(options.TimestampDigits);
        _ids = new ClOrdId(options.ClOrdIdPrefix);
        _beginString = Encoding.ASCII.GetBytes(options.Version.BeginString());
        _sender = Encoding.ASCII.GetBytes(options.SenderCompId);
        _target = Encoding.ASCII.GetBytes(options.TargetCompId);
        _username = options.Username is null ? null : Encoding.ASCII.GetBytes(options.Username);
        _password = options.Password is null ? null : Encoding.ASCII.GetBytes(options.Password);
        _sent = new SentOrder[options.SentOrderMemory];
        _store = store;
        _durable = durable;
        NextSequence = durable?.NextOutbound ?? nextSequence;
        HeartbeatSeconds = options.HeartbeatSeconds;
    }

    /// <summary>Number of the next message. To be kept across connections and restarts.</summary>
    public ulong NextSequence { get; private set; }

    /// <summary>Time of the last message written, UTC ns.</summary>
    public long LastSentNs { get; private set; }

    /// <summary>
    /// Why the durable store took nothing more; empty while all is well. Then nothing is sent: what is not stored must not
    /// leave, and the number is not spent.
    /// </summary>
    public string StoreProblem => _durable?.Problem ?? "";

    /// <summary>Messages that were not sent because the durable store took nothing more.</summary>
    public long StoreRefusals { get; private set; }

    /// <summary>Heartbeat interval in force, seconds.</summary>
    public int HeartbeatSeconds { get; private set; }

    /// <summary>The session's symbols.</summary>
    public FixSymbolTable Symbols { get; }

    /// <summary>What the last answer to a ResendRequest declared void, see <see cref="GapFillRange"/>.</summary>
    public GapFillRange LastGapFill { get; private set; }

    /// <summary>
    /// A resend did not fit into one buffer: until <see cref="ContinueResend"/> has finished it, nothing else is
    /// written
    /// (every method returns 0), so that new messages cannot slip in between.
    /// </summary>
    public bool ResendPending { get; private set; }

    /// <summary>Nothing was sent for a heartbeat interval; always false when heartbeats are off.</summary>
    public bool IsHeartbeatDue(long utcNs) =>
        HeartbeatSeconds != 0 && utcNs - LastSentNs >= HeartbeatSeconds * NanosecondsPerSecond;

    /// <summary>
    /// Agreed reset outside a connection (start of day), or before a Logon with 141=Y: numbers restart at 1.
    /// </summary>
    public void ResetSequence()
    {
        _durable?.Reset(LastSentNs);
        NextSequence = 1;
        Array.Clear(_sent); // old numbers must not be taken for new ones
        _store?.Clear();
    }

    /// <summary>
    /// A message of the peer was handled to the end: after a restart the numbers behind it are asked for. Without a
    /// durable store nothing happens.
    /// </summary>
    /// <param name="sequence">MsgSeqNum [34] of the message.</param>
    public void NoteInbound(ulong sequence)
    {
        if (_durable is { } durable && sequence >= durable.ExpectedInbound && sequence < FixStore.MaxSequence)
            durable.ExpectedInbound = sequence + 1;
    }

    /// <summary>The connection is gone: a resend under way belongs to it and is dropped.</summary>
    public void OnDisconnected()
    {
        ResendPending = false;
        _deferred = default;
    }

    /// <summary>
    /// Writes a NewOrderSingle; <see cref="FixMessageTemplates.Refused"/> for an order that must not be sent.
    /// </summary>
    public int WriteOrder(in NewOrder order, long utcNs, Span<byte> destination) => ResendPending
        ? 0
        : Spend(_templates.Write(order, NextSequence, utcNs, destination), utcNs, order.OrderId,
            FixMsgType.NewOrderSingle, destination);

    /// <summary>
    /// Writes an OrderCancelRequest; <see cref="FixMessageTemplates.Refused"/> for one that must not be sent.
    /// </summary>
    public int WriteOrder(in CancelOrder order, long utcNs, Span<byte> destination) => ResendPending
        ? 0
        : Spend(
            _templates.Write(order, NextSequence, utcNs, destination), utcNs, order.OrderId,
            FixMsgType.OrderCancelRequest, destination);

    /// <summary>
    /// Writes an OrderCancelReplaceRequest; <see cref="FixMessageTemplates.Refused"/> for one that must not be sent.
    /// </summary>
    public int WriteOrder(in ReplaceOrder order, long utcNs, Span<byte> destination) => ResendPending
        ? 0
        : Spend(
            _templates.Write(order, NextSequence, utcNs, destination), utcNs, order.OrderId,
            FixMsgType.OrderCancelReplaceRequest, destination);

    /// <summary>
    /// The own order request that went out under a number. False when it was another message, or too long ago.
    /// </summary>
    public bool TryFindSentOrder(ulong sequence, out SentOrder order)
    {
        order = _sent[sequence & (ulong)(_sent.Length - 1)];
        return order.Sequence == sequence && sequence != 0;
    }

    /// <summary>Lists the own order requests among numbers, oldest first, and returns how many were written.</summary>
    public int CopySentOrders(ulong first, ulong last, Span<SentOrder> destination)
    {
        int count = 0;
        for (ulong sequence = Math.Max(first, OldestRemembered); sequence <= last && sequence < NextSequence;
            sequence++)
        {
            if (count == destination.Length)
                break;
            if (TryFindSentOrder(sequence, out destination[count]))
                count++;
        }
        return count;
    }

    private ulong OldestRemembered => NextSequence > (ulong)_sent.Length ? NextSequence - (ulong)_sent.Length : 1;

    // Spends the number of an order that was encoded.
    private int Spend(int length, long utcNs, uint orderId, FixMsgType type, ReadOnlySpan<byte> written)
    {
        if (length <= 0)
            return length;
        ref SentOrder slot = ref _sent[NextSequence & (ulong)(_sent.Length - 1)];
        slot.Sequence = NextSequence;
        slot.OrderId = orderId;
        slot.MsgType = type;
        return Spend(length, utcNs, written, store: true);
    }

    private int Spend(int length, long utcNs, ReadOnlySpan<byte> written, bool store)
    {
        if (length <= 0)
            return length;
        if (_durable is { } durable && !durable.TryAppend(TypeOf(written), utcNs, written[..length]))
        {
            StoreRefusals++;
            return 0;
        }
        if (store)
            _store?.Add(NextSequence, written[..length]);
        NextSequence++;
        LastSentNs = utcNs;
        return length;
    }

    // MsgType of a message that was just written: what stands behind the third "=".
    private static FixMsgType TypeOf(ReadOnlySpan<byte> message)
    {
        int at = message.IndexOf((byte)FixFields.Soh) + 1;
        at += message[at..].IndexOf((byte)FixFields.Soh) + 1 + "35=".Length;
        return message[at + 1] == FixFields.Soh
            ? (FixMsgType)message[at]
            : FixMsgTypes.Parse(message.Slice(at, message[at..].IndexOf((byte)FixFields.Soh)));
    }

    private GapFillRange Describe(ulong first, ulong last)
    {
        int orders = 0;
        ulong oldest = OldestRemembered;
        for (ulong sequence = Math.Max(first, oldest); sequence <= last; sequence++)
            orders += TryFindSentOrder(sequence, out _) ? 1 : 0;
        return new GapFillRange(first, last, orders, first >= oldest);
    }
}
