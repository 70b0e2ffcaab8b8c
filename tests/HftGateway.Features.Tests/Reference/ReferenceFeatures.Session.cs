namespace HftGateway.Features.Reference;

// Section 9.
internal sealed partial class ReferenceFeatures
{
    private Int128 _turnover;
    private Int128 _volume;

    private void SessionSection()
    {
        double start = p["session_start_s"] * NsPerSecond;
        double end = p["session_end_s"] * NsPerSecond;
        if (Row.Trade is { } trade && Clock >= start && Clock < end)
        {
            _turnover += (Int128)trade.Price * trade.Size;
            _volume += trade.Size;
        }

        _v["vwap"] = Ratio(_turnover, _volume);
        _v["vwap_deviation"] = _volume == 0 ? Nothing : Ratio(_trades[^1].Price * _volume - _turnover, _turnover);
        _v["avg_spread"] = TimeWeighted("avg_spread", static r => r.Asks[0].Price - r.Bids[0].Price, p["spread_tau_s"]);
        _v["spread_tightness"] = _v["avg_spread"] / _v["spread"];
        _v["volume_velocity"] = VolumeVelocity();
        double strength = _v["volume_velocity"] * _v["spread_tightness"];
        _v["signal_strength_long"] = Row.IsValid ? (double)BidDepth(Row) / AskDepth(Row) * strength : Nothing;
        _v["signal_strength_short"] = Row.IsValid ? (double)AskDepth(Row) / BidDepth(Row) * strength : Nothing;
        _v["time_to_close"] = Math.Max(0, (end - Clock) / NsPerSecond);
        _v["day_of_week"] = dayOfWeek ?? Nothing;
    }

    private double VolumeVelocity()
    {
        const long Minute = 60 * NsPerSecond;
        int minutes = p.Count("volume_minutes");
        long now = Clock / Minute;
        if (!IsLongWarm || now - minutes <= Start / Minute)
            return Nothing;
        Int128 earlier = 0;
        for (int i = _trades.Count - 1; i >= 0 && _trades[i].Clock / Minute >= now - minutes; i--)
        {
            if (_trades[i].Clock / Minute < now)
                earlier += _trades[i].Size;
        }

        return Ratio(LongTrades.Sum(static t => t.Size), (double)earlier / minutes);
    }

    private void GatesSection(bool halted, long? resumed)
    {
        bool recent = halted || (resumed != null && Clock - resumed <= p["halt_s"] * NsPerSecond);
        _v["halted"] = halted ? 1 : 0;
        _v["has_recent_halt"] = recent ? 1 : 0;
        List<long> prices = [.. Window(_trades, static t => t.Clock, p.Ns("gap_delta_ns"), p.Count("gap_m"))
            .Select(static t => t.Price)];
        _v["gap_pct"] = prices.Count == 0 ? Nothing : (double)(prices.Max() - prices.Min()) / prices.Min();
        _v["tradeable_safe"] = Gate(0, recent, p["safe_spread_bps"], p["safe_depth"]);
        _v["tradeable_aggressive"] = Gate(1, recent, p["aggr_spread_bps"], p["aggr_depth"]);
        _v["microstructure_risky"] = _v["depth_dollars"] >= p["safe_depth"] ? 0 : 1;
    }

    // 9.3: the first check that fails; a comparison with NaN fails.
    private double Gate(int mode, bool recent, double spread, double depth)
    {
        Row.Reasons[mode] = !Row.IsValid ? "no_quote"
            : recent ? "recent_halt"
            : !(_v["gap_pct"] <= p["max_gap"]) ? "gap"
            : !(_v["spread_bps"] <= spread) ? "spread"
            : !(_v["depth_dollars"] >= depth) ? "depth"
            : "ok";
        return Row.Reasons[mode] == "ok" ? 1 : 0;
    }
}
