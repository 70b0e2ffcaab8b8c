using System.Net;
using System.Net.Sockets;

namespace HftGateway.Exchange.Tests.Server;

public class FixSessionTests
{
    [Fact]
    public void ShouldEchoHeartbeatAndAnswerTestRequestWhenLoggedOn()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.Logon(heartbeat: 17);
        Dictionary<string, string> logon = client.Receive();
        Assert.Equal(("A", "1", "17", "EXCHANGE", "GATEWAY"),
            (logon["35"], logon["34"], logon["108"], logon["49"], logon["56"]));
        client.Send("1", "112=hello");
        Assert.Equal("hello", client.Receive("0")["112"]);
        client.Send("5", "");
        Assert.Equal("5", client.Receive()["35"]);
        Assert.Null(client.TryReceive());
    }

    [Fact]
    public void ShouldSendHeartbeatsThenTestRequestThenCloseWhenTheClientIsSilent()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.Logon(heartbeat: 1);
        client.Receive("A");
        var types = new List<string>();
        while (client.TryReceive() is { } message)
            types.Add(message["35"]);
        Assert.Contains("0", types);
        Assert.Contains("1", types);
        Assert.DoesNotContain("5", types);
    }

    [Theory]
    [InlineData("35=D|11=a")]
    [InlineData("35=A|108=30|98=0", "STRANGER")]
    [InlineData("35=A|108=-1|98=0")]
    [InlineData("35=A|98=0")]
    [InlineData("35=A|108=30|98=0|141=Y", "GATEWAY", "EXCHANGE", 2)]
    [InlineData("35=A|108=30|98=0", "GATEWAY", "ELSEWHERE")]
    public void ShouldCloseWithoutAWordWhenTheFirstMessageIsNoGoodLogon(
        string message, string sender = "GATEWAY", string target = "EXCHANGE", int sequence = 1)
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect(sender);
        client.TargetCompId = target;
        string type = message[3..message.IndexOf('|')];
        client.Send(type, message[(message.IndexOf('|') + 1)..], sequence);
        Assert.Null(client.TryReceive());
        ServerBench.Until(() => bench.Server.Statistics.RefusedConnections == 1, "refused");
        Assert.Equal(0, bench.Server.Statistics.FixMessagesOut);
    }

    [Fact]
    public void ShouldNotNoticeASecondConnectionWhenOneIsLoggedOn()
    {
        using var bench = new ServerBench();
        using FixClient first = bench.Connect();
        first.LogonAndExpectReply();
        using FixClient second = bench.Connect();
        second.Logon();
        Assert.Null(second.TryReceive());
        first.Send("1", "112=still");
        Assert.Equal("still", first.Receive("0")["112"]);
    }

    [Fact]
    public void ShouldServeTwoClientsApartWhenBothAreKnown()
    {
        using var bench = new ServerBench(o => o with { ClientCompIds = ["ONE", "TWO"] });
        using FixClient one = bench.Connect("ONE");
        using FixClient two = bench.Connect("TWO");
        one.LogonAndExpectReply();
        two.LogonAndExpectReply();
        one.NewOrder("a", '1', 10, 25.00m);
        Assert.Equal("0 0 a 10 0", one.Report());
        two.NewOrder("a", '2', 10, 25.00m);
        Assert.Equal(("0 0 a 10 0", "F 2 a 10@25.00 0 10"), (two.Report(), two.Report()));
        Assert.Equal("F 2 a 10@25.00 0 10", one.Report());
        Assert.Equal((10, -10), (bench.Server.Position("ONE", "TEST"), bench.Server.Position("TWO", "TEST")));
        Assert.Equal((-2_500_000, 2_500_000), (bench.Server.Cash("ONE", "TEST"), bench.Server.Cash("TWO", "TEST")));
    }

    [Theory]
    [InlineData("FIX.4.2", "", "2")]
    [InlineData("FIXT.1.1", "1137=9|", "F")]
    public void ShouldServeEveryVersionOnOnePort(string beginString, string logon, string fill)
    {
        using var bench = new ServerBench();
        using FixClient usual = bench.Connect();
        using FixClient other = bench.Connect();
        other.BeginString = beginString;
        usual.LogonAndExpectReply();
        other.Logon(logon);
        Dictionary<string, string> reply = other.Receive("A");
        Assert.Equal(logon.Length == 0 ? "" : "9", reply.GetValueOrDefault("1137", ""));
        usual.NewOrder("a", '1', 10, 25.00m);
        Assert.Equal("0 0 a 10 0", usual.Report());
        other.NewOrder("b", '2', 10, 25.00m);
        Dictionary<string, string> accepted = other.Receive("8");
        Dictionary<string, string> filled = other.Receive("8");
        Assert.Equal(("0", fill, "2", "10"), (accepted["150"], filled["150"], filled["39"], filled["32"]));
        Assert.Equal(fill == "2", filled.ContainsKey("20"));
        Assert.Equal("F 2 a 10@25.00 0 10", usual.Report());
    }

    [Fact]
    public void ShouldLogOutWithTextWhenSequenceIsTooLowAndIgnoreItWhenPossDup()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.Send("0", "", sequence: 1, headerExtra: $"43=Y|122={FixClient.Now}|");
        client.Send("1", "112=x");
        Assert.Equal("x", client.Receive("0")["112"]);
        client.Send("0", "", sequence: 1);
        Assert.Equal("MsgSeqNum too low, expecting 3 but received 1", client.Receive("5")["58"]);
        Assert.Null(client.TryReceive());
    }

    [Fact]
    public void ShouldAskOnceForResendWhenSequenceIsTooHighAndGoOnAfterGapFill()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.Send("1", "112=a", sequence: 5);
        client.Send("1", "112=b", sequence: 6);
        Dictionary<string, string> request = client.Receive("2");
        Assert.Equal(("2", "0"), (request["7"], request["16"]));
        client.Send("4", "123=Y|36=7", sequence: 2, headerExtra: $"43=Y|122={FixClient.Now}|");
        client.Send("1", "112=c", sequence: 7);
        Assert.Equal("c", client.Receive("0")["112"]);
    }

    [Fact]
    public void ShouldAskForResendAfterReplyWhenLogonIsTooHigh()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.NextOut = 4;
        client.LogonAndExpectReply();
        Assert.Equal("1", client.Receive("2")["7"]);
        client.Send("4", "123=Y|36=5", sequence: 1);
        client.Send("1", "112=c");
        Assert.Equal("c", client.Receive("0")["112"]);
    }

    [Fact]
    public void ShouldRestartNumbersWhenLogonSaysReset()
    {
        using var bench = new ServerBench();
        using (FixClient client = bench.Connect())
        {
            client.LogonAndExpectReply();
            client.Send("5", "");
            client.Receive("5");
        }

        ServerBench.Until(() => bench.Server.Statistics.Disconnects == 1, "disconnect");
        using FixClient again = bench.Connect();
        again.Logon("141=Y");
        Dictionary<string, string> logon = again.Receive("A");
        Assert.Equal(("1", "Y"), (logon["34"], logon["141"]));
    }

    [Fact]
    public void ShouldTakeSequenceResetOnlyUpwards()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.Send("4", "36=1", sequence: 77);
        Assert.Equal("5", client.Receive("3")["373"]);
        client.Send("4", "36=50", sequence: 77);
        client.Send("1", "112=c", sequence: 50);
        Assert.Equal("c", client.Receive("0")["112"]);
    }

    [Fact]
    public void ShouldIgnoreGarbledMessagesAndAnswerUnsupportedOnes()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        client.SendRaw("8=FIX.4.4\u00019=5\u000135=0\u000110=000\u0001");
        client.Send("R", "131=q");
        Assert.Equal(("R", "3", "2"), client.Receive("j") is var j ? (j["372"], j["380"], j["45"]) : default);
        client.Send("zz", "1=q");
        Assert.Equal(("11", "3"), client.Receive("3") is var r ? (r["373"], r["45"]) : default);
        client.Send("2", "7=0|16=0");
        Assert.Equal("5", client.Receive("3")["373"]);
    }

    [Fact]
    public void ShouldRefuseLogonAndDropAfterMessagesWhenHooksSaySo()
    {
        using var bench = new ServerBench();
        bench.Server.Hooks.RefuseLogon = true;
        using (FixClient refused = bench.Connect())
        {
            refused.Logon();
            Assert.Equal("5", refused.Receive()["35"]);
            Assert.Null(refused.TryReceive());
        }

        bench.Server.Hooks.RefuseLogon = false;
        bench.Server.Hooks.DropAfterMessages = 2;
        using FixClient client = bench.Connect();
        client.Logon("141=Y");
        client.Send("1", "112=gone");
        while (client.TryReceive() != null)
        {
        }

        ServerBench.Until(() => bench.Server.Statistics.Disconnects == 1, "drop");
    }

    [Fact]
    public void ShouldNotAnswerWhenReadingIsStoppedAndCatchUpWhenItGoesOn()
    {
        using var bench = new ServerBench();
        using FixClient client = bench.Connect();
        client.LogonAndExpectReply();
        bench.Server.Hooks.StopReading = true;
        long before = bench.Server.Statistics.FixMessagesIn;
        long packets = bench.Server.Statistics.FeedHeartbeats;
        client.Send("1", "112=a");
        ServerBench.Until(() => bench.Server.Statistics.FeedHeartbeats >= packets + 1, "a second has passed");
        Assert.Equal(before, bench.Server.Statistics.FixMessagesIn);
        bench.Server.Hooks.StopReading = false;
        Assert.Equal("a", client.Receive("0")["112"]);
    }

    [Fact]
    public void ShouldSayWhatWhereAndWhatToDoWhenThePortIsInUse()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var error = Assert.Throws<ExchangeBindException>(
            () => new ExchangeServer(new ExchangeOptions { FixAddress = (IPEndPoint)taken.LocalEndPoint! }));
        Assert.Equal("fix.address", error.Key);
        Assert.Contains($"{taken.LocalEndPoint}", error.Message);
        Assert.Contains("port", error.Message);
    }
}
