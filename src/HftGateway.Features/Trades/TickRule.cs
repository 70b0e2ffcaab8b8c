using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// tick_rule: the sign of the last trade price change that was not zero, up to and including the last trade; 0 until
/// the price first changes. Every trade counts, hidden ones too.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> A few instructions a trade.</para>
/// <para><b>Reference.</b> Features specification, 6.1 and 6.2.</para>
/// </summary>
public struct TickRule
{
    private long _lastPrice;
    private int _sign;
    private bool _hasTrade;

    /// <summary>The sign, −1, 0 or 1.</summary>
    public readonly int Sign => _sign;

    /// <summary>There was a trade.</summary>
    public readonly bool HasTrade => _hasTrade;

    /// <summary>last_price, meaningful when <see cref="HasTrade"/>.</summary>
    public readonly long LastPrice => _lastPrice;

    /// <summary>Back to the initial state.</summary>
    public void Reset() => this = default;

    /// <summary>Takes a trade and returns its sign.</summary>
    [HotPath]
    public int Next(long price)
    {
        if (_hasTrade && price != _lastPrice)
            _sign = price > _lastPrice ? 1 : -1;
        _lastPrice = price;
        _hasTrade = true;
        return _sign;
    }
}
