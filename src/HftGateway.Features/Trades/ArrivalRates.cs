using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// trade_arrival_rate = (1/τ)·Σ e^{−(t − t_j)/τ} over trades, order_arrival_rate the same over A and F rows, τ =
/// arrival_tau_s = 10 s.
/// <para><b>Units.</b> 1/s. <b>Warm-up.</b> None: 0 before any.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Four operations a row beside the shared exponential.</para>
/// <para><b>Reference.</b> Features specification, 1.7 and 6.4.</para>
/// </summary>
public struct ArrivalRates
{
    /// <summary>trade_arrival_rate.</summary>
    public double Trades;

    /// <summary>order_arrival_rate.</summary>
    public double Orders;

    private DecayedSum _trades;
    private DecayedSum _orders;
    private double _perSecond;

    /// <summary>Sets the time constant, s.</summary>
    public void Initialise(double tauS)
    {
        _perSecond = 1 / tauS;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _trades.Reset();
        _orders.Reset();
        Trades = 0;
        Orders = 0;
    }

    /// <summary>Takes a row.</summary>
    /// <param name="decayMinusOne">e^{−Δ/τ} − 1.</param>
    /// <param name="isTrade">The row is a trade.</param>
    /// <param name="isOrder">The row is an added order.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double decayMinusOne, bool isTrade, bool isOrder)
    {
        _trades.Add(decayMinusOne, isTrade ? 1 : 0);
        _orders.Add(decayMinusOne, isOrder ? 1 : 0);
        Trades = _trades.Value * _perSecond;
        Orders = _orders.Value * _perSecond;
    }
}
