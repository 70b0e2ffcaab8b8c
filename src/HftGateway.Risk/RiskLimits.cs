using HftGateway.Strategies;

namespace HftGateway.Risk;

/// <summary>
/// The pre-trade limits (strategies specification 2). Names in comments are the configuration keys. Read once, at
/// construction; not on the hot path.
/// </summary>
public sealed class RiskLimits
{
    /// <summary><c>kill_action</c>: whether orders that reduce a position pass while the kill switch is on.</summary>
    public KillAction KillAction { get; set; } = KillAction.Flatten;

    /// <summary><c>restricted</c>: symbols in which no order may leave.</summary>
    public IReadOnlyList<string> Restricted { get; set; } = [];

    /// <summary><c>collar_ticks</c>, 0 to 1 000 000.</summary>
    public int CollarTicks { get; set; } = 5;

    /// <summary><c>collar_bps</c>, 0 to 10 000.</summary>
    public int CollarBps { get; set; } = 100;

    /// <summary><c>allow_market_orders</c>: false refuses orders without a price.</summary>
    public bool AllowMarketOrders { get; set; }

    /// <summary><c>max_order_qty</c> in shares, 1 to 100 000 000.</summary>
    public int MaxOrderQuantity { get; set; } = 5000;

    /// <summary><c>max_order_notional</c> in dollars, above 0, at most 1e11.</summary>
    public double MaxOrderNotional { get; set; } = 100_000;

    /// <summary><c>max_position_qty</c> in shares, 1 to 1 000 000 000.</summary>
    public int MaxPositionQuantity { get; set; } = 10_000;

    /// <summary><c>max_position_notional</c> in dollars at the mid, above 0, at most 1e11.</summary>
    public double MaxPositionNotional { get; set; } = 50_000;

    /// <summary><c>max_orders_per_s</c> for one instrument, 1 to 1 000 000.</summary>
    public int MaxOrdersPerSecond { get; set; } = 100;

    /// <summary><c>max_orders_per_s_total</c>, 1 to 1 000 000.</summary>
    public int MaxOrdersPerSecondTotal { get; set; } = 1000;

    /// <summary><c>max_daily_loss</c> in dollars, realised and unrealised, after fees: at it the kill switch goes on.
    /// 0 = off, to 1e11.</summary>
    public double MaxDailyLoss { get; set; }

    /// <summary><c>taker_fee</c> in dollars a share, −1 to 1; negative is a rebate.</summary>
    public double TakerFee { get; set; } = 0.0030;

    /// <summary><c>maker_rebate</c> in dollars a share, −1 to 1.</summary>
    public double MakerRebate { get; set; } = 0.0020;

    /// <summary><c>refuse_closed_gates</c>: refuses orders that add to a position while a configured gate was closed
    /// at the instrument's last row.</summary>
    public bool RefuseClosedGates { get; set; }

    /// <summary>Checks the limits. Allocates; not on the hot path.</summary>
    /// <returns>One line per limit out of its range (key, value, range); empty when all are valid.</returns>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        OptionRange.Check(errors, "collar_ticks", CollarTicks, 0, 1_000_000);
        OptionRange.Check(errors, "collar_bps", CollarBps, 0, 10_000);
        OptionRange.Check(errors, "max_order_qty", MaxOrderQuantity, 1, 100_000_000);
        OptionRange.Check(errors, "max_order_notional", MaxOrderNotional, double.Epsilon, 1e11);
        OptionRange.Check(errors, "max_position_qty", MaxPositionQuantity, 1, 1_000_000_000);
        OptionRange.Check(errors, "max_position_notional", MaxPositionNotional, double.Epsilon, 1e11);
        OptionRange.Check(errors, "max_orders_per_s", MaxOrdersPerSecond, 1, TokenBucket.MaxRate);
        OptionRange.Check(errors, "max_orders_per_s_total", MaxOrdersPerSecondTotal, 1, TokenBucket.MaxRate);
        OptionRange.Check(errors, "max_daily_loss", MaxDailyLoss, 0.0, 1e11);
        OptionRange.Check(errors, "taker_fee", TakerFee, -1.0, 1.0);
        OptionRange.Check(errors, "maker_rebate", MakerRebate, -1.0, 1.0);
        if (!Enum.IsDefined(KillAction))
            errors.Add($"kill_action: {(int)KillAction} is none of flatten, hold");
        if (Restricted is null)
            errors.Add("restricted: missing, an empty list is meant");
        return errors;
    }
}
