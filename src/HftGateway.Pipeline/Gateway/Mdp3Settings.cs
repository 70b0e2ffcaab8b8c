using HftGateway.Books.MarketByPrice;
using HftGateway.MarketData;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Mdp3.SchemaCheck;
using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Gateway;

/// <summary>Reads the section <c>mdp3</c>, with timings and sockets of the section <c>feed</c>.</summary>
public static class Mdp3Settings
{
    private const long UsNs = 1_000;
    private const long MsNs = 1_000_000;
    private const int MostNotes = 20;

    // Nothing can be asked for again on this feed: what no line brought in ten times the usual difference is lost.
    private const int GiveUpWaits = 10;

    /// <summary>Keys of the loops, in the order of <see cref="Mdp3Feed"/> from Definitions on.</summary>
    internal static readonly string[] LoopKeys = ["mdp3.definitions", "mdp3.snapshots", "mdp3.order_snapshots"];

    /// <summary>Sizes of the books.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="instruments">Number of instruments.</param>
    public static LevelBookSetOptions Books(EffectiveConfiguration c, int instruments) => new()
    {
        Instruments = instruments,
        MaxOrders = HasOrders(c) ? Math.Min(c.Int("instruments.max_live_orders"), 1 << 26) : 0,
        LockInMemory = c.Boolean("gateway.lock_memory"),
    };

    /// <summary>Decoding and recovery. A price unit is 1/10000: that is what orders are sent in.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="plan">The instruments.</param>
    /// <param name="venue">Venue number of the events.</param>
    /// <param name="midnightUtcNs">Midnight of the exchange's day.</param>
    public static Mdp3Options Handler(
        EffectiveConfiguration c, InstrumentPlan plan, ushort venue, long midnightUtcNs) => new()
    {
        Symbols = plan.Mdp3,
        FirstInstrument = plan.FirstMdp3,
        Venue = venue,
        MidnightUtcNs = midnightUtcNs,
        Orders = HasOrders(c),
    };

    /// <summary>Arbitration of the lines, the same as of ITCH but for re-requests, which this feed has not.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="lines">Number of lines.</param>
    public static ArbiterOptions Arbiter(EffectiveConfiguration c, int lines) => new()
    {
        Lines = lines,
        ReorderWaitNs = c.Long("feed.reorder_wait_us") * UsNs,
        GiveUpNs = Math.Min(
            GiveUpWaits * c.Long("feed.reorder_wait_us") * UsNs,
            Math.Max(c.Long("feed.give_up_ms") * MsNs, c.Long("feed.reorder_wait_us") * UsNs)),
        LineTimeoutNs = c.Long("feed.line_timeout_ms") * MsNs,
        BufferPackets = c.Int("feed.buffer_packets"),
        VerifyCopies = c.Boolean("feed.verify_copies"),
        AcceptNewSession = c.Boolean("feed.accept_new_session"),
    };

    /// <summary>Sockets of the incremental lines.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <exception cref="ConfigurationException">An address is not understood, or there are none or too many.</exception>
    public static IReadOnlyList<UdpReceiverOptions> Lines(EffectiveConfiguration c)
    {
        const string key = "mdp3.incremental";
        IReadOnlyList<string> lines = c.List(key);
        if (lines.Count is 0 or > ArbiterOptions.MaxLines)
        {
            throw new ConfigurationException(
                $"{c.Source(key)}: {key}: {lines.Count} lines, 1 to {ArbiterOptions.MaxLines} are possible");
        }

        return [.. lines.Select((text, i) => FeedSettings.Line(c, FeedSettings.EndPoint(c, key, text)) with { Line = i })];
    }

    /// <summary>The socket of a loop, or null where none is configured.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="key">Its key.</param>
    /// <exception cref="ConfigurationException">The address is not understood.</exception>
    public static UdpReceiverOptions? Loop(EffectiveConfiguration c, string key) =>
        c.Text(key).Length == 0 ? null : FeedSettings.Line(c, FeedSettings.EndPoint(c, key, c.Text(key)));

    /// <summary>Compares the exchange's schema file with the compiled-in schema, where one is configured.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="note">Receives what differs, a line each, those that matter first.</param>
    /// <exception cref="ConfigurationException">
    /// Something differs that matters: messages would be misread. Or the file cannot be read.
    /// </exception>
    public static void CheckSchema(EffectiveConfiguration c, Action<string> note)
    {
        const string key = "mdp3.schema";
        string path = c.Text(key);
        if (path.Length == 0)
            return;
        IReadOnlyList<SchemaDifference> found;
        try
        {
            found = Mdp3SchemaCheck.Run(path);
        }
        catch (FeedException error)
        {
            throw new ConfigurationException($"{c.Source(key)}: {key}: {error.Message}", error);
        }

        foreach (SchemaDifference difference in found.Take(MostNotes))
            note($"mdp3 schema: {difference}");
        if (found.Count > MostNotes)
            note($"mdp3 schema: {found.Count - MostNotes} further differences");
        int matters = found.Count(static d => d.Matters);
        if (matters > 0)
        {
            throw new ConfigurationException($"{c.Source(key)}: {key}: '{path}': {matters} differences from the "
                + $"compiled-in schema would let messages be misread, the first: {found[0]}; "
                + "use a gateway built for this schema");
        }

        note($"mdp3 schema: {path} checked, {found.Count} differences, none of which matters");
    }

    private static bool HasOrders(EffectiveConfiguration c) => c.Text("mdp3.order_snapshots").Length > 0;
}
