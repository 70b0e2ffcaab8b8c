using HftGateway.Exchange.Flow;

namespace HftGateway.Exchange.Tests.Server;

public class OrderEntryTests
{
    [Fact]
    public void ShouldReportEveryStateChangeWhenOrdersRestTradeReplaceAndCancel()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.NewOrder("a", '1', 100, 25.00m);
        Assert.Equal("0 0 a 100 0", client.Report());
        client.NewOrder("b", '2', 40, 25.00m);
        Assert.Equal("0 0 b 40 0", client.Report());
        Assert.Equal("F 1 a 40@25.00 60 40", client.Report());
        Assert.Equal("F 2 b 40@25.00 0 40", client.Report());
        client.Send("G", $"41=a|11=c|55=TEST|54=1|60={FixClient.Now}|38=120|40=2|44=25.10");
        Dictionary<string, string> replaced = client.Receive("8");
        Assert.Equal("5 1 c a 25.10 120 80 40 1",
            string.Join(' ', "150 39 11 41 44 38 151 14 37".Split(' ').Select(t => replaced[t])));
        client.Send("F", $"41=c|11=d|55=TEST|54=1|60={FixClient.Now}");
        Dictionary<string, string> cancelled = client.Receive("8");
        Assert.Equal("4 4 d c 0 40 25.00",
            string.Join(' ', new[] { "150", "39", "11", "41", "151", "14", "6" }.Select(t => cancelled[t])));
        Assert.Equal(0, bench.Server.Position("GATEWAY", "TEST"));
        ExchangeStatistics s = bench.Server.Statistics;
        Assert.Equal((2, 2, 0, 2, 80, 1, 1), (s.OrdersReceived, s.OrdersAccepted, s.OrdersRejected, s.Fills,
            s.SharesFilled, s.Replaces, s.Cancels));
    }

    [Fact]
    public void ShouldExpireRemainderWhenImmediateOrCancelOrMarket()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.NewOrder("a", '2', 10, 30.00m);
        client.NewOrder("b", '1', 25, 30.00m, extra: "59=3");
        Assert.Equal(["0 0 a 10 0", "0 0 b 25 0", "F 2 a 10@30.00 0 10", "F 1 b 10@30.00 15 10", "C C b 0 10"],
            Enumerable.Range(0, 5).Select(_ => client.Report()));
        client.Send("D", $"11=m|55=TEST|54=1|60={FixClient.Now}|38=5|40=1");
        Assert.Equal(["0 0 m 5 0", "C C m 0 0"], Enumerable.Range(0, 2).Select(_ => client.Report()));
    }

    [Fact]
    public void ShouldRefuseWithReasonWhenOrderBreaksARule()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.NewOrder("a", '2', 10, 30.00m);
        Assert.Equal("0 0 a 10 0", client.Report());
        client.NewOrder("a", '2', 10, 30.00m);
        Rejected("a", "6");
        client.NewOrder("b", '2', 10, 30.00m, symbol: "NOPE");
        Rejected("b", "1");
        client.NewOrder("c", '2', 10, 30.001m);
        Rejected("c", "99");
        client.NewOrder("d", '2', 10, 30.00001m);
        Rejected("d", "99");
        client.NewOrder("e", '2', 0, 30.00m);
        Rejected("e", "13");
        client.NewOrder("f", '2', 1_000_000, 30.00m);
        Rejected("f", "13");
        client.NewOrder("g", '1', 10, 30.00m, extra: "18=6");
        Rejected("g", "99");
        client.NewOrder("h", '1', 10, -1m);
        Rejected("h", "99");
        Assert.Equal(8, bench.Server.Statistics.OrdersRejected);
        void Rejected(string id, string reason)
        {
            Dictionary<string, string> m = client.Receive("8");
            Assert.Equal(("8", "8", id, reason), (m["150"], m["39"], m["11"], m["103"]));
            Assert.NotEmpty(m["58"]);
        }
    }

    [Fact]
    public void ShouldRefuseOrdersWhenHaltedAndTakeThemWhenResumed()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        bench.Server.Halt("TEST");
        client.NewOrder("a", '2', 10, 30.00m);
        Assert.Equal("2", client.Receive("8")["103"]);
        bench.Server.Resume("TEST");
        client.NewOrder("b", '2', 10, 30.00m);
        Assert.Equal("0 0 b 10 0", client.Report());
        Assert.Throws<ArgumentException>(() => bench.Server.Halt("NOPE"));
    }

    [Fact]
    public void ShouldRefuseCancelsAndReplacesThatNameNoWorkingOrder()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.NewOrder("a", '2', 10, 30.00m);
        client.NewOrder("b", '1', 10, 30.00m);
        for (int i = 0; i < 4; i++)
            client.Report();
        Refused("F", "x", "a", "0", "2");
        Refused("F", "y", "nope", "1", "8");
        Refused("F", "b", "a", "6", "2");
        client.NewOrder("c", '2', 10, 30.00m);
        client.Report();
        Refused("G", "z", "c", "99", "0", "|38=10|40=2|44=30.001");
        Refused("G", "z2", "c", "99", "0", "|38=0|40=2|44=30.00");
        client.Send("G", $"41=c|11=c2|55=TEST|54=2|60={FixClient.Now}|38=5|40=2|44=30.00");
        Assert.Equal("5 0 c2 5 0", client.Report());
        Refused("F", "z3", "c", "1", "0");
        Assert.Equal(6, bench.Server.Statistics.CancelRejects);
        void Refused(string type, string id, string original, string reason, string status, string extra = "")
        {
            client.Send(type, $"41={original}|11={id}|55=TEST|54=2|60={FixClient.Now}{extra}");
            Dictionary<string, string> m = client.Receive("9");
            Assert.Equal((id, original, reason, status, type == "F" ? "1" : "2"),
                (m["11"], m["41"], m["102"], m["39"], m["434"]));
        }
    }

    [Theory]
    [InlineData("D", "11=a|55=TEST|54=1|38=1|40=2", 1, 44)]
    [InlineData("D", "55=TEST|54=1|38=1|40=2|44=1.00", 1, 11)]
    [InlineData("D", "11=a|55=TEST|54=9|38=1|40=2|44=1.00", 5, 54)]
    [InlineData("D", "11=a|55=TEST|54=1|38=x|40=2|44=1.00", 6, 38)]
    [InlineData("D", "11=a|55=TEST|54=1|38=1|40=2|44=1.00|7001=q", 6, 7001)]
    [InlineData("F", "11=a|55=TEST|54=1", 1, 41)]
    [InlineData("D", "11=aaaaaaaaaabbbbbbbbbbccccccccccdd|55=TEST|54=1|38=1|40=1", 5, 11)]
    public void ShouldRejectOnTheSessionLevelWhenAFieldIsMissingOrMalformed(
        string type, string body, int reason, int tag)
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.Send(type, body);
        Dictionary<string, string> m = client.Receive("3");
        Assert.Equal(("2", $"{reason}", $"{tag}", type), (m["45"], m["373"], m["371"], m["372"]));
        client.NewOrder("ok", '1', 1, 1.00m);
        Assert.Equal("0 0 ok 1 0", client.Report());
    }

    [Fact]
    public void ShouldCancelOnDisconnectAndDeliverTheReportByResendWhenReconnected()
    {
        using var bench = new ServerBench();
        int next;
        using (FixClient client = bench.Connect())
        {
            client.LogonAndExpectReply();
            client.NewOrder("a", '1', 100, 25.00m);
            client.NewOrder("b", '1', 50, 24.00m);
            Assert.Equal(("0 0 a 100 0", "0 0 b 50 0"), (client.Report(), client.Report()));
            next = client.NextOut;
        }

        ServerBench.Until(() => bench.Server.Statistics.Cancels == 2, "two cancels");
        using FixClient again = bench.Connect();
        again.NextOut = next;
        again.Logon();
        // 1 Logon, 2 and 3 New, 4 and 5 the cancels while away: the Logon's answer is 6.
        Assert.Equal(("A", "6"), again.Receive() is var logon ? (logon["35"], logon["34"]) : default);
        again.Send("2", "7=1|16=0");
        Dictionary<string, string>[] resent = [.. Enumerable.Range(0, 6).Select(_ => again.Receive())];
        Assert.Equal(["4 1 Y", "8 2 Y", "8 3 Y", "8 4 Y", "8 5 Y", "4 6 Y"],
            resent.Select(m => $"{m["35"]} {m["34"]} {m["43"]}"));
        Assert.Equal(("2", "Y"), (resent[0]["36"], resent[0]["123"]));
        Assert.Equal("7", resent[5]["36"]);
        Assert.Equal(["4 4 b", "4 4 a"], resent[3..5].Select(m => $"{m["150"]} {m["39"]} {m["11"]}"));
        Assert.All(resent[1..5], m => Assert.True(m.ContainsKey("122")));
        Assert.All(resent[3..5], m => Assert.False(m.ContainsKey("41")));
        again.NewOrder("c", '1', 1, 25.00m);
        Assert.Equal("7", again.Receive("8")["34"]);
    }

    [Fact]
    public void ShouldKeepOrdersWhenCancelOnDisconnectIsOff()
    {
        using var bench = new ServerBench(o => o with { CancelOnDisconnect = false });
        using (FixClient client = bench.Connect())
        {
            client.LogonAndExpectReply();
            client.NewOrder("a", '1', 100, 25.00m);
            client.Report();
        }

        ServerBench.Until(() => bench.Server.Statistics.Disconnects == 1, "disconnect");
        using FixClient again = bench.Connect();
        again.LogonAndExpectReply("141=Y");
        again.Send("F", $"41=a|11=d|55=TEST|54=1|60={FixClient.Now}");
        Assert.Equal("4 4 d 0 0", again.Report());
    }

    [Fact]
    public void ShouldTradeWithTheFlowAndMeasureTickToOrderWhenOrdersNameTheirTrigger()
    {
        using var bench = new ServerBench(o => o with
        {
            Symbols = ["TEST"], Flow = new FlowOptions { MessagesPerSecond = 2_000, Seed = 4 },
        });
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        ServerBench.Until(() => bench.Server.Statistics.FeedMessages > 500, "flow");
        client.Send("D", $"11=m|55=TEST|54=1|60={FixClient.Now}|38=300|40=1|59=3|7001=5");
        Assert.Equal("0 0 m 300 0", client.Report());
        Assert.StartsWith("F ", client.Report());
        client.Send("D", $"11=n|55=TEST|54=1|60={FixClient.Now}|38=300|40=1|59=3|7001=99999999");
        ServerBench.Until(() => bench.Server.Statistics.UnknownTriggers == 1, "second trigger");
        long[] samples = bench.Server.Latencies.ToArray();
        Assert.Single(samples);
        Assert.InRange(samples[0], 1, 120_000_000_000);
        Assert.True(bench.Server.Position("GATEWAY", "TEST") > 0);
        Assert.True(bench.Server.Cash("GATEWAY", "TEST") < 0);
    }

    [Fact]
    public void ShouldExpireOrdersAndLogOutWhenTheDayEnds()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.NewOrder("a", '1', 100, 25.00m);
        client.Report();
        bench.Server.Close();
        Assert.Equal("C C a 0 0", client.Report());
        client.Receive("5");
        client.Send("5", "");
        Assert.Null(client.TryReceive());
        Assert.True(bench.Server.Wait(ServerBench.Timeout));
        Assert.Equal(1, bench.Server.Statistics.Expired);
    }
}
