namespace HftGateway.Fix.Tests;

public sealed class ReportTests
{
    private static readonly ClOrdId Ids = new("HG");

    private const string Full =
        "35=8|34=5|49=THEM|52=20260101-12:00:00.123|56=US|6=123.40|11=HG0000000042|14=60|17=E-77"
        + "|31=123.4500|32=10|37=9001|38=100|39=1|40=2"
        + "|41=HG0000000041|44=123.5|54=1|55=AAPL|58=part fill|59=0"
        + "|60=20260101-12:00:00.123456789|103=3|150=F|151=40|9999=?|";

    private static FixParseResult Parse(string body, out ExecutionReportFields report, out byte[] bytes)
    {
        bytes = Naive.Message(body);
        Assert.True(FixFrame.TryCreate(bytes, out FixFrame frame));
        Assert.True(FixHeader.Parse(frame, out FixHeader header).IsOk);
        return ExecutionReportFields.Parse(frame, header.BodyFieldsOffset, Ids, out report);
    }

    private static void CheckFull(ExecutionReportFields report, byte[] bytes)
    {
        Assert.Equal(42u, report.ClOrdId);
        Assert.Equal(41u, report.OrigClOrdId);
        Assert.Equal(9001ul, report.OrderId);
        Assert.Equal(FixValue.Hash("E-77"u8), report.ExecIdHash);
        Assert.Equal(1_234_500, report.LastPrice);
        Assert.Equal(1_235_000, report.Price);
        Assert.Equal((10, 40, 60, 100),
            (report.LastQuantity, report.LeavesQuantity, report.CumulativeQuantity, report.OrderQuantity));
        Assert.Equal(Naive.Noon, report.TransactTimeNs);
        Assert.Equal((FixExecType.Trade, FixOrdStatus.PartiallyFilled, FixSide.Buy),
            (report.ExecType, report.OrdStatus, report.Side));
        Assert.Equal(3, report.RejectReason);
        Assert.Equal("part fill", Naive.Text(bytes.AsSpan(report.Text.Offset, report.Text.Length)));
        Assert.Equal("AAPL", Naive.Text(bytes.AsSpan(report.Symbol.Offset, report.Symbol.Length)));
        Assert.Equal(
            ReportFlags.HasLastPrice | ReportFlags.HasLastQuantity | ReportFlags.HasPrice | ReportFlags.HasReason
                | ReportFlags.HasTransactTime | ReportFlags.HasAveragePrice,
            report.Flags);
    }

    [Fact]
    public void ShouldReadEveryFieldWhenAReportIsComplete()
    {
        Assert.True(Parse(Full, out ExecutionReportFields report, out byte[] bytes).IsOk);
        CheckFull(report, bytes);
    }

    [Fact]
    public void ShouldReadTheSameWhenTheBodysOrderIsRandom()
    {
        const int seed = 12;
        var random = new Random(seed);
        string[] fields = Full.TrimEnd('|').Split('|');
        for (int round = 0; round < 300; round++)
        {
            string[] body = fields[5..];
            random.Shuffle(body);
            Assert.True(Parse(string.Join('|', fields[..5].Concat(body)) + "|", out ExecutionReportFields report,
                out byte[] bytes).IsOk);
            CheckFull(report, bytes);
        }
    }

    [Theory]
    [InlineData("37=9001|", "", FixParseError.RequiredTagMissing, 37)]
    [InlineData("17=E-77|", "", FixParseError.RequiredTagMissing, 17)]
    [InlineData("150=F|", "", FixParseError.RequiredTagMissing, 150)]
    [InlineData("39=1|", "", FixParseError.RequiredTagMissing, 39)]
    [InlineData("55=AAPL|", "", FixParseError.RequiredTagMissing, 55)]
    [InlineData("54=1|", "", FixParseError.RequiredTagMissing, 54)]
    [InlineData("151=40|", "", FixParseError.RequiredTagMissing, 151)]
    [InlineData("14=60|", "", FixParseError.RequiredTagMissing, 14)]
    [InlineData("31=123.4500|", "31=123.45001|", FixParseError.PricePrecision, 31)]
    [InlineData("31=123.4500|", "31=1e2|", FixParseError.BadFormat, 31)]
    [InlineData("32=10|", "32=10.5|", FixParseError.OutOfRange, 32)]
    [InlineData("32=10|", "32=-10|", FixParseError.OutOfRange, 32)]
    [InlineData("151=40|", "151=|", FixParseError.EmptyValue, 151)]
    [InlineData("150=F|", "150=FF|", FixParseError.BadFormat, 150)]
    [InlineData("39=1|", "39=1|39=1|", FixParseError.DuplicateTag, 39)]
    [InlineData("60=20260101-12:00:00.123456789|", "60=now|", FixParseError.BadFormat, 60)]
    [InlineData("103=3|", "103=x|", FixParseError.BadFormat, 103)]
    [InlineData("9999=?|", "x=?|", FixParseError.InvalidTag, 0)]
    public void ShouldNameTheTagWhenAReportIsWrong(string old, string now, FixParseError error, int tag)
    {
        Assert.Contains(old, Full);
        Assert.Equal(new FixParseResult(error, tag), Parse(Full.Replace("|" + old, "|" + now), out _, out _));
    }

    [Fact]
    public void ShouldFlagWhenIdentifiersAreForeign()
    {
        string body = Full.Replace("11=HG0000000042|", "11=OTHER|").Replace("41=HG0000000041|", "41=NONE|")
            .Replace("37=9001|", "37=A9001|");
        Assert.True(Parse(body, out ExecutionReportFields report, out _).IsOk);
        Assert.Equal((0u, 0u), (report.ClOrdId, report.OrigClOrdId));
        Assert.Equal(FixValue.Hash("A9001"u8), report.OrderId);
        ReportFlags foreign = ReportFlags.ForeignClOrdId | ReportFlags.ForeignOrigClOrdId | ReportFlags.OrderIdIsHash;
        Assert.Equal(foreign, report.Flags & foreign);
    }

    [Fact]
    public void ShouldReadWhatTheAcceptorWritesWhenReportsAreRandom()
    {
        const int seed = 8;
        var random = new Random(seed);
        SessionHarness exchange = SessionHarness.LoggedOn();
        var ids = new ClOrdId("C");
        var text = new byte[ids.Width];
        var buffer = new byte[1024];
        FixExecType[] types = Enum.GetValues<FixExecType>()[1..];
        FixOrdStatus[] states = Enum.GetValues<FixOrdStatus>()[1..];
        for (int i = 0; i < 5000; i++)
        {
            uint id = (uint)random.Next(1, int.MaxValue), original = (uint)random.Next(1, int.MaxValue);
            ids.Encode(id, text);
            Assert.True(FixId.TryCreate(text, out FixId clOrdId));
            ids.Encode(original, text);
            Assert.True(FixId.TryCreate(text, out FixId origClOrdId));
            var report = new ExecutionReport
            {
                ClOrdId = clOrdId, OrigClOrdId = random.Next(2) == 0 ? origClOrdId : default,
                OrderId = (ulong)random.NextInt64(), ExecId = (ulong)random.NextInt64(),
                Price = random.NextInt64(1_000_000_000_000), LastPrice = random.NextInt64(1_000_000_000_000),
                TransactTimeNs = Naive.Noon / 1_000_000 * 1_000_000, OrderQuantity = (uint)random.Next(),
                LastQuantity = (uint)random.Next(), LeavesQuantity = (uint)random.Next(),
                CumulativeQuantity = (uint)random.Next(), RejectReason = random.Next(100),
                ExecType = types[random.Next(types.Length)], OrdStatus = states[random.Next(states.Length)],
                Side = FixSide.Sell, OrderType = FixOrderType.Limit, TimeInForce = FixTimeInForce.Day,
            };
            int length = exchange.Out.WriteReport(report, exchange.Now, buffer, "because"u8);
            Assert.NotNull(Naive.Parse(buffer.AsSpan(0, length)));
            Assert.True(FixFrame.TryCreate(buffer.AsSpan(0, length), out FixFrame frame));
            Assert.True(FixHeader.Parse(frame, out FixHeader header).IsOk);
            Assert.True(
                ExecutionReportFields.Parse(frame, header.BodyFieldsOffset, ids, out ExecutionReportFields read).IsOk);
            bool fill = report.ExecType is FixExecType.Trade or FixExecType.TradeCorrect;
            Assert.Equal(
                (id, report.OrigClOrdId.Length == 0 ? 0 : original, report.OrderId, report.Price,
                    fill ? report.LastPrice : 0),
                (read.ClOrdId, read.OrigClOrdId, read.OrderId, read.Price, read.LastPrice));
            Assert.Equal(
                (report.OrderQuantity, fill ? report.LastQuantity : 0, report.LeavesQuantity,
                    report.CumulativeQuantity),
                ((uint)read.OrderQuantity, (uint)read.LastQuantity, (uint)read.LeavesQuantity,
                    (uint)read.CumulativeQuantity));
            Assert.Equal((report.ExecType, report.OrdStatus, report.Side, report.TransactTimeNs),
                (read.ExecType, read.OrdStatus, read.Side, read.TransactTimeNs));
            Assert.Equal(report.ExecType == FixExecType.Rejected ? report.RejectReason : 0, read.RejectReason);
            Assert.Equal("because", Naive.Text(frame.Value(read.Text)));
        }
    }

    [Fact]
    public void ShouldRoundTripWhenACancelIsRejected()
    {
        SessionHarness exchange = SessionHarness.LoggedOn();
        var buffer = new byte[1024];
        Assert.True(FixId.TryCreate("HG0000000002"u8, out FixId id));
        Assert.True(FixId.TryCreate("HG0000000001"u8, out FixId original));
        var reject = new OrderCancelReject
        {
            ClOrdId = id, OrigClOrdId = original, OrdStatus = FixOrdStatus.Filled, Reason = 0, ResponseTo = 1,
            TransactTimeNs = Naive.Noon,
        };
        int length = exchange.Out.WriteCancelReject(reject, exchange.Now, buffer, "too late"u8);
        const string expected =
            "35=9|34=2|49=US|52=20260101-12:00:00.123|56=THEM|11=HG0000000002|37=NONE|39=2|41=HG0000000001|58=too late|"
            + "60=20260101-12:00:00.123|102=0|434=1|";
        Assert.Equal(Naive.Text(Naive.Message(expected)), Naive.Text(buffer.AsSpan(0, length)));
        Assert.True(FixFrame.TryCreate(buffer.AsSpan(0, length), out FixFrame frame));
        Assert.True(FixHeader.Parse(frame, out FixHeader header).IsOk);
        Assert.True(
            OrderCancelRejectFields.Parse(frame, header.BodyFieldsOffset, Ids, out OrderCancelRejectFields read).IsOk);
        Assert.Equal((2u, 1u, FixOrdStatus.Filled, 1, 0),
            (read.ClOrdId, read.OrigClOrdId, read.OrdStatus, read.ResponseTo, read.Reason));
        Assert.Equal(ReportFlags.OrderIdIsHash | ReportFlags.HasReason, read.Flags);
    }

    [Theory]
    [InlineData("434=3|", FixParseError.OutOfRange, 434)]
    [InlineData("", FixParseError.RequiredTagMissing, 434)]
    [InlineData("434=1|434=1|", FixParseError.DuplicateTag, 434)]
    public void ShouldNameTheTagWhenACancelRejectIsWrong(string last, FixParseError error, int tag)
    {
        byte[] bytes = Naive.Message(
            "35=9|34=2|49=A|52=20260101-12:00:00|56=B|37=NONE|11=HG0000000002|41=HG0000000001|39=8|" + last);
        Assert.True(FixFrame.TryCreate(bytes, out FixFrame frame));
        Assert.Equal(
            new FixParseResult(error, tag), OrderCancelRejectFields.Parse(frame, frame.FieldsOffset, Ids, out _));
    }

    [Theory]
    [InlineData("35=3|34=2|49=A|52=20260101-12:00:00|56=B|45=17|371=44|372=D|373=5|58=no|", 17ul, 44,
        FixMsgType.NewOrderSingle, 5)]
    [InlineData("35=3|34=2|49=A|52=20260101-12:00:00|56=B|45=17|", 17ul, 0, FixMsgType.Unknown, -1)]
    [InlineData("35=j|34=2|49=A|52=20260101-12:00:00|56=B|372=AF|380=3|379=x|", 0ul, 0,
        (FixMsgType)('A' | ('F' << 8)), 3)]
    public void ShouldReadWhenARejectComes(string body, ulong sequence, int tag, FixMsgType type, int reason)
    {
        Assert.True(FixFrame.TryCreate(Naive.Message(body), out FixFrame frame));
        Assert.True(RejectFields.Parse(frame, frame.FieldsOffset, out RejectFields reject).IsOk);
        Assert.Equal(
            (sequence, tag, type, reason), (reject.RefSequence, reject.RefTag, reject.RefMsgType, reject.Reason));
    }

    [Theory]
    [InlineData("35=3|34=2|58=x|", 45)]
    [InlineData("35=j|34=2|380=1|", 372)]
    [InlineData("35=j|34=2|372=D|", 380)]
    public void ShouldNameTheTagWhenARejectLacksIt(string body, int tag)
    {
        Assert.True(FixFrame.TryCreate(Naive.Message(body), out FixFrame frame));
        Assert.Equal(new FixParseResult(FixParseError.RequiredTagMissing, tag),
            RejectFields.Parse(frame, frame.FieldsOffset, out _));
    }

    [Fact]
    public void ShouldReadWhatTheInitiatorWritesWhenOrdersAreParsed()
    {
        SessionHarness gateway = SessionHarness.LoggedOn(FixRole.Initiator);
        var symbols = new FixSymbolTable(["AAPL"]);
        var buffer = new byte[1024];
        var order = new NewOrder
        {
            OrderId = 5, Price = 1_234_567, Quantity = 300, Side = FixSide.SellShort, OrderType = FixOrderType.Limit,
            TimeInForce = FixTimeInForce.ImmediateOrCancel, TriggerSequence = ulong.MaxValue, PostOnly = 1,
        };
        int length = gateway.Out.WriteOrder(order, gateway.Now, buffer);
        OrderRequestFields read = ParseRequest(buffer.AsSpan(0, length), symbols, out FixParseResult result);
        Assert.True(result.IsOk);
        Assert.Equal(("C0000000005", "", 1_234_567L, 300u, ulong.MaxValue),
            (read.ClOrdId.ToString(), read.OrigClOrdId.ToString(), read.Price, read.Quantity, read.TriggerSequence));
        Assert.Equal(
            (FixSide.SellShort, FixOrderType.Limit, FixTimeInForce.ImmediateOrCancel, 1, 1, FixMsgType.NewOrderSingle),
            (read.Side, read.OrderType, read.TimeInForce, read.PostOnly, read.IsSymbolKnown, read.MsgType));

        var cancel = new CancelOrder
        {
            OrderId = 6, OriginalOrderId = 5, Quantity = 300, Side = FixSide.SellShort, TriggerSequence = 1,
        };
        read = ParseRequest(buffer.AsSpan(0, gateway.Out.WriteOrder(cancel, gateway.Now, buffer)), symbols, out result);
        Assert.True(result.IsOk);
        Assert.Equal(("C0000000006", "C0000000005", 300u),
            (read.ClOrdId.ToString(), read.OrigClOrdId.ToString(), read.Quantity));

        var replace = new ReplaceOrder
        {
            OrderId = 7, OriginalOrderId = 5, Quantity = 200, Side = FixSide.SellShort, Price = 5,
            OrderType = FixOrderType.Limit, TimeInForce = FixTimeInForce.Day,
        };
        read = ParseRequest(
            buffer.AsSpan(0, gateway.Out.WriteOrder(replace, gateway.Now, buffer)), symbols, out result);
        Assert.True(result.IsOk);
        Assert.Equal((FixMsgType.OrderCancelReplaceRequest, 5L, 200u), (read.MsgType, read.Price, read.Quantity));
    }

    private static OrderRequestFields ParseRequest(
        ReadOnlySpan<byte> bytes, FixSymbolTable symbols, out FixParseResult result)
    {
        Assert.True(FixFrame.TryCreate(bytes, out FixFrame frame), Naive.Text(bytes));
        Assert.True(FixHeader.Parse(frame, out FixHeader header).IsOk);
        result = OrderRequestFields.Parse(
            frame, header.BodyFieldsOffset, symbols, 7001, out OrderRequestFields request);
        return request;
    }

    [Theory]
    [InlineData("D", "11=a|", "", FixRejectReason.RequiredTagMissing, 11)]
    [InlineData("D", "55=AAPL|", "", FixRejectReason.RequiredTagMissing, 55)]
    [InlineData("D", "54=1|", "", FixRejectReason.RequiredTagMissing, 54)]
    [InlineData("D", "60=20260101-12:00:00|", "", FixRejectReason.RequiredTagMissing, 60)]
    [InlineData("D", "40=2|", "", FixRejectReason.RequiredTagMissing, 40)]
    [InlineData("D", "38=1|", "", FixRejectReason.RequiredTagMissing, 38)]
    [InlineData("D", "44=1|", "", FixRejectReason.RequiredTagMissing, 44)]
    [InlineData("D", "54=1|", "54=9|", FixRejectReason.ValueOutOfRange, 54)]
    [InlineData("D", "54=1|", "54=11|", FixRejectReason.IncorrectFormat, 54)]
    [InlineData("D", "40=2|", "40=K|", FixRejectReason.ValueOutOfRange, 40)]
    [InlineData("D", "38=1|", "38=0|", FixRejectReason.ValueOutOfRange, 38)]
    [InlineData("D", "38=1|", "38=4294967296|", FixRejectReason.ValueOutOfRange, 38)]
    [InlineData("D", "44=1|", "44=1.00001|", FixRejectReason.ValueOutOfRange, 44)]
    [InlineData("D", "44=1|", "44=x|", FixRejectReason.IncorrectFormat, 44)]
    [InlineData("D", "44=1|", "44=|", FixRejectReason.TagWithoutValue, 44)]
    [InlineData("D", "44=1|", "44=1|44=1|", FixRejectReason.TagTwice, 44)]
    [InlineData("D", "44=1|", "44=1|59=Z|", FixRejectReason.ValueOutOfRange, 59)]
    [InlineData("D", "44=1|", "44=1|7001=x|", FixRejectReason.IncorrectFormat, 7001)]
    [InlineData("D", "11=a|", "11=12345678901234567890123456789012|", FixRejectReason.ValueOutOfRange, 11)]
    [InlineData("F", "41=b|", "", FixRejectReason.RequiredTagMissing, 41)]
    [InlineData("G", "41=b|", "", FixRejectReason.RequiredTagMissing, 41)]
    [InlineData("G", "40=2|", "", FixRejectReason.RequiredTagMissing, 40)]
    public void ShouldGiveTheRejectReasonWhenARequestIsWrong(
        string type, string old, string now, FixRejectReason reason, int tag)
    {
        string body = $"35={type}|34=2|49=A|52=20260101-12:00:00|56=B|11=a|41=b|"
            + "55=AAPL|54=1|60=20260101-12:00:00|40=2|38=1|44=1|";
        Assert.Contains("|" + old, body);
        ParseRequest(
            Naive.Message(body.Replace("|" + old, "|" + now)), new FixSymbolTable(["AAPL"]), out FixParseResult result);
        Assert.Equal((reason, tag), (result.RejectReason, result.Tag));
        ParseRequest(Naive.Message(body), new FixSymbolTable(["AAPL"]), out result);
        Assert.True(result.IsOk);
    }

    [Fact]
    public void ShouldKeepTheTextWhenTheSymbolIsUnknown()
    {
        const string body =
            "35=D|34=2|49=A|52=20260101-12:00:00|56=B|11=a|55=NOPE|54=1|60=20260101-12:00:00|40=1|38=1|";
        OrderRequestFields read = ParseRequest(
            Naive.Message(body), new FixSymbolTable(["AAPL"]), out FixParseResult result);
        Assert.True(result.IsOk);
        Assert.Equal(0, read.IsSymbolKnown);
        SessionHarness exchange = SessionHarness.LoggedOn();
        var buffer = new byte[1024];
        var report = new ExecutionReport
        {
            ClOrdId = read.ClOrdId, UnknownSymbol = read.UnknownSymbol, ExecType = FixExecType.Rejected,
            OrdStatus = FixOrdStatus.Rejected, Side = read.Side, RejectReason = 1, TransactTimeNs = exchange.Now,
        };
        string sent = Naive.Text(buffer.AsSpan(0, exchange.Out.WriteReport(report, exchange.Now, buffer)));
        Assert.Equal("NOPE", Naive.Field(sent, 55));
        Assert.Equal("1", Naive.Field(sent, 103));
    }
}
