using System.Globalization;
using HftGateway.Fix;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Orders;

/// <summary>The durable store of the gateway's order session: numbers and messages that outlive the process.</summary>
internal static class OrderStore
{
    // Large enough that a day's growth is rare: growing is a system call on the encoder's thread.
    private const int SegmentBytes = 256 << 20;

    /// <summary>Opens the store that the configuration names.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="utcNs">Now.</param>
    /// <param name="note">Receives what was found.</param>
    /// <returns>The store, or null when none is configured.</returns>
    /// <exception cref="ConfigurationException">The file cannot be used.</exception>
    public static FixStore? Open(EffectiveConfiguration c, long utcNs, Action<string> note)
    {
        string path = c.Text("orders.store");
        if (path.Length == 0)
            return null;
        var id = new FixSessionId(
            OrderConnectionOptions.VersionOf(c), c.Text("orders.sender_comp_id"), c.Text("orders.target_comp_id"));
        try
        {
            FixStore store = FixStore.Open(
                path, id.ToString(), utcNs, new FixStoreOptions { SegmentBytes = SegmentBytes });
            if (store.Recovery.Length != 0)
                note("order session: " + store.Recovery);
            // Numbers are of one day: the exchange restarts them, and ClOrdIDs need to be unique within it only.
            if (store.CreatedUtcNs < ExchangeDay.MidnightUtcNs(utcNs, c.Text("feed.time_zone")))
                store.Rotate(utcNs);
            if (Run(store).Length != 0)
                note(string.Create(CultureInfo.InvariantCulture,
                    $"order session: goes on with number {store.NextOutbound}, expects {store.ExpectedInbound}"));
            return store;
        }
        catch (Exception error) when (error is FixStoreException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{c.Source("orders.store")}: orders.store: {error.Message}", error);
        }
    }

    /// <summary>Fills of earlier processes of the session day: they make the position that this one begins with.</summary>
    /// <param name="store">The store, or null.</param>
    /// <param name="symbols">Symbols by instrument index.</param>
    /// <param name="note">Receives what was found.</param>
    /// <exception cref="ConfigurationException">A fill is of a symbol that is not configured any more.</exception>
    public static IReadOnlyList<RestoredFill> Fills(
        FixStore? store, IReadOnlyList<string> symbols, Action<string> note)
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        List<RestoredFill> fills = FillNotes.Read(store, symbols, unknown);
        if (unknown.Count > 0)
        {
            throw new ConfigurationException("instruments.symbols: the order session has fills of today in "
                + $"{string.Join(", ", unknown)}; their positions would be forgotten: add them");
        }

        if (fills.Count > 0)
            note($"order session: {fills.Count} fills of earlier processes are booked again");
        return fills;
    }

    /// <summary>
    /// A text that no earlier process of this store had: own order ids begin at 1 in each process, ClOrdIDs must be
    /// unique within the day. Empty for the first process.
    /// </summary>
    /// <param name="store">The store, or null.</param>
    public static string Run(FixStore? store) =>
        store is null || store.NextOutbound == 1
            ? "" : store.NextOutbound.ToString("x", CultureInfo.InvariantCulture) + "-";
}
