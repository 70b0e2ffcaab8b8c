namespace HftGateway.Fix.Tests;

public sealed class FixEncoderTests
{
    private static FixSessionOptions Options(
        int digits = 9, int decimals = 2, int trigger = 7001, bool handlInst = false,
        FixVersion version = FixVersion.Fix44) => new()
    {
        Version = version,
        SenderCompId = "GATEWAY",
        TargetCompId = "EXCH",
        Symbols = ["AAPL", "BRK.A", "ABCDEFGHIJKLMNOP", "F"],
        ClOrdIdPrefix = "HG",
        TimestampDigits = digits,
        PriceDecimals = decimals,
        TriggerTag = trigger,
        SendHandlInst = handlInst,
    };

    private static NewOrder Order() => new()
    {
        OrderId = 42, Price = 1_234_500, Quantity = 100, Symbol = 0, Side = FixSide.Buy, OrderType = FixOrderType.Limit,
        TimeInForce = FixTimeInForce.Day, TriggerSequence = 987_654,
    };

    [Fact]
    public void ShouldGiveTheseExactBytesWhenANewOrderIsWritten()
    {
        var session = new FixOutboundSession(Options());
        var buffer = new byte[1024];
        int length = session.WriteOrder(Order(), Naive.Noon, buffer);
        Assert.Equal(
            "8=FIX.4.4|9=159|35=D|34=1|49=GATEWAY|52=20260101-12:00:00.123456789|56=EXCH|11=HG0000000042"
            + "|38=100|40=2|44=123.45|54=1|55=AAPL|59=0|60=20260101-12:00:00.123456789|7001=987654|10=065|",
            Naive.Text(buffer.AsSpan(0, length)));
        Assert.Equal(2ul, session.NextSequence);
        Assert.Equal(Naive.Noon, session.LastSentNs);
    }

    private static string NaiveOrder(FixSessionOptions o, char type, ulong sequence, long utcNs, uint id, uint original,
        bool postOnly, uint quantity, FixOrderType? orderType, long price, FixSide side, int symbol,
        FixTimeInForce? tif, ulong trigger)
    {
        string time = Naive.Time(utcNs, o.TimestampDigits);
        string body = $"35={type}|34={sequence}|49={o.SenderCompId}|52={time}|56={o.TargetCompId}|"
            + $"11={o.ClOrdIdPrefix}{id:0000000000}|"
            + (postOnly ? "18=6|" : "")
            + ((o.SendHandlInst || o.Version == FixVersion.Fix42) && type != 'F' ? "21=1|" : "")
            + $"38={quantity}|"
            + (orderType is null ? "" : $"40={(char)orderType}|")
            + (original == 0 ? "" : $"41={o.ClOrdIdPrefix}{original:0000000000}|")
            + (orderType == FixOrderType.Limit ? $"44={Naive.Price(price, o.PriceDecimals)}|" : "")
            + $"54={(char)side}|55={o.Symbols[symbol]}|"
            + (tif is null ? "" : $"59={(char)tif}|")
            + $"60={time}|"
            + (o.TriggerTag == 0 ? "" : $"{o.TriggerTag}={trigger}|");
        return Naive.Text(Naive.Message(body, o.Version.BeginString()));
    }

    [Theory]
    [InlineData(FixVersion.Fix42, "FIX.4.2", "", "21=1|")]
    [InlineData(FixVersion.Fix44, "FIX.4.4", "", "")]
    [InlineData(FixVersion.Fixt11, "FIXT.1.1", "1137=9|", "")]
    public void ShouldWriteWhatTheVersionAsksFor(FixVersion version, string begin, string logon, string order)
    {
        var session = new FixOutboundSession(Options(3, trigger: 0, version: version));
        var buffer = new byte[1024];
        const string Time = "20260101-12:00:00.123";
        const string Header = $"|49=GATEWAY|52={Time}|56=EXCH|";
        int length = session.WriteLogon(buffer, Naive.Noon);
        Expect($"35=A|34=1{Header}98=0|108=30|{logon}");
        length = session.WriteOrder(Order(), Naive.Noon, buffer);
        Expect($"35=D|34=2{Header}11=HG0000000042|{order}38=100|40=2|44=123.45|54=1|55=AAPL|59=0|60={Time}|");
        length = session.WriteStatusRequest(42, 0, FixSide.Buy, buffer, Naive.Noon);
        Expect($"35=H|34=3{Header}11=HG0000000042|54=1|55=AAPL|");
        length = session.WriteLogout(buffer, Naive.Noon);
        Expect($"35=5|34=4{Header}");

        void Expect(string body) => Assert.Equal(
            Naive.Text(Naive.Message(body, begin)), Naive.Text(buffer.AsSpan(0, length)));
    }

    [Fact]
    public void ShouldRefuseVersionsWithoutTemplates() =>
        Assert.Throws<ArgumentException>(() => Options(version: FixVersion.Fix43).Validate());

    [Fact]
    public void ShouldEqualTheNaiveEncoderByteForByteWhenOrdersAreRandom()
    {
        const int seed = 2026;
        var random = new Random(seed);
        var buffer = new byte[FixMessageTemplates.MaxMessageBytes];
        FixSide[] sides = [FixSide.Buy, FixSide.Sell, FixSide.SellShort, FixSide.SellShortExempt];
        for (int variant = 0; variant < 40; variant++)
        {
            FixSessionOptions o = Options(
                (int[])[0, 3, 6, 9] is var d ? d[variant % 4] : 0, variant % 5,
                variant % 3 == 0 ? 0 : 5000 + (variant * 100), variant % 2 == 0,
                (FixVersion[])[FixVersion.Fix42, FixVersion.Fix44, FixVersion.Fixt11] is var v ? v[variant % 3] : default);
            var templates = new FixMessageTemplates(o, new FixSymbolTable(o.Symbols));
            long utcNs = random.NextInt64(0, 4_000_000_000_000_000_000);
            for (int i = 0; i < 500; i++)
            {
                utcNs += random.NextInt64(1L << random.Next(1, 45));
                ulong sequence = (ulong)random.NextInt64() >> random.Next(1, 64);
                var id = (uint)Math.Max(1, random.NextInt64(1L << random.Next(1, 33)));
                var original = (uint)Math.Max(1, random.NextInt64(1L << random.Next(1, 33)));
                var quantity = (uint)Math.Max(1, random.NextInt64(1L << random.Next(1, 33)));
                long price = random.NextInt64() >> random.Next(64);
                price = random.Next(3) == 0 ? price / 100 * 100 : random.Next(5) == 0 ? -price : price;
                ulong trigger = (ulong)random.NextInt64() >> random.Next(64);
                FixSide side = sides[random.Next(4)];
                FixOrderType type = random.Next(4) == 0 ? FixOrderType.Market : FixOrderType.Limit;
                FixTimeInForce tif = random.Next(2) == 0 ? FixTimeInForce.Day : FixTimeInForce.ImmediateOrCancel;
                int symbol = random.Next(4);
                bool post = random.Next(2) == 0;
                var order = new NewOrder
                {
                    OrderId = id, Price = price, Quantity = quantity, Symbol = (ushort)symbol, Side = side,
                    OrderType = type, TimeInForce = tif, TriggerSequence = trigger, PostOnly = (byte)(post ? 1 : 0),
                };
                var replace = new ReplaceOrder
                {
                    OrderId = id, OriginalOrderId = original, Price = price, Quantity = quantity,
                    Symbol = (ushort)symbol, Side = side, OrderType = type, TimeInForce = tif,
                    TriggerSequence = trigger, PostOnly = (byte)(post ? 1 : 0),
                };
                var cancel = new CancelOrder
                {
                    OrderId = id, OriginalOrderId = original, Quantity = quantity, Symbol = (ushort)symbol, Side = side,
                    TriggerSequence = trigger,
                };
                string where = $"seed {seed} variant {variant} round {i}";
                int length = templates.Write(order, sequence, utcNs, buffer);
                Check(
                    NaiveOrder(o, 'D', sequence, utcNs, id, 0, post, quantity, type, price, side, symbol, tif,
                        trigger),
                    buffer, length, where);
                length = templates.Write(replace, sequence, utcNs, buffer);
                Check(
                    NaiveOrder(o, 'G', sequence, utcNs, id, original, post, quantity, type, price, side, symbol, tif,
                        trigger),
                    buffer, length, where);
                length = templates.Write(cancel, sequence, utcNs, buffer);
                Check(
                    NaiveOrder(o, 'F', sequence, utcNs, id, original, false, quantity, null, 0, side, symbol, null,
                        trigger),
                    buffer, length, where);
            }
        }
    }

    private static void Check(string expected, byte[] buffer, int length, string where) =>
        Assert.True(expected == Naive.Text(buffer.AsSpan(0, length)),
            $"{where}: expected {expected} got {Naive.Text(buffer.AsSpan(0, length))}");

    [Fact]
    public void ShouldWriteNothingBeyondWhenTheBufferIsTooShort()
    {
        var session = new FixOutboundSession(Options());
        var full = new byte[1024];
        int needed = new FixOutboundSession(Options()).WriteOrder(Order(), Naive.Noon, full);
        for (int room = 0; room < FixMessageTemplates.MaxMessageBytes + 10; room++)
        {
            var buffer = new byte[room + 64];
            Array.Fill(buffer, (byte)0xA5);
            ulong before = session.NextSequence;
            int length = session.WriteOrder(Order(), Naive.Noon, buffer.AsSpan(0, room));
            Assert.True(buffer.AsSpan(room).IndexOfAnyExcept((byte)0xA5) < 0,
                $"wrote behind the end with {room} bytes of room");
            if (room < needed)
            {
                Assert.Equal(0, length);
                Assert.Equal(before, session.NextSequence);
                continue;
            }
            Assert.True(length >= needed);
            Assert.Equal(before + 1, session.NextSequence);
            session.ResetSequence();
        }
    }

    [Fact]
    public void ShouldRefuseWhenAnOrderMustNotBeSent()
    {
        var session = new FixOutboundSession(Options());
        var buffer = new byte[1024];
        NewOrder[] bad =
        [
            Order() with { OrderId = 0 }, Order() with { Quantity = 0 }, Order() with { Symbol = 4 },
            Order() with { Side = 0 },
            Order() with { OrderType = (FixOrderType)'3' }, Order() with { TimeInForce = 0 },
        ];
        foreach (NewOrder order in bad)
        {
            Assert.Equal(FixMessageTemplates.Refused, session.WriteOrder(order, Naive.Noon, buffer));
            Assert.Equal(FixMessageTemplates.Refused, session.WriteOrder(order, Naive.Noon, buffer.AsSpan(0, 300)));
        }
        Assert.Equal(FixMessageTemplates.Refused, session.WriteOrder(
            new CancelOrder { OrderId = 1, Quantity = 1, Side = FixSide.Buy }, Naive.Noon, buffer));
        Assert.Equal(FixMessageTemplates.Refused, session.WriteOrder(
            new ReplaceOrder
            {
                OrderId = 1, Quantity = 1, Side = FixSide.Buy, OrderType = FixOrderType.Limit,
                TimeInForce = FixTimeInForce.Day,
            }, Naive.Noon, buffer));
        Assert.Equal(1ul, session.NextSequence);
    }

    [Fact]
    public void ShouldFitWhenEveryFieldIsAsLongAsItCanBe()
    {
        var o = new FixSessionOptions
        {
            SenderCompId = new string('S', 64), TargetCompId = new string('T', 64), ClOrdIdPrefix = new string('P', 16),
            Symbols = [new string('X', 16)], TimestampDigits = 9, PriceDecimals = 4, TriggerTag = 9999,
            SendHandlInst = true,
        };
        var templates = new FixMessageTemplates(o, new FixSymbolTable(o.Symbols));
        var buffer = new byte[FixMessageTemplates.MaxMessageBytes + 8];
        Array.Fill(buffer, (byte)0xA5);
        var replace = new ReplaceOrder
        {
            OrderId = uint.MaxValue, OriginalOrderId = uint.MaxValue, Price = long.MinValue, Quantity = uint.MaxValue,
            Side = FixSide.Sell, OrderType = FixOrderType.Limit, TimeInForce = FixTimeInForce.Day,
            TriggerSequence = ulong.MaxValue, PostOnly = 1,
        };
        int length = templates.Write(
            replace, ulong.MaxValue, long.MaxValue, buffer.AsSpan(0, FixMessageTemplates.MaxMessageBytes));
        Assert.NotNull(Naive.Parse(buffer.AsSpan(0, length)));
        Assert.Contains("44=-922337203685477.5808|", Naive.Text(buffer.AsSpan(0, length)));
        Assert.True(buffer.AsSpan(FixMessageTemplates.MaxMessageBytes).IndexOfAnyExcept((byte)0xA5) < 0);
        Assert.True(length < FixMessageTemplates.MaxMessageBytes - 64, $"{length} leaves too little slack");
    }

    [Theory]
    [InlineData("", "sender")]
    [InlineData("A\u0001B", "SOH")]
    [InlineData("A=B", "equals")]
    public void ShouldRefuseAtTheStartWhenACompIdWouldBreakMessages(string compId, string why)
    {
        Assert.NotNull(why);
        Assert.Throws<ArgumentException>(
            () => new FixOutboundSession(new FixSessionOptions { SenderCompId = compId, TargetCompId = "B" }));
    }
}
