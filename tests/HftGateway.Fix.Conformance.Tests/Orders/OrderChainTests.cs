using HftGateway.Fix.Orders;

namespace HftGateway.Fix.Conformance.Tests.Orders;

/// <summary>Cancel and replace chains with late, crossing and missing answers: quantities after each step.</summary>
public sealed class OrderChainTests
{
    private readonly FixOrderTracker _tracker = new(16, 64, 64);
    private int _execution;

    [Fact]
    public void ShouldTakeAFillBeforeTheAcknowledgement()
    {
        int x = New(1, 100);

        FixOrderChange fill = Report("150=F|39=1|14=30|151=70|32=30|31=10|", 1);
        FixOrderChange ack = Report("150=0|39=0|14=0|151=100|", 1);

        Assert.Equal((FixOrderState.PartiallyFilled, FixOrderAlerts.ImplicitAcknowledge), (fill.After, fill.Alerts));
        Assert.Equal((FixOrderOutcome.Unchanged, 30L, 70L),
            (ack.Outcome, _tracker[x].Cumulative, _tracker[x].Leaves));
    }

    [Fact]
    public void ShouldOpenAFilledOrderAgainWhenItsReplaceIsAcknowledgedAfterTheFill()
    {
        int x = New(1, 100);
        Report("150=0|39=0|14=0|151=100|", 1);
        _tracker.Replace(x, 2, 150, 11_0000);

        FixOrderChange fill = Report("150=F|39=E|14=100|151=0|32=100|31=10|", 1);
        FixOrderChange replaced = Report("150=5|39=1|38=150|14=100|151=50|44=11|", 2, 1);

        Assert.Equal(FixOrderState.PendingReplace, fill.After);
        Assert.Equal((FixOrderState.PartiallyFilled, FixOrderAlerts.Reopened), (replaced.After, replaced.Alerts));
        Assert.Equal((2ul, 150L, 100L, 50L, 11_0000L), Terms(x));
    }

    [Fact]
    public void ShouldTakeAFillThatNamesTheReplaceForItsAcknowledgement()
    {
        int x = New(1, 100);
        Report("150=0|39=0|14=0|151=100|", 1);
        _tracker.Replace(x, 2, 60, 10_0000);

        FixOrderChange fill = Report("150=F|39=1|14=20|151=40|32=20|31=10|", 2, 1);
        FixOrderChange replaced = Report("150=5|39=0|38=60|14=0|151=60|", 2, 1);

        Assert.Equal((FixOrderState.PartiallyFilled, FixOrderAlerts.ImplicitReplace), (fill.After, fill.Alerts));
        Assert.Equal(FixOrderOutcome.Unchanged, replaced.Outcome);
        Assert.Equal((2ul, 60L, 20L, 40L, 10_0000L), Terms(x));
    }

    [Fact]
    public void ShouldNameTheFirstOrderAgainAfterTheMiddleOfAChainWasRefused()
    {
        int x = New(1, 100);
        Report("150=0|39=0|14=0|151=100|", 1);
        _tracker.Replace(x, 2, 120, 10_0000);
        Assert.Equal(2ul, FixOrderMachine.NextOriginal(_tracker[x]));
        _tracker.Replace(x, 3, 130, 10_0000);
        Assert.Equal(2ul, _tracker[x].Requests[1].Target);

        Refuse(2, 1, replace: true);
        Refuse(3, 2, replace: true);

        Assert.Equal(1ul, FixOrderMachine.NextOriginal(_tracker[x]));
        Assert.Equal((1ul, 100L, 0L, 100L, 10_0000L), Terms(x));
        Assert.Equal(FixOrderState.New, _tracker[x].State);
    }

    [Fact]
    public void ShouldNotLetALateAcknowledgementTakeTheNewerOnesPlace()
    {
        int x = New(1, 100);
        Report("150=0|39=0|14=0|151=100|", 1);
        _tracker.Replace(x, 2, 120, 12_0000);
        _tracker.Replace(x, 3, 130, 13_0000);

        Report("150=5|39=0|38=130|14=0|151=130|44=13|", 3, 2);
        FixOrderChange late = Report("150=5|39=0|38=120|14=0|151=120|44=12|", 2, 1);

        Assert.Equal((FixOrderOutcome.Unchanged, FixOrderState.New), (late.Outcome, late.After));
        Assert.Equal((3ul, 130L, 0L, 130L, 13_0000L), Terms(x));
    }

    [Fact]
    public void ShouldKeepAFilledOrderFilledWhenItsCancelComesTooLate()
    {
        int x = New(1, 100);
        _tracker.Cancel(x, 2);

        FixOrderChange fill = Report("150=F|39=6|14=100|151=0|32=100|31=10|", 1);
        FixOrderChange refused = Refuse(2, 1, replace: false, "39=2|102=0|");

        Assert.Equal((FixOrderState.PendingCancel, FixOrderState.Filled), (fill.After, refused.After));
        Assert.Equal((FixOrderOutcome.Applied, FixOrderAlerts.None), (refused.Outcome, refused.Alerts));
    }

    [Fact]
    public void ShouldTakeTheFilledQuantityOfAReplaceToLessThanIsFilled()
    {
        int x = New(1, 100);
        Report("150=F|39=1|14=60|151=40|32=60|31=10|", 1);
        _tracker.Replace(x, 2, 50, 10_0000);

        FixOrderChange replaced = Report("150=5|39=2|38=50|14=60|151=0|", 2, 1);

        Assert.Equal(FixOrderState.Filled, replaced.After);
        Assert.Equal((2ul, 50L, 60L, 0L, 10_0000L), Terms(x));
    }

    [Fact]
    public void ShouldTakeBackAndCorrectFillsByTheExecutionTheyName()
    {
        int x = New(1, 100);
        Report("150=F|39=1|14=40|151=60|32=40|31=10|", 1, exec: "E1");
        Report("150=F|39=2|14=100|151=0|32=60|31=11|", 1, exec: "E2");
        Assert.Equal((FixOrderState.Filled, 10_6000L), (_tracker[x].State, _tracker[x].AveragePrice));

        // Neither says how much is filled now: it follows from the execution named.
        FixOrderChange corrected = Report("150=G|39=1|19=E2|32=50|31=11.5|", 1, exec: "E3");
        FixOrderChange busted = Report("150=H|39=1|19=E1|", 1, exec: "E4");

        Assert.Equal((-10L, FixOrderState.PartiallyFilled, FixOrderAlerts.Reopened),
            (corrected.Filled, corrected.After, corrected.Alerts));
        Assert.Equal(-40L, busted.Filled);
        Assert.Equal((50L, 50L, 11_5000L), (_tracker[x].Cumulative, _tracker[x].Leaves, _tracker[x].AveragePrice));
    }

    [Fact]
    public void ShouldCountAFillOfACancelledOrder()
    {
        int x = New(1, 100);
        Report("150=4|39=4|14=0|151=0|", 1);

        FixOrderChange fill = Report("150=F|39=4|14=20|151=0|32=20|31=10|", 1);

        Assert.Equal((FixOrderState.Cancelled, 20L), (fill.After, fill.Filled));
        Assert.Equal(FixOrderAlerts.LateFill, fill.Alerts);
        Assert.Equal(0, _tracker[x].Leaves);
    }

    [Fact]
    public void ShouldApplyAnExecutionOnce()
    {
        int x = New(1, 100);
        const string Fill = "150=F|39=1|14=30|151=70|32=30|31=10|";

        FixOrderChange first = Report(Fill, 1, exec: "E1");
        FixOrderChange again = Report(Fill, 1, exec: "E1");

        Assert.Equal((FixOrderOutcome.Applied, FixOrderOutcome.DuplicateExecution), (first.Outcome, again.Outcome));
        Assert.Equal((30L, 1L), (_tracker[x].Cumulative, _tracker.DuplicateReports));
    }

    [Fact]
    public void ShouldWarnOfAnOverfill()
    {
        New(1, 100);
        Report("150=F|39=2|14=100|151=0|32=100|31=10|", 1);

        FixOrderChange change = Report("150=F|39=2|14=110|151=0|32=10|31=10|", 1);

        Assert.Equal(FixOrderAlerts.Overfill | FixOrderAlerts.Contradiction, change.Alerts);
        Assert.Equal(10, change.Filled);
    }

    [Fact]
    public void ShouldFollowAReplaceByTheVenuesDesk()
    {
        int x = New(1, 100);
        Report("150=0|39=0|14=0|151=100|37=77|", 1);

        FixOrderChange desk = _tracker.Apply(OrderReports.Parse(
            $"35=8|11=DESK|41={OrderReports.Id(1)}|37=77|17=D1|55=A|54=1|150=5|39=0|38=80|14=0|151=80|"));
        FixOrderChange fill = _tracker.Apply(OrderReports.Parse(
            "35=8|11=DESK|37=77|17=D2|55=A|54=1|150=F|39=1|14=5|151=75|32=5|31=10|"));

        Assert.Equal((x, FixOrderAlerts.Unsolicited), (desk.Order, desk.Alerts));
        Assert.Equal((x, 80L, 5L, 75L), (fill.Order, _tracker[x].Quantity, _tracker[x].Cumulative, _tracker[x].Leaves));
    }

    [Fact]
    public void ShouldRefuseAFifthRequestUnderWay()
    {
        int x = New(1, 100);
        for (uint id = 2; id <= 5; id++)
            Assert.Equal(FixOrderOutcome.Applied, _tracker.Replace(x, id, 100 + id, 10_0000).Outcome);

        Assert.Equal(FixOrderOutcome.Full, _tracker.Replace(x, 6, 106, 10_0000).Outcome);
        Assert.Equal(FixOrderOutcome.Refused, _tracker.Replace(x, 5, 106, 10_0000).Outcome);
    }

    private int New(uint id, long quantity)
    {
        FixOrderChange change = _tracker.New(id, quantity, 10_0000, FixSide.Buy, 3);
        Assert.Equal(FixOrderOutcome.Applied, change.Outcome);
        return change.Order;
    }

    private FixOrderChange Report(string body, uint id, uint original = 0, string? exec = null) =>
        _tracker.Apply(OrderReports.Parse($"35=8|11={OrderReports.Id(id)}|"
            + (original == 0 ? "" : $"41={OrderReports.Id(original)}|")
            + (body.Contains("37=", StringComparison.Ordinal) ? "" : "37=77|")
            + $"17={exec ?? $"A{++_execution}"}|55=A|54=1|" + body));

    private FixOrderChange Refuse(uint id, uint original, bool replace, string body = "39=0|102=3|") =>
        _tracker.Apply(OrderReports.Parse($"35=9|37=77|11={OrderReports.Id(id)}|41={OrderReports.Id(original)}|"
            + $"434={(replace ? 2 : 1)}|" + body));

    private (ulong Id, long Quantity, long Cumulative, long Leaves, long Price) Terms(int order) =>
        (_tracker[order].ClOrdId, _tracker[order].Quantity, _tracker[order].Cumulative, _tracker[order].Leaves,
            _tracker[order].Price);
}
