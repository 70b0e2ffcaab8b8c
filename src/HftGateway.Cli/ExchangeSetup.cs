using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using HftGateway.Exchange;
using HftGateway.Exchange.Flow;
using HftGateway.Exchange.Mdp3;
using HftGateway.Histogram;
using HftGateway.MarketData.Faults;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Latency;

namespace HftGateway.Cli;

/// <summary>Makes the simulated exchange that a configuration asks for.</summary>
public static class ExchangeSetup
{
    /// <summary>Opens the exchange's sockets.</summary>
    /// <param name="c">Configuration in force: the sections feed, orders and exchange.</param>
    /// <param name="feedPort">UDP port to publish to.</param>
    /// <param name="seconds">Length of the day, 0 = until closed.</param>
    /// <param name="waitForLogon">Begin the flow when a client has logged on.</param>
    /// <returns>The server, not yet started.</returns>
    /// <exception cref="CommandFailure">An option is wrong, or a port is in use.</exception>
    public static ExchangeServer Open(EffectiveConfiguration c, int feedPort, double seconds, bool waitForLogon) =>
        Open(c, feedPort, [.. c.List("feed.lines").Select(text => EndPoint(c, "feed.lines", text))], seconds,
            waitForLogon);

    /// <summary>Opens the exchange's sockets, with given further lines instead of the configured ones.</summary>
    /// <param name="c">Configuration in force: the sections feed, orders and exchange.</param>
    /// <param name="feedPort">UDP port to publish to.</param>
    /// <param name="lines">Addresses of the lines B and further.</param>
    /// <param name="seconds">Length of the day, 0 = until closed.</param>
    /// <param name="waitForLogon">Begin the flow when a client has logged on.</param>
    /// <param name="mdp3">Ports of MDP 3.0 in place of the configured ones; null for those.</param>
    /// <returns>The server, not yet started.</returns>
    /// <exception cref="CommandFailure">An option is wrong, or a port is in use.</exception>
    public static ExchangeServer Open(
        EffectiveConfiguration c, int feedPort, IReadOnlyList<IPEndPoint> lines, double seconds, bool waitForLogon,
        Mdp3Ports? mdp3 = null)
    {
        try
        {
            var options = new ExchangeOptions
            {
                Symbols = c.List("exchange.symbols"),
                Flow = new FlowOptions
                {
                    Seed = (ulong)c.Long("exchange.seed"),
                    MessagesPerSecond = c.Long("exchange.messages_per_s"),
                    MomentumPerMinute = c.Number("exchange.momentum_per_minute"),
                },
                FeedAddress = new IPEndPoint(Address(c, "feed.address"), feedPort),
                FeedInterface = Address(c, "feed.interface"),
                FurtherLines = lines,
                LineFaults = [Faults(c, "exchange.faults_a"), Faults(c, "exchange.faults_b")],
                RetransmitAddress = Optional(c, "exchange.retransmit"),
                GlimpseAddress = Optional(c, "exchange.glimpse"),
                SoupAddress = Optional(c, "exchange.soup"),
                Mdp3 = c.Boolean("exchange.mdp3") ? Mdp3(c, mdp3) : null,
                FeedHeartbeatMs = c.Int("exchange.heartbeat_ms"),
                FixAddress = new IPEndPoint(Address(c, "orders.host"), c.Int("orders.port")),
                CompId = c.Text("orders.target_comp_id"),
                ClientCompIds = [c.Text("orders.sender_comp_id")],
                CancelOnDisconnect = c.Boolean("exchange.cancel_on_disconnect"),
                Core = c.Int("exchange.core"),
                TriggerTag = c.Int("orders.trigger_tag"),
                Wait = Environment.ProcessorCount > 1 ? ExchangeWait.Yield : ExchangeWait.Block,
                DurationSeconds = seconds,
                WaitForLogon = waitForLogon,
            };
            options.Validate();
            return new ExchangeServer(options);
        }
        catch (ExchangeOptionException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"exchange: {error.Message}");
        }
        catch (ExchangeBindException error)
        {
            throw new CommandFailure(ExitStatus.Failed, error.Message);
        }
    }

    /// <summary>The latencies that the exchange measured from outside.</summary>
    /// <param name="server">The exchange.</param>
    /// <returns>Packet sent to order received, ns.</returns>
    public static LongHistogram Latencies(ExchangeServer server)
    {
        var histogram = new LongHistogram(1, LatencySet.HighestNs, 3);
        foreach (long ns in server.Latencies.ToArray())
            histogram.RecordSaturating(Math.Max(0, ns));
        return histogram;
    }

    /// <summary>What was done to the packets of bad lines, a line each.</summary>
    /// <param name="server">The exchange.</param>
    public static IEnumerable<string> FaultLines(ExchangeServer server)
    {
        return FaultLines("line", server.LineFaults).Concat(FaultLines("mdp3 line", server.Mdp3LineFaults));
    }

    private static IEnumerable<string> FaultLines(string what, IReadOnlyList<FaultStatistics?> lines)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines[i] is not { } f)
                continue;
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{what} {(char)('A' + i)}: {f.Packets} packets, {f.Lost} lost, {f.Discarded} discarded by checksum, "
                + $"{f.Duplicated} doubled, {f.Reordered} overtaken, {f.Truncated} cut, {f.Changed} changed unnoticed");
        }
    }

    private static Mdp3FeedOptions Mdp3(EffectiveConfiguration c, Mdp3Ports? ports) => new()
    {
        Incremental = [.. c.List("mdp3.incremental").Select(
            (text, i) => WithPort(EndPoint(c, "mdp3.incremental", text), ports?.Incremental[i]))],
        Definitions = WithPort(Optional(c, "mdp3.definitions"), ports?.Definitions),
        Snapshots = WithPort(Optional(c, "mdp3.snapshots"), ports?.Snapshots),
        OrderSnapshots = WithPort(Optional(c, "mdp3.order_snapshots"), ports?.OrderSnapshots),
        Symbols = c.List("mdp3.symbols"),
        TickPu = c.Int("features.tick_pu"),
        LoopIntervalMs = c.Int("exchange.mdp3_loop_ms"),
    };

    [return: NotNullIfNotNull(nameof(at))]
    private static IPEndPoint? WithPort(IPEndPoint? at, int? port) =>
        at == null || port == null ? at : new IPEndPoint(at.Address, port.Value);

    private static FaultOptions Faults(EffectiveConfiguration c, string key) =>
        FaultText.TryParse(c.Text(key), out FaultOptions options) is { } wrong
            ? throw new CommandFailure(ExitStatus.WrongInput, $"{c.Source(key)}: {key}: {wrong}")
            : options;

    private static IPEndPoint? Optional(EffectiveConfiguration c, string key) =>
        c.Text(key).Length == 0 ? null : EndPoint(c, key, c.Text(key));

    private static IPEndPoint EndPoint(EffectiveConfiguration c, string key, string text) =>
        IPEndPoint.TryParse(text, out IPEndPoint? at) && text.Contains(':', StringComparison.Ordinal)
            ? at
            : throw new CommandFailure(
                ExitStatus.WrongInput, $"{c.Source(key)}: {key}: '{text}' is no ADDRESS:PORT");

    private static IPAddress Address(EffectiveConfiguration c, string key)
        => IPAddress.TryParse(c.Text(key), out IPAddress? address)
            ? address
            : throw new CommandFailure(
                ExitStatus.WrongInput, $"{c.Source(key)}: {key}: '{c.Text(key)}' is no IP address");
}
