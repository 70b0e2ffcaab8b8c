namespace HftGateway.Features.Reference;

/// <summary>All features since the latest reset, in the order of work of section 1.2.</summary>
internal sealed partial class ReferenceFeatures(ReferenceParameters p, int? dayOfWeek)
{
    private const double Nothing = double.NaN;
    private const long NsPerSecond = 1_000_000_000;

    // History: everything below is recomputed from it.
    private readonly List<ReferenceRow> _rows = [];
    private readonly List<ReferenceTrade> _trades = [];
    private Dictionary<string, double> _v = [];

    private ReferenceRow Row => _rows[^1];

    private ReferenceRow? Before => _rows.Count > 1 ? _rows[^2] : null;

    private long Clock => Row.Clock;

    private long Start => _rows[0].Clock;

    /// <summary>Step 1: what the clock alone does, with the state before the message.</summary>
    public void Advance(long clock)
    {
        CloseBars(clock);
        if (_rows.Count == 0)
            return;
        TakeSamples(clock);
        RefreshToxicityThreshold(clock);
    }

    /// <summary>Steps 3 and 4: all columns of a row.</summary>
    public void Apply(ReferenceRow row, bool halted, long? resumed)
    {
        _rows.Add(row);
        _v = row.Values;
        Classify();
        BookSection();
        RatesSection();
        ImbalanceSection();
        TradesSection();
        CostsSection();
        BarsOnRow();
        ToxicitySection();
        DynamicsSection();
        RobustSection();
        SessionSection();
        GatesSection(halted, resumed);
        if (row.Trade == null)
            return;
        EnterBar(row.Trade);
        // A bar that this trade fills is closed as of this row.
        CloseFullBar();
        BarsOnRow();
    }

    // 2.4 and 6.2.
    private void Classify()
    {
        ReferenceEffect e = Row.Effect;
        if (!e.IsTrade)
            return;
        int tick = _trades.Count == 0 ? 0 : Math.Sign(e.TradePrice - _trades[^1].Price);
        if (tick == 0 && _trades.Count > 0)
            tick = _trades[^1].Tick;
        int side = e.Resting == 'B' ? -1 : 1;
        if (e.IsHidden)
        {
            side = Row.WasValid ? Math.Sign(2 * e.TradePrice - Row.TwiceMidBefore) : 0;
            if (side == 0)
                side = tick;
        }

        Row.Trade = new ReferenceTrade
        {
            Clock = Clock,
            Price = e.TradePrice,
            Size = e.TradeSize,
            IsHidden = e.IsHidden,
            Side = side,
            Tick = tick,
            IsQuoted = Row.WasValid,
            TwiceMid = Row.TwiceMidBefore,
        };
        _trades.Add(Row.Trade);
    }

    // ---- what several sections use ----

    /// <summary>A feature that changes on some rows only: the value on the row before, or nothing.</summary>
    private double Held(string name) => Before == null ? Nothing : Before.Values[name];

    private bool IsWarm(long delta, int m) => Clock / delta - Start / delta >= m;

    /// <summary>1.5: what falls into BTW(δ, m) of a history in time order.</summary>
    private IEnumerable<T> Window<T>(List<T> history, Func<T, long> time, long delta, int m)
    {
        long last = Clock / delta;
        for (int i = history.Count - 1; i >= 0 && time(history[i]) / delta > last - m; i--)
            yield return history[i];
    }

    private IEnumerable<ReferenceRow> ShortRows => Window(_rows, static r => r.Clock, p.Ns("short_delta_ns"),
        p.Count("short_m"));

    private IEnumerable<ReferenceTrade> ShortTrades => Window(_trades, static t => t.Clock, p.Ns("short_delta_ns"),
        p.Count("short_m"));

    private IEnumerable<ReferenceTrade> LongTrades => Window(_trades, static t => t.Clock, p.Ns("long_delta_ns"),
        p.Count("long_m"));

    private bool IsShortWarm => IsWarm(p.Ns("short_delta_ns"), p.Count("short_m"));

    private bool IsLongWarm => IsWarm(p.Ns("long_delta_ns"), p.Count("long_m"));

    private double ShortSeconds => p["short_delta_ns"] * p["short_m"] / NsPerSecond;

    private double LongSeconds => p["long_delta_ns"] * p["long_m"] / NsPerSecond;

    /// <summary>1.7: Σ x e^(-(t - t_j)/τ). What is older than 100 τ is below 1e-43 of itself.</summary>
    private double Decayed<T>(List<T> history, Func<T, long> time, Func<T, double> x, double tauS)
    {
        double sum = 0;
        for (int i = history.Count - 1; i >= 0; i--)
        {
            double age = (Clock - time(history[i])) / (tauS * NsPerSecond);
            if (age > 100)
                break;
            sum += x(history[i]) * Math.Exp(-age);
        }

        return sum;
    }

    /// <summary>1.7: the exponentially time-weighted average of a signal that is defined on valid quotes.</summary>
    private double TimeWeighted(string name, Func<ReferenceRow, double> x, double tauS)
    {
        double before = Held(name);
        if (double.IsNaN(before))
            return Row.IsValid ? x(Row) : Nothing;
        if (!Before!.IsValid)
            return before;
        double w = Math.Exp(-(Clock - Before.Clock) / (tauS * NsPerSecond));
        return w * before + (1 - w) * x(Before);
    }

    private static double Ratio(double a, double b) => b == 0 ? Nothing : a / b;

    private static double Ratio(Int128 a, Int128 b) => b == 0 ? Nothing : (double)a / (double)b;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
