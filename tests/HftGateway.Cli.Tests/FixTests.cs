using System.Net;
using System.Net.Sockets;

namespace HftGateway.Cli.Tests;

/// <summary><c>fix acceptor</c> and <c>fix initiator</c> against each other.</summary>
public sealed class FixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldEchoWhatAnInitiatorSends()
    {
        int port = FreePort();
        string acceptor = _folder.Write("acceptor.cfg", $"""
            [DEFAULT]
            ConnectionType=acceptor
            SocketAcceptHost=127.0.0.1
            SocketAcceptPort={port}
            SenderCompID=EX
            FileStorePath=store
            FileLogPath=log
            [SESSION]
            BeginString=FIX.4.4
            TargetCompID=ME
            """);
        string initiator = _folder.Write("client.yaml", $"""
            sessions:
              - connection_type: initiator
                begin_string: FIX.4.4
                sender_comp_id: ME
                target_comp_id: EX
                socket_connect_host: 127.0.0.1
                socket_connect_port: {port}
                heart_bt_int: 30
                reconnect_interval: 1
                password: secret
            """);
        string script = _folder.Write("script.txt", """
            # an order, one again, and a message that nobody serves
            35=D|55=AAPL|11=1|54=1|38=002000.00|40=1|
            35=B|148=news|
            """);
        using Hftgw peer = Hftgw.Start("fix", "acceptor", "--config", acceptor, "--mode", "echo");
        Hftgw.Result result = Hftgw.Run(
            "fix", "initiator", "--config", initiator, "--script", script, "--timeout", "60", "--settle", "60",
            "--answers", "2").AssertDone();
        string[] lines = result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("|11=1|38=002000.00|40=1|54=1|55=AAPL|10=", lines[0], StringComparison.Ordinal);
        Assert.Contains("|45=3|58=Unsupported Message Type|372=B|380=3|10=", lines[1], StringComparison.Ordinal);
        Assert.Contains("2 of 2 messages sent, 2 received", result.Errors, StringComparison.Ordinal);
        peer.Interrupt();
        peer.WaitForExit().AssertDone();
        string log = File.ReadAllText(Directory.GetFiles(_folder["log"]).Single());
        Assert.Contains("554=***|", log, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder["store"], "FIX.4.4-EX-ME.fixstore")));
    }

    [Fact]
    public void ShouldNameWhatIsWrongInTheFile()
    {
        string file = _folder.Write("bad.cfg", "[SESSION]\nConnectionType=acceptor\nBeginString=FIX.4.4\nSenderCompID=A\n");
        Hftgw.Result result = Hftgw.Fail(2, "fix", "acceptor", "--config", file);
        Assert.Contains("bad.cfg:1: the session has no TargetCompID", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldNameADictionaryThatIsNotThere()
    {
        string file = _folder.Write("bad.cfg", "[SESSION]\nConnectionType=acceptor\nBeginString=FIX.4.4\nSenderCompID=A\n"
            + "TargetCompID=B\nSocketAcceptPort=0\nDataDictionary=none.xml\n");
        Assert.Contains(
            "none.xml", Hftgw.Fail(2, "fix", "acceptor", "--config", file).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldRefuseAScriptThatIsNotOne()
    {
        string file = _folder.Write("client.cfg", "[SESSION]\nConnectionType=initiator\nBeginString=FIX.4.4\nSenderCompID=A\n"
            + "TargetCompID=B\nHeartBtInt=30\nSocketConnectHost=127.0.0.1\nSocketConnectPort=1\n");
        string script = _folder.Write("s.txt", "35=D|11=1|\nhello\n");
        Hftgw.Result result = Hftgw.Fail(2, "fix", "initiator", "--config", file, "--script", script);
        Assert.Contains("s.txt:2: 'hello' is not tag=value", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldDumpALogWithNames()
    {
        string logon = Message("35=A|34=1|49=S|52=20260105-10:00:00|56=T|98=0|108=30|554=secret|");
        string order = Message("35=D|34=2|49=S|52=20260105-10:00:00|56=T|11=1|55=X|54=2|60=20260105-10:00:00|40=1|");
        string log = _folder.Write("s.log", $"10:00 O {logon}\n10:01 O {order}\n");
        Hftgw.Result all = Hftgw.Run("fix", "dump", log).AssertDone();
        Assert.Contains("Logon (35=A)", all.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", all.Text, StringComparison.Ordinal);
        Assert.Contains(all.Lines, l => l.Contains("54 Side", StringComparison.Ordinal) && l.EndsWith("2 (SELL)", StringComparison.Ordinal));
        Hftgw.Result orders = Hftgw.Run("fix", "dump", "--types", "D", "--json", log).AssertDone();
        Assert.Contains("\"name\":\"NewOrderSingle\"", Assert.Single(orders.Lines), StringComparison.Ordinal);
        // Groups in groups of a quote, indented under their counts.
        string quote = Message("35=i|34=3|49=S|52=20260105-10:00:00|56=T|117=q|296=1|302=A|304=1|295=1|299=e|132=1.5|");
        Hftgw.Result quotes = Hftgw.Run("fix", "dump", _folder.Write("q.log", quote + "\n")).AssertDone();
        Assert.Contains("MassQuote (35=i)", quotes.Text, StringComparison.Ordinal);
        Assert.Contains("132 BidPx", quotes.Text, StringComparison.Ordinal);
        // A garbled one is told with its reason, and in the status.
        string garbled = _folder.Write("bad.log", logon.Replace("108=30", "108=31") + "\n");
        Hftgw.Result bad = Hftgw.Run("fix", "dump", garbled);
        Assert.Equal(1, bad.Status);
        Assert.Contains("GARBLED: CheckSum is", bad.Text, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Hftgw.Fail(2, "fix", "dump", _folder["none.log"]).Error, StringComparison.Ordinal);
        Assert.Contains(
            "no FIX message", Hftgw.Fail(2, "fix", "dump", _folder.Write("not.log", "hello\n")).Error, StringComparison.Ordinal);
        Hftgw.Run("fix", "dump", _folder.Write("empty.log", "")).AssertDone();
    }

    [Fact]
    public void ShouldGenerateCodeFromADictionary()
    {
        string dictionary = _folder.Write("tiny.xml", """
            <fix type="FIX" major="4" minor="4" servicepack="0">
              <header><field name="BeginString" required="Y"/><field name="BodyLength" required="Y"/><field name="MsgType" required="Y"/></header>
              <messages><message name="Ping" msgtype="U1" msgcat="app"><field name="PingID" required="Y"/></message></messages>
              <trailer><field name="CheckSum" required="Y"/></trailer>
              <fields>
                <field number="8" name="BeginString" type="STRING"/><field number="9" name="BodyLength" type="LENGTH"/>
                <field number="35" name="MsgType" type="STRING"/><field number="10" name="CheckSum" type="STRING"/>
                <field number="5001" name="PingID" type="STRING"/>
              </fields>
            </fix>
            """);
        Hftgw.Run("fix", "generate", "--dictionary", dictionary, "--out", _folder["code"], "--namespace", "Tiny").AssertDone();
        string code = string.Concat(Directory.GetFiles(_folder["code"], "*.cs").Select(File.ReadAllText));
        Assert.Contains("namespace Tiny", code, StringComparison.Ordinal);
        Assert.Contains("PingReader", code, StringComparison.Ordinal);
        Assert.Contains("PingWriter", code, StringComparison.Ordinal);
        Assert.Contains("Pong", Hftgw.Fail(
            2, "fix", "generate", "--dictionary", dictionary, "--out", _folder["other"], "--messages", "Pong").Error,
            StringComparison.Ordinal);
    }

    private static string Message(string fields)
    {
        string start = $"8=FIX.4.4|9={fields.Length}|{fields}";
        int sum = start.Sum(static c => c == '|' ? 1 : c);
        return $"{start}10={sum % 256:000}|";
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
