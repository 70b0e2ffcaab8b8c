namespace HftGateway.Fix.Tests;

/// <summary>Rules of the reference, section 3 "Resending".</summary>
public sealed class SessionResendTests
{
    private static readonly ExecutionReport Report = new()
    {
        OrderId = 7, ExecId = 9, ExecType = FixExecType.New, OrdStatus = FixOrdStatus.New, Side = FixSide.Buy,
        OrderType = FixOrderType.Limit, Price = 1_000_000, OrderQuantity = 10, LeavesQuantity = 10,
        TransactTimeNs = Naive.Noon,
    };

    private static string SendReport(SessionHarness harness)
    {
        var buffer = new byte[1024];
        return Naive.Text(buffer.AsSpan(0, harness.Out.WriteReport(Report, harness.Now, buffer)));
    }

    private static string Test(SessionHarness harness)
    {
        var buffer = new byte[1024];
        return Naive.Text(buffer.AsSpan(0, harness.Out.WriteTestRequest(buffer, harness.Now, "x"u8)));
    }

    [Fact]
    public void ShouldGapFillEverythingAndNameTheOrdersWhenAGatewayIsAsked()
    {
        SessionHarness harness = SessionHarness.LoggedOn(FixRole.Initiator);
        harness.SendOrder(11); // 2
        Test(harness); // 3
        harness.SendOrder(12); // 4
        harness.SendOrder(13); // 5
        string fill = Assert.Single(harness.Feed(2, "2", "7=2|16=0|"));
        string expected = "35=4|34=2|43=Y|49=US|52=20260101-12:00:00.123|56=THEM|122=20260101-12:00:00.123|36=6|123=Y|";
        Assert.Equal(Naive.Text(Naive.Message(expected)), fill);
        Assert.Equal(new GapFillRange(2, 5, 3, true), harness.Out.LastGapFill);
        var orders = new SentOrder[10];
        Assert.Equal(3, harness.Out.CopySentOrders(2, 5, orders));
        Assert.Equal([(2ul, 11u), (4ul, 12u), (5ul, 13u)], orders.Take(3).Select(o => (o.Sequence, o.OrderId)));
        Assert.Equal(6ul, harness.Out.NextSequence); // resending spends nothing
        Assert.StartsWith("8=FIX.4.4|", harness.SendOrder(14));
        Assert.True(harness.Out.TryFindSentOrder(6, out SentOrder sent));
        Assert.Equal(14u, sent.OrderId);
        Assert.False(harness.Out.TryFindSentOrder(3, out _));
    }

    [Theory]
    [InlineData(2, 3, 2, 4)]
    [InlineData(2, 999999, 2, 5)] // beyond the newest: cut to it
    [InlineData(4, 4, 4, 5)]
    [InlineData(1, 0, 1, 5)]
    public void ShouldFillExactlyTheRangeWhenItIsBounded(ulong begin, ulong end, ulong first, ulong next)
    {
        SessionHarness harness = SessionHarness.LoggedOn(FixRole.Initiator);
        for (uint id = 1; id <= 3; id++)
            harness.SendOrder(id); // 2, 3, 4
        string fill = Assert.Single(harness.Feed(2, "2", $"7={begin}|16={end}|"));
        Assert.Equal(first.ToString(), Naive.Field(fill, 34));
        Assert.Equal(next.ToString(), Naive.Field(fill, 36));
    }

    [Theory]
    [InlineData("7=0|16=0|", "5", "7")]
    [InlineData("7=5|16=4|", "5", "16")]
    [InlineData("7=5|", "1", "16")]
    [InlineData("16=0|", "1", "7")]
    [InlineData("7=99|16=0|", "5", "7")] // never sent
    [InlineData("7=x|16=0|", "6", "7")]
    public void ShouldRejectWhenTheRangeMakesNoSense(string body, string reason, string tag)
    {
        SessionHarness harness = SessionHarness.LoggedOn(FixRole.Initiator);
        string reject = Assert.Single(harness.Feed(2, "2", body));
        Assert.Equal("3", Naive.Field(reject, 35));
        Assert.Equal(reason, Naive.Field(reject, 373));
        Assert.Equal(tag, Naive.Field(reject, 371));
        Assert.Equal("2", Naive.Field(reject, 372));
        Assert.Equal(3ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldSayIncompleteWhenTheMemoryDoesNotReachBack()
    {
        SessionHarness harness = SessionHarness.LoggedOn(FixRole.Initiator, memory: 16);
        for (uint id = 1; id <= 40; id++)
            harness.SendOrder(id);
        harness.Feed(2, "2", "7=2|16=0|");
        Assert.Equal(new GapFillRange(2, 41, 16, false), harness.Out.LastGapFill);
    }

    [Fact]
    public void ShouldForgetSentOrdersWhenNumbersRestart()
    {
        SessionHarness harness = SessionHarness.LoggedOn(FixRole.Initiator);
        harness.SendOrder(1); // 2
        var buffer = new byte[1024];
        harness.Out.WriteLogon(buffer, harness.Now, reset: true); // 1
        Test(harness); // 2
        Assert.False(harness.Out.TryFindSentOrder(2, out _));
    }

    [Fact]
    public void ShouldSendApplicationMessagesAgainWhenAnExchangeIsAsked()
    {
        var store = new FixResendStore();
        SessionHarness harness = SessionHarness.LoggedOn(store: store);
        string first = SendReport(harness); // 2
        Test(harness); // 3
        Test(harness); // 4
        string second = SendReport(harness); // 5
        Test(harness); // 6: a trailing hole
        harness.Now += SessionHarness.Second;
        List<string> sent = harness.Feed(2, "2", "7=1|16=0|");
        Assert.Equal(["4", "8", "4", "8", "4"], sent.Select(m => Naive.Field(m, 35)));
        Assert.Equal(["1", "2", "3", "5", "6"], sent.Select(m => Naive.Field(m, 34)));
        Assert.Equal(["2", null, "5", null, "7"], sent.Select(m => Naive.Field(m, 36)));
        Assert.All(sent, m => Assert.Equal("Y", Naive.Field(m, 43)));
        Assert.All(sent, m => Assert.Equal("20260101-12:00:01.123", Naive.Field(m, 52)));
        CheckSame(first, sent[1]);
        CheckSame(second, sent[3]);
        Assert.Equal(7ul, harness.Out.NextSequence);
    }

    // Everything unchanged but 9, 10, 43, 52, 122; 122 is the old 52.
    private static void CheckSame(string original, string resent)
    {
        List<(int Tag, string Value)> old = Naive.Parse(Naive.Raw(original))!, again = Naive.Parse(Naive.Raw(resent))!;
        Assert.Equal(
            old.Where(f => f.Tag is not (9 or 10 or 52)), again.Where(f => f.Tag is not (9 or 10 or 52 or 43 or 122)));
        Assert.Equal(Naive.Field(original, 52), Naive.Field(resent, 122));
    }

    [Fact]
    public void ShouldSendFreshTimeAndFirstOriginalWhenResentTwice()
    {
        SessionHarness harness = SessionHarness.LoggedOn(store: new FixResendStore());
        string original = SendReport(harness);
        harness.Now += SessionHarness.Second;
        List<string> once = harness.Feed(2, "2", "7=2|16=2|");
        harness.Now += SessionHarness.Second;
        List<string> twice = harness.Feed(3, "2", "7=2|16=2|"); // a resend was asked for while the first was under way
        CheckSame(original, Assert.Single(once));
        CheckSame(original, Assert.Single(twice));
    }

    [Fact]
    public void ShouldResendInPiecesAndHoldBackNewMessagesWhenTheRangeIsLong()
    {
        SessionHarness harness = SessionHarness.LoggedOn(store: new FixResendStore());
        for (int i = 0; i < 300; i++)
            SendReport(harness); // 2 to 301
        byte[] request = Naive.Message($"35=2|34=9|49=THEM|52={Naive.Time(harness.Now, 3)}|56=US|7=1|16=0|");
        Assert.True(FixFrame.TryCreate(request, out FixFrame frame));
        harness.In.OnFrame(frame, harness.Now, out SessionAction action);
        Assert.True(action.Has(SessionDo.AnswerResend | SessionDo.SendResendRequest));
        var buffer = new byte[FixOutboundSession.ActionBytes];
        var sent = Naive.Split(buffer.AsSpan(0, harness.Out.Execute(action, buffer, harness.Now)));
        Assert.True(harness.Out.ResendPending);
        while (harness.Out.ResendPending)
        {
            Assert.Equal(0, harness.Out.WriteReport(Report, harness.Now, new byte[1024]));
            Assert.Equal(0, harness.Out.WriteHeartbeat(new byte[1024], harness.Now));
            Assert.Equal(0, harness.Out.Execute(action, new byte[8192], harness.Now));
            Assert.Equal(0, harness.Out.ContinueResend(new byte[100], harness.Now));
            sent.AddRange(Naive.Split(buffer.AsSpan(0, harness.Out.ContinueResend(buffer, harness.Now))));
        }
        // Gap fill over the Logon, 300 reports, and at last the own request, with a new number.
        Assert.Equal(302, sent.Count);
        Assert.Equal(
            Enumerable.Range(1, 301).Select(n => n.ToString()), sent.Take(301).Select(m => Naive.Field(m, 34)));
        Assert.Equal("2", Naive.Field(sent[301], 35));
        Assert.Equal("302", Naive.Field(sent[301], 34));
    }

    [Fact]
    public void ShouldDropAResendWhenTheConnectionDrops()
    {
        SessionHarness harness = SessionHarness.LoggedOn(store: new FixResendStore());
        for (int i = 0; i < 300; i++)
            SendReport(harness);
        byte[] request = Naive.Message($"35=2|34=2|49=THEM|52={Naive.Time(harness.Now, 3)}|56=US|7=1|16=0|");
        Assert.True(FixFrame.TryCreate(request, out FixFrame frame));
        harness.In.OnFrame(frame, harness.Now, out SessionAction action);
        harness.Out.Execute(action, new byte[FixOutboundSession.ActionBytes], harness.Now);
        Assert.True(harness.Out.ResendPending);
        harness.Out.OnDisconnected();
        Assert.False(harness.Out.ResendPending);
        Assert.True(harness.Out.WriteLogon(new byte[1024], harness.Now) > 0);
    }

    [Fact]
    public void ShouldGapFillWhatWasPushedOutWhenTheStoreIsFull()
    {
        var store = new FixResendStore(capacityBytes: 8192, capacityMessages: 16);
        SessionHarness harness = SessionHarness.LoggedOn(store: store);
        for (int i = 0; i < 100; i++)
            SendReport(harness); // 2 to 101
        Assert.Equal(16, store.Count);
        Assert.Equal(84, store.EvictedCount);
        List<string> sent = harness.Feed(2, "2", "7=1|16=0|");
        Assert.Equal(17, sent.Count);
        Assert.Equal("86", Naive.Field(sent[0], 36));
        Assert.Equal("86", Naive.Field(sent[1], 34));
        Assert.Equal("101", Naive.Field(sent[^1], 34));
    }

    [Fact]
    public void ShouldReturnWhatWasStoredWhenLengthsAreRandomAndTheRingWraps()
    {
        const int seed = 3;
        var random = new Random(seed);
        var store = new FixResendStore(capacityBytes: 20_000, capacityMessages: 64);
        var model = new Dictionary<ulong, byte[]>();
        ulong sequence = 0;
        for (int i = 0; i < 5000; i++)
        {
            sequence += (ulong)random.Next(1, 4);
            byte[] message = Naive.Message($"35=8|34={sequence}|58={new string('x', random.Next(1, 1800))}|");
            store.Add(sequence, message);
            model[sequence] = message;
            for (ulong back = sequence; back + 80 > sequence && back > 0; back--)
            {
                ReadOnlySpan<byte> found = store.Find(back);
                Assert.True(found.IsEmpty || found.SequenceEqual(model[back]), $"seed {seed} round {i}");
            }
            Assert.False(store.Find(sequence).IsEmpty);
            Assert.True(i < 20 || store.Count >= 8, $"seed {seed} round {i}: {store.Count}");
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Add(sequence, Naive.Message("35=8|34=1|")));
        store.Clear();
        Assert.Equal(0, store.Count);
        Assert.True(store.Find(sequence).IsEmpty);
    }

    [Fact]
    public void ShouldRefuseWhenAGapFillOrResetWouldGoBack()
    {
        SessionHarness harness = SessionHarness.LoggedOn(FixRole.Initiator);
        var buffer = new byte[1024];
        Assert.Throws<ArgumentOutOfRangeException>(() => harness.Out.WriteGapFill(buffer, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => harness.Out.WriteGapFill(buffer, 0, 1, 99));
        Assert.Throws<ArgumentOutOfRangeException>(() => harness.Out.WriteSequenceReset(buffer, 0, 1));
        string reset = Naive.Text(buffer.AsSpan(0, harness.Out.WriteSequenceReset(buffer, harness.Now, 100)));
        Assert.Equal("N", Naive.Field(reset, 123));
        Assert.Equal("100", Naive.Field(reset, 36));
        Assert.Equal(100ul, harness.Out.NextSequence);
    }
}
