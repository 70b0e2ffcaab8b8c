using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// last_price, last_size, aggressor s ∈ {−1, 0, 1}; tick_rule, the sign of the last trade price change that was not
/// zero (0 until the price first changes); momentum_ticks, consecutive upticks − consecutive downticks: first trade 0,
/// price up max(run, 0) + 1, down min(run, 0) − 1, unchanged unchanged.
/// <para><b>Units.</b> pu, shares, signs, ticks. <b>Warm-up.</b> The first trade; held between trades. Every trade
/// counts, hidden ones too.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> A few instructions a trade.</para>
/// <para><b>Reference.</b> Features specification, 6.1 and 6.2 (source 0).</para>
/// </summary>
public struct TradeTape
{
    /// <summary>last_price.</summary>
    public double LastPrice;

    /// <summary>last_size.</summary>
    public double LastSize;

    /// <summary>aggressor.</summary>
    public double Aggressor;

    /// <summary>tick_rule.</summary>
    public double TickSign;

    /// <summary>momentum_ticks.</summary>
    public double Momentum;

    private TickRule _tick;
    private long _run;

    /// <summary>last_price as a whole number, 0 before the first trade.</summary>
    public readonly long Price => _tick.LastPrice;

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _tick.Reset();
        _run = 0;
        LastPrice = LastSize = Aggressor = TickSign = Momentum = double.NaN;
    }

    /// <summary>Takes a trade's price and returns the tick rule including it; <see cref="Set"/> must follow.</summary>
    [HotPath]
    public int Next(long price)
    {
        if (_tick.HasTrade && price != _tick.LastPrice)
            _run = price > _tick.LastPrice ? Math.Max(_run, 0) + 1 : Math.Min(_run, 0) - 1;
        return _tick.Next(price);
    }

    /// <summary>Publishes the trade.</summary>
    [HotPath]
    public void Set(long price, int shares, int side)
    {
        LastPrice = price;
        LastSize = shares;
        Aggressor = side;
        TickSign = _tick.Sign;
        Momentum = _run;
    }
}
