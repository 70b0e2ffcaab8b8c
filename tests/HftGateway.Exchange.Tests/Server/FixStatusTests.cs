namespace HftGateway.Exchange.Tests.Server;

/// <summary>What the exchange says when it is asked: order status, mass status, mass cancel.</summary>
public class FixStatusTests
{
    [Theory]
    [InlineData("FIX.4.4", "I")]
    [InlineData("FIX.4.2", "0")]
    public void ShouldSayWhatAnOrderIsNow(string version, string execType)
    {
        using var bench = new ServerBench();
        using FixClient client = LoggedOn(bench, version);
        client.NewOrder("a", '1', 100, 25.00m);
        client.Report();
        client.NewOrder("b", '2', 40, 25.00m);
        client.Report();
        client.Report();
        client.Report();

        client.Send("H", "11=a|55=TEST|54=1|790=why");
        Dictionary<string, string> status = client.Receive("8");

        Assert.Equal(("0", version == "FIX.4.2" ? "1" : execType, "1", "a", "60", "40", "25.00", "why"),
            (status["17"], status["150"], status["39"], status["11"], status["151"], status["14"], status["6"],
                status["790"]));
        Assert.Equal(version == "FIX.4.2", status.TryGetValue("20", out string? trans) && trans == "3");
        client.Send("H", "11=b|55=TEST|54=2");
        status = client.Receive("8");
        Assert.Equal(("2", "0", "40"), (status["39"], status["151"], status["14"]));
    }

    [Fact]
    public void ShouldSayThatItDoesNotKnowAnOrder()
    {
        using var bench = new ServerBench();
        using FixClient client = LoggedOn(bench);

        client.Send("H", "11=none|55=TEST|54=1");
        Dictionary<string, string> status = client.Receive("8");

        Assert.Equal(("NONE", "I", "8", "5", "none", "0", "0"),
            (status["37"], status["150"], status["39"], status["103"], status["11"], status["151"], status["14"]));
    }

    [Fact]
    public void ShouldListWhatWorksAndSayWhichIsTheLast()
    {
        using var bench = new ServerBench();
        using FixClient client = LoggedOn(bench);
        client.Send("AF", "584=empty|585=7");
        Dictionary<string, string> nothing = client.Receive("8");
        Assert.Equal(("8", "0", "Y", "empty", false),
            (nothing["39"], nothing["911"], nothing["912"], nothing["584"], nothing.ContainsKey("11")));
        foreach (string id in (string[])["a", "b", "c"])
        {
            client.NewOrder(id, '1', 100, 20.00m);
            client.Report();
        }

        client.Send("F", $"11=x|41=b|55=TEST|54=1|60={FixClient.Now}|38=100");
        client.Report();
        client.Send("AF", "584=all|585=7");
        Dictionary<string, string>[] list = [client.Receive("8"), client.Receive("8")];

        Assert.Equal(["a", "c"], list.Select(static m => m["11"]).Order());
        Assert.Equal(["N", "Y"], list.Select(static m => m["912"]));
        Assert.All(list, static m => Assert.Equal(("I", "0", "2", "all", "100"),
            (m["150"], m["39"], m["911"], m["584"], m["151"])));
    }

    [Fact]
    public void ShouldCancelAllAndAnswerBeforeTheReports()
    {
        using var bench = new ServerBench();
        using FixClient client = LoggedOn(bench);
        client.NewOrder("a", '1', 100, 20.00m);
        client.Report();
        client.NewOrder("b", '1', 100, 20.00m);
        client.Report();

        client.Send("q", $"11=all|530=7|60={FixClient.Now}");
        Dictionary<string, string> answer = client.Receive("r");
        string[] reports = [client.Report(), client.Report()];

        Assert.Equal(("all", "7", "7", "2"), (answer["11"], answer["530"], answer["531"], answer["533"]));
        Assert.Equal(["4 4 a 0 0", "4 4 b 0 0"], reports.Order());
    }

    [Fact]
    public void ShouldRefuseAMassCancelByWhatItDoesNotKnow()
    {
        using var bench = new ServerBench();
        using FixClient client = LoggedOn(bench);
        client.NewOrder("a", '1', 100, 20.00m);
        client.Report();

        client.Send("q", $"11=some|530=3|60={FixClient.Now}");
        Dictionary<string, string> answer = client.Receive("r");

        Assert.Equal(("0", "0"), (answer["531"], answer["532"]));
        client.Send("H", "11=a|55=TEST|54=1");
        Assert.Equal("0", client.Receive("8")["39"]);
    }

    [Theory]
    [InlineData("AF", "585=7", "584")]
    [InlineData("AF", "584=a", "585")]
    [InlineData("q", "530=7", "11")]
    [InlineData("H", "11=a|54=1", "55")]
    public void ShouldNameWhatIsMissing(string type, string body, string tag)
    {
        using var bench = new ServerBench();
        using FixClient client = LoggedOn(bench);
        client.Send(type, body);
        Dictionary<string, string> reject = client.Receive("3");
        Assert.Equal(("1", tag), (reject["373"], reject["371"]));
    }

    private static FixClient LoggedOn(ServerBench bench, string version = "FIX.4.4")
    {
        FixClient client = bench.Connect();
        client.BeginString = version;
        client.LogonAndExpectReply();
        return client;
    }
}
