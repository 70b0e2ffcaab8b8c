using System.Net.Sockets;
using System.Text.Json;

namespace HftGateway.Cli.Tests;

/// <summary>Captures of CME MDP 3.0 in <c>decode</c> and <c>book</c>, and the two processes live.</summary>
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
    public void ShouldTradeInTwoProcessesOnMdp3()
    {
        string[] ports = [.. Enumerable.Range(0, 5).Select(static _ => Hftgw.FreePort(SocketType.Dgram))];
        string config = capture.Folder["mdp3.yaml"];
        File.WriteAllText(config, $"""
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

    private static string Levels(string line) => string.Join(',', line.Split(',').Skip(2));
}
