namespace HftGateway.Fix.Tests;

/// <summary>Rules of the reference, section 3 "Logon".</summary>
public sealed class SessionLogonTests
{
    private const string LogonBody = "98=0|108=30|";

    [Fact]
    public void ShouldSendTheseExactBytesWhenTheInitiatorLogsOn()
    {
        var harness = new SessionHarness(FixRole.Initiator);
        Assert.Equal(
            ["8=FIX.4.4|9=61|35=A|34=1|49=US|52=20260101-12:00:00.123|56=THEM|98=0|108=30|10=184|"], harness.Connect());
        Assert.Equal(2ul, harness.Out.NextSequence);
    }

    [Fact]
    public void ShouldAnswerWithALogonWhenTheSequenceIsExpected()
    {
        var harness = new SessionHarness(FixRole.Acceptor);
        harness.Connect();
        string reply = Assert.Single(harness.Feed(1, "A", "98=0|108=17|"));
        Assert.Equal("A", Naive.Field(reply, 35));
        Assert.Equal("17", Naive.Field(reply, 108));
        Assert.Equal("1", Naive.Field(reply, 34));
        Assert.Null(Naive.Field(reply, 141));
        Assert.True(harness.Action.Has(SessionDo.Established | SessionDo.Ready));
        Assert.Equal(17, harness.Out.HeartbeatSeconds);
        Assert.Equal(2ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldBeEstablishedWhenTheInitiatorGetsTheReply()
    {
        SessionHarness harness = SessionHarness.LoggedOn(FixRole.Initiator);
        Assert.True(harness.Action.Has(SessionDo.Established | SessionDo.Ready));
        Assert.True(harness.In.IsReady);
    }

    // The peer missed our last messages: the gap fill that answers it covers the TestRequest too.
    [Fact]
    public void ShouldAskAnewBehindAResendThatDeclaredTheQuestionVoid()
    {
        var harness = new SessionHarness(FixRole.Initiator, confirm: true);
        harness.Connect();
        Assert.Equal("1", Naive.Field(Assert.Single(harness.Feed(1, "A", "98=0|108=30|")), 35));
        List<string> answer = harness.Feed(2, "2", "7=1|16=0|");
        Assert.Equal(["4", "1"], answer.Select(static m => Naive.Field(m, 35)));
        string id = Naive.Field(answer[1], 112)!;
        harness.Feed(3, "0", $"112={id}|");
        Assert.True(harness.In.IsReady);
    }

    [Fact]
    public void ShouldBeReadyOnlyAfterATestRequestRoundWhenConfirmationIsAsked()
    {
        var harness = new SessionHarness(FixRole.Initiator, confirm: true);
        harness.Connect();
        string test = Assert.Single(harness.Feed(1, "A", LogonBody));
        Assert.Equal("1", Naive.Field(test, 35));
        Assert.False(harness.In.IsReady);
        harness.Feed(2, "0");
        Assert.False(harness.In.IsReady);
        harness.Feed(3, "0", "112=R999|");
        Assert.False(harness.In.IsReady);
        harness.Feed(4, "0", $"112={Naive.Field(test, 112)}|");
        Assert.True(harness.Action.Has(SessionDo.Ready));
        Assert.True(harness.In.IsReady);
    }

    [Fact]
    public void ShouldAskAgainWhenTheConfirmationDoesNotCome()
    {
        var harness = new SessionHarness(FixRole.Initiator, confirm: true);
        harness.Connect();
        harness.Feed(1, "A", LogonBody);
        Assert.Empty(harness.Tick(9));
        string again = Assert.Single(harness.Tick(1));
        harness.Feed(2, "0", $"112={Naive.Field(again, 112)}|");
        Assert.True(harness.In.IsReady);
    }

    [Theory]
    [InlineData("0", "THEM", "US", "FIX.4.4", SessionEnd.NotALogon)]
    [InlineData("A", "WHO", "US", "FIX.4.4", SessionEnd.CompId)]
    [InlineData("A", "THEM", "WHO", "FIX.4.4", SessionEnd.CompId)]
    [InlineData("A", "THEM", "US", "FIX.4.2", SessionEnd.BeginString)]
    public void ShouldCloseWithoutSendingWhenTheFirstMessageIsAStrangers(
        string type, string sender, string target, string beginString, SessionEnd end)
    {
        foreach (FixRole role in Enum.GetValues<FixRole>())
        {
            var harness = new SessionHarness(role);
            harness.Connect();
            Assert.Empty(harness.Feed(1, type, LogonBody, "", sender, target, beginString));
            Assert.Equal(SessionDo.Disconnect, harness.Action.Do);
            Assert.Equal(end, harness.Action.End);
            Assert.Equal(1ul, harness.In.Expected);
            Assert.Equal(FixSessionState.Disconnected, harness.In.State);
        }
    }

    [Fact]
    public void ShouldCloseWithoutSendingWhenTheLogonsTimeIsStale()
    {
        var harness = new SessionHarness(FixRole.Acceptor, accuracySeconds: 120);
        harness.Connect();
        Assert.Empty(harness.Feed(1, "A", LogonBody, time: Naive.Time(harness.Now - (121 * SessionHarness.Second), 3)));
        Assert.Equal(SessionEnd.SendingTime, harness.Action.End);
    }

    [Fact]
    public void ShouldCloseWithoutSendingWhenTheFirstMessageIsGarbled()
    {
        var harness = new SessionHarness(FixRole.Acceptor);
        harness.Connect();
        harness.In.OnGarbled(out SessionAction action);
        Assert.Equal(SessionDo.Disconnect, action.Do);
        Assert.Equal(SessionEnd.Garbled, action.End);
    }

    [Theory]
    [InlineData("108=30|", 98)]
    [InlineData("98=1|108=30|", 98)]
    [InlineData("98=0|", 108)]
    [InlineData("98=0|108=-1|", 108)]
    [InlineData("98=0|108=3601|", 108)]
    [InlineData("98=0|108=x|", 108)]
    [InlineData("98=0|98=0|108=30|", 98)]
    [InlineData("98=0|108=30|141=X|", 141)]
    public void ShouldLogOutAndSpendTheNumberWhenALogonFieldIsWrong(string body, int tag)
    {
        var harness = new SessionHarness(FixRole.Acceptor);
        harness.Connect();
        string logout = Assert.Single(harness.Feed(1, "A", body));
        Assert.Equal("5", Naive.Field(logout, 35));
        Assert.Equal($"Invalid Logon, tag {tag}", Naive.Field(logout, 58));
        Assert.True(harness.Action.Has(SessionDo.Disconnect));
        Assert.Equal(2ul, harness.In.Expected);
        Assert.Equal(2ul, harness.Out.NextSequence);
    }

    [Fact]
    public void ShouldReplyFirstThenRequestResendWhenTheLogonsNumberIsTooHigh()
    {
        var harness = new SessionHarness(FixRole.Acceptor, expected: 5);
        harness.Connect();
        List<string> sent = harness.Feed(9, "A", LogonBody);
        Assert.Equal(2, sent.Count);
        Assert.Equal("A", Naive.Field(sent[0], 35));
        Assert.Equal("2", Naive.Field(sent[1], 35));
        Assert.Equal("5", Naive.Field(sent[1], 7));
        Assert.Equal("0", Naive.Field(sent[1], 16));
        Assert.Equal(5ul, harness.In.Expected);
        Assert.True(harness.In.GapOpen);
        harness.FeedDup(5, "4", "36=10|123=Y|");
        Assert.False(harness.In.GapOpen);
        Assert.Equal(10ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldLogOutWithTheNumbersWhenTheLogonsNumberIsTooLow()
    {
        foreach (FixRole role in Enum.GetValues<FixRole>())
        {
            var harness = new SessionHarness(role, expected: 7);
            harness.Connect();
            string logout = Assert.Single(harness.Feed(3, "A", LogonBody));
            Assert.Equal("MsgSeqNum too low, expecting 7 but received 3", Naive.Field(logout, 58));
            Assert.True(harness.Action.Has(SessionDo.Disconnect));
            Assert.Equal(SessionEnd.SequenceTooLow, harness.Action.End);
            Assert.Equal(7ul, harness.In.Expected);
        }
    }

    [Fact]
    public void ShouldRestartBothSeriesWhenTheLogonCarriesReset()
    {
        var harness = new SessionHarness(FixRole.Acceptor, expected: 50, next: 70);
        harness.Connect();
        string reply = Assert.Single(harness.Feed(1, "A", LogonBody + "141=Y|"));
        Assert.Equal("1", Naive.Field(reply, 34));
        Assert.Equal("Y", Naive.Field(reply, 141));
        Assert.Equal(2ul, harness.In.Expected);
        Assert.Equal(2ul, harness.Out.NextSequence);
    }

    [Theory]
    [InlineData("141=Y|")]
    [InlineData("")] // some acceptors restart at 1 and do not say so
    public void ShouldRestartBothSeriesWhenTheInitiatorAskedForReset(string flag)
    {
        var harness = new SessionHarness(FixRole.Initiator, expected: 50, next: 70);
        string logon = Assert.Single(harness.Connect(reset: true));
        Assert.Equal("1", Naive.Field(logon, 34));
        Assert.Equal("Y", Naive.Field(logon, 141));
        Assert.Empty(harness.Feed(1, "A", LogonBody + flag));
        Assert.True(harness.Action.Has(SessionDo.Established));
        Assert.Equal(2ul, harness.In.Expected);
        Assert.Equal(2ul, harness.Out.NextSequence);
    }

    [Fact]
    public void ShouldRefuseWhenTheAcceptorResetsUnasked()
    {
        var harness = new SessionHarness(FixRole.Initiator, expected: 50, next: 70);
        harness.Connect();
        Assert.Single(harness.Feed(1, "A", LogonBody + "141=Y|"));
        Assert.Equal(SessionEnd.InvalidLogon, harness.Action.End);
        Assert.Equal(50ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldRefuseWhenResetDoesNotCarryNumberOne()
    {
        var harness = new SessionHarness(FixRole.Acceptor, expected: 50);
        harness.Connect();
        Assert.Single(harness.Feed(50, "A", LogonBody + "141=Y|"));
        Assert.Equal(SessionEnd.InvalidLogon, harness.Action.End);
    }

    [Fact]
    public void ShouldRestartBothSeriesWhenResetComesInMidSession()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(2, "0");
        string reply = Assert.Single(harness.Feed(1, "A", LogonBody + "141=Y|"));
        Assert.Equal("1", Naive.Field(reply, 34));
        Assert.Equal("Y", Naive.Field(reply, 141));
        Assert.Equal(2ul, harness.In.Expected);
        Assert.Equal(2ul, harness.Out.NextSequence);
        Assert.Empty(harness.Feed(2, "0"));
        Assert.Equal(3ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldNotAnswerWhenTheMidSessionResetIsTheReplyToOurs()
    {
        SessionHarness harness = SessionHarness.LoggedOn(FixRole.Initiator);
        harness.In.OnResetSent();
        var buffer = new byte[1024];
        Assert.True(harness.Out.WriteLogon(buffer, harness.Now, reset: true) > 0);
        harness.Feed(2, "0"); // was under way with the old numbers
        Assert.Empty(harness.Feed(1, "A", LogonBody + "141=Y|"));
        Assert.Equal(2ul, harness.In.Expected);
        Assert.Equal(2ul, harness.Out.NextSequence);
    }

    [Fact]
    public void ShouldRejectAndGoOnWhenALogonComesInMidSessionWithoutReset()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        string reject = Assert.Single(harness.Feed(2, "A", LogonBody));
        Assert.Equal("3", Naive.Field(reject, 35));
        Assert.Equal(3ul, harness.In.Expected);
        Assert.Equal(FixSessionState.LoggedOn, harness.In.State);
    }

    [Fact]
    public void ShouldCloseWhenTheLogonDoesNotComeInTime()
    {
        foreach (FixRole role in Enum.GetValues<FixRole>())
        {
            var harness = new SessionHarness(role);
            harness.Connect();
            Assert.Empty(harness.Tick(9.9));
            Assert.Equal(SessionDo.None, harness.Action.Do);
            Assert.Empty(harness.Tick(0.1));
            Assert.Equal(SessionDo.Disconnect, harness.Action.Do);
            Assert.Equal(SessionEnd.LogonTimeout, harness.Action.End);
        }
    }

    [Fact]
    public void ShouldIgnoreFramesWhenDisconnected()
    {
        var harness = new SessionHarness(FixRole.Acceptor);
        Assert.Empty(harness.Feed(1, "A", LogonBody));
        Assert.Equal(SessionDo.None, harness.Action.Do);
    }

    [Fact]
    public void ShouldKeepBothNumbersWhenTheConnectionDropsAndComesBack()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(2, "0");
        harness.In.OnDisconnected();
        harness.Out.OnDisconnected();
        harness.Connect();
        string reply = Assert.Single(harness.Feed(3, "A", LogonBody));
        Assert.Equal("2", Naive.Field(reply, 34));
        Assert.Equal(4ul, harness.In.Expected);
    }
}
