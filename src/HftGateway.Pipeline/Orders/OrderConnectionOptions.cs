using HftGateway.Fix;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Orders;

/// <summary>Where the exchange's FIX acceptor is and how the session behaves.</summary>
public sealed record OrderConnectionOptions
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>First wait before a reconnect, ms; doubles up to <see cref="ReconnectMaxMs"/>.</summary>
    public int ReconnectMinMs { get; init; } = 100;

    /// <summary>Longest wait before a reconnect, ms.</summary>
    public int ReconnectMaxMs { get; init; } = 5_000;

    /// <summary>Session settings, shared by both directions.</summary>
    public required FixSessionOptions Session { get; init; }

    /// <summary>Reads the section <c>orders</c>.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="symbols">Symbols by instrument index.</param>
    /// <param name="run">What tells the ClOrdIDs of this process from those of earlier ones of the day.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ConfigurationException">A combination that no single key's range rules out.</exception>
    public static OrderConnectionOptions From(
        EffectiveConfiguration c, IReadOnlyList<string> symbols, string run = "")
    {
        if (c.Int("orders.reconnect_max_ms") < c.Int("orders.reconnect_min_ms"))
        {
            throw new ConfigurationException($"{c.Source("orders.reconnect_max_ms")}: orders.reconnect_max_ms: "
                + "is less than orders.reconnect_min_ms");
        }

        try
        {
            var session = new FixSessionOptions
            {
                Role = FixRole.Initiator,
                Version = VersionOf(c),
                SenderCompId = c.Text("orders.sender_comp_id"),
                TargetCompId = c.Text("orders.target_comp_id"),
                HeartbeatSeconds = c.Int("orders.heartbeat_s"),
                TimestampDigits = c.Int("orders.timestamp_digits"),
                ClOrdIdPrefix = c.Text("orders.cl_ord_id_prefix") + run,
                TriggerTag = c.Int("orders.trigger_tag"),
                Symbols = symbols,
                // The password never stands in a configuration file: field list of the security notes.
                Username = Environment.GetEnvironmentVariable("HFTGW_FIX_USERNAME"),
                Password = Environment.GetEnvironmentVariable("HFTGW_FIX_PASSWORD"),
            };
            session.Validate();
            return new OrderConnectionOptions
            {
                Host = c.Text("orders.host"),
                Port = c.Int("orders.port"),
                ReconnectMinMs = c.Int("orders.reconnect_min_ms"),
                ReconnectMaxMs = c.Int("orders.reconnect_max_ms"),
                Session = session,
            };
        }
        catch (ArgumentException error)
        {
            throw new ConfigurationException($"section orders: {error.Message}", error);
        }
    }

    /// <summary>Version of the session that the configuration names.</summary>
    /// <param name="c">Configuration in force.</param>
    internal static FixVersion VersionOf(EffectiveConfiguration c) => c.Text("orders.version") switch
    {
        "FIX.4.2" => FixVersion.Fix42,
        "FIX.5.0SP2" => FixVersion.Fixt11,
        _ => FixVersion.Fix44,
    };
}
