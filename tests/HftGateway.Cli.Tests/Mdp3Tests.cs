using System.Net.Sockets;
using System.Text.Json;

namespace HftGateway.Cli.Tests;

/// <summary>Captures of CME MDP 3.0 in <c>decode</c>, <c>book</c> and <c>replay</c>, and the two processes live.</summary>
public sealed class Mdp3Tests(Mdp3Capture capture) : IClassFixture<Mdp3Capture>
{
    private static readonly string[] Eager =
    [
        "--set", "features.z_sample_ns=10_000_000", "--set", "strategy.z_window=20", "--set", "strategy.z_entry=1",
        "--set", "strategy.z_exit=0.2", "--set", "strategy.require_edge=false", "--set", "strategy.max_spread_ticks=10",
        "--set", "strategy.max_hold_ms=200", "--set", "strategy.cooldown_ms=10", "--set", "strategy.cooldown_stop_ms=10",
        "--set", "risk.collar_ticks=100",
    ];

    [Fact]
    public void ShouldDecodeEveryMessageByTheSchemaAlone()
    {
        Hftgw.Result counts = Hftgw.Run("decode", "--input", capture.Mdp3, "--format", "count", "--json").AssertDone();
        using JsonDocument json = JsonDocument.Parse(counts.Bytes);
        JsonElement root = json.RootElement;
        Assert.True(root.GetProperty("MDIncrementalRefreshBook46").GetInt64() > 500);
        Assert.True(root.GetProperty("MDIncrementalRefreshTradeSummary48").GetInt64() > 0);
        Assert.True(root.GetProperty("MDInstrumentDefinitionFuture54").GetInt64() > 10);
        Hftgw.Result all = Hftgw.Run("decode", "--input", capture.Mdp3).AssertDone();
        Assert.Equal(root.GetProperty("total").GetInt64(), all.Lines.Length);

        Hftgw.Result some = Hftgw.Run(
            "decode", "--input", capture.Mdp3, "--types", "46,SnapshotFullRefresh52", "--symbol", "BBB", "--limit", "40")
            .AssertDone();
        Assert.Equal(40, some.Lines.Length);
        foreach (string line in some.Lines)
        {
            using JsonDocument message = JsonDocument.Parse(line);
            JsonElement m = message.RootElement;
            bool isBook = m.GetProperty("$message").GetString() == "MDIncrementalRefreshBook46";
            Assert.Equal(isBook, m.GetProperty("feed").GetString()!.StartsWith("incremental_", StringComparison.Ordinal));
            JsonElement entries = m.GetProperty("no_md_entries");
            Assert.Contains(
                1001, isBook ? entries.EnumerateArray().Select(static e => e.GetProperty("security_id").GetInt32())
                    : [m.GetProperty("security_id").GetInt32()]);
            // The size in front of the message stands at the offset that is told.
            byte[] file = File.ReadAllBytes(capture.Mdp3);
            long offset = m.GetProperty("offset").GetInt64();
            int template = file[offset + 4] | (file[offset + 5] << 8);
            Assert.Equal(isBook ? 46 : 52, template);
        }
    }

    // Two protocols, two decoders, two kinds of books: one market.
    [Fact]
    public void ShouldShowTheBooksOfTheSameMarketAsItch()
    {
        const string symbol = "BBB";
        Hftgw.Result mdp3 = Hftgw.Run("book", "--input", capture.Mdp3, "--symbol", symbol, "--depth", "10").AssertDone();
        Hftgw.Result itch = Hftgw.Run("book", "--input", capture.Itch, "--symbol", symbol, "--depth", "10").AssertDone();
        Assert.Contains(" 0 anomalies", mdp3.Errors, StringComparison.Ordinal);
        Assert.Equal(itch.Lines[0], mdp3.Lines[0]);
        Assert.True(mdp3.Lines.Length > 200, $"only {mdp3.Lines.Length} lines");
        Assert.Equal(Levels(itch.Lines[^1]), Levels(mdp3.Lines[^1]));
        // Every state shown is one that the other shows too, in the same order.
        int at = 1;
        foreach (string line in mdp3.Lines.Skip(1))
        {
            string levels = Levels(line);
            // Before anything happened the book is known to be empty.
            if (at == 1 && levels.Trim(',').Length == 0)
                continue;
            while (at < itch.Lines.Length && Levels(itch.Lines[at]) != levels)
                at++;
            Assert.True(at < itch.Lines.Length, $"ITCH never shows {levels}");
        }
    }

    [Fact]
    public void ShouldReplayACaptureWithTheSameOrdersInEveryTopology()
    {
        string[] arguments = ["replay", "--input", capture.Mdp3, "--json", "--quiet", "--set", "instruments.symbols=[AAA,BBB]", .. Eager];
        using JsonDocument fused = JsonDocument.Parse(Hftgw.Run(arguments).AssertDone().Bytes);
        Assert.True(fused.RootElement.GetProperty("new_orders").GetInt64() > 0);
        Assert.True(fused.RootElement.GetProperty("fills").GetInt64() > 0);
        string[] topologies =
        [
            "staged", "[[ingress,book],[features,strategy,risk,encoder]]", "[[book,features],[strategy,risk,encoder]]",
            "[[ingress,book,features,strategy],[risk,encoder]]",
        ];
        foreach (string topology in topologies)
        {
            using JsonDocument other = JsonDocument.Parse(Hftgw.Run(
                [.. arguments, "--set", "gateway.topology=" + topology, "--set", "gateway.wait=sleeping"]).AssertDone().Bytes);
            Assert.Equal(
                fused.RootElement.GetProperty("order_bytes_sha256").GetString(),
                other.RootElement.GetProperty("order_bytes_sha256").GetString());
        }

        JsonElement feed = fused.RootElement.GetProperty("feeds")[0];
        Assert.Equal(("MDP3", 0L), (feed.GetProperty("name").GetString(), feed.GetProperty("lost_packets").GetInt64()));
    }

    [Fact]
    public void ShouldTakeTheSymbolsFromTheDefinitionsWhenNoneAreNamed()
    {
        Hftgw.Result result = Hftgw.Run("replay", "--input", capture.Mdp3, "--orders", "null", "--json", "--quiet").AssertDone();
        using JsonDocument json = JsonDocument.Parse(result.Bytes);
        Assert.True(json.RootElement.GetProperty("events").GetInt64() > 1_000);
        Assert.Equal(2, json.RootElement.GetProperty("feeds")[0].GetProperty("definitions").GetInt64());
    }

    [Fact]
    public void ShouldDecodeWhatComesBeforeTheDamage()
    {
        byte[] bytes = File.ReadAllBytes(capture.Mdp3);
        string cut = capture.Folder["cut.pcap"];
        File.WriteAllBytes(cut, bytes[..(bytes.Length / 2)]);
        Hftgw.Result result = Hftgw.Fail(1, "decode", "--input", cut, "--format", "count");
        Assert.Contains("byte offset", result.Errors, StringComparison.Ordinal);
        Assert.Contains("total", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format csv", "--format csv")]
    [InlineData("--types 4711", "--types 4711")]
    [InlineData("--schema /no/such.xml", "/no/such.xml")]
    public void ShouldNameTheOptionThatIsWrong(string option, string message) => Assert.Contains(
        message, Hftgw.Fail(2, ["decode", "--input", capture.Mdp3, .. option.Split(' ')]).Error, StringComparison.Ordinal);

    [Fact]
    public void ShouldWriteTheFeaturesOfTheSameMarketAsItch()
    {
        string[] arguments = ["--symbol", "BBB", "--out", "-", "--quiet"];
        string[] mdp3 = Hftgw.Run(["features", "--input", capture.Mdp3, .. arguments]).AssertDone().Lines;
        string[] itch = Hftgw.Run(["features", "--input", capture.Itch, .. arguments]).AssertDone().Lines;
        Assert.Equal(itch[0], mdp3[0]);
        List<string> shown = Touches(mdp3);
        List<string> everything = Touches(itch);
        Assert.True(shown.Count > 100, $"only {shown.Count} quotes");
        Assert.Equal(everything[^1], shown[^1]);
        // Every quote that a strategy sees is one that the other feed shows too, in the same order.
        int at = 0;
        foreach (string touch in shown)
        {
            at = everything.IndexOf(touch, at);
            Assert.True(at >= 0, $"ITCH never shows {touch}");
        }
    }

    [Fact]
    public void ShouldWriteTheFeaturesOfAllSymbolsAsOfEach()
    {
        string[] rows = Hftgw.Run("features", "--input", capture.Mdp3, "--all", "--out", "-", "--quiet").AssertDone().Lines;
        foreach (string symbol in (string[])["AAA", "BBB"])
        {
            string[] own = Hftgw.Run(
                "features", "--input", capture.Mdp3, "--symbol", symbol, "--out", "-", "--quiet").AssertDone().Lines;
            Assert.Equal(
                own.Skip(1), rows.Skip(1).Where(r => r.StartsWith(symbol + ",", StringComparison.Ordinal)).Select(static r => r[4..]));
        }

        string npy = capture.Folder["all.npy"];
        string path = capture.Folder["bbb.csv"];
        Hftgw.Run("features", "--input", capture.Mdp3, "--all", "--out", npy, "--format", "npy", "--quiet").AssertDone();
        Assert.Contains("('symbol', 'S20')", File.ReadAllText(npy), StringComparison.Ordinal);
        Hftgw.Run("features", "--input", capture.Mdp3, "--symbol", "BBB", "--out", path, "--bars", "100ms").AssertDone();
        Assert.True(File.ReadAllLines(capture.Folder["bbb.bars.csv"]).Length > 5);
    }

    [Fact]
    public void ShouldSayWhenASymbolIsNotDefined()
    {
        Hftgw.Result features = Hftgw.Run("features", "--input", capture.Mdp3, "--symbol", "NOPE", "--out", "-").AssertDone();
        Assert.Single(features.Lines);
        Assert.Contains("no usable definition of it", features.Errors, StringComparison.Ordinal);
        Hftgw.Result replay = Hftgw.Run(
            "replay", "--input", capture.Mdp3, "--set", "instruments.symbols=[NOPE]", "--json").AssertDone();
        Assert.Contains("no usable definition of NOPE", replay.Errors, StringComparison.Ordinal);
    }

    // What was recorded beside trading trades again.
    [Fact]
    public void ShouldRecordAChannelThatCanBeReplayed()
    {
        string config = Configuration("record.yaml");
        using Hftgw recorder = Hftgw.Start("record", "--config", config, "--out", capture.Folder["day"], "--json");
        recorder.WaitForError("recording UDP ports");
        Hftgw.Run("exchange", "--config", config, "--seconds", "2").AssertDone();
        recorder.Interrupt();
        using JsonDocument recorded = JsonDocument.Parse(recorder.WaitForExit().AssertDone().Bytes);
        Assert.True(recorded.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(4, recorded.RootElement.GetProperty("lines").GetArrayLength());
        Assert.False(File.Exists(capture.Folder["day.itch"]));

        string[] arguments = ["replay", "--input", capture.Folder["day.pcap"], "--config", config, "--json", .. Eager];
        using JsonDocument replay = JsonDocument.Parse(Hftgw.Run(arguments).AssertDone().Bytes);
        Assert.True(replay.RootElement.GetProperty("new_orders").GetInt64() > 0);
        JsonElement feed = replay.RootElement.GetProperty("feeds")[0];
        Assert.Equal(2, feed.GetProperty("lines").GetArrayLength());
        Assert.Equal(
            recorded.RootElement.GetProperty("datagrams_written").GetInt64(),
            replay.RootElement.GetProperty("packets").GetInt64());
        Hftgw.Fail(2, "record", "--config", config, "--out", capture.Folder["no"], "--what", "messages");
    }

    [Fact]
    public void ShouldTradeInTwoProcessesOnMdp3()
    {
        string config = Configuration("mdp3.yaml");
        using Hftgw exchange = Hftgw.Start("exchange", "--config", config, "--seconds", "60", "--wait-for-logon");
        exchange.WaitForError("MDP 3.0 to");
        using Hftgw gateway = Hftgw.Start(["run", "--config", config, "--json", "--seconds", "4", .. Eager]);
        Hftgw.Result trader = gateway.WaitForExit().AssertDone();
        exchange.Interrupt();
        exchange.WaitForExit().AssertDone();
        using JsonDocument json = JsonDocument.Parse(trader.Bytes);
        Assert.True(json.RootElement.GetProperty("new_orders").GetInt64() > 0, trader.Text + trader.Errors);
        Assert.True(json.RootElement.GetProperty("fills").GetInt64() > 0, trader.Text + trader.Errors);
        Assert.Equal(0, json.RootElement.GetProperty("open_position").GetInt64());
        Assert.Contains("mdp3: every book is sound", trader.Errors, StringComparison.Ordinal);
    }

    private string Configuration(string name)
    {
        string[] ports = [.. Enumerable.Range(0, 5).Select(static _ => Hftgw.FreePort(SocketType.Dgram))];
        string path = capture.Folder[name];
        File.WriteAllText(path, $"""
            feed: {"{"} protocol: mdp3, port: {ports[0]}, reorder_wait_us: 5000 {"}"}
            orders: {"{"} port: {Hftgw.FreePort(SocketType.Stream)}, reconnect_max_ms: 100 {"}"}
            instruments: {"{"} symbols: [AAPL, MSFT] {"}"}
            mdp3:
              incremental: [127.0.0.1:{ports[1]}, 127.0.0.1:{ports[2]}]
              definitions: 127.0.0.1:{ports[3]}
              snapshots: 127.0.0.1:{ports[4]}
            exchange:
              mdp3: true
              symbols: [AAPL, MSFT]
              messages_per_s: 4000
              momentum_per_minute: 240
            gateway: {"{"} ring_size: 16384, wait: sleeping, ingress_wait: sleeping {"}"}
            """);
        return path;
    }

    // The touch where the quote is valid, without repetitions.
    private static List<string> Touches(string[] rows)
    {
        string[] names = rows[0].Split(',');
        int[] columns = [.. new[] { "best_bid", "best_ask", "bid_size_1", "ask_size_1" }.Select(n => Array.IndexOf(names, n))];
        int mid = Array.IndexOf(names, "mid");
        List<string> touches = [];
        foreach (string[] row in rows.Skip(1).Select(static r => r.Split(',')).Where(r => r[mid] != "NaN"))
        {
            string touch = string.Join(',', columns.Select(c => row[c]));
            if (touches.Count == 0 || touches[^1] != touch)
                touches.Add(touch);
        }

        return touches;
    }

    private static string Levels(string line) => string.Join(',', line.Split(',').Skip(2));
}
