namespace HftGateway.Fix.Tests;

/// <summary>Rules of the reference, section 3: sequence numbers, SequenceReset, heartbeat, identity, Logout.</summary>
public sealed class SessionSequenceTests
{
    private const string Report = "37=1|17=1|150=0|39=0|55=AAPL|54=1|151=1|14=0|";

    [Fact]
    public void ShouldDeliverInOrderWhenApplicationMessagesAreExpected()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        for (ulong sequence = 2; sequence < 10; sequence++)
        {
            Assert.Empty(harness.Feed(sequence, "8", Report));
            Assert.Equal(SessionDo.Deliver, harness.Action.Do);
            Assert.Equal(FixMsgType.ExecutionReport, harness.Action.MsgType);
            Assert.Equal(sequence, harness.Action.Sequence);
        }
        Assert.Equal(10ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldRequestOnceAndDiscardWhenNumbersAreTooHigh()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        string request = Assert.Single(harness.Feed(5, "8", Report));
        Assert.Equal("2", Naive.Field(request, 35));
        Assert.Equal("2", Naive.Field(request, 7));
        Assert.Equal("0", Naive.Field(request, 16));
        Assert.False(harness.Action.Has(SessionDo.Deliver));
        Assert.Empty(harness.Feed(6, "8", Report));
        Assert.Empty(harness.Feed(7, "8", Report));
        Assert.Equal(2ul, harness.In.Expected);
        Assert.Equal(3, harness.In.DiscardedCount);
        // The peer sends all again: each is delivered once, and the gap closes behind the highest number seen.
        for (ulong sequence = 2; sequence <= 7; sequence++)
        {
            Assert.True(harness.In.GapOpen);
            harness.FeedDup(sequence, "8", Report);
            Assert.Equal(SessionDo.Deliver, harness.Action.Do);
            Assert.Equal(1, harness.Action.PossDup);
        }
        Assert.False(harness.In.GapOpen);
        Assert.Single(harness.Feed(9, "8", Report)); // a new gap asks anew
    }

    [Fact]
    public void ShouldCloseTheGapWhenAGapFillCoversIt()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(8, "0");
        Assert.Empty(harness.FeedDup(2, "4", "36=5|123=Y|"));
        Assert.Equal(5ul, harness.In.Expected);
        Assert.True(harness.In.GapOpen);
        harness.FeedDup(5, "8", Report);
        Assert.True(harness.Action.Has(SessionDo.Deliver));
        harness.FeedDup(6, "4", "36=9|123=Y|");
        Assert.Equal(9ul, harness.In.Expected);
        Assert.False(harness.In.GapOpen);
    }

    [Fact]
    public void ShouldRequestAgainAndAtLastGiveUpWhenAGapIsNotFilled()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(5, "0");
        Assert.Empty(harness.Tick(9));
        harness.Feed(6, "0"); // gapped traffic keeps the heartbeat alive, not the gap
        Assert.Equal("2", Naive.Field(Assert.Single(harness.Tick(1)), 35));
        harness.Feed(7, "0");
        Assert.Equal("2", Naive.Field(Assert.Single(harness.Tick(10)), 35));
        harness.Feed(8, "0");
        string logout = Assert.Single(harness.Tick(10));
        Assert.Equal("5", Naive.Field(logout, 35));
        Assert.Equal(SessionEnd.GapNotFilled, harness.Action.End);
    }

    [Fact]
    public void ShouldAnswerFirstThenRequestWhenAResendRequestIsTooHigh()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.SendOrder(1);
        List<string> sent = harness.Feed(5, "2", "7=1|16=0|");
        Assert.Equal(["4", "2"], sent.Select(m => Naive.Field(m, 35)));
        Assert.Equal("2", Naive.Field(sent[1], 7));
        Assert.Equal(2ul, harness.In.Expected);
        // The request itself comes as a gap fill when the peer resends; it is not answered twice.
        Assert.Empty(harness.FeedDup(2, "4", "36=6|123=Y|"));
    }

    [Fact]
    public void ShouldHonourALogoutWhenItIsTooHigh()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        Assert.Equal("5", Naive.Field(Assert.Single(harness.Feed(9, "5")), 35));
        Assert.Equal(FixSessionState.LogoutReceived, harness.In.State);
        Assert.Equal(2ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldAnswerATestRequestWhenItIsTooHigh()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        List<string> sent = harness.Feed(9, "1", "112=ping|");
        Assert.Equal(["0", "2"], sent.Select(m => Naive.Field(m, 35)));
    }

    [Fact]
    public void ShouldDeliverASessionRejectWhenItIsTooHigh()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(9, "3", "45=2|");
        Assert.True(harness.Action.Has(SessionDo.Deliver | SessionDo.SendResendRequest));
    }

    [Theory]
    [InlineData("8", Report)]
    [InlineData("0", "")]
    [InlineData("4", "36=9|123=Y|")]
    [InlineData("5", "")]
    public void ShouldLogOutAndCloseWhenTheNumberIsTooLow(string type, string body)
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(2, "0");
        harness.Feed(3, "0");
        string logout = Assert.Single(harness.Feed(2, type, body));
        Assert.Equal("5", Naive.Field(logout, 35));
        Assert.Equal("MsgSeqNum too low, expecting 4 but received 2", Naive.Field(logout, 58));
        Assert.True(harness.Action.Has(SessionDo.Disconnect));
        Assert.Equal(SessionEnd.SequenceTooLow, harness.Action.End);
        Assert.Equal(4ul, harness.In.Expected);
    }

    [Theory]
    [InlineData("8", Report)]
    [InlineData("4", "36=9|123=Y|")]
    public void ShouldIgnoreWhenTheNumberIsTooLowWithPossDup(string type, string body)
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(2, "0");
        Assert.Empty(harness.FeedDup(2, type, body));
        Assert.Equal(SessionDo.None, harness.Action.Do);
        Assert.Equal(3ul, harness.In.Expected);
        Assert.Equal(1, harness.In.DuplicateCount);
    }

    [Fact]
    public void ShouldRejectWhenPossDupHasNoOrigSendingTime()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(2, "0");
        string reject = Assert.Single(harness.Feed(2, "8", Report, "43=Y|"));
        Assert.Equal("1", Naive.Field(reject, 373));
        Assert.Equal("122", Naive.Field(reject, 371));
        Assert.Equal("2", Naive.Field(reject, 45));
        Assert.Equal("8", Naive.Field(reject, 372));
        Assert.Equal(3ul, harness.In.Expected);
        // The expected number is consumed by the Reject, and not for a SequenceReset.
        Assert.Single(harness.Feed(3, "8", Report, "43=Y|"));
        Assert.Equal(4ul, harness.In.Expected);
        Assert.Empty(harness.Feed(4, "4", "36=6|123=Y|", "43=Y|"));
        Assert.Equal(6ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldAcceptWhenOrigSendingTimeIsNotDemanded()
    {
        SessionHarness harness = SessionHarness.LoggedOn(requireOrig: false);
        Assert.Empty(harness.Feed(2, "8", Report, "43=Y|"));
        Assert.Equal(SessionDo.Deliver, harness.Action.Do);
    }

    [Theory]
    [InlineData(2)] // expected
    [InlineData(1)] // too low
    public void ShouldRejectAndLogOutWhenOrigSendingTimeIsLaterThanSendingTime(int sequence)
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        List<string> sent = harness.Feed(
            (ulong)sequence, "8", Report, $"43=Y|122={Naive.Time(harness.Now + SessionHarness.Second, 3)}|");
        Assert.Equal(["3", "5"], sent.Select(m => Naive.Field(m, 35)));
        Assert.Equal("10", Naive.Field(sent[0], 373));
        Assert.True(harness.Action.Has(SessionDo.Disconnect));
    }

    [Fact]
    public void ShouldProcessNormallyWhenPossDupHasTheExpectedNumber()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.FeedDup(2, "8", Report);
        Assert.Equal(SessionDo.Deliver, harness.Action.Do);
        Assert.Equal(3ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldReportPossResendWhenItIsSet()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(2, "8", Report, "97=Y|");
        Assert.Equal(1, harness.Action.PossResend);
        Assert.Equal(SessionDo.Deliver, harness.Action.Do);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 1)]
    public void ShouldRejectWhenAGapFillDoesNotMoveForward(ulong sequence, ulong next)
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        string reject = Assert.Single(harness.Feed(sequence, "4", $"36={next}|123=Y|"));
        Assert.Equal("5", Naive.Field(reject, 373));
        Assert.Equal("36", Naive.Field(reject, 371));
        Assert.Equal(3ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldRequestResendWhenAGapFillIsTooHigh()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        Assert.Equal("2", Naive.Field(Assert.Single(harness.Feed(5, "4", "36=9|123=Y|")), 35));
        Assert.Equal(2ul, harness.In.Expected);
    }

    [Theory]
    [InlineData(99, "36=20|123=N|", 20)] // the own number is ignored: too high
    [InlineData(1, "36=20|", 20)] // too low
    [InlineData(2, "36=2|123=N|", 2)] // equal to the expected number: nothing changes
    public void ShouldTakeTheNumberWhenSequenceResetIsReset(ulong sequence, string body, ulong expected)
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        Assert.Empty(harness.Feed(sequence, "4", body));
        Assert.Equal(expected, harness.In.Expected);
    }

    [Fact]
    public void ShouldRejectAndKeepTheNumberWhenResetWouldLowerIt()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Feed(2, "0");
        string reject = Assert.Single(harness.Feed(3, "4", "36=2|123=N|"));
        Assert.Equal("5", Naive.Field(reject, 373));
        Assert.Equal(3ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldRejectWhenNewSeqNoIsMissing()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        string reject = Assert.Single(harness.Feed(2, "4", "123=Y|"));
        Assert.Equal("1", Naive.Field(reject, 373));
        Assert.Equal("36", Naive.Field(reject, 371));
    }

    [Fact]
    public void ShouldAnswerWithTheSameIdWhenATestRequestComes()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        string heartbeat = Assert.Single(harness.Feed(2, "1", "112=are you there?|"));
        Assert.Equal("0", Naive.Field(heartbeat, 35));
        Assert.Equal("are you there?", Naive.Field(heartbeat, 112));
        Assert.Equal("1", Naive.Field(Assert.Single(harness.Feed(3, "1")), 373));
        Assert.Equal("5", Naive.Field(Assert.Single(harness.Feed(4, "1", $"112={new string('x', 65)}|")), 373));
        Assert.Equal(
            new string('x', 64), Naive.Field(Assert.Single(harness.Feed(5, "1", $"112={new string('x', 64)}|")), 112));
    }

    [Fact]
    public void ShouldTestAndThenCloseWhenThePeerIsSilent()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        Assert.Empty(harness.Tick(35.9));
        Assert.Equal("1", Naive.Field(Assert.Single(harness.Tick(0.1)), 35));
        Assert.True(harness.In.TestRequestOutstanding);
        Assert.Empty(harness.Tick(35.9));
        Assert.Equal(SessionDo.None, harness.Action.Do);
        Assert.Empty(harness.Tick(0.1));
        Assert.Equal(SessionDo.Disconnect, harness.Action.Do);
        Assert.Equal(SessionEnd.HeartbeatTimeout, harness.Action.End);
    }

    [Fact]
    public void ShouldStayWhenAnyMessageEndsTheSilence()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.Tick(36);
        harness.Feed(2, "8", Report);
        Assert.False(harness.In.TestRequestOutstanding);
        Assert.Empty(harness.Tick(35.9));
        Assert.Equal("1", Naive.Field(Assert.Single(harness.Tick(0.1)), 35));
    }

    [Fact]
    public void ShouldGiveAWholePeriodToAnswerWhenTheOwnTimerWasLate()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        Assert.Equal("1", Naive.Field(Assert.Single(harness.Tick(500)), 35));
        Assert.Empty(harness.Tick(35));
        Assert.Equal(SessionDo.None, harness.Action.Do);
        harness.Tick(1);
        Assert.Equal(SessionDo.Disconnect, harness.Action.Do);
    }

    [Fact]
    public void ShouldNeverTimeOutWhenHeartbeatsAreOff()
    {
        var harness = new SessionHarness(FixRole.Acceptor);
        harness.Connect();
        harness.Feed(1, "A", "98=0|108=0|");
        Assert.Empty(harness.Tick(100_000));
        Assert.Equal(SessionDo.None, harness.Action.Do);
        Assert.False(harness.Out.IsHeartbeatDue(harness.Now));
    }

    [Fact]
    public void ShouldBeDueForAHeartbeatWhenNothingWasSentForTheInterval()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        Assert.False(harness.Out.IsHeartbeatDue(harness.Now + (30 * SessionHarness.Second) - 1));
        Assert.True(harness.Out.IsHeartbeatDue(harness.Now + (30 * SessionHarness.Second)));
        harness.Now += 29 * SessionHarness.Second;
        harness.SendOrder(1); // anything sent counts
        Assert.False(harness.Out.IsHeartbeatDue(harness.Now + (29 * SessionHarness.Second)));
    }

    [Theory]
    [InlineData(-121, true)]
    [InlineData(121, true)]
    [InlineData(-119, false)]
    [InlineData(119, false)]
    public void ShouldRejectAndLogOutWhenSendingTimeIsInaccurate(int seconds, bool refused)
    {
        SessionHarness harness = SessionHarness.LoggedOn(accuracySeconds: 120);
        List<string> sent = harness.Feed(2, "0", time: Naive.Time(harness.Now + (seconds * SessionHarness.Second), 3));
        Assert.Equal(3ul, harness.In.Expected);
        if (!refused)
        {
            Assert.Empty(sent);
            return;
        }
        Assert.Equal(["3", "5"], sent.Select(m => Naive.Field(m, 35)));
        Assert.Equal("10", Naive.Field(sent[0], 373));
        Assert.Equal("52", Naive.Field(sent[0], 371));
        Assert.Equal(SessionEnd.SendingTime, harness.Action.End);
    }

    [Theory]
    [InlineData("WHO", "US", "49")]
    [InlineData("THEM", "WHO", "56")]
    public void ShouldRejectAdvanceAndLogOutWhenACompIdIsWrong(string sender, string target, string tag)
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        List<string> sent = harness.Feed(2, "0", sender: sender, target: target);
        Assert.Equal(["3", "5"], sent.Select(m => Naive.Field(m, 35)));
        Assert.Equal("9", Naive.Field(sent[0], 373));
        Assert.Equal(tag, Naive.Field(sent[0], 371));
        Assert.Equal(3ul, harness.In.Expected);
        Assert.Equal(SessionEnd.CompId, harness.Action.End);
    }

    [Fact]
    public void ShouldLogOutWhenBeginStringIsWrong()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        string logout = Assert.Single(harness.Feed(2, "0", beginString: "FIX.4.2"));
        Assert.Equal("Incorrect BeginString", Naive.Field(logout, 58));
        Assert.True(harness.Action.Has(SessionDo.Disconnect));
    }

    [Fact]
    public void ShouldLogOutWhenTheNumberIsMissing()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        string logout = Assert.Single(harness.FeedRaw(Naive.Message("35=0|49=THEM|52=20260101-12:00:00|56=US|")));
        Assert.Equal("Required tag missing: MsgSeqNum", Naive.Field(logout, 58));
        Assert.True(harness.Action.Has(SessionDo.Disconnect));
    }

    [Fact]
    public void ShouldRejectAndGoOnWhenAHeaderFieldIsMalformed()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        string reject = Assert.Single(harness.Feed(2, "0", time: "yesterday"));
        Assert.Equal("6", Naive.Field(reject, 373));
        Assert.Equal("52", Naive.Field(reject, 371));
        Assert.Equal(3ul, harness.In.Expected);
        Assert.Equal(FixSessionState.LoggedOn, harness.In.State);
    }

    [Fact]
    public void ShouldNeverRejectWhenTheMessageIsAReject()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        Assert.Empty(harness.Feed(2, "3", "45=1|", time: "yesterday"));
        Assert.Equal(3ul, harness.In.Expected);
        List<string> sent = harness.Feed(3, "3", "45=1|", sender: "WHO");
        Assert.Equal("5", Naive.Field(Assert.Single(sent), 35));
    }

    [Fact]
    public void ShouldNotAdvanceWhenAMessageIsGarbled()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.In.OnGarbled(out SessionAction action);
        Assert.Equal(SessionDo.None, action.Do);
        Assert.Equal(2ul, harness.In.Expected);
    }

    [Fact]
    public void ShouldReplyAndWaitForTheCloseWhenThePeerLogsOut()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        Assert.Equal("5", Naive.Field(Assert.Single(harness.Feed(2, "5")), 35));
        Assert.False(harness.Action.Has(SessionDo.Disconnect));
        Assert.Equal(3ul, harness.In.Expected);
        Assert.Empty(harness.Tick(4.9));
        Assert.Equal(SessionDo.None, harness.Action.Do);
        harness.Tick(0.1);
        Assert.Equal(SessionDo.Disconnect, harness.Action.Do);
    }

    [Fact]
    public void ShouldCloseWhenOurLogoutIsAnswered()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.In.OnLogoutSent(harness.Now);
        harness.Feed(2, "8", Report); // fills may still come
        Assert.Equal(SessionDo.Deliver, harness.Action.Do);
        // And resend requests are answered.
        Assert.Equal("4", Naive.Field(Assert.Single(harness.Feed(3, "2", "7=1|16=0|")), 35));
        Assert.Empty(harness.Feed(4, "5"));
        Assert.Equal(SessionDo.Disconnect, harness.Action.Do);
        Assert.Equal(SessionEnd.LogoutComplete, harness.Action.End);
    }

    [Fact]
    public void ShouldCloseWhenOurLogoutIsNotAnswered()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.In.OnLogoutSent(harness.Now);
        harness.Tick(5);
        Assert.Equal(SessionEnd.LogoutTimeout, harness.Action.End);
    }

    [Fact]
    public void ShouldSendOneLogoutOnlyWhenBadMessagesFollow()
    {
        SessionHarness harness = SessionHarness.LoggedOn();
        harness.In.OnLogoutSent(harness.Now);
        Assert.Empty(harness.Feed(1, "0"));
        Assert.True(harness.Action.Has(SessionDo.Disconnect));
        Assert.Empty(harness.Feed(1, "0"));
        Assert.Equal(SessionDo.None, harness.Action.Do);
    }
}
