namespace HftGateway.Strategies;

/// <summary>
/// The options that every strategy has (strategies specification 1). Names in comments are the configuration keys.
/// Read once, at construction; not on the hot path.
/// </summary>
public abstract class StrategyOptions
{
    /// <summary>Nanoseconds in a day: the end of the time scale of events.</summary>
    internal const long DayNs = 86_400_000_000_000;

    /// <summary>Number in the intents (<c>strategy</c>), 0 to 65 535.</summary>
    public int StrategyNumber { get; set; }

    /// <summary><c>enabled</c>: false leaves the strategy OFF until the operator's Resume.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary><c>cooldown_ms</c>, 0 to 3 600 000.</summary>
    public int CooldownMs { get; set; } = 1000;

    /// <summary><c>cooldown_stop_ms</c>: after a stop, 0 to 3 600 000.</summary>
    public int CooldownStopMs { get; set; } = 5000;

    /// <summary><c>take_slip_ticks</c>, 0 to 10.</summary>
    public int TakeSlipTicks { get; set; }

    /// <summary><c>sweep_slip_ticks</c>, 0 to 50.</summary>
    public int SweepSlipTicks { get; set; } = 3;

    /// <summary><c>exit_retry_ms</c>, 1 to 60 000.</summary>
    public int ExitRetryMs { get; set; } = 250;

    /// <summary><c>max_exit_slip_bps</c>: farthest exit price from the mid at the first try, 1 to 1000.</summary>
    public int MaxExitSlipBps { get; set; } = 50;

    /// <summary><c>feed_stale_ms</c>: silence of the feed that counts as stale, 1 to 600 000; 0 switches the rule
    /// off.</summary>
    public int FeedStaleMs { get; set; } = 1000;

    /// <summary><c>stale_alarm_s</c>, 0 to 3600.</summary>
    public int StaleAlarmS { get; set; } = 5;

    /// <summary><c>session_window</c>: false ignores the next five options and the session's end.</summary>
    public bool UseSessionWindow { get; set; } = true;

    /// <summary><c>session_start</c> in seconds since midnight, 0 to 86 399 (09:30).</summary>
    public int SessionStartS { get; set; } = 34_200;

    /// <summary><c>session_end</c> in seconds since midnight, above the start, at most 86 400 (16:00).</summary>
    public int SessionEndS { get; set; } = 57_600;

    /// <summary><c>open_delay_s</c>, 0 to 86 400.</summary>
    public int OpenDelayS { get; set; } = 60;

    /// <summary><c>no_entry_before_close_s</c>, 0 to 86 400.</summary>
    public int NoEntryBeforeCloseS { get; set; } = 300;

    /// <summary><c>flatten_before_close_s</c>, 0 to 86 400.</summary>
    public int FlattenBeforeCloseS { get; set; } = 60;

    /// <summary><c>max_trades_per_day</c> per instrument, 0 = no limit, to 1 000 000.</summary>
    public int MaxTradesPerDay { get; set; }

    /// <summary><c>kill_action</c>.</summary>
    public KillAction KillAction { get; set; } = KillAction.Flatten;

    /// <summary><c>depth_cap</c>: largest share of the far touch that a taking entry asks for, 0 (off) to 1.</summary>
    public double DepthCap { get; set; } = 0.2;

    /// <summary><c>max_notional</c> in dollars of one entry, above 0, at most 1e9.</summary>
    public double MaxNotional { get; set; } = 50_000;

    /// <summary><c>max_position_qty</c> in shares, 1 to 100 000 000.</summary>
    public int MaxPositionQuantity { get; set; } = 10_000;

    /// <summary><c>max_order_qty</c> in shares: entries are capped, exits are cut into pieces; 1 to 100 000
    /// 000.</summary>
    public int MaxOrderQuantity { get; set; } = 5000;

    /// <summary><c>order_timeout_ms</c>: an order or cancel unanswered for so long is cancelled (again), 10 to 600
    /// 000.</summary>
    public int OrderTimeoutMs { get; set; } = 5000;

    /// <summary><c>max_cancel_attempts</c>: cancels without effect after which an order is given up as lost, 1 to
    /// 100.</summary>
    public int MaxCancelAttempts { get; set; } = 3;

    /// <summary>Checks the options. Allocates; not on the hot path.</summary>
    /// <returns>One line per option out of its range (key, value, range); empty when all are valid.</returns>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        Collect(errors);
        return errors;
    }

    /// <summary>Adds a line for each option out of its range.</summary>
    /// <param name="errors">Where to.</param>
    protected virtual void Collect(List<string> errors)
    {
        OptionRange.Check(errors, "strategy", StrategyNumber, 0, ushort.MaxValue);
        OptionRange.Check(errors, "cooldown_ms", CooldownMs, 0, 3_600_000);
        OptionRange.Check(errors, "cooldown_stop_ms", CooldownStopMs, 0, 3_600_000);
        OptionRange.Check(errors, "take_slip_ticks", TakeSlipTicks, 0, 10);
        OptionRange.Check(errors, "sweep_slip_ticks", SweepSlipTicks, 0, 50);
        OptionRange.Check(errors, "exit_retry_ms", ExitRetryMs, 1, 60_000);
        OptionRange.Check(errors, "max_exit_slip_bps", MaxExitSlipBps, 1, 1000);
        OptionRange.Check(errors, "feed_stale_ms", FeedStaleMs, 0, 600_000);
        OptionRange.Check(errors, "stale_alarm_s", StaleAlarmS, 0, 3600);
        OptionRange.Check(errors, "session_start", SessionStartS, 0, 86_399);
        OptionRange.Check(errors, "session_end", SessionEndS, Math.Min((long)SessionStartS + 1, 86_400), 86_400);
        OptionRange.Check(errors, "open_delay_s", OpenDelayS, 0, 86_400);
        OptionRange.Check(errors, "no_entry_before_close_s", NoEntryBeforeCloseS, 0, 86_400);
        OptionRange.Check(errors, "flatten_before_close_s", FlattenBeforeCloseS, 0, 86_400);
        OptionRange.Check(errors, "max_trades_per_day", MaxTradesPerDay, 0, 1_000_000);
        OptionRange.Check(errors, "depth_cap", DepthCap, 0, 1);
        OptionRange.Check(errors, "max_notional", MaxNotional, double.Epsilon, 1e9);
        OptionRange.Check(errors, "max_position_qty", MaxPositionQuantity, 1, 100_000_000);
        OptionRange.Check(errors, "max_order_qty", MaxOrderQuantity, 1, 100_000_000);
        OptionRange.Check(errors, "order_timeout_ms", OrderTimeoutMs, 10, 600_000);
        OptionRange.Check(errors, "max_cancel_attempts", MaxCancelAttempts, 1, 100);
        if (!Enum.IsDefined(KillAction))
            errors.Add($"kill_action: {(int)KillAction} is none of flatten, hold");
    }
}
