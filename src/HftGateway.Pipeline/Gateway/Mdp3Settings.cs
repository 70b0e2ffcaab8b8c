using System.Net;
using System.Net.Sockets;
using HftGateway.Books.MarketByPrice;
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

    /// <summary>Whether the feed is CME MDP 3.0.</summary>
    /// <param name="c">Configuration in force.</param>
    public static bool IsChosen(EffectiveConfiguration c) => c.Text("feed.protocol") == "mdp3";

    /// <summary>Sizes of the books.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="instruments">Number of instruments.</param>
    public static LevelBookSetOptions Books(EffectiveConfiguration c, int instruments) => new()
    {
        Instruments = instruments,
        MaxOrders = HasOrders(c) ? Math.Min(c.Int("instruments.max_live_orders"), 1 << 26) : 0,
        LockInMemory = c.Boolean("gateway.lock_memory"),
    };

    /// <summary>Decoding and recovery.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="symbols">Symbols by instrument index.</param>
    /// <param name="midnightUtcNs">Midnight of the exchange's day.</param>
    public static Mdp3Options Handler(EffectiveConfiguration c, IReadOnlyList<string> symbols, long midnightUtcNs) => new()
    {
        Symbols = symbols,
        MidnightUtcNs = midnightUtcNs,
        PriceDecimals = c.Int("mdp3.price_decimals"),
        Orders = HasOrders(c),
    };

    /// <summary>Arbitration of the lines. Nothing can be asked for again: what is late for long is lost.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="lines">Number of lines.</param>
    public static ArbiterOptions Arbiter(EffectiveConfiguration c, int lines) => new()
    {
        Lines = lines,
        ReorderWaitNs = c.Long("feed.reorder_wait_us") * UsNs,
        GiveUpNs = 10 * c.Long("feed.reorder_wait_us") * UsNs,
        LineTimeoutNs = c.Long("feed.line_timeout_ms") * MsNs,
        BufferPackets = c.Int("feed.buffer_packets"),
    };

    /// <summary>Sockets of the incremental lines.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <exception cref="ConfigurationException">An address is not understood.</exception>
    public static IReadOnlyList<UdpReceiverOptions> Lines(EffectiveConfiguration c)
    {
        IReadOnlyList<string> lines = c.List("mdp3.incremental");
        if (lines.Count is 0 or > ArbiterOptions.MaxLines)
            throw Wrong(c, "mdp3.incremental", $"{lines.Count} lines", $"give 1 to {ArbiterOptions.MaxLines}");
        return [.. lines.Select(text => Receiver(c, EndPoint(c, "mdp3.incremental", text)))];
    }

    /// <summary>The socket of a loop, or null where none is configured.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="key">Its key.</param>
    /// <exception cref="ConfigurationException">The address is not understood.</exception>
    public static UdpReceiverOptions? Loop(EffectiveConfiguration c, string key) =>
        c.Text(key).Length == 0 ? null : Receiver(c, EndPoint(c, key, c.Text(key)));

    /// <summary>An address of the section.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="key">Key that it is of.</param>
    /// <param name="text">ADDRESS:PORT.</param>
    /// <exception cref="ConfigurationException">It is not understood.</exception>
    public static IPEndPoint EndPoint(EffectiveConfiguration c, string key, string text) =>
        IPEndPoint.TryParse(text, out IPEndPoint? at) && text.Contains(':', StringComparison.Ordinal)
            && at.AddressFamily == AddressFamily.InterNetwork
            ? at
            : throw Wrong(c, key, text, "write an IPv4 address and a port, e.g. 224.0.31.1:14310");

    /// <summary>Compares the exchange's schema file with the compiled-in schema, where one is configured.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="note">Receives what differs without harm.</param>
    /// <exception cref="ConfigurationException">Something differs that matters: messages would be misread.</exception>
    /// <exception cref="HftGateway.MarketData.FeedException">The file cannot be read.</exception>
    public static void CheckSchema(EffectiveConfiguration c, Action<string> note)
    {
        string path = c.Text("mdp3.schema");
        if (path.Length == 0)
            return;
        IReadOnlyList<SchemaDifference> found = Mdp3SchemaCheck.Run(path);
        foreach (SchemaDifference difference in found.Take(MostNotes))
            note($"mdp3 schema: {difference}");
        if (found.Count > MostNotes)
            note($"mdp3 schema: {found.Count - MostNotes} further differences");
        int matters = found.Count(static d => d.Matters);
        if (matters > 0)
        {
            throw Wrong(c, "mdp3.schema", path, $"{matters} differences from the compiled-in schema would let messages "
                + $"be misread, the first: {found[0]}; use a gateway built for this schema");
        }
    }

    private static bool HasOrders(EffectiveConfiguration c) => c.Text("mdp3.order_snapshots").Length > 0;

    private static UdpReceiverOptions Receiver(EffectiveConfiguration c, IPEndPoint at) => new()
    {
        Address = at.Address,
        Port = at.Port,
        Interface = c.Text("feed.interface"),
        ReceiveBufferBytes = c.Int("feed.receive_buffer_bytes"),
    };

    private static ConfigurationException Wrong(EffectiveConfiguration c, string key, string value, string advice) =>
        new($"{c.Source(key)}: {key}: '{value}': {advice}");
}
