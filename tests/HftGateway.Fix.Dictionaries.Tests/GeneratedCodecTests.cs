using System.Text;
using Fix44;
using HftGateway.Fix;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>Generated readers and writers: exact bytes, every kind of field, nested groups, foreign tags, bad input.</summary>
public sealed class GeneratedCodecTests
{
    private const long TimeNs = 1_767_607_200_123_456_789; // 2026-01-05 10:00:00.123456789
    private const string Legs = "55=X|54=1|151=0|14=0|37=o|17=e|150=0|39=0|555=2|600=L1|539=2|524=P1|525=D|538=4|804=2|545=S1|805=1|545=S2|805=2|"
        + "524=P2|566=1.25|600=L2|539=1|524=P3|58=end|";

    private readonly FixWriter _writer = new("FIX.4.4", "SELL", "BUY", 9);
    private readonly FixIndex _index = new();

    [Fact]
    public void ShouldWriteTheBytesOfEveryKindOfField()
    {
        var order = NewOrderSingleWriter.Begin(_writer, 7, TimeNs)
            .ClOrdID("id-1"u8).Side(Side.Sell).OrdType(OrdType.Limit).Price(12_345_600, 4).OrderQty(100, 0)
            .TransactTime(TimeNs).TradeDate(20_458).SecurityType(SecurityType.CommonStock).PutOrCall(PutOrCall.Call)
            .LocateReqd(true).ExecInst("1 6"u8).StopPx(-5, 2).EncodedText("a\u0001b"u8).Field(7001, "v"u8);
        order.PartyIDs(1).PartyID("P"u8).PartyIDSource(PartyIDSource.ProprietaryCustomCode).PartyRole(PartyRole.ExecutingFirm)
            .PartySubIDs(1).PartySubID("S"u8).PartySubIDType(4);
        string text = Text(order.End());
        Assert.Equal(
            "8=FIX.4.4|9=235|35=D|34=7|49=SELL|52=20260105-10:00:00.123456789|56=BUY|11=id-1|54=2|40=2|44=1234.5600|38=100|"
            + "60=20260105-10:00:00.123456789|75=20260105|167=CS|201=1|114=Y|18=1 6|99=-0.05|354=3|355=a|b|7001=v|453=1|448=P|"
            + "447=D|452=1|802=1|523=S|803=4|", text[..^7]);
        Assert.True(FixFrame.TryCreate(Encoding.Latin1.GetBytes(text.Replace('|', '\u0001')), out _));
    }

    [Fact]
    public void ShouldReadWhatItWrote()
    {
        var order = NewOrderSingleWriter.Begin(_writer, 7, TimeNs)
            .ClOrdID("id-1"u8).Side(Side.Sell).OrdType(OrdType.Limit).Price(12_345_600, 4).OrderQty(100, 0)
            .TransactTime(TimeNs).TradeDate(20_458).SecurityType(SecurityType.CommonStock).PutOrCall(PutOrCall.Call)
            .LocateReqd(true).EncodedText("a\u0001b"u8).Field(7001, "v"u8);
        Assert.True(FixFrame.TryCreate(order.End(), out FixFrame frame));
        Assert.True(NewOrderSingleReader.TryRead(frame, _index, out NewOrderSingleReader reader).IsOk);
        Assert.Equal("id-1"u8, reader.ClOrdID);
        Assert.Equal((Side.Sell, OrdType.Limit, SecurityType.CommonStock), (reader.Side, reader.OrdType, reader.SecurityType));
        Assert.True(reader.TryGetPrice(8, out long price) && price == 123_456_000_000);
        Assert.False(reader.TryGetPrice(1, out _));
        Assert.True(reader.TryGetOrderQty(0, out long quantity) && quantity == 100);
        Assert.True(reader.TryGetTransactTime(out long time) && time == TimeNs);
        Assert.True(reader.TryGetTradeDate(out int days) && days == 20_458);
        Assert.True(reader.TryGetPutOrCall(out PutOrCall put) && put == PutOrCall.Call);
        Assert.True(reader.TryGetLocateReqd(out bool locate) && locate);
        Assert.Equal("a\u0001b"u8, reader.EncodedText);
        Assert.Equal("v"u8, reader.Get(7001));
        Assert.True(reader.Account.IsEmpty);
        Assert.Equal((TimeInForce)0, reader.TimeInForce);
        Assert.False(reader.TryGetStopPx(2, out _));
        Assert.False(reader.PartyIDs.MoveNext());
    }

    // Messages of a few orders in turn, read by what was learnt of the first of each.
    [Fact]
    public void ShouldReadMessagesByTheOrderOfEarlierOnes()
    {
        var map = new FixFieldMap();
        string[] bodies =
        [
            "55=X|54=1|151={0}|14={1}|37=o{0}|17=e|150=0|39=0|",
            "37=o{0}|17=e{1}|150=0|39=0|55=X|54=1|151={0}|14={1}|58=text {1}|7001={0}|",
            "55=X|54=1|151={0}|14={1}|37=o|17=e|150=0|39=0|555=2|600=L{0}|539=1|524=P{1}|600=M|58=end|",
        ];
        for (int i = 1; i < 3000; i++)
        {
            string body = string.Format(bodies[i % bodies.Length], i, i * 7 % 1000).Replace('|', '\u0001');
            string fields = $"35=8\u000134={i}\u000149=S\u000152=20260105-10:00:00\u000156=B\u0001" + body;
            string start = $"8=FIX.4.4\u00019={fields.Length}\u0001{fields}";
            byte[] bytes = Encoding.Latin1.GetBytes($"{start}10={start.Sum(static c => c) & 255:000}\u0001");
            Assert.True(FixFrame.TryCreate(bytes, map, out FixFrame frame));
            Assert.True(ExecutionReportReader.TryRead(frame, _index, out ExecutionReportReader report).IsOk);
            Assert.True(report.TryGetLeavesQty(0, out long leaves) && leaves == i);
            Assert.True(report.TryGetCumQty(4, out long filled) && filled == i * 7 % 1000 * 10_000L);
            switch (i % bodies.Length)
            {
                case 0:
                    Assert.Equal($"o{i}", Encoding.Latin1.GetString(report.OrderID));
                    Assert.True(report.Text.IsEmpty);
                    break;
                case 1:
                    Assert.Equal($"text {i * 7 % 1000}", Encoding.Latin1.GetString(report.Text));
                    Assert.Equal($"{i}", Encoding.Latin1.GetString(report.Get(7001)));
                    break;
                default:
                    LegsGroup legs = report.Legs;
                    Assert.True(legs.MoveNext());
                    Assert.Equal($"L{i}", Encoding.Latin1.GetString(legs.LegSymbol));
                    Assert.True(legs.MoveNext());
                    Assert.Equal("M"u8, legs.LegSymbol);
                    Assert.False(legs.MoveNext());
                    break;
            }
        }

        Assert.True(map.ShapedCount > 2900, $"{map.ShapedCount}");
    }

    [Fact]
    public void ShouldReadNumbersInAMessageAsAlone()
    {
        var random = new Random(3);
        const string Characters = "0123456789.-+ 5059";
        byte[] message = new byte[64];
        for (int i = 0; i < 200_000; i++)
        {
            random.NextBytes(message);
            int length = random.Next(0, 18), offset = random.Next(12, 30);
            for (int at = 0; at < length; at++)
            {
                char c = random.Next(8) == 0 ? Characters[random.Next(Characters.Length)] : (char)('0' + random.Next(10));
                message[offset + at] = (byte)c;
            }

            var range = new FixRange(offset, length);
            ReadOnlySpan<byte> value = message.AsSpan(offset, length);
            Assert.Equal(
                (FixRead.TryInt(value, out long number), number), (FixRead.TryInt(message, range, out long inside), inside));
            int decimals = random.Next(0, 9);
            bool ok = FixRead.TryDecimal(value, decimals, out number);
            Assert.Equal((ok, number), (FixRead.TryDecimal(message, range, decimals, out inside), inside));
        }
    }

    [Fact]
    public void ShouldReadGroupsThreeDeep()
    {
        ExecutionReportReader report = Read(Legs);
        var text = new StringBuilder();
        InstrmtLegs(report.Legs, text);
        Assert.Equal("L1 1.25 [P1 D 4 {S1 1}{S2 2}][P2  0] | L2 - [P3  0] | ", text.ToString());
        Assert.Equal(2, report.Legs.Count);
        Assert.Equal("end"u8, report.Text);
    }

    [Theory]
    [InlineData("555=9|600=A|600=B|", "A - | B - | ")]                          // the count lies
    [InlineData("555=0|", "")]
    [InlineData("555=x|600=A|", "A - | ")]
    [InlineData("600=A|600=B|", "")]                                             // no count: no group
    [InlineData("555=2|600=A|7001=v|566=2|600=B|7002=w|58=t|", "A 2 | B - | ")] // foreign tags stay in their entry
    [InlineData("555=2|566=1|600=A|566=2|600=B|", "A 1 | B 2 | ")]               // the first tag seen begins entries
    [InlineData("555=1|58=t|600=A|", "")]
    public void ShouldReadGroupsThatAreNotAsTheyShouldBe(string fields, string expected)
    {
        var text = new StringBuilder();
        InstrmtLegs(Read("55=X|" + fields).Legs, text);
        Assert.Equal(expected, text.ToString());
    }

    [Fact]
    public void ShouldFindForeignTagsInAnEntry()
    {
        Fix44.LegsGroup legs = Read("55=X|555=2|600=A|7001=v|600=B|7001=w|").Legs;
        Assert.True(legs.MoveNext());
        Assert.Equal("v"u8, legs.Get(7001));
        Assert.True(legs.MoveNext());
        Assert.Equal("w"u8, legs.Get(7001));
        Assert.False(legs.MoveNext());
        Assert.True(legs.Get(7001).IsEmpty);
    }

    [Theory]
    [InlineData("55=X|58=|", FixParseError.EmptyValue, 58)]
    [InlineData("55=X|a=b|", FixParseError.InvalidTag, 0)]
    [InlineData("55=X|354=9|355=short|", FixParseError.DataLength, 355)]
    public void ShouldNameWhatCannotBeRead(string fields, FixParseError error, int tag)
    {
        Assert.True(FixFrame.TryCreate(Samples.Message("35=8|" + fields), out FixFrame frame));
        Assert.Equal(new FixParseResult(error, tag), ExecutionReportReader.TryRead(frame, _index, out _));
    }

    [Fact]
    public void ShouldRefuseMoreFieldsThanTheIndexHolds()
    {
        var index = new FixIndex(16);
        string fields = string.Concat(Enumerable.Range(5000, 17).Select(t => $"{t}=x|"));
        Assert.True(FixFrame.TryCreate(Samples.Message("35=8|" + fields), out FixFrame frame));
        Assert.Equal(FixParseError.OutOfRange, ExecutionReportReader.TryRead(frame, index, out _).Error);
    }

    [Fact]
    public void ShouldRefuseToWriteWhatIsNoField()
    {
        Assert.True(NewOrderSingleWriter.Begin(_writer, 1, TimeNs).ClOrdID("a\u0001b"u8).End().IsEmpty);
        Assert.Equal(FixParseError.BadFormat, _writer.Failure);
        Assert.True(NewOrderSingleWriter.Begin(_writer, 1, TimeNs).ClOrdID(default).End().IsEmpty);
        Assert.Equal(FixParseError.EmptyValue, _writer.Failure);
        Assert.True(NewOrderSingleWriter.Begin(_writer, 1, TimeNs).Side(0).End().IsEmpty);
        Assert.True(NewOrderSingleWriter.Begin(_writer, 1, TimeNs).Price(1, 19).End().IsEmpty);
        Assert.True(NewOrderSingleWriter.Begin(_writer, 1, TimeNs).Field(0, "x"u8).End().IsEmpty);
        Assert.False(NewOrderSingleWriter.Begin(_writer, 1, TimeNs).ClOrdID("a"u8).End().IsEmpty);
    }

    [Fact]
    public void ShouldNeverWriteBeyondItsCapacity()
    {
        for (int capacity = 256; capacity < 700; capacity++)
        {
            var writer = new FixWriter("FIX.4.4", "S", "T", 9, capacity);
            var order = NewOrderSingleWriter.Begin(writer, ulong.MaxValue, TimeNs);
            for (int i = 0; i < 8; i++)
                order = order.ClOrdID("0123456789012345678901234567890123456789"u8).TransactTime(TimeNs).Price(long.MinValue + 1, 9);
            ReadOnlySpan<byte> message = order.End();
            Assert.Equal(message.IsEmpty, writer.Failure == FixParseError.OutOfRange);
            Assert.True(message.IsEmpty || FixFrame.TryCreate(message, out _));
        }
    }

    // What the order session writes by templates is what the version's dictionary asks for.
    [Theory]
    [InlineData(FixVersion.Fix42, "FIX.4.2")]
    [InlineData(FixVersion.Fix44, "FIX.4.4")]
    [InlineData(FixVersion.Fixt11, "FIX.5.0SP2")]
    public void ShouldFindOrderSessionsValid(FixVersion version, string dictionary)
    {
        FixMessageSchema schema = version == FixVersion.Fixt11
            ? new(FixDictionaries.Get("FIXT.1.1"), FixDictionaries.Get(dictionary))
            : new(FixDictionaries.Get(dictionary));
        var validator = new FixMessageValidator(schema);
        var session = new FixOutboundSession(new FixSessionOptions
        {
            Version = version, SenderCompId = "US", TargetCompId = "THEM", Symbols = ["X"], TimestampDigits = 3,
            TriggerTag = 0,
        });
        byte[] buffer = new byte[FixOutboundSession.ActionBytes];
        var order = new NewOrder
        {
            OrderId = 1, Price = 10_000, Quantity = 5, Side = FixSide.Buy, OrderType = FixOrderType.Limit,
            TimeInForce = FixTimeInForce.Day,
        };
        Check(session.WriteLogon(buffer, TimeNs));
        Check(session.WriteOrder(order, TimeNs, buffer));
        Check(session.WriteOrder(
            new ReplaceOrder
            {
                OrderId = 2, OriginalOrderId = 1, Price = 10_000, Quantity = 5, Side = FixSide.Buy,
                OrderType = FixOrderType.Limit, TimeInForce = FixTimeInForce.Day,
            },
            TimeNs, buffer));
        Check(session.WriteOrder(
            new CancelOrder { OrderId = 3, OriginalOrderId = 2, Quantity = 5, Side = FixSide.Buy }, TimeNs, buffer));
        Check(session.WriteStatusRequest(2, 0, FixSide.Buy, buffer, TimeNs));
        if (version > FixVersion.Fix42)
        {
            Check(session.WriteMassStatusRequest(buffer, TimeNs));
            Check(session.WriteMassCancel(buffer, TimeNs));
        }

        Check(session.WriteHeartbeat(buffer, TimeNs, "T"u8));
        Check(session.WriteTestRequest(buffer, TimeNs, "T"u8));
        Check(session.WriteResendRequest(buffer, TimeNs, 1));
        Check(session.WriteGapFill(buffer, TimeNs, 1, 2));
        Check(session.WriteReject(buffer, TimeNs, 1, FixRejectReason.RequiredTagMissing, 11, FixMsgType.NewOrderSingle));
        Check(session.WriteBusinessReject(buffer, TimeNs, 1, 3, FixMsgType.NewOrderSingle));
        Check(session.WriteLogout(buffer, TimeNs, "end"u8));

        void Check(int length)
        {
            Assert.True(FixFrame.TryCreate(buffer.AsSpan(0, length), out FixFrame frame));
            Assert.Equal(FixValidationResult.Valid, validator.Validate(frame));
        }
    }

    [Fact]
    public void ShouldServeOtherVersions()
    {
        var writer = new FixWriter("FIXT.1.1", "S", "T");
        ReadOnlySpan<byte> message = Fix50Sp2.NewOrderSingleWriter.Begin(writer, 2, TimeNs, "1128=9\u0001"u8)
            .ClOrdID("x"u8).Side(Fix50Sp2.Side.Buy).TransactTime(TimeNs).OrdType(Fix50Sp2.OrdType.Market).End();
        Assert.Equal(
            "8=FIXT.1.1|9=92|35=D|1128=9|34=2|49=S|52=20260105-10:00:00.123|56=T|11=x|54=1|60=20260105-10:00:00.123|40=1|",
            Text(message)[..^7]);
        FixMessageSchema schema = new(FixDictionaries.Get("FIXT.1.1"), FixDictionaries.Get("FIX.5.0SP2"));
        Assert.True(FixFrame.TryCreate(message, out FixFrame frame));
        Assert.Equal(FixValidationResult.Valid, new FixMessageValidator(schema).Validate(frame));

        writer = new FixWriter("FIX.4.2", "S", "T");
        message = Fix42.ExecutionReportWriter.Begin(writer, 3, TimeNs).OrderID("o"u8).ExecID("e"u8)
            .ExecTransType(Fix42.ExecTransType.New).ExecType(Fix42.ExecType.PartialFill)
            .OrdStatus(Fix42.OrdStatus.PartiallyFilled).Symbol("X"u8).Side(Fix42.Side.Buy).LastShares(10, 0).LastPx(15, 1)
            .LeavesQty(5, 0).CumQty(10, 0).AvgPx(15, 1).End();
        Assert.True(FixFrame.TryCreate(message, out frame));
        Assert.Equal(
            FixValidationResult.Valid,
            new FixMessageValidator(new FixMessageSchema(FixDictionaries.Get("FIX.4.2"))).Validate(frame));
        Assert.True(Fix42.ExecutionReportReader.TryRead(frame, _index, out Fix42.ExecutionReportReader report).IsOk);
        Assert.Equal(Fix42.ExecType.PartialFill, report.ExecType);
        Assert.True(report.TryGetLastPx(4, out long px) && px == 15_000);
    }

    [Fact]
    public void ShouldNotAllocate()
    {
        byte[] message = Samples.Message("35=8|34=1|" + Legs);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                FixFrame.TryCreate(message, out FixFrame frame);
                ExecutionReportReader.TryRead(frame, _index, out ExecutionReportReader report);
                Fix44.LegsGroup legs = report.Legs;
                while (legs.MoveNext())
                {
                    NestedPartyIDsGroup parties = legs.NestedPartyIDs;
                    while (parties.MoveNext())
                        _ = parties.NestedPartyID;
                }
                var order = NewOrderSingleWriter.Begin(_writer, (ulong)i, TimeNs + i).ClOrdID("a"u8).Price(i, 2).Side(Side.Buy);
                order.PartyIDs(1).PartyID("P"u8);
                if (order.End().IsEmpty)
                    throw new InvalidOperationException("not written");
            }
        }));
    }

    private static void InstrmtLegs(Fix44.LegsGroup legs, StringBuilder text)
    {
        while (legs.MoveNext())
        {
            text.Append(Encoding.ASCII.GetString(legs.LegSymbol)).Append(' ');
            text.Append(legs.TryGetLegPrice(2, out long price) ? (price / 100m).ToString("0.##", null) : "-").Append(' ');
            NestedPartyIDsGroup parties = legs.NestedPartyIDs;
            bool any = false;
            while (parties.MoveNext())
            {
                any = true;
                text.Append('[').Append(Encoding.ASCII.GetString(parties.NestedPartyID)).Append(' ');
                if (parties.NestedPartyIDSource != 0)
                    text.Append((char)parties.NestedPartyIDSource);
                parties.TryGetNestedPartyRole(out long role);
                text.Append(' ').Append(role);
                NestedPartySubIDsGroup subs = parties.NestedPartySubIDs;
                bool inner = false;
                while (subs.MoveNext())
                {
                    subs.TryGetNestedPartySubIDType(out long type);
                    text.Append(inner ? "" : " ").Append('{').Append(Encoding.ASCII.GetString(subs.NestedPartySubID)).Append(' ')
                        .Append(type).Append('}');
                    inner = true;
                }
                text.Append(']');
            }
            text.Append(any ? " | " : "| ");
        }
    }

    private ExecutionReportReader Read(string fields)
    {
        Assert.True(FixFrame.TryCreate(Samples.Message("35=8|" + fields), out FixFrame frame));
        Assert.True(ExecutionReportReader.TryRead(frame, _index, out ExecutionReportReader report).IsOk);
        return report;
    }

    private static string Text(ReadOnlySpan<byte> message) => Encoding.Latin1.GetString(message).Replace('\u0001', '|');
}
