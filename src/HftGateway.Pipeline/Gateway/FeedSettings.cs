using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Glimpse;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// Reads the section <c>feed</c>: the first venue from keys of its own, further ones from <c>feed.more_venues</c>, with
/// the same timings for all.
/// </summary>
public static class FeedSettings
{
    private const long UsNs = 1_000;
    private const long MsNs = 1_000_000;
    private const int SoupBufferPackets = 64;
    private const long SoupBackoffNs = 500 * MsNs;

    /// <summary>The venues of the configured feeds, at least one.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <exception cref="ConfigurationException">A value is not understood; file, key and value are named.</exception>
    public static IReadOnlyList<FeedVenue> Venues(EffectiveConfiguration c)
    {
        IPAddress first = Address(c, "feed.address", c.Text("feed.address"));
        List<UdpReceiverOptions> lines = [Line(c, new IPEndPoint(first, c.Int("feed.port")))];
        lines.AddRange(c.List("feed.lines").Select(text => Line(c, EndPoint(c, "feed.lines", text))));
        IReadOnlyList<IPEndPoint> servers =
            [.. c.List("feed.rerequest").Select(text => EndPoint(c, "feed.rerequest", text))];
        IReadOnlyList<IPEndPoint> snapshots =
            [.. c.List("feed.snapshot").Select(text => EndPoint(c, "feed.snapshot", text))];
        SoupLineOptions? soup = Soup(c);
        if (soup != null)
            lines.Clear();
        FeedVenue venue = Venue(
            c, c.Text("feed.venue"), 0, c.Text("feed.market"), lines, servers, snapshots, isSoup: soup != null);
        List<FeedVenue> venues = [venue with { Soup = soup }];
        foreach (string text in c.List("feed.more_venues"))
            venues.Add(Further(c, text, (ushort)venues.Count));
        return venues;
    }

    // NAME market=B lines=A:P,A:P rerequest=A:P snapshot=A:P
    private static FeedVenue Further(EffectiveConfiguration c, string text, ushort index)
    {
        const string key = "feed.more_venues";
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string word in words.Skip(1))
        {
            string[] pair = word.Split('=', 2);
            if (pair.Length != 2 || pair[0] is not ("market" or "lines" or "rerequest" or "snapshot")
                || !values.TryAdd(pair[0], pair[1]))
                throw Wrong(c, key, text, "write it as: NAME market=B lines=ADDRESS:PORT,… rerequest=… snapshot=…");
        }

        if (!values.TryGetValue("lines", out string? lines))
            throw Wrong(c, key, text, "a venue needs lines=ADDRESS:PORT");
        return Venue(
            c, words[0], index, values.GetValueOrDefault("market", "Q"),
            [.. Addresses(lines).Select(e => Line(c, e))],
            [.. Addresses(values.GetValueOrDefault("rerequest", ""))],
            [.. Addresses(values.GetValueOrDefault("snapshot", ""))]);

        IEnumerable<IPEndPoint> Addresses(string list) =>
            list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => EndPoint(c, key, part));
    }

    private static FeedVenue Venue(
        EffectiveConfiguration c, string name, ushort index, string market, IReadOnlyList<UdpReceiverOptions> lines,
        IReadOnlyList<IPEndPoint> servers, IReadOnlyList<IPEndPoint> snapshots, bool isSoup = false)
    {
        if (market.Length != 1)
            throw Wrong(c, "feed.market", market, "give one letter: Q, B or X");
        if (lines.Count > ArbiterOptions.MaxLines)
            throw Wrong(c, "feed.lines", $"{lines.Count} lines", $"at most {ArbiterOptions.MaxLines} carry one feed");
        return new FeedVenue
        {
            Name = name,
            Index = index,
            Market = market[0],
            Lines = lines,
            Rerequest = servers,
            Snapshot = snapshots.Count == 0 ? null : new GlimpseClientOptions
            {
                Servers = snapshots,
                UserName = c.Text("feed.snapshot_user"),
                Password = Secret(c.Text("feed.snapshot_password_env")),
                TotalTimeoutNs = c.Long("feed.snapshot_timeout_ms") * MsNs,
            },
            Feed = isSoup
                ? OfSoup(Recovery(c, 1, servers.Count, snapshots.Count > 0))
                : Recovery(c, lines.Count, servers.Count, snapshots.Count > 0),
        };
    }

    // The feed's only line, when it comes over TCP: nothing is reordered there, packets are made here and larger, and
    // the server's name of the session is its own.
    private static MoldFeedOptions OfSoup(MoldFeedOptions options) => options with
    {
        Arbiter = options.Arbiter with
        {
            Session = null,
            MaxPacketBytes = SoupPacketLine.MaxPacketBytes,
            BufferPackets = Math.Min(options.Arbiter.BufferPackets, SoupBufferPackets),
        },
    };

    private static SoupLineOptions? Soup(EffectiveConfiguration c)
    {
        if (c.Text("feed.transport") != "soup")
            return null;
        IReadOnlyList<IPEndPoint> servers = [.. c.List("feed.soup").Select(text => EndPoint(c, "feed.soup", text))];
        if (servers.Count == 0)
            throw Wrong(c, "feed.soup", "", "feed.transport is soup: name a server, ADDRESS:PORT");
        if (c.List("feed.lines").Count > 0)
            throw Wrong(c, "feed.lines", $"{c.List("feed.lines").Count} lines", "a feed over SoupBinTCP has no lines");
        return new SoupLineOptions
        {
            Servers = servers,
            FirstSequence = (ulong)c.Long("feed.first_sequence"),
            Client = new SoupClientOptions
            {
                Version = c.Text("feed.soup_version") == "4.1" ? SoupVersion.V41 : SoupVersion.V3,
                UserName = c.Text("feed.soup_user"),
                Password = Secret(c.Text("feed.soup_password_env")),
                Session = c.Text("feed.session"),
                // A server that comes up is to be noticed soon: without its feed nothing trades.
                BackoffMaxNs = SoupBackoffNs,
            },
        };
    }

    private static MoldFeedOptions Recovery(EffectiveConfiguration c, int lines, int servers, bool hasSnapshots)
    {
        string session = c.Text("feed.session");
        if (session.Length > MoldSession.SizeBytes)
            throw Wrong(c, "feed.session", session, $"a session has at most {MoldSession.SizeBytes} characters");
        var options = new MoldFeedOptions
        {
            Arbiter = new ArbiterOptions
            {
                Lines = lines,
                Session = session.Length == 0 ? null : MoldNumbering.Key(session),
                FirstSequence = (ulong)c.Long("feed.first_sequence"),
                ReorderWaitNs = c.Long("feed.reorder_wait_us") * UsNs,
                GiveUpNs = Math.Max(c.Long("feed.give_up_ms") * MsNs, c.Long("feed.reorder_wait_us") * UsNs),
                LineTimeoutNs = c.Long("feed.line_timeout_ms") * MsNs,
                BufferPackets = c.Int("feed.buffer_packets"),
                VerifyCopies = c.Boolean("feed.verify_copies"),
                AcceptNewSession = c.Boolean("feed.accept_new_session"),
            },
            Rerequest = new RerequestOptions
            {
                Servers = servers,
                MaxMessages = c.Int("feed.request_messages"),
                IntervalNs = c.Long("feed.request_interval_us") * UsNs,
                TimeoutNs = c.Long("feed.request_timeout_us") * UsNs,
                MaxTimeoutNs = Math.Max(c.Long("feed.request_timeout_us") * UsNs, 100 * MsNs),
                MaxAttempts = c.Int("feed.request_attempts"),
            },
            HasSnapshots = hasSnapshots,
            HoldBytes = c.Long("feed.hold_bytes"),
        };
        return options;
    }

    /// <summary>The socket of a line, with the settings that all feeds share.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="at">Its address.</param>
    internal static UdpReceiverOptions Line(EffectiveConfiguration c, IPEndPoint at)
    {
        string source = c.Text("feed.source");
        return new UdpReceiverOptions
        {
            Address = at.Address,
            Port = at.Port,
            Interface = c.Text("feed.interface"),
            Source = source.Length == 0 ? null : Address(c, "feed.source", source),
            ReceiveBufferBytes = c.Int("feed.receive_buffer_bytes"),
            BatchSize = c.Int("feed.batch"),
            BusyPollMicroseconds = c.Int("feed.busy_poll_us"),
            Timestamps = c.Text("feed.timestamps") switch
            {
                "software" => UdpTimestamps.Software,
                "hardware" => UdpTimestamps.Hardware,
                _ => UdpTimestamps.None,
            },
        };
    }

    /// <summary>An ADDRESS:PORT of a setting.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="key">Key that it is of.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ConfigurationException">It is not understood.</exception>
    public static IPEndPoint EndPoint(EffectiveConfiguration c, string key, string text) =>
        IPEndPoint.TryParse(text, out IPEndPoint? at) && text.Contains(':', StringComparison.Ordinal)
            && at.AddressFamily == AddressFamily.InterNetwork
            ? at
            : throw Wrong(c, key, text, "write an IPv4 address and a port, e.g. 239.192.0.1:26477");

    private static IPAddress Address(EffectiveConfiguration c, string key, string text) =>
        IPAddress.TryParse(text, out IPAddress? address) ? address : throw Wrong(c, key, text, "it is no IP address");

    // Secrets come from the environment: a configuration file is copied and printed.
    private static string Secret(string variable) =>
        variable.Length == 0 ? "" : Environment.GetEnvironmentVariable(variable) ?? "";

    private static ConfigurationException Wrong(EffectiveConfiguration c, string key, string value, string advice) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{c.Source(key)}: {key}: '{value}': {advice}"));
}
