namespace HftGateway.Fix.Tests;

/// <summary>A gateway and an exchange joined by two byte pipes that can be cut with bytes under way.</summary>
internal sealed class SessionPair
{
    private readonly List<byte> _toExchange = [];
    private readonly List<byte> _toGateway = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly SentOrder[] _orders = new SentOrder[1024];
    private long _now = Naive.Noon;
    private uint _orderId;
    private ulong _execId;

    internal End Gateway { get; } = new(FixRole.Initiator, "GW", "EX", null);

    internal End Exchange { get; } = new(FixRole.Acceptor, "EX", "GW", new FixResendStore());

    internal List<ulong> ReportsSent { get; } = [];

    internal List<ulong> ReportsReceived { get; } = [];

    internal List<uint> OrdersSent { get; } = [];

    internal List<uint> OrdersReceived { get; } = [];

    internal List<uint> OrdersVoid { get; } = [];

    internal void Connect()
    {
        foreach (End end in (End[])[Gateway, Exchange])
        {
            end.Reader.Reset();
            end.In.OnConnected(_now);
        }
        Send(_toExchange, Gateway.Out.WriteLogon(_buffer, _now));
        Settle();
    }

    internal void Drop(Random random)
    {
        // What was sent and not yet read is lost, cut at any byte.
        Deliver(Exchange, _toExchange, random.Next(_toExchange.Count + 1));
        Deliver(Gateway, _toGateway, random.Next(_toGateway.Count + 1));
        _toExchange.Clear();
        _toGateway.Clear();
        foreach (End end in (End[])[Gateway, Exchange])
        {
            end.In.OnDisconnected();
            end.Out.OnDisconnected();
        }
    }

    internal void Step(Random random)
    {
        _now += 1_000_000;
        switch (random.Next(6))
        {
            case 0 or 1 when Gateway.In.IsReady:
                var order = new NewOrder
                {
                    OrderId = ++_orderId, Price = 10_000, Quantity = 1, Side = FixSide.Buy,
                    OrderType = FixOrderType.Limit, TimeInForce = FixTimeInForce.Day,
                };
                OrdersSent.Add(_orderId);
                Send(_toExchange, Gateway.Out.WriteOrder(order, _now, _buffer));
                break;
            case 2 or 3 when Exchange.In.State == FixSessionState.LoggedOn:
                var report = new ExecutionReport
                {
                    OrderId = ++_execId, ExecId = _execId, ExecType = FixExecType.New, OrdStatus = FixOrdStatus.New,
                    Side = FixSide.Buy, TransactTimeNs = _now,
                };
                ReportsSent.Add(_execId);
                Send(_toGateway, Exchange.Out.WriteReport(report, _now, _buffer));
                break;
            case 4:
                Deliver(Exchange, _toExchange, random.Next(_toExchange.Count + 1));
                break;
            default:
                Deliver(Gateway, _toGateway, random.Next(_toGateway.Count + 1));
                break;
        }
    }

    internal void Settle()
    {
        for (int i = 0; i < 100 && _toExchange.Count + _toGateway.Count != 0; i++)
        {
            Deliver(Exchange, _toExchange, _toExchange.Count);
            Deliver(Gateway, _toGateway, _toGateway.Count);
        }
        Assert.Empty(_toExchange);
        Assert.Empty(_toGateway);
    }

    private void Deliver(End end, List<byte> pipe, int count)
    {
        byte[] bytes = pipe.Take(count).ToArray();
        pipe.RemoveRange(0, count);
        for (int at = 0; at < bytes.Length;)
        {
            Span<byte> free = end.Reader.GetFree();
            int part = Math.Min(free.Length, bytes.Length - at);
            bytes.AsSpan(at, part).CopyTo(free);
            end.Reader.Advance(part);
            at += part;
            FrameResult result;
            while ((result = end.Reader.TryRead(out FixFrame frame)) != FrameResult.NeedMore)
            {
                Assert.Equal(FrameResult.Frame, result);
                end.In.OnFrame(frame, _now, out SessionAction action);
                Assert.False(action.Has(SessionDo.Disconnect), $"{action.End}: {Naive.Text(frame.Bytes)}");
                if (action.Has(SessionDo.Deliver))
                    Application(end, frame, in action);
                Act(end, in action);
            }
        }
    }

    private void Application(End end, in FixFrame frame, in SessionAction action)
    {
        if (end == Gateway)
        {
            Assert.True(ExecutionReportFields.Parse(frame, action.BodyFieldsOffset, new ClOrdId("C"),
                out ExecutionReportFields report).IsOk);
            ReportsReceived.Add(report.OrderId);
            return;
        }
        Assert.True(OrderRequestFields.Parse(frame, action.BodyFieldsOffset, end.Out.Symbols, 7001,
            out OrderRequestFields order).IsOk);
        Assert.True(new ClOrdId("C").TryDecode(order.ClOrdId.Bytes, out uint id));
        OrdersReceived.Add(id);
    }

    private void Act(End end, in SessionAction action)
    {
        List<byte> pipe = end == Gateway ? _toExchange : _toGateway;
        Send(pipe, end.Out.Execute(in action, _buffer, _now));
        while (end.Out.ResendPending)
            Send(pipe, end.Out.ContinueResend(_buffer, _now));
        GapFillRange fill = end.Out.LastGapFill;
        if (fill.IsEmpty)
            return;
        Assert.True(fill.IsComplete);
        int count = end.Out.CopySentOrders(fill.First, fill.Last, _orders);
        Assert.Equal(fill.Orders, count);
        foreach (SentOrder order in _orders.AsSpan(0, count))
        {
            // A peer may ask twice for the same numbers when the answer was lost with its connection.
            if (!OrdersVoid.Contains(order.OrderId))
                OrdersVoid.Add(order.OrderId);
        }
    }

    private void Send(List<byte> pipe, int length)
    {
        Assert.True(length >= 0);
        pipe.AddRange(_buffer.AsSpan(0, length));
    }

    internal sealed class End
    {
        internal End(FixRole role, string own, string peer, FixResendStore? store)
        {
            var options = new FixSessionOptions
            {
                Role = role, SenderCompId = own, TargetCompId = peer, Symbols = ["AAPL"], ClOrdIdPrefix = "C",
            };
            In = new FixInboundSession(options);
            Out = new FixOutboundSession(options, 1, store);
        }

        internal FixInboundSession In { get; }

        internal FixOutboundSession Out { get; }

        internal FixFrameReader Reader { get; } = new();
    }
}
