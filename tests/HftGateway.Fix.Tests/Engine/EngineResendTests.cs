namespace HftGateway.Fix.Tests.Engine;

public sealed class EngineResendTests
{
    [Fact]
    public void ShouldResendApplicationMessagesAndFillTheRestIncludingTheTrailingHole()
    {
        EngineSide side = EngineSide.LoggedOn(); // 1: Logon
        side.Feed(2, "1", "112=a|");             // 2: Heartbeat
        side.Send("8", "37=x|453=1|448=p|802=1|523=s|", header: "57=T|97=Y|");
        side.Send("8", "37=y|");
        side.Take();
        side.Feed(3, "1", "112=b|");             // 5: Heartbeat
        string original = Naive.Time(side.Now.UtcNs, 3);
        side.Tick(1);
        string now = Naive.Time(side.Now.UtcNs, 3);
        List<string> sent = side.Feed(4, "2", "7=1|16=0|");
        string fill = $"43=Y|49=US|52={now}|56=THEM|122={now}|";
        Assert.Equal(
            [
                $"35=4|34=1|{fill}36=3|123=Y|",
                $"35=8|34=3|43=Y|49=US|52={now}|56=THEM|57=T|97=Y|122={original}|37=x|453=1|448=p|802=1|523=s|",
                $"35=8|34=4|43=Y|49=US|52={now}|56=THEM|122={original}|37=y|",
                $"35=4|34=5|{fill}36=6|123=Y|",
            ],
            sent.Select(m => m[(m.IndexOf("35=", StringComparison.Ordinal))..^7]));
        Assert.Equal(6ul, side.Store.NextOutbound); // resending spends no numbers
    }

    [Theory]
    [InlineData("7=3|16=3|", "8:3")]
    [InlineData("7=2|16=3|", "4:2 8:3")]
    [InlineData("7=1|16=1|", "4:1")]
    [InlineData("7=4|16=99|", "8:4")]
    [InlineData("7=5|16=0|", "3:5")]
    [InlineData("7=3|16=2|", "3:5")]
    [InlineData("7=0|16=0|", "3:5")]
    public void ShouldCutTheRangeToWhatWasSent(string body, string expected)
    {
        EngineSide side = EngineSide.LoggedOn();
        side.Feed(2, "1", "112=a|");
        side.Send("8", "37=x|");
        side.Send("8", "37=y|");
        side.Take();
        List<string> sent = side.Feed(3, "2", body);
        Assert.Equal(expected, string.Join(' ', sent.Select(m => $"{Naive.Field(m, 35)}:{Naive.Field(m, 34)}")));
    }

    [Fact]
    public void ShouldAnswerAResendRequestWhateverItsNumber()
    {
        EngineSide side = EngineSide.LoggedOn();
        side.Feed(2, "0");
        side.Feed(3, "0");
        Assert.Equal("4", Naive.Field(Assert.Single(side.Feed(2, "2", "7=1|16=0|")), 35));
        Assert.True(side.Session.IsLoggedOn);
        Assert.Equal(4ul, side.Store.ExpectedInbound);
    }

    [Fact]
    public void ShouldFillStaleOrdersAndReportThem()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { StaleOrderSeconds = 5 });
        side.Send("D", "11=1|", FixSendKind.NewOrder);
        side.Send("8", "37=x|");
        side.Tick(5);
        side.Send("D", "11=2|", FixSendKind.NewOrder);
        side.Take();
        List<string> sent = side.Feed(2, "2", "7=2|16=0|");
        Assert.Equal(["4", "8", "D"], sent.Select(m => Naive.Field(m, 35)));
        Assert.Equal([2ul], side.NotDelivered);
        Assert.Equal(1, side.Session.NotResentCount);
    }

    [Fact]
    public void ShouldLetNothingOvertakeAResend()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { MaxMessageBytes = 60_000 });
        string big = "58=" + new string('x', 50_000) + "|";
        for (int i = 0; i < 12; i++)
        {
            side.Send("B", big);
            side.Take();
        }
        List<string> sent = side.Feed(2, "2", "7=2|16=0|");
        Assert.True(side.Session.IsResending);
        Assert.Equal(FixSendResult.Stored, side.Send("8", "37=late|"));
        sent.AddRange(side.TakeAll());
        Assert.Equal(Enumerable.Range(2, 13).Select(i => i.ToString()), sent.Select(m => Naive.Field(m, 34)));
        Assert.Null(Naive.Field(sent[^1], 43)); // for the first time
        Assert.False(side.Session.IsResending);
        Assert.Equal(FixSendResult.Sent, side.Send("8", "37=later|"));
    }

    [Fact]
    public void ShouldNotResendWhatWaitsForRoomForTheFirstTime()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { MaxMessageBytes = 60_000 });
        for (int i = 0; i < 7; i++)
            side.Send("B", "58=" + new string('x', 50_000) + "|"); // five go out, two wait
        List<string> sent = side.Feed(2, "2", "7=2|16=0|");
        sent.AddRange(side.TakeAll());
        string[] numbers = [.. sent.Select(m => Naive.Field(m, 34) + Naive.Field(m, 43))];
        Assert.Equal(["2", "3", "4", "5", "6", "2Y", "3Y", "4Y", "5Y", "6Y", "7", "8"], numbers);
    }

    [Fact]
    public void ShouldNotResendByTheLogonWhatWaitsForIt()
    {
        EngineSide side = new(EngineSide.Settings(FixRole.Initiator) with
        {
            EnableNextExpectedMsgSeqNum = true, StoreWhileDisconnected = true,
        });
        side.Connect();                                    // 1: Logon
        Assert.Equal(FixSendResult.Stored, side.Send("B", "148=a|"));
        List<string> sent = side.Feed(1, "A", "98=0|108=30|789=2|");
        Assert.Equal(["2"], sent.Select(m => Naive.Field(m, 34) + Naive.Field(m, 43)));
    }

    [Fact]
    public void ShouldForgetAResendWithItsConnection()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { MaxMessageBytes = 60_000 });
        for (int i = 0; i < 12; i++)
        {
            side.Send("B", "58=" + new string('x', 50_000) + "|");
            side.Take();
        }
        side.Feed(2, "2", "7=2|16=0|");
        side.Cut();
        side.Connect();
        Assert.Equal("A", Naive.Field(Assert.Single(side.Feed(3, "A", "98=0|108=30|")), 35));
        Assert.False(side.Session.IsResending);
    }

    [Fact]
    public void ShouldStoreWhileDisconnectedAndDeliverWhenAsked()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { StoreWhileDisconnected = true });
        side.Cut();
        Assert.Equal(FixSendResult.Stored, side.Send("8", "37=away|"));
        side.Connect();
        Assert.Equal("3", Naive.Field(Assert.Single(side.Feed(2, "A", "98=0|108=30|")), 34));
        string again = side.Feed(3, "2", "7=2|16=0|")[0];
        Assert.Equal(("2", "Y", "away"), (Naive.Field(again, 34), Naive.Field(again, 43), Naive.Field(again, 37)));
    }

    [Fact]
    public void ShouldRefuseToSendWhileNotLoggedOn()
    {
        var side = new EngineSide(EngineSide.Settings());
        Assert.Equal(FixSendResult.NotLoggedOn, side.Send("8", "37=1|"));
        side.Connect();
        Assert.Equal(FixSendResult.NotLoggedOn, side.Send("8", "37=1|"));
        Assert.Equal(1ul, side.Store.NextOutbound);
    }

    [Fact]
    public void ShouldRefuseAMessageThatIsTooLongWithoutSpendingANumber()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { MaxMessageBytes = 1000 });
        Assert.Equal(FixSendResult.TooLong, side.Send("B", "58=" + new string('x', 1000) + "|"));
        Assert.Equal(2ul, side.Store.NextOutbound);
        Assert.Equal(FixSendResult.Sent, side.Send("B", "58=" + new string('x', 900) + "|"));
    }

    [Fact]
    public void ShouldStopNewOrdersKeepCancelsAndBreakOffWhenThePeerDoesNotRead()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with
        {
            MaxMessageBytes = 4096, BackPressureBytes = 20_000, MaxPendingBytes = 400_000,
        });
        string order = "58=" + new string('x', 1000) + "|";
        int sent = 0;
        while (side.Send("D", order, FixSendKind.NewOrder) is FixSendResult.Sent)
            sent++;
        Assert.InRange(sent, 18, 21);
        Assert.Equal(FixSendResult.BackPressure, side.Send("D", order, FixSendKind.NewOrder));
        Assert.Contains("pressed True", side.Events);
        ulong next = side.Store.NextOutbound;
        Assert.Equal(FixSendResult.Sent, side.Send("F", order));
        Assert.Equal(next + 1, side.Store.NextOutbound);
        Assert.Equal((int)next, side.TakeAll().Count + 1); // the Logon is gone already
        side.Tick(0.1);
        Assert.Contains("pressed False", side.Events);
        Assert.Equal(FixSendResult.Sent, side.Send("D", order, FixSendKind.NewOrder));
        for (int i = 0; i < 1000 && side.Session.IsLoggedOn; i++)
            side.Send("F", order);
        Assert.Equal("SlowConsumer after logon", side.Events[^1]);
        Assert.True(side.Session.WantsClose);
    }

    [Fact]
    public void ShouldKeepTheNumbersAcrossStores()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("fix").FullName, "s.fixstore");
        FixSessionSettings settings = EngineSide.Settings();
        using (FixStore store = FixStore.Open(path, settings.Id.ToString(), Naive.Noon))
        {
            var side = new EngineSide(settings, store);
            side.Connect();
            side.Feed(1, "A", "98=0|108=30|");
            side.Send("8", "37=x|");
            side.Feed(2, "0");
        }
        using (FixStore store = FixStore.Open(path, settings.Id.ToString(), Naive.Noon))
        {
            var side = new EngineSide(settings, store);
            side.Connect();
            Assert.Equal("3", Naive.Field(Assert.Single(side.Feed(3, "A", "98=0|108=30|")), 34));
            Assert.Equal("x", Naive.Field(side.Feed(4, "2", "7=2|16=2|")[0], 37));
        }
    }
}
