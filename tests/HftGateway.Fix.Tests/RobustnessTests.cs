namespace HftGateway.Fix.Tests;

public sealed class RobustnessTests
{
    [Fact]
    public void ShouldWriteNothingBeyondAndSpendNothingWhenAnAdminBufferIsTooShort()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        FixOutboundSession session = harness.Out;
        long now = harness.Now;
        harness.SendOrder(1);
        Func<byte[], int, int>[] writers =
        [
            (b, n) => session.WriteHeartbeat(b.AsSpan(0, n), now, "id"u8),
            (b, n) => session.WriteTestRequest(b.AsSpan(0, n), now, "id"u8),
            (b, n) => session.WriteResendRequest(b.AsSpan(0, n), now, 1, 0),
            (b, n) => session.WriteReject(
                b.AsSpan(0, n), now, 7, FixRejectReason.CompId, 49, FixMsgType.NewOrderSingle),
            (b, n) => session.WriteBusinessReject(
                b.AsSpan(0, n), now, 7, 3, FixMsgType.NewOrderSingle, "id"u8, "text"u8),
            (b, n) => session.WriteLogout(b.AsSpan(0, n), now, "bye"u8),
            (b, n) => session.WriteLogon(b.AsSpan(0, n), now),
            (b, n) => session.WriteGapFill(b.AsSpan(0, n), now, 1, 2),
            (b, n) => session.WriteSequenceReset(b.AsSpan(0, n), now, session.NextSequence + 1),
            (b, n) => session.WriteReport(
                new ExecutionReport
                {
                    ExecType = FixExecType.Trade, OrdStatus = FixOrdStatus.Filled, Side = FixSide.Buy,
                },
                now, b.AsSpan(0, n)),
            (b, n) => session.WriteCancelReject(
                new OrderCancelReject { ResponseTo = 1, OrdStatus = FixOrdStatus.New }, now, b.AsSpan(0, n)),
        ];
        foreach (Func<byte[], int, int> write in writers)
        {
            bool fitted = false;
            for (int room = 0; room < 400; room++)
            {
                var buffer = new byte[room + 64];
                Array.Fill(buffer, (byte)0xA5);
                ulong before = session.NextSequence;
                int length = write(buffer, room);
                Assert.True(buffer.AsSpan(room).IndexOfAnyExcept((byte)0xA5) < 0, $"wrote behind {room} bytes");
                Assert.InRange(length, 0, room);
                if (length == 0)
                    Assert.Equal(before, session.NextSequence);
                else
                    Assert.True(FixFrame.TryCreate(buffer.AsSpan(0, length), out _));
                fitted |= length != 0;
            }
            Assert.True(fitted);
        }
    }

    [Fact]
    public void ShouldHoldWhenEveryParserGetsMutatedMessages()
    {
        const int seed = 77;
        var random = new Random(seed);
        string[] seeds =
        [
            "35=8|34=5|49=THEM|52=20260101-12:00:00.123|56=US|6=123.40|11=C0000000042|14=60|17=E-77|"
                + "31=123.4500|32=10|37=9001|38=100|39=1|"
                + "54=1|55=AAPL|58=text|60=20260101-12:00:00.123456789|103=3|150=F|151=40|95=3|96=a|b|",
            "35=9|34=2|49=THEM|52=20260101-12:00:00|56=US|37=NONE|11=C0000000002|41=C0000000001|39=8|434=1|102=1|",
            "35=D|34=2|49=THEM|52=20260101-12:00:00|56=US|11=a|55=AAPL|54=1|"
                + "60=20260101-12:00:00|40=2|38=1|44=1|59=0|18=6|7001=5|",
            "35=3|34=2|49=THEM|52=20260101-12:00:00|56=US|45=17|371=44|372=D|373=5|58=no|",
            "35=A|34=1|49=THEM|52=20260101-12:00:00|56=US|98=0|108=30|141=Y|",
            "35=2|34=2|49=THEM|52=20260101-12:00:00|56=US|7=1|16=0|",
            "35=4|34=2|43=Y|49=THEM|52=20260101-12:00:00|56=US|122=20260101-11:00:00|36=9|123=Y|",
            "35=1|34=2|49=THEM|52=20260101-12:00:00|56=US|112=x|",
        ];
        var symbols = new FixSymbolTable(["AAPL"]);
        var ids = new ClOrdId("C");
        SessionHarness harness = SessionHarness.LoggedOn(store: new FixResendStore());
        int parsed = 0;
        for (int round = 0; round < 60_000; round++)
        {
            char[] body = seeds[random.Next(seeds.Length)].ToCharArray();
            int mutations = random.Next(0, 6);
            for (int i = 0; i < mutations; i++)
                body[random.Next(3, body.Length)] = "0123456789=||-.YNx\u00ff"[random.Next(19)];
            string text = new string(body);
            if (!text.StartsWith("35=", StringComparison.Ordinal) || !text.EndsWith('|'))
                continue;
            if (!FixFrame.TryCreate(Naive.Message(text), out FixFrame frame))
                continue;
            parsed++;
            FixHeader.Parse(frame, out FixHeader header);
            ExecutionReportFields.Parse(frame, header.BodyFieldsOffset, ids, out ExecutionReportFields report);
            Assert.True(report.Text.Offset + report.Text.Length <= frame.Bytes.Length);
            OrderCancelRejectFields.Parse(frame, header.BodyFieldsOffset, ids, out _);
            OrderRequestFields.Parse(frame, header.BodyFieldsOffset, symbols, 7001, out _);
            RejectFields.Parse(frame, header.BodyFieldsOffset, out _);
            ulong before = harness.In.Expected;
            harness.FeedRaw(frame.Bytes.ToArray());
            bool lowered = harness.In.Expected < before && !harness.Action.Has(SessionDo.ResetOutbound)
                && harness.Action.End != SessionEnd.InvalidLogon;
            Assert.False(lowered, $"seed {seed} round {round}: {text}");
            if (harness.In.State != FixSessionState.LoggedOn || harness.In.Expected > 1000)
                harness = SessionHarness.LoggedOn(store: new FixResendStore(8192, 16));
        }
        Assert.True(parsed > 50_000);
    }

    [Fact]
    public void ShouldAgreeInTheEndWhenTwoSessionsLoseConnectionsAndMessages()
    {
        const int seed = 2027;
        var random = new Random(seed);
        var pair = new SessionPair();
        for (int round = 0; round < 60; round++)
        {
            pair.Connect();
            int steps = random.Next(1, 40);
            for (int i = 0; i < steps; i++)
                pair.Step(random);
            pair.Drop(random);
        }
        pair.Connect();
        pair.Settle();
        Assert.Equal(pair.Gateway.Out.NextSequence, pair.Exchange.In.Expected);
        Assert.Equal(pair.Exchange.Out.NextSequence, pair.Gateway.In.Expected);
        // Every report the exchange sent arrived exactly once, in order, though connections
        // dropped with bytes under way.
        Assert.Equal(pair.ReportsSent, pair.ReportsReceived);
        Assert.True(pair.ReportsSent.Count > 200);
        // Every order was delivered or declared void, never both.
        Assert.Equal(pair.OrdersSent.Count, pair.OrdersReceived.Count + pair.OrdersVoid.Count);
        Assert.Empty(pair.OrdersReceived.Intersect(pair.OrdersVoid));
        Assert.NotEmpty(pair.OrdersVoid);
    }

    [Fact]
    public void ShouldAllocateNothingWhenMillionsAreEncodedAndParsed()
    {
        SessionHarness harness = SessionHarness.LoggedOn(FixRole.Initiator);
        var exchange = new FixOutboundSession(
            new FixSessionOptions { SenderCompId = "THEM", TargetCompId = "US", Symbols = ["AAPL"] }, 2);
        var ids = new ClOrdId("C");
        var reader = new FixFrameReader();
        var buffer = new byte[4096];
        var order = new NewOrder
        {
            OrderId = 1, Price = 1_234_500, Quantity = 100, Side = FixSide.Buy, OrderType = FixOrderType.Limit,
            TimeInForce = FixTimeInForce.Day,
        };
        Assert.True(FixId.TryCreate("C0000000001"u8, out FixId id));
        var report = new ExecutionReport
        {
            ClOrdId = id, OrderId = 1, ExecId = 1, ExecType = FixExecType.Trade, OrdStatus = FixOrdStatus.Filled,
            Side = FixSide.Buy, LastPrice = 5, OrderType = FixOrderType.Limit,
        };
        Run(1000);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => Run(1_000_000)));

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                long now = Naive.Noon + (i * 1_000_003L);
                order.OrderId++;
                harness.Out.WriteOrder(order, now, buffer);
                int length = exchange.WriteReport(report, now, reader.GetFree());
                reader.Advance(length);
                while (reader.TryRead(out FixFrame frame) == FrameResult.Frame)
                {
                    harness.In.OnFrame(frame, now, out SessionAction action);
                    if (!action.Has(SessionDo.Deliver)
                        || !ExecutionReportFields.Parse(frame, action.BodyFieldsOffset, ids, out _).IsOk)
                        throw new InvalidOperationException("not delivered");
                    harness.Out.Execute(action, buffer, now);
                }
            }
        }
    }
}
