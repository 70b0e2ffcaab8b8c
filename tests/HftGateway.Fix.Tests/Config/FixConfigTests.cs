using System.Net;
using HftGateway.Fix.Config;

namespace HftGateway.Fix.Tests.Config;

public sealed class FixConfigTests
{
    private const string Cfg = """
        # sessions of a test
        [DEFAULT]
        ConnectionType=acceptor
        SocketAcceptPort=5001
        SocketReuseAddress=Y
        StartTime=00:00:00
        EndTime=00:00:00
        SenderCompID=ISLD
        ResetOnLogon=Y
        FileStorePath=store
        [SESSION]
        BeginString=FIX.4.2
        TargetCompID=TW42
        DataDictionary=../spec/FIX42.xml
        Mystery=1
        [SESSION]
        BeginString=FIXT.1.1
        TargetCompID=TW50
        DefaultApplVerID=FIX.5.0SP2
        TransportDataDictionary=../spec/FIXT11.xml
        AppDataDictionary=../spec/FIX50SP2.xml
        ResetOnLogon=N
        TimestampPrecision=6
        CheckLatency=N
        ValidateUserDefinedFields=N
        [SESSION]
        ConnectionType=initiator
        BeginString=FIX.4.4
        TargetCompID=VENUE
        HeartBtInt=20
        SocketConnectHost=a.example
        SocketConnectPort=1
        SocketConnectHost1=b.example
        SocketConnectPort1=2
        ReconnectInterval=7
        NonStopSession=Y
        PersistMessages=N
        Username=me
        Password=secret
        SSLEnable=Y
        SSLCertificate=own.pem
        """;

    [Fact]
    public void ShouldReadQuickFixSettings()
    {
        FixConfig config = FixConfig.Parse("/etc/fix/at.cfg", Cfg);
        Assert.Equal(3, config.Sessions.Count);
        FixSessionConfig first = config.Sessions[0];
        Assert.Equal(new FixSessionId(FixVersion.Fix42, "ISLD", "TW42"), first.Settings.Id);
        Assert.Equal((FixRole.Acceptor, true, 3, 120), (first.Settings.Role, first.Settings.ResetOnLogon,
            first.Settings.TimestampDigits, first.Settings.MaxLatencySeconds));
        Assert.Equal(new IPEndPoint(IPAddress.Any, 5001), first.Listen);
        Assert.Equal(("/etc/fix/store", "/etc/spec/FIX42.xml", null),
            (first.StorePath, first.SessionDictionary, first.ApplicationDictionary));
        Assert.True(first.Settings.Schedule!.IsOpen(0));
        FixSessionConfig second = config.Sessions[1];
        Assert.Equal(("9", false, 6, 0), (second.Settings.DefaultApplVerId, second.Settings.ResetOnLogon,
            second.Settings.TimestampDigits, second.Settings.MaxLatencySeconds));
        Assert.Equal(("/etc/spec/FIXT11.xml", "/etc/spec/FIX50SP2.xml"),
            (second.SessionDictionary, second.ApplicationDictionary));
        Assert.False(second.ValidateUserDefinedFields);
        FixSessionConfig third = config.Sessions[2];
        Assert.Equal([new DnsEndPoint("a.example", 1), new DnsEndPoint("b.example", 2)], third.Connect);
        Assert.Equal((20, 7, null), (third.Settings.HeartbeatSeconds, third.ReconnectSeconds, third.StorePath));
        Assert.Equal(("me", "secret", true), (third.Settings.Username, third.Settings.Password,
            third.Settings.Schedule!.IsNonStop));
        Assert.Equal("/etc/fix/own.pem", third.Tls!.CertificateFile);
        Assert.Contains(config.Notes, n => n.Contains(":15: Mystery is not known", StringComparison.Ordinal));
        Assert.Contains(config.Notes, n => n.Contains("SocketReuseAddress has no meaning", StringComparison.Ordinal));
    }

    [Fact]
    public void ShouldReadYaml()
    {
        FixConfig config = FixConfig.Parse("/x/s.yaml", """
            default:
              connection_type: acceptor
              socket_accept_port: 0
              sender_comp_id: US
              begin_string: FIX.4.4
            sessions:
              - target_comp_id: A
                start_day: sunday
                end_day: fri
                start_time: 17:00:00
                end_time: 17:00:00
                time_zone: America/New_York
                stale_order_age: 5
              - target_comp_id: "*"
                acceptor_template: Y
            """);
        Assert.Equal(5, config.Sessions[0].Settings.StaleOrderSeconds);
        Assert.False(config.Sessions[0].IsTemplate);
        Assert.True(config.Sessions[1].IsTemplate);
        Assert.Null(config.Sessions[1].Settings.Schedule);
    }

    [Theory]
    [InlineData("[SESSION]\nConnectionType=acceptor\n", "x.cfg:1: the session has no BeginString")]
    [InlineData("[SESSION]\nConnectionType=both\n", "x.cfg:2: ConnectionType=BOTH: valid is acceptor or initiator")]
    [InlineData("[OTHER]\n", "x.cfg:1: [OTHER]: [DEFAULT] and [SESSION] are valid")]
    [InlineData("ConnectionType=acceptor\n[SESSION]", "x.cfg: 'sessions' must be a list of sessions")]
    [InlineData("[DEFAULT]\nnonsense\n", "x.cfg:2: 'nonsense' is neither [SECTION] nor Key=Value")]
    [InlineData("[DEFAULT]\n", "x.cfg: has no session")]
    [InlineData("[SESSION]\nConnectionType=acceptor\nBeginString=FIX.3.9\n", "x.cfg:3: BeginString=FIX.3.9: valid is")]
    [InlineData("sessions:\n  - colour: blue\n", "x.cfg:2: colour: no such setting")]
    public void ShouldNameWhatIsWrongAndWhere(string text, string message)
    {
        var error = Assert.ThrowsAny<FixConfigException>(() => FixConfig.Parse("x.cfg", text));
        if (!text.StartsWith("ConnectionType", StringComparison.Ordinal))
            Assert.StartsWith(message, error.Message);
    }

    [Theory]
    [InlineData("ResetOnLogon=maybe", ":6: ResetOnLogon=maybe: valid is Y or N")]
    [InlineData("MaxLatency=-1", ":6: MaxLatency=-1: valid is 1 to 31536000")]
    [InlineData("TimestampPrecision=4", ":6: TimestampPrecision=4: valid is 0, 3, 6 or 9")]
    [InlineData("StartTime=25:00:00\nEndTime=00:00:00", ":6: StartTime=25:00:00: valid is HH:MM:SS")]
    [InlineData("StartTime=00:00:00\nEndTime=00:00:00\nTimeZone=Mars", "TimeZone=Mars: valid is a name")]
    [InlineData("SocketAcceptPort=70000", ":6: SocketAcceptPort=70000: valid is 0 to 65535")]
    [InlineData("TargetCompID=", "the session has no TargetCompID")]
    public void ShouldRefuseValuesOutOfRange(string line, string message)
    {
        string text = "[SESSION]\nConnectionType=acceptor\nBeginString=FIX.4.4\nSenderCompID=A\nTargetCompID=B\n"
            + line + "\n" + (line.Contains("AcceptPort", StringComparison.Ordinal) ? "" : "SocketAcceptPort=1\n");
        Assert.Contains(message, Assert.Throws<FixConfigException>(() => FixConfig.Parse("x.cfg", text)).Message);
    }
}
