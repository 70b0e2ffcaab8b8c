namespace HftGateway.Fix.Tests.Engine;

public sealed class EngineSequenceTests
{
    [Fact]
    public void ShouldAskOnceForAGapAndDeliverInOrder()
    {
        EngineSide side = EngineSide.LoggedOn();
        string request = Assert.Single(side.Feed(4, "D", "11=4|"));
        Assert.Equal(("2", "2", "0"), (Naive.Field(request, 35), Naive.Field(request, 7), Naive.Field(request, 16)));
        Assert.Empty(side.Feed(5, "D", "11=5|"));
        Assert.Empty(side.FeedDup(2, "D", "11=2|"));
        Assert.Equal(["D2"], side.Delivered);
        Assert.Empty(side.FeedDup(3, "D", "11=3|"));
        Assert.Equal(["D2", "D3", "D4", "D5"], side.Delivered);
        Assert.Equal(6ul, side.Store.ExpectedInbound);
        Assert.Empty(side.FeedDup(4, "D", "11=4|")); // the resend goes on; it has them
        Assert.Equal(4, side.Delivered.Count);
        Assert.Equal(1, side.Session.DuplicateCount);
    }

    [Theory]
    [InlineData(FixVersion.Fix40, "999999")]
    [InlineData(FixVersion.Fix41, "999999")]
    [InlineData(FixVersion.Fix42, "0")]
    public void ShouldAskForEverythingAsTheVersionSaysIt(FixVersion version, string end)
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings(version: version));
        Assert.Equal(end, Naive.Field(Assert.Single(side.Feed(4, "0")), 16));
    }

    [Fact]
    public void ShouldAskInChunksEachWhenTheLastIsComplete()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { ResendRequestChunk = 3 });
        string request = Assert.Single(side.Feed(9, "D", "11=9|"));
        Assert.Equal(("2", "4"), (Naive.Field(request, 7), Naive.Field(request, 16)));
        Assert.Empty(side.FeedDup(2, "D"));
        Assert.Empty(side.FeedDup(3, "D"));
        request = Assert.Single(side.FeedDup(4, "D"));
        Assert.Equal(("5", "7"), (Naive.Field(request, 7), Naive.Field(request, 16)));
        request = Assert.Single(side.FeedDup(5, "4", "123=Y|36=8|"));
        Assert.Equal(("8", "8"), (Naive.Field(request, 7), Naive.Field(request, 16)));
        Assert.Empty(side.FeedDup(8, "D"));
        Assert.Equal(["D2", "D3", "D4", "D8", "D9"], side.Delivered);
    }

    [Fact]
    public void ShouldAskAgainForWhatFoundNoRoomInTheQueueAndForNothingElse()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { GapQueueMessages = 2 });
        Assert.Single(side.Feed(4, "D"));
        Assert.Empty(side.Feed(5, "D")); // sent before the peer saw the request: its answer has it
        Assert.Empty(side.FeedDup(2, "D"));
        Assert.Empty(side.Feed(6, "D")); // sent after: nobody will send it again unasked
        Assert.Equal(3, side.Session.DiscardedCount);
        Assert.Empty(side.FeedDup(3, "D"));
        Assert.Empty(side.FeedDup(4, "D"));
        string request = Assert.Single(side.FeedDup(5, "D"));
        Assert.Equal("6", Naive.Field(request, 7));
        side.FeedDup(6, "D");
        Assert.Equal(["D2", "D3", "D4", "D5", "D6"], side.Delivered);
        Assert.False(side.Session.IsGapOpen);
    }

    [Fact]
    public void ShouldRepeatAGapRequestByItsOwnTimerAndGiveUp()
    {
        EngineSide side = EngineSide.LoggedOn(
            EngineSide.Settings() with { GapTimeoutSeconds = 10, MaxGapRequests = 3 }, heartbeat: 0);
        Assert.Single(side.Feed(9, "D"));
        Assert.Empty(side.Tick(9.9));
        Assert.Equal("2", Naive.Field(Assert.Single(side.Tick(0.1)), 7));
        side.FeedDup(2, "D"); // progress begins the count again
        Assert.Equal("3", Naive.Field(Assert.Single(side.Tick(10)), 7));
        Assert.Equal("3", Naive.Field(Assert.Single(side.Tick(10)), 7));
        string logout = Assert.Single(side.Tick(10));
        Assert.Equal(("5", "Sequence gap was not filled"), (Naive.Field(logout, 35), Naive.Field(logout, 58)));
        Assert.Equal("GapNotFilled after logon", side.Events[^1]);
    }

    [Fact]
    public void ShouldAnswerATooHighResendRequestBeforeAsking()
    {
        EngineSide side = EngineSide.LoggedOn();
        side.Send("8", "37=1|");
        side.Take();
        List<string> sent = side.Feed(5, "2", "7=1|16=0|");
        Assert.Equal(["4", "8", "2"], sent.Select(m => Naive.Field(m, 35)));
        side.FeedDup(2, "4", "123=Y|36=5|");
        Assert.Equal(6ul, side.Store.ExpectedInbound); // 5 was answered: it counts, and is not answered again
    }

    [Theory]
    [InlineData(9ul)]
    [InlineData(2ul)]
    [InlineData(1ul)]
    public void ShouldObeyALogoutWhateverItsNumber(ulong sequence)
    {
        EngineSide side = EngineSide.LoggedOn();
        string logout = Assert.Single(side.Feed(sequence, "5"));
        Assert.Equal(("5", null), (Naive.Field(logout, 35), Naive.Field(logout, 58)));
        Assert.Equal("LogoutComplete after logon", side.Events[^1]);
    }

    [Fact]
    public void ShouldEndOnANumberThatIsTooLow()
    {
        EngineSide side = EngineSide.LoggedOn();
        string logout = Assert.Single(side.Feed(1, "D"));
        Assert.Equal("MsgSeqNum too low, expecting 2 but received 1", Naive.Field(logout, 58));
        Assert.Empty(side.Feed(1, "D")); // what is queued behind brings no second Logout
    }

    [Fact]
    public void ShouldRefuseAPossDupWithoutOrigSendingTimeAndGoOn()
    {
        EngineSide side = EngineSide.LoggedOn();
        string reject = Assert.Single(side.Feed(1, "D", "11=1|", "43=Y|"));
        Assert.Equal(("3", "122", "1"), (Naive.Field(reject, 35), Naive.Field(reject, 371), Naive.Field(reject, 373)));
        Assert.Equal(2ul, side.Store.ExpectedInbound);
        side = EngineSide.LoggedOn(EngineSide.Settings() with { RequiresOrigSendingTime = false });
        Assert.Empty(side.Feed(1, "D", "11=1|", "43=Y|"));
    }

    [Fact]
    public void ShouldEndWhenOrigSendingTimeIsLater()
    {
        EngineSide side = EngineSide.LoggedOn();
        string later = Naive.Time(side.Now.UtcNs + EngineSide.Second, 3);
        List<string> sent = side.Feed(1, "D", "11=1|", $"43=Y|122={later}|");
        Assert.Equal(["3", "5"], sent.Select(m => Naive.Field(m, 35)));
        Assert.Equal(("10", null), (Naive.Field(sent[0], 373), Naive.Field(sent[0], 371)));
    }

    [Theory]
    [InlineData("36=25|", 25ul)]
    [InlineData("36=25|123=N|", 25ul)]
    [InlineData("36=2|", 2ul)]
    public void ShouldObeyAResetWithoutLookingAtItsNumber(string body, ulong expected)
    {
        EngineSide side = EngineSide.LoggedOn();
        Assert.Empty(side.Feed(0, "4", body));
        Assert.Equal(expected, side.Store.ExpectedInbound);
    }

    [Fact]
    public void ShouldRefuseAResetThatLowersTheNumber()
    {
        EngineSide side = EngineSide.LoggedOn();
        string reject = Assert.Single(side.Feed(0, "4", "36=1|"));
        Assert.Equal(("0", "5", null), (Naive.Field(reject, 45), Naive.Field(reject, 373), Naive.Field(reject, 371)));
        Assert.Equal(2ul, side.Store.ExpectedInbound);
    }

    [Fact]
    public void ShouldRefuseAGapFillThatGoesNowhere()
    {
        EngineSide side = EngineSide.LoggedOn();
        string reject = Assert.Single(side.Feed(2, "4", "123=Y|36=2|"));
        Assert.Equal(("36", "5"), (Naive.Field(reject, 371), Naive.Field(reject, 373)));
        Assert.Equal(3ul, side.Store.ExpectedInbound);
    }

    [Fact]
    public void ShouldEndOnWrongIdentityClockVersionAndMissingNumber()
    {
        (Func<EngineSide, List<string>> Feed, string[] Types, string? Text)[] cases =
        [
            (s => s.Feed(2, "D", sender: "WHO"), ["3", "5"], null),
            (s => s.Feed(2, "D", time: Naive.Time(s.Now.UtcNs - (121 * EngineSide.Second), 3)), ["3", "5"], null),
            (s => s.Feed(2, "D", time: Naive.Time(s.Now.UtcNs + (121 * EngineSide.Second), 3)), ["3", "5"], null),
            (s => s.Feed(2, "D", beginString: "FIX.4.1"), ["5"], "Incorrect BeginString"),
            (s => s.FeedRaw(Naive.Message($"35=0|49=THEM|56=US|52={Naive.Time(s.Now.UtcNs, 3)}|")), ["5"],
                "Required tag missing: MsgSeqNum"),
        ];
        foreach ((Func<EngineSide, List<string>> feed, string[] types, string? text) in cases)
        {
            EngineSide side = EngineSide.LoggedOn();
            List<string> sent = feed(side);
            Assert.Equal(types, sent.Select(m => Naive.Field(m, 35)));
            Assert.Equal(text, Naive.Field(sent[^1], 58));
            Assert.True(side.Session.WantsClose);
        }
    }

    [Fact]
    public void ShouldLetTheClockPassWhenNotToCheckIt()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { MaxLatencySeconds = 0, CheckCompId = false });
        Assert.Empty(side.Feed(2, "D", time: "20010101-00:00:00", sender: "WHO"));
        Assert.Equal(["D2"], side.Delivered);
    }

    [Fact]
    public void ShouldRejectByTheRulesOfTheVersion()
    {
        (FixVersion Version, string Tail)[] cases =
        [
            (FixVersion.Fix40, "45=2|58=Required tag missing (112)|"),
            (FixVersion.Fix42, "45=2|58=Required tag missing|371=112|372=1|373=1|"),
            (FixVersion.Fixt11, "45=2|58=Required tag missing|371=112|372=1|373=1|"),
        ];
        foreach ((FixVersion version, string tail) in cases)
        {
            EngineSide side = EngineSide.LoggedOn(EngineSide.Settings(version: version));
            Assert.EndsWith("|" + tail, Assert.Single(side.Feed(2, "1"))[..^7]);
            Assert.Empty(side.Feed(3, "0"));
        }
    }

    [Fact]
    public void ShouldNameTheTagAsItCameAndLeaveOutReasonsThatTheVersionLacks()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings(version: FixVersion.Fix42));
        side.Session.Validate = (in FixFrame _) => new FixVerdict(FixRejectReason.InvalidTagNumber, 0);
        Assert.Contains("|371=-1|", Assert.Single(side.Feed(2, "D", "-1=x|")));
        side.Session.Validate = (in FixFrame _) => new FixVerdict((FixRejectReason)16, 386);
        string reject = Assert.Single(side.Feed(3, "D", "386=1|"));
        Assert.EndsWith("|58=Incorrect NumInGroup count for repeating group|371=386|372=D|", reject[..^7]);
    }

    [Fact]
    public void ShouldFindMisplacedHeaderFields()
    {
        EngineSide side = EngineSide.LoggedOn();
        string time = Naive.Time(side.Now.UtcNs, 3);
        string reject = Assert.Single(side.FeedRaw(Naive.Message($"35=D|11=1|34=2|49=THEM|52={time}|56=US|")));
        Assert.Equal(("2", "34", "14"), (Naive.Field(reject, 45), Naive.Field(reject, 371), Naive.Field(reject, 373)));
        side = EngineSide.LoggedOn(EngineSide.Settings() with { ValidateFieldsOutOfOrder = false });
        Assert.Empty(side.FeedRaw(Naive.Message($"35=D|11=1|34=2|49=THEM|52={time}|56=US|")));
        Assert.Equal(["D2"], side.Delivered);
    }

    [Theory]
    [InlineData(FixVersion.Fix44, "j", "45=2|58=Unsupported Message Type|372=B|380=3|")]
    [InlineData(FixVersion.Fixt11, "j", "45=2|58=Unsupported Message Type|372=B|380=3|")]
    [InlineData(FixVersion.Fix41, "3", "45=2|58=Unsupported message type|")]
    public void ShouldAnswerWhatTheApplicationDoesNotServe(FixVersion version, string type, string tail)
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings(version: version));
        side.Serves = false;
        string answer = Assert.Single(side.Feed(2, "B"));
        Assert.Equal(type, Naive.Field(answer, 35));
        Assert.EndsWith("|" + tail, answer[..^7]);
    }

    [Fact]
    public void ShouldSendRepliesBackTheWayTheMessageCame()
    {
        EngineSide side = EngineSide.LoggedOn();
        side.Serves = false;
        string answer = Assert.Single(side.Feed(2, "B", "58=x|", "115=A|116=B|128=C|144=D|"));
        Assert.Equal(("C", null, "A", "B", null, "D"), (Naive.Field(answer, 115), Naive.Field(answer, 116),
            Naive.Field(answer, 128), Naive.Field(answer, 129), Naive.Field(answer, 144), Naive.Field(answer, 145)));
    }

    [Fact]
    public void ShouldNeverRejectAReject()
    {
        EngineSide side = EngineSide.LoggedOn();
        side.Session.Validate = (in FixFrame _) => new FixVerdict(FixRejectReason.InvalidTagNumber, 99);
        Assert.Empty(side.Feed(2, "3", "45=1|"));
        Assert.Equal(3ul, side.Store.ExpectedInbound);
    }

    [Fact]
    public void ShouldCloseOnGarbledBytesOnlyBeforeTheLogon()
    {
        var side = new EngineSide(EngineSide.Settings());
        side.Connect();
        side.Session.OnGarbled(side.Now);
        Assert.Equal(["Garbled"], side.Events);
        side = EngineSide.LoggedOn();
        side.Session.OnGarbled(side.Now);
        Assert.True(side.Session.IsLoggedOn);
        Assert.Equal(2ul, side.Store.ExpectedInbound);
    }
}
