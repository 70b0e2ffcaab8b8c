namespace HftGateway.Fix.Tests.Engine;

public sealed class EngineLogonTests
{
    [Theory]
    [InlineData(FixVersion.Fix40, "FIX.4.0", "20260101-12:00:00", "")]
    [InlineData(FixVersion.Fix41, "FIX.4.1", "20260101-12:00:00", "")]
    [InlineData(FixVersion.Fix42, "FIX.4.2", "20260101-12:00:00.123", "")]
    [InlineData(FixVersion.Fix43, "FIX.4.3", "20260101-12:00:00.123", "")]
    [InlineData(FixVersion.Fix44, "FIX.4.4", "20260101-12:00:00.123", "")]
    [InlineData(FixVersion.Fixt11, "FIXT.1.1", "20260101-12:00:00.123", "1137=9|")]
    public void ShouldAnswerALogonInEveryVersion(FixVersion version, string begin, string time, string extra)
    {
        var side = new EngineSide(EngineSide.Settings(version: version));
        Assert.Empty(side.Connect());
        List<string> sent = side.Feed(1, "A", $"98=0|108=15|{extra}");
        string body = $"35=A|34=1|49=US|52={time}|56=THEM|98=0|108=15|{extra}";
        Assert.Equal([Naive.Text(Naive.Message(body, begin))], sent);
        Assert.Equal(15, side.Session.HeartbeatSeconds);
        Assert.Equal(["logon"], side.Events);
    }

    [Theory]
    [InlineData(0, "20260101-12:00:00")]
    [InlineData(3, "20260101-12:00:00.123")]
    [InlineData(6, "20260101-12:00:00.123456")]
    [InlineData(9, "20260101-12:00:00.123456789")]
    public void ShouldSendAsManyDigitsAsSet(int digits, string time)
    {
        var side = new EngineSide(EngineSide.Settings() with { TimestampDigits = digits });
        side.Connect();
        Assert.Equal(time, Naive.Field(Assert.Single(side.Feed(1, "A", "98=0|108=30|")), 52));
    }

    [Theory]
    [InlineData("0", "98=0|108=30|", "NotALogon")]
    [InlineData("D", "11=1|", "NotALogon")]
    public void ShouldCloseSilentlyOnAnotherFirstMessage(string type, string body, string end)
    {
        var side = new EngineSide(EngineSide.Settings());
        side.Connect();
        Assert.Empty(side.Feed(1, type, body));
        Assert.True(side.Session.WantsClose);
        Assert.Equal([end], side.Events);
        Assert.Equal(1ul, side.Store.ExpectedInbound);
        Assert.Equal(1ul, side.Store.NextOutbound);
    }

    [Fact]
    public void ShouldCloseSilentlyOnStrangers()
    {
        foreach (Func<EngineSide, List<string>> feed in (Func<EngineSide, List<string>>[])
        [
            s => s.Feed(1, "A", "98=0|108=30|", sender: "WHO"),
            s => s.Feed(1, "A", "98=0|108=30|", target: "WHO"),
            s => s.Feed(1, "A", "98=0|108=30|", beginString: "FIX.4.2"),
            s => s.Feed(1, "A", "98=0|108=30|", time: "20010101-00:00:00"),
        ])
        {
            var side = new EngineSide(EngineSide.Settings());
            side.Connect();
            Assert.Empty(feed(side));
            Assert.True(side.Session.WantsClose);
            Assert.Equal(1ul, side.Store.NextOutbound);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1137=77|")]
    [InlineData("1137=X|")]
    public void ShouldCloseSilentlyOnFixtWithoutKnownApplicationVersion(string extra)
    {
        var side = new EngineSide(EngineSide.Settings(version: FixVersion.Fixt11));
        side.Connect();
        Assert.Empty(side.Feed(1, "A", $"98=0|108=30|{extra}"));
        Assert.True(side.Session.WantsClose);
    }

    [Fact]
    public void ShouldRefuseALogonWithATextAndSpendBothNumbers()
    {
        var side = new EngineSide(EngineSide.Settings()) { Refusal = "unknown user" };
        side.Connect();
        string logout = Assert.Single(side.Feed(1, "A", "98=0|108=30|553=a|554=b|"));
        Assert.Equal(("5", "unknown user"), (Naive.Field(logout, 35), Naive.Field(logout, 58)));
        Assert.Equal((2ul, 2ul), (side.Store.NextOutbound, side.Store.ExpectedInbound));
    }

    [Fact]
    public void ShouldAnswerFirstAndAskSecondWhenTheLogonIsTooHigh()
    {
        var side = new EngineSide(EngineSide.Settings());
        side.Connect();
        List<string> sent = side.Feed(5, "A", "98=0|108=30|");
        Assert.Equal(["A", "2"], sent.Select(m => Naive.Field(m, 35)));
        Assert.Equal(("1", "0"), (Naive.Field(sent[1], 7), Naive.Field(sent[1], 16)));
        side.FeedDup(1, "4", "123=Y|36=5|");
        Assert.Equal(6ul, side.Store.ExpectedInbound); // the Logon had been dealt with
        Assert.False(side.Session.IsGapOpen);
    }

    [Fact]
    public void ShouldRefuseALogonThatIsTooLow()
    {
        var side = new EngineSide(EngineSide.Settings());
        side.Store.ExpectedInbound = 7;
        side.Connect();
        string logout = Assert.Single(side.Feed(3, "A", "98=0|108=30|"));
        Assert.Equal("MsgSeqNum too low, expecting 7 but received 3", Naive.Field(logout, 58));
        Assert.True(side.Session.WantsClose);
    }

    [Fact]
    public void ShouldResetBothSeriesWhenThePeerAsks()
    {
        var side = new EngineSide(EngineSide.Settings());
        side.Store.ExpectedInbound = 7;
        side.Store.SkipTo(9, 0);
        side.Connect();
        string logon = Assert.Single(side.Feed(1, "A", "98=0|108=30|141=Y|"));
        Assert.Equal(("1", "Y"), (Naive.Field(logon, 34), Naive.Field(logon, 141)));
        Assert.Equal((2ul, 2ul), (side.Store.NextOutbound, side.Store.ExpectedInbound));
    }

    [Fact]
    public void ShouldRefuseAResetWithAnotherNumberThanOne()
    {
        var side = new EngineSide(EngineSide.Settings());
        side.Connect();
        Assert.Equal("Invalid Logon, tag 34", Naive.Field(Assert.Single(side.Feed(2, "A", "98=0|108=30|141=Y|")), 58));
    }

    [Theory]
    [InlineData(true, false, false, 1ul)]
    [InlineData(false, true, false, 1ul)]
    [InlineData(false, false, true, 3ul)]
    public void ShouldResetWhenSetToAfterALogout(bool onLogon, bool onLogout, bool onDisconnect, ulong number)
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with
        {
            ResetOnLogon = onLogon, ResetOnLogout = onLogout, ResetOnDisconnect = onDisconnect,
        });
        Assert.Single(side.Feed(2, "5"));
        side.Connect();
        string logon = side.Feed(onLogon || onLogout ? 1ul : 3ul, "A", "98=0|108=30|")[0];
        Assert.Equal(number, ulong.Parse(Naive.Field(logon, 34)!));
        Assert.Null(Naive.Field(logon, 141));
    }

    [Fact]
    public void ShouldResetOnDisconnectOnlyWhenTheConnectionIsLost()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { ResetOnDisconnect = true });
        side.Cut();
        Assert.Equal((1ul, 1ul), (side.Store.NextOutbound, side.Store.ExpectedInbound));
        Assert.Equal("ConnectionLost after logon", side.Events[^1]);
    }

    [Fact]
    public void ShouldResetInMidSession()
    {
        EngineSide side = EngineSide.LoggedOn();
        side.Feed(2, "0");
        string logon = Assert.Single(side.Feed(1, "A", "98=0|108=30|141=Y|"));
        Assert.Equal(("1", "Y"), (Naive.Field(logon, 34), Naive.Field(logon, 141)));
        Assert.Equal("2", Naive.Field(Assert.Single(side.Feed(2, "1", "112=x|")), 34));
    }

    [Fact]
    public void ShouldSendTheLogonOfAnInitiatorAndFollowTheReply()
    {
        var side = new EngineSide(EngineSide.Settings(FixRole.Initiator) with
        {
            Username = "me", Password = "secret", HeartbeatSeconds = 20, ResetOnLogon = true,
        });
        side.Store.SkipTo(5, 0);
        string logon = Assert.Single(side.Connect());
        Assert.EndsWith("|98=0|108=20|141=Y|553=me|554=secret|", logon[..^7]);
        Assert.Equal("1", Naive.Field(logon, 34));
        Assert.Empty(side.Feed(1, "A", "98=0|108=20|141=Y|"));
        Assert.True(side.Session.IsLoggedOn);
        Assert.Equal((2ul, 2ul), (side.Store.NextOutbound, side.Store.ExpectedInbound));
    }

    [Fact]
    public void ShouldRefuseAResetThatNobodyAskedFor()
    {
        var side = new EngineSide(EngineSide.Settings(FixRole.Initiator));
        side.Store.SkipTo(5, 0);
        side.Connect();
        Assert.Equal("Invalid Logon, tag 141", Naive.Field(Assert.Single(side.Feed(1, "A", "98=0|108=30|141=Y|")), 58));
    }

    [Fact]
    public void ShouldGiveUpWithoutALogonInTime()
    {
        var side = new EngineSide(EngineSide.Settings() with { LogonTimeoutSeconds = 10 });
        side.Connect();
        Assert.Empty(side.Tick(9.9));
        Assert.False(side.Session.WantsClose);
        Assert.Empty(side.Tick(0.1));
        Assert.Equal(["LogonTimeout"], side.Events);
    }

    [Fact]
    public void ShouldResendByNextExpectedWithoutARequest()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { EnableNextExpectedMsgSeqNum = true });
        side.Send("8", "37=1|");
        side.Send("8", "37=2|");
        side.Take();
        side.Cut();
        side.Connect();
        // It has our Logon (1) and the first report (2).
        List<string> sent = side.Feed(2, "A", "98=0|108=30|789=3|");
        Assert.Equal(["A", "8"], sent.Select(m => Naive.Field(m, 35)));
        Assert.Equal(("4", "3"), (Naive.Field(sent[0], 34), Naive.Field(sent[0], 789)));
        Assert.Equal(("3", "Y", "2"), (Naive.Field(sent[1], 34), Naive.Field(sent[1], 43), Naive.Field(sent[1], 37)));
    }

    [Fact]
    public void ShouldRefuseANextExpectedThatWasNeverSent()
    {
        var side = new EngineSide(EngineSide.Settings() with { EnableNextExpectedMsgSeqNum = true });
        side.Connect();
        string logout = Assert.Single(side.Feed(1, "A", "98=0|108=30|789=2|"));
        Assert.Equal("NextExpectedMsgSeqNum too high, expecting 1 but received 2", Naive.Field(logout, 58));
    }

    [Fact]
    public void ShouldWriteTheLastNumberProcessedOnEveryMessage()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { EnableLastMsgSeqNumProcessed = true });
        Assert.Equal("1", Naive.Field(Assert.Single(side.Feed(2, "1", "112=x|")), 369));
        side.Send("8", "37=1|");
        Assert.Equal("2", Naive.Field(Assert.Single(side.Take()), 369));
    }

    [Fact]
    public void ShouldHoldNewOrdersUntilThePeerHasAnsweredATestRequest()
    {
        var side = new EngineSide(EngineSide.Settings(FixRole.Initiator) with { ConfirmAfterLogon = true });
        side.Connect();
        string test = Assert.Single(side.Feed(1, "A", "98=0|108=30|"));
        Assert.Equal(("1", "READY"), (Naive.Field(test, 35), Naive.Field(test, 112)));
        Assert.Equal(FixSendResult.NotReady, side.Send("D", "11=1|", FixSendKind.NewOrder));
        Assert.Equal(FixSendResult.Sent, side.Send("F", "11=2|"));
        side.Feed(2, "0", "112=OTHER|");
        Assert.False(side.Session.IsReady);
        // A resend that covers the question declares it void.
        List<string> answer = side.Feed(3, "2", "7=1|16=0|");
        Assert.Equal("READY", Naive.Field(answer[^1], 112));
        side.Feed(4, "0", "112=READY|");
        Assert.Equal(FixSendResult.Sent, side.Send("D", "11=1|", FixSendKind.NewOrder));
    }
}
