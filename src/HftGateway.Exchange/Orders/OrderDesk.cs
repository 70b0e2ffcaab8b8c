using HftGateway.Exchange.Matching;
using HftGateway.Fix;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Orders;

/// <summary>
/// The exchange's order entry: checks what clients ask for, passes it to the matching engine, keeps each client order's
/// state, and reports every change. The first part: requests.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Rules.</b> A ClOrdID may be used once per session, in whatever request. OrigClOrdID must be the order's
/// last
/// accepted one. A replacement's OrderQty counts what has traded and must exceed it.</para>
/// <para><b>Invariants.</b> Live orders of a session are in its list and in the engine's book, and no others. Nothing
/// is
/// allocated per request.</para>
/// </summary>
internal sealed partial class OrderDesk
{
    /// <summary>Owner number of the first session in the engine; lower ones belong to the order flow.</summary>
    public const int FirstOwner = 16;

    private const int None = -1;

    private readonly ClientOrder[] _orders;
    private readonly Dictionary<ulong, int> _byClOrdId;
    private readonly Dictionary<ulong, ushort> _symbols;
    private readonly ulong[] _symbolNames;
    private readonly int[] _firstLive;
    private readonly ExchangeOptions _options;
    private readonly ExchangeStatistics _statistics;
    private readonly ExchangeClock _clock;
    private int _count;
    private AcceptorSession?[] _sessions = [];

    public OrderDesk(ExchangeOptions options, ExchangeStatistics statistics, ExchangeClock clock)
    {
        _options = options;
        _statistics = statistics;
        _clock = clock;
        _orders = new ClientOrder[options.MaxClientOrders];
        _byClOrdId = new Dictionary<ulong, int>(options.MaxClientOrders * 2);
        _symbols = new Dictionary<ulong, ushort>(options.Symbols.Count);
        _symbolNames = new ulong[options.Symbols.Count];
        for (ushort i = 0; i < _symbolNames.Length; i++)
        {
            _symbolNames[i] = Pack(System.Text.Encoding.ASCII.GetBytes(options.Symbols[i]));
            _symbols.Add(_symbolNames[i], i);
        }

        int sessions = options.ClientCompIds.Count * FixAcceptor.Versions.Length;
        _firstLive = new int[sessions];
        Array.Fill(_firstLive, None);
        Positions = new long[sessions * options.Symbols.Count];
        Cash = new long[Positions.Length];
    }

    /// <summary>The engine; set once, before the first request.</summary>
    public MatchingEngine<Feed.FeedSink, ExchangeOwners> Engine { get; set; } = null!;

    /// <summary>
    /// Called with the symbol's index (−1 if there is no such symbol), the trigger sequence of each request and the time
    /// at which it was read.
    /// </summary>
    public Action<int, ulong, long>? OnTrigger { get; set; }

    /// <summary>
    /// Shares held, by session and then symbol; negative is short. The first sessions are the clients' of FIX 4.4.
    /// </summary>
    public long[] Positions { get; }

    /// <summary>Money received less paid, in 1/10000 dollar, by session and then symbol.</summary>
    public long[] Cash { get; }

    public void SetSessions(AcceptorSession?[] sessions) => _sessions = sessions;

    /// <summary>Takes an order, or a request about one or all of them, and answers it.</summary>
    public void OnRequest(AcceptorSession session, in FixFrame frame, in OrderRequest request, long receiveTicks)
    {
        if (request.Trigger != 0)
        {
            bool known = _symbols.TryGetValue(Pack(frame.Value(request.Symbol)), out ushort symbol);
            OnTrigger?.Invoke(known ? symbol : -1, request.Trigger, receiveTicks);
        }

        switch (frame.MsgType)
        {
            case FixMsgType.NewOrderSingle:
                OnNew(session, frame, request);
                break;
            case FixMsgType.OrderCancelRequest:
                OnCancel(session, frame, request);
                break;
            case FixMsgType.OrderStatusRequest:
                OnStatusRequest(session, frame, request);
                break;
            case FixMsgType.OrderMassStatusRequest:
                OnMassStatusRequest(session, frame, request);
                break;
            case FixMsgType.OrderMassCancelRequest:
                OnMassCancel(session, frame, request);
                break;
            default:
                OnReplace(session, frame, request);
                break;
        }
    }

    /// <summary>The session's connection is gone.</summary>
    public void SessionLost(int session)
    {
        if (_options.CancelOnDisconnect)
            RemoveAll(session, RemoveCause.Disconnect);
    }

    /// <summary>The trading day is over: what still works expires.</summary>
    public void EndOfDay()
    {
        for (int session = 0; session < _firstLive.Length; session++)
            RemoveAll(session, RemoveCause.EndOfDay);
    }

    private void RemoveAll(int session, RemoveCause cause)
    {
        _unsolicited = true;
        _expiring = cause == RemoveCause.EndOfDay;
        _removeCause = cause;
        while (_firstLive[session] != None)
            Engine.Cancel(_orders[_firstLive[session]].Reference, FirstOwner + session);
        _unsolicited = _expiring = false;
    }

    private void OnNew(AcceptorSession session, in FixFrame frame, in OrderRequest request)
    {
        _statistics.OrdersReceived++;
        ReadOnlySpan<byte> clOrdId = frame.Value(request.ClOrdId);
        ulong key = Key(session, clOrdId);
        bool market = request.OrderType == (byte)FixOrderType.Market;
        var order = new ClientOrder
        {
            ClOrdId = ClientText.From(clOrdId), Session = session.Index, WireSide = request.Side,
            Side = request.Side == (byte)'1' ? EventSide.Buy : EventSide.Sell,
            Kind = market ? OrderKind.Market : OrderKind.Limit,
            Life = request.TimeInForce == (byte)FixTimeInForce.Day ? OrderLife.Day : OrderLife.ImmediateOrCancel,
            Price = market ? 0 : request.Price, Quantity = (int)Math.Clamp(request.Quantity, 0, int.MaxValue),
            Status = (byte)FixOrdStatus.Rejected,
        };
        if (_byClOrdId.ContainsKey(key))
        {
            RejectNew(session, order, frame.Value(request.Symbol), RejectCode.Duplicate, "duplicate ClOrdID"u8);
            return;
        }

        if (_count == _orders.Length || !_symbols.TryGetValue(Pack(frame.Value(request.Symbol)), out order.Symbol))
        {
            bool full = _count == _orders.Length;
            _byClOrdId.Add(key, None);
            RejectNew(session, order, frame.Value(request.Symbol), full ? RejectCode.Other : RejectCode.UnknownSymbol,
                full ? "the exchange takes no more orders"u8 : "unknown symbol"u8);
            return;
        }

        OrderResult checkedPrice = request.PriceTooFine && !market ? OrderResult.InvalidPrice : OrderResult.Accepted;
        int slot = _count++;
        _orders[slot] = order;
        _byClOrdId.Add(key, slot);
        OrderResult result = checkedPrice != OrderResult.Accepted ? checkedPrice : Submit(slot, request.PostOnly);
        if (result != OrderResult.Accepted)
        {
            _orders[slot].Status = (byte)FixOrdStatus.Rejected;
            RejectNew(session, order, frame.Value(request.Symbol), CodeOf(result), TextOf(result));
        }
    }

    private OrderResult Submit(int slot, bool postOnly)
    {
        ref ClientOrder order = ref _orders[slot];
        return Engine.Submit(
            new Matching.NewOrder
            {
                Symbol = order.Symbol, Side = order.Side, Kind = order.Kind, Life = order.Life, PostOnly = postOnly,
                Quantity = order.Quantity, Price = order.Price, Owner = FirstOwner + order.Session, Tag = (ulong)slot,
            },
            out _);
    }

    private void OnCancel(AcceptorSession session, in FixFrame frame, in OrderRequest request)
    {
        if (!FindTarget(session, frame, request, CancelResponse.Cancel, out int slot))
            return;
        ref ClientOrder order = ref _orders[slot];
        _byClOrdId.Add(Key(session, frame.Value(request.ClOrdId)), slot);
        order.OrigClOrdId = order.ClOrdId;
        order.ClOrdId = ClientText.From(frame.Value(request.ClOrdId));
        Engine.Cancel(order.Reference, FirstOwner + session.Index);
    }

    private void OnReplace(AcceptorSession session, in FixFrame frame, in OrderRequest request)
    {
        if (!FindTarget(session, frame, request, CancelResponse.Replace, out int slot))
            return;
        ref ClientOrder order = ref _orders[slot];
        long leaves = request.Quantity - order.Filled;
        OrderResult result = OrderResult.InvalidPrice;
        if (leaves is < 1 or > int.MaxValue)
            result = OrderResult.InvalidQuantity;
        else if (!request.PriceTooFine && request.HasPrice)
            result = TryReplace(session, frame, request, slot, (int)leaves);
        if (result == OrderResult.Accepted)
            return;
        _byClOrdId.Add(Key(session, frame.Value(request.ClOrdId)), None);
        RejectCancel(session, frame, request, slot, CancelResponse.Replace, CancelCode.Other, TextOf(result));
    }

    private OrderResult TryReplace(
        AcceptorSession session, in FixFrame frame, in OrderRequest request, int slot, int leaves)
    {
        // The engine reports while it works, so the order carries its new identity before, and gets the old one back
        // when the engine refuses.
        ref ClientOrder order = ref _orders[slot];
        ClientOrder before = order;
        order.OrigClOrdId = order.ClOrdId;
        order.ClOrdId = ClientText.From(frame.Value(request.ClOrdId));
        order.Quantity = order.Filled + leaves;
        order.Price = request.Price;
        OrderResult result = Engine.Replace(
            order.Reference, FirstOwner + session.Index, leaves, request.Price, (ulong)slot, out _);
        if (result == OrderResult.Accepted)
            _byClOrdId.Add(Key(session, frame.Value(request.ClOrdId)), slot);
        else
            order = before;
        return result;
    }

    /// <summary>Finds the live order that a cancel or replace names; otherwise refuses the request.</summary>
    private bool FindTarget(
        AcceptorSession session, in FixFrame frame, in OrderRequest request, CancelResponse kind, out int slot)
    {
        ulong key = Key(session, frame.Value(request.ClOrdId));
        bool known = _byClOrdId.TryGetValue(Key(session, frame.Value(request.OrigClOrdId)), out slot) && slot != None;
        if (_byClOrdId.ContainsKey(key))
        {
            RejectCancel(
                session, frame, request, known ? slot : None, kind, CancelCode.Duplicate, "duplicate ClOrdID"u8);
            return false;
        }

        if (!known)
        {
            _byClOrdId.Add(key, None);
            RejectCancel(session, frame, request, None, kind, CancelCode.UnknownOrder, "unknown order"u8);
            return false;
        }

        ref ClientOrder order = ref _orders[slot];
        bool current = Text(order.ClOrdId).SequenceEqual(frame.Value(request.OrigClOrdId));
        if (order.Live && current)
            return true;
        _byClOrdId.Add(key, None);
        RejectCancel(session, frame, request, slot, kind, order.Live ? CancelCode.UnknownOrder : CancelCode.TooLate,
            order.Live
                ? "OrigClOrdID is not the order's newest ClOrdID"u8
                : "too late: the order is no longer working"u8);
        return false;
    }

    /// <summary>Identifiers are compared by a 64-bit fingerprint, for which equal means the same for one run's
    /// count.</summary>
    private static ulong Key(AcceptorSession session, ReadOnlySpan<byte> clOrdId) =>
        FixValue.Hash(clOrdId) + (ulong)session.Index * 0x9E3779B97F4A7C15;

    private static ulong Pack(ReadOnlySpan<byte> symbol)
    {
        if (symbol.Length > ExchangeOptions.MaxSymbolLength)
            return 0;
        ulong packed = 0;
        foreach (byte b in symbol)
            packed = (packed << 8) | b;
        return packed;
    }
}
