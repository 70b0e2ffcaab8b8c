using HftGateway.Fix.Orders;

namespace HftGateway.Fix.Conformance.Tests.Orders;

/// <summary>What a report says, in every version that says it differently.</summary>
public sealed class OrderReportTests
{
    [Theory]
    [InlineData("FIX.4.0", "20=0|39=0|32=0|", FixOrderEvent.New)]
    [InlineData("FIX.4.0", "20=0|39=1|32=10|31=5|", FixOrderEvent.Trade)]
    [InlineData("FIX.4.0", "20=0|39=2|32=10|31=5|", FixOrderEvent.Trade)]
    [InlineData("FIX.4.0", "20=0|39=5|32=0|", FixOrderEvent.Replaced)]
    [InlineData("FIX.4.0", "20=0|39=4|32=0|", FixOrderEvent.Cancelled)]
    [InlineData("FIX.4.0", "20=0|39=8|32=0|", FixOrderEvent.Rejected)]
    [InlineData("FIX.4.0", "20=3|39=1|32=0|", FixOrderEvent.Status)]
    [InlineData("FIX.4.2", "20=0|150=1|39=1|32=10|31=5|", FixOrderEvent.Trade)]
    [InlineData("FIX.4.2", "20=0|150=2|39=2|32=10|31=5|", FixOrderEvent.Trade)]
    [InlineData("FIX.4.2", "20=1|150=1|39=0|19=E1|32=10|31=5|", FixOrderEvent.Bust)]
    [InlineData("FIX.4.2", "20=2|150=2|39=1|19=E1|32=10|31=5|", FixOrderEvent.Correct)]
    [InlineData("FIX.4.2", "20=3|150=0|39=0|", FixOrderEvent.Status)]
    [InlineData("FIX.4.2", "20=3|150=8|39=8|103=5|", FixOrderEvent.OrderUnknown)]
    [InlineData("FIX.4.2", "20=0|150=5|39=5|", FixOrderEvent.Replaced)]
    [InlineData("FIX.4.2", "20=0|150=D|39=0|378=0|", FixOrderEvent.Restated)]
    [InlineData("FIX.4.4", "150=0|39=0|", FixOrderEvent.New)]
    [InlineData("FIX.4.4", "150=A|39=A|", FixOrderEvent.PendingNew)]
    [InlineData("FIX.4.4", "150=F|39=1|32=10|31=5|", FixOrderEvent.Trade)]
    [InlineData("FIX.4.4", "150=F|39=2|32=10|31=5|", FixOrderEvent.Trade)]
    [InlineData("FIX.4.4", "150=G|39=1|19=E1|32=10|31=5|", FixOrderEvent.Correct)]
    [InlineData("FIX.4.4", "150=H|39=0|19=E1|32=10|31=5|", FixOrderEvent.Bust)]
    [InlineData("FIX.4.4", "150=I|39=1|911=3|", FixOrderEvent.Status)]
    [InlineData("FIX.4.4", "150=I|39=8|103=5|", FixOrderEvent.OrderUnknown)]
    [InlineData("FIX.4.4", "150=3|39=3|", FixOrderEvent.DoneForDay)]
    [InlineData("FIX.4.4", "150=4|39=4|", FixOrderEvent.Cancelled)]
    [InlineData("FIX.4.4", "150=5|39=0|", FixOrderEvent.Replaced)]
    [InlineData("FIX.4.4", "150=6|39=6|", FixOrderEvent.PendingCancel)]
    [InlineData("FIX.4.4", "150=7|39=7|", FixOrderEvent.Stopped)]
    [InlineData("FIX.4.4", "150=8|39=8|103=0|", FixOrderEvent.Rejected)]
    [InlineData("FIX.4.4", "150=9|39=9|", FixOrderEvent.Suspended)]
    [InlineData("FIX.4.4", "150=B|39=B|", FixOrderEvent.Calculated)]
    [InlineData("FIX.4.4", "150=C|39=C|", FixOrderEvent.Expired)]
    [InlineData("FIX.4.4", "150=D|39=0|378=3|", FixOrderEvent.Restated)]
    [InlineData("FIX.4.4", "150=E|39=E|", FixOrderEvent.PendingReplace)]
    [InlineData("FIX.4.4", "150=L|39=0|", FixOrderEvent.None)]
    public void ShouldReadTheEventOfAReport(string version, string body, FixOrderEvent expected)
    {
        FixOrderReport report = OrderReports.Parse("35=8|11=X|37=1|17=E2|55=A|54=1|151=0|14=0|6=0|" + body, version);

        Assert.Equal(expected, report.Event);
    }

    [Theory]
    [InlineData("434=1|102=0|", FixOrderEvent.CancelRejected)]
    [InlineData("434=2|102=3|", FixOrderEvent.ReplaceRejected)]
    [InlineData("102=1|", FixOrderEvent.CancelRejected)]
    public void ShouldReadWhichRequestWasRefused(string body, FixOrderEvent expected)
    {
        FixOrderReport report = OrderReports.Parse("35=9|37=NONE|11=X|41=Y|39=4|" + body);

        Assert.Equal(expected, report.Event);
        Assert.Equal(0ul, report.OrderId);
        Assert.Equal(FixValue.Hash("X"u8), report.ClOrdId);
    }

    [Fact]
    public void ShouldReadEveryValueOfAReport()
    {
        FixOrderReport report = OrderReports.Parse("35=8|11=T0000000042|41=T0000000041|37=900|17=E9|19=E8|150=F|39=1|"
            + "55=ABC|54=2|38=500|44=12.5|32=30|31=12.25|151=420|14=80|6=12.3|60=20240105-14:30:00.000000001|58=hello|"
            + "382=1|375=B|337=T|911=7|912=Y|");

        Assert.Equal(
            (42ul, 41ul, 900ul, 30L, 12_2500L, 420L, 80L, 500L, 12_5000L, 7),
            (report.ClOrdId, report.OrigClOrdId, report.OrderId, report.LastQuantity, report.LastPrice, report.Leaves,
                report.Cumulative, report.OrderQuantity, report.Price, report.TotalReports));
        Assert.Equal((FixValue.Hash("E9"u8), FixValue.Hash("E8"u8)), (report.ExecId, report.ExecRefId));
        Assert.Equal(1_704_465_000_000_000_001, report.TransactTimeNs);
        Assert.Equal((FixSide.Sell, true), (report.Side, (report.Has & FixReportHas.LastReport) != 0));
    }

    [Theory]
    [InlineData("11=X|32=1.5|39=1|", 32)]
    [InlineData("11=X|151=-1|39=1|", 151)]
    [InlineData("11=X|31=1.00001|39=1|", 31)]
    [InlineData("11=X|39=11|", 39)]
    [InlineData("11=X|60=yesterday|39=1|", 60)]
    [InlineData("11=X|", 39)]
    public void ShouldNameTheTagThatIsWrong(string body, int tag)
    {
        FixParseResult result = OrderReports.Result("35=8|" + body);

        Assert.Equal((false, tag), (result.IsOk, result.Tag));
    }
}
