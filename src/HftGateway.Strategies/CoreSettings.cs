namespace HftGateway.Strategies;

/// <summary>The common options in the units of the hot path: nanoseconds, price units, ticks.</summary>
internal readonly struct CoreSettings
{
    private const long MillisecondNs = 1_000_000;
    private const long SecondNs = 1_000_000_000;

    /// <summary>Converts the options.</summary>
    /// <param name="options">Valid options.</param>
    public CoreSettings(StrategyOptions options)
    {
        Strategy = (ushort)options.StrategyNumber;
        CooldownNs = options.CooldownMs * MillisecondNs;
        CooldownStopNs = options.CooldownStopMs * MillisecondNs;
        TakeSlipTicks = options.TakeSlipTicks;
        SweepSlipTicks = options.SweepSlipTicks;
        ExitRetryNs = options.ExitRetryMs * MillisecondNs;
        MaxExitSlipBps = options.MaxExitSlipBps;
        FeedStaleNs = options.FeedStaleMs * MillisecondNs;
        StaleAlarmNs = options.StaleAlarmS * SecondNs;
        UseSessionWindow = options.UseSessionWindow;
        SessionStartNs = options.SessionStartS * SecondNs;
        SessionEndNs = options.SessionEndS * SecondNs;
        FirstEntryNs = SessionStartNs + options.OpenDelayS * SecondNs;
        LastEntryNs = SessionEndNs - options.NoEntryBeforeCloseS * SecondNs;
        FlattenNs = SessionEndNs - options.FlattenBeforeCloseS * SecondNs;
        MaxTradesPerDay = options.MaxTradesPerDay == 0 ? int.MaxValue : options.MaxTradesPerDay;
        KillAction = options.KillAction;
        DepthCap = options.DepthCap;
        MaxNotionalPu = (long)Math.Round(options.MaxNotional * 10_000);
        MaxEntryQuantity = Math.Min(options.MaxPositionQuantity, options.MaxOrderQuantity);
        MaxOrderQuantity = options.MaxOrderQuantity;
        OrderTimeoutNs = options.OrderTimeoutMs * MillisecondNs;
        MaxCancelAttempts = options.MaxCancelAttempts;
    }

    public readonly ushort Strategy;
    public readonly long CooldownNs;
    public readonly long CooldownStopNs;
    public readonly int TakeSlipTicks;
    public readonly int SweepSlipTicks;
    public readonly long ExitRetryNs;
    public readonly int MaxExitSlipBps;
    public readonly long FeedStaleNs;
    public readonly long StaleAlarmNs;
    public readonly bool UseSessionWindow;
    public readonly long SessionStartNs;
    public readonly long SessionEndNs;
    public readonly long FirstEntryNs;
    public readonly long LastEntryNs;
    public readonly long FlattenNs;
    public readonly int MaxTradesPerDay;
    public readonly KillAction KillAction;
    public readonly double DepthCap;
    public readonly long MaxNotionalPu;
    public readonly int MaxEntryQuantity;
    public readonly int MaxOrderQuantity;
    public readonly long OrderTimeoutNs;
    public readonly int MaxCancelAttempts;
}
