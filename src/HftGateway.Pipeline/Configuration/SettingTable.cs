using System.Globalization;
using HftGateway.Features;

namespace HftGateway.Pipeline.Configuration;

/// <summary>
/// Every configuration key: the schema. <c>hftgw config show</c> prints it with the values in force. The parameters of
/// features, strategies and risk carry the names of their specifications.
/// </summary>
public static class SettingTable
{
    private static readonly string[] Waits =
        ["busy_spin", "pause_spin", "yielding", "sleeping", "blocking", "phased_backoff"];

    /// <summary>All keys, in the order in which they are shown.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        // gateway
        Text("gateway.name", "hftgw", "name in reports and thread names"),
        new("gateway.topology", SettingType.Topology, "fused", "which thread runs which stages"),
        Integer("gateway.ring_size", "1024", 64, 1 << 20, "slots of the ring (rounded up to a power of two)"),
        Choice("gateway.wait", "yielding", Waits, "how a stage's thread waits for events"),
        Choice("gateway.ingress_wait", "yielding", Waits, "how the ingress thread waits for packets"),
        new("gateway.cores", SettingType.List, "",
            "cores of the ingress thread and of each group, in order; empty = not pinned"),
        Integer("gateway.realtime_priority", "0", 0, 99, "SCHED_FIFO priority of the pipeline's threads, 0 = none"),
        Boolean("gateway.lock_memory", "false", "lock the process's memory (mlockall)"),
        Integer("gateway.timer_us", "1000", 10, 1_000_000, "timer events, µs apart"),
        Integer("gateway.stamp_every", "1", 1, 1 << 20, "stamp every n-th event for the stage histograms"),
        Integer("gateway.order_capacity", "1_000_000", 1_000, 16_000_000, "own order ids a session day"),

        // feed
        Text("feed.address", "127.0.0.1", "UDP address of the MoldUDP64 feed; multicast groups are joined"),
        Integer("feed.port", "26400", 0, 65_535, "UDP port of the feed"),
        Text("feed.interface", "127.0.0.1", "address of the interface on which a multicast group is joined"),
        Integer("feed.receive_buffer_bytes", "33_554_432", 65_536, 1 << 30,
            "socket receive buffer; what the system does not grant (net.core.rmem_max) is reported at the start"),
        Text("feed.time_zone", "UTC", "zone of the exchange's midnight (IANA name)"),
        Choice("feed.protocol", "itch", ["itch", "mdp3", "both"],
            "the feed: ITCH over MoldUDP64, CME MDP 3.0 (section mdp3), or both (mdp3.symbols)"),
        Choice("feed.transport", "udp", ["udp", "soup"],
            "transport of the first venue's feed: MoldUDP64 over UDP, or SoupBinTCP (feed.soup)"),
        new("feed.soup", SettingType.List, "",
            "SoupBinTCP servers of the feed, ADDRESS:PORT each, tried in turn; with feed.transport: soup"),
        Text("feed.soup_user", "", "user name at the SoupBinTCP servers, at most 6 characters"),
        Text("feed.soup_password_env", "", "environment variable that holds the password, at most 10 characters"),
        Choice("feed.soup_version", "3", ["3", "4.1"], "version of SoupBinTCP"),
        Text("feed.venue", "NASDAQ", "name of the feed's venue in reports"),
        Text("feed.market", "Q", "market code of operational halts that concern it: Q, B or X"),
        new("feed.lines", SettingType.List, "", "further lines with the same packets (B …), ADDRESS:PORT each"),
        new("feed.rerequest", SettingType.List, "", "MoldUDP64 request servers, ADDRESS:PORT each, tried in turn"),
        new("feed.snapshot", SettingType.List, "", "GLIMPSE snapshot servers, ADDRESS:PORT each, tried in turn"),
        Text("feed.snapshot_user", "", "user name at the snapshot servers, at most 6 characters"),
        Text("feed.snapshot_password_env", "", "environment variable that holds the password"),
        Integer("feed.snapshot_timeout_ms", "60_000", 1, 3_600_000, "longest snapshot, ms"),
        new("feed.more_venues", SettingType.List, "",
            "further venues, for their quotes (orders go to the first one only): NAME market=B lines=ADDRESS:PORT,… "
            + "rerequest=ADDRESS:PORT,… snapshot=ADDRESS:PORT"),
        Text("feed.session", "", "session to begin with; empty = the first packet's"),
        Integer("feed.first_sequence", "0", 0, long.MaxValue,
            "first message wanted: 1 makes a late start a gap to be recovered, 0 takes what comes first"),
        Boolean("feed.accept_new_session", "true", "whether the feed may change to another session"),
        Integer("feed.reorder_wait_us", "200", 0, 10_000_000,
            "how long a missing message may come from another line before books are stale, µs"),
        Integer("feed.give_up_ms", "500", 0, 3_600_000, "how long it may be missing before it is given up, ms"),
        Integer("feed.line_timeout_ms", "3_000", 0, 3_600_000, "silence after which a line is down, ms; 0 = never"),
        Integer("feed.buffer_packets", "4_096", 1, 65_536, "packets kept while something before them is missing"),
        Integer("feed.request_messages", "1_000", 1, 65_534, "most messages of one re-request"),
        Integer("feed.request_interval_us", "100", 0, 10_000_000, "least time between two re-requests, µs"),
        Integer("feed.request_timeout_us", "5_000", 1, 10_000_000,
            "wait for an answer before the next server is asked, µs; doubles with each attempt"),
        Integer("feed.request_attempts", "6", 1, 1_000, "attempts without progress before a snapshot is needed"),
        Integer("feed.hold_bytes", "16_777_216", 4_096, 1L << 32, "memory for messages while a snapshot is fetched"),
        Boolean("feed.verify_copies", "false", "compare the lines' copies of every message; a difference is stale"),
        Text("feed.source", "", "the only sender to take packets from (source-specific join); empty = any"),
        Choice("feed.timestamps", "none", ["none", "software", "hardware"], "receive times by kernel or card"),
        Integer("feed.batch", "1", 1, 256, "packets taken by one system call"),
        Integer("feed.busy_poll_us", "0", 0, 1_000, "let the kernel poll the network card, µs (SO_BUSY_POLL)"),
        Boolean("feed.stop_at_end", "true", "end the run at the feed's end-of-session packet"),

        // CME MDP 3.0: one channel, with feed.protocol mdp3 or both; timings and sockets as in section feed
        new("mdp3.symbols", SettingType.List, "",
            "with feed.protocol both: the symbols that come by MDP 3.0, the others come by ITCH"),
        new("mdp3.incremental", SettingType.List, "127.0.0.1:26410,127.0.0.1:26411",
            "lines of the incremental feed (A, B …), ADDRESS:PORT each"),
        Text("mdp3.definitions", "127.0.0.1:26412", "ADDRESS:PORT of the loop of instrument definitions"),
        Text("mdp3.snapshots", "127.0.0.1:26413", "ADDRESS:PORT of the loop of snapshots by price"),
        Text("mdp3.order_snapshots", "",
            "ADDRESS:PORT of the loop of snapshots by order; empty = no books by order"),
        Text("mdp3.schema", "",
            "the exchange's own schema file, checked against the compiled-in one at start; empty = not"),

        // instruments
        new("instruments.symbols", SettingType.List, "", "symbols to build books for; empty = all, as they appear"),
        Integer("instruments.max", "8192", 1, 65_000, "most instruments when all are taken"),
        Integer("instruments.max_live_orders", "1_000_000", 1_000, 500_000_000, "most live orders in the books"),
        Boolean("instruments.queues", "true",
            "keep every level's orders in their queue; false: level totals only, queue positions are not known then"),

        // orders: the FIX session
        Text("orders.host", "127.0.0.1", "host of the exchange's FIX acceptor"),
        Integer("orders.port", "26401", 0, 65_535, "TCP port of the acceptor"),
        Text("orders.sender_comp_id", "HFTGW", "SenderCompID [49] of the gateway"),
        Text("orders.target_comp_id", "EXCHANGE", "TargetCompID [56]: the exchange"),
        Choice("orders.version", "FIX.4.4", ["FIX.4.2", "FIX.4.4", "FIX.5.0SP2"],
            "version of FIX; 5.0 SP2 goes over FIXT.1.1; with 4.2 no mass requests are sent"),
        Integer("orders.heartbeat_s", "10", 1, 3_600, "HeartBtInt [108], s"),
        Integer("orders.timestamp_digits", "9", 0, 9, "digits of seconds in SendingTime [52]: 0, 3, 6 or 9"),
        Text("orders.store", "",
            "file for numbers and messages of the order session, kept over a restart; empty = none"),
        Integer("orders.reconnect_min_ms", "100", 1, 60_000,
            "first wait before a reconnect, ms; doubles to the maximum"),
        Integer("orders.reconnect_max_ms", "5000", 1, 600_000, "longest wait before a reconnect, ms"),
        Integer("orders.trigger_tag", "7001", 0, 65_535,
            "user tag with the sequence of the event behind an order, 0 = none"),
        Boolean("orders.warm_path", "false",
            "run the order path on every timer tick without sending, so that it stays in the caches"),
        Boolean("orders.mass_requests", "true",
            "the exchange knows mass status and mass cancel requests (35=AF, q); false: orders are asked for one by one"),
        Text("orders.cl_ord_id_prefix", "", "prefix of ClOrdID [11], at most 8 characters"),

        // features: names of the specification, section 12
        .. FeatureSettings(),

        // gates: evaluated on every row, seen by the strategy and, with risk.refuse_closed_gates, by risk
        Choice("gates.mode", "off", ["off", "safe", "aggressive"], "tradeability that an entry needs"),
        Boolean("gates.stuffing", "false", "no entry while quote_stuffing is 1"),
        Number("gates.max_toxicity", "0", 0, 1, "no entry while order_flow_toxicity is above, 0 = off"),
        Boolean("gates.vpin", "false", "no entry unless vpin_fast is below vpin_p98"),
        Number("gates.vpin_default", "0.8", 0, 1, "limit of vpin_fast while vpin_p98 is unknown"),

        // strategy
        Choice("strategy.name", "ofi_momentum", ["ofi_momentum"], "strategy"),
        Choice("strategy.signal", "ofi_norm", SignalSeries(), "series of the z-score"),
        Integer("strategy.z_window", "300", 2, 1_000, "samples of the z-score's window"),
        Number("strategy.z_entry", "2", 1e-9, 1_000, "entry when d·z exceeds it"),
        Number("strategy.z_exit", "0.5", 0, 1_000, "exit when d·z falls below it; less than z_entry"),
        Integer("strategy.target_ticks", "3", 1, 100, "profit target, ticks"),
        Integer("strategy.stop_ticks", "2", 1, 100, "stop, ticks"),
        Integer("strategy.max_hold_ms", "5000", 1, 600_000, "holding-time stop, ms"),
        Integer("strategy.max_spread_ticks", "2", 1, 10_000, "no entry on a wider spread, ticks"),
        Number("strategy.notional", "25000", 1, 1e9, "notional of an entry, dollars"),
        Boolean("strategy.require_edge", "true", "entry only with d·execution_edge >= 0"),
        Number("strategy.depth_cap", "0.2", 0, 1, "share of the far touch an entry may take, 0 = no cap"),
        Integer("strategy.lot", "1", 1, 1_000_000, "size increment, shares"),
        Integer("strategy.take_slip_ticks", "0", 0, 10, "ticks through the far touch of a TAKE"),
        Integer("strategy.sweep_slip_ticks", "3", 0, 50, "ticks through the far touch of a SWEEP"),
        Integer("strategy.exit_retry_ms", "250", 1, 60_000, "wait before a SWEEP is repeated a tick further, ms"),
        Integer("strategy.max_exit_slip_bps", "50", 1, 1_000, "furthest a SWEEP goes from the first mid, bps"),
        Number("strategy.max_notional", "50000", 1, 1e9, "largest notional of one entry, dollars"),
        Integer("strategy.order_timeout_ms", "5000", 1, 600_000,
            "an order without an answer for longer is cancelled, ms"),
        Integer("strategy.max_cancel_attempts", "3", 1, 100, "unanswered cancels before an order is given up"),
        Integer("strategy.stale_alarm_s", "5", 0, 3_600, "alarm when the feed is silent with a position for longer, s"),
        Integer("strategy.cooldown_ms", "1000", 0, 3_600_000, "wait after a trade, ms"),
        Integer("strategy.cooldown_stop_ms", "5000", 0, 3_600_000, "wait after a stop, ms"),
        Integer("strategy.feed_stale_ms", "1000", 1, 3_600_000,
            "feed silent for longer blocks entries and cancels, ms"),
        Boolean("strategy.session_window", "false", "trade only inside session_start to session_end"),
        TimeOfDay("strategy.session_start", "09:30:00", "session start, exchange time"),
        TimeOfDay("strategy.session_end", "16:00:00", "session end, exchange time"),
        Integer("strategy.open_delay_s", "60", 0, 86_400, "no entry this long after the start, s"),
        Integer("strategy.no_entry_before_close_s", "300", 0, 86_400, "no entry this long before the end, s"),
        Integer("strategy.flatten_before_close_s", "60", 0, 86_400, "flat this long before the end, s"),
        Integer("strategy.max_trades_per_day", "0", 0, 10_000_000, "entries a day and instrument, 0 = no limit"),
        Choice("strategy.kill_action", "flatten", ["flatten", "hold"], "what the kill switch does with a position"),

        // risk
        Integer("risk.max_order_qty", "5000", 1, int.MaxValue, "largest order, shares"),
        Number("risk.max_order_notional", "100000", 0.01, 1e12, "largest order, dollars"),
        Integer("risk.max_position_qty", "10000", 0, int.MaxValue, "largest worst-case position, shares"),
        Number("risk.max_position_notional", "50000", 0, 1e12, "largest worst-case position, dollars"),
        Integer("risk.collar_ticks", "5", 0, 1_000_000, "price collar around the mid, ticks"),
        Integer("risk.collar_bps", "100", 0, 10_000, "price collar around the mid, bps"),
        Integer("risk.max_orders_per_s", "100", 1, 10_000_000, "orders a second and instrument"),
        Integer("risk.max_orders_per_s_total", "1000", 1, 10_000_000, "orders a second in all"),
        Number("risk.max_daily_loss", "0", 0, 1e12, "loss at which the kill switch trips, dollars; 0 = off"),
        new("risk.restricted", SettingType.List, "", "symbols that may not be traded"),
        Boolean("risk.refuse_closed_gates", "false", "refuse orders that add to a position while a gate is closed"),
        Number("risk.taker_fee", "0.003", -1, 1, "fee of a taking fill, dollars a share"),
        Number("risk.maker_rebate", "0.002", -1, 1, "rebate of a resting fill, dollars a share"),

        // replay: latency of the simulated order path (strategies specification 4.1)
        Integer("replay.feed_ns", "2000", 0, 1_000_000_000, "exchange to gateway, ns"),
        Integer("replay.compute_ns", "10000", 0, 1_000_000_000, "gateway, ns"),
        Integer("replay.order_ns", "20000", 0, 1_000_000_000, "gateway to exchange, ns"),
        Integer("replay.timer_ms", "100", 1, 60_000, "timer events in a replay, ms of exchange time apart"),
        Integer("replay.stamp_every", "64", 1, 1 << 20, "a replay stamps every n-th event"),
        Integer("replay.ack_ns", "20000", 0, 1_000_000_000, "exchange to strategy, ns"),
        Text("replay.date", "2024-01-02", "business date of the recording, yyyy-MM-dd"),

        // the simulated exchange
        new("exchange.symbols", SettingType.List, "AAPL,MSFT,NVDA,AMZN", "symbols that the exchange lists"),
        Integer("exchange.messages_per_s", "20000", 1, 10_000_000, "average feed messages a second"),
        Integer("exchange.seed", "1", 0, long.MaxValue, "seed of the order flow"),
        Number("exchange.momentum_per_minute", "12", 0, 100_000, "one-sided bursts a minute and symbol"),
        Integer("exchange.core", "-1", -1, 1_023, "core of the exchange's thread, -1 = not pinned"),
        Boolean("exchange.cancel_on_disconnect", "true", "cancel a session's orders when its connection is lost"),
        Text("exchange.retransmit", "", "ADDRESS:PORT on which re-requests are answered; empty = not"),
        Text("exchange.glimpse", "", "ADDRESS:PORT on which GLIMPSE snapshots are served; empty = not"),
        Text("exchange.soup", "", "ADDRESS:PORT on which the feed is served over SoupBinTCP too; empty = not"),
        Text("exchange.faults_a", "",
            "faults of line A, e.g. loss=0.01 burst=0.001 reorder=0.01 delay_us=50 seed=1 (docs/arbitration.md)"),
        Text("exchange.faults_b", "", "faults of line B (the first of feed.lines)"),
        Integer("exchange.heartbeat_ms", "1000", 1, 60_000, "feed heartbeat after this long without a packet, ms"),
        Boolean("exchange.mdp3", "false",
            "publish CME MDP 3.0 too, to the addresses of section mdp3; mdp3.symbols, if given, or all"),
        Integer("exchange.mdp3_loop_ms", "10", 1, 60_000,
            "a packet of each of its loops (definitions, snapshots) after so many ms"),
    ];

    /// <summary>The same by key.</summary>
    public static IReadOnlyDictionary<string, Setting> ByKey { get; } =
        All.ToDictionary(static s => s.Key, StringComparer.Ordinal);

    /// <summary>The known key that is most like an unknown one.</summary>
    /// <param name="key">Unknown key.</param>
    /// <returns>The nearest key by edit distance.</returns>
    public static string Nearest(string key) => All.MinBy(s => EditDistance(s.Key, key))!.Key;

    // The names of the specification, section 12. z_window is each strategy's own.
    private static IEnumerable<Setting> FeatureSettings() => FeatureParameters.Table
        .Where(static p => p.Name != "z_window")
        .Select(static p => p.Choices.Count > 0
            ? Choice(FeatureParameters.Prefix + p.Name, p.Choices[(int)p.Default], [.. p.Choices], p.Description)
            : new Setting(
                FeatureParameters.Prefix + p.Name, p.IsInteger ? SettingType.Integer : SettingType.Number,
                p.Default.ToString(p.IsInteger ? "0" : "R", CultureInfo.InvariantCulture), p.Description)
            {
                Minimum = p.Minimum, Maximum = p.Maximum,
            });

    private static string[] SignalSeries() =>
        [.. FeatureRegistry.Columns.Where(static c => c.Unit != "flag").Select(static c => c.Name)];

    private static Setting Text(string key, string value, string description)
        => new(key, SettingType.Text, value, description);

    private static Setting Boolean(string key, string value, string description)
        => new(key, SettingType.Boolean, value, description);

    private static Setting TimeOfDay(string key, string value, string description)
        => new(key, SettingType.TimeOfDay, value, description);

    private static Setting Choice(string key, string value, string[] choices, string description)
        => new(key, SettingType.Choice, value, description) { Choices = choices };

    private static Setting Integer(string key, string value, double minimum, double maximum, string description)
        => new(key, SettingType.Integer, value, description) { Minimum = minimum, Maximum = maximum };

    private static Setting Number(string key, string value, double minimum, double maximum, string description)
        => new(key, SettingType.Number, value, description) { Minimum = minimum, Maximum = maximum };

    // Levenshtein: the table is short and this runs once, on an error.
    private static int EditDistance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitute = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitute, Math.Min(previous[j], row[j - 1]) + 1);
            }

            previous = row;
        }

        return previous[^1];
    }
}
