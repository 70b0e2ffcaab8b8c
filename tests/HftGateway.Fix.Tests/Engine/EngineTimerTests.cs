namespace HftGateway.Fix.Tests.Engine;

public sealed class EngineTimerTests
{
    [Fact]
    public void ShouldSendHeartbeatsTestRequestsAndCloseInSilence()
    {
        EngineSide side = EngineSide.LoggedOn(heartbeat: 10);
        Assert.Empty(side.Tick(9.9));
        Assert.Equal("0", Naive.Field(Assert.Single(side.Tick(0.1)), 35));
        Assert.Empty(side.Tick(1.9));
        string test = Assert.Single(side.Tick(0.1));
        Assert.Equal(("1", "TEST"), (Naive.Field(test, 35), Naive.Field(test, 112)));
        Assert.Empty(side.Tick(11.9));
        Assert.True(side.Session.TestRequestOutstanding);
        Assert.Empty(side.Tick(0.1));
        Assert.Equal("HeartbeatTimeout after logon", side.Events[^1]);
    }

    [Fact]
    public void ShouldTakeAnyMessageForLife()
    {
        EngineSide side = EngineSide.LoggedOn(heartbeat: 10);
        side.Tick(10);
        side.Tick(2);
        side.Feed(2, "D");
        Assert.False(side.Session.TestRequestOutstanding);
        Assert.DoesNotContain(side.Tick(11.9), m => Naive.Field(m, 35) == "1");
        Assert.Contains(side.Tick(0.1), m => Naive.Field(m, 35) == "1");
    }

    [Fact]
    public void ShouldSayGoodbyeToASilentPeerWhenSetTo()
    {
        EngineSide side = EngineSide.LoggedOn(
            EngineSide.Settings() with { LogoutOnHeartbeatTimeout = true }, heartbeat: 10);
        side.Tick(12);
        Assert.Equal("Heartbeat timeout", Naive.Field(Assert.Single(side.Tick(12)), 58));
    }

    [Fact]
    public void ShouldKeepQuietWithoutAnInterval()
    {
        EngineSide side = EngineSide.LoggedOn(heartbeat: 0);
        Assert.Empty(side.Tick(100_000));
        Assert.True(side.Session.IsLoggedOn);
    }

    [Fact]
    public void ShouldGiveThePeerAWholePeriodAfterBeingHeldUp()
    {
        EngineSide side = EngineSide.LoggedOn(heartbeat: 10);
        side.Tick(500);
        Assert.True(side.Session.IsLoggedOn);
        side.Tick(11.9);
        Assert.True(side.Session.IsLoggedOn);
        side.Tick(0.1);
        Assert.False(side.Session.IsLoggedOn);
    }

    [Fact]
    public void ShouldMeasureSilenceWithTheMonotonicClock()
    {
        EngineSide side = EngineSide.LoggedOn(heartbeat: 10);
        side.StepUtc(3600);
        Assert.Empty(side.Tick(1));
        Assert.True(side.Session.IsLoggedOn);
    }

    [Fact]
    public void ShouldAnswerAnEmptyTestRequestWhenValuesMayBeEmpty()
    {
        EngineSide side = EngineSide.LoggedOn();
        Assert.Equal("4", Naive.Field(Assert.Single(side.Feed(2, "1", "112=|")), 373));
        side = EngineSide.LoggedOn(EngineSide.Settings() with { ValidateFieldsHaveValues = false });
        Assert.EndsWith("|112=|", Assert.Single(side.Feed(2, "1", "112=|"))[..^7]);
    }

    [Fact]
    public void ShouldWaitForTheAnswerToALogout()
    {
        EngineSide side = EngineSide.LoggedOn(EngineSide.Settings() with { LogoutTimeoutSeconds = 2 });
        side.Session.SetTime(side.Now);
        side.Session.Logout("bye");
        Assert.Equal("bye", Naive.Field(Assert.Single(side.Take()), 58));
        side.Send("8", "37=1|");
        Assert.Empty(side.Take());
        Assert.Equal("4", Naive.Field(Assert.Single(side.Feed(2, "2", "7=1|16=0|")), 35)); // still answered
        Assert.Empty(side.Tick(1.9));
        Assert.False(side.Session.WantsClose);
        Assert.Empty(side.Feed(3, "5"));
        Assert.Equal("LogoutComplete after logon", side.Events[^1]);

        side = EngineSide.LoggedOn(EngineSide.Settings() with { LogoutTimeoutSeconds = 2 });
        side.Session.SetTime(side.Now);
        side.Session.Logout();
        side.Take();
        Assert.Empty(side.Tick(2));
        Assert.Equal("LogoutTimeout after logon", side.Events[^1]);
    }

    [Fact]
    public void ShouldLeaveAtTheEndOfTheSessionAndBeginTheNextWithOne()
    {
        FixSessionSettings settings = EngineSide.Settings() with
        {
            Schedule = FixSchedule.Daily(new TimeSpan(8, 0, 0), new TimeSpan(12, 0, 10)),
        };
        EngineSide side = EngineSide.LoggedOn(settings, heartbeat: 0);
        side.Send("8", "37=1|");
        side.Take();
        Assert.Empty(side.Tick(9));
        Assert.Equal("5", Naive.Field(Assert.Single(side.Tick(1)), 35));
        side.Feed(2, "5");
        Assert.False(side.Session.IsLoggedOn);
        Assert.False(side.Session.IsOpen(side.Now));
        side.Connect();
        Assert.Empty(side.Feed(3, "A", "98=0|108=30|"));
        Assert.Equal("OutsideSchedule", side.Events[^1]);
        side.Tick(20 * 3600);
        Assert.True(side.Session.IsOpen(side.Now));
        Assert.Equal((1ul, 1ul), (side.Store.NextOutbound, side.Store.ExpectedInbound));
    }

    [Theory]
    [InlineData("2026-03-06T13:00:00Z", true, "2026-03-05T22:00:00Z")] // Friday, New York is five hours behind
    [InlineData("2026-03-06T22:30:00Z", false, null)]                  // after Friday 17:00
    [InlineData("2026-03-08T20:30:00Z", false, null)]                  // Sunday, before 17:00 of summer time
    [InlineData("2026-03-08T21:30:00Z", true, "2026-03-08T21:00:00Z")]
    [InlineData("2026-03-13T20:59:59Z", true, "2026-03-08T21:00:00Z")]
    [InlineData("2026-03-13T21:00:00Z", false, null)]
    public void ShouldFollowAWeekInATimeZone(string instant, bool open, string? start)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        FixSchedule schedule = instant.StartsWith("2026-03-06", StringComparison.Ordinal)
            ? FixSchedule.Daily(new TimeSpan(17, 0, 0), new TimeSpan(17, 0, 0), zone)
            : FixSchedule.Weekly(
                DayOfWeek.Sunday, new TimeSpan(17, 0, 0), DayOfWeek.Friday, new TimeSpan(17, 0, 0), zone);
        if (instant == "2026-03-06T22:30:00Z")
            schedule = FixSchedule.Daily(new TimeSpan(8, 0, 0), new TimeSpan(17, 0, 0), zone);
        Assert.Equal(open, schedule.TryGetSession(Ns(instant), out long startNs, out _));
        if (start is not null)
            Assert.Equal(Ns(start), startNs);
    }

    [Fact]
    public void ShouldSpanMidnight()
    {
        FixSchedule schedule = FixSchedule.Daily(new TimeSpan(22, 0, 0), new TimeSpan(6, 0, 0));
        Assert.True(schedule.IsOpen(Ns("2026-01-01T23:00:00Z")));
        Assert.True(schedule.IsOpen(Ns("2026-01-02T05:59:59Z")));
        Assert.False(schedule.IsOpen(Ns("2026-01-02T06:00:00Z")));
        Assert.False(schedule.IsOpen(Ns("2026-01-02T21:59:59Z")));
        schedule.TryGetSession(Ns("2026-01-02T05:00:00Z"), out long start, out long end);
        Assert.Equal((Ns("2026-01-01T22:00:00Z"), Ns("2026-01-02T06:00:00Z")), (start, end));
        Assert.True(FixSchedule.NonStop.IsOpen(0));
    }

    private static long Ns(string instant) =>
        (DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch)
        .Ticks * 100;
}
