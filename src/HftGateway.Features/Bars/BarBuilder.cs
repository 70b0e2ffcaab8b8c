using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// Builds bars of trades: open, high, low, close, volume, trades, buy and sell volume, vwap; bar_count = bars closed so
/// far. A time bar k covers [k·D, (k + 1)·D), D = bar_s; the first is the one of the first trade, and after it every
/// bar exists: without trades its prices are the previous close and its volume 0. A volume, tick or dollar bar closes
/// with the trade that brings it to bar_size.
/// <para><b>Units.</b> pu, shares. <b>Warm-up.</b> The first trade.</para>
/// <para><b>Numbers.</b> 128-bit turnover: exact until the division.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> A few instructions a trade.</para>
/// <para><b>Reference.</b> Features specification, 10.1 and 10.2.</para>
/// </summary>
public struct BarBuilder
{
    private const long PuPerDollar = 10_000;

    /// <summary>bar_count.</summary>
    public double Count;

    private Bar _bar;
    private Int128 _turnover;
    private Int128 _limit;
    private long _lengthNs;
    private BarKind _kind;
    private bool _started;

    /// <summary>When the open time bar ends; the greatest number if none is open or bars are not of time.</summary>
    public readonly long EndNs => _started && _kind == BarKind.Time ? _bar.EndNs : long.MaxValue;

    /// <summary>The bar closes at a trade that fills it, not with the clock.</summary>
    public readonly bool ClosesAtTrades => _kind != BarKind.Time;

    /// <summary>Sets the kind and length.</summary>
    public void Initialise(FeatureOptions options)
    {
        _kind = options.BarKind;
        _lengthNs = Math.Max(1, (long)Math.Round(options.BarS * 1e9));
        _limit = options.BarSize;
        if (_kind == BarKind.Dollar)
            _limit *= PuPerDollar;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        Count = 0;
        _bar = default;
        _turnover = 0;
        _started = false;
    }

    /// <summary>Takes a trade; returns whether it has filled the bar, which <see cref="Close"/> then closes.</summary>
    [HotPath]
    public bool Add(long tNs, long price, long shares, int side)
    {
        if (!_started)
            Start(tNs);
        if (_bar.Trades == 0)
        {
            _bar.Open = _bar.High = _bar.Low = price;
            if (_kind != BarKind.Time)
                _bar.StartNs = tNs;
        }
        _bar.High = Math.Max(_bar.High, price);
        _bar.Low = Math.Min(_bar.Low, price);
        _bar.Close = price;
        _bar.Volume += shares;
        _bar.Trades++;
        _bar.BuyVolume += side > 0 ? shares : 0;
        _bar.SellVolume += side < 0 ? shares : 0;
        _turnover += WideMath.Multiply(price, shares);
        return _kind switch
        {
            BarKind.Time => false,
            BarKind.Volume => _bar.Volume >= _limit,
            BarKind.Tick => _bar.Trades >= _limit,
            _ => _turnover >= _limit,
        };
    }

    /// <summary>Closes the open bar, without the state of the book, and opens the next.</summary>
    /// <param name="tNs">The clock; of a time bar it does not matter.</param>
    /// <param name="closed">The closed bar.</param>
    public void Close(long tNs, out Bar closed)
    {
        if (_kind != BarKind.Time)
            _bar.EndNs = tNs;
        _bar.Vwap = _bar.Volume > 0 ? WideMath.ToDouble(_turnover) / _bar.Volume : double.NaN;
        closed = _bar;
        Count++;
        _turnover = 0;
        long price = closed.Close;
        _bar = new Bar { Index = closed.Index + 1, Open = price, High = price, Low = price, Close = price };
        _bar.StartNs = closed.EndNs;
        _bar.EndNs = closed.EndNs + _lengthNs;
    }

    private void Start(long tNs)
    {
        _started = true;
        if (_kind != BarKind.Time)
            return;
        _bar.Index = tNs / _lengthNs;
        _bar.StartNs = _bar.Index * _lengthNs;
        _bar.EndNs = _bar.StartNs + _lengthNs;
    }
}
