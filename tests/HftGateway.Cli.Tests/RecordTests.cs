using System.Net.Sockets;
using System.Text.Json;

namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw record</c> beside a running exchange; what it wrote is read by the other commands.</summary>
public sealed class RecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldRecordWholeDayTwiceOverWhenNothingIsLost()
    {
        string config = Configuration("127.0.0.1");
        using Hftgw recorder = Hftgw.Start("record", "--config", config, "--out", _folder["day"], "--json");
        recorder.WaitForError("recording UDP port");
        string day = Hftgw.Run("exchange", "--config", config, "--seconds", "1").AssertDone().Text;
        long published = long.Parse(day.Split(' ')[1]);
        using JsonDocument json = JsonDocument.Parse(recorder.WaitForExit().AssertDone().Bytes);
        Assert.Equal(published, json.RootElement.GetProperty("messages_written").GetInt64());
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(
            "# hftgw recording, numbers and gaps, version 1\nsession 0 SIM 1\n",
            File.ReadAllText(_folder["day.itch.gaps"]));
        Hftgw.Result wire = Hftgw.Run("decode", "-i", _folder["day.pcap"], "--format", "csv").AssertDone();
        Hftgw.Result messages = Hftgw.Run("decode", "-i", _folder["day.itch"], "--format", "csv").AssertDone();
        Assert.Equal(published + 1, wire.Lines.Length);
        // The same messages at other offsets: the second column.
        Assert.Equal(wire.Lines.Select(WithoutOffset), messages.Lines.Select(WithoutOffset));
        Assert.Equal(
            ["total 0"],
            Hftgw.Run("decode", "-i", _folder["day.pcap"], "--format", "count", "--filter", "10.0.0.1:9")
                .AssertDone().Lines);
        Hftgw.Result replay = Hftgw.Run("replay", "-i", _folder["day.pcap"], "--speed", "2x", "--json").AssertDone();
        Assert.Contains($"\"messages\":{published}", replay.Text.Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldRecordAWholeDayOverSoupBinTcp()
    {
        string server = $"127.0.0.1:{Hftgw.FreePort(SocketType.Stream)}";
        string config = Configuration(
            "127.0.0.1", $"  transport: soup\n  soup: [\"{server}\"]\n  first_sequence: 1\n");
        using Hftgw recorder = Hftgw.Start("record", "--config", config, "--out", _folder["tcp"], "--json");
        recorder.WaitForError($"recording SoupBinTCP server {server}");
        string day = Hftgw.Run("exchange", "--config", config, "--seconds", "4", "--set", $"exchange.soup={server}")
            .AssertDone().Text;
        using JsonDocument json = JsonDocument.Parse(recorder.WaitForExit().AssertDone().Bytes);
        long published = long.Parse(day.Split(' ')[1]);
        Assert.Equal(published, json.RootElement.GetProperty("messages_written").GetInt64());
        Assert.Equal(published, json.RootElement.GetProperty("soup").GetProperty("messages").GetInt64());
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        Assert.False(File.Exists(_folder["tcp.pcap"]));
        Hftgw.Result messages = Hftgw.Run("decode", "-i", _folder["tcp.itch"], "--format", "csv").AssertDone();
        Assert.Equal(published + 1, messages.Lines.Length);
    }

    [Fact]
    public void ShouldMakeTheDayWholeWhenBothLinesAreBad()
    {
        string second = $"127.0.0.1:{Hftgw.FreePort(SocketType.Dgram)}";
        string server = $"127.0.0.1:{Hftgw.FreePort(SocketType.Dgram)}";
        string config = Configuration("127.0.0.1", $"  lines: [\"{second}\"]\n  rerequest: [\"{server}\"]\n");
        using Hftgw recorder = Hftgw.Start("record", "--config", config, "--out", _folder["ab"], "--json");
        recorder.WaitForError("recording UDP port");
        string day = Hftgw.Run(
            "exchange", "--config", config, "--seconds", "2", "--set", $"exchange.retransmit={server}",
            "--set", "exchange.faults_a=loss=0.02", "--set", "exchange.faults_b=loss=0.05 reorder=0.02").AssertDone().Text;
        using JsonDocument json = JsonDocument.Parse(recorder.WaitForExit().AssertDone().Bytes);
        long missing = json.RootElement.GetProperty("missing_feed").GetInt64();
        long written = json.RootElement.GetProperty("messages_written").GetInt64();
        // What no line brought was asked for; what could not be had in time is marked.
        Assert.Equal(long.Parse(day.Split(' ')[1]), written + missing);
        Assert.Equal(missing > 0, json.RootElement.GetProperty("gaps").GetInt64() > 0);
        Assert.Equal(2, json.RootElement.GetProperty("lines").GetArrayLength());
    }

    [Fact]
    public void ShouldLeaveValidFilesWhenInterrupted()
    {
        string config = Configuration("239.255.78.78");
        using Hftgw recorder = Hftgw.Start("record", "--config", config, "--out", _folder["cut.itch"]);
        recorder.WaitForError("recording UDP port");
        using Hftgw exchange = Hftgw.Start("exchange", "--config", config);
        // The first lines of progress may say that nothing has come yet.
        Assert.True(SpinWait.SpinUntil(
            () => System.Text.RegularExpressions.Regex.IsMatch(recorder.Errors, "[1-9][0-9]* datagrams"),
            TimeSpan.FromMinutes(2)));
        recorder.Interrupt();
        Hftgw.Result report = recorder.WaitForExit().AssertDone();
        Assert.StartsWith("wire ", report.Text, StringComparison.Ordinal);
        string counts = Hftgw.Run("decode", "-i", _folder["cut.pcap"], "--format", "count").AssertDone().Text;
        Assert.Equal(counts, Hftgw.Run("decode", "-i", _folder["cut.itch"], "--format", "count").AssertDone().Text);
        Assert.DoesNotContain("total 0", counts, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldSayWhereTheGapIsWhenRecordingHasOne()
    {
        string day = Hftgw.Run("generate", "itch", "--out", _folder["day"], "--messages", "1000", "--symbols", "2")
            .AssertDone().Errors;
        Assert.NotNull(day);
        _folder.Write("day.gaps", "# by hand\nsession 0 SIM 5\ngap 100 105 7 feed\ngap 1000 1012 1 disk\n");
        Hftgw.Result decoded = Hftgw.Run("decode", "-i", _folder["day"], "--format", "count").AssertDone();
        Assert.Contains("gaps: 2", decoded.Errors, StringComparison.Ordinal);
        Assert.Contains("missing messages (feed): 7", decoded.Errors, StringComparison.Ordinal);
        Hftgw.Result replayed = Hftgw.Run("replay", "-i", _folder["day"]).AssertDone();
        Assert.Contains("gaps      2 (8 messages missing)", replayed.Text, StringComparison.Ordinal);
        _folder.Write("day.gaps", "what is this\n");
        Assert.Contains("day.gaps", Hftgw.Fail(2, "decode", "-i", _folder["day"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldExitWithOneAndCountWhenDiskIsFull()
    {
        if (!File.Exists("/dev/full"))
            return;
        string config = Configuration("127.0.0.1");
        File.CreateSymbolicLink(_folder["full.itch"], "/dev/full");
        using Hftgw recorder = Hftgw.Start("record", "--config", config, "--out", _folder["full"], "--json");
        recorder.WaitForError("recording UDP port");
        string day = Hftgw.Run("exchange", "--config", config, "--seconds", "1").AssertDone().Text;
        Hftgw.Result result = recorder.WaitForExit();
        Assert.Equal(1, result.Status);
        using JsonDocument json = JsonDocument.Parse(result.Bytes);
        Assert.Equal(0, json.RootElement.GetProperty("messages_written").GetInt64());
        Assert.Equal(long.Parse(day.Split(' ')[1]), json.RootElement.GetProperty("missing_disk").GetInt64());
        Assert.Contains("No space left", json.RootElement.GetProperty("disk_failure").GetString(),
            StringComparison.Ordinal);
        // The capture, on a disk with room, is whole.
        Assert.Equal(0, json.RootElement.GetProperty("datagrams_refused_by_disk").GetInt64());
    }

    [Theory]
    [InlineData("--seconds -1", "--seconds -1")]
    [InlineData("--queue-mib 3", "--queue-mib 3")]
    [InlineData("--what some", "'some'")]
    [InlineData("--venue MOON", "--venue MOON")]
    [InlineData("--set feed.transport=soup", "feed.soup")]
    [InlineData("--set feed.transport=soup --set feed.soup=[127.0.0.1:9] --what wire", "--what wire")]
    [InlineData("--set feed.address=nowhere", "feed.address")]
    [InlineData("--set feed.address=203.0.113.5", "203.0.113.5")]
    public void ShouldNameWhatIsWrongWhenItCannotRecord(string arguments, string named) => Assert.Contains(
        named,
        Hftgw.Fail(
            2, ["record", "--config", Configuration("127.0.0.1"), "--out", _folder["x"], .. arguments.Split(' ')]).Error,
        StringComparison.Ordinal);

    [Fact]
    public void ShouldNameTheFileWhenItCannotBeWritten() => Assert.Contains(
        "--out /nosuchfolder/day",
        Hftgw.Fail(2, "record", "--config", Configuration("127.0.0.1"), "--out", "/nosuchfolder/day").Error,
        StringComparison.Ordinal);

    private static string WithoutOffset(string line)
    {
        int first = line.IndexOf(',', StringComparison.Ordinal);
        return line[..first] + line[line.IndexOf(',', first + 1)..];
    }

    private string Configuration(string address, string more = "") => _folder.Write(
        "gateway.yaml",
        $"feed:\n  address: {address}\n  port: {Hftgw.FreePort(SocketType.Dgram)}\n{more}orders:\n  port: 0\n"
        + "exchange:\n  messages_per_s: 5000\n");
}
