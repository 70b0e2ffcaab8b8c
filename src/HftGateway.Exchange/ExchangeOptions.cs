using System.Net;
using System.Net.Sockets;
using System.Text;
using HftGateway.Exchange.Flow;
using HftGateway.MarketData.Faults;

namespace HftGateway.Exchange;

/// <summary>
/// Settings of the simulated exchange. Every one has a default that runs on one small machine.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
public sealed record ExchangeOptions
{
    /// <summary>Longest symbol: the width of the feed's field.</summary>
    public const int MaxSymbolLength = 8;

    /// <summary>Longest CompID.</summary>
    public const int MaxCompIdLength = 64;

    private const int MoldSessionLength = 10;
    private const int MulticastFirst = 224;
    private const int MulticastLast = 239;

    /// <summary>Symbols, 1 to 10,000, each 1 to 8 printable ASCII characters.</summary>
    public IReadOnlyList<string> Symbols { get; init; } =
        ["AAPL", "MSFT", "NVDA", "AMZN", "GOOG", "META", "TSLA", "INTC"];

    /// <summary>The order flow; its seed makes the day repeatable.</summary>
    public FlowOptions Flow { get; init; } = new();

    /// <summary>Where the feed is sent: unicast or IPv4 multicast address and port. Default 127.0.0.1:26400.</summary>
    public IPEndPoint FeedAddress { get; init; } = new(IPAddress.Loopback, 26400);

    /// <summary>Further lines that get the same packets (B and so on), at most 7. Default none.</summary>
    public IReadOnlyList<IPEndPoint> FurtherLines { get; init; } = [];

    /// <summary>What goes wrong on each line, A first; lines without an entry are good ones.</summary>
    public IReadOnlyList<FaultOptions> LineFaults { get; init; } = [];

    /// <summary>Local address that multicast leaves through. Default loopback.</summary>
    public IPAddress FeedInterface { get; init; } = IPAddress.Loopback;

    /// <summary>Multicast time to live, 0 to 255. Default 1.</summary>
    public int MulticastTtl { get; init; } = 1;

    /// <summary>MoldUDP64 session name, 1 to 10 printable ASCII characters. Default <c>SIM</c>.</summary>
    public string FeedSession { get; init; } = "SIM";

    /// <summary>Largest UDP payload in bytes, 100 to 65,000. Default 1,400.</summary>
    public int FeedPayloadBytes { get; init; } = 1400;

    /// <summary>Silence after which a heartbeat packet is sent in ms, 1 to 60,000. Default 1,000.</summary>
    public int FeedHeartbeatMs { get; init; } = 1000;

    /// <summary>Actions at most this far apart in µs share a packet, 0 to 10,000. Default 5.</summary>
    public double InstantUs { get; init; } = 5;

    /// <summary>End-of-session packets, 1 to 10,000. Default 10.</summary>
    public int EndOfSessionRepeats { get; init; } = 10;

    /// <summary>Time between end-of-session packets in ms, 1 to 10,000. Default 20.</summary>
    public int EndOfSessionIntervalMs { get; init; } = 20;

    /// <summary>
    /// Where MoldUDP64 re-requests are answered; port 0 takes any free one; null (default) for no re-request server.
    /// </summary>
    public IPEndPoint? RetransmitAddress { get; init; }

    /// <summary>
    /// Where GLIMPSE 5.0 snapshots are served over SoupBinTCP; port 0 takes any free one; null (default) for none.
    /// </summary>
    public IPEndPoint? GlimpseAddress { get; init; }

    /// <summary>
    /// Where the feed is served over SoupBinTCP too; port 0 takes any free one; null (default) for none. Messages older
    /// than <see cref="RetransmitMessages"/> are no longer to be had.
    /// </summary>
    public IPEndPoint? SoupAddress { get; init; }

    /// <summary>User name and password of both, at most 6 and 10 characters; null (default) lets everybody in.</summary>
    public (string UserName, string Password)? SoupLogin { get; init; }

    /// <summary>Where CME MDP 3.0 is published too; null (default) for not at all.</summary>
    public Mdp3.Mdp3FeedOptions? Mdp3 { get; init; }

    /// <summary>Messages kept for re-requests, 16 to 16,777,216. Default 1,048,576.</summary>
    public int RetransmitMessages { get; init; } = 1 << 20;

    /// <summary>Where orders are accepted (FIX over TCP); port 0 takes any free one. Default 127.0.0.1:0.</summary>
    public IPEndPoint FixAddress { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The exchange's CompID, 1 to 64 printable ASCII characters. Default <c>EXCHANGE</c>.</summary>
    public string CompId { get; init; } = "EXCHANGE";

    /// <summary>CompIDs that may log on, 1 to 64 of them. Default <c>GATEWAY</c>.</summary>
    public IReadOnlyList<string> ClientCompIds { get; init; } = ["GATEWAY"];

    /// <summary>Cancel a client's working orders when its connection ends. Default true.</summary>
    public bool CancelOnDisconnect { get; init; } = true;

    /// <summary>Seconds that a connection may stay without a Logon, 1 to 3,600. Default 10.</summary>
    public int LogonTimeoutSeconds { get; init; } = 10;

    /// <summary>Largest difference of the client's SendingTime from the clock in seconds; 0 is no check. Default
    /// 120.</summary>
    public int MaxSendingTimeErrorSeconds { get; init; } = 120;

    /// <summary>User-defined tag with the feed sequence that triggered an order, 5,000 to 9,999; 0 for none. Default
    /// 7001.</summary>
    public int TriggerTag { get; init; } = 7001;

    /// <summary>Client orders over the whole run, 16 to 10,000,000; further ones are refused. Default
    /// 200,000.</summary>
    public int MaxClientOrders { get; init; } = 200_000;

    /// <summary>Sent messages kept for resends, per session, 16 to 16,777,216. Default 65,536.</summary>
    public int ResendMessages { get; init; } = 65_536;

    /// <summary>How the thread waits. Default <see cref="ExchangeWait.Block"/>.</summary>
    public ExchangeWait Wait { get; init; } = ExchangeWait.Block;

    /// <summary>Core to pin the thread to; −1 for none. Default −1.</summary>
    public int Core { get; init; } = -1;

    /// <summary>Seconds of order flow before the close; 0 runs until told to close. 0 to 86,400. Default 0.</summary>
    public double DurationSeconds { get; init; }

    /// <summary>Hold the order flow back until the first client has logged on. Default false.</summary>
    public bool WaitForLogon { get; init; }

    /// <summary>
    /// Time of day that the feed's clock shows at the start, so that a simulated session may begin at 09:30 whatever
    /// the
    /// time is; null for the UTC time of day.
    /// </summary>
    public TimeSpan? StartTimeOfDay { get; init; }

    /// <summary>Halts planned in advance.</summary>
    public IReadOnlyList<ScheduledHalt> Halts { get; init; } = [];

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ExchangeOptionException">A setting is out of range; key, value and range are named.</exception>
    public void Validate()
    {
        ValidateSymbols();
        Flow.Validate();
        ValidateFeed();
        Mdp3?.Validate(Symbols);
        ValidateOrderEntry();
        ExchangeOptionException.Check("core", Core, -1, 1023);
        ExchangeOptionException.Check("duration_seconds", DurationSeconds, 0, 86_400);
        if (StartTimeOfDay is { } time)
            ExchangeOptionException.Check("start_time_of_day", time.TotalSeconds, 0, 86_399);
        foreach (ScheduledHalt halt in Halts)
        {
            if (!Symbols.Contains(halt.Symbol))
                throw new ExchangeOptionException("halts.symbol", halt.Symbol, "one of exchange.symbols");
            ExchangeOptionException.Check("halts.after_seconds", halt.AfterSeconds, 0, 86_400);
            ExchangeOptionException.Check("halts.for_seconds", halt.ForSeconds, 0, 86_400);
        }
    }

    private void ValidateSymbols()
    {
        ExchangeOptionException.Check("symbols.count", Symbols.Count, 1, 10_000);
        var seen = new HashSet<string>();
        foreach (string symbol in Symbols)
        {
            CheckText("symbols", symbol, MaxSymbolLength);
            if (!seen.Add(symbol))
                throw new ExchangeOptionException("symbols", symbol, "listed once");
        }
    }

    private void ValidateFeed()
    {
        ExchangeOptionException.Check("feed.port", FeedAddress.Port, 1, 65_535);
        ExchangeOptionException.Check("feed.lines.count", FurtherLines.Count, 0, 7);
        foreach (IPEndPoint line in FurtherLines)
            ExchangeOptionException.Check("feed.lines.port", line.Port, 1, 65_535);
        ExchangeOptionException.Check("feed.multicast_ttl", MulticastTtl, 0, 255);
        CheckText("feed.session", FeedSession, MoldSessionLength);
        ExchangeOptionException.Check("feed.payload_bytes", FeedPayloadBytes, 100, 65_000);
        ExchangeOptionException.Check("feed.heartbeat_ms", FeedHeartbeatMs, 1, 60_000);
        ExchangeOptionException.Check("feed.instant_us", InstantUs, 0, 10_000);
        ExchangeOptionException.Check("feed.retransmit_messages", RetransmitMessages, 16, 1 << 24);
        if (SoupLogin is { } login
            && (login.UserName.Length > 6 || login.Password.Length > 10
                || (login.UserName + login.Password).Any(static c => c is <= ' ' or > '~')))
        {
            throw new ExchangeOptionException(
                "feed.soup_login", "(hidden)", "printable ASCII, at most 6 and 10 characters");
        }

        ExchangeOptionException.Check("feed.end_of_session_repeats", EndOfSessionRepeats, 1, 10_000);
        ExchangeOptionException.Check("feed.end_of_session_interval_ms", EndOfSessionIntervalMs, 1, 10_000);
    }

    private void ValidateOrderEntry()
    {
        CheckText("fix.comp_id", CompId, MaxCompIdLength);
        ExchangeOptionException.Check("fix.client_comp_ids.count", ClientCompIds.Count, 1, 64);
        var seen = new HashSet<string>();
        foreach (string client in ClientCompIds)
        {
            CheckText("fix.client_comp_ids", client, MaxCompIdLength);
            if (!seen.Add(client))
                throw new ExchangeOptionException("fix.client_comp_ids", client, "listed once");
        }

        ExchangeOptionException.Check("fix.logon_timeout_seconds", LogonTimeoutSeconds, 1, 3_600);
        ExchangeOptionException.Check("fix.max_sending_time_error_seconds", MaxSendingTimeErrorSeconds, 0, 86_400);
        if (TriggerTag is not 0 and not (>= 5_000 and <= 9_999))
            throw new ExchangeOptionException("fix.trigger_tag", TriggerTag, "0 or 5000 to 9999");
        ExchangeOptionException.Check("fix.max_client_orders", MaxClientOrders, 16, 10_000_000);
        ExchangeOptionException.Check("fix.resend_messages", ResendMessages, 16, 1 << 24);
    }

    internal static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
        && address.GetAddressBytes()[0] is >= MulticastFirst and <= MulticastLast;

    private static void CheckText(string key, string value, int longest)
    {
        bool printable = value.All(c => c is > ' ' and <= '~' and not '=');
        if (!printable || value.Length < 1 || Encoding.ASCII.GetByteCount(value) > longest)
            throw new ExchangeOptionException(key, value, $"1 to {longest} printable ASCII characters without '='");
    }
}
